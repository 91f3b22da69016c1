/// Reads changelogs in reStructuredText.
enum RSTChangelog {
  static func read(_ source: SourceText) -> Changelog {
    var reader = RSTBlocks(source)
    return ReleaseAssembler.changelog(reader.read(), in: source, format: .restructuredText)
  }
}

/// Finds the blocks of reStructuredText that changelogs are made of.
///
/// The rules are those of docutils' markup specification, as far as blocks at the top level and
/// lists go; directives are kept with what stands in them.
struct RSTBlocks {
  private let source: SourceText
  private let inline: RSTInline
  private var blocks: [Block] = []
  /// The signs of headings in the order of their appearance, which tells their levels; those with a
  /// line above differ from those without.
  private var adornments: [(sign: UInt8, isOverlined: Bool)] = []
  private var line = 0

  init(_ source: SourceText) {
    self.source = source
    inline = RSTInline(targets: Self.targets(source))
  }

  mutating func read() -> [Block] {
    while line < source.lineCount {
      if source.isBlank(line) {
        line += 1
      } else if !readHeading(), !readExplicit(), !readRule(), !readItem() {
        readParagraph()
      }
    }
    return blocks
  }

  private mutating func append(_ kind: Block.Kind, _ text: RichText, through end: Int) {
    blocks.append(Block(kind: kind, text: text, lines: line..<end))
    line = end
  }

  private func rich(_ bytes: ArraySlice<UInt8>) -> RichText {
    var text = RichText()
    inline.append(bytes, to: &text)
    text.trim()
    return text
  }

  // MARK: Headings

  private mutating func readHeading() -> Bool {
    let text = source[line]
    if line + 2 < source.lineCount, let sign = Adornment.sign(text, below: nil),
      !source.isBlank(line + 1),
      Adornment.sign(source[line + 2], below: source[line + 1].trimmed) == sign
    {
      let title = rich(source[line + 1].trimmed)
      append(.heading(level(sign, isOverlined: true)), title, through: line + 3)
      return true
    }
    guard line + 1 < source.lineCount, text.first?.isBlank == false,
      Adornment.sign(text, below: nil) == nil,
      let sign = Adornment.sign(source[line + 1], below: text.trimmed)
    else { return false }
    append(.heading(level(sign, isOverlined: false)), rich(text.trimmed), through: line + 2)
    return true
  }

  private mutating func level(_ sign: UInt8, isOverlined: Bool) -> Int {
    if let place = adornments.firstIndex(where: { $0 == (sign, isOverlined) }) { return place + 1 }
    adornments.append((sign, isOverlined))
    return adornments.count
  }

  private mutating func readRule() -> Bool {
    guard Adornment.sign(source[line], below: nil) != nil else { return false }
    append(.rule, RichText(), through: line + 1)
    return true
  }

  // MARK: Explicit markup

  /// Reads what begins with two dots: comments, targets, directives, with the indented lines below.
  private mutating func readExplicit() -> Bool {
    let text = source[line]
    guard text.begins(with: ".. ") || text.trimmed.elementsEqual("..".utf8) else { return false }
    var end = line + 1
    while end < source.lineCount, source.isBlank(end) || source[end].first?.isBlank == true {
      end += 1
    }
    end = source.trimmed(line..<end).upperBound
    let content = text.dropFirst(2).trimmed
    if let link = Self.target(content, line: line + 1), end == line + 1 {
      blocks.append(
        Block(kind: .definition, text: RichText(), lines: line..<end, link: link))
      line = end
      return true
    }
    append(directiveKind(content), directiveText(content, line + 1..<end), through: end)
    return true
  }

  private func directiveKind(_ content: ArraySlice<UInt8>) -> Block.Kind {
    guard let name = Self.directiveName(content) else { return .markup }
    if name.isWord("code-block") || name.isWord("code") || name.isWord("sourcecode") {
      return .code
    }
    if name.isWord("list-table") || name.isWord("csv-table") || name.isWord("table") {
      return .table
    }
    if name.isWord("image") || name.isWord("figure") || name.isWord("contents") { return .markup }
    return .quote
  }

  /// The words of a directive: its arguments and its content, without options.
  private func directiveText(_ content: ArraySlice<UInt8>, _ lines: Range<Int>) -> RichText {
    guard let name = Self.directiveName(content), directiveKind(content) != .markup else {
      return RichText()
    }
    var text = RichText()
    inline.append(content[(name.endIndex + 2)...].trimmed, to: &text)
    for line in lines where !source.isBlank(line) {
      let bytes = source[line].trimmed
      if bytes.first == .colon, bytes.dropFirst().contains(.colon), line < lines.lowerBound + 5 {
        continue
      }
      text.appendSpace()
      inline.append(bytes, to: &text)
    }
    text.trim()
    return text
  }

  /// The name of a directive, `note` of `note:: …`, or null.
  private static func directiveName(_ content: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let name = content.prefix { $0.isLetterOrDigit || $0.isOne(of: "-_.+") }
    return !name.isEmpty && content[name.endIndex...].begins(with: "::") ? name : nil
  }

  /// Reads `_name: address`; null if it is no such target.
  private static func target(_ content: ArraySlice<UInt8>, line: Int) -> ChangelogLink? {
    guard content.first == UInt8(ascii: "_") else { return nil }
    var name = content.dropFirst()
    let rest: ArraySlice<UInt8>
    if name.first == UInt8(ascii: "`") {
      guard let close = name.dropFirst().firstIndex(of: UInt8(ascii: "`")) else { return nil }
      rest = name[(close + 1)...]
      name = name[(name.startIndex + 1)..<close]
    } else {
      guard let colon = name.firstIndex(of: ": ") else { return nil }
      rest = name[colon...]
      name = name[..<colon]
    }
    guard rest.first == .colon, !name.isEmpty else { return nil }
    let url = rest.dropFirst().trimmed
    guard !url.isEmpty, !url.contains(where: \.isBlank) else { return nil }
    return ChangelogLink(label: name.text, url: url.text, line: line)
  }

  private static func targets(_ source: SourceText) -> [String: String] {
    var targets: [String: String] = [:]
    for line in 0..<source.lineCount where source[line].begins(with: ".. _") {
      if let link = target(source[line].dropFirst(3).trimmed, line: line) {
        targets[RSTInline.name(Array(link.label.utf8)[...])] = link.url
      }
    }
    return targets
  }

  // MARK: Items and paragraphs

  private mutating func readItem() -> Bool {
    guard let item = TextItem.read(source, at: line, isEnd: { _ in false }) else { return false }
    append(.item, item.text { inline.append($0, to: &$1) }, through: item.end)
    return true
  }

  private mutating func readParagraph() {
    var end = line + 1
    while end < source.lineCount, !source.isBlank(end) { end += 1 }
    let isTable = isTableEdge(source[line].trimmed)
    var bytes: [UInt8] = []
    for place in line..<end {
      if place > line { bytes.append(.space) }
      bytes += source[place].trimmed
    }
    // `:Date: 2024-05-01` is a field; a line block begins with bars.
    if bytes.first == .colon, bytes.count > 1, bytes[1].isLetter { bytes.removeFirst() }
    let hasLiteral = bytes.suffix(2).elementsEqual("::".utf8)
    if hasLiteral { bytes.removeLast() }
    var text = rich(bytes[...])
    text.lineCount = end - line
    append(isTable ? .table : .paragraph, text, through: end)
    if hasLiteral { readLiteral() }
  }

  /// Reads the indented lines below a paragraph that ends with two colons.
  private mutating func readLiteral() {
    var end = line
    while end < source.lineCount, source.isBlank(end) || source[end].first?.isBlank == true {
      end += 1
    }
    let lines = source.trimmed(line..<end)
    guard let first = lines.first else { return }
    line = first
    var text = RichText()
    for place in lines { text.append(source[place] + [.space]) }
    text.trim()
    text.addCode(0..<text.bytes.count)
    append(.code, text, through: lines.upperBound)
  }

  private func isTableEdge(_ text: ArraySlice<UInt8>) -> Bool {
    text.count >= 3 && (text.first == UInt8(ascii: "+") || text.first == UInt8(ascii: "="))
      && text.allSatisfy { $0.isOne(of: "+-= ") }
  }
}
