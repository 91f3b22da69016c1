import HistoryStore
import Indexing
import TestSupport
import Testing

/// Which repository and folder the versions of Go modules are of.
@Suite("Places of Go modules")
struct ModulePlacementTests {
  @Test("modules and git may be read in any order, and once more")
  func order() async throws {
    try await ModuleStory.with(name: "mirror of shop") { git, first, story, ids in
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
      try await ModuleStory.with(name: "mirror") { git, history, story, ids in
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
    try await ModuleStory.with { _, history, story, _ in
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
    try await ModuleStory.with { git, history, story, ids in
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
}
