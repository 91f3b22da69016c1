internal import GRDBSQLite

/// Finds commits with the same patch among those whose patch ids are known.
///
/// Patch ids are kept by the ids of commits, which stay when commits are numbered anew.
struct PatchTable {
  private let connection: OpaquePointer

  init(_ connection: OpaquePointer) {
    self.connection = connection
  }

  /// Returns the commits of a repository that share a patch id, two at least together, by ascending row
  /// ids.
  ///
  /// One pass over the patch ids that were ever asked for.
  func shared(in repo: Int64) throws -> [[Int64]] {
    let rows = try RawStatement(
      """
      SELECT p.patch, c.id FROM (SELECT patch FROM commit_patch WHERE patch IS NOT NULL
        GROUP BY patch HAVING count(*) > 1) AS s
      JOIN commit_patch AS p ON p.patch = s.patch
      JOIN commit_object AS c ON c.oid = p.oid AND c.repo = ?1
      ORDER BY 1, 2
      """, on: connection)
    rows.bind(repo, 1)
    var groups: [[Int64]] = []
    var last: [UInt8] = []
    while try rows.step() {
      let patch = Array(rows.bytes(0))
      if groups.isEmpty || patch != last { groups.append([]) }
      last = patch
      groups[groups.count - 1].append(rows.integer(1))
    }
    return groups.filter { $0.count > 1 }
  }

  /// Returns the commits of a repository that share a patch id with one that is new, and those.
  ///
  /// - Parameter known: The ordinal of the first new commit.
  func alike(toAnyFrom known: Int, of graph: StoredGraph) throws -> Set<Int64> {
    let first = graph.id(of: Int32(known))
    return Set(try shared(in: graph.repo).filter { $0.contains { $0 >= first } }.joined())
  }
}
