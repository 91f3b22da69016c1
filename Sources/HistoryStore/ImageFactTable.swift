internal import GRDB
internal import GRDBSQLite
internal import Indexing

/// Writes facts about image tags, and reads them back for the derivation.
struct ImageFactTable: ~Copyable {
  private let insertFact: RawStatement

  init(on connection: OpaquePointer) throws(StoreError) {
    insertFact = try RawStatement(
      """
      INSERT INTO image_fact (seq, repo, source, ref, way, at, began, earliest, digest, removed,
        actor, key, seen_at)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
      """, on: connection)
  }

  /// A fact before it is sorted in: its time, tag and digest may be unknown.
  struct Row {
    var seq: Int64
    var repo: Int64
    var source: Int64
    var ref: Int64?
    var way: ImageFact.Way
    var at: Int64?
    var began: Int64?
    var earliest: Int64?
    var digest: Digest?
    var isRemoved = false
    var actor: [UInt8]?
    var key: [UInt8]?
    var seenAt: Int64
  }

  func insert(_ row: Row) throws(StoreError) {
    insertFact.bind(row.seq, 1)
    insertFact.bind(row.repo, 2)
    insertFact.bind(row.source, 3)
    insertFact.bind(row.ref, 4)
    insertFact.bindText(Array(row.way.rawValue.utf8), 5)
    insertFact.bind(row.at, 6)
    insertFact.bind(row.began, 7)
    insertFact.bind(row.earliest, 8)
    if let digest = row.digest {
      insertFact.bindBlob(digest.bytes, 9)
    } else {
      insertFact.bindNull(9)
    }
    insertFact.bind(row.isRemoved ? 1 : 0 as Int64, 10)
    if let actor = row.actor { insertFact.bindText(actor, 11) } else { insertFact.bindNull(11) }
    if let key = row.key { insertFact.bindBlob(key, 12) } else { insertFact.bindNull(12) }
    insertFact.bind(row.seenAt, 13)
    try insertFact.run()
  }
}
