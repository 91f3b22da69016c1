import HistoryStore
import TestSupport
import Testing

@Suite("The first look at a repository")
struct BaselineTests {
  /// Two releases, a tag without a version and two branches.
  private func withShop(_ body: (GitFixture, IndexedHistory) async throws -> Void) async throws {
    try await GitFixture.with { git in
      try await git.commit("Start", date: "2024-01-02T00:00:00Z")
      try await git.tag("v1.0.0", message: "First", date: "2024-01-05T00:00:00Z")
      try await git.commit("fix(cart)!: round prices\n\nDetails.", date: "2024-01-06T00:00:00Z")
      try await git.tag("v1.1.0")
      try await git.tag("nightly")
      try await git.branch("next", at: "HEAD~1")
      let history = IndexedHistory(git)
      let summary = try await history.index(git)
      #expect(summary.commits == 2)
      #expect(summary.tags == 3)
      #expect(summary.branches == 2)
      #expect(summary.refs.created == 5)
      #expect(!summary.isShallow)
      try await body(git, history)
    }
  }

  @Test(
    "A summary without groups is one row, whatever follows it",
    arguments: [
      "tags | count | count", "tags | summarize max(version) as v | count",
      "tags | count | summarize count() as n", "tags | count | select 1 as one",
    ])
  func oneRow(query: String) async throws {
    try await withShop { _, history in
      try expectQuery(history, query, rows: ["1"])
    }
  }

  @Test("tags claim the tagger's date, or the committer's date if they are lightweight")
  func tagsClaimTimes() async throws {
    try await withShop { git, history in
      try expectQuery(
        history,
        "tags | select name, class, version, annotated, tagger, tagged_at, since, precision",
        rows: [
          "nightly | channel | v1.1.0 | false | null | null | 2024-01-06T00:00:00Z | claimed",
          "v1.0.0 | release | v1.0.0 | true | Release Engineer | 2024-01-05T00:00:00Z"
            + " | 2024-01-05T00:00:00Z | claimed",
          "v1.1.0 | release | v1.1.0 | false | null | null | 2024-01-06T00:00:00Z | claimed",
        ])
      let first = try await git.id("HEAD~1")
      try expectQuery(
        history, "tags of v1.0.0 | select line, is_main, scheme, commit.sha, repo",
        rows: ["v | true | go | \(first) | shop"])
    }
  }

  @Test("a claimed date in the future is not taken for more than the time of the look")
  func futureClaims() async throws {
    try await GitFixture.with { git in
      try await git.commit("Start")
      try await git.tag("v1.0.0", message: "x", date: "2030-01-01T00:00:00Z")
      let history = IndexedHistory(git)
      try await history.index(git, at: "2024-02-01T00:00:00Z")
      try expectQuery(
        history, "tags | select tagged_at, since, precision",
        rows: ["2030-01-01T00:00:00Z | 2024-02-01T00:00:00Z | claimed"])
    }
  }

  @Test("branches claim nothing: since when they point there is unknown")
  func branchesClaimNothing() async throws {
    try await withShop { git, history in
      let tip = try await git.id("main")
      let old = try await git.id("next")
      try expectQuery(
        history, "branches | select name, remote, is_default, since, precision, commit.sha",
        rows: [
          "main | null | true | null | unknown | \(tip)",
          "next | null | false | null | unknown | \(old)",
        ])
    }
  }

  @Test("commits carry people, times, the message and what a conventional subject says")
  func commits() async throws {
    try await withShop { git, history in
      let tip = try await git.id("main")
      let first = try await git.id("main~1")
      try expectQuery(
        history,
        "commits | select sha, time, author, email, subject, body, parents, reachable,"
          + " type, scope, breaking, first_release",
        rows: [
          "\(tip) | 2024-01-06T00:00:00Z | Release Engineer | release@example.com"
            + " | fix(cart)!: round prices | Details. | 1 | true | fix | cart | true | v1.1.0",
          "\(first) | 2024-01-02T00:00:00Z | Release Engineer | release@example.com"
            + " | Start |  | 0 | true | null | null | null | v1.0.0",
        ])
    }
  }

  @Test("releases come from the tags that name versions")
  func releases() async throws {
    try await withShop { git, history in
      let first = try await git.id("main~1")
      let tip = try await git.id("main")
      try expectQuery(
        history,
        "releases | select project, repo, version, released_at, released_source, prerelease,"
          + " verdict, commit.sha, tag.name",
        rows: [
          "shop | shop | v1.1.0 | 2024-01-06T00:00:00Z | commit | false | forward | \(tip) | v1.1.0",
          "shop | shop | v1.0.0 | 2024-01-05T00:00:00Z | tagger | false | forward | \(first)"
            + " | v1.0.0",
        ])
    }
  }

  @Test("every ref begins with a create")
  func creates() async throws {
    try await withShop { git, history in
      let tagObject = try await git.id("refs/tags/v1.0.0")
      #expect(try history.rows("moves | summarize count() as n by change") == ["create | 5"])
      try expectQuery(
        history,
        "moves of v1.0.0 | select at, at_earliest, precision, change, old, new, new_version,"
          + " direction, actor",
        rows: [
          "2024-01-05T00:00:00Z | null | claimed | create | null | \(tagObject) | v1.0.0"
            + " | unknown | Release Engineer"
        ])
      try expectQuery(
        history, "coverage | select repo, first_seen, last_seen, gaps, status",
        rows: ["shop | 2024-02-01T00:00:00Z | 2024-02-01T00:00:00Z | 0 | complete"])
    }
  }

  @Test("tags of trees and blobs are kept without a commit")
  func tagsOfOtherObjects() async throws {
    try await GitFixture.with { git in
      try await git.commit("Start", files: ["a.txt": "1"])
      try await git.tag("tree", at: "HEAD^{tree}")
      try await git.tag("blob", at: "HEAD:a.txt", message: "A key")
      let history = IndexedHistory(git)
      try await history.index(git)
      let tree = try await git.id("HEAD^{tree}")
      let object = try await git.id("refs/tags/blob")
      try expectQuery(
        history, "refs | where kind = \"tag\" | select name, target, commit.sha",
        rows: ["blob | \(object) | null", "tree | \(tree) | null"])
    }
  }

  @Test("an empty repository is a complete look at nothing")
  func emptyRepository() async throws {
    try await GitFixture.with { git in
      let history = IndexedHistory(git)
      let summary = try await history.index(git)
      #expect(summary.totalCommits == 0)
      try expectQuery(history, "commits | count", rows: ["0"])
      try expectQuery(
        history, "repos | select name, default_branch", rows: ["shop | refs/heads/main"])
      try await git.commit("Start")
      try await history.index(git, at: "2024-02-02T00:00:00Z")
      try expectQuery(history, "commits | count", rows: ["1"])
    }
  }
}
