import Foundation

/// A git repository that a test builds: the same each time, to the ids of its commits.
///
/// Git runs with a clean environment, a fixed identity and fixed dates, and reads no settings but
/// the repository's own. The repository lies in a temporary folder that is removed when the closure
/// which received the fixture returns.
///
/// ```swift
/// try await GitFixture.with { git in
///   let first = try await git.commit("Start", files: ["a.txt": "1"])
///   try await git.tag("v1.0.0", message: "First release")
/// }
/// ```
public struct GitFixture: Sendable {
  /// The name and the address of the author, the committer and the tagger.
  public static let identity = "Release Engineer <release@example.com>"
  /// The date of everything for which a test names no other.
  public static let date = "2024-01-01T00:00:00Z"
  /// ``date`` as seconds since 1970-01-01T00:00:00Z.
  public static let seconds: Int64 = 1_704_067_200

  /// The temporary folder that holds the repository and its clones.
  public let folder: String
  /// The working tree, or the git directory of a bare repository.
  public let path: String
  public let isBare: Bool

  /// The git directory.
  public var gitDirectory: String { isBare ? path : "\(path)/.git" }

  /// Calls `body` with a new repository in a temporary folder, whose branch is `main`.
  ///
  /// - Parameter format: `sha1` or `sha256`.
  public static func with<Value>(
    bare: Bool = false, format: String = "sha1", _ body: (GitFixture) async throws -> Value
  ) async throws -> Value {
    try await withTemporaryFolder { folder in
      let git = try await create(in: folder, bare: bare, format: format)
      return try await body(git)
    }
  }

  /// Makes a new repository in an existing folder, which is the caller's to remove.
  public static func create(
    in folder: String, name: String = "repository", bare: Bool = false, format: String = "sha1"
  ) async throws -> GitFixture {
    let path = "\(folder)/\(name)"
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true)
    let git = GitFixture(folder: folder, path: path, isBare: bare)
    try await git.git(
      ["init", "--quiet", "--object-format=\(format)"] + (bare ? ["--bare"] : []))
    return git
  }

  private static let settings = [
    "init.defaultBranch=main", "commit.gpgSign=false", "tag.gpgSign=false",
    "tag.forceSignAnnotated=false", "core.hooksPath=/dev/null", "core.autocrlf=false",
    "core.precomposeUnicode=false", "protocol.file.allow=always", "gc.auto=0",
    "maintenance.auto=false", "advice.detachedHead=false", "safe.directory=*",
  ]

  /// The environment that git gets.
  public func environment(date: String = GitFixture.date) -> [String: String] {
    [
      "PATH": searchPath, "HOME": "\(folder)/no-home", "LC_ALL": "C", "TZ": "UTC",
      "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_TERMINAL_PROMPT": "0",
      "GIT_AUTHOR_NAME": "Release Engineer", "GIT_AUTHOR_EMAIL": "release@example.com",
      "GIT_COMMITTER_NAME": "Release Engineer", "GIT_COMMITTER_EMAIL": "release@example.com",
      "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date,
    ]
  }

  /// Runs git in the repository; returns its standard output without a final line end.
  ///
  /// - Throws: `GitFixtureError` with git's words if it fails.
  @discardableResult
  public func git(
    _ arguments: [String], input: [UInt8] = [], date: String = GitFixture.date
  ) async throws -> String {
    let result = try await run(arguments, input: input, date: date)
    guard result.exitCode == 0 else {
      throw GitFixtureError(arguments: arguments, result: result)
    }
    let text = result.outputText
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }

  /// Runs git in the repository; returns its standard output without a final line end.
  @discardableResult
  public func git(_ arguments: String..., input: [UInt8] = []) async throws -> String {
    try await git(arguments, input: input)
  }

  /// Runs git in the repository; returns what it wrote and how it ended.
  public func run(
    _ arguments: [String], input: [UInt8] = [], date: String = GitFixture.date
  ) async throws -> ProgramResult {
    try await runProgram(
      "git", Self.settings.flatMap { ["-c", $0] } + arguments, environment: environment(date: date),
      input: input, workingDirectory: path)
  }
}

/// A git command that a fixture needed and that failed.
public struct GitFixtureError: Error, CustomStringConvertible {
  public let arguments: [String]
  public let result: ProgramResult

  public var description: String {
    let end = result.exitCode.map { "exit code \($0)" } ?? "a signal"
    return "git \(arguments.joined(separator: " ")) ended with \(end): \(result.errorText)"
  }
}
