internal import CommitGraph

/// What the place of a release among those published before it means.
enum ReleaseVerdict: String {
  /// Not lower than any full release of its line that was published before it.
  case forward
  /// Lower, on a branch that left the history before the higher one: maintenance of an old line.
  case backport
  /// Lower, and built on the higher one, or on the main line beside it: a wrong number.
  case stray
  /// Lower, and contained in the higher one: an old commit that was tagged afterwards.
  case late
  /// Lower, on the very commit of the higher one: the same content under two numbers.
  case sameCommit = "same-commit"
  /// Lower, without any common history.
  case unrelated
  /// The dates, the commits or a part of the history are missing.
  case unknown
}

/// Tells backports from mistakes by ancestry.
struct ReleaseJudge {
  let graph: StoredGraph
  /// Whether the ancestry of some commits is cut off, so that "not an ancestor" proves nothing.
  let isIncomplete: Bool
  private let classes: ContainmentClasses?
  /// The commits that were the tip of the default branch, as far as first parents tell.
  private let mainLine: CommitSet
  /// The roots that each commit descends from, one bit each; empty if there is one root only, or
  /// more than 64.
  private let roots: [UInt64]

  /// - Parameter defaultTip: The row id of the default branch's commit.
  init(
    graph: StoredGraph, classes: ContainmentClasses?, defaultTip: Int64?, isIncomplete: Bool
  ) {
    self.graph = graph
    self.classes = classes
    self.isIncomplete = isIncomplete
    mainLine =
      defaultTip.flatMap { graph.ordinal(of: $0) }.map { graph.graph.firstParentChain(of: $0) }
      ?? CommitSet()
    roots = Self.roots(of: graph.graph)
  }

  /// Returns the verdict on a release with a lower version than one published before it.
  func verdict(
    on release: ReleaseProjection.Release, after higher: ReleaseProjection.Release
  ) -> ReleaseVerdict {
    guard let own = release.commit.flatMap({ graph.ordinal(of: $0) }),
      let other = higher.commit.flatMap({ graph.ordinal(of: $0) })
    else { return .unknown }
    if own == other { return .sameCommit }
    if isAncestor(higher, other, of: release, own) { return .stray }
    if isAncestor(release, own, of: higher, other) { return .late }
    if isIncomplete { return .unknown }
    if mainLine.contains(own) { return .stray }
    return haveCommonHistory(own, other) ? .backport : .unrelated
  }

  private func isAncestor(
    _ first: ReleaseProjection.Release, _ firstOrdinal: Int32,
    of second: ReleaseProjection.Release, _ secondOrdinal: Int32
  ) -> Bool {
    classes?.isAncestor(first.slot, of: second.slot)
      ?? graph.graph.isAncestor(firstOrdinal, of: secondOrdinal)
  }

  private func haveCommonHistory(_ first: Int32, _ second: Int32) -> Bool {
    roots.isEmpty
      ? !graph.graph.mergeBases(first, second).isEmpty
      : roots[Int(first)] & roots[Int(second)] != 0
  }

  private static func roots(of graph: CommitGraph) -> [UInt64] {
    var masks = [UInt64](repeating: 0, count: graph.count)
    var rootCount: UInt64 = 0
    for commit in 0..<graph.count {
      let parents = graph.parentStart[commit]..<graph.parentStart[commit + 1]
      if parents.isEmpty {
        guard rootCount < 64 else { return [] }
        masks[commit] = 1 << rootCount
        rootCount += 1
      } else {
        for edge in parents { masks[commit] |= masks[Int(graph.parents[Int(edge)])] }
      }
    }
    return masks
  }
}
