internal import CommitGraph
package import Indexing
package import QueryLanguage

/// The commits whose patches may be the same as that of one commit.
package struct PatchCandidates: Sendable {
  /// How many commits there are on other sides of forks.
  package var count = 0
  /// Those of them whose patch id is to be computed, those nearest in time first.
  package var unknown: [ObjectID] = []
  /// How many are left out, since there are too many.
  package var leftOut = 0
}

extension QuerySession {
  /// Returns the ids of the commits that refs of a repository point at now.
  package func tips(of repository: ResolvedRepository) throws -> [ObjectID] {
    let rows = try RawStatement(
      """
      SELECT DISTINCT s.peeled FROM ref AS r JOIN ref_span AS s ON s.ref = r.id
      WHERE r.repo = ?1 AND s.until IS NULL AND s.commit_id IS NOT NULL
      """, on: pointer)
    rows.bind(repository.id, 1)
    var tips: [ObjectID] = []
    while try rows.step() {
      if let id = ObjectID(bytes: rows.bytes(0)) { tips.append(id) }
    }
    return tips
  }

  /// Returns the commits among some that are on other sides of forks than a commit: neither its ancestors
  /// nor its descendants, and no merges.
  ///
  /// - Parameters:
  ///   - commit: The row id.
  ///   - limit: The most that are compared.
  package func patchCandidates(
    for commit: Int64, among ids: [ObjectID], limit: Int
  ) throws -> PatchCandidates {
    let graph = try StoredGraph(repo: commit >> 40, on: pointer)
    guard let ordinal = graph.ordinal(of: commit) else { return PatchCandidates() }
    let descendants = graph.graph.descendants(of: ordinal)
    let ancestors = graph.graph.range(excluding: [], including: [ordinal])
    let time = try authorTime(of: commit)
    let rows = try RawStatement(
      """
      SELECT c.id, c.author_time, p.oid IS NOT NULL FROM commit_object AS c
      LEFT JOIN commit_patch AS p ON p.oid = c.oid
      WHERE c.oid = ?1 AND c.repo = ?2 AND c.parents < 2
      """, on: pointer)
    var found: [(id: ObjectID, distance: Int64, isKnown: Bool)] = []
    for id in ids {
      rows.bindBlob(id.bytes, 1)
      rows.bind(graph.repo, 2)
      if try rows.step(), let other = graph.ordinal(of: rows.integer(0)), other != ordinal,
        !descendants.contains(other), !ancestors.contains(other)
      {
        let distance = rows.integer(orNull: 1).map { Int64(($0 - time).magnitude) } ?? .max
        found.append((id, distance, rows.integer(2) != 0))
      }
      rows.reset()
    }
    found.sort { $0.distance != $1.distance ? $0.distance < $1.distance : $0.id < $1.id }
    let compared = found.prefix(limit)
    return PatchCandidates(
      count: compared.count, unknown: compared.filter { !$0.isKnown }.map(\.id),
      leftOut: found.count - compared.count)
  }

  /// Returns the patch id of a commit; nil if it was not computed, or there is none.
  package func patch(of commit: ObjectID) throws -> ObjectID? {
    let row = try RawStatement("SELECT patch FROM commit_patch WHERE oid = ?1", on: pointer)
    row.bindBlob(commit.bytes, 1)
    guard try row.step(), !row.isNull(0) else { return nil }
    return ObjectID(bytes: row.bytes(0))
  }

  /// Returns how many commits of a commit's repository are known to have a patch, besides that one.
  package func commits(withPatch patch: ObjectID, besides commit: Int64) throws -> Int {
    let row = try RawStatement(
      """
      SELECT count(*) FROM commit_patch AS p JOIN commit_object AS c ON c.oid = p.oid
      WHERE p.patch = ?1 AND c.repo = ?2 AND c.id != ?3
      """, on: pointer)
    row.bindBlob(patch.bytes, 1)
    row.bind(commit >> 40, 2)
    row.bind(commit, 3)
    return try row.step() ? Int(row.integer(0)) : 0
  }

  private func authorTime(of commit: Int64) throws -> Int64 {
    let row = try RawStatement(
      "SELECT coalesce(author_time, committer_time, 0) FROM commit_object WHERE id = ?1",
      on: pointer)
    row.bind(commit, 1)
    return try row.step() ? row.integer(0) : 0
  }
}
