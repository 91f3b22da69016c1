import CommitGraph
import Testing

@Suite("A commit graph")
struct CommitGraphTests {
  @Test("gives the parents of a commit, first parent first")
  func parents() {
    let graph = CommitGraph(parentStart: [0, 0, 1, 2, 4], parents: [0, 0, 2, 1])
    #expect(graph.count == 4)
    #expect(graph.firstParent(of: 0) == nil)
    #expect(graph.firstParent(of: 3) == 2)
    #expect(Array(graph.parents(of: 3)) == [2, 1])
    #expect(graph.parents(of: 0).isEmpty)
  }

  @Test("is empty at first")
  func empty() {
    let graph = CommitGraph()
    #expect(graph.count == 0)
    #expect(graph == CommitGraph(parentStart: [0], parents: []))
    #expect(graph.ancestors(of: [], includingSelf: true).isEmpty)
    #expect(graph.range(excluding: [], including: []).isEmpty)
  }

  @Test("grows by single commits and by many at once")
  func append() {
    var single = CommitGraph()
    #expect(single.append(parents: []) == 0)
    #expect(single.append(parents: [0]) == 1)
    #expect(single.append(parents: [1, 0]) == 2)
    var bulk = CommitGraph(parentStart: [0, 0], parents: [])
    bulk.append(parentCounts: [1, 2], parents: [0, 1, 0])
    #expect(single == bulk)
  }

  @Test("is the same whether it grows or is made at once", arguments: 0..<50)
  func bulk(seed: Int) {
    let history = RandomHistory(seed: seed)
    let starts = history.graph.parentStart
    let edges = history.graph.parents
    #expect(CommitGraph(parentStart: starts, parents: edges) == history.graph)
    let split = history.parents.count / 2
    var graph = makeGraph(Array(history.parents[..<split]))
    let added = history.parents[split...]
    graph.append(parentCounts: added.map { Int32($0.count) }, parents: added.flatMap { $0 })
    #expect(graph == history.graph)
    for (commit, parents) in history.parents.enumerated() {
      #expect(Array(graph.parents(of: Int32(commit))) == parents)
      #expect(graph.firstParent(of: Int32(commit)) == parents.first)
    }
  }

  @Test("refuses a parent that is not lower than its child")
  func parentAboveChild() async {
    await #expect(processExitsWith: .failure) {
      _ = CommitGraph(parentStart: [0, 1, 1], parents: [1])
    }
  }
}

@Suite("A set of commits")
struct CommitSetTests {
  @Test("has the members that were inserted and not removed")
  func members() {
    var set = CommitSet([0, 63, 64, 200] as [Int32])
    #expect(set.count == 4)
    #expect(set.contains(63) && !set.contains(62) && !set.contains(5_000) && !set.contains(-1))
    set.remove(63)
    set.remove(9_999)
    #expect(Array(set) == [0, 64, 200])
    #expect(Array(set.descending) == [200, 64, 0])
    #expect(set.last == 200)
  }

  @Test(
    "finds the highest member below an ordinal",
    arguments: [
      (0, nil), (1, 0), (63, 0), (64, 63), (65, 64), (200, 64), (201, 200), (Int32.max, 200),
    ] as [(Int32, Int32?)])
  func nextBelow(ordinal: Int32, expected: Int32?) {
    #expect(CommitSet([0, 63, 64, 200] as [Int32]).nextBelow(ordinal) == expected)
  }

  @Test("without members has no first or last one")
  func empty() {
    let set = CommitSet(capacity: 1_000)
    #expect(set.isEmpty && set.count == 0 && set.last == nil)
    #expect(Array(set).isEmpty && Array(CommitSet()).isEmpty)
    #expect(set == CommitSet())
  }

  @Test("is combined with sets of other capacities", arguments: 0..<50)
  func combination(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    func members(_ limit: Int32) -> Set<Int32> {
      Set((0..<40).map { _ in Int32.random(in: 0..<limit, using: &generator) })
    }
    let (left, right) = (members(seed % 2 == 0 ? 100 : 500), members(300))
    var union = CommitSet(left)
    union.formUnion(CommitSet(right))
    var difference = CommitSet(left)
    difference.subtract(CommitSet(right))
    var intersection = CommitSet(left)
    intersection.formIntersection(CommitSet(right))
    #expect(Array(union) == left.union(right).sorted())
    #expect(Array(difference) == left.subtracting(right).sorted())
    #expect(Array(intersection) == left.intersection(right).sorted())
    #expect(Array(union.descending) == left.union(right).sorted(by: >))
  }
}
