internal import CommitGraph
internal import GRDB

/// Brings the tables that are derived from a git repository's refs and commits up to date.
struct GitProjection {
  let db: Database
  let connection: OpaquePointer
  let repo: Int64
  let rules: RepositoryRules
  let log: ObservationLog
  /// Whether the history before some commits is absent.
  let isIncomplete: Bool

  /// Reads lines, versions, containment, releases, and the versions and directions of moves anew.
  ///
  /// - Parameter firstSeq: The lowest number of an observation whose spans or moves changed.
  /// - Returns: What is read differently now.
  func update(_ graph: StoredGraph, from firstSeq: Int64) throws -> LineProjection.Changes {
    let lines = try LineProjection(db: db, repo: repo, rules: rules, log: log).update()
    let containment = try ContainmentProjection(db: db, connection: connection, graph: graph)
    let projection = ReleaseProjection(db: db, repo: repo)
    var releases = try projection.read()
    let defaultTip = try Int64.fetchOne(
      db,
      sql: """
        SELECT s.commit_id FROM repo AS p
        JOIN ref AS r ON r.repo = p.id AND r.full_name = p.default_branch
        JOIN ref_span AS s ON s.ref = r.id AND s.until IS NULL
        WHERE p.id = ?
        """, arguments: [repo])
    ReleaseProjection.judge(
      &releases,
      with: ReleaseJudge(
        graph: graph, classes: containment.classes, defaultTip: defaultTip,
        isIncomplete: isIncomplete))
    try projection.save(releases)
    try projection.savePrevious(of: releases, in: graph)
    let firstReleases =
      containment.classes.map { ReleaseProjection.firstReleases(releases, in: $0) } ?? []
    try containment.save(firstReleases: firstReleases)
    // Where tags are read differently, so is all that was derived from their versions.
    try MoveProjection(db: db, repo: repo, graph: { graph })
      .update(from: lines.reread.isEmpty ? firstSeq : 0)
    return lines
  }
}
