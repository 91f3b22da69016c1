internal import GRDB
internal import Indexing

/// The tags of one image repository as rows of `ref`.
final class ImageRefTable {
  private let db: Database
  private let repo: Int64
  private var rows: [[UInt8]: Int64] = [:]

  init(db: Database, repo: Int64) throws {
    self.db = db
    self.repo = repo
    let cursor = try Row.fetchCursor(
      db.cachedStatement(
        sql: "SELECT CAST(name AS BLOB), id FROM ref WHERE repo = ? AND kind = 'image'"),
      arguments: [repo])
    while let row = try cursor.next() { rows[row.bytes(0) ?? []] = row[1] }
  }

  /// Returns `image/NAME`.
  static func fullName(_ tag: [UInt8]) -> [UInt8] { Array("image/".utf8) + tag }

  /// Returns the row of a tag, which is made if need be.
  func row(of tag: [UInt8]) throws -> Int64 {
    if let id = rows[tag] { return id }
    try db.cachedStatement(
      sql: """
        INSERT INTO ref (repo, kind, name, full_name)
        VALUES (?, 'image', CAST(? AS TEXT), CAST(? AS TEXT))
        """
    ).execute(arguments: [repo, tag.data, Self.fullName(tag).data])
    let id = db.lastInsertedRowID
    rows[tag] = id
    return id
  }

  /// Returns the digest that a tag points at now, null if it is gone or new.
  func target(of ref: Int64) throws -> [UInt8]? {
    try Row.fetchOne(
      db.cachedStatement(sql: "SELECT target FROM ref_span WHERE ref = ? AND until IS NULL"),
      arguments: [ref])?.bytes(0)
  }

  /// Whether it is known what a tag pointed at, now or before.
  func hasState(_ ref: Int64) throws -> Bool {
    try Bool.fetchOne(
      db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM ref_span WHERE ref = ?)"),
      arguments: [ref]) ?? false
  }

  /// Returns the tags that are there now, in the order of their rows.
  func openTags() throws -> [(ref: Int64, name: [UInt8])] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT r.id, CAST(r.name AS BLOB) FROM ref AS r
        JOIN ref_span AS s ON s.ref = r.id AND s.until IS NULL
        WHERE r.repo = ? AND r.kind = 'image' ORDER BY r.id
        """, arguments: [repo]
    ).map { (ref: $0[0], name: $0.bytes(1) ?? []) }
  }

  static func openCount(_ db: Database, repo: Int64) throws -> Int {
    try Int.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT count(*) FROM ref AS r JOIN ref_span AS s ON s.ref = r.id AND s.until IS NULL
          WHERE r.repo = ? AND r.kind = 'image'
          """), arguments: [repo]) ?? 0
  }
}

/// What is known of the looks at a source.
struct SourceState {
  let db: Database
  let source: Int64

  /// Takes down announcements: the times of the first and the last one.
  func update(announced times: ClosedRange<Int64>?) throws {
    try db.cachedStatement(
      sql: """
        UPDATE source SET first_seen = min(coalesce(first_seen, ?1), coalesce(?1, first_seen)),
          last_seen = max(coalesce(last_seen, ?2), coalesce(?2, last_seen)),
          status = 'announced: what was not announced is not known'
        WHERE id = ?3
        """
    ).execute(arguments: [times?.lowerBound, times?.upperBound, source])
  }

  /// Takes down a look.
  ///
  /// - Parameters:
  ///   - isComplete: Whether it listed all there is.
  ///   - isWhole: Whether it left no gap.
  func update(isComplete: Bool, isWhole: Bool, at time: Int64, status: String) throws {
    try db.execute(
      sql: """
        UPDATE source SET
          first_seen = CASE WHEN ?1 THEN coalesce(first_seen, ?2) ELSE first_seen END,
          last_seen = CASE WHEN ?1 THEN ?2 ELSE last_seen END,
          gaps = gaps + CASE WHEN ?3 THEN 0 ELSE 1 END,
          status = ?4
        WHERE id = ?5
        """, arguments: [isComplete ? 1 : 0, time, isWhole ? 1 : 0, status, source])
  }
}
