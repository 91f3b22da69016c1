internal import CommitGraph

/// Finds the release that each release is compared with.
///
/// It is the highest lower version of the same line whose commit the release contains. Prereleases are
/// folded: a final release is compared with the final one before, whatever candidates it had; a
/// prerelease with the prerelease or final release before. Where the line has no such release, the
/// highest lower one of the main line takes its place. Nothing that a tag publishes is compared with what
/// no tag publishes.
struct ReleaseSuccession {
  private let releases: [ReleaseRecord]
  private let lines: [ReleaseLine]
  private let ancestors: AncestorMatrix
  /// The place of each release in the matrix.
  private let places: [Int?]

  /// - Parameter releases: In the order of line and version.
  init(_ releases: [ReleaseRecord], lines: [ReleaseLine], graph: CommitGraph) {
    self.releases = releases
    self.lines = lines
    var commits: [Int32] = []
    places = releases.map { release in
      guard let commit = release.commit else { return nil }
      commits.append(commit)
      return commits.count - 1
    }
    ancestors = graph.ancestorMatrix(of: commits)
  }

  /// Returns, for each release, the place of the one before.
  func previous() -> [Int?] {
    var starts: [Int: Range<Int>] = [:]
    for (index, release) in releases.enumerated() {
      starts[release.line] = (starts[release.line]?.lowerBound ?? index)..<index + 1
    }
    let main = releases.indices.first { lines[releases[$0].line].isMain }
      .flatMap { starts[releases[$0].line] }
    return releases.indices.map { index in
      let start = starts[releases[index].line]?.lowerBound ?? index
      if let found = previous(of: index, in: start..<index) { return found }
      guard let main, !main.contains(index) else { return nil }
      let key = releases[index].key
      // Versions of different families have no order.
      let lower = main.prefix {
        releases[$0].key.lexicographicallyPrecedes(key)
      }.filter { releases[$0].key.first == key.first }
      return previous(of: index, in: lower)
    }
  }

  /// Returns the last of the candidates that may stand before a release.
  private func previous(
    of index: Int, in candidates: some BidirectionalCollection<Int>
  ) -> Int? {
    guard let place = places[index] else { return nil }
    return candidates.last { candidate in
      guard let other = places[candidate],
        releases[index].isPrerelease || !releases[candidate].isPrerelease,
        releases[candidate].isTagged || !releases[index].isTagged
      else { return false }
      return ancestors.isAncestor(other, of: place)
    }
  }
}
