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

  @Test("a version that only the module has is a release of its commit; others are known by both")
  func untagged() async throws {
    try await ModuleStory.with { _, history, story, ids in
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
    try await ModuleStory.with(name: "shop") { _, history, story, ids in
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

  @Test("a tag with build metadata, or in another spelling, is not the version of the module")
  func otherTags() async throws {
    try await ModuleStory.with { git, history, story, ids in
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
    try await ModuleStory.with { git, history, story, ids in
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
    try await ModuleStory.with { _, history, story, ids in
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
    try await ModuleStory.with { _, history, story, ids in
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
    try await ModuleStory.with { _, history, story, ids in
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
    try await ModuleStory.with { _, history, story, _ in
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
