internal import GRDBSQLite
public import QueryLanguage

/// The current row of a running statement, read in place.
public struct StatementRow: AnswerRow {
  let statement: OpaquePointer
  /// Where the statement has the columns of the answer.
  let indexes: [Int32]

  public func isNull(_ column: Int) -> Bool {
    sqlite3_column_type(statement, indexes[column]) == SQLITE_NULL
  }

  public func integer(_ column: Int) -> Int64 {
    sqlite3_column_int64(statement, indexes[column])
  }

  public func real(_ column: Int) -> Double {
    sqlite3_column_double(statement, indexes[column])
  }

  public func bytes(_ column: Int) -> UnsafeRawBufferPointer {
    let start = sqlite3_column_blob(statement, indexes[column])
    let count = sqlite3_column_bytes(statement, indexes[column])
    return UnsafeRawBufferPointer(start: start, count: Int(count))
  }
}
