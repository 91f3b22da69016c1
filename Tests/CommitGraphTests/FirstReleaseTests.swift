import CommitGraph
import Testing

@Suite("The first release of a class")
struct FirstReleaseTests {
  @Test("has no containing release among its ancestors, and the lowest version", arguments: 0..<200)
  func random(seed: Int) throws {
    var history = RandomHistory(seed: seed)
    let slots = Int.random(in: 1...(seed % 3 == 0 ? 100 : 12), using: &history.generator)
    let tags = (0..<slots).map { ContainmentClasses.Tag(slot: $0, ordinal: history.commit()) }
    let ranks = (0..<slots).shuffled(using: &history.generator)
    // Other tags are no releases.
    let releases = (0..<slots).filter { $0 % 4 != 3 }.map {
      ContainmentClasses.Release(slot: $0, rank: ranks[$0])
    }
    let classes = try #require(ContainmentClasses(graph: history.graph, tags: tags))
    let found = classes.firstReleases(among: releases.shuffled(using: &history.generator))
    #expect(found.count == classes.count)
    for commit in 0..<history.graph.count {
      let containing = releases.filter {
        history.isAncestor[Int(tags[$0.slot].ordinal)][commit]
      }
      let first = containing.filter { release in
        let ordinal = tags[release.slot].ordinal
        return !containing.contains {
          let other = tags[$0.slot].ordinal
          return other != ordinal && history.isAncestor[Int(ordinal)][Int(other)]
        }
      }
      let expected = first.min { $0.rank < $1.rank }?.slot
      #expect(found[Int(classes.labels[commit])] == expected, "commit \(commit)")
    }
    // Other numbers, some of them unused, change nothing.
    let other = classes.renumbered(keeping: classes.labels.map { $0 == 0 ? 0 : 3 * $0 })
    let renumbered = other.firstReleases(among: releases)
    #expect(other.labels.map { renumbered[Int($0)] } == classes.labels.map { found[Int($0)] })
  }

  @Test("is the backport to the older line where a newer release contains the commit too")
  func backport() throws {
    // 0 - 1 - 2 (v2.0) and 0 - 1 - 3 (v1.1): both contain 1, and neither contains the other.
    let graph = makeGraph([[], [0], [1], [1]])
    let tags = [ContainmentClasses.Tag(slot: 0, ordinal: 2), .init(slot: 1, ordinal: 3)]
    let classes = try #require(ContainmentClasses(graph: graph, tags: tags))
    let found = classes.firstReleases(among: [.init(slot: 0, rank: 1), .init(slot: 1, rank: 0)])
    #expect(classes.labels.map { found[Int($0)] } == [1, 1, 0, 1])
  }

  @Test("is missing where no release contains the commits")
  func none() throws {
    let classes = try #require(
      ContainmentClasses(graph: makeGraph([[], [0]]), tags: [.init(slot: 4, ordinal: 0)]))
    #expect(classes.firstReleases(among: []) == [nil, nil])
    let found = classes.firstReleases(among: [.init(slot: 4, rank: 0)])
    #expect(classes.labels.map { found[Int($0)] } == [4, nil])
  }
}
