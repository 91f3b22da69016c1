import CommitGraph
import GRDB
import GitSource
import HistoryStore
import QueryLanguage
import TestSupport
import Testing

@Suite("Releases and what they are compared with")
struct ReleaseHistoryTests {
  /// Returns `version < previous: commits` of each release, in the order of line and version.
  private func releases(_ git: GitFixture) async throws -> [String] {
    let history = IndexedHistory(git)
    try await history.index(git)
    return try history.releaseHistory { history in
      history.releases.indices.map { place in
        let release = history.releases[place]
        let previous = release.previous.map { text(history.releases[$0].tag ?? []) } ?? "nothing"
        let others = release.otherTags.map { " also \(text($0))" }.joined()
        let tag = text(release.tag ?? [])
        return "\(tag) < \(previous): \(history.commits(of: place).count)\(others)"
      }
    }
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test("Two versions on one commit are two releases")
  func oneCommit() async throws {
    try await GitFixture.with { git in
      try await git.commit("feat: one")
      try await git.tag("v1.0.0-beta.1")
      try await git.commit("feat: two")
      try await git.tag("v1.0.0-beta.2")
      try await git.tag("v1.0.0")
      try await git.commit("fix: three")
      try await git.tag("v1.0.1")
      try await git.tag("v1.0.2")
      #expect(
        try await releases(git) == [
          "v1.0.0-beta.1 < nothing: 1", "v1.0.0-beta.2 < v1.0.0-beta.1: 1", "v1.0.0 < nothing: 2",
          "v1.0.1 < v1.0.0: 1", "v1.0.2 < v1.0.1: 0",
        ])
    }
  }

  /// A maintenance branch after v1.0.0, of which only v1.0.1 is merged before v1.1.0-rc.1.
  private func branched(_ git: GitFixture) async throws {
    try await git.commit("feat: one")
    try await git.tag("v1.0.0")
    try await git.branch("maint")
    try await git.commit("feat: two")
    try await git.checkout("maint")
    try await git.commit("fix: a")
    try await git.tag("v1.0.1")
    try await git.checkout("main")
    try await git.merge("v1.0.1")
    try await git.checkout("maint")
    try await git.commit("fix: b")
    try await git.tag("v1.0.2")
    try await git.checkout("main")
    try await git.commit("feat: three")
    try await git.tag("v1.1.0-rc.1")
    try await git.commit("fix: c")
    try await git.tag("v1.1.0-rc.2")
    try await git.commit("docs: d")
    try await git.tag("v1.1.0")
  }

  @Test(
    "A release is compared with the highest lower version that it contains, not with the latest")
  func ancestry() async throws {
    try await GitFixture.with { git in
      try await branched(git)
      #expect(
        try await releases(git) == [
          "v1.0.0 < nothing: 1", "v1.0.1 < v1.0.0: 1", "v1.0.2 < v1.0.1: 1",
          "v1.1.0-rc.1 < v1.0.1: 3", "v1.1.0-rc.2 < v1.1.0-rc.1: 1", "v1.1.0 < v1.0.1: 5",
        ])
    }
  }

  @Test("Where each series has a branch of its own, the first release of the one before counts")
  func seriesOnBranches() async throws {
    try await GitFixture.with { git in
      try await git.commit("feat: one")
      try await git.tag("v0.1.0")
      for minor in 0..<3 {
        try await git.commit("feat: \(minor)")
        try await git.branch("1-\(minor)")
        try await git.checkout("1-\(minor)")
        try await git.commit("release \(minor)")
        try await git.tag("v1.\(minor).0")
        try await git.commit("fix: \(minor)")
        try await git.tag("v1.\(minor).1")
        try await git.checkout("main")
      }
      #expect(
        try await releases(git) == [
          "v0.1.0 < nothing: 1", "v1.0.0 < v0.1.0: 2", "v1.0.1 < v1.0.0: 1", "v1.1.0 < v1.0.0: 2",
          "v1.1.1 < v1.1.0: 1", "v1.2.0 < v1.1.0: 2", "v1.2.1 < v1.2.0: 1",
        ])
    }
  }

  @Test("Where each release is a commit beside the branch, the one before branched off last")
  func releasesBesideBranch() async throws {
    try await GitFixture.with { git in
      for version in ["1.0.0", "1.0.1", "1.0.2", "1.1.0"] {
        try await git.commit("fix: before \(version)")
        try await git.git("checkout", "--quiet", "--detach")
        try await git.commit("release \(version)")
        try await git.tag("v\(version)")
        try await git.checkout("main")
      }
      #expect(
        try await releases(git) == [
          "v1.0.0 < nothing: 2", "v1.0.1 < v1.0.0: 2", "v1.0.2 < v1.0.1: 2", "v1.1.0 < v1.0.2: 2",
        ])
    }
  }

  @Test("Dates do not matter: a backport tagged late stays in its place")
  func dates() async throws {
    try await GitFixture.with { git in
      try await git.commit("feat: one")
      try await git.tag("v1.0.0", message: "one", date: "2024-01-01T00:00:00Z")
      try await git.branch("maint")
      try await git.commit("feat: two", date: "2024-02-01T00:00:00Z")
      try await git.tag("v2.0.0", message: "two", date: "2024-02-01T00:00:00Z")
      try await git.checkout("maint")
      try await git.commit("fix: late", date: "2024-03-01T00:00:00Z")
      try await git.tag("v1.0.1", message: "late", date: "2024-03-01T00:00:00Z")
      #expect(
        try await releases(git) == [
          "v1.0.0 < nothing: 1", "v1.0.1 < v1.0.0: 1", "v2.0.0 < v1.0.0: 1",
        ])
    }
  }

  @Test("The first release of another line is compared with the main line")
  func otherLine() async throws {
    try await GitFixture.with { git in
      for version in ["v1.0.0", "v1.1.0", "v1.2.0"] {
        try await git.commit("feat: \(version)")
        try await git.tag(version)
      }
      try await git.commit("feat: packaged")
      try await git.tag("docker-v1.2.1")
      try await git.commit("feat: client")
      try await git.tag("client/v0.1.0")
      let found = try await releases(git)
      #expect(found.contains("docker-v1.2.1 < v1.2.0: 1"))
      // No version of the main line is lower.
      #expect(found.contains("client/v0.1.0 < nothing: 5"))
    }
  }

  @Test("A version in a second spelling is another tag of the release, or a release elsewhere")
  func spellings() async throws {
    try await GitFixture.with { git in
      try await git.commit("feat: one")
      try await git.tag("v1.0.0")
      try await git.tag("1.0.0")
      try await git.tag("stable")
      try await git.commit("feat: two")
      try await git.tag("v1.1.0")
      try await git.commit("feat: three")
      try await git.tag("1.1.0")
      #expect(
        try await releases(git) == [
          "v1.0.0 < nothing: 1 also 1.0.0 also stable", "v1.1.0 < v1.0.0: 1",
          "1.1.0 < v1.1.0: 1",
        ])
    }
  }

  @Test("A tag of something else than a commit is a release without commits")
  func noCommit() async throws {
    try await GitFixture.with { git in
      try await git.commit("feat: one", files: ["a.txt": "1"])
      try await git.tag("v1.0.0")
      try await git.tag("v1.1.0", at: "HEAD:a.txt")
      try await git.commit("feat: two")
      try await git.tag("v1.2.0")
      #expect(
        try await releases(git) == [
          "v1.0.0 < nothing: 1", "v1.1.0 < nothing: 0", "v1.2.0 < v1.0.0: 1",
        ])
    }
  }

  @Test("What a release branch has is not unreleased on the default branch")
  func unreleased() async throws {
    try await GitFixture.with { git in
      try await git.commit("feat: one")
      try await git.tag("v1.0.0")
      try await git.commit("feat: two")
      try await git.checkout("HEAD", detached: true)
      try await git.commit("chore: release")
      try await git.tag("v1.1.0")
      try await git.checkout("main")
      try await git.commit("feat: three")
      let history = IndexedHistory(git)
      try await history.index(git)
      try history.releaseHistory { history in
        #expect(history.unreleasedCommits { _ in true }.count == 1)
        let last = try #require(history.lastRelease { _ in true })
        #expect(text(history.releases[last].tag ?? []) == "v1.1.0")
      }
    }
  }

  @Test(
    "What changelogs say now of a release is read with its lists, and what they said before is not")
  func changelogs() async throws {
    try await ShopHistory.with { shop, _ in
      let queue = try DatabaseQueue(path: shop.path)
      try queue.write { db in
        let tables = SourceTables(db: db)
        try db.execute(
          sql: """
            DELETE FROM changelog_entry; DELETE FROM changelog_release; DELETE FROM changelog
            """)
        let release = try Int64.fetchOne(
          db, sql: "SELECT id FROM release WHERE version LIKE '%1.28.0'")
        let changelog = try tables.insert(
          "changelog",
          ["repo": 1, "source": 1, "path": "CHANGELOG.md", "format": "keep-a-changelog"])
        for (position, release) in [nil, release].enumerated() {
          let heading = try tables.insert(
            "changelog_release",
            [
              "changelog": changelog, "repo": 1, "heading": "x", "position": position,
              "release": release, "version": release.map { _ in "1.28.0" },
              "notes": release.map { _ in "Whole" },
            ])
          for (text, until) in [("Now \(position)", nil), ("Before \(position)", 5 as Int64?)] {
            try tables.insert(
              "changelog_entry",
              [
                "repo": 1, "heading": heading, "release": release, "text": text, "until": until,
                "version": release.map { _ in "1.28.0" }, "position": 1, "pr": 12,
                "commits": "[\"1234567\",\"abcdef0\"]", "authors": "[\"A, B\"]",
              ])
          }
        }
      }
      try queue.close()
      try HistoryStore(reading: shop.path).read { session in
        let repository = try #require(
          try StoreResolver(session, now: 0).repositories().first { $0.kind == .git })
        let history = try session.releaseHistory(of: repository)
        let lines = try session.changelogLines(of: history)
        #expect(lines.map { text($0.text) } == ["Now 0", "Now 1"])
        #expect(lines.map { $0.release == nil } == [true, false])
        #expect(lines[1].commits.map(text) == ["1234567", "abcdef0"])
        #expect(lines[1].authors.map(text) == ["A, B"])
        #expect(lines[1].pullRequest == 12)
        let headings = try session.changelogHeadings(of: history)
        #expect(headings.map { $0.notes.map(text) } == [nil, "Whole"])
      }
    }
  }

  @Test("A shallow clone says what is missing")
  func shallow() async throws {
    try await GitFixture.with { git in
      try await branched(git)
      let clone = try await git.clone("shallow", ["--depth=2", "--no-single-branch"])
      let history = IndexedHistory(clone)
      try await history.index(clone)
      try history.releaseHistory { history in
        #expect(history.notes.map(\.code) == ["N420"])
        #expect(history.notes.map(\.isIncomplete) == [true])
      }
    }
  }
}

extension IndexedHistory {
  /// Reads the releases of the one git repository.
  func releaseHistory<Result>(_ body: (ReleaseHistory) throws -> Result) throws -> Result {
    try HistoryStore(reading: path).read { session in
      let repository = try StoreResolver(session, now: Self.now).repositories().filter {
        $0.kind == .git
      }[0]
      return try body(session.releaseHistory(of: repository))
    }
  }
}
