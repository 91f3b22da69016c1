internal import CommitGraph
internal import GRDB
internal import Indexing
package import QueryLanguage

extension QuerySession {
  /// Reads the releases of a git repository and the graph of its commits.
  ///
  /// - Throws: ``StoreError/Code/noRepository`` if the history has no such repository.
  package func releaseHistory(of repository: ResolvedRepository) throws -> ReleaseHistory {
    let row = try Row.fetchOne(
      db,
      sql: """
        SELECT r.name, p.name, r.url, CAST(r.default_branch AS BLOB)
        FROM repo AS r JOIN project AS p ON p.id = r.project WHERE r.id = ? AND r.kind = 'git'
        """, arguments: [repository.id])
    guard let row else { throw StoreError.noRepository(repository.name, names: []) }
    let stored = try StoredGraph(repo: repository.id, on: pointer)
    let lines = try releaseLines(of: repository.id)
    var releases = try ReleaseRecordReader(
      session: self, repo: repository.id, graph: stored, lines: lines
    ).read()
    let previous = ReleaseSuccession(releases, lines: lines, graph: stored.graph).previous()
    for index in releases.indices { releases[index].previous = previous[index] }
    let resolver = StoreResolver(self, now: 0)
    try resolver.noteCoverage(ofRepository: repository.id)
    return ReleaseHistory(
      id: repository.id, repository: row[0], project: row[1], url: row[2], lines: lines,
      releases: releases, graph: stored.graph, firstCommit: stored.base,
      tip: try tip(of: row.bytes(3), in: stored), notes: resolver.notes)
  }

  private func releaseLines(of repo: Int64) throws -> [ReleaseLine] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT id, CAST(key AS BLOB), CAST(name AS BLOB), is_main FROM line WHERE repo = ?
        ORDER BY id
        """, arguments: [repo]
    ).map { row in
      ReleaseLine(
        id: row[0], key: row.bytes(1) ?? [], name: row.bytes(2) ?? [], isMain: row[3])
    }
  }

  private func tip(of branch: [UInt8]?, in graph: StoredGraph) throws -> BranchTip? {
    guard let branch else { return nil }
    let row = try Row.fetchOne(
      db,
      sql: """
        SELECT CAST(r.name AS BLOB), s.commit_id, s.peeled
        FROM ref AS r JOIN ref_span AS s ON s.ref = r.id AND s.until IS NULL
        WHERE r.repo = ?1 AND r.full_name = CAST(?2 AS TEXT)
        """, arguments: [graph.repo, branch.data])
    guard let row, let id = row[1] as Int64?, let commit = graph.ordinal(of: id) else { return nil }
    return BranchTip(name: row.bytes(0) ?? [], commit: commit, sha: row.bytes(2) ?? [])
  }
}

extension QuerySession {
  /// Returns the class of a tag that a repository has now, such as `float`; nil without such a tag.
  package func tagClass(_ name: [UInt8], of history: ReleaseHistory) throws -> String? {
    try String.fetchOne(
      db,
      sql: """
        SELECT coalesce(r.class, 'other')
        FROM ref AS r JOIN ref_span AS s ON s.ref = r.id AND s.until IS NULL
        WHERE r.repo = ? AND r.full_name = 'refs/tags/' || CAST(? AS TEXT)
        """, arguments: [history.id, name.data])
  }

  /// Returns the id of the tip of a repository's default branch as raw bytes; nil if none is known.
  package func defaultTip(of repository: ResolvedRepository) throws -> [UInt8]? {
    try [UInt8].fetchOne(
      db,
      sql: """
        SELECT s.peeled FROM repo AS p JOIN ref AS r ON r.repo = p.id AND r.full_name = p.default_branch
        JOIN ref_span AS s ON s.ref = r.id AND s.until IS NULL
        WHERE p.id = ? AND s.commit_id IS NOT NULL
        """, arguments: [repository.id])
  }

  /// Returns the `.mailmap` that the tip of a repository's default branch had; nil if it had none.
  package func mailmap(of repository: ResolvedRepository) throws -> [UInt8]? {
    try [UInt8].fetchOne(
      db, sql: "SELECT mailmap FROM repo_declaration WHERE repo = ? AND mailmap IS NOT NULL",
      arguments: [repository.id])
  }

  /// Returns where git repositories were read from, by the names of the repositories.
  package func gitLocations() throws -> [(repository: String, location: String)] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT r.name, CAST(s.location AS BLOB) FROM source AS s JOIN repo AS r ON r.id = s.repo
        WHERE s.kind = 'git' ORDER BY r.name, s.location
        """
    ).map { row in (row[0], String(decoding: row.bytes(1) ?? [], as: UTF8.self)) }
  }
}
