extension CommitGraph {
  /// Returns the best common ancestors of two commits, highest ordinal first: those that are not
  /// ancestors of another common ancestor, as `git merge-base --all` does.
  ///
  /// The result is empty for unrelated commits. Criss-cross merges have several bases.
  ///
  /// - Complexity: O(commits and edges above the lowest visited one + count / 64); the sweep stops
  ///   when only ancestors of the bases are left. About 2 ms for 100,000 visited commits.
  package func mergeBases(_ first: Int32, _ second: Int32) -> [Int32] {
    guard first != second else { return [first] }
    var sweep = MergeBaseSweep(capacity: Int(max(first, second)) + 1)
    sweep.mark(first, with: .first)
    sweep.mark(second, with: .second)
    var bases: [Int32] = []
    while sweep.open > 0, let (commit, mark) = sweep.next() {
      var inherited = mark
      if mark == .both {
        bases.append(commit)
        inherited = .stale
      }
      for parent in parents(of: commit) { sweep.mark(parent, with: inherited) }
    }
    return bases
  }
}

/// From which sides a commit is known to be reachable.
private struct Mark: OptionSet {
  let rawValue: UInt8

  static let first = Mark(rawValue: 1)
  static let second = Mark(rawValue: 2)
  static let both: Mark = [.first, .second]

  /// From a common ancestor too.
  static let stale = Mark(rawValue: 7)
}

/// The state of a sweep for merge bases: one mark per commit, visited from the highest down.
private struct MergeBaseSweep {
  private var marks: [Mark]
  private var position: Int

  /// The number of marked commits that are not visited yet and not stale.
  private(set) var open = 0

  init(capacity: Int) {
    marks = [Mark](repeating: [], count: capacity)
    position = capacity
  }

  mutating func mark(_ commit: Int32, with mark: Mark) {
    let old = marks[Int(commit)]
    let new = old.union(mark)
    if old.isEmpty && new != .stale { open += 1 }
    if !old.isEmpty && old != .stale && new == .stale { open -= 1 }
    marks[Int(commit)] = new
  }

  /// Returns the highest marked commit that is not visited yet.
  mutating func next() -> (Int32, Mark)? {
    repeat {
      position -= 1
      if position < 0 { return nil }
    } while marks[position].isEmpty
    let mark = marks[position]
    if mark != .stale { open -= 1 }
    return (Int32(position), mark)
  }
}
