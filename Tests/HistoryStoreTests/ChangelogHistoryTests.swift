import Changelogs
import HistoryStore
import TestSupport
import Testing

/// What is known of changelogs, in time and beside the repository.
@Suite("Changelogs over time and against the repository")
struct ChangelogHistoryTests {
  /// A repository with the tags v1.0.0 and v1.1.0, one commit each, and a changelog.
  private static func with(
    tags: [String] = ["v1.0.0", "v1.1.0"],
    _ body: (GitFixture, IndexedHistory, ChangelogStory) async throws -> Void
  ) async throws {
    try await GitFixture.with { git in
      for tag in tags {
        try await git.commit("Make \(tag) (#1\(tag.suffix(3).prefix(1)))")
        try await git.tag(tag)
      }
      let history = IndexedHistory(git)
      try await history.index(git)
      try await body(git, history, ChangelogStory(history: history))
    }
  }

  @Test("an entry that goes from the unreleased changes to a version ends there and begins here")
  func moves() async throws {
    try await Self.with { _, history, story in
      try story.read("## [Unreleased]\n- Pay by card\n", at: "2024-01-01T00:00:00Z")
      try story.read(
        "## [Unreleased]\n\n## [1.1.0]\n- Pay by card\n", at: "2024-02-01T00:00:00Z")
      let now = try history.ask("changes | select version, text, since")
      #expect(now.rows == ["1.1.0 | Pay by card | 2024-02-01T00:00:00Z"])
      let before = try history.ask("changes as of 2024-01-15 | select version, text, since")
      #expect(before.rows == ["null | Pay by card | 2024-01-01T00:00:00Z"])
      #expect(try history.ask("changes as of 2023-12-31 | count").rows == ["0"])
    }
  }

  @Test("an entry that is wrapped otherwise is the same, and one that says something else is not")
  func texts() async throws {
    try await Self.with { _, history, story in
      try story.read(
        "## 1.1.0\n- Count items\n  once\n- Round up\n", at: "2024-01-01T00:00:00Z")
      let summary = try story.read(
        "## 1.1.0\n- Count items once\n- Round half up\n", at: "2024-02-01T00:00:00Z")
      #expect(summary.newEntries == 1)
      #expect(summary.endedEntries == 1)
      #expect(
        try history.ask("changes | select text, since").rows == [
          "Count items once | 2024-01-01T00:00:00Z", "Round half up | 2024-02-01T00:00:00Z",
        ])
    }
  }

  @Test("the Markdown of an entry is that of the item, without its marker")
  func markup() async throws {
    try await Self.with { _, history, story in
      try story.read(
        "## 1.1.0\n\n- Use `cart`\n  twice\n  - and **once**\n12. Number\n",
        at: "2024-01-01T00:00:00Z")
      let rows = try history.ask("changes | select markdown").rows
      #expect(rows.first == "Use `cart`\ntwice\n- and **once**")
      #expect(rows.last == "Number")
    }
  }

  @Test("a file that is gone says nothing any more, and one that comes back is new")
  func absence() async throws {
    try await Self.with { _, history, story in
      try story.read("## 1.1.0\n- One\n", at: "2024-01-01T00:00:00Z")
      try story.read(nil, at: "2024-02-01T00:00:00Z")
      #expect(try history.ask("changes | count").rows == ["0"])
      #expect(try history.ask("changes as of 2024-01-15 | count").rows == ["1"])
      try story.read("## 1.1.0\n- One\n", at: "2024-03-01T00:00:00Z")
      #expect(
        try history.ask("changes | select text, since").rows == ["One | 2024-03-01T00:00:00Z"])
    }
  }

  @Test("since when entries were there before the first reading is not known")
  func firstReading() async throws {
    try await Self.with { _, history, story in
      try story.read("## 1.1.0\n- One\n", at: "2024-01-01T00:00:00Z", followsGap: true)
      #expect(try history.ask("changes | select text, since").rows == ["One | null"])
      // Nor is it behind versions that were left out later.
      try story.read("## 1.1.0\n- One\n- Two\n", at: "2024-02-01T00:00:00Z")
      try story.read(
        "## 1.1.0\n- One\n- Two\n- Three\n", at: "2024-03-01T00:00:00Z", followsGap: true)
      #expect(
        try history.ask("changes | select text, since").rows == [
          "One | null", "Two | 2024-02-01T00:00:00Z", "Three | null",
        ])
    }
  }

  @Test(
    "headings belong to the release that they name",
    arguments: [
      ("## [1.1.0] - 2024-01-01", "v1.1.0"), ("## v1.1.0", "v1.1.0"),
      ("# 1.1.0 (2024-01-01)", "v1.1.0"), ("## Version 1.1.0", "v1.1.0"), ("## 1.1", "v1.1.0"),
      ("## [1.2.0]", "null"),
    ])
  func releases(heading: String, release: String) async throws {
    try await Self.with { _, history, story in
      try story.read("# Changes\n\n\(heading)\n- One\n", at: "2024-01-01T00:00:00Z")
      #expect(try history.ask("headings | select release.tag.name").rows == [release])
    }
  }

  @Test("the changelog of a part belongs to the line that is named like it, else to the main line")
  func parts() async throws {
    try await Self.with(tags: ["v1.0.0", "client/v1.0.0", "client/v1.1.0", "v1.1.0"]) {
      _, history, story in
      var client = story
      client.path = "packages/client/CHANGELOG.md"
      client.component = "packages/client"
      try client.read("## 1.1.0\n- One\n", at: "2024-01-01T00:00:00Z")
      var other = story
      other.path = "packages/server/CHANGELOG.md"
      other.component = "packages/server"
      try other.read("## 1.1.0\n- Two\n## 7.0.0\n- Three\n", at: "2024-01-01T00:00:00Z")
      #expect(
        try history.ask("headings | select changelog, version, line, release.tag.name").rows == [
          "packages/client/CHANGELOG.md | 1.1.0 | client/v | client/v1.1.0",
          // Parts that are released together share the tags of the main line.
          "packages/server/CHANGELOG.md | 1.1.0 | v | v1.1.0",
          "packages/server/CHANGELOG.md | 7.0.0 | null | null",
        ])
    }
  }

  @Test("the changelog of a part belongs to the line that is named as its title")
  func titles() async throws {
    try await Self.with(tags: ["@acme/parse@1.0.0", "@acme/parse@1.1.0", "parse@0.9.0", "v1.0.0"]) {
      _, history, story in
      var part = story
      part.path = "packages/parse/CHANGELOG.md"
      part.component = "packages/parse"
      try part.read("# @acme/parse\n\n## 1.1.0\n- One\n", at: "2024-01-01T00:00:00Z")
      #expect(
        try history.ask("headings | select version, line, release.tag.name").rows == [
          "1.1.0 | @acme/parse@ | @acme/parse@1.1.0"
        ])
    }
  }

  @Test("a release page belongs to the tag that it names, and dates the release")
  func pages() async throws {
    try await Self.with { _, history, story in
      try story.read(
        """
        [{"tag_name": "v1.1.0", "name": "Spring", "body": "* Pay by card in #11",
          "draft": false, "prerelease": false, "created_at": "2023-05-01T10:00:00Z",
          "published_at": "2023-05-02T11:22:33Z"}]
        """, at: "2024-01-01T00:00:00Z", format: .gitHubReleases)
      #expect(
        try history.ask(
          "releases | where version = v1.1.0 | select version, released_at, released_source"
        ).rows == ["v1.1.0 | 2023-05-02T11:22:33Z | page"])
      #expect(
        try history.ask("changes | select version, text, pr").rows == [
          "v1.1.0 | Pay by card in #11 | 11"
        ])
    }
  }

  @Test("the day of a changelog dates a release unless the tag's own time lies in it")
  func days() async throws {
    try await Self.with { git, history, story in
      let tagged = try history.ask("tags of v1.1.0 | select commit.time").rows[0]
      let day = tagged.prefix(10)
      try story.read(
        "## [1.1.0] - \(day)\n- One\n## [1.0.0] - 2001-02-03 [YANKED]\n- Two\n",
        at: "2024-01-01T00:00:00Z")
      #expect(
        try history.ask("releases | select version, released_at, released_source, yanked").rows
          == [
            "v1.1.0 | \(tagged) | commit | false",
            "v1.0.0 | 2001-02-03T00:00:00Z | changelog | true",
          ])
      // A look at the repository keeps what the changelog says.
      try await git.commit("Next (#12)")
      try await git.tag("v1.2.0")
      try await history.index(git, at: "2024-02-02T00:00:00Z")
      #expect(
        try history.ask("releases | where version = v1.0.0 | select released_at, yanked").rows
          == ["2001-02-03T00:00:00Z | true"])
    }
  }

  @Test("an entry is in its release if that contains a commit or pull request that it names")
  func reality() async throws {
    try await Self.with { git, history, story in
      let last = try await git.id("v1.1.0")
      try story.read(
        """
        ## 1.1.0
        - By number (#11)
        - By id (\(last.prefix(10)))
        - Of nothing known
        ## 1.0.0
        - Came later (#11)
        - Came later, too (\(last.prefix(10)))
        - By number (#10)
        """, at: "2024-01-01T00:00:00Z")
      #expect(
        try history.ask("changes | select version, text, in_release").rows == [
          "1.1.0 | By number (#11) | true", "1.1.0 | By id (\(last.prefix(10))) | true",
          "1.1.0 | Of nothing known | null", "1.0.0 | Came later (#11) | false",
          "1.0.0 | Came later, too (\(last.prefix(10))) | false",
          "1.0.0 | By number (#10) | true",
        ])
    }
  }

  @Test("a heading that is compared with another release than the one before is found")
  func comparisons() async throws {
    try await Self.with(tags: ["v1.0.0", "v1.1.0-rc.1", "v1.1.0", "v1.2.0"]) {
      _, history, story in
      let compare = "https://example.com/acme/shop/compare"
      try story.read(
        """
        ## [1.2.0](\(compare)/v1.0.0...v1.2.0)
        - Two
        ## [1.1.0](\(compare)/v1.0.0...v1.1.0)
        - One
        """, at: "2024-01-01T00:00:00Z")
      #expect(
        try history.ask("releases | sort version | select version, previous").rows == [
          "v1.0.0 | null", "v1.1.0-rc.1 | v1.0.0", "v1.1.0 | v1.0.0", "v1.2.0 | v1.1.0",
        ])
      #expect(
        try history.ask(
          """
          headings | where previous != release.previous
            | select version, previous, release.previous as expected
          """
        ).rows == ["1.2.0 | v1.0.0 | v1.1.0"])
    }
  }

  @Test("what a tag brings later joins with what the changelog said before")
  func laterTags() async throws {
    try await Self.with { git, history, story in
      try story.read("## 1.2.0\n- Soon (#12)\n", at: "2024-01-01T00:00:00Z")
      #expect(try history.ask("changes | select release.tag.name").rows == ["null"])
      try await git.commit("Make it (#12)")
      try await git.tag("v1.2.0")
      try await history.index(git, at: "2024-02-02T00:00:00Z")
      #expect(
        try history.ask("changes | select release.tag.name, in_release").rows == ["v1.2.0 | true"])
    }
  }
}
