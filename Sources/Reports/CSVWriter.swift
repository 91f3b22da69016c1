import QueryLanguage

/// Writes comma-separated values: RFC 4180 quoting, lines ended by LF, names in the first line.
///
/// A text that a spreadsheet would take for a formula is preceded by an apostrophe, and what cannot
/// be seen is written out as `\x1b`; line feeds and tabs stay, in quotes. Raw output keeps every
/// byte but NUL, which no reader of CSV expects. A null is an empty cell; durations are seconds.
struct CSVWriter: AnswerWriter {
  let output: ByteWriter
  private let isRaw: Bool
  private var columns: [AnswerColumn] = []
  private let cells = CellText(durations: .seconds)

  init(output: ByteWriter, isRaw: Bool) {
    self.output = output
    self.isRaw = isRaw
  }

  mutating func begin(columns: [AnswerColumn], metadata: AnswerMetadata) throws {
    self.columns = columns
    for (index, column) in columns.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      Array(column.name.utf8).withUnsafeBytes { writeForeign($0) }
    }
    try endLine()
  }

  mutating func row(_ row: borrowing some AnswerRow) throws {
    for index in columns.indices {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      let type = columns[index].type
      cells.withText(row, index, type) { text in
        if type.isForeign { writeForeign(text) } else { output.append(text) }
      }
    }
    try endLine()
  }

  mutating func end(notes: [AnswerNote], complete: Bool) throws {
    try output.flush()
  }

  private func endLine() throws {
    output.append(UInt8(ascii: "\n"))
    try output.check()
  }

  private func writeForeign(_ text: UnsafeRawBufferPointer) {
    let isFormula = !isRaw && startsFormula(text)
    let needsQuotes = text.contains { byte in
      byte == 0x22 || byte == 0x2C || byte == 0x0A || byte == 0x0D
    }
    // Readers drop or keep spaces at the ends as they like; quotes settle it.
    let isPadded = text.first == 0x20 || text.last == 0x20
    if needsQuotes || isPadded { output.append(UInt8(ascii: "\"")) }
    if isFormula { output.append(UInt8(ascii: "'")) }
    writeQuoted(text)
    if needsQuotes || isPadded { output.append(UInt8(ascii: "\"")) }
  }

  /// Appends text with quotes doubled.
  private func writeQuoted(_ text: UnsafeRawBufferPointer) {
    if isPrintableASCII(text), !text.contains(0x22) { return output.append(text) }
    if isRaw {
      for byte in text {
        if byte == 0x22 { output.append(byte) }
        if byte == 0 { output.append(#"\x00"#) } else { output.append(byte) }
      }
      return
    }
    var visible: [UInt8] = []
    forEachPiece(of: text) { piece in
      switch piece {
      case .ascii(0x22): visible.append(contentsOf: [0x22, 0x22])
      case .control(0x0A): visible.append(0x0A)
      case .control(0x09): visible.append(0x09)
      default: visible.appendVisible(piece)
      }
    }
    output.append(visible)
  }
}

/// Returns whether a spreadsheet may take a text for a formula.
///
/// It does so when the first character is `=`, `+`, `-`, `@`, TAB or CR; a full-width form of one
/// counts, and so does one behind spaces, line feeds, quotes and characters that cannot be seen.
func startsFormula(_ text: UnsafeRawBufferPointer) -> Bool {
  guard let start = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return false }
  var index = 0
  while index < text.count {
    let decoded = decodeScalar(start + index, left: text.count &- index)
    switch decoded.value {
    case 0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D: return true
    case 0xFF1D, 0xFF0B, 0xFF0D, 0xFF20, 0xFE62, 0xFE63, 0xFE66, 0xFE6B, 0x2212: return true
    case 0x20, 0x0A, 0x22, 0x27, 0xA0, 0x3000: break
    case 0x00..<0x20: break
    default: if decoded.value < 0x7F || !isHidden(decoded.value) { return false }
    }
    index &+= decoded.length
  }
  return false
}
