internal import GRDB
internal import GRDBSQLite
internal import Indexing

/// Appends the facts that follow from others for single tags, whichever of them came first.
struct LateFacts {
  let db: Database
  let connection: OpaquePointer
  let repo: Int64
  let log: ObservationLog

  /// The removal of a digest removes every tag that is on it then: each tag that was ever there gets
  /// a fact of its own, which counts if the tag is on the digest at that time.
  func spreadRemovals(from firstSeq: Int64) throws {
    let rows = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT DISTINCT f.ref, d.seq, d.source, d.at, d.digest, CAST(d.actor AS BLOB), d.way,
            CAST(r.full_name AS BLOB)
          FROM image_fact AS d
          JOIN image_fact AS f ON f.digest = d.digest AND f.repo = d.repo AND NOT f.removed
          JOIN ref AS r ON r.id = f.ref
          WHERE d.repo = ?1 AND d.ref IS NULL AND d.removed = 1 AND d.digest IS NOT NULL
            AND d.at IS NOT NULL AND (d.seq >= ?2 OR f.seq >= ?2)
            AND NOT EXISTS (SELECT 1 FROM image_fact AS m
              WHERE m.ref = f.ref AND m.removed AND m.digest = d.digest AND m.at = d.at)
          ORDER BY f.ref, d.at
          """), arguments: [repo, firstSeq])
    guard !rows.isEmpty else { return }
    let table = try ImageFactTable(on: connection)
    for row in rows {
      let removal: Int64 = row[1]
      let digest = row.bytes(4).flatMap { Digest(bytes: $0) }
      let seq = try log.append(.ref, subject: row.bytes(7) ?? [], grade: .derived) { body in
        body.set(.previousTarget, digest?.bytes)
        body.set(.detail, "with its digest, by observation \(removal)")
      }
      try table.insert(
        ImageFactTable.Row(
          seq: seq, repo: repo, source: row[2], ref: row[0],
          way: ImageFact.Way(rawValue: row[6]) ?? .claim, at: row[3], digest: digest,
          isRemoved: true, actor: row.bytes(5), seenAt: log.observedAt))
      try db.execute(
        sql: "INSERT OR IGNORE INTO temp.touched_tag (repo, ref) VALUES (?, ?)",
        arguments: [repo, row[0] as Int64])
    }
  }

  /// Appends what looks saw otherwise than announcements say that became known afterwards.
  func confirmLooks(from firstSeq: Int64) throws {
    let looks = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT l.seq, l.source, l.started_at, l.ended_at FROM image_look AS l
          JOIN source AS s ON s.id = l.source
          WHERE l.repo = ? AND l.seq < ? AND s.kind = 'registry' ORDER BY l.ended_at
          """), arguments: [repo, firstSeq]
    ).map { CompleteLook(seq: $0[0], source: $0[1], startedAt: $0[2], endedAt: $0[3]) }
    guard let last = looks.last else { return }
    let late = try Int64.fetchAll(
      db,
      sql: """
        SELECT DISTINCT t.ref FROM temp.touched_tag AS t JOIN image_fact AS f ON f.ref = t.ref
        WHERE t.repo = ? AND f.seq >= ? AND f.way = 'event' AND f.at <= ?
        """, arguments: [repo, firstSeq, last.startedAt])
    let reader = ImageFactReader(db: db, connection: connection)
    let table = try ImageFactTable(on: connection)
    for ref in late {
      let facts = try reader.facts(of: ref)
      for found in ImageTagHistory.contradictions(facts, looks, from: firstSeq) {
        let name = try [UInt8].fetchOne(
          db, sql: "SELECT CAST(full_name AS BLOB) FROM ref WHERE id = ?", arguments: [ref])
        let seq = try log.append(.ref, subject: name ?? [], grade: .derived) { body in
          body.set(.target, found.digest?.bytes)
          body.set(.detail, "as the look \(found.look.seq) had it")
        }
        try table.insert(
          ImageFactTable.Row(
            seq: seq, repo: repo, source: found.look.source, ref: ref, way: .look,
            at: found.look.endedAt, began: found.look.startedAt, earliest: found.earliest,
            digest: found.digest, isRemoved: found.digest == nil, seenAt: log.observedAt))
      }
    }
  }
}
