import HistoryStore
import QueryLanguage
import TestSupport
import Testing

@Suite("Stages that bring in other rows")
struct JoinStageTests {
  /// `v1.0.0` and `stable` at the first commit, `v1.1.0` at the second, `v1.2.0-rc.1` at a commit
  /// of a branch that begins there, and a last commit without a tag.
  private func withShop(_ body: (IndexedHistory) throws -> Void) async throws {
    try await GitFixture.with { git in
      try await git.commit("feat: sell things", date: "2024-01-01T10:00:00Z")
      try await git.git("tag", "v1.0.0")
      try await git.git("tag", "stable")
      try await git.commit("fix(cart): count once", date: "2024-01-09T10:00:00Z")
      try await git.git("tag", "v1.1.0")
      try await git.branch("next")
      try await git.commit("docs: the cart at midnight", date: "2024-01-20T10:00:00Z")
      try await git.checkout("next")
      try await git.commit("feat!: a new cart", date: "2024-01-15T10:00:00Z")
      try await git.git("tag", "v1.2.0-rc.1")
      let history = IndexedHistory(git)
      try await history.index(git)
      try body(history)
    }
  }

  @Test("expand makes one row of each row behind a link, and leaves out rows without any")
  func expand() async throws {
    try await withShop { history in
      try expectQuery(
        history,
        "commits | expand tags | sort time, tags.name | select subject, tags.name",
        rows: [
          "feat: sell things | stable", "feat: sell things | v1.0.0",
          "fix(cart): count once | v1.1.0", "feat!: a new cart | v1.2.0-rc.1",
        ])
      try expectQuery(
        history,
        "commits in v1.0.0..v1.1.0 | expand tags as t | select t.name, t.version, t.commit.author",
        rows: ["v1.1.0 | v1.1.0 | Release Engineer"])
      try expectQuery(
        history,
        "projects | expand repos | expand branches | count",
        rows: ["2"])
      try expectQuery(
        history,
        "repos | expand releases | where prerelease | select version",
        rows: ["v1.2.0-rc.1"])
    }
  }

  @Test("Links to many lead to images and changes")
  func otherSources() async throws {
    try await ShopHistory.with { history, _ in
      for (expanded, plain) in [
        (
          "releases | expand changes | sort changes.text | select changes.text",
          "changes | where release.version is not null | sort text | select text"
        ),
        (
          "images | expand image_tags as t | sort t.repo, t.name | select t.repo, t.name",
          "image_tags | where image.digest is not null | sort repo, name | select repo, name"
        ),
        (
          "repos | expand image_tags as t | sort t.repo, t.name | select t.repo, t.name",
          "image_tags | sort repo, name | select repo, name"
        ),
      ] {
        let rows = try history.rows(plain)
        #expect(!rows.isEmpty)
        try expectQuery(history, expanded, rows: rows)
      }
    }
  }

  @Test("expand works on rows that were cut off before, and its rows can be asked about commits")
  func expandLater() async throws {
    try await withShop { history in
      try expectQuery(
        history,
        "commits | sort time | take 1 | expand tags | summarize count() as n",
        rows: ["2"])
      try expectQuery(
        history,
        "repos | expand tags | where containing v1.1.0 | select tags.name",
        rows: ["v1.1.0", "v1.2.0-rc.1"])
      try expectQuery(
        history,
        "commits | expand tags | where class = \"release\" | take 1 per repo | select tags.name",
        rows: ["v1.1.0"])
    }
  }

  @Test("expand reads tags as they were")
  func expandThePast() async throws {
    try await withShop { history in
      try expectQuery(
        history,
        "commits as of 2024-01-10 | expand tags | sort tags.name | select tags.name",
        rows: ["stable", "v1.0.0", "v1.1.0"])
    }
  }

  @Test("join finds partners by equal columns or by a condition; join left keeps rows without one")
  func join() async throws {
    try await withShop { history in
      try expectQuery(
        history,
        """
        tags | where name glob "v*" | select name, version
        | join (releases | select version, prerelease) on version
        | sort name | select name, prerelease
        """,
        rows: ["v1.0.0 | false", "v1.1.0 | false", "v1.2.0-rc.1 | true"])
      try expectQuery(
        history,
        """
        tags | select name, version
        | join left (releases | where not prerelease | select version, released_at) as r
          on version = r.version and not is_prerelease(version)
        | where r.released_at is null | sort name | select name
        """,
        rows: ["v1.2.0-rc.1"])
      try expectQuery(
        history,
        """
        let firsts = commits | summarize min(time) as time by author;
        commits | join (firsts) on author, time | select subject
        """,
        rows: ["feat: sell things"])
    }
  }

  @Test("Columns that are null on both sides are no pair")
  func nullsArePartnerless() async throws {
    try await withShop { history in
      try expectQuery(
        history,
        "commits | select scope | join (commits | select subject, scope) on scope | select subject",
        rows: ["fix(cart): count once"])
      try expectQuery(
        history,
        """
        commits | select subject, scope
        | join left (commits | select subject as other, scope) on scope
        | where other is null | count
        """,
        rows: ["3"])
    }
  }

  @Test("A count of all rows can be taken further")
  func totals() async throws {
    try await withShop { history in
      try expectQuery(history, "tags | count | select 1 as x", rows: ["1"])
      try expectQuery(
        history, "tags | count | union (branches | count) | sort count", rows: ["2", "4"])
      try expectQuery(
        history,
        "tags | summarize any(version in (releases | distinct version)) as any, count() as n",
        rows: ["true | 4"])
    }
  }

  @Test("union puts the rows of two pipelines together, ordered by their columns")
  func union() async throws {
    try await withShop { history in
      try expectQuery(
        history,
        """
        tags | where class = "release" | select name, version
        | union (branches | select null as version, name) | where name != "next"
        """,
        rows: ["main | null", "v1.0.0 | v1.0.0", "v1.1.0 | v1.1.0"])
      try expectQuery(
        history,
        """
        tags | select version | union (releases | select version)
        | where version in v1.x | summarize count() as n, max(version) as newest
        """,
        rows: ["5 | v1.1.0"])
      try expectQuery(
        history,
        "tags | select name | union (tags | select name) | distinct | count",
        rows: ["4"])
      let many = String(repeating: " | union (c)", count: 30)
      try expectQuery(
        history, "let c = tags | select name, version; c\(many) | count", rows: ["\(31 * 4)"])
    }
  }

  @Test("prev and next read the neighbours in the present order, inside a group")
  func neighbours() async throws {
    try await withShop { history in
      try expectQuery(
        history,
        """
        releases | sort version | add prev(version) as before, next(version) as after
        | where not prerelease | select version, before, after
        """,
        rows: ["v1.0.0 | null | v1.1.0", "v1.1.0 | v1.0.0 | v1.2.0-rc.1"])
      try expectQuery(
        history,
        "releases | sort version | where version > prev(version, prerelease) | select version",
        rows: ["v1.1.0"])
      try expectQuery(
        history,
        "commits | sort time | add time - prev(time) as gap | summarize max(gap) as longest",
        rows: ["691200s"])
      try expectQuery(
        history,
        "commits | sort time | add prev(prev(subject)) as s | where s is not null | count",
        rows: ["2"])
    }
  }

  @Test("bucket cuts time into equal stretches; weeks begin on Mondays")
  func buckets() async throws {
    try await withShop { history in
      try expectQuery(
        history,
        "commits | summarize count() as n by bucket(time, 1w) as week",
        rows: [
          "2024-01-01T00:00:00Z | 1", "2024-01-08T00:00:00Z | 1", "2024-01-15T00:00:00Z | 2",
        ])
      try expectQuery(
        history,
        "commits | sort time | take 1 | select date(bucket(time, 7d)) as monday",
        rows: ["2024-01-01"])
      try expectQuery(
        history,
        "commits | sort time | take 1 | select bucket(time, 6h) as b, time",
        rows: ["2024-01-01T06:00:00Z | 2024-01-01T10:00:00Z"])
    }
  }

  @Test("let names a pipeline that others start with, as often as they like")
  func definitions() async throws {
    try await withShop { history in
      try expectQuery(
        history,
        """
        let full = releases | where not prerelease;
        let last = full | sort version desc | take 1;
        full | where version not in (last | select version) | select version
        """,
        rows: ["v1.0.0"])
      let unused = try history.ask("let a = tags; commits | count")
      #expect(unused.notes.map(\.code) == ["N411"])
    }
  }

  @Test("merge_base is the best common ancestor, wherever a ref can stand")
  func mergeBase() async throws {
    try await withShop { history in
      try expectQuery(
        history,
        "commits of merge_base(main, v1.2.0-rc.1) | select subject",
        rows: ["fix(cart): count once"])
      try expectQuery(
        history,
        "commits in merge_base(main, next)..main | select subject",
        rows: ["docs: the cart at midnight"])
      try expectQuery(
        history,
        "tags containing merge_base(main, merge_base(next, v1.0.0)) | count",
        rows: ["4"])
    }
  }
}
