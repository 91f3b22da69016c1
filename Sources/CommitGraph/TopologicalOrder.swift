/// Finds ordinals in which every parent is lower than its children.
package enum TopologicalOrder {
  /// Returns new ordinals for commits of which some have a lower number than a parent, or nil if
  /// none has.
  ///
  /// Commits that come in the order of their dates are nearly in order: a skewed clock or new
  /// history below a shallow clone's boundary puts a few parents after their children. The new
  /// order is the old one, but for each commit that parents (and theirs) which would come later
  /// are moved to just before it. So commits that were in order keep their relative order.
  ///
  /// - Parameters:
  ///   - parentStart: As in ``CommitGraph``.
  ///   - parents: As in ``CommitGraph``, but a parent may have any number.
  /// - Returns: The new ordinal of each commit.
  /// - Throws: ``CommitGraphError`` if a commit is its own ancestor.
  /// - Complexity: O(commits + edges); no recursion.
  package static func repaired(
    parentStart: [Int32], parents: [Int32]
  ) throws(CommitGraphError) -> [Int32]? {
    guard !isOrdered(parentStart: parentStart, parents: parents) else { return nil }
    let count = parentStart.count - 1
    let unseen: Int32 = -1
    let onStack: Int32 = -2
    var ordinals = [Int32](repeating: unseen, count: count)
    // The next edge to look at for each commit on the stack.
    var nextEdge = parentStart
    var stack: [Int32] = []
    var emitted: Int32 = 0
    for start in 0..<Int32(count) where ordinals[Int(start)] == unseen {
      stack.append(start)
      ordinals[Int(start)] = onStack
      while let commit = stack.last {
        let edge = nextEdge[Int(commit)]
        if edge == parentStart[Int(commit) + 1] {
          ordinals[Int(commit)] = emitted
          emitted += 1
          stack.removeLast()
          continue
        }
        nextEdge[Int(commit)] = edge + 1
        let parent = parents[Int(edge)]
        if ordinals[Int(parent)] == onStack {
          throw CommitGraphError(
            code: .cycle, message: "the commit with number \(parent) is its own ancestor")
        }
        if ordinals[Int(parent)] == unseen {
          ordinals[Int(parent)] = onStack
          stack.append(parent)
        }
      }
    }
    return ordinals
  }

  private static func isOrdered(parentStart: [Int32], parents: [Int32]) -> Bool {
    for commit in 0..<(parentStart.count - 1) {
      for edge in parentStart[commit]..<parentStart[commit + 1]
      where parents[Int(edge)] >= commit {
        return false
      }
    }
    return true
  }
}

extension CommitGraph {
  /// Creates a graph from rows in another order and the new ordinal of each of their commits.
  ///
  /// - Parameters:
  ///   - parentStart: The rows by old numbers.
  ///   - parents: The parents by old numbers.
  ///   - ordinals: The new ordinals, as ``TopologicalOrder`` returns them.
  /// - Complexity: O(commits + edges).
  package init(parentStart: [Int32], parents: [Int32], ordinals: [Int32]) {
    var oldNumbers = [Int32](repeating: 0, count: ordinals.count)
    for (old, new) in ordinals.enumerated() { oldNumbers[Int(new)] = Int32(old) }
    var newStart: [Int32] = [0]
    var newParents: [Int32] = []
    newStart.reserveCapacity(parentStart.count)
    newParents.reserveCapacity(parents.count)
    for old in oldNumbers {
      for edge in parentStart[Int(old)]..<parentStart[Int(old) + 1] {
        newParents.append(ordinals[Int(parents[Int(edge)])])
      }
      newStart.append(Int32(newParents.count))
    }
    self.init(parentStart: newStart, parents: newParents)
  }
}
