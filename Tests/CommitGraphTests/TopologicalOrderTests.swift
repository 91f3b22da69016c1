import CommitGraph
import Testing

private func rows(_ parents: [[Int32]]) -> (parentStart: [Int32], parents: [Int32]) {
  var starts: [Int32] = [0]
  for commitParents in parents { starts.append((starts.last ?? 0) + Int32(commitParents.count)) }
  return (starts, parents.flatMap { $0 })
}

private func repaired(_ parents: [[Int32]]) throws -> [Int32]? {
  let rows = rows(parents)
  return try TopologicalOrder.repaired(parentStart: rows.parentStart, parents: rows.parents)
}

@Suite("The repair of an order")
struct TopologicalOrderTests {
  @Test("changes nothing where parents come first")
  func ordered() throws {
    #expect(try repaired([]) == nil)
    #expect(try repaired([[], [0], [0, 1]]) == nil)
  }

  @Test(
    "moves late parents to just before their child",
    arguments: [
      ([[1], []], [1, 0]),
      // The parent of 1 is 3, whose parent is 2.
      ([[], [3], [], [2], [1]], [0, 3, 1, 2, 4]),
      // Both parents of 0 are late; the first one comes first.
      ([[2, 1], [], []], [2, 1, 0]),
    ] as [([[Int32]], [Int32])])
  func late(parents: [[Int32]], expected: [Int32]) throws {
    #expect(try repaired(parents) == expected)
  }

  @Test("puts every parent before its children in shuffled histories", arguments: 0..<200)
  func random(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    let commits = Int.random(in: 2...200, using: &generator)
    let sorted = randomParents(commits: commits, using: &generator)
    // A few commits change places, as with a skewed clock; in every fifth case all of them do.
    var numbers = (0..<Int32(commits)).map { $0 }
    if seed % 5 == 0 {
      numbers.shuffle(using: &generator)
    } else {
      for _ in 0..<3 {
        let first = Int.random(in: 0..<commits, using: &generator)
        numbers.swapAt(first, Int.random(in: 0..<commits, using: &generator))
      }
    }
    var parents = [[Int32]](repeating: [], count: commits)
    for (old, number) in numbers.enumerated() {
      parents[Int(number)] = sorted[old].map { numbers[Int($0)] }
    }
    let isOrdered = parents.enumerated().allSatisfy { commit, commitParents in
      commitParents.allSatisfy { $0 < commit }
    }
    guard let ordinals = try repaired(parents) else {
      #expect(isOrdered)
      return
    }
    #expect(!isOrdered)
    #expect(ordinals.sorted() == Array(0..<Int32(commits)))
    let rows = rows(parents)
    let graph = CommitGraph(
      parentStart: rows.parentStart, parents: rows.parents, ordinals: ordinals)
    for commit in 0..<commits {
      #expect(
        Array(graph.parents(of: ordinals[commit])) == parents[commit].map { ordinals[Int($0)] })
    }
    #expect(keepsOrder(parents, ordinals))
  }

  /// Whether two commits change places only if the later one is an ancestor of a commit that is not
  /// later than the other.
  private func keepsOrder(_ parents: [[Int32]], _ ordinals: [Int32]) -> Bool {
    var isMoved = [Bool](repeating: false, count: parents.count)
    var stack: [Int32] = []
    for (commit, commitParents) in parents.enumerated() {
      stack += commitParents.filter { $0 > commit && !isMoved[Int($0)] }
      while let late = stack.popLast() {
        isMoved[Int(late)] = true
        stack += parents[Int(late)].filter { $0 > commit && !isMoved[Int($0)] }
      }
    }
    let kept = ordinals.indices.filter { !isMoved[$0] }.map { ordinals[$0] }
    return kept == kept.sorted()
  }

  @Test("does not recurse: a reversed line of 100,000 commits is put right")
  func deep() throws {
    let count: Int32 = 100_000
    let ordinals = try repaired((0..<count).map { $0 + 1 < count ? [$0 + 1] : [] })
    #expect(ordinals?.first == count - 1)
    #expect(ordinals?.last == 0)
  }

  @Test("fails for a commit that is its own ancestor")
  func cycle() throws {
    let error = try #require(throws: CommitGraphError.self) { try repaired([[2], [0], [1]]) }
    #expect(error.code == .cycle)
    #expect(try #require(throws: CommitGraphError.self) { try repaired([[0]]) }.code == .cycle)
  }
}
