import HistoryStore
import Indexing
import TestSupport
import Testing

/// Versions of Go modules, and the releases that they are.
@Suite("Go modules and releases")
struct ModuleReleaseTests {
  private static let facts =
    "releases | select line, version, tag.name, short(commit.sha) as sha, released_at, "
    + "released_source, known_by"
  private static let versions =
    "modules | select version, kind, short(commit.sha) as sha, release.version as release"

  /// A repository with a commit for each day of January, tags on the first two, and a third one.
  private static func with(
    name: String = "example.com/shop",
    _ body: (GitFixture, IndexedHistory, ModuleStory, [String]) async throws -> Void
  ) async throws {
    try await GitFixture.with { git in
      var ids: [String] = []
      for day in 1...3 {
        ids.append(try await git.commit("Day \(day)", date: "2024-01-0\(day)T00:00:00Z"))
        if day < 3 { try await git.tag("v1.\(day - 1).0") }
      }
      let history = IndexedHistory(git)
      try await history.index(git, as: name)
      try await body(git, history, ModuleStory(history: history), ids)
    }
  }

  @Test("a version that only the module has is a release of its commit; others are known by both")
  func untagged() async throws {
    try await Self.with { _, history, story, ids in
      let summary = try story.look(
        "2024-02-02T00:00:00Z",
        [
          ModuleStory.version("v1.0.0", "2024-01-01T00:00:00Z"),
          ModuleStory.version("v1.2.0", "2024-01-03T00:00:00Z", commit: ids[2]),
          ModuleStory.version("v1.3.0"),
          ModuleStory.version(
            "v1.2.1-0.20240103000000-\(ids[2].prefix(12))", "2024-01-03T00:00:00Z"),
        ])
      #expect(summary.repository == "example.com/shop" && summary.created == 4)
      let sha = ids.map { $0.prefix(7) }
      try expectQuery(
        history, Self.facts,
        rows: [
          "v | v1.3.0 | null | null | null | null | module",
          "v | v1.2.0 | null | \(sha[2]) | 2024-01-03T00:00:00Z | module | module",
          "v | v1.1.0 | v1.1.0 | \(sha[1]) | 2024-01-02T00:00:00Z | commit | tag",
          "v | v1.0.0 | v1.0.0 | \(sha[0]) | 2024-01-01T00:00:00Z | commit | tag, module",
        ])
      try expectQuery(
        history, Self.versions,
        rows: [
          "v1.3.0 | tag | null | v1.3.0",
          "v1.2.1-0.20240103000000-\(ids[2].prefix(12)) | pseudo | \(sha[2]) | null",
          "v1.2.0 | tag | \(sha[2]) | v1.2.0", "v1.0.0 | tag | \(sha[0]) | v1.0.0",
        ])
      try expectQuery(
        history,
        "releases | where version = v1.2.0 | expand modules | select modules.path, project",
        rows: ["example.com/shop | example.com/shop"])
    }
  }

  @Test("a day of a changelog says less than the time of a module on that day")
  func changelog() async throws {
    try await Self.with(name: "shop") { _, history, story, ids in
      let when =
        "releases | where tag is null | select version, released_at, released_source, known_by"
      try story.look(
        "2024-02-02T00:00:00Z",
        [
          ModuleStory.version("v1.2.0", "2024-01-03T07:00:00Z", commit: ids[2]),
          ModuleStory.version("v1.3.0", "2024-01-04T07:00:00Z", commit: ids[2]),
        ])
      try ChangelogStory(history: history).read(
        "## 1.3.0 - 2024-02-01\n- Two\n## 1.2.0 - 2024-01-03\n- One\n", at: "2024-02-03T00:00:00Z")
      try expectQuery(
        history, when,
        rows: [
          "v1.3.0 | 2024-02-01T00:00:00Z | changelog | changelog, module",
          "v1.2.0 | 2024-01-03T07:00:00Z | module | changelog, module",
        ])
    }
  }

  @Test("modules and git may be read in any order, and once more")
  func order() async throws {
    try await Self.with(name: "mirror of shop") { git, first, story, ids in
      let versions = [
        ModuleStory.version("v1.0.0", "2024-01-01T00:00:00Z"),
        ModuleStory.version("v1.2.0", "2024-01-03T00:00:00Z", commit: ids[2]),
      ]
      let second = ModuleStory(history: IndexedHistory(git, "second.db"))
      try story.look("2024-02-02T00:00:00Z", versions)
      try second.look("2024-01-30T00:00:00Z", versions)
      // Before there is a repository the module's versions are releases of its own.
      try expectQuery(
        second.history, "releases | select repo, version, known_by",
        rows: [
          "go:example.com/shop | v1.2.0 | module", "go:example.com/shop | v1.0.0 | module",
        ])
      try await second.history.index(git, as: "mirror of shop")
      for (query, rows) in [
        (
          "releases | select project, repo, version, known_by",
          ["v1.2.0 | module", "v1.1.0 | tag", "v1.0.0 | tag, module"].map {
            "mirror of shop | mirror of shop | \($0)"
          }
        ),
        ("projects", ["mirror of shop"]),
        (
          "modules | select repo, version, release.repo as owner",
          ["v1.2.0", "v1.0.0"].map { "go:example.com/shop | \($0) | mirror of shop" }
        ),
      ] {
        try expectQuery(first, query, rows: rows)
        try expectQuery(second.history, query, rows: rows)
      }
      let again = try second.look("2024-02-03T00:00:00Z", versions)
      #expect(again.created == 0 && again.completed == 0 && again.conflicts.isEmpty)
    }
  }

  @Test("the folder of a module is told by its origin, by its tags, or by its path")
  func folders() async throws {
    try await GitFixture.with { git in
      var ids: [String] = []
      for day in 1...3 {
        ids.append(try await git.commit("Day \(day)", date: "2024-01-0\(day)T00:00:00Z"))
        try await git.tag("client/v2.\(day).0")
      }
      try await git.tag("v1.0.0")
      let history = IndexedHistory(git)
      try await history.index(git, as: "example.com/shop")
      let released = "modules | where path = $path | select version, release.line, release.known_by"
      for (path, version) in [
        // By the tag that it was taken from, though the path tells nothing.
        (
          "other.example/client/v2",
          ModuleStory.version(
            "v2.1.0", "2024-01-01T00:00:00Z", commit: ids[0], ref: "refs/tags/client/v2.1.0")
        ),
        // By the folder that it was taken from.
        (
          "third.example/client/v2",
          ModuleStory.version(
            "v2.1.0", "2024-01-01T00:00:00Z", commit: ids[0], ref: "HEAD", folder: "client/v2")
        ),
        // By a tag of that version whose commit has that time.
        ("fourth.example/x/client/v2", ModuleStory.version("v2.1.0", "2024-01-01T00:00:00Z")),
        // By the path.
        ("example.com/shop/client/v2", ModuleStory.version("v2.1.0")),
      ] {
        var story = ModuleStory(history: history)
        story.path = path
        let summary = try story.look("2024-02-02T00:00:00Z", [version])
        #expect(summary.repository == "example.com/shop", "\(path)")
        try expectQuery(
          history, released.replacing("$path", with: "\"\(path)\""),
          rows: ["v2.1.0 | client/v | tag, module"])
      }
      // Nothing tells where this one is from: it is a project of its own.
      var story = ModuleStory(history: history)
      story.path = "fifth.example/client/v2"
      let summary = try story.look(
        "2024-02-02T00:00:00Z", [ModuleStory.version("v2.1.0", "2024-01-09T00:00:00Z")])
      #expect(summary.repository == nil && summary.project == "fifth.example/client/v2")
    }
  }

  @Test("of several modules that are tagged on one commit each is of its own folder")
  func severalModules() async throws {
    try await GitFixture.with { git in
      for day in 1...3 {
        try await git.commit("Day \(day)", date: "2024-01-0\(day)T00:00:00Z")
        for folder in ["", "extra/cmd/", "extra/otel/"] {
          try await git.tag("\(folder)v1.\(day).0")
        }
      }
      let history = IndexedHistory(git)
      // The name tells nothing.
      try await history.index(git, as: "mirror")
      for (path, line) in [
        ("example.com/shop/extra/otel", "extra/otel/v"), ("example.com/shop", "v"),
        ("example.com/shop/extra/cmd", "extra/cmd/v"),
      ] {
        let story = ModuleStory(history: history, path: path)
        try story.look(
          "2024-02-01T00:00:00Z",
          (1...3).map { ModuleStory.version("v1.\($0).0", "2024-01-0\($0)T00:00:00Z") })
        try expectQuery(
          history, "modules | where path = \"\(path)\" | select version, release.line as line",
          rows: [3, 2, 1].map { "v1.\($0).0 | \(line)" })
      }
      // Two of three versions are not of the root, though one is.
      let story = ModuleStory(history: history, path: "example.com/other")
      let summary = try story.look(
        "2024-02-01T00:00:00Z",
        [
          ModuleStory.version("v1.1.0", "2024-01-01T00:00:00Z"),
          ModuleStory.version("v1.2.0", "2023-01-01T00:00:00Z"),
          ModuleStory.version("v1.4.0", "2023-01-02T00:00:00Z"),
        ])
      #expect(summary.repository == nil)
    }
  }

  @Test("a place that tags told stays when the tags move or go, and when it is looked at again")
  func lastingPlace() async throws {
    for isFirst in [true, false] {
      try await Self.with(name: "mirror") { git, history, story, ids in
        let versions = [
          ModuleStory.version("v1.0.0", "2024-01-01T00:00:00Z"),
          ModuleStory.version("v1.1.0", "2024-01-02T00:00:00Z"),
        ]
        if isFirst { try story.look("2024-02-01T00:00:00Z", versions) }
        try await git.deleteTag("v1.0.0")
        try await git.tag("v1.1.0", at: ids[2], force: true)
        try await history.index(git, as: "mirror", at: "2024-02-02T00:00:00Z")
        for day in 3...4 {
          if !isFirst || day == 4 { try story.look("2024-02-0\(day)T00:00:00Z", versions) }
          try expectQuery(
            history, "releases | select repo, version, known_by",
            rows: ["mirror | v1.1.0 | tag, module", "mirror | v1.0.0 | module"])
          try expectQuery(
            history, "modules | select version, release.repo as owner, tag.name as tag",
            rows: ["v1.1.0 | mirror | v1.1.0", "v1.0.0 | mirror | null"])
        }
      }
    }
  }

  @Test("what the last module of a repository said goes with it")
  func movedAway() async throws {
    try await Self.with { _, history, story, _ in
      let told = "releases | where repo = \"example.com/shop\" | select version, yanked, known_by"
      try story.look(
        "2024-02-01T00:00:00Z",
        [
          ModuleStory.version("v1.1.0", retracts: [("v1.0.0", "v1.0.0", "")]),
          ModuleStory.version("v1.0.0"),
        ])
      try expectQuery(
        history, told, rows: ["v1.1.0 | false | tag, module", "v1.0.0 | true | tag, module"])
      try story.look("2024-02-02T00:00:00Z", [], project: "other")
      try expectQuery(history, told, rows: ["v1.1.0 | false | tag", "v1.0.0 | false | tag"])
      try expectQuery(
        history, "releases | where project = \"other\" | select repo, version, yanked",
        rows: ["go:example.com/shop | v1.1.0 | false", "go:example.com/shop | v1.0.0 | true"])
      // What was said by hand stays.
      try story.look("2024-02-03T00:00:00Z", [ModuleStory.version("v1.2.0")])
      try expectQuery(history, told, rows: ["v1.1.0 | false | tag", "v1.0.0 | false | tag"])
    }
  }

  @Test("images stay releases of their project when its module goes to another one")
  func imagesLeftBehind() async throws {
    try await GitFixture.with { git in
      let images = ImageStory(history: IndexedHistory(git))
      try images.look("2024-03-01T00:00:00Z", ["1.0.0": 1], project: "example.com/shop")
      let modules = ModuleStory(history: images.history)
      try modules.look(
        "2024-03-02T00:00:00Z", [ModuleStory.version("v1.1.0", "2024-01-01T00:00:00Z")])
      let released = "releases | select project, repo, version, known_by"
      try expectQuery(
        images.history, released,
        rows: [
          "example.com/shop | go:example.com/shop | v1.1.0 | module",
          "example.com/shop | go:example.com/shop | v1.0.0 | image",
        ])
      try await git.commit("Begin", date: "2024-01-01T00:00:00Z")
      try await git.tag("v1.1.0")
      try await images.history.index(git, as: "shop", at: "2024-03-03T00:00:00Z")
      try expectQuery(
        images.history, released,
        rows: [
          "example.com/shop | ghcr.io/acme/shop | 1.0.0 | image",
          "shop | shop | v1.1.0 | tag, module",
        ])
    }
  }

  @Test("of forks the one whose address the origin gives is the module's, in any order")
  func forks() async throws {
    for names in [["fork", "example.com/shop"], ["example.com/shop", "fork"]] {
      try await GitFixture.with { git in
        let commit = try await git.commit("Begin", date: "2024-01-01T00:00:00Z")
        try await git.tag("v1.0.0")
        let history = IndexedHistory(git)
        for name in names { try await history.index(git, as: name) }
        let story = ModuleStory(history: history, path: "vanity.example/shop")
        let summary = try story.look(
          "2024-03-02T00:00:00Z",
          [ModuleStory.version("v1.0.0", "2024-01-01T00:00:00Z", commit: commit)])
        #expect(summary.repository == "example.com/shop")
      }
    }
  }

  @Test("a folder that no tag names yet gets a line for the versions of its module")
  func untaggedFolder() async throws {
    try await Self.with { git, history, story, ids in
      var client = story
      client.path = "example.com/shop/client"
      try client.look(
        "2024-02-01T00:00:00Z",
        [ModuleStory.version("v0.3.0", "2024-01-03T00:00:00Z", commit: ids[2], folder: "client")])
      let facts =
        "releases | where line = \"client/v\" | select version, is_main, tag.name, known_by"
      try expectQuery(history, facts, rows: ["v0.3.0 | false | null | module"])
      try await git.tag("client/v0.3.0")
      try await history.index(git, as: "example.com/shop", at: "2024-02-02T00:00:00Z")
      try expectQuery(history, facts, rows: ["v0.3.0 | false | client/v0.3.0 | tag, module"])
    }
  }

  @Test("a tag with build metadata, or in another spelling, is not the version of the module")
  func otherTags() async throws {
    try await Self.with { git, history, story, ids in
      try await git.tag("v1.2.0+meta", at: ids[0])
      for number in 3...9 { try await git.tag("1.\(number).0", at: ids[0]) }
      try await git.tag("v1.6.0", at: ids[2])
      try await history.index(git, as: "example.com/shop", at: "2024-02-01T00:00:00Z")
      try story.look(
        "2024-02-02T00:00:00Z",
        [
          ModuleStory.version("v1.2.0", "2024-01-03T00:00:00Z", commit: ids[2]),
          ModuleStory.version("v1.6.0", "2024-01-03T00:00:00Z", commit: ids[2]),
        ])
      try expectQuery(
        history,
        "modules | select version, tag.name as tag, release.version as release, release.known_by",
        rows: ["v1.6.0 | v1.6.0 | 1.6.0 | tag, module", "v1.2.0 | null | 1.2.0 | module"])
      let moved = "modules | where tag is not null and commit.sha != tag.commit.sha | count"
      try expectQuery(history, moved, rows: ["0"])
    }
  }

  @Test("a tag that moved is not the commit that its module version was made of")
  func movedTag() async throws {
    try await Self.with { git, history, story, ids in
      try story.look(
        "2024-02-02T00:00:00Z",
        [
          ModuleStory.version("v1.0.0", "2024-01-01T00:00:00Z", commit: ids[0]),
          ModuleStory.version("v1.1.0", "2024-01-02T00:00:00Z"),
        ])
      let sha = ids.map { $0.prefix(7) }
      let commits =
        "modules | select version, short(commit.sha) as sha, short(release.commit.sha) as tagged"
      try expectQuery(
        history, commits,
        rows: ["v1.1.0 | \(sha[1]) | \(sha[1])", "v1.0.0 | \(sha[0]) | \(sha[0])"])
      try await git.tag("v1.0.0", at: ids[2], force: true)
      try await git.tag("v1.1.0", at: ids[2], force: true)
      try await history.index(git, as: "example.com/shop", at: "2024-02-03T00:00:00Z")
      try expectQuery(
        history, commits,
        rows: ["v1.1.0 | null | \(sha[2])", "v1.0.0 | \(sha[0]) | \(sha[2])"])
      try await git.deleteTag("v1.0.0")
      try await history.index(git, as: "example.com/shop", at: "2024-02-04T00:00:00Z")
      try expectQuery(
        history, "releases | where version = v1.0.0 | select short(commit.sha) as sha, known_by",
        rows: ["\(sha[0]) | module"])
    }
  }

  @Test("the go.mod of the highest version withdraws versions, and says that all are deprecated")
  func retractions() async throws {
    try await Self.with { _, history, story, ids in
      let first = ModuleStory.version(
        "v1.1.0", "2024-01-02T00:00:00Z", retracts: [("v1.0.0", "v1.0.0", "Sums are wrong.")])
      let last = ModuleStory.version(
        "v1.2.0", "2024-01-03T00:00:00Z", commit: ids[2],
        retracts: [("v1.1.0", "v1.2.0", "")], deprecated: "use another one")
      let told = "modules | select version, retracted, rationale, deprecated, release.yanked"
      // Whichever is read first.
      for versions in [[first, last], [last, first]] {
        let history = IndexedHistory(path: "\(history.path)-\(versions[0].version)")
        var story = story
        story = ModuleStory(history: history)
        try story.look("2024-02-01T00:00:00Z", [ModuleStory.version("v1.0.0")])
        try expectQuery(history, told, rows: ["v1.0.0 | false | null | null | false"])
        try story.look("2024-02-02T00:00:00Z", [versions[0]])
        if versions[0] == first {
          try expectQuery(
            history, told,
            rows: [
              "v1.1.0 | false | null | null | false",
              "v1.0.0 | true | Sums are wrong. | null | true",
            ])
        }
        let summary = try story.look("2024-02-03T00:00:00Z", [versions[1]])
        #expect(summary.retracted == 2)
        try expectQuery(
          history, told,
          rows: [
            "v1.2.0 | true | null | use another one | true",
            "v1.1.0 | true | null | use another one | true",
            "v1.0.0 | false | null | use another one | false",
          ])
      }
      // Tagged releases are taken back, too.
      try story.look("2024-02-02T00:00:00Z", [first, ModuleStory.version("v1.0.0")])
      let yanked = "releases | select version, yanked, known_by"
      try expectQuery(
        history, yanked, rows: ["v1.1.0 | false | tag, module", "v1.0.0 | true | tag, module"])
      try story.look("2024-02-03T00:00:00Z", [last])
      try expectQuery(
        history, yanked,
        rows: [
          "v1.2.0 | true | module", "v1.1.0 | true | tag, module", "v1.0.0 | false | tag, module",
        ])
    }
  }

  @Test("what was said of a version first stays; something else is a conflict")
  func conflict() async throws {
    try await Self.with { _, history, story, ids in
      let told = "modules | select version, sum, conflict, short(commit.sha) as sha"
      try story.look("2024-02-01T00:00:00Z", [ModuleStory.version("v1.0.0")])
      // What was not known before is none.
      let more = ModuleStory.version(
        "v1.0.0", "2024-01-01T00:00:00Z", commit: ids[0], sum: "h1:first")
      let completed = try story.look("2024-02-02T00:00:00Z", [more])
      #expect(completed.completed == 1 && completed.conflicts.isEmpty)
      try expectQuery(history, told, rows: ["v1.0.0 | h1:first | null | \(ids[0].prefix(7))"])
      var other = more
      other.sum = "h1:second"
      other.origin?.commit = ObjectID(hex: Array(ids[1].utf8))
      for look in 3...4 {
        let summary = try story.look(
          "2024-02-0\(look)T00:00:00Z", [other], at: "https://other.example.com")
        let conflict = "sum h1:second, commit \(ids[1])"
        #expect(summary.conflicts == (look == 3 ? ["example.com/shop@v1.0.0: \(conflict)"] : []))
        try expectQuery(
          history, told, rows: ["v1.0.0 | h1:first | \(conflict) | \(ids[0].prefix(7))"])
      }
      try expectQuery(
        history, "coverage | where kind = \"module-proxy\" | select source, status",
        rows: ["https://other.example.com | complete", "https://proxy.example.com | complete"])
    }
  }

  @Test("+incompatible versions are releases of the root's line")
  func incompatible() async throws {
    try await Self.with { _, history, story, ids in
      try story.look(
        "2024-02-01T00:00:00Z",
        [ModuleStory.version("v2.0.0+incompatible", "2024-01-03T00:00:00Z", commit: ids[2])])
      try expectQuery(
        history, Self.versions,
        rows: ["v2.0.0+incompatible | incompatible | \(ids[2].prefix(7)) | v2.0.0"])
      try expectQuery(
        history, "releases | where known_by = \"module\" | select line, version",
        rows: ["v | v2.0.0"])
    }
  }

  @Test("a failed look is a gap of a module that is known, and nothing of another one")
  func failedLook() async throws {
    try await Self.with { _, history, story, _ in
      try story.look("2024-02-01T00:00:00Z", [ModuleStory.version("v1.0.0")])
      let writer = try HistoryWriter(path: history.path)
      for path in ["example.com/shop", "example.com/other"] {
        try writer.recordFailedLook(
          atModule: path, location: Array("https://proxy.example.com".utf8), reason: "it is away",
          lookedAt: instant("2024-02-02T00:00:00Z"))
      }
      writer.close()
      try expectQuery(
        history, "coverage | where kind = \"module-proxy\" | select repo, gaps, status",
        rows: ["go:example.com/shop | 1 | unreachable: it is away"])
    }
  }

  @Test("the version tags of images are releases where there is no git repository")
  func imagesAlone() async throws {
    try await GitFixture.with { git in
      let images = ImageStory(history: IndexedHistory(git))
      try images.look(
        "2024-03-01T00:00:00Z", ["1.0.0": 1, "1.1.0": 2, "latest": 2], project: "shop")
      let released = "releases | select project, repo, version, known_by, image.version as image"
      try expectQuery(
        images.history, released,
        rows: [
          "shop | ghcr.io/acme/shop | 1.1.0 | image | 1.1.0",
          "shop | ghcr.io/acme/shop | 1.0.0 | image | 1.0.0",
        ])
      // With a module they are those of the module, and with git those of the repository.
      let modules = ModuleStory(history: images.history)
      try modules.look(
        "2024-03-02T00:00:00Z", [ModuleStory.version("v1.1.0", "2024-01-01T00:00:00Z")],
        project: "shop")
      try expectQuery(
        images.history, released,
        rows: [
          "shop | go:example.com/shop | v1.1.0 | image, module | 1.1.0",
          "shop | go:example.com/shop | v1.0.0 | image | 1.0.0",
        ])
      try await git.commit("Begin", date: "2024-01-01T00:00:00Z")
      try await git.tag("v1.1.0")
      try await images.history.index(git, as: "shop", at: "2024-03-03T00:00:00Z")
      try expectQuery(
        images.history, released,
        rows: [
          "shop | shop | v1.1.0 | tag, image, module | 1.1.0",
          "shop | shop | v1.0.0 | image | 1.0.0",
        ])
    }
  }
}
