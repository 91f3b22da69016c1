internal import EmbeddedFiles
internal import GRDB
internal import GRDBSQLite

/// The steps of the schema, applied in the order of their names; the number of steps that a
/// database has is its `user_version`.
enum Migrations {
  /// The number of steps that this program knows.
  static var count: Int { EmbeddedFiles.migrations.count }

  /// Applies what is missing, inside the caller's transaction.
  ///
  /// - Throws: ``StoreError/Code/newerSchema`` if the database has steps that are unknown here.
  static func apply(to db: Database, path: String) throws {
    let found = try version(of: db)
    guard found <= count else { throw StoreError.newerSchema(path, found: found, known: count) }
    guard found < count else { return }
    guard let connection = db.sqliteConnection else {
      throw StoreError(.environment, "the connection is closed")
    }
    for file in EmbeddedFiles.migrations.dropFirst(found) {
      // SQLite runs a whole file in half of the time that statements one by one take.
      let code = sqlite3_exec(connection, file.contents, nil, nil, nil)
      guard code == SQLITE_OK else { throw StoreError.sqlite(code: code, connection, path: path) }
    }
    try db.execute(sql: "PRAGMA user_version = \(count)")
  }

  /// Checks that a database to be read has the schema of this program.
  static func check(_ db: Database, path: String) throws {
    let found = try version(of: db)
    if found > count { throw StoreError.newerSchema(path, found: found, known: count) }
    if found < count { throw StoreError.olderSchema(path, found: found, known: count) }
  }

  private static func version(of db: Database) throws -> Int {
    try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
  }
}
