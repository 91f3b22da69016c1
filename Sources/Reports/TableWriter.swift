import QueryLanguage

/// Writes aligned columns for people: numbers flush right, two spaces between columns.
///
/// On a terminal the table fits its width, the widest texts are shortened with `…`, and a rule
/// stands under the names. Elsewhere nothing is shortened. Rows are kept until the widths are
/// known; past 16 MiB of text the widths are taken from what has been seen, and rows stream. The
/// times of a column have equally many decimals.
struct TableWriter: AnswerWriter {
  let output: ByteWriter
  private let terminalWidth: Int?
  private let limit: Int
  private var columns: [AnswerColumn] = []
  private let cells = CellText(durations: .units)
  /// Visible text of the kept cells, row by row, one after the other.
  private var text: [UInt8] = []
  private var cellEnds: [Int] = []
  private var cellWidths: [Int32] = []
  private var widths: [Int] = []
  /// The most decimals of a second among the kept times of each column.
  private var decimals: [Int] = []
  private var isStreaming = false

  init(output: ByteWriter, terminalWidth: Int?, limit: Int = 16 << 20) {
    self.output = output
    self.terminalWidth = terminalWidth
    self.limit = limit
  }

  mutating func begin(columns: [AnswerColumn], metadata: AnswerMetadata) throws {
    self.columns = columns
    widths = columns.map { _ in 0 }
    decimals = widths
    for (index, column) in columns.enumerated() {
      Array(column.name.utf8).withUnsafeBytes { addCell($0, index) }
    }
  }

  mutating func row(_ row: borrowing some AnswerRow) throws {
    for index in columns.indices {
      let start = text.count
      cells.withText(row, index, columns[index].type) { text.appendVisible($0) }
      countCell(from: start, index)
      if columns[index].type == .time, !isStreaming {
        decimals[index] = max(decimals[index], text.count - start - TimeForm.whole - 1)
      }
    }
    if isStreaming || text.count > limit { try writeKept() }
  }

  mutating func end(notes: [AnswerNote], complete: Bool) throws {
    try writeKept()
    try output.flush()
  }

  private mutating func addCell(_ bytes: UnsafeRawBufferPointer, _ column: Int) {
    let start = text.count
    text.appendVisible(bytes)
    countCell(from: start, column)
  }

  private mutating func countCell(from start: Int, _ column: Int) {
    let width = text.withUnsafeBytes { bytes in
      let cell = UnsafeRawBufferPointer(rebasing: bytes[start...])
      return isPrintableASCII(cell) ? cell.count : cellWidth(cell)
    }
    cellEnds.append(text.count)
    cellWidths.append(Int32(clamping: width))
    if !isStreaming { widths[column] = max(widths[column], width) }
  }

  /// Writes the kept rows; the first time the names, too.
  private mutating func writeKept() throws {
    guard !columns.isEmpty else { return }
    let isFirst = !isStreaming
    if isFirst, let terminalWidth {
      widths = TableLayout.fit(
        widths: widths, flexibility: columns.map(flexibility), available: terminalWidth)
    }
    isStreaming = true
    var spaces = 0
    text.withUnsafeBytes { bytes in
      for cell in cellEnds.indices {
        let start = cell == 0 ? 0 : cellEnds[cell - 1]
        let content = UnsafeRawBufferPointer(rebasing: bytes[start..<cellEnds[cell]])
        let column = cell % columns.count
        let cells = Int(cellWidths[cell])
        if decimals[column] > 0, let time = TimeForm.padded(content, decimals: decimals[column]) {
          time.withUnsafeBytes { writeCell($0, cells: time.count, column, spaces: &spaces) }
        } else {
          writeCell(content, cells: cells, column, spaces: &spaces)
        }
        if isFirst, terminalWidth != nil, cell == columns.count - 1 { writeRule() }
      }
    }
    text.removeAll(keepingCapacity: true)
    cellEnds.removeAll(keepingCapacity: true)
    cellWidths.removeAll(keepingCapacity: true)
    try output.check()
  }

  private func flexibility(_ column: AnswerColumn) -> TableLayout.Flexibility {
    switch column.type {
    case .text, .list: .text
    case .version, .sha, .digest, .object, .time, .bool, .null: .form
    case .int, .real, .duration: .number
    }
  }

  /// Writes one cell, and the end of the line after the last one.
  ///
  /// `spaces` are due before the next text, so that no line ends with spaces.
  private func writeCell(
    _ content: UnsafeRawBufferPointer, cells: Int, _ column: Int, spaces: inout Int
  ) {
    let isLast = column == columns.count - 1
    let isShortened = terminalWidth != nil && cells > widths[column]
    let shown =
      isShortened ? prefix(of: content, width: widths[column] - 1) : (content.count, cells)
    let padding = max(0, widths[column] - shown.1 - (isShortened ? 1 : 0))
    let isNumeric = columns[column].type.isNumeric
    if isNumeric { spaces += padding }
    if cells > 0 {
      writeSpaces(spaces)
      spaces = 0
    }
    output.append(UnsafeRawBufferPointer(rebasing: content.prefix(shown.0)))
    if isShortened { output.append("…") }
    if isLast {
      output.append(UInt8(ascii: "\n"))
      spaces = 0
    } else {
      spaces += (isNumeric ? 0 : padding) + TableLayout.gap
    }
  }

  private func writeRule() {
    for (index, width) in widths.enumerated() {
      output.append(String(repeating: "─", count: width))
      output.append(index == widths.count - 1 ? "\n" : "  ")
    }
  }

  private func writeSpaces(_ count: Int) {
    for _ in 0..<count { output.append(UInt8(ascii: " ")) }
  }
}
