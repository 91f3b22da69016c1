internal import CommitGraph

/// Finds the release that each release is compared with.
///
/// It is the highest lower version of the same line whose commit the release contains. Prereleases are
/// folded: a final release is compared with the final one before, whatever candidates it had; a
/// prerelease with the prerelease or final release before. Where the line has no such release, the
/// highest lower one of the main line takes its place. Nothing that a tag publishes is compared with what
/// no tag publishes.
///
/// Where releases are made on branches of their own, the next series contains none of the last one:
/// Rails 8.1.0 does not contain 8.0.0, and the highest version that it contains is years old. Then the
/// release of the series before that branched off last is the one before, the first of several that
/// branched off together. So 8.1.0 is compared with 8.0.0, and git 2.45.0 with 2.44.0, which it
/// contains, whatever came of 2.44 later.
struct ReleaseSuccession {
  private let releases: [ReleaseRecord]
  private let lines: [ReleaseLine]
  private let graph: CommitGraph
  private let ancestors: AncestorMatrix
  /// The place of each release in the matrix.
  private let places: [Int?]

  /// - Parameter releases: In the order of line and version.
  init(_ releases: [ReleaseRecord], lines: [ReleaseLine], graph: CommitGraph) {
    self.releases = releases
    self.lines = lines
    self.graph = graph
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
    let contained = candidates.last { candidate in
      guard let other = places[candidate],
        releases[index].isPrerelease || !releases[candidate].isPrerelease,
        releases[candidate].isTagged || !releases[index].isTagged
      else { return false }
      return ancestors.isAncestor(other, of: place)
    }
    return branchedOff(before: index, contained: contained, in: candidates) ?? contained
  }

  // MARK: Releases on branches of their own

  /// Returns the last of the candidates that may stand before a release by its branch; nil if the
  /// release contains one of the series before.
  private func branchedOff(
    before index: Int, contained: Int?, in candidates: some BidirectionalCollection<Int>
  ) -> Int? {
    let release = releases[index]
    guard release.isTagged, let commit = release.commit,
      let nearest = candidates.last(where: { isFinal($0, before: release) }),
      contained.map({ $0 < nearest }) ?? true, let series = series(nearest)
    else { return nil }
    guard contained.flatMap(self.series) != series else { return nil }
    var found: (place: Int, base: Int32)?
    for candidate in candidates where isFinal(candidate, before: release) {
      guard self.series(candidate) == series, let other = releases[candidate].commit,
        let base = graph.mergeBases(other, commit).first
      else { continue }
      if let found, !isLater(base, than: found.base) { continue }
      found = (candidate, base)
    }
    guard let found else { return nil }
    let start = contained.flatMap { releases[$0].commit }
    return start.map { isLater(found.base, than: $0) } ?? true ? found.place : nil
  }

  private func isFinal(_ candidate: Int, before release: ReleaseRecord) -> Bool {
    let other = releases[candidate]
    guard other.isTagged, !other.isPrerelease, other.commit != nil else { return false }
    guard let date = release.date, let earlier = other.date else { return true }
    return earlier <= date
  }

  private func isLater(_ commit: Int32, than other: Int32) -> Bool {
    commit > other && graph.isAncestor(other, of: commit)
  }

  /// Returns the first two numbers of a version of three or more, the first one of a version of two.
  private func series(_ place: Int) -> [ArraySlice<UInt8>]? {
    let version = releases[place].version.drop { !isDigit($0) }
    let end = version.firstIndex { !isDigit($0) && $0 != UInt8(ascii: ".") } ?? version.endIndex
    let numbers = version[..<end].split(separator: UInt8(ascii: "."))
    return numbers.count > 1 ? Array(numbers.prefix(min(2, numbers.count - 1))) : nil
  }

  private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
