import Dispatch
import Subprocess
import Synchronization
import SystemPackage

/// How a git process ended.
struct GitExit: Sendable {
  /// The exit code; null if a signal ended it or it never started.
  var code: Int32?
  /// What it wrote to standard error, without its progress; at most 64 KiB.
  var errors: [UInt8]
  /// Why it did not start.
  var startError: GitError?

  var isSuccess: Bool { code == 0 && startError == nil }

  /// What git said, without a final line end.
  var text: String {
    var text = String(decoding: errors, as: UTF8.self)[...]
    while text.last?.isNewline == true { text.removeLast() }
    return text.isEmpty ? (code.map { "exit code \($0)" } ?? "ended by a signal") : String(text)
  }
}

/// A git process that was started.
final class RunningGit: Sendable {
  private let task: Task<GitExit, Never>
  private let outcome = Outcome()

  /// How the process ended, for threads that wait.
  private final class Outcome: Sendable {
    let exit = Mutex<GitExit?>(nil)
    let ended = DispatchSemaphore(value: 0)
  }

  /// Starts git; it owns both descriptors from here on.
  ///
  /// - Parameter progress: called with each stage of git's progress, such as `Receiving objects:
  ///   45%`, which the errors then lack.
  init(
    _ configuration: Configuration, input: FileDescriptor, output: FileDescriptor,
    progress: (@Sendable (String) -> Void)? = nil
  ) {
    task = Task {
      await Self.run(configuration, input: input, output: output, progress)
    }
    Task { [task, outcome] in
      let exit = await task.value
      outcome.exit.withLock { $0 = exit }
      outcome.ended.signal()
    }
  }

  /// Kills the process.
  func cancel() {
    task.cancel()
  }

  /// Waits until the process has ended.
  func exit() async -> GitExit {
    await task.value
  }

  /// Waits until the process has ended, blocking a thread that is not of the cooperative pool.
  func waitForExit() -> GitExit {
    outcome.ended.wait()
    outcome.ended.signal()
    return outcome.exit.withLock { $0 } ?? GitExit(code: nil, errors: [])
  }

  private static func run(
    _ configuration: Configuration, input: FileDescriptor, output: FileDescriptor,
    _ progress: (@Sendable (String) -> Void)?
  ) async -> GitExit {
    do {
      let outcome = try await Subprocess.run(
        configuration,
        input: .fileDescriptor(input, closeAfterSpawningProcess: true),
        output: .fileDescriptor(output, closeAfterSpawningProcess: true),
        error: .sequence
      ) { execution in
        var errors = ErrorStream(progress)
        for try await buffer in execution.standardError {
          buffer.withUnsafeBytes { errors.append($0) }
        }
        return errors.finish()
      }
      let code: Int32? = if case .exited(let code) = outcome.terminationStatus { code } else { nil }
      return GitExit(code: code, errors: outcome.closureResult)
    } catch let error as SubprocessError where error.code == .executableNotFound {
      return GitExit(
        code: nil, errors: [], startError: .gitNotInstalled(cause: "\(error)"))
    } catch {
      return GitExit(
        code: nil, errors: [],
        startError: GitError(.system, "git could not be run", cause: "\(error)"))
    }
  }
}
