internal import GRDB

extension HistoryWriter {
  /// Makes the full-text indexes that `search` reads, or adds what they lack, in one transaction.
  ///
  /// Later looks keep them up to date. It may take seconds, so this must not be called on a thread
  /// of the cooperative pool that others wait for.
  public func indexTexts() throws {
    try transaction { db in
      for index in TextIndex.all { try index.make(in: db) }
    }
  }
}

/// A full-text index over the texts of a table, for `search`.
///
/// It holds words and no copy of the texts. It is made when somebody asks for it, and every look
/// keeps it up to date from then on, in the transaction that records the look.
struct TextIndex {
  let name: String
  let table: String
  let columns: [String]

  static let all = [
    TextIndex(name: "commit_search", table: "commit_object", columns: ["subject", "body"]),
    TextIndex(name: "change_search", table: "changelog_entry", columns: ["text"]),
  ]

  func exists(in db: Database) throws -> Bool {
    try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = ?)", arguments: [name])
      ?? false
  }

  /// Makes the index, if there is none, and adds the rows that it lacks.
  func make(in db: Database) throws {
    if try !exists(in: db) {
      try db.execute(
        sql: """
          CREATE VIRTUAL TABLE \(name) USING fts5(\(columns.joined(separator: ", ")),
            content = '\(table)', content_rowid = 'id',
            tokenize = 'unicode61 remove_diacritics 2')
          """)
    }
    try update(in: db)
  }

  /// Adds the rows that the index lacks.
  func update(in db: Database) throws {
    let list = columns.joined(separator: ", ")
    try db.execute(
      sql: """
        INSERT INTO \(name) (rowid, \(list)) SELECT id, \(list) FROM \(table)
        WHERE id NOT IN (SELECT id FROM \(name)_docsize)
        """)
  }

  /// Makes the index anew after rows got other ids.
  func rebuild(in db: Database) throws {
    try db.execute(sql: "INSERT INTO \(name) (\(name)) VALUES ('rebuild')")
  }

  /// Brings all indexes that there are up to date.
  static func updateAll(in db: Database) throws {
    for index in all where try index.exists(in: db) { try index.update(in: db) }
  }
}
