import QueryLanguage

/// Writes a table of GitHub Flavored Markdown with the notes as a list below it.
///
/// Nothing in a value is rendered as markup: punctuation with a meaning is escaped, and a text with an `@` becomes
/// a code span, because mail addresses and mentions are turned into links even when escaped.
struct MarkdownWriter: AnswerWriter {
  let output: ByteWriter
  private var columns: [AnswerColumn] = []
  private let cells = CellText(durations: .units)

  init(output: ByteWriter) {
    self.output = output
  }

  mutating func begin(columns: [AnswerColumn], metadata: AnswerMetadata) throws {
    self.columns = columns
    if columns.isEmpty { return }
    for column in columns {
      output.append("| ")
      output.append(markdownText(column.name))
      output.append(" ")
    }
    output.append("|\n")
    for column in columns {
      output.append(column.type.isNumeric ? "| ---: " : "| --- ")
    }
    output.append("|\n")
    try output.check()
  }

  mutating func row(_ row: borrowing some AnswerRow) throws {
    if columns.isEmpty { return }
    for index in columns.indices {
      let type = columns[index].type
      output.append("| ")
      cells.withText(row, index, type) { text in
        if type.isForeign { output.append(markdownText(text)) } else { output.append(text) }
      }
      output.append(" ")
    }
    output.append("|\n")
    try output.check()
  }

  mutating func end(notes: [AnswerNote], complete: Bool) throws {
    if !complete { output.append("\nThe answer is incomplete.\n") }
    if !notes.isEmpty { output.append("\n") }
    for note in notes {
      output.append("- ")
      output.append(markdownText(note.code))
      output.append(": ")
      output.append(markdownText(note.message))
      output.append("\n")
    }
    try output.flush()
  }
}

private func markdownText(_ text: String) -> [UInt8] {
  var text = text
  return text.withUTF8 { markdownText(UnsafeRawBufferPointer($0)) }
}

/// Returns text that Markdown renders as itself, inside a table cell too.
func markdownText(_ text: UnsafeRawBufferPointer) -> [UInt8] {
  text.contains(0x40) ? markdownCode(text) : markdownEscaped(text)
}

/// Returns text with a backslash before each mark that has a meaning where it stands.
func markdownEscaped(_ text: UnsafeRawBufferPointer) -> [UInt8] {
  var escaped: [UInt8] = []
  /// The place of a colon or an underscore whose meaning depends on what follows it.
  var open: (place: Int, byte: UInt8)?
  forEachPiece(of: text) { piece in
    if case .ascii(let byte) = piece {
      closeMark(&escaped, &open, before: byte)
      let isInWord = byte == 0x5F && escaped.last.map(isWordByte) == true
      if byte == 0x3A || isInWord {
        open = (escaped.count, byte)
      } else if isMarkdownPunctuation(byte) || (byte == 0x2E && endsWithWWW(escaped)) {
        escaped.append(0x5C)
      }
      escaped.append(byte)
    } else {
      closeMark(&escaped, &open, before: nil)
      // The backslash of a written-out character is itself escaped.
      if case .visible = piece {} else { escaped.append(0x5C) }
      let start = escaped.count
      escaped.appendVisible(piece)
      if case .hidden = piece { escapeBraces(&escaped, from: start) }
    }
  }
  closeMark(&escaped, &open, before: nil)
  return escaped
}

/// Escapes the open mark if what follows gives it a meaning: a word after a colon makes
/// `http://x`, `mailto:x` or `:x:`; an underscore has none only inside of a word.
private func closeMark(
  _ text: inout [UInt8], _ open: inout (place: Int, byte: UInt8)?, before next: UInt8?
) {
  guard let mark = open else { return }
  open = nil
  let hasMeaning =
    mark.byte == 0x3A
    ? next.map(startsAfterColon) == true : next.map(isWordByte) != true
  if hasMeaning { text.insert(0x5C, at: mark.place) }
}

/// Whether a byte is an ASCII letter or digit.
func isWordByte(_ byte: UInt8) -> Bool {
  switch byte {
  case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
  default: false
  }
}

/// Whether a byte behind a colon makes `http://x`, `mailto:x` or `:x:`, which are shown otherwise.
func startsAfterColon(_ byte: UInt8) -> Bool {
  switch byte {
  // + - / _
  case 0x2B, 0x2D, 0x2F, 0x5F: true
  default: isWordByte(byte)
  }
}

/// Whether a dot would go on with `www`, which is made into a link.
private func endsWithWWW(_ text: [UInt8]) -> Bool {
  text.count >= 3 && text.suffix(3).allSatisfy { $0 | 0x20 == UInt8(ascii: "w") }
}

private func escapeBraces(_ text: inout [UInt8], from start: Int) {
  let braces = text[start...].flatMap { $0 == 0x7B || $0 == 0x7D ? [0x5C, $0] : [$0] }
  text.replaceSubrange(start..., with: braces)
}

/// Whether a character has a meaning wherever it stands inside of a line; `. - + ( ) !` have none
/// there.
func isMarkdownPunctuation(_ byte: UInt8) -> Bool {
  switch byte {
  // # $ & * < >
  case 0x23, 0x24, 0x26, 0x2A, 0x3C, 0x3E: true
  // [ \ ] ^ _ ` { | } ~
  case 0x5B...0x60, 0x7B...0x7E: true
  default: false
  }
}

/// Returns a code span, whose fence is longer than every run of backticks inside.
private func markdownCode(_ text: UnsafeRawBufferPointer) -> [UInt8] {
  var content: [UInt8] = []
  forEachPiece(of: text) { piece in
    guard case .ascii(0x7C) = piece else { return content.appendVisible(piece) }
    // In a table a pipe takes a backslash even here, so one behind a backslash is written out.
    content.append(contentsOf: content.last == 0x5C ? #"\x7c"#.utf8 : #"\|"#.utf8)
  }
  var longest = 0
  var run = 0
  for byte in content {
    run = byte == 0x60 ? run + 1 : 0
    longest = max(longest, run)
  }
  let fence = [UInt8](repeating: 0x60, count: longest + 1)
  let isEdged = content.first == 0x60 || content.last == 0x60
  let isPadded = content.first == 0x20 && content.last == 0x20
  let edge: [UInt8] = isEdged || isPadded ? [0x20] : []
  return fence + edge + content + edge + fence
}
