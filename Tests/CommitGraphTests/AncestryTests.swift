import CommitGraph
import Testing

@Suite("Sweeps of a random history agree with plain closures")
struct AncestryTests {
  @Test("for ancestors and descendants", arguments: 0..<200)
  func ancestors(seed: Int) {
    var history = RandomHistory(seed: seed)
    let graph = history.graph
    let starts = history.commits(0...3)
    #expect(Set(graph.ancestors(of: starts, includingSelf: true)) == history.ancestors(starts))
    let parents = starts.flatMap { history.parents[Int($0)] }
    #expect(Set(graph.ancestors(of: starts, includingSelf: false)) == history.ancestors(parents))
    let commit = history.commit()
    let descendants = (0..<Int32(graph.count)).filter {
      history.isAncestor[Int($0)][Int(commit)]
    }
    #expect(Array(graph.descendants(of: commit)) == descendants)
    #expect(Set(graph.firstParentChain(of: commit)) == history.firstParents([commit]))
  }

  @Test("for whether a commit is an ancestor", arguments: 0..<200)
  func isAncestor(seed: Int) {
    var history = RandomHistory(seed: seed)
    for _ in 0..<30 {
      let (first, second) = (history.commit(), history.commit())
      #expect(
        history.graph.isAncestor(first, of: second) == history.isAncestor[Int(second)][Int(first)],
        "\(first) of \(second)")
    }
  }

  @Test("for all pairs of many commits", arguments: 0..<60)
  func matrix(seed: Int) {
    var history = RandomHistory(seed: seed)
    // More than one block of 64, with repetitions.
    let commits = (0..<[0, 1, 64, 65, 150][seed % 5]).map { _ in history.commit() }
    let matrix = history.graph.ancestorMatrix(of: commits)
    for (first, ancestor) in commits.enumerated() {
      for (second, commit) in commits.enumerated() {
        #expect(
          matrix.isAncestor(first, of: second) == history.isAncestor[Int(commit)][Int(ancestor)],
          "\(ancestor) of \(commit)")
      }
    }
  }

  @Test("where two orders rule out that a commit is an ancestor", arguments: 0..<200)
  func filter(seed: Int) {
    let history = RandomHistory(seed: seed)
    let filter = AncestryFilter(history.graph)
    for second in 0..<Int32(history.graph.count) {
      for first in 0..<Int32(history.graph.count)
      where !filter.mayBeAncestor(first, of: second) {
        #expect(!history.isAncestor[Int(second)][Int(first)], "\(first) of \(second)")
      }
    }
  }

  @Test("and two orders tell the sides of a fork apart")
  func forks() {
    // 0 ── 1 ── 2 ── 5 ── 6 ── 7, and 0 ── 3 ── 4 ── 7.
    let graph = makeGraph([[], [0], [1], [0], [3], [2], [5], [6, 4]])
    let filter = AncestryFilter(graph)
    for (one, other) in [(1, 3), (2, 4), (5, 3), (6, 4), (1, 4)] as [(Int32, Int32)] {
      #expect(!filter.mayBeAncestor(one, of: other) && !filter.mayBeAncestor(other, of: one))
    }
    #expect(filter.mayBeAncestor(3, of: 7) && filter.mayBeAncestor(2, of: 6))
  }

  @Test("for ranges", arguments: 0..<300)
  func ranges(seed: Int) {
    var history = RandomHistory(seed: seed)
    for _ in 0..<10 {
      let (lower, upper) = (history.commits(0...2), history.commits(1...2))
      let excluded = history.ancestors(lower)
      #expect(
        Set(history.graph.range(excluding: lower, including: upper))
          == history.ancestors(upper).subtracting(excluded), "\(lower) .. \(upper)")
      #expect(
        Set(history.graph.firstParentRange(excluding: lower, including: upper))
          == history.firstParents(upper).subtracting(excluded), "\(lower) .. \(upper)")
    }
  }

  @Test("for merge bases", arguments: 0..<200)
  func mergeBases(seed: Int) {
    var history = RandomHistory(seed: seed)
    for _ in 0..<20 {
      let (first, second) = (history.commit(), history.commit())
      let common = history.ancestors([first]).intersection(history.ancestors([second]))
      let best = common.filter { base in
        !common.contains { $0 != base && history.isAncestor[Int($0)][Int(base)] }
      }
      #expect(history.graph.mergeBases(first, second) == best.sorted(by: >))
    }
  }

  /// ```
  /// 0 - 1 --- 3 - 4    4 merges 2 (the side line 0 - 2)
  ///  \      /
  ///   - 2 -        5 continues 2 and merges nothing; 6 merges 3 as its second parent
  /// ```
  @Test("and a first-parent range excludes all ancestors of the lower commit")
  func firstParentRange() {
    let graph = makeGraph([[], [0], [0], [1, 2], [3], [2], [5, 3]])
    #expect(Array(graph.firstParentRange(excluding: [], including: [4])) == [0, 1, 3, 4])
    // 3 and 1 are ancestors of 6, though not on its line of first parents.
    #expect(Array(graph.firstParentRange(excluding: [6], including: [4])) == [4])
    #expect(Array(graph.firstParentRange(excluding: [1], including: [4])) == [3, 4])
    #expect(Array(graph.range(excluding: [1], including: [4])) == [2, 3, 4])
  }
}
