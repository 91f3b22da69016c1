/// Finds the link definitions of a Markdown document, which its parser resolves and drops.
enum LinkDefinitions {
  /// Returns the blocks with those of definitions between them, so that no line is left out.
  static func completed(_ blocks: [Block], in source: SourceText, from start: Int) -> [Block] {
    var result: [Block] = []
    result.reserveCapacity(blocks.count)
    var line = start
    for (place, next) in blocks.enumerated() {
      var block = next
      let limit = place + 1 < blocks.count ? blocks[place + 1].lines.lowerBound : source.lineCount
      let start = max(line, block.lines.lowerBound)
      let lines = source.trimmed(start..<max(start, min(limit, block.lines.upperBound)))
      append(source.trimmed(line..<max(line, lines.lowerBound)), source, to: &result)
      block.lines = lines
      if block.headingLevel != nil { block.lines = heading(lines, source) }
      if block.kind == .paragraph || block.headingLevel != nil {
        let end = definitions(in: block.lines, source, to: &result)
        block.lines = end..<max(end, block.lines.upperBound)
        if block.kind == .paragraph, isTable(block, source) { block.kind = .table }
      }
      if !block.lines.isEmpty || !block.text.bytes.isEmpty { result.append(block) }
      line = max(line, block.lines.upperBound)
    }
    append(source.trimmed(line..<source.lineCount), source, to: &result)
    return result
  }

  /// Returns the lines of a heading up to its underline: the parser counts the next one to it, too.
  private static func heading(_ lines: Range<Int>, _ source: SourceText) -> Range<Int> {
    var end = lines.upperBound
    while end > lines.lowerBound + 1 {
      let last = source[end - 1].trimmed
      if last.allSatisfy({ $0.isOne(of: "=") }) || last.allSatisfy({ $0 == .hyphen }) { break }
      end -= 1
    }
    return source.trimmed(lines.lowerBound..<end)
  }

  /// Appends blocks for lines that are in none: definitions, and what closes a block before.
  private static func append(_ lines: Range<Int>, _ source: SourceText, to blocks: inout [Block]) {
    var lines = lines
    while !lines.isEmpty {
      let end = definitions(in: lines, source, to: &blocks)
      lines = source.trimmed(end..<lines.upperBound)
      guard let line = lines.first else { return }
      if let last = blocks.indices.last, blocks[last].kind != .definition,
        blocks[last].headingLevel == nil
      {
        blocks[last].lines = blocks[last].lines.lowerBound..<line + 1
      } else {
        blocks.append(Block(kind: .markup, text: RichText(), lines: line..<line + 1))
      }
      lines = source.trimmed(line + 1..<lines.upperBound)
    }
  }

  /// Appends the definitions that the lines begin with; returns the line behind them.
  private static func definitions(
    in lines: Range<Int>, _ source: SourceText, to blocks: inout [Block]
  ) -> Int {
    var line = lines.lowerBound
    while line < lines.upperBound {
      if source.isBlank(line) {
        line += 1
        continue
      }
      guard let (link, end) = definition(line, lines.upperBound, source) else { break }
      blocks.append(Block(kind: .definition, text: RichText(), lines: line..<end, link: link))
      line = end
    }
    return line
  }

  /// Returns the definition that begins on a line, with the line behind it, or null.
  private static func definition(
    _ line: Int, _ limit: Int, _ source: SourceText
  ) -> (ChangelogLink, Int)? {
    guard source[line].trimmed.first == UInt8(ascii: "[") else { return nil }
    var result: (ChangelogLink, Int)?
    for last in line..<min(limit, line + 3) where !source.isBlank(last) {
      if let link = link(in: line..<last + 1, source) {
        result = (link, last + 1)
      } else if result != nil {
        break
      }
    }
    return result
  }

  /// Returns the link that the lines of a definition define, or null if they define none.
  ///
  /// The grammar is that of CommonMark 0.30, section 4.7.
  private static func link(in lines: Range<Int>, _ source: SourceText) -> ChangelogLink? {
    guard let last = lines.last else { return nil }
    let bytes = source.bytes[source[lines.lowerBound].startIndex..<source[last].endIndex].trimmed
    guard bytes.first == UInt8(ascii: "["), let close = labelEnd(bytes) else { return nil }
    let label = bytes[bytes.startIndex + 1..<close].trimmed
    guard !label.isEmpty, close + 1 < bytes.endIndex, bytes[close + 1] == .colon else {
      return nil
    }
    var rest = bytes[(close + 2)...].trimmed
    let url: ArraySlice<UInt8>
    if rest.first == UInt8(ascii: "<") {
      guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return nil }
      url = rest[rest.startIndex + 1..<end]
      rest = rest[(end + 1)...]
    } else {
      url = rest.prefix { !$0.isBlank }
      guard !url.isEmpty else { return nil }
      rest = rest[url.endIndex...]
    }
    let title = rest.trimmed
    guard title.isEmpty || rest.first?.isBlank == true && isTitle(title) else { return nil }
    return ChangelogLink(
      label: label.text, url: url.text,
      title: title.isEmpty ? nil : title.dropFirst().dropLast().text, line: lines.lowerBound + 1)
  }

  private static func labelEnd(_ bytes: ArraySlice<UInt8>) -> Int? {
    var place = bytes.startIndex + 1
    while place < min(bytes.endIndex, bytes.startIndex + 1_001) {
      switch bytes[place] {
      case UInt8(ascii: "\\"): place += 1
      case UInt8(ascii: "["): return nil
      case UInt8(ascii: "]"): return place
      default: break
      }
      place += 1
    }
    return nil
  }

  private static func isTitle(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.count >= 2, let first = text.first, let last = text.last else { return false }
    switch first {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return last == first
    case UInt8(ascii: "("): return last == UInt8(ascii: ")")
    default: return false
    }
  }

  /// Whether the second line of a paragraph is the rule below the head of a table, which is an
  /// extension of CommonMark.
  private static func isTable(_ block: Block, _ source: SourceText) -> Bool {
    guard block.lines.count >= 2 else { return false }
    let rule = source[block.lines.lowerBound + 1].trimmed
    return rule.contains(UInt8(ascii: "|")) && rule.contains(.hyphen)
      && rule.allSatisfy { $0.isOne(of: "|-: ") }
  }
}
