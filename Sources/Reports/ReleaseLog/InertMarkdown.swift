// Text from elsewhere as Markdown that shows it as it stands: no element arises, and no one is
// notified. Characters that cannot be seen are written out as everywhere.
//
// A backslash takes the meaning from a character in CommonMark, but forges look for mentions and
// mail addresses again in the finished page. They leave code alone, so a word with an `@` becomes a
// code span. `#12` stays text: it can only point to the repository in which the document is.

/// What a byte asks for before it can be copied as it is.
private enum ByteClass {
  static let plain: UInt8 = 0
  /// Depends on its neighbours.
  static let open: UInt8 = 1
  /// Has a meaning, or cannot be seen, or is not ASCII.
  static let special: UInt8 = 2
}

private let byteClasses: [UInt8] = (0..<256).map { value in
  let byte = UInt8(value)
  if byte < 0x20 || byte >= 0x7F || byte == 0x40 || isMarkdownPunctuation(byte) {
    return byte == 0x5F ? ByteClass.open : ByteClass.special
  }
  return byte == 0x3A || byte == 0x2E ? ByteClass.open : ByteClass.plain
}

extension ByteWriter {
  /// Appends text as inline Markdown that shows it as it stands.
  ///
  /// With `startsLine` nothing in it begins a list, a code block or another block either.
  func appendInertMarkdown(_ text: [UInt8], startsLine: Bool = false) {
    text.withUnsafeBytes { appendInertMarkdown($0, startsLine: startsLine) }
  }

  /// Appends text as inline Markdown that shows it as it stands.
  func appendInertMarkdown(_ text: String, startsLine: Bool = false) {
    var text = text
    text.withUTF8 { appendInertMarkdown(UnsafeRawBufferPointer($0), startsLine: startsLine) }
  }

  private func appendInertMarkdown(_ text: UnsafeRawBufferPointer, startsLine: Bool) {
    // Most subjects begin with a letter and have no marks.
    if let first = text.first, isWordByte(first), first > 0x39 || !startsLine, text.last != 0x20,
      isPlainMarkdown(text)
    {
      return append(text)
    }
    var escaped: [UInt8] = []
    escaped.reserveCapacity(text.count + 16)
    escaped.appendInertMarkdown(text, startsLine: startsLine, endsLine: true)
    append(escaped)
  }
}

extension [UInt8] {
  /// Appends text as inline Markdown that shows it as it stands.
  ///
  /// With `startsLine` nothing in it begins a list, a code block or another block either; with
  /// `endsLine` a space at the end stays one.
  mutating func appendInertMarkdown(
    _ text: UnsafeRawBufferPointer, startsLine: Bool, endsLine: Bool
  ) {
    var rest = text[...]
    if startsLine, text.first == 0x20 {
      // As an entity a space counts as text and not as the indentation of a block.
      append(contentsOf: "&#32;".utf8)
      rest = rest.dropFirst()
    } else if startsLine {
      let marker = blockMarkerLength(text)
      if marker > 0 {
        append(contentsOf: rest.prefix(marker - 1))
        append(contentsOf: [0x5C, text[marker - 1]])
        rest = rest.dropFirst(marker)
      }
    }
    let endsWithSpace = endsLine && rest.last == 0x20
    if endsWithSpace { rest = rest.dropLast() }
    appendInert(UnsafeRawBufferPointer(rebasing: rest))
    if endsWithSpace { append(contentsOf: "&#32;".utf8) }
  }

  private mutating func appendInert(_ text: UnsafeRawBufferPointer) {
    guard text.contains(0x40) else { return append(contentsOf: markdownEscaped(text)) }
    var rest = text[...]
    while !rest.isEmpty {
      let spaces = rest.prefix { $0 == 0x20 }
      append(contentsOf: spaces)
      rest = rest.dropFirst(spaces.count)
      // Words without an `@` go together, so that marks between them are seen in their places.
      var end = rest.startIndex
      var word = rest.prefix { $0 != 0x20 }
      while !word.isEmpty, !word.contains(0x40) {
        end = word.endIndex
        let next = rest[end...].prefix { $0 == 0x20 }.endIndex
        word = rest[next...].prefix { $0 != 0x20 }
      }
      if end > rest.startIndex {
        append(contentsOf: markdownEscaped(UnsafeRawBufferPointer(rebasing: rest[..<end])))
      } else {
        appendMention(UnsafeRawBufferPointer(rebasing: word))
        end = word.endIndex
      }
      rest = rest[end...]
    }
  }

  /// Appends a word with an `@` as a code span, without the marks around it.
  private mutating func appendMention(_ word: UnsafeRawBufferPointer) {
    if word.isEmpty { return }
    let start = word.firstIndex { !isOpeningMark($0) } ?? word.startIndex
    let end = (word.lastIndex { !isClosingMark($0) } ?? word.endIndex - 1) + 1
    append(contentsOf: markdownEscaped(UnsafeRawBufferPointer(rebasing: word[..<start])))
    append(contentsOf: codeSpan(UnsafeRawBufferPointer(rebasing: word[start..<end])))
    append(contentsOf: markdownEscaped(UnsafeRawBufferPointer(rebasing: word[end...])))
  }
}

/// Returns a code span that shows text as it stands; its fence is longer than any inside.
func codeSpan(_ text: UnsafeRawBufferPointer) -> [UInt8] {
  var content: [UInt8] = []
  content.appendVisible(text)
  let fence = [UInt8](repeating: 0x60, count: longestRun(of: 0x60, in: content) + 1)
  let isEdged = content.first == 0x60 || content.last == 0x60
  let isPadded = content.first == 0x20 && content.last == 0x20
  let edge: [UInt8] = isEdged || isPadded ? [0x20] : []
  return fence + edge + content + edge + fence
}

/// Returns the length of the longest run of a byte.
func longestRun(of byte: UInt8, in text: [UInt8]) -> Int {
  var longest = 0
  var run = 0
  for other in text {
    run = other == byte ? run + 1 : 0
    longest = max(longest, run)
  }
  return longest
}

private func isOpeningMark(_ byte: UInt8) -> Bool {
  byte == 0x28 || byte == 0x5B || byte == 0x7B || byte == 0x22 || byte == 0x27 || byte == 0x3C
}

private func isClosingMark(_ byte: UInt8) -> Bool {
  switch byte {
  // " ' ) , . : ; ! ? > ] }
  case 0x22, 0x27, 0x29, 0x2C, 0x2E, 0x3A, 0x3B, 0x21, 0x3F, 0x3E, 0x5D, 0x7D: true
  default: false
  }
}

/// Returns how many bytes at the start could begin a block, the last of which takes a backslash.
///
/// `#`, `>`, `` ` ``, `~`, `*`, `_` and `<` take one wherever they stand.
private func blockMarkerLength(_ text: UnsafeRawBufferPointer) -> Int {
  guard let first = text.first else { return 0 }
  switch first {
  case 0x2D, 0x2B, 0x3D: return 1
  case 0x30...0x39:
    let digits = text.prefix { (0x30...0x39).contains($0) }.count
    guard digits < text.count, text[digits] == 0x2E || text[digits] == 0x29 else { return 0 }
    return digits + 1
  default: return 0
  }
}

/// Whether all of a text can be copied.
private func isPlainMarkdown(_ text: UnsafeRawBufferPointer) -> Bool {
  byteClasses.withUnsafeBufferPointer { classes in
    for index in text.indices {
      switch classes[Int(text[index])] {
      case ByteClass.plain: continue
      case ByteClass.open: if !isPlain(text, at: index) { return false }
      default: return false
      }
    }
    return true
  }
}

/// Whether a colon, a dot or an underscore has no meaning where it stands.
private func isPlain(_ text: UnsafeRawBufferPointer, at index: Int) -> Bool {
  let next = index + 1 < text.count ? text[index + 1] : 0x20
  switch text[index] {
  case 0x3A: return !startsAfterColon(next)
  case 0x2E: return index == 0 || text[index - 1] | 0x20 != UInt8(ascii: "w")
  default: return index > 0 && isWordByte(text[index - 1]) && isWordByte(next)
  }
}
