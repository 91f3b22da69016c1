import Foundation
import Subprocess

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// What a program wrote and how it ended.
public struct ProgramResult: Sendable {
  /// The exit code, or null if a signal ended the program.
  public let exitCode: Int32?
  /// The bytes of standard output.
  public let output: [UInt8]
  /// The bytes of standard error.
  public let errors: [UInt8]

  /// Standard output as text; bytes that are not UTF-8 are replaced.
  public var outputText: String { String(decoding: output, as: UTF8.self) }
  /// Standard error as text; bytes that are not UTF-8 are replaced.
  public var errorText: String { String(decoding: errors, as: UTF8.self) }
}

/// Runs a program to its end, with an environment of its own and without blocking a thread.
///
/// - Parameters:
///   - path: the program's path, or its name, which is then looked for in `PATH`.
///   - environment: the whole environment: nothing is inherited. Null stands for `PATH` alone.
///   - input: what the program reads from standard input.
///   - workingDirectory: the folder to start in, or null for this process's.
public func runProgram(
  _ path: String, _ arguments: [String] = [], environment: [String: String]? = nil,
  input: [UInt8] = [], workingDirectory: String? = nil
) async throws -> ProgramResult {
  let environment = environment ?? ["PATH": searchPath]
  var variables: [Subprocess.Environment.Key: String] = [:]
  for (name, value) in environment { variables[.init(stringLiteral: name)] = value }
  let result = try await ResourceGate.shared.pass {
    try await Subprocess.run(
      path.contains("/") ? .path(FilePath(path)) : .name(path),
      arguments: Arguments(arguments), environment: .custom(variables),
      workingDirectory: workingDirectory.map { FilePath($0) },
      input: .fileDescriptor(try temporaryFile(input), closeAfterSpawningProcess: true),
      output: .bytes(limit: 1 << 30), error: .bytes(limit: 1 << 26))
  }
  let code: Int32? = if case .exited(let code) = result.terminationStatus { code } else { nil }
  return ProgramResult(
    exitCode: code, output: result.standardOutput, errors: result.standardError)
}

/// Returns a descriptor at the begin of a file without a name, which holds some bytes.
///
/// A program may end before it has read its input. Writing to a pipe that nobody reads any more ends
/// this process, by a signal or by a trap of Subprocess; a file is written before the program runs.
private func temporaryFile(_ contents: [UInt8]) throws -> FileDescriptor {
  let path = FileManager.default.temporaryDirectory
    .appendingPathComponent("stemma-input-\(UUID().uuidString)").path
  let file = try FileDescriptor.open(
    FilePath(path), .readWrite, options: [.create, .exclusiveCreate, .closeOnExec],
    permissions: .ownerReadWrite)
  do {
    try FileManager.default.removeItem(atPath: path)
    try file.writeAll(contents)
    try file.seek(offset: 0, from: .start)
    return file
  } catch {
    try? file.close()
    throw error
  }
}

/// The folders in which this process looks for programs.
public var searchPath: String {
  ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
}

/// Calls `body` with the path of a new empty folder, and removes the folder afterwards.
///
/// The path has no symbolic links in it. Few tests have folders at a time; the others wait.
public func withTemporaryFolder<Value>(
  _ body: (String) async throws -> Value
) async throws -> Value {
  try await ResourceGate.shared.pass {
    let files = FileManager.default
    let folder = files.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("stemma-tests-\(UUID().uuidString)")
    try files.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? files.removeItem(at: folder) }
    return try await body(folder.path)
  }
}

/// Writes a file and makes the folders that it lies in.
public func writeFile(_ path: String, _ contents: some Sequence<UInt8>) throws {
  let url = URL(fileURLWithPath: path)
  try FileManager.default.createDirectory(
    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
  try Data(contents).write(to: url)
}

/// Writes a file and makes the folders that it lies in.
public func writeFile(_ path: String, _ contents: String) throws {
  try writeFile(path, contents.utf8)
}
