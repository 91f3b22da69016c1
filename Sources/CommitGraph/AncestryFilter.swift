/// Tells of most pairs of commits, without a walk, that neither is the other's ancestor.
///
/// An ancestor comes before its descendants in every topological order. Two orders are kept, of
/// walks that take branches, and parents of merges, in opposite turns: commits on different sides of
/// a fork come in one order in the first and in the other in the second.
///
/// It is worth its cost where many pairs are asked for: O(commits + edges), some ms for 200,000 commits.
package struct AncestryFilter: Sendable {
  private let forward: [Int32]
  private let backward: [Int32]

  package init(_ graph: CommitGraph) {
    forward = Self.places(graph, isReversed: false)
    backward = Self.places(graph, isReversed: true)
  }

  /// Returns false only if the first commit is no ancestor of the second; true leaves it open.
  package func mayBeAncestor(_ ancestor: Int32, of commit: Int32) -> Bool {
    forward[Int(ancestor)] <= forward[Int(commit)]
      && backward[Int(ancestor)] <= backward[Int(commit)]
  }

  /// Returns the place of each commit in the order in which a walk from the tips leaves commits.
  private static func places(_ graph: CommitGraph, isReversed: Bool) -> [Int32] {
    let count = graph.count
    var hasChild = [Bool](repeating: false, count: count)
    for parent in graph.parents { hasChild[Int(parent)] = true }
    // -1: not met; -2: met and not left.
    var places = [Int32](repeating: -1, count: count)
    var next: Int32 = 0
    var stack: [(commit: Int32, step: Int32)] = []
    for index in 0..<count {
      let tip = isReversed ? count - 1 - index : index
      guard !hasChild[tip] else { continue }
      places[tip] = -2
      stack.append((Int32(tip), 0))
      while let (commit, step) = stack.popLast() {
        let start = graph.parentStart[Int(commit)]
        let end = graph.parentStart[Int(commit) + 1]
        guard step < end - start else {
          places[Int(commit)] = next
          next += 1
          continue
        }
        stack.append((commit, step + 1))
        let parent = graph.parents[Int(isReversed ? end - 1 - step : start + step)]
        if places[Int(parent)] == -1 {
          places[Int(parent)] = -2
          stack.append((parent, 0))
        }
      }
    }
    return places
  }
}
