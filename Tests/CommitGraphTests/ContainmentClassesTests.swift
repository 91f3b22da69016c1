import CommitGraph
import Testing

/// A random history with tags at random commits, some slots left out and some commits shared.
private func tagged(seed: Int) -> (RandomHistory, [ContainmentClasses.Tag]) {
  var history = RandomHistory(seed: seed)
  let slots = Int.random(in: 0...(seed % 3 == 0 ? 150 : 12), using: &history.generator)
  var tags: [ContainmentClasses.Tag] = []
  for slot in 0..<slots where Int.random(in: 0..<8, using: &history.generator) > 0 {
    tags.append(.init(slot: slot, ordinal: history.commit()))
  }
  return (history, tags.shuffled(using: &history.generator))
}

private func expectExact(
  _ classes: ContainmentClasses, _ history: RandomHistory, _ tags: [ContainmentClasses.Tag],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  for commit in 0..<history.graph.count {
    let expected = tags.filter { history.isAncestor[Int($0.ordinal)][commit] }.map(\.slot)
    let label = classes.labels[commit]
    #expect(classes.slots(ofClass: label) == expected.sorted(), sourceLocation: sourceLocation)
    let contained = tags.map(\.slot).filter { classes.contains($0, inClass: label) }
    #expect(contained == expected, sourceLocation: sourceLocation)
  }
  let used = classes.usedClasses
  #expect(Set(used.map { Array(classes.set(ofClass: $0)) }).count == used.count)
  #expect(classes.slots(ofClass: 0).isEmpty)
}

@Suite("Containment classes")
struct ContainmentClassesTests {
  @Test("give each commit the tags that a sweep finds", arguments: 0..<200)
  func exact(seed: Int) throws {
    let (history, tags) = tagged(seed: seed)
    let classes = try #require(ContainmentClasses(graph: history.graph, tags: tags))
    expectExact(classes, history, tags)
    #expect(classes.usedClasses == Array(0..<Int32(classes.count)))
    for first in tags.prefix(12) {
      for second in tags.prefix(12) {
        #expect(
          classes.isAncestor(first.slot, of: second.slot)
            == history.isAncestor[Int(second.ordinal)][Int(first.ordinal)])
      }
    }
  }

  @Test("without tags are only the empty one")
  func noTags() throws {
    let classes = try #require(ContainmentClasses(graph: makeGraph([[], [0]]), tags: []))
    #expect(classes.labels == [0, 0])
    #expect(classes.count == 1)
    #expect(!classes.contains(0, inClass: 0) && !classes.contains(900, inClass: 0))
    #expect(!classes.isAncestor(0, of: 3))
    let none = try #require(ContainmentClasses(graph: CommitGraph(), tags: []))
    #expect(none.labels.isEmpty)
  }

  @Test("are given up when there are too many")
  func limit() {
    let graph = makeGraph([[], [0], [1], [2], [3], [4]])
    let tags = (0..<6).map { ContainmentClasses.Tag(slot: $0, ordinal: Int32($0)) }
    #expect(ContainmentClasses(graph: graph, tags: tags, limit: 6) == nil)
    #expect(ContainmentClasses(graph: graph, tags: tags, limit: 7) != nil)
  }

  @Test("stay exact when they are renumbered", arguments: 0..<200)
  func renumbered(seed: Int) throws {
    let (history, tags) = tagged(seed: seed)
    let fewer = Array(tags.dropLast(1 + seed % 3))
    let known = try #require(ContainmentClasses(graph: history.graph, tags: fewer))
    let classes = try #require(ContainmentClasses(graph: history.graph, tags: tags))
    let stable = classes.renumbered(keeping: known.labels.dropLast(seed % 7))
    expectExact(stable, history, tags)
    let again = classes.renumbered(keeping: stable.labels)
    #expect(again.labels == stable.labels)
    #expect(again.sets == stable.sets)
  }

  @Test("keep the numbers of commits that stay together when a tag is added")
  func numbersStay() throws {
    // A line 0 … 5 with tags on 1 and 3; then a tag on 5.
    let graph = makeGraph([[], [0], [1], [2], [3], [4]])
    let tags = [1, 3].enumerated().map { ContainmentClasses.Tag(slot: $0, ordinal: $1) }
    let old = try #require(ContainmentClasses(graph: graph, tags: tags))
    let new = try #require(
      ContainmentClasses(graph: graph, tags: tags + [.init(slot: 2, ordinal: 5)]))
    let stable = new.renumbered(keeping: old.labels)
    #expect(Array(stable.labels[..<4]) == Array(old.labels[..<4]))
    #expect(Array(stable.labels[4...]) == [3, 3])
    #expect(stable.slots(ofClass: stable.labels[0]) == [0, 1, 2])
  }

  @Test("take a number for a new class that nothing used, and fill holes")
  func freshNumbers() throws {
    // Tags on 0, 1 and 2: a class for each commit.
    let tags = (0..<3).map { ContainmentClasses.Tag(slot: $0, ordinal: Int32($0)) }
    let classes = try #require(
      ContainmentClasses(graph: makeGraph([[], [0], [1]]), tags: tags))
    #expect(classes.renumbered(keeping: [7, 7, 7]).labels == [7, 2, 1])
    #expect(classes.renumbered(keeping: [2, 1]).labels == [2, 1, 3])
    #expect(classes.renumbered(keeping: [0, 2, 5]).labels == [1, 2, 5])
    let holes = classes.renumbered(keeping: [7, 7, 7])
    #expect(holes.count == 8)
    #expect(holes.usedClasses == [0, 1, 2, 7])
  }

  @Test("do not keep numbers that no history of this size can have")
  func absurdNumbers() throws {
    let tags = [ContainmentClasses.Tag(slot: 0, ordinal: 0)]
    let classes = try #require(ContainmentClasses(graph: makeGraph([[]]), tags: tags))
    #expect(classes.renumbered(keeping: [Int32.max]).labels == [1])
    #expect(classes.renumbered(keeping: [-5]).labels == [1])
  }
}
