import HistoryStore
import QueryLanguage
import TestSupport
import Testing

@Suite("What changed between two looks")
struct MoveTests {
  private let change =
    "select at_earliest, at, precision, change, old, new, old_version, new_version, direction"
  private let between = "2024-02-01T00:00:00Z | 2024-02-02T00:00:00Z | bounded"

  /// Three commits on `main`, of which the second is tagged `v1.0.0`, and a first look.
  private func withHistory(
    _ body: (GitFixture, IndexedHistory, [String]) async throws -> Void
  ) async throws {
    try await GitFixture.with { git in
      var commits: [String] = []
      for number in 0..<3 {
        commits.append(try await git.commit("\(number)", date: "2024-01-0\(number + 1)T00:00:00Z"))
      }
      try await git.tag("v1.0.0", at: commits[1])
      let history = IndexedHistory(git)
      try await history.index(git)
      try await body(git, history, commits)
    }
  }

  private func look(
    _ git: GitFixture, _ history: IndexedHistory, day: Int = 2
  ) async throws
    -> RefChanges
  {
    try await history.index(git, at: "2024-02-0\(day)T00:00:00Z").refs
  }

  @Test("a second look without news is recorded as a look and nothing else")
  func nothingNew() async throws {
    try await withHistory { git, history, _ in
      let before = try history.sql("SELECT kind, count(*) FROM v_observations GROUP BY kind")
      let changes = try await look(git, history)
      #expect(changes.isEmpty)
      #expect(before == ["look | 1", "ref | 2", "scheme | 1"])
      #expect(
        try history.sql("SELECT kind, count(*) FROM v_observations GROUP BY kind")
          == ["look | 2", "ref | 2", "scheme | 1"])
      try expectQuery(
        history, "coverage | select first_seen, last_seen",
        rows: ["2024-02-01T00:00:00Z | 2024-02-02T00:00:00Z"])
    }
  }

  @Test("a moved tag is a move between the two looks, with its old and new target")
  func movedTag() async throws {
    try await withHistory { git, history, commits in
      try await git.tag("v1.0.0", at: commits[2], force: true)
      #expect(try await look(git, history).moved == 1)
      try expectQuery(
        history, "moves of v1.0.0 | where change != \"create\" | \(change)",
        rows: [
          "\(between) | move | \(commits[1]) | \(commits[2]) | v1.0.0 | v1.0.0 | same"
        ])
      try expectQuery(
        history, "history of v1.0.0 | select since, until, precision, target",
        rows: [
          "2024-01-02T00:00:00Z | 2024-02-02T00:00:00Z | claimed | \(commits[1])",
          "2024-02-02T00:00:00Z | null | bounded | \(commits[2])",
        ])
      try expectQuery(
        history, "releases | select version, commit.sha", rows: ["v1.0.0 | \(commits[2])"])
    }
  }

  @Test("the state at a time is the state whose span contains it, with its end excluded")
  func asOf() async throws {
    try await withHistory { git, history, commits in
      try await git.tag("v1.0.0", at: commits[2], force: true)
      _ = try await look(git, history)
      for (time, commit) in [
        ("2024-01-15", commits[1]), ("2024-02-01T23:59:59.999999Z", commits[1]),
        ("2024-02-02", commits[2]), ("2024-03-01", commits[2]),
      ] {
        try expectQuery(history, "tags of v1.0.0 as of \(time) | select commit.sha", rows: [commit])
      }
      try expectQuery(history, "tags as of 2024-01-01 | count", rows: ["0"])
      try expectQuery(
        history, "moves as of 2024-02-01 | where change = \"move\" | count", rows: ["0"])
      try expectQuery(
        history, "moves as of 2024-02-02 | where change = \"move\" | count", rows: ["1"])
    }
  }

  @Test("a tag whose object alone changed is a retag")
  func retag() async throws {
    try await withHistory { git, history, commits in
      let object = try await git.tag("v1.0.0", at: commits[1], message: "Signed", force: true)
      #expect(try await look(git, history).retagged == 1)
      try expectQuery(
        history, "moves of v1.0.0 | where change != \"create\" | \(change)",
        rows: ["\(between) | retag | \(commits[1]) | \(object) | v1.0.0 | v1.0.0 | same"])
      try expectQuery(
        history, "moves of v1.0.0 | where change != \"create\" | select actor",
        rows: ["Release Engineer"])
    }
  }

  @Test("a deleted tag ends, and a tag made again begins with its last target as the old one")
  func deletedAndMadeAgain() async throws {
    try await withHistory { git, history, commits in
      try await git.deleteTag("v1.0.0")
      #expect(try await look(git, history).deleted == 1)
      try expectQuery(history, "tags | count", rows: ["0"])
      try expectQuery(history, "releases | count", rows: ["0"])
      try expectQuery(
        history, "commits | where first_release is not null | count", rows: ["0"])
      try await git.tag("v1.0.0", at: commits[0])
      #expect(try await look(git, history, day: 3).created == 1)
      try expectQuery(
        history, "moves of v1.0.0 | where at > 2024-02-01 | \(change)",
        rows: [
          "\(between) | delete | \(commits[1]) | null | v1.0.0 | null | unknown",
          "2024-02-02T00:00:00Z | 2024-02-03T00:00:00Z | bounded | create | \(commits[1])"
            + " | \(commits[0]) | v1.0.0 | v1.0.0 | same",
        ])
      try expectQuery(
        history, "history of v1.0.0 | select since, until",
        rows: [
          "2024-01-02T00:00:00Z | 2024-02-02T00:00:00Z", "2024-02-03T00:00:00Z | null",
        ])
      try expectQuery(history, "tags as of 2024-02-02T12:00 | count", rows: ["0"])
      let named = try history.ask("tags of v1.0.0 as of 2024-02-02T12:00 | select name")
      #expect(named.rows.isEmpty)
      #expect(
        named.notes.map(\.message) == [
          "tag v1.0.0 has no row: it was deleted between 2024-02-01T00:00:00Z and "
            + "2024-02-02T00:00:00Z, and the query asks as of 2024-02-02T12:00:00Z"
        ])
    }
  }

  @Test("a deleted tag in a query is answered with when it vanished and where it pointed last")
  func deletedTagInAQuery() async throws {
    try await withHistory { git, history, commits in
      try await git.deleteTag("v1.0.0")
      _ = try await look(git, history)
      for query in ["commits of tag:v1.0.0", "commits in v1.0.0..main", "tags of v1.0.0"] {
        let error = #expect(throws: QueryError.self) { try history.ask(query) }
        let diagnostic = try #require(error?.diagnostics.first)
        #expect(
          diagnostic.message
            == "tag v1.0.0 was deleted between 2024-02-01T00:00:00Z and 2024-02-02T00:00:00Z")
        #expect(diagnostic.label == "it pointed at \(commits[1]) last")
        #expect(
          diagnostic.hints == [
            "the commit: sha:\(commits[1].prefix(12)), or ask as of 2024-02-01T00:00:00Z",
            "all its states: history of tag:v1.0.0",
          ])
      }
      try expectQuery(
        history, "commits of v1.0.0 as of 2024-02-01 | select sha", rows: [commits[1]])
      try expectQuery(history, "history of v1.0.0 | count", rows: ["1"])
    }
  }

  @Test("a list as of a time before the first look says that it rests on claims or on nothing")
  func listsOfThePast() async throws {
    try await withHistory { _, history, _ in
      let tags = try history.ask("tags as of 2024-01-15 | select name")
      #expect(tags.rows == ["v1.0.0"])
      #expect(tags.notes.map(\.code) == ["N402"])
      let branches = try history.ask("branches as of 2024-01-15 | select name")
      #expect(branches.rows.isEmpty)
      #expect(branches.notes.map(\.code) == ["N401"])
      #expect(try history.ask("tags as of 2023-01-01").notes.map(\.code) == ["N401"])
      #expect(try history.ask("tags as of 2024-02-01").notes.isEmpty)
    }
  }

  @Test("a new tag in a later look is bounded, whatever its object claims")
  func laterClaims() async throws {
    try await withHistory { git, history, _ in
      try await git.tag("v1.1.0", message: "x", date: "2020-01-01T00:00:00Z")
      _ = try await look(git, history)
      try expectQuery(
        history, "tags of v1.1.0 | select tagged_at, since, precision",
        rows: ["2020-01-01T00:00:00Z | 2024-02-02T00:00:00Z | bounded"])
    }
  }

  @Test("a branch moves up to a descendant, down to an ancestor, and otherwise unknown")
  func branchDirections() async throws {
    try await withHistory { git, history, commits in
      let next = try await git.commit("3", date: "2024-01-04T00:00:00Z")
      _ = try await look(git, history)
      try await git.git("reset", "--hard", "--quiet", commits[1])
      _ = try await look(git, history, day: 3)
      let other = try await git.commit("other", date: "2024-01-05T00:00:00Z")
      try await git.git("reset", "--hard", "--quiet", next)
      _ = try await look(git, history, day: 4)
      try await git.git("reset", "--hard", "--quiet", other)
      _ = try await look(git, history, day: 5)
      try expectQuery(
        history, "moves of branch:main | where change = \"move\" | select old, new, direction",
        rows: [
          "\(commits[2]) | \(next) | up", "\(next) | \(commits[1]) | down",
          "\(commits[1]) | \(next) | up", "\(next) | \(other) | unknown",
        ])
    }
  }

  @Test("a branch that is made again after its deletion has a direction, too")
  func branchMadeAgain() async throws {
    try await withHistory { git, history, commits in
      try await git.branch("next", at: commits[0])
      _ = try await look(git, history)
      try await git.git("branch", "-D", "next")
      _ = try await look(git, history, day: 3)
      try await git.branch("next", at: commits[2])
      _ = try await look(git, history, day: 4)
      try expectQuery(
        history, "moves of branch:next | select change, old, direction",
        rows: [
          "create | null | unknown", "delete | \(commits[0]) | unknown",
          "create | \(commits[0]) | up",
        ])
    }
  }

  @Test("a float that goes back to an older release moves down")
  func floatRegression() async throws {
    try await withHistory { git, history, commits in
      try await git.tag("v1.1.0", at: commits[2])
      try await git.tag("v1", at: commits[2])
      _ = try await look(git, history)
      try await git.tag("v1", at: commits[1], force: true)
      _ = try await look(git, history, day: 3)
      try expectQuery(
        history,
        "moves | where change = \"move\" | select name, old_version, new_version, direction",
        rows: ["v1 | v1.1.0 | v1.0.0 | down"])
      try expectQuery(
        history, "tags of v1 | select class, version", rows: ["float | v1.0.0"])
    }
  }

  @Test("spans never overlap and are never empty, even when the clock goes back")
  func clockGoesBack() async throws {
    try await withHistory { git, history, commits in
      for (commit, time) in zip(
        [commits[0], commits[2], commits[1]],
        ["2024-03-01T00:00:00Z", "2023-06-01T00:00:00Z", "2023-06-01T00:00:00Z"])
      {
        try await git.tag("v1.0.0", at: commit, force: true)
        try await history.index(git, at: time)
      }
      let wrong = """
        SELECT count(*) FROM v_history AS a LEFT JOIN v_history AS b
          ON b.ref_id = a.ref_id AND b.since > a.since AND b.since < a.until
        WHERE a.since >= a.until OR b.ref_id IS NOT NULL
        """
      #expect(try history.sql(wrong) == ["0"])
      try expectQuery(history, "history of v1.0.0 | count", rows: ["4"])
      #expect(
        try history.sql(
          """
          SELECT count(*) FROM v_observations AS a JOIN v_observations AS b ON b.seq = a.seq + 1
          WHERE b.observed_at < a.observed_at
          """) == ["0"])
    }
  }

  @Test("a name that a ref had before its deletion can still be asked for")
  func deletedRefsByName() async throws {
    try await withHistory { git, history, commits in
      try await git.deleteTag("v1.0.0")
      _ = try await look(git, history)
      try expectQuery(history, "history of v1.0.0 | select target", rows: [commits[1]])
      try expectQuery(
        history, "tags of v1.0.0 as of 2024-01-20 | select commit.sha", rows: [commits[1]])
    }
  }
}
