import Dispatch
import Subprocess
import Synchronization
import SystemPackage

/// How git is called: the one place that builds a command line and an environment for it.
///
/// A repository's own configuration can name programs that git starts. The environment is built
/// from nothing, the settings that could start something are overridden, no transport is allowed,
/// and only verbs that read are used; names of refs and objects go through standard input.
struct GitProcess: Sendable {
  /// The verbs that may be called.
  enum Verb: String, Sendable {
    case catFile = "cat-file"
    case config
    case forEachRef = "for-each-ref"
    case revList = "rev-list"
    case revParse = "rev-parse"
  }

  /// What identifies the repository to git.
  enum Place: Sendable {
    /// Git looks for the repository in this folder, and no higher, and checks its owner.
    case discover(folder: [UInt8])
    case gitDirectory([UInt8])
  }

  var place: Place
  /// Paths that may belong to another user.
  var trusted: [[UInt8]] = []
  /// The bytes that a pipe should hold.
  var pipeSize = 1 << 16

  private static let flags = [
    "--no-pager", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null",
    "-c", "core.sshCommand=/bin/false", "-c", "log.showSignature=false",
    "-c", "protocol.allow=never", "-c", "protocol.ext.allow=never",
    "-c", "protocol.file.allow=never",
  ]

  private static let variables = [
    "LC_ALL=C", "HOME=/nonexistent", "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null",
    "GIT_ATTR_NOSYSTEM=1", "GIT_ALLOW_PROTOCOL=none", "GIT_NO_LAZY_FETCH=1",
    "GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0", "GIT_NO_REPLACE_OBJECTS=1",
    "GIT_GRAFT_FILE=/dev/null", "GIT_ASKPASS=/bin/false", "GIT_PAGER=cat", "GIT_FLUSH=0",
  ]

  /// The path that messages name.
  var path: [UInt8] {
    switch place {
    case .discover(let folder): folder
    case .gitDirectory(let directory): directory
    }
  }

  /// The absolute folders of `PATH`.
  ///
  /// A relative one would be looked for inside the repository.
  private static var searchPath: [UInt8] {
    let all = environmentValue("PATH") ?? Array("/usr/local/bin:/usr/bin:/bin".utf8)
    let folders = all.split(separator: UInt8(ascii: ":")).filter { $0.first == UInt8(ascii: "/") }
    return Array(folders.joined(separator: [UInt8(ascii: ":")]))
  }

  /// Where git is: looked up once, since a search by the spawner forks for every folder of `PATH`.
  private static let executable: Executable = {
    for folder in searchPath.split(separator: UInt8(ascii: ":")) {
      let path = Array(folder) + Array("/git".utf8)
      if isExecutableFile(path) { return .path(FilePath(bytes: path)) }
    }
    return .name("git")
  }()

  func configuration(_ verb: Verb, _ arguments: [String]) -> Configuration {
    var words = Self.flags.map { Array($0.utf8) }
    for path in trusted {
      words += [Array("-c".utf8), Array("safe.directory=".utf8) + path]
    }
    words.append(Array(verb.rawValue.utf8))
    words += arguments.map { Array($0.utf8) }

    var environment = Self.variables.map { Array($0.utf8) }
    environment.append(Array("PATH=".utf8) + Self.searchPath)
    var folder: FilePath = "/"
    switch place {
    case .discover(let path):
      environment.append(Array("GIT_CEILING_DIRECTORIES=".utf8) + parentFolder(path))
      folder = FilePath(bytes: path)
    case .gitDirectory(let directory):
      environment.append(Array("GIT_DIR=".utf8) + directory)
    }
    // Subprocess takes raw arguments and variables as C strings, which a zero ends.
    return Configuration(
      executable: Self.executable, arguments: Arguments(words.map { $0 + [0] }),
      environment: .custom(environment.map { $0 + [0] }), workingDirectory: folder)
  }
}

extension FilePath {
  fileprivate init(bytes: [UInt8]) {
    self = (bytes + [0]).withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        FilePath(platformString: characters.baseAddress.unsafelyUnwrapped)
      }
    }
  }
}

/// How a git process ended.
struct GitExit: Sendable {
  /// The exit code; null if a signal ended it or it never started.
  var code: Int32?
  /// What it wrote to standard error, at most 64 KiB.
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
  init(_ configuration: Configuration, input: FileDescriptor, output: FileDescriptor) {
    task = Task {
      await Self.run(configuration, input: input, output: output)
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
    _ configuration: Configuration, input: FileDescriptor, output: FileDescriptor
  ) async -> GitExit {
    do {
      let outcome = try await Subprocess.run(
        configuration,
        input: .fileDescriptor(input, closeAfterSpawningProcess: true),
        output: .fileDescriptor(output, closeAfterSpawningProcess: true),
        error: .sequence
      ) { execution in
        var errors: [UInt8] = []
        for try await buffer in execution.standardError where errors.count < 1 << 16 {
          buffer.withUnsafeBytes { errors.append(contentsOf: $0) }
        }
        return errors
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
