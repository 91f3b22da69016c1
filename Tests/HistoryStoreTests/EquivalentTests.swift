import HistoryStore
import Indexing
import QueryLanguage
import TestSupport
import Testing

/// Commits that bring the same change are found, each pair with what tells so.
@Suite("Equivalents")
struct EquivalentTests {
  /// A commit of the fixture: a message on a branch at an authoring and a committing time.
  private func pick(
    _ git: GitFixture, onto branch: String, _ message: String,
    author: String = GitFixture.date, committer: String
  ) async throws -> String {
    try await git.checkout(branch)
    try await git.git(
      ["commit", "--quiet", "--allow-empty", "--cleanup=verbatim", "-F-", "--date=\(author)"],
      input: Array(message.utf8), date: committer)
    return try await git.id("HEAD")
  }

  private static let pairs =
    "equivalents | select subject, other_subject, evidence, grade, statement | sort subject, other_subject"

  /// A main line with one commit, and the branches `release-1` and `release-2` from there.
  private func withBranches(
    _ body: (GitFixture, IndexedHistory) async throws -> Void
  ) async throws {
    try await GitFixture.with { git in
      try await git.commit("Start", date: "2024-01-01T00:00:00Z")
      try await git.branch("release-1")
      try await git.branch("release-2")
      try await body(git, IndexedHistory(git))
    }
  }

  @Test(
    "a message that names a commit tells of a copy, in each form",
    arguments: [
      ("(cherry picked from commit FULL)", "cherry-pick"),
      ("(cherry picked from commit SHORT)", "cherry-pick"),
      ("(backported from commit FULL)", "backport"),
      ("commit FULL upstream.", "upstream"),
      ("[ Upstream commit FULL ]", "upstream"),
      ("Backported-from: FULL", "trailer"),
    ])
  func stated(_ line: String, _ kind: String) async throws {
    try await withBranches { git, history in
      let fix = try await pick(git, onto: "main", "Fix", committer: "2024-01-02T00:00:00Z")
      let named = line.replacing("FULL", with: fix).replacing("SHORT", with: fix.prefix(8))
      let copy = try await pick(
        git, onto: "release-1", "Pick\n\n\(named)\n", committer: "2024-01-03T00:00:00Z")
      try await history.index(git)
      try expectQuery(
        history, "equivalents of sha:\(copy) | select other_sha, evidence, grade, statement",
        rows: ["\(fix) | stated | A | \(kind)"])
      try expectQuery(
        history, "equivalents of sha:\(fix) | select other_sha, evidence, grade, statement",
        rows: ["\(copy) | stated | A | null"])
      try expectQuery(
        history, "origins | select sha, position, kind, origin.sha as origin",
        rows: ["\(copy) | 1 | \(kind) | \(fix)"])
    }
  }

  @Test("a commit that is named and not there is an origin, and no equivalent")
  func unresolved() async throws {
    try await withBranches { git, history in
      let absent = String(repeating: "ab", count: 20)
      try await pick(
        git, onto: "release-1", "Pick\n\n(cherry picked from commit \(absent))\n",
        committer: "2024-01-03T00:00:00Z")
      try await history.index(git)
      try expectQuery(history, "equivalents | count", rows: ["0"])
      try expectQuery(
        history, "origins | where origin is null | select kind, name",
        rows: ["cherry-pick | \(absent)"])
    }
  }

  @Test("a commit that comes in later is found for what named it before")
  func resolvedLater() async throws {
    try await withBranches { git, history in
      let fix = try await pick(git, onto: "main", "Fix", committer: "2024-01-02T00:00:00Z")
      let copy = try await pick(
        git, onto: "release-1", "Pick\n\n(cherry picked from commit \(fix))\n",
        committer: "2024-01-03T00:00:00Z")
      try await git.branch("main", at: "release-2")
      try await history.index(git)
      try expectQuery(history, "equivalents | count", rows: ["0"])
      try await git.branch("main", at: fix)
      try await history.index(git, at: "2024-02-02T00:00:00Z")
      try expectQuery(
        history, "equivalents of sha:\(fix) | select other_sha", rows: [copy])
    }
  }

  @Test("copies of copies are together, with the weakest evidence on the way")
  func chains() async throws {
    try await withBranches { git, history in
      let fix = try await pick(git, onto: "main", "A fix", committer: "2024-01-02T00:00:00Z")
      // A rebased copy has the author, the time and the subject of the original.
      let copy = try await pick(git, onto: "release-1", "A fix", committer: "2024-01-03T00:00:00Z")
      let second = try await pick(
        git, onto: "release-2",
        "B fix\n\n(cherry picked from commit \(copy))\n", committer: "2024-01-04T00:00:00Z")
      try await history.index(git)
      let answer = try history.rows(
        "equivalents | select short(sha) as a, short(other_sha) as b, evidence, grade")
      let names = [fix: "fix", copy: "copy", second: "second"]
      let found = Set(
        answer.map { row in
          names.reduce(row) { $0.replacing($1.key.prefix(7), with: $1.value) }
        })
      #expect(
        found == [
          "fix | copy | same author, time and subject | B",
          "copy | fix | same author, time and subject | B",
          "copy | second | stated | A", "second | copy | stated | A",
          "fix | second | same author, time and subject | B",
          "second | fix | same author, time and subject | B",
        ])
    }
  }

  @Test("commits with one patch on different sides of a fork are together, whenever they came")
  func patches() async throws {
    try await withBranches { git, history in
      let fix = try await pick(
        git, onto: "main", "Fix", author: "2024-01-02T00:00:00Z",
        committer: "2024-01-02T00:00:00Z")
      let again = try await pick(
        git, onto: "main", "Fix again", author: "2024-01-03T00:00:00Z",
        committer: "2024-01-03T00:00:00Z")
      let copy = try await pick(
        git, onto: "release-1", "Written anew", author: "2024-01-04T00:00:00Z",
        committer: "2024-01-04T00:00:00Z")
      let other = try await pick(
        git, onto: "release-2", "Another change", author: "2024-01-05T00:00:00Z",
        committer: "2024-01-05T00:00:00Z")
      try await history.index(git)
      try expectQuery(history, "equivalents | count", rows: ["0"])

      let ids = try [fix, again, copy, other].map { try #require(ObjectID(hex: $0)) }
      let patch = try #require(ObjectID(hex: String(repeating: "ab", count: 20)))
      do {
        let writer = try HistoryWriter(path: history.path)
        defer { writer.close() }
        // The second of the main line brings the same again: it has no copy on the other side.
        try writer.record(
          patches: [ids[0]: patch, ids[1]: patch, ids[2]: patch, ids[3]: nil], of: "shop")
      }
      let pairs = "equivalents | select sha, other_sha, evidence, grade | sort sha"
      let found = [
        "\(fix) | \(copy) | same patch | A", "\(copy) | \(fix) | same patch | A",
      ].sorted()
      try expectQuery(history, pairs, rows: found)
      try expectQuery(
        history,
        "commits containing sha:\(fix) or equivalent | where sha = sha:\(copy) "
          + "| select via_evidence", rows: ["same patch"])

      // What comes later is put into the same groups.
      let late = try await pick(
        git, onto: "release-2", "Late\n\n(cherry picked from commit \(copy))\n",
        author: "2024-01-06T00:00:00Z", committer: "2024-01-06T00:00:00Z")
      try await history.index(git, at: "2024-02-02T00:00:00Z")
      try expectQuery(
        history, "equivalents of sha:\(late) | select other_sha, evidence | sort evidence desc",
        rows: ["\(copy) | stated", "\(fix) | same patch"])
    }
  }

  @Test("a commit that copies several joins none of them")
  func squashed() async throws {
    try await withBranches { git, history in
      let one = try await pick(
        git, onto: "main", "One", author: "2024-01-02T00:00:00Z", committer: "2024-01-02T00:00:00Z")
      let two = try await pick(
        git, onto: "main", "Two", author: "2024-01-03T00:00:00Z", committer: "2024-01-03T00:00:00Z")
      try await pick(
        git, onto: "release-1",
        "Both\n\n(cherry picked from commit \(one))\n(cherry picked from commit \(two))\n",
        committer: "2024-01-04T00:00:00Z")
      try await history.index(git)
      try expectQuery(
        history, Self.pairs,
        rows: [
          "Both | One | stated | A | cherry-pick", "Both | Two | stated | A | cherry-pick",
          "One | Both | stated | A | null", "Two | Both | stated | A | null",
        ])
    }
  }

  @Test("the lines of a pick of a pick are one origin after the other")
  func pickOfPick() async throws {
    try await withBranches { git, history in
      let fix = try await pick(
        git, onto: "main", "Fix", author: "2024-01-02T00:00:00Z", committer: "2024-01-02T00:00:00Z")
      let first = "(cherry picked from commit \(fix))\n"
      let copy = try await pick(
        git, onto: "release-1", "First\n\n\(first)", author: "2024-01-03T00:00:00Z",
        committer: "2024-01-03T00:00:00Z")
      try await pick(
        git, onto: "release-2", "Second\n\n\(first)(cherry picked from commit \(copy))\n",
        author: "2024-01-04T00:00:00Z", committer: "2024-01-04T00:00:00Z")
      try await history.index(git)
      try expectQuery(
        history, "equivalents | where grade = \"A\" | count", rows: ["6"])
    }
  }

  @Test("the same author and subject at another time is another change")
  func otherTime() async throws {
    try await withBranches { git, history in
      try await pick(
        git, onto: "main", "Bump", author: "2024-01-02T00:00:00Z",
        committer: "2024-01-02T00:00:00Z")
      try await pick(
        git, onto: "release-1", "Bump", author: "2024-01-02T00:00:01Z",
        committer: "2024-01-02T00:00:00Z")
      try await history.index(git)
      try expectQuery(history, "equivalents | count", rows: ["0"])
    }
  }

  @Test("commits of one line that are alike are parts, and each goes with the same part elsewhere")
  func parts() async throws {
    try await withBranches { git, history in
      for branch in ["main", "release-1"] {
        try await git.checkout(branch)
        try await git.commit("Before \(branch)", date: "2024-01-01T00:00:00Z")
        for part in ["1", "2"] {
          try await pick(
            git, onto: branch, "Part\n\n\(part)\n", committer: "2024-01-0\(part)T00:00:00Z")
        }
      }
      try await history.index(git)
      try expectQuery(
        history,
        """
        equivalents | select commit.body, other_commit.body as other, evidence | sort body, other
        """,
        rows: [
          "1 | 1 | same author, time and subject", "1 | 1 | same author, time and subject",
          "2 | 2 | same author, time and subject", "2 | 2 | same author, time and subject",
        ])
    }
  }

  @Test("a backport names the request that brought the original")
  func requests() async throws {
    try await withBranches { git, history in
      try await pick(
        git, onto: "main", "Fix it (#12)", author: "2024-01-02T00:00:00Z",
        committer: "2024-01-02T00:00:00Z")
      try await pick(
        git, onto: "release-1", "Fix it (#12) (#15)", author: "2024-01-03T00:00:00Z",
        committer: "2024-01-03T00:00:00Z")
      try await pick(
        git, onto: "release-2", "[2.x] It (#16)\n\nBackport of #12\n",
        author: "2024-01-04T00:00:00Z", committer: "2024-01-04T00:00:00Z")
      // Another change that names a number of another repository.
      try await pick(
        git, onto: "release-2", "Other (#17)\n\nBackport of acme/tool#12\n",
        author: "2024-01-05T00:00:00Z", committer: "2024-01-05T00:00:00Z")
      try await history.index(git)
      try expectQuery(
        history, Self.pairs,
        rows: [
          "Fix it (#12) | Fix it (#12) (#15) | same request | C | null",
          "Fix it (#12) | [2.x] It (#16) | same request | C | null",
          "Fix it (#12) (#15) | Fix it (#12) | same request | C | null",
          "Fix it (#12) (#15) | [2.x] It (#16) | same request | C | null",
          "[2.x] It (#16) | Fix it (#12) | same request | C | null",
          "[2.x] It (#16) | Fix it (#12) (#15) | same request | C | null",
        ])
    }
  }

  @Test("a commit that is named is found in the other repositories of the project, its own first")
  func repositories() async throws {
    try await GitFixture.with { git in
      try await git.commit("Start", date: "2024-01-01T00:00:00Z")
      let fix = try await git.commit("Fix", date: "2024-01-02T00:00:00Z")
      let other = try await GitFixture.create(in: git.folder, name: "other")
      let copy = try await other.commit(
        "Pick\n\n(cherry picked from commit \(fix))\n", date: "2024-01-03T00:00:00Z")
      let history = IndexedHistory(git)
      try await history.index(other, as: "other", in: "acme")
      try await history.index(git, as: "shop", in: "acme", at: "2024-02-02T00:00:00Z")
      try expectQuery(
        history, "equivalents | select repo, sha, other_repo, other_sha",
        rows: ["other | \(copy) | shop | \(fix)", "shop | \(fix) | other | \(copy)"])
      try await git.tag("v1.0.0")
      try await other.tag("v2.0.0")
      try await history.index(other, as: "other", in: "acme", at: "2024-02-03T00:00:00Z")
      try await history.index(git, as: "shop", in: "acme", at: "2024-02-03T00:00:00Z")
      for relation in ["tags", "commits"] {
        let name = relation == "tags" ? "name" : "sha"
        #expect(
          try history.rows("\(relation) containing sha:\(fix) or equivalent | select repo, \(name)")
            .count == 2)
      }
    }
  }

  @Test("releases with a fix are found through its copies, each with the way and the evidence")
  func releasesWithCopies() async throws {
    try await withBranches { git, history in
      let fix = try await pick(git, onto: "main", "Fix", committer: "2024-01-02T00:00:00Z")
      try await git.tag("v2.0.0")
      let copy = try await pick(
        git, onto: "release-1", "Fix\n\n(cherry picked from commit \(fix))\n",
        author: "2024-01-03T00:00:00Z", committer: "2024-01-03T00:00:00Z")
      try await git.tag("v1.0.1")
      let rebased = try await pick(git, onto: "release-2", "Fix", committer: "2024-01-04T00:00:00Z")
      try await git.tag("v1.5.1")
      try await history.index(git)
      for commit in [fix, copy, rebased] {
        #expect(
          Set(try history.rows("releases containing sha:\(commit) or equivalent | select version"))
            == ["v1.0.1", "v1.5.1", "v2.0.0"])
      }
      let answer = try history.ask(
        """
        releases containing sha:\(fix) or equivalent | sort version
          | select version, via, via_evidence
        """)
      #expect(
        answer.rows == [
          "v1.0.1 | \(copy) | stated",
          "v1.5.1 | \(rebased) | same author, time and subject",
          "v2.0.0 | \(fix) | itself",
        ])
      #expect(
        answer.notes.map { "\($0.code) \($0.message)" } == [
          "N413 besides commit \(fix.prefix(8)), what contains a copy of it is counted: "
            + "commit \(copy.prefix(8)) (stated) and "
            + "commit \(rebased.prefix(8)) (same author, time and subject)"
        ])
      try expectQuery(
        history, "tags | where not containing sha:\(fix) or equivalent | count", rows: ["0"])
      try expectQuery(
        history, "branches as of 2024-03-01 | where containing v1.0.1 or equivalent | select name",
        rows: ["main", "release-1", "release-2"])
      try expectQuery(
        history,
        "commits containing v1.0.1 or equivalent | select via = sha as same | distinct same",
        rows: ["true"])
      try expectQuery(
        history,
        "commits of sha:\(fix) | expand equivalents | select other_sha, grade | sort grade",
        rows: ["\(copy) | A", "\(rebased) | B"])
      try expectQuery(
        history, "equivalents as of 2024-01-03 | select sha, other_sha",
        rows: ["\(copy) | \(fix)", "\(fix) | \(copy)"])
    }
  }
}
