internal import GRDB
internal import GRDBSQLite
internal import Indexing

/// Looks up what the objects behind a ref say: rows of commits, claimed times, taggers.
struct RefFacts {
  let db: Database
  let repo: Int64

  init(db: Database, repo: Int64) {
    self.db = db
    self.repo = repo
  }

  /// Returns the row id of the commit behind a ref, if there is one.
  func commitRow(of ref: RefObservation) throws -> Int64? {
    guard let commit = ref.commit else { return nil }
    return try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT id FROM commit_object WHERE oid = ? AND repo = ?"),
      arguments: [commit.bytes.data, repo])
  }

  /// Returns when a tag says that it was made: the tagger's date, or for a lightweight tag the
  /// committer's date of its commit.
  ///
  /// Branches claim nothing.
  func claimedTime(of ref: RefObservation) throws -> Int64? {
    guard ref.kind == .tag else { return nil }
    if ref.target != ref.peeled {
      return try Int64.fetchOne(
        db.cachedStatement(sql: "SELECT tagged_at FROM tag_object WHERE repo = ? AND oid = ?"),
        arguments: [repo, ref.target.bytes.data])
    }
    guard let commit = ref.commit else { return nil }
    return try Int64.fetchOne(
      db.cachedStatement(
        sql: "SELECT committer_time FROM commit_object WHERE oid = ? AND repo = ?"),
      arguments: [commit.bytes.data, repo])
  }

  /// Returns the name of the tagger of an annotated tag.
  func tagger(of ref: RefObservation) throws -> [UInt8]? {
    guard ref.target != ref.peeled else { return nil }
    let statement = try db.cachedStatement(
      sql: """
        SELECT CAST(p.name AS BLOB) FROM tag_object AS t JOIN person AS p ON p.id = t.tagger
        WHERE t.repo = ? AND t.oid = ?
        """)
    let row = try Row.fetchOne(statement, arguments: [repo, ref.target.bytes.data])
    return row?.bytes(0).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Stores the tag objects that a run read.
  func save(_ tagObjects: [TagObject]) throws {
    for tag in tagObjects.sorted(by: { $0.id < $1.id }) {
      let hasTagger = !tag.taggerName.isEmpty || !tag.taggerEmail.isEmpty
      let tagger = hasTagger ? try person(tag.taggerName, tag.taggerEmail) : nil
      let time = tag.taggedAt.map { $0.multipliedReportingOverflow(by: 1_000_000) }
      try db.cachedStatement(
        sql: """
          INSERT OR IGNORE INTO tag_object
            (repo, oid, target, target_kind, tagger, tagged_at, tagged_zone, message)
          VALUES (?, ?, ?, ?, ?, ?, ?, CAST(? AS TEXT))
          """
      ).execute(arguments: [
        repo, tag.id.bytes.data, tag.target.bytes.data, tag.targetKind.rawValue, tagger,
        time.flatMap { $0.overflow ? nil : $0.partialValue }, tag.zone, tag.message.data,
      ])
    }
  }

  private func person(_ name: [UInt8], _ email: [UInt8]) throws -> Int64 {
    let arguments: StatementArguments = [email.data, name.data]
    let find = "SELECT id FROM person WHERE email = CAST(? AS TEXT) AND name = CAST(? AS TEXT)"
    if let id = try Int64.fetchOne(db.cachedStatement(sql: find), arguments: arguments) {
      return id
    }
    try db.cachedStatement(
      sql: "INSERT INTO person (email, name) VALUES (CAST(? AS TEXT), CAST(? AS TEXT))"
    ).execute(arguments: arguments)
    return db.lastInsertedRowID
  }
}
