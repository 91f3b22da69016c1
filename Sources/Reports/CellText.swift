import QueryLanguage

/// Turns values into the text of a cell, for every format but JSON.
///
/// The text is not escaped yet: a value of type `text` is handed out as it is.
struct CellText {
  /// How a duration is written.
  enum DurationStyle {
    /// Such as `3d 4h`.
    case units
    /// Such as `273600`.
    case seconds
  }

  private let durations: DurationStyle

  init(durations: DurationStyle) {
    self.durations = durations
  }

  /// Calls `body` with the text of a value; a null has none.
  func withText<Result>(
    _ row: borrowing some AnswerRow, _ column: Int, _ type: ValueType,
    _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    if row.isNull(column) { return try body(UnsafeRawBufferPointer(start: nil, count: 0)) }
    switch type {
    case .text, .version, .digest, .object: return try body(row.bytes(column))
    case .list: return try ListText.joined(row.bytes(column)).withUnsafeBytes(body)
    case .null: return try body(UnsafeRawBufferPointer(start: nil, count: 0))
    case .sha:
      let bytes = row.bytes(column)
      return try withScratch(2 * bytes.count, { writeHex(bytes, $0) }, body)
    case .bool:
      let word: StaticString = row.integer(column) == 0 ? "false" : "true"
      return try body(UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    case .int:
      let value = row.integer(column)
      return try withScratch(numberTextRoom, { writeInteger(value, $0) }, body)
    case .real:
      let value = row.real(column)
      return try withScratch(numberTextRoom, { writeReal(value, $0) }, body)
    case .time:
      let value = row.integer(column)
      return try withScratch(numberTextRoom, { abs(writeTime(value, $0)) }, body)
    case .duration:
      let value = row.integer(column)
      let write = durations == .units ? writeDuration : writeSeconds
      return try withScratch(numberTextRoom, { write(value, $0) }, body)
    }
  }

  private func withScratch<Result>(
    _ size: Int, _ write: (UnsafeMutablePointer<UInt8>) -> Int,
    _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: max(1, size)) { room in
      guard let place = room.baseAddress else {
        return try body(UnsafeRawBufferPointer(start: nil, count: 0))
      }
      return try body(UnsafeRawBufferPointer(start: place, count: write(place)))
    }
  }
}

extension ValueType {
  /// Whether values are numbers, which a table sets flush right.
  var isNumeric: Bool {
    self == .int || self == .real || self == .duration
  }

  /// Whether values consist of bytes that a source chose.
  var isForeign: Bool {
    switch self {
    case .text, .version, .digest, .object, .list: true
    case .int, .real, .bool, .time, .duration, .sha, .null: false
    }
  }
}
