internal import GRDB

/// An index that is left out while an empty table is filled, and made in one go afterwards.
///
/// Ids of objects come in no order: row by row each would go to another page, which takes a tenth
/// of the time of a first load and leaves the pages a third empty.
struct DeferredIndex {
  private let statement: String

  /// Drops the index if the table is empty; null if it is not.
  init?(_ db: Database, _ name: StaticString, of table: StaticString) throws {
    let isEmpty = try Bool.fetchOne(db, sql: "SELECT NOT EXISTS (SELECT 1 FROM \(table))")
    guard isEmpty == true,
      let statement = try String.fetchOne(
        db, sql: "SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = '\(name)'")
    else { return nil }
    try db.execute(sql: "DROP INDEX \(name)")
    self.statement = statement
  }

  private init(statement: String) {
    self.statement = statement
  }

  /// Drops the indexes of a table, all or all but one, if more rows come than it has.
  static func all(
    _ db: Database, of table: StaticString, before newRows: Int, except kept: StaticString = ""
  ) throws -> [DeferredIndex] {
    let rows = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") ?? 0
    guard newRows > max(rows, 10_000) else { return [] }
    let indexes = try Row.fetchAll(
      db,
      sql: """
        SELECT name, sql FROM sqlite_schema
        WHERE type = 'index' AND tbl_name = '\(table)' AND name != '\(kept)' AND sql IS NOT NULL
        """)
    return try indexes.map { row in
      try db.execute(sql: "DROP INDEX \(row[0] as String)")
      return DeferredIndex(statement: row[1])
    }
  }

  func restore(_ db: Database) throws {
    try db.execute(sql: statement)
  }
}
