internal import Foundation
internal import Subprocess
internal import SystemPackage

/// A program and the arguments that it is run with.
struct Program: Sendable {
  /// The path of the program, so that no measurement contains a search for it.
  var path: String
  var arguments: [String]

  /// Returns the program with further arguments.
  func with(_ more: String...) -> Program { with(more) }

  /// Returns the program with further arguments.
  func with(_ more: [String]) -> Program { Program(path: path, arguments: arguments + more) }

  /// Returns the program of this name on the `PATH`, or null if there is none.
  static func named(_ name: String) -> Program? {
    let folders = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    let paths = folders.split(separator: ":").map { "\($0)/\(name)" }
    guard let path = paths.first(where: FileManager.default.isExecutableFile(atPath:)) else {
      return nil
    }
    return Program(path: path, arguments: [])
  }

  /// How it is written in a shell, for messages.
  var line: String {
    ([path] + arguments.map { $0.contains(" ") ? "'\($0)'" : $0 }).joined(separator: " ")
  }
}

extension Program {
  /// Runs it to its end with its output thrown away; returns the seconds that it took.
  func time() async throws -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    let result = try await Subprocess.run(
      configuration, input: .none, output: .discarded, error: .discarded)
    let seconds = (clock.now - start) / .seconds(1)
    if !result.terminationStatus.isSuccess { try await explainFailure() }
    return seconds
  }

  /// Runs it to its end and returns what it wrote.
  func output(limit: Int = 1 << 28, input: FileDescriptor? = nil) async throws -> String {
    let result: ExecutionResult<Void, StringOutput<UTF8>, StringOutput<UTF8>>
    if let input {
      result = try await Subprocess.run(
        configuration, input: .fileDescriptor(input, closeAfterSpawningProcess: true),
        output: .string(limit: limit), error: .string(limit: 1 << 16))
    } else {
      result = try await Subprocess.run(
        configuration, input: .none, output: .string(limit: limit),
        error: .string(limit: 1 << 16))
    }
    try check(result.terminationStatus, result.standardError)
    return result.standardOutput
  }

  /// Runs it with its output going to a descriptor, which is closed here.
  func run(into output: FileDescriptor) async throws {
    let result = try await Subprocess.run(
      configuration, input: .none,
      output: .fileDescriptor(output, closeAfterSpawningProcess: true),
      error: .string(limit: 1 << 16))
    try check(result.terminationStatus, result.standardError)
  }

  /// Runs it to its end and returns its own peak of resident memory in bytes, or null where the
  /// system does not tell.
  ///
  /// What the system reports when a process has ended includes the processes that it started,
  /// and git maps whole packs. So the peak is read while the process lives.
  func peakMemory() async throws -> Int? {
    let result = try await Subprocess.run(
      configuration, input: .none, output: .discarded, error: .string(limit: 1 << 16)
    ) { execution in
      await MemoryProbe(process: Int(execution.processIdentifier.value)).peak()
    }
    try check(result.terminationStatus, result.standardError)
    return result.closureResult
  }

  private var configuration: Configuration {
    Configuration(
      executable: .path(FilePath(path)), arguments: Arguments(arguments),
      environment: .custom(Self.environment))
  }

  /// Nothing of the user's settings, which could change what either side does.
  private static let environment: [Environment.Key: String] = {
    let own = ProcessInfo.processInfo.environment
    var variables: [Environment.Key: String] = [
      "PATH": own["PATH"] ?? "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC",
      "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null",
      "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1",
    ]
    variables["TMPDIR"] = own["TMPDIR"]
    return variables
  }()

  private func explainFailure() async throws {
    _ = try await output()
    throw BenchmarkError(message: "\(line) failed, but not when run again")
  }

  private func check(_ status: TerminationStatus, _ text: String) throws {
    guard !status.isSuccess else { return }
    throw BenchmarkError(
      message: "\(line) ended with \(status)" + (text.isEmpty ? "" : ":\n\(text)"))
  }
}
