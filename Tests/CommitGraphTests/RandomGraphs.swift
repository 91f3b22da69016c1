import CommitGraph

/// A generator with a fixed seed (SplitMix64), so that a failing case comes again.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: Int) {
    state = UInt64(seed)
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

/// The parents of each commit of a random history: lines of commits, merges, octopus merges and
/// now and then another root.
func randomParents(commits: Int, using generator: inout SeededGenerator) -> [[Int32]] {
  (0..<commits).map { commit in
    let chance = Int.random(in: 0..<100, using: &generator)
    guard commit > 0, chance >= 3 else { return [] }
    let wanted = chance < 70 ? 1 : chance < 95 ? 2 : Int.random(in: 3...5, using: &generator)
    var parents: [Int32] = []
    for _ in 0..<wanted {
      let reach = Bool.random(using: &generator) ? min(commit, 8) : commit
      let parent = Int32(commit - Int.random(in: 1...reach, using: &generator))
      if !parents.contains(parent) { parents.append(parent) }
    }
    return parents
  }
}

func makeGraph(_ parents: [[Int32]]) -> CommitGraph {
  var graph = CommitGraph()
  for commitParents in parents { graph.append(parents: commitParents) }
  return graph
}

/// A random history with the plain answers to compare with.
struct RandomHistory {
  let parents: [[Int32]]
  let graph: CommitGraph

  /// For each commit, for each commit, whether it is an ancestor or the same.
  let isAncestor: [[Bool]]

  var generator: SeededGenerator

  init(seed: Int) {
    generator = SeededGenerator(seed: seed)
    let commits = Int.random(in: 1...(seed % 10 == 0 ? 300 : 80), using: &generator)
    parents = randomParents(commits: commits, using: &generator)
    graph = makeGraph(parents)
    var closure: [[Bool]] = []
    for (commit, commitParents) in parents.enumerated() {
      var row = [Bool](repeating: false, count: commits)
      row[commit] = true
      for parent in commitParents {
        for ancestor in 0...Int(parent) where closure[Int(parent)][ancestor] {
          row[ancestor] = true
        }
      }
      closure.append(row)
    }
    isAncestor = closure
  }

  mutating func commit() -> Int32 {
    Int32.random(in: 0..<Int32(parents.count), using: &generator)
  }

  mutating func commits(_ count: ClosedRange<Int>) -> [Int32] {
    (0..<Int.random(in: count, using: &generator)).map { _ in commit() }
  }

  /// The given commits and their ancestors.
  func ancestors(_ commits: [Int32]) -> Set<Int32> {
    Set((0..<Int32(parents.count)).filter { other in commits.contains { isAncestor($0, other) } })
  }

  /// The given commits and their first parents, those ones' first parents and so on.
  func firstParents(_ commits: [Int32]) -> Set<Int32> {
    var result: Set<Int32> = []
    for start in commits {
      var next: Int32? = start
      while let commit = next {
        result.insert(commit)
        next = parents[Int(commit)].first
      }
    }
    return result
  }

  private func isAncestor(_ commit: Int32, _ other: Int32) -> Bool {
    isAncestor[Int(commit)][Int(other)]
  }
}
