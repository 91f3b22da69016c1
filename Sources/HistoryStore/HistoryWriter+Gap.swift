internal import GRDB

/// A look at a source that failed as a whole, since the source could not be reached.
public struct SourceGap: Sendable {
  /// The name of the repository in the history.
  public var repository: String
  /// The project that the repository belongs to.
  public var project: String
  /// Where the source is: the same bytes as for a look that succeeds.
  public var location: [UInt8]
  /// The URL of the repository, or null.
  public var url: String?
  /// One sentence that says why.
  public var reason: String
  /// The time of the clock before the look, in microseconds since 1970 UTC.
  public var lookedAt: Int64

  public init(
    repository: String, project: String, location: [UInt8], url: String?, reason: String,
    lookedAt: Int64
  ) {
    self.repository = repository
    self.project = project
    self.location = location
    self.url = url
    self.reason = reason
    self.lookedAt = lookedAt
  }
}

extension HistoryWriter {
  /// Records that a git source could not be reached: an observation, a gap and the source's status.
  ///
  /// Nothing else of the history changes. A source that is not known yet is recorded as new.
  public func record(_ gap: SourceGap) throws {
    try transaction { db in
      let repo = try Self.repository(db, gap)
      try db.execute(
        sql: """
          INSERT INTO source (repo, kind, location) VALUES (?1, 'git', CAST(?2 AS TEXT))
          ON CONFLICT DO NOTHING
          """, arguments: [repo, gap.location.data])
      let source = try Int64.fetchOne(
        db, sql: "SELECT id FROM source WHERE repo = ? AND location = CAST(? AS TEXT)",
        arguments: [repo, gap.location.data])
      guard let source else { throw StoreError(.corrupt, "a source cannot be read back") }
      let log = try ObservationLog(
        db: db, source: source, repository: gap.repository, location: gap.location,
        lookedAt: gap.lookedAt)
      let status = "unreachable: \(gap.reason)"
      _ = try log.append(.look, subject: gap.location, grade: .imported) { body in
        body.set(.detail, status)
      }
      try db.execute(
        sql: "UPDATE source SET gaps = gaps + 1, status = ? WHERE id = ?",
        arguments: [status, source])
    }
  }

  private static func repository(_ db: Database, _ gap: SourceGap) throws -> Int64 {
    let find = "SELECT id FROM repo WHERE name = ?"
    if let id = try Int64.fetchOne(db, sql: find, arguments: [gap.repository]) { return id }
    try db.execute(
      sql: "INSERT INTO project (name) VALUES (?) ON CONFLICT DO NOTHING",
      arguments: [gap.project])
    try db.execute(
      sql: """
        INSERT INTO repo (project, name, kind, url) SELECT id, ?, 'git', ? FROM project
        WHERE name = ?
        """, arguments: [gap.repository, gap.url, gap.project])
    return db.lastInsertedRowID
  }

  /// Returns whether a source was looked at before, or tried to be.
  public func isKnown(location: [UInt8], of repository: String) throws -> Bool {
    try read { db in
      try Bool.fetchOne(
        db,
        sql: """
          SELECT EXISTS (SELECT 1 FROM source AS s JOIN repo AS r ON r.id = s.repo
            WHERE r.name = ? AND s.location = CAST(? AS TEXT))
          """, arguments: [repository, location.data]) ?? false
    }
  }
}
