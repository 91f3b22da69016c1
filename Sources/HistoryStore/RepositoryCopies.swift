internal import CommitGraph

/// The commits of a repository by what copies of a commit have in common.
struct RepositoryCopies {
  let graph: StoredGraph
  var signatures: CommitSignatures
  private var filter: AncestryFilter?

  /// From how many commits on it pays to prepare for questions about ancestry.
  private static let fewCommits = 64

  init(_ graph: StoredGraph, on connection: OpaquePointer) throws {
    self.graph = graph
    signatures = try CommitSignatures(repo: graph.repo, base: graph.base, on: connection)
  }

  /// Returns the number of the request that brought a commit; 0: none is named.
  func request(of commit: Int64) -> UInt32 {
    graph.ordinal(of: commit).map { signatures.requests[Int($0)] } ?? 0
  }

  /// Returns the commits that share a signature with a commit that is new, and that one.
  ///
  /// - Parameter known: The ordinal of the first new commit.
  func alike(toAnyFrom known: Int) -> Set<Int64> {
    var found: Set<Int64> = []
    for values in [signatures.identities, signatures.subjects] {
      let wanted = known == 0 ? nil : HashFilter(values[known...].lazy.filter { $0 != 0 })
      for bucket in SignatureBuckets(values, wanted: wanted).all {
        // What was too large before is in no group, and stays so.
        let old = bucket.count { $0 < known }
        if max(old, known == 0 ? bucket.count : 0) > EquivalenceProjection.largestBucket {
          continue
        }
        found.formUnion(bucket.map(graph.id))
      }
    }
    return found
  }

  /// Returns the groups of commits that share a signature with given ones and are on different sides
  /// of forks.
  ///
  /// Of commits of one line that are alike, as the parts of a commit that was divided, the first goes
  /// with the first of the other lines, the second with the second, and so on: a commit's place is the
  /// length of the longest chain of such ancestors. Commits with one place are never ancestors of
  /// each other.
  mutating func groups(
    _ values: KeyPath<CommitSignatures, [UInt64]>, of commits: [Int64]
  ) -> [[Int64]] {
    let values = signatures[keyPath: values]
    let ordinals = commits.compactMap { graph.ordinal(of: $0) }
    let wanted = HashFilter(ordinals.lazy.map { values[Int($0)] }.filter { $0 != 0 })
    prepare(for: ordinals.count)
    return SignatureBuckets(values, wanted: wanted).all.flatMap { bucket in
      bucket.count > EquivalenceProjection.largestBucket ? [] : groups(in: bucket)
    }
  }

  /// Returns the groups of commits of equal patches that have given ones among them, on different sides
  /// of forks as in ``groups(_:of:)``.
  ///
  /// - Parameter patches: The commits of each patch, by ascending row ids.
  mutating func groups(ofPatches patches: [[Int64]], with commits: Set<Int64>) -> [[Int64]] {
    let wanted = patches.filter { $0.contains(where: commits.contains) }
    prepare(for: wanted.count)
    return wanted.flatMap { bucket in
      bucket.count > EquivalenceProjection.largestBucket
        ? [] : groups(in: bucket.compactMap { graph.ordinal(of: $0) })
    }
  }

  private func groups(in bucket: [Int32]) -> [[Int64]] {
    var places: [Int] = []
    var groups: [[Int64]] = []
    for (index, commit) in bucket.enumerated() {
      var place = 0
      for earlier in 0..<index
      where places[earlier] >= place && isAncestor(bucket[earlier], of: commit) {
        place = places[earlier] + 1
      }
      places.append(place)
      if place == groups.count { groups.append([]) }
      groups[place].append(graph.id(of: commit))
    }
    return groups.filter { $0.count > 1 }
  }

  /// Makes questions about the ancestry of many commits cheap.
  mutating func prepare(for commits: Int) {
    if filter == nil, commits > Self.fewCommits { filter = AncestryFilter(graph.graph) }
  }

  /// Returns whether a commit is another's ancestor, by their row ids.
  func isAncestor(id ancestor: Int64, of commit: Int64) -> Bool {
    guard let one = graph.ordinal(of: ancestor), let other = graph.ordinal(of: commit) else {
      return false
    }
    return isAncestor(one, of: other)
  }

  private func isAncestor(_ ancestor: Int32, of commit: Int32) -> Bool {
    guard filter?.mayBeAncestor(ancestor, of: commit) ?? true else { return false }
    return graph.graph.isAncestor(ancestor, of: commit)
  }
}
