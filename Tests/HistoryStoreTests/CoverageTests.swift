import HistoryStore
import QueryLanguage
import TestSupport
import Testing

@Suite("Clones that lack something")
struct CoverageTests {
  private func withUpstream(
    commits: Int = 6, _ body: (GitFixture) async throws -> Void
  ) async throws {
    try await GitFixture.with { git in
      for number in 0..<commits {
        try await git.commit("\(number)", date: "2024-01-0\(number + 1)T00:00:00Z")
        if number % 2 == 0 { try await git.tag("v1.\(number).0") }
      }
      try await body(git)
    }
  }

  @Test("answers about the graph of a shallow clone say that they are incomplete")
  func shallow() async throws {
    try await withUpstream { git in
      let clone = try await git.clone("clone", ["--depth=2"])
      let history = IndexedHistory(git)
      let summary = try await history.index(clone)
      #expect(summary.isShallow)
      #expect(summary.totalCommits == 2)
      for query in ["commits in ..branch:main | count", "tags containing branch:main | count"] {
        let answer = try history.ask(query)
        #expect(answer.notes.contains { $0.code == "N420" && $0.isIncomplete }, "\(query)")
      }
      #expect(try history.ask("tags | count").notes.isEmpty)
      try expectQuery(history, "coverage | select gaps, status", rows: ["1 | shallow"])
    }
  }

  @Test("a shallow look deletes nothing")
  func shallowDeletesNothing() async throws {
    try await withUpstream { git in
      let clone = try await git.clone("clone", ["--depth=2"])
      try await clone.git("tag", "v9.0.0")
      let history = IndexedHistory(git)
      try await history.index(clone)
      try await clone.deleteTag("v9.0.0")
      #expect(try await history.index(clone, at: "2024-02-02T00:00:00Z").refs.deleted == 0)
      try expectQuery(history, "tags of v9.0.0 | select name", rows: ["v9.0.0"])
    }
  }

  @Test("a clone that is deepened step by step becomes complete and equal to git")
  func unshallow() async throws {
    try await withUpstream { git in
      let clone = try await git.clone("clone", ["--depth=1"])
      let history = IndexedHistory(git)
      try await history.index(clone)
      try await clone.git("fetch", "--quiet", "--depth=3")
      #expect(try await history.index(clone, at: "2024-02-02T00:00:00Z").isShallow)
      try await clone.git("fetch", "--quiet", "--unshallow", "--tags")
      let summary = try await history.index(clone, at: "2024-02-03T00:00:00Z")
      #expect(!summary.isShallow)
      #expect(summary.totalCommits == 6)
      let answer = try history.ask("commits in ..branch:main | select sha")
      #expect(answer.notes.isEmpty)
      let expected = try await git.git("rev-list", "main").split(separator: "\n").map(String.init)
      #expect(answer.rows == expected)
      for tag in ["v1.0.0", "v1.2.0", "v1.4.0"] {
        let names = try await git.git("tag", "--contains", tag).split(separator: "\n")
        try expectQuery(
          history, "tags containing \(tag) | select name", rows: names.map(String.init))
      }
      try expectQuery(history, "coverage | select status", rows: ["complete"])
    }
  }

  @Test("a stale clone does not undo what a fresh one showed")
  func staleClone() async throws {
    try await withUpstream { git in
      let fresh = try await git.clone("fresh", ["--mirror"])
      let stale = try await git.clone("stale", ["--mirror"])
      let history = IndexedHistory(git)
      try await history.index(fresh)
      try await history.index(stale, at: "2024-02-01T12:00:00Z")
      try await git.tag("v1.4.0", at: "v1.2.0", force: true)
      try await git.commit("6")
      try await fresh.git("fetch", "--quiet", "--force", "origin", "+refs/*:refs/*")
      for day in 2...4 {
        try await history.index(fresh, at: "2024-02-0\(day)T00:00:00Z")
        try await history.index(stale, at: "2024-02-0\(day)T12:00:00Z")
      }
      try await stale.git("fetch", "--quiet", "--force", "origin", "+refs/*:refs/*")
      try await history.index(stale, at: "2024-02-05T00:00:00Z")
      try expectQuery(
        history, "moves | where change != \"create\" | select name, at, at_earliest",
        rows: [
          "main | 2024-02-02T00:00:00Z | 2024-02-01T00:00:00Z",
          "v1.4.0 | 2024-02-02T00:00:00Z | 2024-02-01T00:00:00Z",
        ])
      try expectQuery(history, "coverage | count", rows: ["2"])
    }
  }

  @Test("a clone that catches up with what another one showed moves nothing back")
  func catchingUp() async throws {
    try await withUpstream { git in
      let fresh = try await git.clone("fresh", ["--mirror"])
      let stale = try await git.clone("stale", ["--mirror"])
      let history = IndexedHistory(git)
      try await history.index(fresh)
      try await history.index(stale, at: "2024-02-01T12:00:00Z")
      try await git.deleteTag("v1.0.0")
      for day in 2...3 {
        try await git.commit("more \(day)")
        try await fresh.git("fetch", "--quiet", "--prune", "origin", "+refs/*:refs/*")
        try await history.index(fresh, at: "2024-02-0\(day)T00:00:00Z")
      }
      let tip = try await git.id("main")
      // It fetches the state in between, which the history has seen already.
      try await stale.git("fetch", "--quiet", "file://\(git.path)", "main")
      try await stale.git("update-ref", "refs/heads/main", "FETCH_HEAD~1")
      try await history.index(stale, at: "2024-02-04T00:00:00Z")
      try expectQuery(history, "branches of branch:main | select commit.sha", rows: [tip])
      try expectQuery(history, "tags | select name", rows: ["v1.2.0", "v1.4.0"])
      try expectQuery(
        history, "moves of branch:main | where change = \"move\" | select direction",
        rows: ["up", "up"])
      // What was never seen before is a move, whoever shows it.
      try await stale.git("update-ref", "refs/heads/main", "refs/tags/v1.2.0")
      try await history.index(stale, at: "2024-02-05T00:00:00Z")
      try expectQuery(
        history, "moves of branch:main | where change = \"move\" | select direction",
        rows: ["up", "up", "down"])
    }
  }

  @Test("a ref is deleted only by the source that had shown it")
  func deletionBySource() async throws {
    try await withUpstream { git in
      let full = try await git.clone("full", ["--mirror"])
      let partial = try await git.clone("partial", ["--bare", "--no-tags", "--single-branch"])
      let history = IndexedHistory(git)
      try await history.index(full)
      try await history.index(partial, at: "2024-02-01T12:00:00Z")
      try expectQuery(history, "tags | count", rows: ["3"])
      try await full.deleteTag("v1.2.0")
      try await history.index(full, at: "2024-02-02T00:00:00Z")
      try await history.index(partial, at: "2024-02-02T12:00:00Z")
      try expectQuery(
        history, "moves | where change = \"delete\" | select name, at",
        rows: ["v1.2.0 | 2024-02-02T00:00:00Z"])
      try expectQuery(history, "tags | select name", rows: ["v1.0.0", "v1.4.0"])
    }
  }

  @Test("commits that no ref reaches after a forced push stay, and are marked")
  func unreachable() async throws {
    try await withUpstream { git in
      try await git.git("tag", "-d", "v1.4.0")
      let history = IndexedHistory(git)
      try await history.index(git)
      let lost = try await git.id("main")
      try await git.git("reset", "--hard", "--quiet", "HEAD~3")
      let new = try await git.commit("other", date: "2024-01-09T00:00:00Z")
      try await history.index(git, at: "2024-02-02T00:00:00Z")
      try expectQuery(history, "commits | where not reachable | count", rows: ["3"])
      try expectQuery(
        history, "commits of sha:\(lost) | select reachable, subject", rows: ["false | 5"])
      try expectQuery(history, "commits of sha:\(new) | select reachable", rows: ["true"])
      try await git.branch("rescue", at: lost)
      try await history.index(git, at: "2024-02-03T00:00:00Z")
      try expectQuery(history, "commits | where not reachable | count", rows: ["0"])
    }
  }
}
