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

  func restore(_ db: Database) throws {
    try db.execute(sql: statement)
  }
}
