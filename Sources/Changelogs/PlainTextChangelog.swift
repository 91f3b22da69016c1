/// Reads changelogs that are plain text: `CHANGES.txt`, `NEWS`, git's release notes, AsciiDoc.
enum PlainTextChangelog {
  static func read(
    _ source: SourceText, _ format: ChangelogFormat, path: [UInt8] = []
  ) -> Changelog {
    var reader = PlainTextBlocks(source, isOneRelease: format == .releaseNotes)
    return ReleaseAssembler.changelog(reader.read(), in: source, format: format)
  }
}

/// Finds headings, items and paragraphs in plain text.
///
/// A heading is a line that is underlined, that begins with signs as in AsciiDoc or in Emacs'
/// outlines, that names a release, or that has the usual name of a section.
struct PlainTextBlocks {
  private let source: SourceText
  /// Whether the file is about one release, so that short lines are its sections.
  private let isOneRelease: Bool
  /// Whether lines that begin with stars are headings.
  private let isOutline: Bool
  private var blocks: [Block] = []
  /// The signs of underlined headings in the order of their appearance, which tells their levels.
  private var adornments: [UInt8] = []
  private var line = 0

  init(_ source: SourceText, isOneRelease: Bool) {
    self.source = source
    self.isOneRelease = isOneRelease
    isOutline = Self.isOutline(source)
  }

  /// Whether lines that begin with stars are headings, as in the outlines of Emacs.
  static func isOutline(_ source: SourceText) -> Bool {
    if source.lineCount > 0, source[0].firstIndex(of: "-*- outline -*-") != nil { return true }
    var (hasRelease, hasInner) = (false, false)
    for line in 0..<min(source.lineCount, 200) {
      let text = source[line]
      if text.begins(with: "** ") {
        hasInner = true
      } else if text.begins(with: "* "), let release = ReleaseHeading(text.dropFirst(2)) {
        hasRelease = hasRelease || isCertain(release)
      }
    }
    return hasRelease && hasInner
  }

  /// The levels of headings that are no underlined ones.
  private enum Level {
    static let release = 0
    static let section = 60
  }

  mutating func read() -> [Block] {
    while line < source.lineCount {
      if source.isBlank(line) {
        line += 1
      } else if !readUnderlined(), !readSigned(), !readRule(), !readItem(), !readLine() {
        readParagraph()
      }
    }
    return blocks
  }

  private mutating func append(_ kind: Block.Kind, _ text: RichText, through end: Int) {
    blocks.append(Block(kind: kind, text: text, lines: line..<end))
    line = end
  }

  // MARK: Headings

  private mutating func readUnderlined() -> Bool {
    let text = source[line].trimmed
    guard line + 1 < source.lineCount, let sign = Adornment.sign(source[line + 1], below: text),
      Adornment.sign(source[line], below: nil) == nil, Self.bullet(source[line]) == nil
    else { return readOverlined() }
    append(.heading(level(of: sign)), RichText(plain: text), through: line + 2)
    return true
  }

  private mutating func readOverlined() -> Bool {
    guard line + 2 < source.lineCount, let sign = Adornment.sign(source[line], below: nil),
      !source.isBlank(line + 1),
      Adornment.sign(source[line + 2], below: source[line + 1].trimmed) == sign
    else { return false }
    append(.heading(level(of: sign)), RichText(plain: source[line + 1].trimmed), through: line + 3)
    return true
  }

  private mutating func level(of sign: UInt8) -> Int {
    if let place = adornments.firstIndex(of: sign) { return place + 1 }
    adornments.append(sign)
    return adornments.count
  }

  /// Reads `== 1.2.0` of AsciiDoc, and `* Changes in release 1.2.0` of an outline.
  private mutating func readSigned() -> Bool {
    let text = source[line]
    guard let sign = text.first, sign == UInt8(ascii: "=") || isOutline && sign == UInt8(ascii: "*")
    else { return false }
    let rest = text.drop { $0 == sign }
    guard rest.first == .space, rest.count > 1, text.count - rest.count <= 6 else { return false }
    append(.heading(text.count - rest.count), RichText(plain: rest.trimmed), through: line + 1)
    return true
  }

  private mutating func readRule() -> Bool {
    guard Adornment.sign(source[line], below: nil) != nil else { return false }
    append(.rule, RichText(), through: line + 1)
    return true
  }

  /// Reads a line that names a release or a section.
  private mutating func readLine() -> Bool {
    let text = source[line].trimmed
    guard text.count <= 120, Self.indentation(source[line]) <= 2,
      line == 0 || source.isBlank(line - 1) || blocks.last?.kind == .rule
    else { return false }
    if let release = ReleaseHeading(text), Self.isCertain(release) {
      append(.heading(Level.release), RichText(plain: text), through: line + 1)
      return true
    }
    guard isSection(text) else { return false }
    append(.heading(Level.section), RichText(plain: text), through: line + 1)
    return true
  }

  private static func isCertain(_ release: ReleaseHeading) -> Bool {
    switch release.strength {
    case .strong: release.date != nil || (release.name?.utf8.count ?? 0) <= 40
    case .named: true
    case .weak: false
    }
  }

  private func isSection(_ text: ArraySlice<UInt8>) -> Bool {
    let isAlone =
      line + 1 >= source.lineCount || source.isBlank(line + 1)
      || Self.bullet(source[line + 1]) != nil
    guard isAlone, text.count <= 72, let last = text.last, last != .dot else { return false }
    if SectionNames.isKnown(text) { return true }
    let isIndented = Self.indentation(source[line]) > 0
    if last == .colon { return !isIndented && text.words.count <= 8 }
    return isOneRelease && !isIndented && !last.isOne(of: ".,;!?)\"'")
      && text.first?.isLetter == true
  }

  // MARK: Items and paragraphs

  private mutating func readItem() -> Bool {
    guard let item = TextItem.read(source, at: line, isEnd: isHeading) else { return false }
    append(.item, item.text { $1.append($0) }, through: item.end)
    return true
  }

  /// Whether a line that follows an item ends it.
  private func isHeading(_ line: Int) -> Bool {
    if line + 1 < source.lineCount,
      Adornment.sign(source[line + 1], below: source[line].trimmed) != nil
    {
      return true
    }
    if Adornment.sign(source[line], below: nil) != nil { return true }
    return source[line].count <= 120 && source[line].contains(where: \.isDigit)
      && ReleaseHeading(source[line].trimmed).map { $0.strength == .strong && $0.date != nil }
        ?? false
  }

  private mutating func readParagraph() {
    var text = RichText()
    var end = line
    while end < source.lineCount, !source.isBlank(end) {
      if end > line {
        if Self.bullet(source[end]) != nil || isHeading(end) { break }
        text.appendSpace()
        text.lineCount += 1
      }
      text.append(source[end].trimmed)
      end += 1
    }
    text.trim()
    append(.paragraph, text, through: end)
  }

  // MARK: Lines

  /// The columns before the first sign of a line.
  static func indentation(_ line: ArraySlice<UInt8>) -> Int {
    var width = 0
    for byte in line {
      if byte == 0x09 {
        width = (width / 8 + 1) * 8
      } else if byte == .space {
        width += 1
      } else {
        break
      }
    }
    return width
  }

  /// Where the text of an item begins, or null for a line that begins none.
  static func bullet(_ line: ArraySlice<UInt8>) -> Int? {
    let rest = line.drop { $0.isBlank }
    guard let first = rest.first else { return nil }
    var end = rest.startIndex
    if first.isOne(of: "*-+o") {
      end += 1
    } else if rest.begins(with: "•") || rest.begins(with: "‣") {
      end += 3
    } else if first.isDigit {
      let digits = rest.prefix(while: \.isDigit)
      guard digits.count <= 3, digits.endIndex < rest.endIndex,
        rest[digits.endIndex].isOne(of: ".)")
      else { return nil }
      end = digits.endIndex + 1
    } else {
      return nil
    }
    guard end < rest.endIndex, rest[end].isBlank else { return nil }
    let start = rest[end...].firstIndex { !$0.isBlank }
    return start
  }
}

/// Lines of one sign below, and above, a heading.
enum Adornment {
  /// Returns the sign of a line that may stand below a text, or null.
  ///
  /// - Parameter text: The text; null asks whether the line is such a line whatever it stands below.
  static func sign(_ line: ArraySlice<UInt8>, below text: ArraySlice<UInt8>?) -> UInt8? {
    let line = line.trimmed
    guard line.count >= 3, let sign = line.first, sign.isOne(of: "=-~^\"'`#*+:._"),
      line.allSatisfy({ $0 == sign })
    else { return nil }
    guard let text else { return line.count >= 4 || sign.isOne(of: "=-*_") ? sign : nil }
    // Some are written a little too short; characters are counted, not bytes.
    let width = text.count { $0 & 0xC0 != 0x80 }
    return !text.isEmpty && line.count * 2 >= width ? sign : nil
  }
}
