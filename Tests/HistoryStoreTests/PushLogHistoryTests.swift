import GitSource
import HistoryStore
import TestSupport
import Testing

@Suite("The history that logs of pushes tell")
struct PushLogHistoryTests {
  private let zero = String(repeating: "0", count: 40)
  private let moves = "sort at | select at, at_earliest, precision, change, direction, actor"

  private func record(
    _ history: IndexedHistory, _ lines: String, as name: String = "shop",
    at time: String = "2024-03-01T00:00:00Z"
  ) throws -> PushLogSummary {
    let writer = try HistoryWriter(path: history.path)
    defer { writer.close() }
    return try writer.record(
      PushLogLook(
        repository: name, location: Array("/var/log/pushes.log".utf8),
        log: PushLog.parse(Array(lines.utf8)), rules: RepositoryRules(), lookedAt: instant(time)))
  }

  /// Three commits, of which looks saw the first and the third on `main`.
  private func withLooks(
    _ body: (GitFixture, IndexedHistory, [String]) async throws -> Void
  ) async throws {
    try await GitFixture.with { git in
      let history = IndexedHistory(git)
      var commits = [try await git.commit("One", date: "2024-01-01T00:00:00Z")]
      try await history.index(git, at: "2024-02-01T00:00:00Z")
      commits.append(try await git.commit("Two", date: "2024-02-02T00:00:00Z"))
      commits.append(try await git.commit("Three", date: "2024-02-03T00:00:00Z"))
      try await git.tag("v1.0.0")
      try await history.index(git, at: "2024-02-05T00:00:00Z")
      try await body(git, history, commits)
    }
  }

  @Test(
    "changes that looks bounded become exact, with the steps between and the branches that went")
  func exact() async throws {
    try await withLooks { git, history, commits in
      let log = """
        2024-01-01T12:00:00Z \(zero) \(commits[0]) refs/heads/main ann
        2024-02-02T12:00:00Z \(commits[0]) \(commits[1]) refs/heads/main bob
        2024-02-02T13:00:00Z \(zero) \(commits[1]) refs/heads/topic bob
        2024-02-03T12:00:00Z \(commits[1]) \(commits[2]) refs/heads/main ann
        2024-02-03T12:00:00Z \(zero) \(commits[2]) refs/tags/v1.0.0 ann
        2024-02-03T13:00:00Z \(commits[1]) \(zero) refs/heads/topic ann
        """
      let summary = try record(history, log)
      #expect(summary.recorded == 6 && summary.refs == 3)
      #expect(summary.contradicted == [])
      try expectQuery(
        history, "moves of branch:main | \(moves)",
        rows: [
          "2024-01-01T12:00:00Z | null | exact | create | unknown | ann",
          "2024-02-02T12:00:00Z | null | exact | move | up | bob",
          "2024-02-03T12:00:00Z | null | exact | move | up | ann",
        ])
      try expectQuery(
        history, "history | where name = \"topic\" | select since, until, commit.subject",
        rows: ["2024-02-02T13:00:00Z | 2024-02-03T13:00:00Z | Two"])
      try expectQuery(
        history, "tags | select name, since, precision",
        rows: ["v1.0.0 | 2024-02-03T12:00:00Z | exact"])
      try expectQuery(
        history, "branches as of 2024-02-02T12:30:00Z | select name, commit.subject",
        rows: ["main | Two"])

      let rows = "SELECT count(*) FROM v_observations WHERE kind = 'ref'"
      let before = try history.sql(rows)
      let again = try record(history, log, at: "2024-03-02T00:00:00Z")
      #expect(again.recorded == 0 && again.refs == 0 && again.contradicted == [])
      #expect(try history.sql(rows) == before)
      // Nor does a look find anything.
      let look = try await history.index(git, at: "2024-03-03T00:00:00Z")
      #expect(look.refs.isEmpty)
      try expectQuery(
        history, "coverage | sort kind | select kind, status",
        rows: ["git | complete", "push-log | complete"])
    }
  }

  @Test("pushes after the last look are the present, until a look says otherwise")
  func ahead() async throws {
    try await withLooks { git, history, commits in
      let four = try await git.commit("Four", date: "2024-02-06T00:00:00Z")
      let log = "2024-02-06T12:00:00Z \(commits[2]) \(four) refs/heads/main ann\n"
      #expect(try record(history, log).recorded == 1)
      // The commit is not in the history yet.
      try expectQuery(
        history, "refs | where name = \"main\" | select target, since, commit.subject",
        rows: ["\(four) | 2024-02-06T12:00:00Z | null"])
      let look = try await history.index(git, at: "2024-03-03T00:00:00Z")
      #expect(look.refs.isEmpty && look.commits == 1)
      try expectQuery(
        history, "branches | select since, precision, commit.subject",
        rows: ["2024-02-06T12:00:00Z | exact | Four"])
      try expectQuery(
        history,
        "moves of branch:main | sort at desc | take 1 | select direction, new_commit.subject",
        rows: ["up | Four"])
      // A log that is late does not undo what a look saw.
      let late = "2024-02-20T00:00:00Z \(four) \(commits[0]) refs/heads/main eve\n"
      let summary = try record(history, late, at: "2024-03-04T00:00:00Z")
      #expect(summary.recorded == 0)
      #expect(
        summary.contradicted.map { String(decoding: $0, as: UTF8.self) } == ["refs/heads/main"])
    }
  }

  @Test("a push that was undone between two looks that saw the same is known")
  func undone() async throws {
    try await withLooks { git, history, commits in
      try await history.index(git, at: "2024-02-10T00:00:00Z")
      let log = """
        2024-02-07T00:00:00Z \(commits[2]) \(commits[0]) refs/tags/v1.0.0 eve
        2024-02-08T00:00:00Z \(commits[0]) \(commits[2]) refs/tags/v1.0.0 eve
        """
      #expect(try record(history, log).recorded == 2)
      try expectQuery(
        history, "history of tag:v1.0.0 | select since, until, precision, commit.subject",
        rows: [
          "2024-02-05T00:00:00Z | 2024-02-07T00:00:00Z | bounded | Three",
          "2024-02-07T00:00:00Z | 2024-02-08T00:00:00Z | exact | One",
          "2024-02-08T00:00:00Z | null | exact | Three",
        ])
    }
  }

  @Test("a repository that is not in the history, and ids of another length, are named")
  func foreign() async throws {
    try await withLooks { _, history, _ in
      let error = #expect(throws: StoreError.self) { try record(history, "", as: "shpo") }
      #expect(error?.code == .noRepository)
      #expect(error?.message.contains("did you mean \"shop\"?") == true)
      let long = String(repeating: "ab", count: 32)
      let summary = try record(
        history, "1 \(long.replacing("ab", with: "00")) \(long) refs/heads/main\n")
      #expect(summary.foreign == 1 && summary.recorded == 0)
      try expectQuery(
        history, "coverage | where kind = \"push-log\" | select status, gaps",
        rows: ["incomplete: lines left out: 1 | 1"])
    }
  }
}
