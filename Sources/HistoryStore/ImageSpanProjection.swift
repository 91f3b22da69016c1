internal import GRDB
internal import Indexing

/// Writes the states and changes of the touched image tags anew, from all facts about them.
struct ImageSpanProjection {
  let db: Database
  let connection: OpaquePointer

  /// Rewrites the rows.
  ///
  /// - Parameter firstSeq: The number of the run's first observation.
  /// - Returns: How many changes the run's observations brought.
  func update(from firstSeq: Int64) throws -> RefChanges {
    try db.execute(
      sql: """
        DELETE FROM ref_span WHERE ref IN (SELECT ref FROM temp.touched_tag);
        DELETE FROM ref_move WHERE ref IN (SELECT ref FROM temp.touched_tag);
        """)
    let touched = try Int.fetchOne(
      db,
      sql: """
        SELECT count(*) FROM temp.touched_tag AS t JOIN image_fact AS f ON f.ref = t.ref
        """)
    let all = try Int.fetchOne(db, sql: "SELECT count(*) FROM image_fact") ?? 0
    let count = touched ?? 0
    let isMany = count > 10_000 && count > all / 4
    let indexes =
      try DeferredIndex.all(db, of: "ref_span", before: count)
      + DeferredIndex.all(db, of: "ref_move", before: count)
    let changes = try write(isMany: isMany, from: firstSeq)
    for index in indexes { try index.restore(db) }
    return changes
  }

  /// Derives tag by tag, and writes in the order of the observations, which is that of the tables:
  /// rows that come in another order leave their pages half empty.
  private func write(isMany: Bool, from firstSeq: Int64) throws -> RefChanges {
    let facts = try ImageFactColumns(db, connection, isMany: isMany)
    let readings = try ImageReadings(facts.digests, connection, isMany: isMany)
    let names = try db.cachedStatement(
      sql: "SELECT repo, version_key IS NOT NULL FROM ref WHERE id = ?")
    var histories = DerivedHistories(count: facts.count)
    var changes = RefChanges()
    try facts.forEachTag { ref, said in
      guard let row = try Row.fetchOne(names, arguments: [ref]) else { return }
      let history = ImageTagHistory(said)
      histories.add(history, of: row[0], isVersionTag: row[1], facts.digests, readings)
      for change in history.changes where change.fact.seq >= firstSeq {
        changes.count(change.change)
      }
    }
    try ImageSpanWriter(facts: facts, readings: readings, connection).write(histories)
    return changes
  }
}
