internal import Foundation
internal import SystemPackage

/// A git repository that both sides read.
struct Repository: Sendable {
  var path: String
  var hasCommitGraph: Bool
  private let git: Program

  /// What is indexed by default.
  static let scope = ["--branches", "--tags", "--remotes"]

  init(path: String, git: Program) async throws {
    self.git = git.with("-C", path)
    self.path = path
    let places = try await self.git.with(
      "rev-parse", "--path-format=absolute", "--git-path", "objects/info/commit-graph",
      "--git-path", "objects/info/commit-graphs"
    ).output().split(separator: "\n")
    hasCommitGraph = places.contains { FileManager.default.fileExists(atPath: String($0)) }
  }

  func git(_ arguments: String...) -> Program { git.with(arguments) }

  func git(_ arguments: [String]) -> Program { git.with(arguments) }

  /// Everything that an index holds about commits, as `git log` prints it.
  var log: Program {
    git(
      ["log"] + Self.scope + [
        "-z",
        "--format=%H%x00%T%x00%P%x00%an%x00%ae%x00%at%x00%cn%x00%ce%x00%ct%x00%B",
      ])
  }

  func commitCount() async throws -> Int {
    let text = try await git(["rev-list", "--count"] + Self.scope + ["HEAD"]).output()
    guard let count = Int(text.dropLast()), count > 0 else {
      throw BenchmarkError(message: "there are no commits in \(path)")
    }
    return count
  }

  /// Returns the summed size of all commit objects, as git hashes them, in bytes.
  func commitBytes() async throws -> Int {
    let pipe = try FileDescriptor.pipe()
    async let list: Void = git(["rev-list"] + Self.scope + ["HEAD"]).run(into: pipe.writeEnd)
    let sizes = try await git("cat-file", "--buffer", "--batch-check=%(objectsize)")
      .output(input: pipe.readEnd)
    try await list
    return sizes.utf8.split(separator: UInt8(ascii: "\n"))
      .reduce(0) { $0 + (Int(Substring($1)) ?? 0) }
  }

  /// Returns the released versions among the tags, oldest first.
  func releaseTags() async throws -> [String] {
    let text = try await git(
      "for-each-ref", "--sort=creatordate", "--format=%(refname:lstrip=2)", "refs/tags"
    ).output()
    return text.split(separator: "\n").map(String.init).filter { name in
      name.contains { $0.isNumber }
        && name.utf8.allSatisfy { byte in
          switch byte {
          case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
          default: false
          }
        }
    }
  }
}
