/// The commits of one repository and the edges to their parents.
///
/// A commit is a dense *ordinal* `0..<count`, and a parent always has a lower ordinal than its
/// children. So a loop over descending ordinals visits every commit after all of its descendants,
/// and no operation needs a priority queue, commit dates or recursion.
///
/// The edges are stored as compressed sparse rows: the parents of commit `c`, first parent first,
/// are `parents[parentStart[c]..<parentStart[c + 1]]`. 200,000 commits take 1.9 MB.
///
/// Parents that the repository lacks (the boundary of a shallow clone) are not in the graph.
package struct CommitGraph: Sendable, Equatable {
  /// Where the parents of each commit start in ``parents``; one element more than commits.
  package private(set) var parentStart: [Int32]

  /// The parents of all commits, one commit after the other.
  package private(set) var parents: [Int32]

  /// Creates a graph without commits.
  package init() {
    parentStart = [0]
    parents = []
  }

  /// Creates a graph from compressed sparse rows.
  ///
  /// The rows must be well formed: `parentStart` starts with 0, never decreases and ends with
  /// `parents.count`, and every parent is lower than its child. ``TopologicalOrder`` finds ordinals
  /// for commits that came in another order.
  ///
  /// - Complexity: O(commits + edges), for the check.
  package init(parentStart: [Int32], parents: [Int32]) {
    precondition(parentStart.first == 0, "the first row must start at 0")
    precondition(Int(parentStart[parentStart.count - 1]) == parents.count, "rows must end in place")
    Self.checkRows(parentStart: parentStart, parents: parents, from: 0)
    self.parentStart = parentStart
    self.parents = parents
  }

  /// Creates a graph from rows that are known to be well formed.
  init(checkedParentStart parentStart: [Int32], parents: [Int32]) {
    self.parentStart = parentStart
    self.parents = parents
  }

  /// The number of commits.
  package var count: Int { parentStart.count - 1 }

  /// Returns the first parent of a commit, or nil for a root.
  package func firstParent(of commit: Int32) -> Int32? {
    let start = parentStart[Int(commit)]
    return start < parentStart[Int(commit) + 1] ? parents[Int(start)] : nil
  }

  /// Returns the parents of a commit, first parent first.
  package func parents(of commit: Int32) -> ArraySlice<Int32> {
    parents[Int(parentStart[Int(commit)])..<Int(parentStart[Int(commit) + 1])]
  }

  /// Adds a commit and returns its ordinal.
  ///
  /// - Complexity: amortized O(its parents).
  @discardableResult
  package mutating func append(parents commitParents: [Int32]) -> Int32 {
    let ordinal = Int32(count)
    for parent in commitParents {
      precondition(parent >= 0 && parent < ordinal, "a parent must be lower than its child")
    }
    parents.append(contentsOf: commitParents)
    parentStart.append(Int32(parents.count))
    return ordinal
  }

  /// Adds many commits: for each the number of its parents, and the parents of all of them.
  ///
  /// The parents are ordinals of the whole graph, old commits and new ones.
  ///
  /// - Complexity: amortized O(new commits + their edges).
  package mutating func append(parentCounts: [Int32], parents newParents: [Int32]) {
    let first = count
    var end = Int32(parents.count)
    parentStart.reserveCapacity(parentStart.count + parentCounts.count)
    for parentCount in parentCounts {
      precondition(parentCount >= 0, "a number of parents must not be negative")
      end += parentCount
      parentStart.append(end)
    }
    precondition(Int(end) == parents.count + newParents.count, "counts and parents must agree")
    parents.append(contentsOf: newParents)
    Self.checkRows(parentStart: parentStart, parents: parents, from: first)
  }

  private static func checkRows(parentStart: [Int32], parents: [Int32], from first: Int) {
    let starts = parentStart.span
    let edges = parents.span
    var commit = first
    while commit + 1 < starts.count {
      var edge = Int(starts[commit])
      let end = Int(starts[commit + 1])
      precondition(edge <= end, "rows must not overlap")
      while edge < end {
        precondition(
          edges[edge] >= 0 && edges[edge] < commit, "a parent must be lower than its child")
        edge += 1
      }
      commit += 1
    }
  }
}
