internal import GRDB

/// An image repository and one place where it is read, as rows.
struct ImageRepositoryRow {
  let repo: Int64
  let source: Int64
  /// The project that it belonged to, if it has been moved to another one.
  let oldProject: Int64?

  /// Finds or inserts them.
  ///
  /// - Parameter project: The project that it shall belong to; null leaves it as it is, or gives a
  ///   new repository a project of its own.
  init(
    _ db: Database, name: String, project: String?, sourceKind: String, location: [UInt8]
  ) throws {
    let known = try Row.fetchOne(
      db.cachedStatement(sql: "SELECT id, kind FROM repo WHERE name = ?"), arguments: [name])
    var oldProject: Int64?
    if let known {
      let kind: String = known[1]
      guard kind == "image" else { throw StoreError.notAnImageRepository(name, kind: kind) }
      repo = known[0]
      if let project { oldProject = try Self.move(db, repo, to: project) }
    } else {
      repo = try Self.insert(db, name, project: project ?? name)
    }
    self.oldProject = oldProject
    try db.cachedStatement(
      sql: """
        INSERT INTO source (repo, kind, location) VALUES (?, ?, CAST(? AS TEXT))
        ON CONFLICT DO NOTHING
        """
    ).execute(arguments: [repo, sourceKind, location.data])
    let id = try Int64.fetchOne(
      db.cachedStatement(
        sql: "SELECT id FROM source WHERE repo = ? AND location = CAST(? AS TEXT)"),
      arguments: [repo, location.data])
    guard let id else { throw StoreError(.corrupt, "a source cannot be read back") }
    source = id
  }

  private static func insert(_ db: Database, _ name: String, project: String) throws -> Int64 {
    try db.cachedStatement(sql: "INSERT INTO project (name) VALUES (?) ON CONFLICT DO NOTHING")
      .execute(arguments: [project])
    try db.cachedStatement(
      sql: """
        INSERT INTO repo (project, name, kind) SELECT id, ?, 'image' FROM project WHERE name = ?
        """
    ).execute(arguments: [name, project])
    return db.lastInsertedRowID
  }

  /// Moves the repository, and returns the project that it belonged to if that was another one.
  private static func move(_ db: Database, _ repo: Int64, to project: String) throws -> Int64? {
    let old = try Int64.fetchOne(
      db, sql: "SELECT project FROM repo WHERE id = ?", arguments: [repo])
    try db.execute(
      sql: "INSERT INTO project (name) VALUES (?) ON CONFLICT DO NOTHING", arguments: [project])
    try db.execute(
      sql: """
        UPDATE repo SET project = (SELECT id FROM project WHERE name = ?1)
        WHERE id = ?2 AND project != (SELECT id FROM project WHERE name = ?1)
        """, arguments: [project, repo])
    return db.changesCount > 0 ? old : nil
  }
}

extension Database {
  /// Returns the number that the next observation gets.
  func nextObservation() throws -> Int64 {
    (try Int64.fetchOne(self, sql: "SELECT max(seq) FROM observation") ?? 0) + 1
  }
}
