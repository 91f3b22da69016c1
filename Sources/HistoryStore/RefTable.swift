internal import GRDB
internal import Indexing

/// Makes rows of `ref`.
struct RefTable {
  let db: Database
  let repo: Int64
  private var nextSlot: Int64?

  init(db: Database, repo: Int64) {
    self.db = db
    self.repo = repo
  }

  /// Makes the row of a ref that has none; returns its id.
  mutating func insert(_ fullName: [UInt8]) throws -> Int64 {
    let (refKind, shortName) = RefObservation.classify(fullName)
    var kind = "other"
    var remote: [UInt8]?
    var slot: Int64?
    switch refKind {
    case .tag:
      kind = "tag"
      slot = try takeSlot()
    case .branch: kind = "branch"
    case .remoteBranch(let name):
      kind = "branch"
      remote = name
    case .other: break
    }
    try db.cachedStatement(
      sql: """
        INSERT INTO ref (repo, kind, remote, name, full_name, slot)
        VALUES (?, ?, CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), ?)
        """
    ).execute(arguments: [repo, kind, remote?.data, shortName.data, fullName.data, slot])
    return db.lastInsertedRowID
  }

  /// Returns the number of the next tag.
  private mutating func takeSlot() throws -> Int64 {
    let slot =
      try nextSlot
      ?? Int64.fetchOne(
        db, sql: "SELECT coalesce(max(slot) + 1, 0) FROM ref WHERE repo = ?", arguments: [repo])
      ?? 0
    nextSlot = slot + 1
    return slot
  }
}
