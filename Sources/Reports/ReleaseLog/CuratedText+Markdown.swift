/// Writes the parts of a curated text as Markdown with only what they hold.
///
/// What was written is read again and compared. Should a mark have got another meaning by its new
/// neighbours, the text is written without emphasis, and at last without any structure.
struct CuratedMarkdown {
  private var text: [UInt8] = []
  /// What stands before each further line, such as the indentation of a list.
  private var prefix: [UInt8] = []
  private let keepsEmphasis: Bool

  private init(keepsEmphasis: Bool) {
    self.keepsEmphasis = keepsEmphasis
  }

  /// Returns lines of Markdown without a line feed at the end.
  static func text(of blocks: [CuratedBlock]) -> [UInt8] {
    for keepsEmphasis in [true, false] {
      let expected = blocks.map { comparable($0, keepsEmphasis: keepsEmphasis) }
      var writer = CuratedMarkdown(keepsEmphasis: keepsEmphasis)
      writer.write(blocks, isTight: false)
      let found = CuratedText.parsed(writer.text)
      if found.map({ comparable($0, keepsEmphasis: true) }) == expected { return writer.text }
    }
    var plain: [UInt8] = []
    let words = CuratedText.plainText(of: blocks)
    words.withUnsafeBytes {
      plain.appendInertMarkdown($0, startsLine: true, endsLine: true)
    }
    return plain
  }

  private mutating func startLine() {
    text.append(0x0A)
    text += prefix
  }

  private mutating func blankLine() {
    text.append(0x0A)
    text += prefix.reversed().drop { $0 == 0x20 }.reversed()
  }

  private mutating func write(_ blocks: [CuratedBlock], isTight: Bool) {
    var isOtherMarker = false
    for (index, block) in blocks.enumerated() {
      if index > 0 {
        if !isTight { blankLine() }
        startLine()
      }
      switch block {
      case .paragraph(let parts): write(parts, startsLine: true, endsLine: true)
      case .code(let code): write(code: code)
      case .quote(let blocks):
        text += [0x3E, 0x20]
        indent(by: [0x3E, 0x20]) { $0.write(blocks, isTight: false) }
      case .list(let start, let isTight, let items):
        // Two lists of the same kind side by side would be one.
        if index > 0, case .list = blocks[index - 1] {
          isOtherMarker.toggle()
        } else {
          isOtherMarker = false
        }
        writeList(items, start: start, isTight: isTight, isOtherMarker: isOtherMarker)
      }
    }
  }

  private mutating func writeList(
    _ items: [[CuratedBlock]], start: Int?, isTight: Bool, isOtherMarker: Bool
  ) {
    for (index, item) in items.enumerated() {
      if index > 0 {
        if !isTight { blankLine() }
        startLine()
      }
      var marker: [UInt8] = [isOtherMarker ? UInt8(ascii: "*") : UInt8(ascii: "-")]
      if let start {
        // A number of a list has nine digits at most.
        let number = (min(start, 900_000_000) + index) % 1_000_000_000
        marker = Array("\(number)\(isOtherMarker ? ")" : ".")".utf8)
      }
      marker.append(0x20)
      text += marker
      indent(by: [UInt8](repeating: 0x20, count: marker.count)) { $0.write(item, isTight: isTight) }
    }
  }

  private mutating func write(code: [UInt8]) {
    let fence = [UInt8](repeating: 0x60, count: max(3, longestRun(of: 0x60, in: code) + 1))
    text += fence
    for line in code.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if line.isEmpty {
        blankLine()
      } else {
        startLine()
        text += line
      }
    }
    startLine()
    text += fence
  }

  private mutating func indent(by more: [UInt8], _ body: (inout CuratedMarkdown) -> Void) {
    prefix += more
    body(&self)
    prefix.removeLast(more.count)
  }

  private mutating func write(
    _ parts: [CuratedInline], startsLine: Bool = false, endsLine: Bool = false
  ) {
    for (index, part) in parts.enumerated() {
      let startsLine = startsLine && index == 0
      switch part {
      case .text(let bytes):
        let endsLine = endsLine && index == parts.count - 1
        bytes.withUnsafeBytes {
          text.appendInertMarkdown($0, startsLine: startsLine, endsLine: endsLine)
        }
      case .code(let bytes): bytes.withUnsafeBytes { text += codeSpan($0) }
      case .emphasis(let parts): wrap(parts, in: [0x2A], startsLine: startsLine)
      case .strong(let parts): wrap(parts, in: [0x2A, 0x2A], startsLine: startsLine)
      case .link(let address, let parts)
      where parts == [.text(Array(address.utf8))] && !address.utf8.contains(UInt8(ascii: "&")):
        text.append(UInt8(ascii: "<"))
        text += address.utf8
        text.append(UInt8(ascii: ">"))
      case .link(let address, let parts):
        text.append(UInt8(ascii: "["))
        write(parts)
        text += "](".utf8
        // An address is the one place where an entity would be read.
        for byte in address.utf8 {
          if byte == 0x26 { text += "&amp;".utf8 } else { text.append(byte) }
        }
        text.append(UInt8(ascii: ")"))
      }
    }
  }

  private mutating func wrap(_ parts: [CuratedInline], in mark: [UInt8], startsLine: Bool) {
    guard keepsEmphasis else { return write(parts, startsLine: startsLine) }
    // Next to another star an underscore keeps the two apart.
    let mark = text.last == 0x2A ? mark.map { _ in UInt8(ascii: "_") } : mark
    text += mark
    write(parts)
    text += mark
  }
}

extension CuratedMarkdown {
  /// Returns a block in a form that is the same for texts that show the same: code counts as text,
  /// because a mention becomes code, and a list is not told by its spacing.
  private static func comparable(_ block: CuratedBlock, keepsEmphasis: Bool) -> CuratedBlock {
    switch block {
    case .paragraph(let parts): .paragraph(comparable(parts, keepsEmphasis: keepsEmphasis))
    case .quote(let blocks): .quote(blocks.map { comparable($0, keepsEmphasis: keepsEmphasis) })
    case .code: block
    case .list(let start, _, let items):
      .list(
        start: start.map { min($0, 900_000_000) }, isTight: true,
        items: items.map { $0.map { comparable($0, keepsEmphasis: keepsEmphasis) } })
    }
  }

  private static func comparable(
    _ parts: [CuratedInline], keepsEmphasis: Bool
  ) -> [CuratedInline] {
    var line = InlineBuilder(findsAddresses: false)
    for part in parts {
      switch part {
      case .text, .link(_, []): line.add(part)
      case .code(let bytes): line.add(.text(bytes))
      case .link(let address, let parts):
        line.add(.link(address, comparable(parts, keepsEmphasis: keepsEmphasis)))
      case .emphasis(let parts), .strong(let parts):
        let content = comparable(parts, keepsEmphasis: keepsEmphasis)
        if !keepsEmphasis {
          for part in content { line.add(part) }
        } else if case .strong = part {
          line.add(.strong(content))
        } else {
          line.add(.emphasis(content))
        }
      }
    }
    return line.finish()
  }
}
