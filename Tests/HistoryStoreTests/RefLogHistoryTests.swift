import Foundation
import GitSource
import HistoryStore
import Indexing
import TestSupport
import Testing

@Suite("The history that reflogs tell")
struct RefLogHistoryTests {
  private let spans = "select since, until, precision, commit.subject"
  private let moves = "sort at | select at, at_earliest, precision, change, direction, actor"

  private func date(_ day: Int) -> String { "2024-01-0\(day)T00:00:00Z" }

  /// A branch that was committed to, amended, and reset.
  private func makeHistory(_ git: GitFixture) async throws {
    try await git.commit("One", date: date(1))
    try await git.commit("Two", date: date(2))
    try await git.git(
      ["commit", "--quiet", "--amend", "--allow-empty", "-m", "Other"], date: date(3))
    try await git.git(["reset", "--quiet", "--soft", "HEAD~"], date: date(4))
  }

  private func refObservations(_ history: IndexedHistory) throws -> [String] {
    try history.sql("SELECT count(*) FROM v_observations WHERE kind = 'ref'")
  }

  @Test(
    "the first look knows the past of a branch, with commits that are lost",
    arguments: [
      "sha1", "sha256",
    ])
  func firstLook(format: String) async throws {
    try await GitFixture.with(format: format) { git in
      try await makeHistory(git)
      let history = IndexedHistory(git)
      let summary = try await history.index(git, logs: true)
      #expect(summary.logEntries == 4)
      #expect(summary.commits == 3)
      try expectQuery(
        history, "history of branch:main | \(spans)",
        rows: [
          "\(date(1)) | \(date(2)) | exact | One", "\(date(2)) | \(date(3)) | exact | Two",
          "\(date(3)) | \(date(4)) | exact | Other", "\(date(4)) | null | exact | One",
        ])
      let who = "Release Engineer"
      try expectQuery(
        history, "moves of branch:main | \(moves)",
        rows: [
          "\(date(1)) | null | exact | create | unknown | \(who)",
          "\(date(2)) | null | exact | move | up | \(who)",
          "\(date(3)) | null | exact | move | unknown | \(who)",
          "\(date(4)) | null | exact | move | down | \(who)",
        ])
      try expectQuery(
        history, "commits | where not reachable | sort subject | select subject",
        rows: ["Other", "Two"])
      try expectQuery(
        history, "branches as of 2024-01-02T12:00:00Z | select name, commit.subject",
        rows: ["main | Two"])
      #expect(
        try history.sql(
          "SELECT claimed_at = 1704067200000000, grade FROM v_observations WHERE kind = 'ref' "
            + "AND claimed_at IS NOT NULL ORDER BY claimed_at LIMIT 1") == ["1 | C"])
    }
  }

  @Test("a second look adds nothing, and a later one the steps between")
  func laterLook() async throws {
    try await GitFixture.with { git in
      try await makeHistory(git)
      let history = IndexedHistory(git)
      try await history.index(git, logs: true)
      let before = try refObservations(history)
      let second = try await history.index(git, at: "2024-02-02T00:00:00Z", logs: true)
      #expect(second.logEntries == 0)
      #expect(try refObservations(history) == before)

      try await git.commit("Three", date: "2024-02-03T00:00:00Z")
      try await git.git(
        ["commit", "--quiet", "--amend", "--allow-empty", "-m", "Four"],
        date: "2024-02-03T00:00:00Z")
      let third = try await history.index(git, at: "2024-02-04T00:00:00Z", logs: true)
      #expect(third.refs.moved == 1)
      #expect(third.contradicted == [])
      try expectQuery(
        history, "history of branch:main | where since > 2024-01-03 | \(spans)",
        rows: [
          "\(date(4)) | 2024-02-03T00:00:00Z | exact | One",
          "2024-02-03T00:00:00Z | 2024-02-03T00:00:00+1µs | exact | Three",
          "2024-02-03T00:00:00+1µs | null | exact | Four",
        ])
    }
  }

  @Test("a history that was made without logs gets what they tell")
  func upgrade() async throws {
    try await GitFixture.with { git in
      try await makeHistory(git)
      let history = IndexedHistory(git)
      try await history.index(git)
      try expectQuery(
        history, "history of branch:main | \(spans)", rows: ["null | null | unknown | One"])
      let summary = try await history.index(git, at: "2024-02-02T00:00:00Z", logs: true)
      #expect(summary.commits == 2)
      #expect(try history.rows("history of branch:main").count == 4)
    }
  }

  @Test("a log that ends elsewhere is used as far as it agrees, and named")
  func contradiction() async throws {
    try await GitFixture.with { git in
      try await makeHistory(git)
      let history = IndexedHistory(git)
      try await history.index(git, logs: true)
      try await git.commit("Three", date: "2024-02-02T00:00:00Z")
      let log = "\(git.gitDirectory)/logs/refs/heads/main"
      let lines = try String(contentsOfFile: log, encoding: .utf8)
      try await git.commit("Four", date: "2024-02-03T00:00:00Z")
      // The last entry is lost, as in a crash.
      try writeFile(log, lines)
      let summary = try await history.index(git, at: "2024-02-04T00:00:00Z", logs: true)
      try expectQuery(
        history, "moves of branch:main | where at > 2024-01-05 | \(moves)",
        rows: [
          "2024-02-02T00:00:00Z | null | exact | move | up | Release Engineer",
          "2024-02-04T00:00:00Z | 2024-02-02T00:00:00Z | bounded | move | up | null",
        ])
      #expect(summary.contradicted == [])

      // A clock that was wrong: the look saw otherwise.
      try await git.commit("Five", date: "2024-01-20T00:00:00Z")
      let wrong = try await history.index(git, at: "2024-02-05T00:00:00Z", logs: true)
      #expect(wrong.contradicted.map { String(decoding: $0, as: UTF8.self) } == ["refs/heads/main"])
      try expectQuery(
        history, "moves of branch:main | where at > 2024-02-04T12:00:00Z | \(moves)",
        rows: ["2024-02-05T00:00:00Z | 2024-02-04T00:00:00Z | bounded | move | up | null"])
    }
  }

  @Test("the log of a fetched branch bounds the time, and that of a push is exact")
  func remoteTracking() async throws {
    try await GitFixture.with { git in
      try await git.commit("One", date: date(1))
      let clone = try await git.clone()
      try await git.commit("Two", date: date(2))
      try await clone.git(["fetch", "--quiet"], date: date(3))
      try await git.commit("Three", date: date(4))
      try await clone.git(["fetch", "--quiet"], date: date(5))
      try await clone.git(["reset", "--quiet", "--soft", "origin/main"], date: date(5))
      try await clone.commit("Four", date: date(6))
      try await git.checkout("main", detached: true)
      try await clone.git(["push", "--quiet", "origin", "main"], date: date(7))
      let history = IndexedHistory(clone)
      try await history.index(clone, logs: true)
      try expectQuery(
        history, "moves of branch:origin/main | \(moves)",
        rows: [
          // A clone logs nothing of the branches that it finds; the first fetch names them.
          "2024-01-02T23:59:59+999999µs | null | bounded | create | unknown | null",
          "\(date(3)) | 2024-01-02T23:59:59+999999µs | bounded | move | up | Release Engineer",
          "\(date(5)) | \(date(3)) | bounded | move | up | Release Engineer",
          "\(date(7)) | null | exact | move | up | Release Engineer",
        ])
      // The clone's own branch was not made when it was cloned.
      try expectQuery(
        history, "history of branch:main | take 2 | \(spans)",
        rows: [
          "2024-01-01T00:00:00Z | \(date(5)) | bounded | One",
          "\(date(5)) | \(date(6)) | exact | Three",
        ])
    }
  }

  @Test("a new clone of a known repository says nothing of times when it was not there")
  func secondClone() async throws {
    try await GitFixture.with { git in
      try await makeHistory(git)
      let history = IndexedHistory(git)
      try await history.index(git, logs: true)
      let before = try history.rows("history of branch:main")
      let clone = try await git.clone()
      let summary = try await history.index(clone, at: "2024-02-02T00:00:00Z", logs: true)
      #expect(summary.contradicted == [])
      #expect(try history.rows("history of branch:main") == before)
    }
  }

  @Test("tags have a log if git is told so: moved ones have exact times, also of the tag object")
  func tags() async throws {
    try await GitFixture.with { git in
      try await git.git("config", "core.logAllRefUpdates", "always")
      try await git.commit("One", date: date(1))
      try await git.tag("v1.0.0", message: "First", date: date(2))
      try await git.commit("Two", date: date(3))
      try await git.tag("v1.0.0", message: "Again", date: date(4), force: true)
      let history = IndexedHistory(git)
      try await history.index(git, logs: true)
      try expectQuery(
        history, "history of tag:v1.0.0 | select since, until, precision, version, commit.subject",
        rows: [
          "\(date(2)) | \(date(4)) | exact | v1.0.0 | One",
          "\(date(4)) | null | exact | v1.0.0 | Two",
        ])
      try expectQuery(
        history, "moves of tag:v1.0.0 | where change = \"move\" | select old_version, new_version",
        rows: ["v1.0.0 | v1.0.0"])
    }
  }

  @Test("a log whose beginning has expired names the state before its first entry")
  func expired() async throws {
    try await GitFixture.with { git in
      try await makeHistory(git)
      let log = "\(git.gitDirectory)/logs/refs/heads/main"
      let lines = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
      try writeFile(log, lines.dropFirst(2).joined(separator: "\n") + "\n")
      let history = IndexedHistory(git)
      try await history.index(git, logs: true)
      try expectQuery(
        history, "history of branch:main | select since, precision, commit.subject",
        rows: [
          "2024-01-02T23:59:59+999999µs | bounded | Two", "\(date(3)) | exact | Other",
          "\(date(4)) | exact | One",
        ])
    }
  }
}
