internal import GRDB
internal import GRDBSQLite
internal import Indexing

/// Reads facts about image tags for the derivation of their history.
struct ImageFactReader {
  let db: Database
  let connection: OpaquePointer

  private static let columns = """
    f.seq, f.source, f.way, f.at, f.began, f.earliest, f.digest, f.removed, f.actor, f.seen_at, f.ref
    """

  /// Returns the facts with a time about one tag, in no certain order.
  func facts(of ref: Int64) throws -> [ImageFact] {
    let statement = try RawStatement(
      """
      SELECT \(Self.columns) FROM image_fact AS f WHERE f.ref = ?1 AND f.at IS NOT NULL
      """, on: connection)
    statement.bind(ref, 1)
    var facts: [ImageFact] = []
    while try statement.step() { facts.append(Self.fact(statement)) }
    return facts
  }

  /// Calls `body` with each touched tag and its facts.
  func forEachTouched(_ body: (Int64, [ImageFact]) throws -> Void) throws {
    let statement = try RawStatement(
      """
      SELECT \(Self.columns) FROM temp.touched_tag AS t CROSS JOIN image_fact AS f ON f.ref = t.ref
      WHERE f.at IS NOT NULL ORDER BY t.repo, t.ref
      """, on: connection)
    var ref: Int64?
    var facts: [ImageFact] = []
    func finish() throws {
      guard let ref else { return }
      try body(ref, facts)
    }
    while try statement.step() {
      let next = statement.integer(10)
      if next != ref {
        try finish()
        ref = next
        facts.removeAll(keepingCapacity: true)
      }
      facts.append(Self.fact(statement))
    }
    try finish()
  }

  private static func fact(_ row: borrowing RawStatement) -> ImageFact {
    let isRemoved = row.integer(7) != 0
    let digest = row.isNull(6) ? nil : Digest(bytes: row.bytes(6))
    return ImageFact(
      seq: row.integer(0), source: row.integer(1),
      way: ImageFact.Way(rawValue: String(decoding: row.bytes(2), as: UTF8.self)) ?? .claim,
      at: row.integer(3), began: row.isNull(4) ? nil : row.integer(4),
      earliest: row.isNull(5) ? nil : row.integer(5),
      digest: digest, removesDigest: isRemoved && digest != nil,
      actor: row.isNull(8) ? nil : Array(row.bytes(8)), seenAt: row.integer(9))
  }
}
