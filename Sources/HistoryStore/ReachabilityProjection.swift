internal import CommitGraph
internal import GRDB
internal import Indexing

/// Keeps the list of commits that no ref and no detached HEAD reaches any more.
struct ReachabilityProjection {
  let db: Database
  let graph: StoredGraph
  /// The commit of a detached HEAD, which reaches commits as a ref does.
  let head: ObjectID?

  func update() throws {
    var tips = try Int64.fetchAll(
      db,
      sql: """
        SELECT DISTINCT s.commit_id FROM ref AS r
        JOIN ref_span AS s ON s.ref = r.id AND s.until IS NULL
        WHERE r.repo = ? AND s.commit_id IS NOT NULL
        """, arguments: [graph.repo])
    if let head {
      tips += try Int64.fetchAll(
        db, sql: "SELECT id FROM commit_object WHERE oid = ? AND repo = ?",
        arguments: [blob(head), graph.repo])
    }
    let reached = graph.graph.ancestors(
      of: tips.compactMap { graph.ordinal(of: $0) }, includingSelf: true)
    let ids = StoredGraph.ids(of: graph.repo)
    try db.execute(
      sql: "DELETE FROM unreachable_commit WHERE id >= ? AND id < ?",
      arguments: [ids.lowerBound, ids.upperBound])
    guard reached.count < graph.graph.count else { return }
    let insert = try db.cachedStatement(sql: "INSERT INTO unreachable_commit (id) VALUES (?)")
    for ordinal in 0..<Int32(graph.graph.count) where !reached.contains(ordinal) {
      try insert.execute(arguments: [graph.id(of: ordinal)])
    }
  }
}
