import EmbeddedFiles
import Foundation
import HistoryStore
import QueryLanguage
import TestSupport
import Testing

@Suite("Files inside the binary")
struct EmbeddedFilesTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test("the folders of migrations and queries travel inside the binary, byte by byte")
  func contents() throws {
    for (folder, embedded) in [
      ("migrations", EmbeddedFiles.migrations), ("queries", EmbeddedFiles.queries),
    ] {
      let path = Self.root.appendingPathComponent(folder)
      let names = try FileManager.default.subpathsOfDirectory(atPath: path.path)
        .filter { !$0.hasPrefix(".") && $0.contains(".") }.sorted()
      #expect(embedded.map(\.name) == names)
      for file in embedded {
        let data = try Data(contentsOf: path.appendingPathComponent(file.name))
        #expect(Array(file.contents.utf8) == Array(data), "\(file.name)")
      }
    }
  }

  private static let queries = EmbeddedFiles.queries.map(\.name)

  @Test("each saved query has a title and a description, and answers", arguments: queries)
  func savedQuery(_ name: String) async throws {
    let file = try #require(EmbeddedFiles.queries.first { $0.name == name })
    let text = SavedQueryText(file.contents)
    #expect(text.title?.isEmpty == false)
    #expect(text.description?.isEmpty == false)
    let syntax = try QueryParser.parse(text.body)
    try await GitFixture.with { git in
      try await git.commit("Start")
      try await git.tag("v1.0.0")
      let next = try await git.commit("Next")
      let copy = try await git.git(
        "commit-tree", "-p", "v1.0.0", "-m", "Next", "-m", "(cherry picked from commit \(next))",
        "HEAD^{tree}")
      try await git.branch("release-1.0", at: copy)
      try await git.tag("v1.1.0")
      try await git.commit("Third")
      try await git.tag("v1.2.0")
      let history = IndexedHistory(git)
      try await history.index(git)
      try Self.tellOfImages(ImageStory(history: history))
      try Self.tellOfChanges(ChangelogStory(history: history), head: await git.id("v1.1.0"))
      try Self.tellOfModules(ModuleStory(history: history), commit: await git.id("v1.0.0"))
      var parameters: [String: String] = [:]
      for case .parameter(let declaration) in syntax.headers where declaration.defaultValue == nil {
        parameters[declaration.name.text] = Self.value(of: declaration)
      }
      let answer = try history.ask(text.body, parameters: parameters)
      #expect(!answer.columns.isEmpty)
      let mayBeEmpty = [
        "moved-tags.stq", "unreleased.stq", "version-regressions.stq",
        "first-time-contributors.stq", "tags-on-same-commit.stq", "mutable-tags-in-use.stq",
      ]
      #expect(!answer.rows.isEmpty || mayBeEmpty.contains(name))
    }
  }

  /// Images of the same project: latest goes back, a version and five more tags move.
  private static func tellOfImages(_ story: ImageStory) throws {
    var tags: [String: UInt8] = ["v1.0.0": 1, "v1.1.0": 2, "latest": 2, "stable": 2, "edge": 9]
    for number in 1...5 { tags["test-\(number)"] = 10 }
    try story.look("2024-03-01T00:00:00Z", tags, project: "shop")
    tags["v1.0.0"] = 3
    tags["latest"] = 1
    for number in 1...5 { tags["test-\(number)"] = 11 }
    try story.look("2024-03-02T00:00:00Z", tags)
  }

  /// A module version that was made of another commit than the one that its tag points at.
  private static func tellOfModules(_ story: ModuleStory, commit: String) throws {
    try story.look("2024-03-03T00:00:00Z", [ModuleStory.version("v1.1.0", commit: commit)])
  }

  /// A changelog with all that can be wrong with one.
  private static func tellOfChanges(_ story: ChangelogStory, head: String) throws {
    try story.read(
      """
      ## [Unreleased]
      - left behind
      """, at: "2001-01-01T00:00:00Z")
    try story.read(
      """
      ## [Unreleased]
      - left behind
      ## [1.1.0](https://github.com/acme/shop/compare/v0.5.0...v1.1.0) - 2001-01-02
      ## [1.0.0] - 2001-01-01
      ### Added
      - a thing of later (\(head.prefix(12)))
      ## [9.9.9]
      ## [0.5.0]
      ## [0.4.0]
      """, at: "2030-01-01T00:00:00Z")
  }

  private static func value(of declaration: ParameterDeclaration) -> String {
    if declaration.name.text == "image" { return "image:v1.1.0" }
    if declaration.name.text == "branch" { return "release-1.0" }
    return switch declaration.type {
    case .ref, .commit: ["from", "since"].contains(declaration.name.text) ? "v1.0.0" : "v1.1.0"
    case .version: "v1.0.0"
    case .time: "2024-01-01"
    case .duration: "7d"
    case .int, .real: "1"
    case .bool: "true"
    case .digest: "sha256:0000"
    case .text: "x"
    }
  }
}
