internal import GRDBSQLite

/// A value that a statement of the user's own yields.
public enum SQLResultValue: Hashable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text([UInt8])
  case blob([UInt8])
}

/// The answer to a statement of the user's own.
public struct SQLAnswer: Sendable {
  public var columns: [String]
  public var rows: [[SQLResultValue]]
  public var isTruncated = false
}

extension SQLResultValue {
  /// The bytes that it takes in memory, at least.
  fileprivate var size: Int {
    switch self {
    case .text(let bytes), .blob(let bytes): bytes.count
    case .null, .integer, .real: 8
    }
  }
}

extension QuerySession {
  /// Runs one read-only statement over the views `v_*`.
  ///
  /// Whatever else SQLite could do is refused while the statement is compiled: other tables,
  /// writes, other databases, settings, and functions that could take long in a single step.
  ///
  /// - Throws: ``StoreError/Code/wrongStatement`` with SQLite's message.
  public func runSQL(_ text: String, limits: QueryLimits) throws -> SQLAnswer {
    MemoryLimit.begin()
    defer { MemoryLimit.end() }
    do {
      return try answer(to: text, limits: limits)
    } catch let error as StoreError where sqlite3_errcode(pointer) == SQLITE_NOMEM {
      throw StoreError(
        .wrongStatement,
        "the statement takes more than \(MemoryLimit.bytes / 1_000_000) MB of memory",
        cause: error.cause, hints: ["gather fewer rows or shorter columns"])
    }
  }

  private func answer(to text: String, limits: QueryLimits) throws -> SQLAnswer {
    sqlite3_limit(pointer, SQLITE_LIMIT_LENGTH, 16_000_000)
    sqlite3_limit(pointer, SQLITE_LIMIT_ATTACHED, 0)
    sqlite3_limit(pointer, SQLITE_LIMIT_EXPR_DEPTH, 100)
    sqlite3_limit(pointer, SQLITE_LIMIT_COMPOUND_SELECT, 20)
    sqlite3_limit(pointer, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 512)
    sqlite3_limit(pointer, SQLITE_LIMIT_VDBE_OP, 250_000)
    let statement = try compiled(text)
    let deadline = Deadline(on: pointer, after: limits.timeout)
    defer { withExtendedLifetime(deadline) {} }
    let count = sqlite3_column_count(statement.pointer)
    var answer = SQLAnswer(
      columns: (0..<count).map { index in
        sqlite3_column_name(statement.pointer, index).map { String(cString: $0) } ?? ""
      }, rows: [])
    var size = 0
    while try statement.step() {
      if let maximum = limits.maximumRows, answer.rows.count == maximum {
        answer.isTruncated = true
        break
      }
      let row = (0..<count).map { Self.value(of: statement, $0) }
      size += row.reduce(0) { $0 + $1.size }
      guard size <= limits.maximumSize else {
        throw StoreError(
          .wrongStatement, "the answer is larger than \(limits.maximumSize / 1_000_000) MB",
          hints: ["select fewer rows or shorter columns"])
      }
      answer.rows.append(row)
    }
    return answer
  }

  private func compiled(_ text: String) throws(StoreError) -> RawStatement {
    do {
      return try SQLAuthorizer(on: pointer).compile(text)
    } catch {
      throw error.namingViews
    }
  }

  private static func value(
    of statement: borrowing RawStatement, _ column: Int32
  ) -> SQLResultValue {
    switch sqlite3_column_type(statement.pointer, column) {
    case SQLITE_NULL: .null
    case SQLITE_INTEGER: .integer(statement.integer(column))
    case SQLITE_FLOAT: .real(sqlite3_column_double(statement.pointer, column))
    case SQLITE_BLOB: .blob(Array(statement.bytes(column)))
    default: .text(Array(statement.bytes(column)))
    }
  }
}
