internal import Foundation
internal import SystemPackage

/// The folder of the synthetic history, which is kept, and of what one run needs, which is not.
struct Workplace {
  /// `stemma-bench-v1`: the number changes with the history that is made up.
  let cache: String
  /// The databases and copies of this run.
  let scratch: String
  private let git: Program

  init(git: Program) throws {
    self.git = git
    cache = FileManager.default.temporaryDirectory.path + "/stemma-bench-v1"
    scratch = "\(cache)/run-\(ProcessInfo.processInfo.processIdentifier)"
    try Self.makeFolder(scratch)
  }

  /// Removes what only this run needed.
  func clean() { try? FileManager.default.removeItem(atPath: scratch) }

  /// Makes an empty folder in the place of what was there.
  func emptyFolder(_ name: String) throws -> String {
    let path = "\(scratch)/\(name)"
    try? FileManager.default.removeItem(atPath: path)
    try Self.makeFolder(path)
    return path
  }

  /// Returns the synthetic history without and with a commit-graph; makes it if need be.
  func syntheticRepositories() async throws -> [Repository] {
    let plain = "\(cache)/plain.git"
    let graph = "\(cache)/graph.git"
    if !FileManager.default.fileExists(atPath: plain) {
      Progress.say("making a history of \(SyntheticHistory.commits) commits in \(plain)")
      try await makeSynthetic(plain)
    }
    if !FileManager.default.fileExists(atPath: graph) {
      try await makeCopy(of: plain, at: graph, ["--local"])
    }
    return [
      try await Repository(path: graph, git: git), try await Repository(path: plain, git: git),
    ]
  }

  /// Returns the repository and, if it lacks a commit-graph, a copy that shares its objects and
  /// has one.
  ///
  /// The repository itself is never written to.
  func repositories(at path: String) async throws -> [Repository] {
    let given = try await Repository(path: path, git: git)
    guard !given.hasCommitGraph else { return [given] }
    Progress.say("\(path) has no commit-graph; a copy that shares its objects gets one")
    let copy = "\(scratch)/graph.git"
    try await makeCopy(of: path, at: copy, ["--shared"])
    return [try await Repository(path: copy, git: git), given]
  }

  private func makeCopy(of source: String, at path: String, _ options: [String]) async throws {
    let partial = "\(scratch)/copy.git"
    _ = try await git.with(
      ["clone", "--quiet", "--mirror"] + options + ["--", source, partial]
    ).output()
    _ = try await git.with("-C", partial, "commit-graph", "write", "--reachable", "--no-progress")
      .output()
    try FileManager.default.moveItem(atPath: partial, toPath: path)
  }

  private func makeSynthetic(_ path: String) async throws {
    let partial = "\(scratch)/synthetic.git"
    _ = try await git.with("init", "--quiet", "--bare", "--initial-branch=main", partial).output()
    let script = "\(scratch)/stream"
    let file = try FileDescriptor.open(
      FilePath(script), .readWrite, options: [.create, .truncate], permissions: .ownerReadWrite)
    var history = SyntheticHistory(stream: FastImportStream(file: file))
    try history.write()
    try file.seek(offset: 0, from: .start)
    _ = try await git.with("-C", partial, "fast-import", "--quiet", "--done").output(input: file)
    try FileManager.default.removeItem(atPath: script)
    // As a clone would have it: one pack with deltas, and packed refs.
    _ = try await git.with("-C", partial, "repack", "-a", "-d", "-q").output()
    _ = try await git.with("-C", partial, "pack-refs", "--all").output()
    try FileManager.default.moveItem(atPath: partial, toPath: path)
  }

  private static func makeFolder(_ path: String) throws {
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }
}
