internal import CommitGraph
internal import GRDB

/// Fills in what the refs of a run point at as versions, and in which direction they moved.
struct MoveProjection {
  let db: Database
  let repo: Int64
  /// Read only when a branch moved.
  let graph: () throws -> StoredGraph

  /// Gives versions to the spans that the run opened, and versions and directions to its moves.
  ///
  /// - Parameter firstSeq: The number of the run's first observation.
  func update(from firstSeq: Int64) throws {
    try nameVersions(from: firstSeq)
    try floatVersions(from: firstSeq)
    try moveVersions(from: firstSeq)
    try versionDirections(from: firstSeq)
    try branchDirections(from: firstSeq)
  }

  /// A full version tag points at the version that it names.
  private func nameVersions(from firstSeq: Int64) throws {
    try db.execute(
      sql: """
        UPDATE ref_span SET version = ref.version, version_key = ref.version_key
        FROM ref WHERE ref_span.seq >= ? AND ref.id = ref_span.ref AND ref.repo = ?
        """, arguments: [firstSeq, repo])
  }

  /// A float or channel points at the highest release of its line on the commit; a channel, which
  /// has no line, at that of the main line.
  private func floatVersions(from firstSeq: Int64) throws {
    try db.execute(
      sql: """
        UPDATE ref_span SET (version, version_key) = (
          SELECT e.version, e.version_key FROM release AS e
          JOIN line AS l ON l.id = e.line
          WHERE e.commit_id = ref_span.commit_id AND e.tagged
            AND (e.line = ref.line OR (ref.line IS NULL AND l.is_main))
          ORDER BY e.version_key DESC LIMIT 1)
        FROM ref WHERE ref_span.seq >= ? AND ref.id = ref_span.ref AND ref.repo = ?
          AND ref.class IN ('float', 'channel')
        """, arguments: [firstSeq, repo])
  }

  private func moveVersions(from firstSeq: Int64) throws {
    try db.execute(
      sql: """
        UPDATE ref_move SET
          (new_version, new_version_key) =
            (SELECT version, version_key FROM ref_span AS s WHERE s.seq = ref_move.seq),
          (old_version, old_version_key) =
            (SELECT version, version_key FROM ref_span AS s
             -- A state that a log told of later has a higher number.
             WHERE s.seq = coalesce(
               (SELECT max(o.seq) FROM ref_span AS o WHERE o.ref = ref_move.ref
                  AND o.target = ref_move.old AND o.seq < ref_move.seq),
               (SELECT max(o.seq) FROM ref_span AS o WHERE o.ref = ref_move.ref
                  AND o.target = ref_move.old AND o.seq > ref_move.seq)))
        WHERE seq >= ?
        """, arguments: [firstSeq])
  }

  private func versionDirections(from firstSeq: Int64) throws {
    // Of a tag that is read anew, a version may be gone.
    try db.execute(
      sql: """
        UPDATE ref_move SET direction = 'unknown'
        WHERE seq >= ? AND (new_version_key IS NULL OR old_version_key IS NULL)
          AND ref IN (SELECT id FROM ref WHERE kind = 'tag' AND repo = ?)
        """, arguments: [firstSeq, repo])
    try db.execute(
      sql: """
        UPDATE ref_move SET direction = CASE
          WHEN new_version_key > old_version_key THEN 'up'
          WHEN new_version_key < old_version_key THEN 'down'
          ELSE 'same' END
        WHERE seq >= ? AND new_version_key IS NOT NULL AND old_version_key IS NOT NULL
        """, arguments: [firstSeq])
  }

  /// A branch moves up to a descendant and down to an ancestor; to another commit it was forced.
  ///
  /// One that was made again after its deletion is compared with its last commit.
  private func branchDirections(from firstSeq: Int64) throws {
    let moves = try Row.fetchAll(
      db,
      sql: """
        SELECT m.seq, m.old_commit_id, m.new_commit_id FROM ref_move AS m
        JOIN ref AS r ON r.id = m.ref
        WHERE m.seq >= ? AND r.kind = 'branch' AND r.repo = ? AND m.change IN ('create', 'move')
          AND m.old_commit_id IS NOT NULL AND m.new_commit_id IS NOT NULL
        """, arguments: [firstSeq, repo])
    guard !moves.isEmpty else { return }
    let graph = try graph()
    for move in moves {
      guard let old = graph.ordinal(of: move[1]), let new = graph.ordinal(of: move[2]) else {
        continue
      }
      let direction =
        old == new
        ? "same"
        : graph.graph.isAncestor(old, of: new)
          ? "up" : graph.graph.isAncestor(new, of: old) ? "down" : "unknown"
      try db.execute(
        sql: "UPDATE ref_move SET direction = ? WHERE seq = ?", arguments: [direction, move[0]])
    }
  }
}
