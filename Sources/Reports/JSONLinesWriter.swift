import QueryLanguage

/// Writes one JSON object a line and row, and nothing else.
struct JSONLinesWriter: AnswerWriter {
  let output: ByteWriter
  private var rows = JSONRow(columns: [])

  init(output: ByteWriter) {
    self.output = output
  }

  mutating func begin(columns: [AnswerColumn], metadata: AnswerMetadata) throws {
    rows = JSONRow(columns: columns)
  }

  mutating func row(_ row: borrowing some AnswerRow) throws {
    rows.write(row, to: output)
    output.append(UInt8(ascii: "\n"))
    try output.check()
  }

  mutating func end(notes: [AnswerNote], complete: Bool) throws {
    try output.flush()
  }
}
