import HistoryStore
import TestSupport
import Testing

/// Answers about the graph are compared with those of git itself, on histories with merges, several
/// roots, and clocks that go wrong.
@Suite("Answers about the graph equal git's")
struct GraphAnswersTests {
  enum Way: CaseIterable, CustomTestStringConvertible {
    case atOnce, atOnceWithCommitGraph, inSteps, inStepsWithSkew, atOnceWithSkew

    var hasSkew: Bool { self == .inStepsWithSkew || self == .atOnceWithSkew }
    var steps: Int { self == .inSteps || self == .inStepsWithSkew ? 12 : 1 }

    var testDescription: String {
      switch self {
      case .atOnce: "one look"
      case .atOnceWithCommitGraph: "one look with a commit-graph"
      case .inSteps: "many looks"
      case .inStepsWithSkew: "many looks, children older than parents"
      case .atOnceWithSkew: "one look, children older than parents"
      }
    }
  }

  private func withHistory(
    _ way: Way, commits: Int = 300, _ body: (GitFixture, IndexedHistory) async throws -> Void
  ) async throws {
    try await GitFixture.with(bare: true) { git in
      var random = RandomHistory(seed: 42, hasSkew: way.hasSkew)
      let history = IndexedHistory(git)
      for step in 0..<way.steps {
        try await random.grow(git, by: commits / way.steps)
        if way == .atOnceWithCommitGraph {
          try await git.git("commit-graph", "write", "--reachable")
        }
        try await history.index(
          git, at: "2024-03-\(step < 9 ? "0" : "")\(step + 1)T00:00:00Z")
      }
      // Without it, and without --topo-order, git's own ranges are wrong where clocks were.
      try await git.git("commit-graph", "write", "--reachable")
      try await body(git, history)
    }
  }

  private func lines(_ git: GitFixture, _ arguments: String...) async throws -> [String] {
    try await git.git(arguments).split(separator: "\n").map(String.init)
  }

  @Test("all ranges between neighbouring tags hold git's commits", arguments: Way.allCases)
  func ranges(_ way: Way) async throws {
    try await withHistory(way) { git, history in
      let tags = try await lines(git, "tag")
      #expect(tags.count > 20)
      for (lower, upper) in zip(tags, tags.dropFirst()) {
        for (from, to) in [(lower, upper), (upper, lower)] {
          let expected = try await lines(git, "rev-list", "--topo-order", "\(from)..\(to)")
          let found = try history.rows("commits in \(from)..\(to) | select sha")
          #expect(found.sorted() == expected.sorted(), "\(from)..\(to)")
          #expect(
            try history.rows("commits in \(from)..\(to) | count") == ["\(expected.count)"])
        }
        let expected = try await lines(
          git, "rev-list", "--topo-order", "--first-parent", "\(lower)..\(upper)")
        #expect(
          try history.rows("commits in \(lower)..\(upper) first parent | select sha") == expected,
          "\(lower)..\(upper) first parent")
      }
    }
  }

  @Test("a commit never comes before its children in the order of answers", arguments: Way.allCases)
  func order(_ way: Way) async throws {
    try await withHistory(way) { git, history in
      let places = Dictionary(
        uniqueKeysWithValues: try history.rows("commits | select sha").enumerated()
          .map { ($1, $0) })
      let edges = try await lines(git, "rev-list", "--all", "--parents")
      #expect(places.count == edges.count)
      let wrong = edges.filter { edge in
        let ids = edge.split(separator: " ").map { places[String($0)] ?? -1 }
        return ids.dropFirst().contains { $0 <= ids[0] }
      }
      #expect(wrong == [])
    }
  }

  @Test("the tags that contain a commit are those that git names", arguments: Way.allCases)
  func containingTags(_ way: Way) async throws {
    try await withHistory(way) { git, history in
      let commits = try await lines(git, "rev-list", "--all")
      for index in stride(from: 0, to: commits.count, by: 13) {
        let commit = commits[index]
        let expected = try await lines(git, "tag", "--contains", commit)
        let found = try history.rows("tags containing sha:\(commit) | select name")
        #expect(found.sorted() == expected.sorted(), "\(commit)")
      }
    }
  }

  @Test("what a commit reaches, and which branches contain it, is what git says")
  func reachable() async throws {
    try await withHistory(.inStepsWithSkew) { git, history in
      let commits = try await lines(git, "rev-list", "--all")
      for index in stride(from: 0, to: commits.count, by: 37) {
        let commit = commits[index]
        let count = try await git.git("rev-list", "--count", commit)
        try expectQuery(history, "commits reachable from sha:\(commit) | count", rows: [count])
        let branches = try await lines(
          git, "branch", "--contains", commit, "--format=%(refname:short)")
        let found = try history.rows("branches containing sha:\(commit) | select name")
        #expect(found.sorted() == branches.sorted(), "\(commit)")
      }
    }
  }

  @Test("the first release of a commit has no ancestor among the releases that contain it")
  func firstRelease() async throws {
    try await withHistory(.inStepsWithSkew, commits: 120) { git, history in
      var contained: [String: Set<String>] = [:]
      let tags = try history.rows(
        "releases | where is_main | sort version | select version, prerelease"
      )
      .map { $0.split(separator: " | ").map(String.init) }
      for tag in tags {
        contained[tag[0]] = Set(try await lines(git, "rev-list", tag[0]))
      }
      func first(_ commit: String, prereleases: Bool) async throws -> String? {
        let holders = tags.filter {
          ($0[1] == "true") == prereleases && contained[$0[0]]?.contains(commit) == true
        }.map { $0[0] }
        var best: [String] = []
        for holder in holders {
          let tip = try await git.id("\(holder)^0")
          let isFirst = !holders.contains { other in
            other != holder
              && contained[holder]?.isStrictSuperset(of: contained[other] ?? []) == true
          }
          if isFirst, contained[holder]?.contains(tip) == true { best.append(holder) }
        }
        return best.first
      }
      for row in try history.rows("commits | select sha, first_release") {
        let parts = row.split(separator: " | ").map(String.init)
        let full = try await first(parts[0], prereleases: false)
        let early = full == nil ? try await first(parts[0], prereleases: true) : nil
        #expect(parts[1] == full ?? early ?? "null", "\(parts[0])")
      }
    }
  }

  @Test("one look and many looks give the same answers", arguments: [false, true])
  func looksAgree(_ hasSkew: Bool) async throws {
    let questions = [
      "commits | sort sha | select sha, time, subject, parents, reachable, first_release",
      "tags | select name, version, line, class, is_main, commit.sha, commit.first_release",
      "releases | sort version | select version, commit.sha, highest_before, verdict, released_at",
      "branches | select name, is_default, commit.sha",
    ]
    var answers: [[[String]]] = []
    for way in hasSkew ? [Way.atOnceWithSkew, .inStepsWithSkew] : [.atOnce, .inSteps] {
      try await withHistory(way) { git, history in
        answers.append(try questions.map { try history.rows($0) })
      }
    }
    for (question, (once, steps)) in zip(questions, zip(answers[0], answers[1])) {
      #expect(once == steps, "\(question)")
    }
  }
}
