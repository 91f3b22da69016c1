extension CuratedText {
  /// Returns the text of blocks on one line, without markup.
  static func plainText(of blocks: [CuratedBlock]) -> [UInt8] {
    var words: [[UInt8]] = []
    for block in blocks {
      switch block {
      case .paragraph(let parts): words.append(text(of: parts))
      case .code(let code): words.append(code.map { $0 == 0x0A || $0 == 0x09 ? 0x20 : $0 })
      case .quote(let blocks): words.append(plainText(of: blocks))
      case .list(_, _, let items): words += items.map { plainText(of: $0) }
      }
    }
    return Array(words.joined(separator: [0x20]))
  }

  /// Returns the lines of blocks for a terminal: list items with a dash, quotations and code
  /// indented, links followed by their addresses.
  static func plainLines(of blocks: [CuratedBlock]) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    for (index, block) in blocks.enumerated() {
      if index > 0, case .paragraph = block { lines.append([]) }
      switch block {
      case .paragraph(let parts): lines.append(line(of: parts))
      case .code(let code):
        for line in code.split(separator: 0x0A, omittingEmptySubsequences: false) {
          lines.append([0x20, 0x20] + line.flatMap { $0 == 0x09 ? [0x20, 0x20] : [$0] })
        }
      case .quote(let blocks): lines += plainLines(of: blocks).map { [0x20, 0x20] + $0 }
      case .list(let start, _, let items):
        for (index, item) in items.enumerated() {
          let marker = start.map { Array("\($0 + index). ".utf8) } ?? Array("- ".utf8)
          let space = [UInt8](repeating: 0x20, count: marker.count)
          for (number, line) in plainLines(of: item).enumerated() {
            lines.append((number == 0 ? marker : space) + line)
          }
        }
      }
    }
    return lines.map { line in Array(line[..<((line.lastIndex { $0 != 0x20 } ?? -1) + 1)]) }
  }

  private static func line(of parts: [CuratedInline]) -> [UInt8] {
    var line: [UInt8] = []
    for part in parts {
      switch part {
      case .text(let bytes), .code(let bytes): line += bytes
      case .emphasis(let parts), .strong(let parts): line += Self.line(of: parts)
      case .link(let address, let parts):
        let text = Self.line(of: parts)
        line += text
        if text != Array(address.utf8) { line += " <\(address)>".utf8 }
      }
    }
    return line
  }
}

extension ByteWriter {
  /// Appends blocks as HTML; headings have become strong text, so that the outline stays the page's.
  func appendHTML(_ blocks: [CuratedBlock]) {
    for block in blocks {
      switch block {
      case .paragraph(let parts):
        append("<p>")
        appendHTML(parts)
        append("</p>\n")
      case .code(let code):
        append("<pre><code>")
        // A tab is only white space here.
        for (index, part) in code.split(separator: 0x09, omittingEmptySubsequences: false)
          .enumerated()
        {
          if index > 0 { append("    ") }
          appendHTML(Array(part))
        }
        append("</code></pre>\n")
      case .quote(let blocks):
        append("<blockquote>\n")
        appendHTML(blocks)
        append("</blockquote>\n")
      case .list(let start, let isTight, let items):
        append(start == nil ? "<ul>\n" : "<ol start=\"\(start ?? 1)\">\n")
        for item in items {
          append("<li>")
          if isTight, case .paragraph(let parts)? = item.first {
            appendHTML(parts)
            if item.count > 1 { append("\n") }
            appendHTML(Array(item.dropFirst()))
          } else {
            appendHTML(item)
          }
          append("</li>\n")
        }
        append(start == nil ? "</ul>\n" : "</ol>\n")
      }
    }
  }

  /// Appends the parts of a line as HTML.
  func appendHTML(_ parts: [CuratedInline]) {
    for part in parts {
      switch part {
      case .text(let bytes): appendHTML(bytes)
      case .code(let bytes): appendElement("code", bytes)
      case .emphasis(let parts): appendElement("em", parts)
      case .strong(let parts): appendElement("strong", parts)
      case .link(let address, let parts):
        append("<a href=\"")
        appendHTML(address)
        append("\">")
        appendHTML(parts)
        append("</a>")
      }
    }
  }

  private func appendElement(_ name: String, _ parts: [CuratedInline]) {
    append("<\(name)>")
    appendHTML(parts)
    append("</\(name)>")
  }

  private func appendElement(_ name: String, _ text: [UInt8]) {
    append("<\(name)>")
    appendHTML(text)
    append("</\(name)>")
  }
}
