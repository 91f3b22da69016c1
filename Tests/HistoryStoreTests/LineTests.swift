import GitSource
import HistoryStore
import Indexing
import TestSupport
import Testing
import Versions

/// Lines of versions, the verdicts on their schemes, and what is declared about them.
@Suite("Lines of versions in a history")
struct LineTests {
  private static let verdicts = """
    lines | select name, scheme, declared, names, fitting, previous_scheme
    """

  /// Takes a look with rules.
  private func index(
    _ git: GitFixture, _ history: IndexedHistory, day: Int, rules: RepositoryRules
  ) async throws -> RecordingSummary {
    let writer = try HistoryWriter(path: history.path)
    defer { writer.close() }
    let repository = try await GitRepository.open(git.path)
    var look = GitLook(
      repository: "shop", project: "shop", facts: repository.facts,
      listing: try await repository.refs(), lookedAt: instant("2024-03-0\(day)T00:00:00Z"))
    look.rules = rules
    let plan = try writer.plan(look)
    let tags = try await repository.tagObjects(plan.tagObjects)
    if plan.roots.isEmpty {
      var stream = EmptyCommitStream()
      return try writer.record(look, tags: tags.tags, commits: &stream)
    }
    nonisolated(unsafe) let owned = writer
    let final = look
    return try await repository.withCommits(roots: plan.roots, excluding: plan.known) { stream in
      try owned.record(final, tags: tags.tags, commits: &stream)
    }
  }

  @Test("The first verdict on a line is kept with its counts")
  func firstVerdict() async throws {
    try await GitFixture.with { git in
      let history = IndexedHistory(git)
      try await git.commit("a", date: "2024-01-01T00:00:00Z")
      for tag in ["v1.0.0", "v1.1.0-rc.1", "api-2.0"] { try await git.tag(tag) }
      let summary = try await history.index(git)
      #expect(summary.schemes.isEmpty && summary.reread.isEmpty)
      try expectQuery(
        history, Self.verdicts,
        rows: ["api- | semver-loose | false | 1 | 1 | null", "v | go | false | 2 | 2 | null"])
      #expect(
        try history.sql("SELECT subject FROM v_observations WHERE kind = 'scheme' ORDER BY seq")
          == ["v", "api-"])
    }
  }

  @Test("A tag that changes the verdict is reported, and both verdicts stay")
  func changedVerdict() async throws {
    try await GitFixture.with { git in
      let history = IndexedHistory(git)
      try await git.commit("a", date: "2024-01-01T00:00:00Z")
      for tag in ["1.0.0", "1.1.0"] { try await git.tag(tag) }
      try await history.index(git)
      try await git.tag("1.1.0.post1")
      let summary = try await history.index(git, at: "2024-03-02T00:00:00Z")
      #expect(
        summary.schemes.map {
          "\($0.line):\($0.old):\($0.new):\($0.fitting)/\($0.names):\($0.isDeclared)"
        } == [":semver:pep440:3/3:false"])
      #expect(summary.reread == ["1.0.0", "1.1.0"])
      try expectQuery(history, Self.verdicts, rows: [" | pep440 | false | 3 | 3 | semver"])
      #expect(
        try history.sql("SELECT count(*) FROM v_observations WHERE kind = 'scheme'") == ["2"])
      // All that was derived follows: releases, and comparisons with a literal.
      try expectQuery(
        history, "releases | sort version | select version, prerelease",
        rows: ["1.0.0 | false", "1.1.0 | false", "1.1.0.post1 | false"])
      try expectQuery(
        history, "tags | where version > v1.0.0 | select name", rows: ["1.1.0", "1.1.0.post1"])
      try expectQuery(history, "tags | where version in ^v1.1 | count", rows: ["2"])
      try expectQuery(
        history, "tags | where version != v1.1.0 | select name", rows: ["1.0.0", "1.1.0.post1"])
    }
  }

  @Test("A declared scheme, main line and ignored tag take effect without a new tag")
  func declared() async throws {
    try await GitFixture.with { git in
      let history = IndexedHistory(git)
      try await git.commit("a", date: "2024-01-01T00:00:00Z")
      for tag in ["v1.0.0", "v1.1.0", "app-2.0.0", "v9.9.9-retract"] { try await git.tag(tag) }
      try await history.index(git)
      let retract = Array("v9.9.9-retract".utf8)
      let rules = RepositoryRules(
        tagRules: TagRules(
          lines: [
            .init(prefix: [], scheme: .semver), .init(prefix: Array("app-".utf8), isMain: true),
          ], isIgnored: { $0 == retract }), fingerprint: "1")
      let summary = try await index(git, history, day: 2, rules: rules)
      #expect(summary.reread == ["v9.9.9-retract"])
      try expectQuery(
        history, "lines | select name, is_main, scheme, declared",
        rows: ["app- | true | semver | false", "v | false | semver | true"])
      try expectQuery(
        history, "tags | where class = \"other\" | select name, version",
        rows: ["v9.9.9-retract | null"])
      try expectQuery(
        history, "releases | where is_main | select version", rows: ["2.0.0"])
      // Taken back, all is as before.
      #expect(
        try await index(git, history, day: 3, rules: RepositoryRules()).reread == [
          "v9.9.9-retract"
        ])
      try expectQuery(
        history, "lines | where is_main | select name, scheme, declared",
        rows: ["v | go | false"])
    }
  }

  @Test("A line that all tags have left is no main line and not shown")
  func leftLine() async throws {
    try await GitFixture.with { git in
      let history = IndexedHistory(git)
      try await git.commit("a", date: "2024-01-01T00:00:00Z")
      for tag in ["v1.0.0", "v1.1.0", "app-2.0.0"] { try await git.tag(tag) }
      try await history.index(git)
      let rules = RepositoryRules(
        tagRules: TagRules(isIgnored: { $0.first == UInt8(ascii: "v") }), fingerprint: "1")
      _ = try await index(git, history, day: 2, rules: rules)
      try expectQuery(history, "lines | select name, is_main", rows: ["app- | true"])
      #expect(try history.sql("SELECT name FROM v_lines") == ["app-"])
      try expectQuery(history, "releases | select version", rows: ["2.0.0"])
    }
  }

  @Test("A declared era puts new low numbers after old high ones")
  func eras() async throws {
    try await GitFixture.with { git in
      let history = IndexedHistory(git)
      for (day, tag) in [(1, "v5.0.0"), (2, "v6.0.1"), (3, "v1.6.0"), (4, "v1.7.0")] {
        try await git.commit(tag, date: "2024-01-0\(day)T00:00:00Z")
        try await git.tag(tag)
      }
      let first = try await history.index(git)
      #expect(first.notes.count == 1)
      try expectQuery(
        history, "lines | select renumbering", rows: ["v6.0.1 > v1.6.0"])
      try expectQuery(
        history, "releases | take 1 | select version, verdict", rows: ["v6.0.1 | forward"])
      let era = RepositoryRules.Era(from: Array("v1.6.0".utf8), epoch: 1)
      let rules = RepositoryRules(eras: [[]: [era]], fingerprint: "era")
      let summary = try await index(git, history, day: 2, rules: rules)
      #expect(summary.reread == ["v1.6.0", "v1.7.0"])
      try expectQuery(
        history, "releases | select version, verdict",
        rows: [
          "v1.7.0 | forward", "v1.6.0 | forward", "v6.0.1 | forward", "v5.0.0 | forward",
        ])
      try expectQuery(history, "lines | select renumbering", rows: ["null"])
      try expectQuery(
        history,
        "tags | where version = v1.7.0 | select name, major(version) as a, minor(version) as b",
        rows: ["v1.7.0 | 1 | 7"])
    }
  }

  @Test("An era whose first tag is not there is left out and said to be")
  func unknownEra() async throws {
    try await GitFixture.with { git in
      let history = IndexedHistory(git)
      try await git.commit("a", date: "2024-01-01T00:00:00Z")
      try await git.tag("v1.0.0")
      let era = RepositoryRules.Era(from: Array("v0.1.0".utf8), epoch: 1)
      let summary = try await index(
        git, history, day: 1, rules: RepositoryRules(eras: [[]: [era]], fingerprint: "era"))
      #expect(
        summary.notes == [
          "the era that begins with v0.1.0 was left out: the line has no such version"
        ])
      try expectQuery(history, "releases | select version", rows: ["v1.0.0"])
    }
  }

  @Test("Prereleases that compare by bytes although they have numbers are a lint")
  func lint() async throws {
    try await GitFixture.with { git in
      let history = IndexedHistory(git)
      try await git.commit("a", date: "2024-01-01T00:00:00Z")
      for tag in ["v1.0.0-rc2", "v1.0.0-rc10", "v1.0.0"] { try await git.tag(tag) }
      try await history.index(git)
      try expectQuery(history, "lines | select lint", rows: ["v1.0.0-rc10 < v1.0.0-rc2"])
    }
  }

  @Test("Functions count versions on and read npm's ranges")
  func functions() async throws {
    try await GitFixture.with { git in
      let history = IndexedHistory(git)
      try await git.commit("a", date: "2024-01-01T00:00:00Z")
      for tag in ["v0.9.0", "v1.2.3+b.7", "v2.0.0-rc.1", "v2.0.0"] { try await git.tag(tag) }
      try await history.index(git)
      try expectQuery(
        history,
        """
        releases | sort version | select version, is_stable(version) as s, build(version) as b, \
        bump(version, "minor") as m, next_patch(version) as p
        """,
        rows: [
          "v0.9.0 | false | null | v0.10.0 | v0.9.1", "v1.2.3+b.7 | true | b.7 | v1.3.0 | v1.2.4",
          "v2.0.0-rc.1 | false | null | v2.0.0 | v2.0.0", "v2.0.0 | true | null | v2.1.0 | v2.0.1",
        ])
      try expectQuery(
        history,
        "releases | where semver_range(version, \"^1.0 || 2.0.0-rc.1\") | sort version | select version",
        rows: ["v1.2.3+b.7", "v2.0.0-rc.1"])
      try expectQuery(
        history, "releases | where semver_range(version, \"<0.0.0-0\") | count", rows: ["0"])
    }
  }
}
