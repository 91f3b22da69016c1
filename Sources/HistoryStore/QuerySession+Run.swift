internal import GRDBSQLite
public import QueryLanguage

/// How a run ended.
public struct RunResult: Sendable {
  /// The rows that were handed out.
  public var rows = 0
  /// Whether there were more rows than the limit.
  public var isTruncated = false

  public init(rows: Int = 0, isTruncated: Bool = false) {
    self.rows = rows
    self.isTruncated = isTruncated
  }
}

extension QuerySession {
  /// Runs a compiled query and hands out its rows.
  ///
  /// - Throws: ``StoreError/Code/interrupted`` at the time limit or by ``QueryInterruption``;
  ///   ``StoreError/Code/wrongStatement`` for a whole number that does not fit into 64 bits; what
  ///   `body` throws.
  public func run(
    _ query: SQLStatement, limits: QueryLimits, _ body: (StatementRow) throws -> Void
  ) throws -> RunResult {
    let statement = try RawStatement(query.sql, on: pointer)
    bind(query.bindings, to: statement)
    let row = StatementRow(
      statement: statement.pointer, indexes: query.columns.map { Int32($0.index) })
    let integers = query.columns.filter { [.int, .time, .duration].contains($0.column.type) }
    let deadline = Deadline(on: pointer, after: limits.timeout)
    defer { withExtendedLifetime(deadline) {} }
    var result = RunResult()
    while try statement.step() {
      // Sorted rows come out in few steps, so that the callback alone would let many pass.
      if QueryInterruption.isRequested { throw StoreError.interrupted }
      if let maximum = limits.maximumRows, result.rows == maximum {
        result.isTruncated = true
        break
      }
      // SQLite goes on with a floating-point number.
      for column in integers
      where sqlite3_column_type(statement.pointer, Int32(column.index)) == SQLITE_FLOAT {
        throw StoreError(
          .wrongStatement, "integer overflow",
          cause: "a value of \"\(column.column.name)\" does not fit into 64 bits")
      }
      try body(row)
      result.rows += 1
    }
    return result
  }

  /// Returns the steps of SQLite's plan for a query.
  public func plan(_ query: SQLStatement) throws -> [String] {
    let statement = try RawStatement("EXPLAIN QUERY PLAN " + query.sql, on: pointer)
    bind(query.bindings, to: statement)
    var steps: [String] = []
    while try statement.step() {
      steps.append(String(decoding: statement.bytes(3), as: UTF8.self))
    }
    return steps
  }

  private func bind(_ bindings: [SQLBinding], to statement: borrowing RawStatement) {
    for (offset, binding) in bindings.enumerated() {
      let index = Int32(offset + 1)
      switch binding.value {
      case .null: statement.bindNull(index)
      case .integer(let value): statement.bind(value, index)
      case .real(let value): statement.bind(value, index)
      case .text(let bytes): statement.bindText(bytes, index)
      case .blob(let bytes): statement.bindBlob(bytes, index)
      }
    }
  }

  /// Returns the ids of a set that the resolver computed, in ascending order.
  public func ids(ofSet handle: Int64) -> [Int64] {
    guard let set = sets[handle] else { return [] }
    var ids: [Int64] = []
    var limit = Int64.max
    while let id = set.last(below: limit) {
      ids.append(id)
      limit = id
    }
    return ids.reversed()
  }
}
