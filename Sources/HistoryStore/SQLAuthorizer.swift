internal import GRDBSQLite

/// Lets statements of the user's own read the views `v_*`, with a list of functions, and nothing
/// else.
///
/// SQLite asks for each table, column and function while it compiles a statement. It names the view
/// through which a column is read, but calls a common table expression a view, too; so what the
/// views read is learnt first, and a statement may read just that through them.
final class SQLAuthorizer {
  private let connection: OpaquePointer
  /// Columns of tables that a view reads.
  private var reads: Set<Read> = []
  private var isLearning = true

  private struct Read: Hashable {
    let view: String
    let table: String
    let column: String
  }

  init(on connection: OpaquePointer) throws(StoreError) {
    self.connection = connection
    let statement = try RawStatement(
      "SELECT name FROM sqlite_schema WHERE type = 'view' AND name GLOB 'v_*'", on: connection)
    var views: [String] = []
    while try statement.step() {
      views.append(String(decoding: statement.bytes(0), as: UTF8.self))
    }
    for view in views { _ = try compile("SELECT * FROM \(view)") }
    isLearning = false
    // A table-valued function declares its table at its first use, which would be refused.
    _ = try RawStatement("SELECT 1 FROM json_each('[]')", on: connection)
  }

  /// Compiles a statement that reads only what is allowed.
  func compile(_ sql: String) throws(StoreError) -> RawStatement {
    sqlite3_set_authorizer(
      connection,
      { context, action, first, second, _, view in
        guard let context else { return SQLITE_DENY }
        let authorizer = Unmanaged<SQLAuthorizer>.fromOpaque(context).takeUnretainedValue()
        return authorizer.allows(action, text(first), text(second), view: text(view))
          ? SQLITE_OK : SQLITE_DENY
      }, Unmanaged.passUnretained(self).toOpaque())
    // Only for the compilation: functions run statements of their own.
    defer { sqlite3_set_authorizer(connection, nil, nil) }
    return try RawStatement(sql, on: connection)
  }

  private func allows(_ action: Int32, _ first: String, _ second: String, view: String) -> Bool {
    switch action {
    case SQLITE_SELECT, SQLITE_RECURSIVE:
      return true
    case SQLITE_READ:
      let read = Read(view: view, table: first, column: second)
      if isLearning { reads.insert(read) }
      // Without a column only the number of rows is read. SQLite asks so for the tables of a view,
      // and for common table expressions, of which a statement uses no column.
      return first.hasPrefix("v_") || first == "json_each" || first.isEmpty
        || reads.contains(read) || (second.isEmpty && !first.hasPrefix("sqlite_"))
    case SQLITE_FUNCTION:
      return Self.functions.contains(second.lowercased())
    default:
      return false
    }
  }

  private static let functions: Set<String> = [
    "abs", "avg", "changes", "coalesce", "commit_class", "conventional_breaking",
    "conventional_scope", "conventional_type", "count", "cume_dist", "date", "datetime",
    "dense_rank", "first_value", "glob", "group_concat", "ifnull", "iif", "instr", "json",
    "json_array", "json_array_length", "json_each", "json_extract", "json_group_array",
    "json_group_object", "json_object", "json_type", "json_valid", "julianday", "lag",
    "last_value", "lead", "length", "like", "likely", "lower", "ltrim", "max", "min", "nth_value",
    "ntile", "nullif", "percent_rank", "quote", "rank", "regexp", "round", "row_number", "rtrim",
    "sign", "strftime", "substr", "substring", "sum", "time", "time_date", "time_month",
    "time_text", "time_week", "total", "trim", "typeof", "unicode", "unixepoch", "unlikely",
    "upper", "version_is_prerelease", "version_is_stable", "version_build",
    "version_bump", "version_key", "version_number", "version_pack",
    "version_prerelease", "version_text", "->", "->>", "hex", "unhex",
  ]
}

private func text(_ pointer: UnsafePointer<CChar>?) -> String {
  pointer.map { String(cString: $0) } ?? ""
}
