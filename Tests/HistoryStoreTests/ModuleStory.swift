import HistoryStore
import Indexing
import TestSupport

/// A history of one Go module, told by looks at a proxy.
struct ModuleStory: Sendable {
  let history: IndexedHistory
  var path = "example.com/shop"

  /// Calls `body` with a repository that has a commit on each of three days, tags on the first two,
  /// and the ids of the commits.
  static func with(
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

  /// A version as the Go command's files tell it.
  static func version(
    _ version: String, _ time: String? = nil, commit: String? = nil, ref: String? = nil,
    folder: String? = nil, sum: String? = nil, retracts: [(String, String, String)] = [],
    deprecated: String? = nil
  ) -> ModuleVersion {
    var result = ModuleVersion(version: version, time: time.map { instant($0) }, sum: sum)
    if commit != nil || ref != nil {
      result.origin = ModuleOrigin(
        url: "https://example.com/shop", ref: ref, folder: folder,
        commit: commit.flatMap { ObjectID(hex: Array($0.utf8)) })
    }
    result.modSum = "h1:of-\(version)"
    result.statement = ModuleStatement(
      retractions: retracts.map { .init(low: $0.0, high: $0.1, rationale: $0.2) },
      deprecation: deprecated)
    return result
  }

  /// Looks at the proxy.
  @discardableResult
  func look(
    _ time: String, _ versions: [ModuleVersion], at place: String = "https://proxy.example.com",
    project: String? = nil
  ) throws -> ModuleSummary {
    let look = ModuleLook(
      path: path, kind: .proxy, location: Array(place.utf8), lookedAt: instant(time),
      versions: versions, listedCount: versions.count)
    let writer = try HistoryWriter(path: history.path)
    defer { writer.close() }
    return try writer.record(look, project: project)
  }
}
