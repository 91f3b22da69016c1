internal import GRDB
internal import GRDBSQLite
internal import Indexing

/// Reads facts about image tags for the derivation of their history.
struct ImageFactReader {
  let db: Database
  let connection: OpaquePointer

  private static let columns = """
    f.seq, f.source, f.way, f.at, f.began, f.earliest, f.digest, f.removed, f.seen_at
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

  private static func fact(_ row: borrowing RawStatement) -> ImageFact {
    let isRemoved = row.integer(7) != 0
    let digest = row.isNull(6) ? nil : Digest(bytes: row.bytes(6))
    return ImageFact(
      seq: row.integer(0), source: row.integer(1),
      way: row.bytes(2).first.flatMap(ImageFact.Way.init(initial:)) ?? .claim,
      at: row.integer(3), began: row.integer(orNull: 4), earliest: row.integer(orNull: 5),
      digest: digest, removesDigest: isRemoved && digest != nil, seenAt: row.integer(8))
  }
}
