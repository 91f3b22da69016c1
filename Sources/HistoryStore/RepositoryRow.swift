internal import GRDB

/// An image repository or a module, and one place where it is read, as rows.
struct RepositoryRow {
  /// What kinds of repositories are made by looks at them.
  enum Kind: String {
    case image, module
  }

  let repo: Int64
  let source: Int64
  /// The project that it belonged to, if it has been moved to another one.
  let oldProject: Int64?

  /// Finds or inserts them.
  ///
  /// - Parameters:
  ///   - project: The project that it shall belong to; null leaves it as it is, or gives a new
  ///     repository one of its own.
  ///   - ownProject: The name of that; null: the repository's.
  init(
    _ db: Database, _ kind: Kind, name: String, project: String?, ownProject: String? = nil,
    sourceKind: String, location: [UInt8]
  ) throws {
    let known = try Row.fetchOne(
      db.cachedStatement(sql: "SELECT id, kind FROM repo WHERE name = ?"), arguments: [name])
    var oldProject: Int64?
    if let known {
      let found: String = known[1]
      guard found == kind.rawValue else {
        throw StoreError.otherKind(name, kind: found, than: kind.rawValue)
      }
      repo = known[0]
      if let project { oldProject = try Self.move(db, repo, to: project) }
    } else {
      repo = try Self.insert(db, kind, name, project: project ?? ownProject ?? name)
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

  private static func insert(
    _ db: Database, _ kind: Kind, _ name: String, project: String
  ) throws -> Int64 {
    try db.cachedStatement(sql: "INSERT INTO project (name) VALUES (?) ON CONFLICT DO NOTHING")
      .execute(arguments: [project])
    try db.cachedStatement(
      sql: """
        INSERT INTO repo (project, name, kind) SELECT id, ?, ? FROM project WHERE name = ?
        """
    ).execute(arguments: [name, kind.rawValue, project])
    return db.lastInsertedRowID
  }

  /// Moves the repository, and returns the project that it belonged to if that was another one.
  private static func move(_ db: Database, _ repo: Int64, to project: String) throws -> Int64? {
    try db.execute(
      sql: "INSERT INTO project (name) VALUES (?) ON CONFLICT DO NOTHING", arguments: [project])
    let new = try Int64.fetchOne(
      db, sql: "SELECT id FROM project WHERE name = ?", arguments: [project])
    return try new.flatMap { try move(db, repo, toProject: $0) }
  }

  /// Moves a repository, and returns the project that it belonged to if that was another one, which
  /// need not be there any more.
  static func move(_ db: Database, _ repo: Int64, toProject new: Int64) throws -> Int64? {
    let old = try Int64.fetchOne(
      db, sql: "SELECT project FROM repo WHERE id = ?", arguments: [repo])
    guard let old, old != new else { return nil }
    try db.execute(sql: "UPDATE repo SET project = ? WHERE id = ?", arguments: [new, repo])
    try db.execute(
      sql: "DELETE FROM project WHERE id = ?1 AND id NOT IN (SELECT project FROM repo)",
      arguments: [old])
    return old
  }
}

extension Database {
  /// Returns the number that the next observation gets.
  func nextObservation() throws -> Int64 {
    (try Int64.fetchOne(self, sql: "SELECT max(seq) FROM observation") ?? 0) + 1
  }
}
