internal import GRDBSQLite
internal import Indexing

/// Inserts rows into a table, in groups of 64 with one statement for each group.
///
/// SQLite opens the table anew for each statement: a row of a group takes a third of the time of a
/// row on its own. The values of a row are set in the order of the columns.
///
/// Rows that wait for their group are not in the table yet: whoever reads it flushes first. Used
/// only on the queue of its connection.
final class RowInserter {
  private static let groupSize = 64

  private enum Value {
    case null
    case integer(Int64)
    case text(Range<Int>)
    case blob(Range<Int>)
    case literal(StaticString)
  }

  private let columnCount: Int
  private let single: RawStatement
  private let group: RawStatement
  private var values: [Value] = []
  /// What texts and blobs hold.
  private var bytes: [UInt8] = []
  /// Whether rows wait for others; else each is inserted at once.
  private(set) var isGrouping: Bool

  /// - Parameters:
  ///   - table: The name of the table and its columns, such as `ref (id, name)`.
  ///   - columnCount: The number of those columns.
  init(
    into table: StaticString, columnCount: Int, grouping: Bool, on connection: OpaquePointer
  ) throws(StoreError) {
    let row = "(" + Array(repeating: "?", count: columnCount).joined(separator: ",") + ")"
    let group = Array(repeating: row, count: grouping ? Self.groupSize : 1).joined(separator: ",")
    single = try RawStatement("INSERT INTO \(table) VALUES \(row)", on: connection)
    self.group = try RawStatement("INSERT INTO \(table) VALUES \(group)", on: connection)
    self.columnCount = columnCount
    isGrouping = grouping
  }

  func add(_ number: Int64?) {
    values.append(number.map(Value.integer) ?? .null)
  }

  func add(_ flag: Bool) {
    values.append(.integer(flag ? 1 : 0))
  }

  /// Adds text that is part of the program.
  func add(_ text: StaticString) {
    values.append(.literal(text))
  }

  func add(text: [UInt8]?) {
    values.append(text.map { .text(store($0)) } ?? .null)
  }

  func add(blob: [UInt8]?) {
    values.append(blob.map { .blob(store($0)) } ?? .null)
  }

  func add(blob digest: Digest?) {
    guard let digest else { return values.append(.null) }
    let start = bytes.count
    digest.append(to: &bytes)
    values.append(.blob(start..<bytes.count))
  }

  private func store(_ part: [UInt8]) -> Range<Int> {
    let start = bytes.count
    bytes.append(contentsOf: part)
    return start..<bytes.count
  }

  /// Ends a row, whose values were all added.
  func endRow() throws {
    assert(values.count % columnCount == 0, "a row has \(columnCount) values")
    if !isGrouping || values.count == columnCount * Self.groupSize { try insert() }
  }

  /// Inserts the rows that wait.
  func flush() throws {
    if !values.isEmpty { try insert() }
  }

  /// Inserts the rows that wait, and from now on each at once.
  func endGrouping() throws {
    try flush()
    isGrouping = false
  }

  private func insert() throws {
    if values.count == columnCount * Self.groupSize {
      try run(group, values[...])
    } else {
      for start in stride(from: 0, to: values.count, by: columnCount) {
        try run(single, values[start..<start + columnCount])
      }
    }
    values.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
  }

  private func run(
    _ statement: borrowing RawStatement, _ values: ArraySlice<Value>
  ) throws {
    try bytes.withUnsafeBytes { bytes in
      var index: Int32 = 1
      for value in values {
        switch value {
        case .null: statement.bindNull(index)
        case .integer(let number): statement.bind(number, index)
        case .text(let range):
          statement.bindText(static: UnsafeRawBufferPointer(rebasing: bytes[range]), index)
        case .blob(let range):
          statement.bindBlob(static: UnsafeRawBufferPointer(rebasing: bytes[range]), index)
        case .literal(let text): statement.bindText(text, index)
        }
        index += 1
      }
      try statement.run()
    }
  }
}
