import QueryLanguage

/// Writes tab-separated values: one line a row, names in the first line.
///
/// Tabs, line ends and backslashes are written `\t`, `\n`, `\r` and `\\`, and what cannot be seen
/// as `\x1b` or `\u{202E}`, so a reader can restore every byte. A null is an empty cell; durations
/// are seconds.
struct TSVWriter: AnswerWriter {
  let output: ByteWriter
  private var columns: [AnswerColumn] = []
  private let cells = CellText(durations: .seconds)

  init(output: ByteWriter) {
    self.output = output
  }

  mutating func begin(columns: [AnswerColumn], metadata: AnswerMetadata) throws {
    self.columns = columns
    for (index, column) in columns.enumerated() {
      if index > 0 { output.append(UInt8(ascii: "\t")) }
      Array(column.name.utf8).withUnsafeBytes { write($0) }
    }
    output.append(UInt8(ascii: "\n"))
    try output.check()
  }

  mutating func row(_ row: borrowing some AnswerRow) throws {
    for index in columns.indices {
      if index > 0 { output.append(UInt8(ascii: "\t")) }
      cells.withText(row, index, columns[index].type) { write($0) }
    }
    output.append(UInt8(ascii: "\n"))
    try output.check()
  }

  mutating func end(notes: [AnswerNote], complete: Bool) throws {
    try output.flush()
  }

  private func write(_ text: UnsafeRawBufferPointer) {
    if isPrintableASCII(text), !text.contains(0x5C) { return output.append(text) }
    var visible: [UInt8] = []
    forEachPiece(of: text) { piece in
      if case .ascii(0x5C) = piece { visible.append(0x5C) }
      visible.appendVisible(piece)
    }
    output.append(visible)
  }
}
