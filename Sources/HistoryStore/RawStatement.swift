internal import GRDBSQLite
internal import Indexing

/// A prepared statement on SQLite's own interface, for the paths where each row counts.
///
/// Used only on the queue of its connection; finalized with its owner.
struct RawStatement: ~Copyable {
  let pointer: OpaquePointer
  private let connection: OpaquePointer

  /// Compiles exactly one statement.
  init(_ sql: String, on connection: OpaquePointer) throws(StoreError) {
    var statement: OpaquePointer?
    var hasMore = false
    let code = sql.withCString { text in
      var tail: UnsafePointer<CChar>?
      let code = sqlite3_prepare_v2(connection, text, -1, &statement, &tail)
      while let rest = tail, rest.pointee != 0 {
        guard [0x20, 0x0A, 0x09, 0x0D, 0x3B].contains(rest.pointee) else {
          hasMore = true
          break
        }
        tail = rest + 1
      }
      return code
    }
    guard code == SQLITE_OK else { throw .sqlite(code: code, connection) }
    guard let statement else { throw StoreError(.wrongStatement, "the statement is empty") }
    guard !hasMore else {
      sqlite3_finalize(statement)
      throw StoreError(.wrongStatement, "more than one statement was given")
    }
    self.connection = connection
    pointer = statement
  }

  deinit {
    sqlite3_finalize(pointer)
  }

  /// Moves to the next row; false after the last.
  func step() throws(StoreError) -> Bool {
    switch sqlite3_step(pointer) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code: throw .sqlite(code: code, connection)
    }
  }

  /// Runs the statement to its end and makes it ready for the next bindings.
  func run() throws(StoreError) {
    while try step() {}
    sqlite3_reset(pointer)
  }

  func reset() {
    sqlite3_reset(pointer)
  }

  func bindNull(_ index: Int32) {
    sqlite3_bind_null(pointer, index)
  }

  func bind(_ value: Int64, _ index: Int32) {
    sqlite3_bind_int64(pointer, index, value)
  }

  func bind(_ value: Int64?, _ index: Int32) {
    if let value { bind(value, index) } else { bindNull(index) }
  }

  func bind(_ value: Double, _ index: Int32) {
    sqlite3_bind_double(pointer, index, value)
  }

  /// Binds text bytes that stay valid until the statement is reset.
  func bindText(static bytes: UnsafeRawBufferPointer, _ index: Int32) {
    let start = bytes.baseAddress ?? UnsafeRawPointer(emptyBytes)
    sqlite3_bind_text64(
      pointer, index, start.assumingMemoryBound(to: CChar.self), UInt64(bytes.count), nil,
      UInt8(SQLITE_UTF8))
  }

  /// Binds blob bytes that stay valid until the statement is reset.
  func bindBlob(static bytes: UnsafeRawBufferPointer, _ index: Int32) {
    sqlite3_bind_blob64(
      pointer, index, bytes.baseAddress ?? UnsafeRawPointer(emptyBytes), UInt64(bytes.count), nil)
  }

  /// Binds a copy of text bytes.
  func bindText(_ bytes: [UInt8], _ index: Int32) {
    bytes.withUnsafeBytes { buffer in
      let start = buffer.baseAddress ?? UnsafeRawPointer(emptyBytes)
      _ = sqlite3_bind_text64(
        pointer, index, start.assumingMemoryBound(to: CChar.self), UInt64(buffer.count),
        transientDestructor, UInt8(SQLITE_UTF8))
    }
  }

  /// Binds a copy of blob bytes.
  func bindBlob(_ bytes: [UInt8], _ index: Int32) {
    _ = bytes.withUnsafeBytes { buffer in
      sqlite3_bind_blob64(
        pointer, index, buffer.baseAddress ?? UnsafeRawPointer(emptyBytes), UInt64(buffer.count),
        transientDestructor)
    }
  }

  /// Binds text that is part of the program, without a copy.
  func bindText(_ text: StaticString, _ index: Int32) {
    bindText(
      static: UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount), index)
  }

  func bindText(orNull bytes: [UInt8]?, _ index: Int32) {
    if let bytes { bindText(bytes, index) } else { bindNull(index) }
  }

  func bindBlob(orNull bytes: [UInt8]?, _ index: Int32) {
    if let bytes { bindBlob(bytes, index) } else { bindNull(index) }
  }

  func bindBlob(_ digest: Digest, _ index: Int32) {
    bindBlob(digest.bytes, index)
  }

  func isNull(_ column: Int32) -> Bool {
    sqlite3_column_type(pointer, column) == SQLITE_NULL
  }

  func integer(_ column: Int32) -> Int64 {
    sqlite3_column_int64(pointer, column)
  }

  func integer(orNull column: Int32) -> Int64? {
    isNull(column) ? nil : integer(column)
  }

  /// Returns a copy of the bytes of a text or blob.
  func bytes(orNull column: Int32) -> [UInt8]? {
    isNull(column) ? nil : Array(bytes(column))
  }

  /// Returns the bytes of a text or blob, valid until the next step.
  func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
    let start = sqlite3_column_blob(pointer, column)
    return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, column)))
  }
}

/// Tells SQLite to copy what is bound.
nonisolated(unsafe) let transientDestructor = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

/// Stands for the start of empty text: a null pointer would bind NULL.
nonisolated(unsafe) private let emptyBytes = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)
