import Changelogs
import CommitGraph
import HistoryStore
import Indexing
import TestSupport
import Testing

/// Versions that a changelog, a release page or an image knows, and no tag.
@Suite("Releases without a tag")
struct UntaggedReleaseTests {
  private static let facts =
    "releases | select version, tag.name, short(commit.sha) as sha, released_at, "
    + "released_source, known_by"

  /// A repository with a commit for each tag, and a changelog.
  private static func with(
    tags: [String] = ["v1.0.0", "v1.1.0"],
    _ body: (GitFixture, IndexedHistory, ChangelogStory) async throws -> Void
  ) async throws {
    try await GitFixture.with { git in
      for (index, tag) in tags.enumerated() {
        try await git.commit("Make \(tag)", date: "2024-01-0\(index + 1)T00:00:00Z")
        try await git.tag(tag)
      }
      if tags.isEmpty { try await git.commit("Begin") }
      let history = IndexedHistory(git)
      try await history.index(git)
      try await body(git, history, ChangelogStory(history: history))
    }
  }

  @Test("a version that only a changelog tells of is a release, with a date or without")
  func changelog() async throws {
    try await Self.with { git, history, story in
      try story.read(
        """
        ## [Unreleased]
        - Soon
        ## [1.2.0-rc.1]
        - Four
        ## [1.1.0] - 2024-01-02
        - Three
        ## [1.0.5] - 2024-01-01 [YANKED]
        About all of it.
        - Two
        """, at: "2024-02-01T00:00:00Z")
      let sha = try await git.id("v1.1.0").prefix(7)
      let first = try await git.id("v1.0.0").prefix(7)
      try expectQuery(
        history, Self.facts,
        rows: [
          "v1.2.0-rc.1 | null | null | null | null | changelog",
          "v1.1.0 | v1.1.0 | \(sha) | 2024-01-02T00:00:00Z | commit | tag, changelog",
          "v1.0.5 | null | null | 2024-01-01T00:00:00Z | changelog | changelog",
          "v1.0.0 | v1.0.0 | \(first) | 2024-01-01T00:00:00Z | commit | tag",
        ])
      try expectQuery(
        history,
        "releases | where tag is null | select version, line, is_main, prerelease, yanked, notes",
        rows: [
          "v1.2.0-rc.1 | v | true | true | false | null",
          "v1.0.5 | v | true | false | true | About all of it.",
        ])
      try expectQuery(
        history, "changes | select release.version, text",
        rows: ["v1.2.0-rc.1 | Four", "v1.1.0 | Three", "v1.0.5 | Two", "null | Soon"])
    }
  }

  @Test(
    "what is no version of the repository, or not released, makes no release",
    arguments: [
      "## Unreleased", "## 1.5.0 (Unreleased)", "## Next", "## other 2.0.0", "## 1.1.0",
      "## v1.1", "## 3.x",
    ])
  func others(heading: String) async throws {
    try await Self.with { _, history, story in
      try story.read("# Changes\n\n\(heading)\n- One\n", at: "2024-02-01T00:00:00Z")
      try expectQuery(
        history, "releases | sort version | select version", rows: ["v1.0.0", "v1.1.0"])
    }
  }

  @Test("a package's versions are releases where others of them are tagged")
  func packages() async throws {
    try await Self.with { _, history, story in
      try story.read(
        "## shop 1.2.0\n- Two\n## shop 1.1.0\n- One\n## client 7.0.0\n- None\n",
        at: "2024-02-01T00:00:00Z")
      try expectQuery(
        history, "releases | where tag is null | select version", rows: ["v1.2.0"])
    }
    try await Self.with(tags: ["v1.0.0", "v1.1.0", "client/v1.0.0"]) { _, history, story in
      var client = story
      client.path = "client/CHANGELOG.md"
      client.component = "client"
      try client.read("## 1.0.1\n- One\n", at: "2024-02-01T00:00:00Z")
      var server = story
      server.path = "server/CHANGELOG.md"
      server.component = "server"
      try server.read("## 7.0.0\n- One\n", at: "2024-02-01T00:00:00Z")
      try expectQuery(
        history, "releases | where tag is null | select line, version, is_main",
        rows: ["client/v | v1.0.1 | false"])
    }
  }

  @Test("a published page is a release with its time, and a draft is none")
  func pages() async throws {
    try await Self.with { _, history, story in
      func page(_ tag: String, draft: Bool) -> String {
        """
        {"tag_name": "\(tag)", "name": "\(tag)", "body": "* One", "draft": \(draft),
          "prerelease": false, "created_at": "2024-03-01T10:00:00Z",
          "published_at": \(draft ? "null" : "\"2024-03-02T11:22:33Z\"")}
        """
      }
      try story.read(
        "[\(page("v1.2.0", draft: false)), \(page("v1.3.0", draft: true))]",
        at: "2024-04-01T00:00:00Z", format: .gitHubReleases)
      try expectQuery(
        history, Self.facts + " | where known_by != \"tag\"",
        rows: ["v1.2.0 | null | null | 2024-03-02T11:22:33Z | page | page"])
    }
  }

  @Test("a name such as v1.0 that a changelog calls a release is one, unless it has moved on")
  func floats() async throws {
    let tags = ["v1.0", "v1.1.0", "v1.1.1", "v1.1.2", "v1.2.1"]
    try await Self.with(tags: tags) { git, history, story in
      try await git.tag("v1.2", at: "v1.2.1")
      try await history.index(git, at: "2024-02-02T00:00:00Z")
      try expectQuery(
        history, "tags | where name in (\"v1.0\", \"v1.2\") | select name, class",
        rows: ["v1.0 | float", "v1.2 | float"])
      try story.read(
        "## 1.2\n- Two\n## 1.0 - 2024-01-01\n- One\n", at: "2024-02-03T00:00:00Z")
      let sha = try await git.id("v1.0").prefix(7)
      try expectQuery(
        history, Self.facts + " | where known_by = \"changelog\"",
        rows: [
          "v1.2 | null | null | null | null | changelog",
          "v1.0 | v1.0 | \(sha) | 2024-01-01T00:00:00Z | changelog | changelog",
        ])
      // It stays what it is in all that is told of tags.
      try expectQuery(
        history, "tags of v1.0 | select class, version", rows: ["float | null"])
      try expectQuery(
        history, "releases | where version = v1.1.0 | select previous, highest_before",
        rows: ["null | null"])
    }
  }

  @Test("the tag that comes later takes the place, and a removed heading leaves none")
  func later() async throws {
    try await Self.with { git, history, story in
      let known = "releases | where version > v1.1.0 | select version, tag.name, known_by"
      try story.read(
        "## 1.3.0\n- Three\n## 1.2.0\n- Two\n", at: "2024-02-01T00:00:00Z")
      try expectQuery(
        history, known, rows: ["v1.3.0 | null | changelog", "v1.2.0 | null | changelog"])
      try await git.commit("Make it", date: "2024-02-02T00:00:00Z")
      try await git.tag("v1.2.0")
      try await history.index(git, at: "2024-02-03T00:00:00Z")
      try expectQuery(
        history, known, rows: ["v1.3.0 | null | changelog", "v1.2.0 | v1.2.0 | tag, changelog"])
      try story.read("## 1.2.0\n- Two\n", at: "2024-02-04T00:00:00Z")
      try expectQuery(history, known, rows: ["v1.2.0 | v1.2.0 | tag, changelog"])
      // And without its tag it is what the changelog says again.
      try await git.git("tag", "--delete", "v1.2.0")
      try await history.index(git, at: "2024-02-05T00:00:00Z")
      try expectQuery(history, known, rows: ["v1.2.0 | null | changelog"])
      try expectQuery(
        history, "changes | select release.version, release.known_by",
        rows: ["v1.2.0 | changelog"])
    }
  }

  @Test("another run changes nothing, not even the ids")
  func stability() async throws {
    try await Self.with { git, history, story in
      let text = "## 1.4.0\n- Four\n## 1.3.0\n- Three\n"
      try story.read(text, at: "2024-02-01T00:00:00Z")
      let rows = "SELECT release_id, version, released_at, known_by FROM v_releases ORDER BY 1"
      let before = try history.sql(rows)
      #expect(before.count == 4)
      try story.read(text, at: "2024-02-02T00:00:00Z")
      try await git.commit("Go on")
      try await history.index(git, at: "2024-02-03T00:00:00Z")
      #expect(try history.sql(rows) == before)
      // A new one does not take the id of another.
      try story.read("## 1.5.0\n- Five\n" + text, at: "2024-02-04T00:00:00Z")
      #expect(try history.sql(rows).filter(before.contains).count == before.count)
    }
  }

  @Test("a misspelt version is neither the latest nor anything that others are judged by")
  func typo() async throws {
    try await Self.with { git, history, story in
      try story.read(
        "## 11.0.0 - 2023-01-01\n- One\n## 1.1.0\n- Two\n", at: "2024-02-01T00:00:00Z")
      try await git.commit("Next", date: "2024-02-02T00:00:00Z")
      try await git.tag("v1.2.0")
      try await history.index(git, at: "2024-02-03T00:00:00Z")
      try expectQuery(
        history, "releases | select version, highest_before, verdict, previous",
        rows: [
          "v11.0.0 | null | unknown | null", "v1.2.0 | v1.1.0 | forward | v1.1.0",
          "v1.1.0 | v1.0.0 | forward | v1.0.0", "v1.0.0 | null | forward | null",
        ])
      try expectQuery(
        history, "releases containing v1.0.0 | sort version | select version",
        rows: ["v1.0.0", "v1.1.0", "v1.2.0"])
      try expectQuery(
        history, "releases | where not containing v1.1.0 | sort version | select version",
        rows: ["v1.0.0", "v11.0.0"])
      try expectQuery(
        history, "headings | where tag is null | select version", rows: ["11.0.0"])
      let store = try HistoryStore(reading: history.path)
      #expect(try store.read { try $0.status().map(\.releases).max() } == 3)
    }
  }

  @Test("a repository without tagged versions has those of its changelog in a line without prefix")
  func noTags() async throws {
    try await Self.with(tags: []) { git, history, story in
      try story.read(
        "## 1.1.0 - 2024-01-02\n- Two\n## 1.0.0 - 2024-01-01\n- One\n",
        at: "2024-02-01T00:00:00Z")
      let known = "releases | select line, is_main, version, known_by"
      try expectQuery(
        history, known, rows: [" | true | 1.1.0 | changelog", " | true | 1.0.0 | changelog"])
      try expectQuery(history, "lines | count", rows: ["0"])
      try await history.index(git, at: "2024-02-02T00:00:00Z")
      try await git.tag("v1.1.0")
      try await history.index(git, at: "2024-02-03T00:00:00Z")
      try expectQuery(
        history, known,
        rows: ["v | true | v1.1.0 | tag, changelog", "v | true | v1.0.0 | changelog"])
    }
  }

  @Test("the version tag of an image is a release, of its first push and commit")
  func images() async throws {
    try await Self.with { git, history, story in
      let images = ImageStory(history: history)
      let id = try await git.id("v1.1.0")
      try images.announce(
        [
          ImageStory.push("2024-03-01T10:00:00Z", "1.1.5", 1),
          ImageStory.push("2024-03-02T10:00:00Z", "sha-\(id.prefix(12))", 1),
          ImageStory.push("2024-03-03T10:00:00Z", "1.1.0", 2),
          ImageStory.push("2024-03-04T10:00:00Z", "1.2.0", 3),
          ImageStory.push("2024-03-04T10:00:00Z", "1.3.0-alpine", 4),
          ImageStory.push("2024-03-04T10:00:00Z", "1.4", 5),
        ], project: "shop")
      let sha = id.prefix(7)
      let untagged = Self.facts + " | where known_by has \"image\""
      try expectQuery(
        history, untagged,
        rows: [
          "v1.2.0 | null | null | 2024-03-04T10:00:00Z | image | image",
          "v1.1.5 | null | \(sha) | 2024-03-01T10:00:00Z | image | image",
          "v1.1.0 | v1.1.0 | \(sha) | 2024-01-02T00:00:00Z | commit | tag, image",
        ])
      // A day of a changelog says less than a push on that day, and more than one on another.
      try story.read(
        "## 1.2.0 - 2024-03-04\n- Two\n## 1.1.5 - 2024-02-01\n- One\n",
        at: "2024-04-01T00:00:00Z")
      try expectQuery(
        history, untagged,
        rows: [
          "v1.2.0 | null | null | 2024-03-04T10:00:00Z | image | changelog, image",
          "v1.1.5 | null | \(sha) | 2024-02-01T00:00:00Z | changelog | changelog, image",
          "v1.1.0 | v1.1.0 | \(sha) | 2024-01-02T00:00:00Z | commit | tag, image",
        ])
      // An image does not prove its own version.
      try expectQuery(
        history, "images | where version = v1.2.0 | select commit.sha, commit_source",
        rows: ["null | null"])
      try await history.index(git, at: "2024-04-02T00:00:00Z")
      try expectQuery(
        history,
        "releases | where image is not null | sort version | select version, image.version as built",
        rows: ["v1.1.0 | 1.1.0", "v1.1.5 | 1.1.5", "v1.2.0 | 1.2.0"])
    }
  }

  @Test("of commits that images tell, each release without a tag has those since the one before")
  func comparison() async throws {
    try await Self.with { git, history, _ in
      var ids: [String] = []
      for text in ["Three", "Four", "Five"] { ids.append(try await git.commit(text)) }
      try await git.tag("v1.2.0")
      try await history.index(git, at: "2024-02-02T00:00:00Z")
      try ImageStory(history: history).announce(
        [("1.1.1", 0), ("1.1.2", 1)].flatMap { version, place in
          [version, "sha-\(ids[place].prefix(12))"].map {
            ImageStory.push("2024-03-01T10:00:00Z", $0, UInt8(place))
          }
        }, project: "shop")
      let found = try history.releaseHistory { history in
        history.releases.indices.map { place in
          let release = history.releases[place]
          let previous = release.previous.map { history.releases[$0].version } ?? []
          return [release.version, previous].map { String(decoding: $0, as: UTF8.self) }
            + ["\(history.commits(of: place).count)"]
        }
      }
      #expect(
        found == [
          ["v1.0.0", "", "1"], ["v1.1.0", "v1.0.0", "1"], ["v1.1.1", "v1.1.0", "1"],
          ["v1.1.2", "v1.1.1", "1"], ["v1.2.0", "v1.1.0", "3"],
        ])
    }
  }

  @Test("an image of a project with several repositories is of the one that it was built from")
  func severalRepositories() async throws {
    try await Self.with { git, history, _ in
      try await GitFixture.with { other in
        try await other.commit("Another one")
        try await other.tag("v0.1.0")
        try await history.index(other, as: "docs", in: "shop")
        let id = try await git.id("v1.1.0")
        try ImageStory(history: history).announce(
          [
            ImageStory.push("2024-03-01T10:00:00Z", "1.1.5", 1),
            ImageStory.push("2024-03-01T10:00:00Z", "sha-\(id.prefix(12))", 1),
            ImageStory.push("2024-03-04T10:00:00Z", "1.2.0", 3),
          ], project: "shop")
        try expectQuery(
          history, "releases | where tag is null | select repo, version", rows: ["shop | v1.1.5"])
      }
    }
  }
}
