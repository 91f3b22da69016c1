import Subprocess
import SystemPackage

/// How git is called: the one place that builds a command line and an environment for it.
///
/// A repository's own configuration can name programs that git starts. The environment is built
/// from nothing, the settings that could start something are overridden, no transport is allowed
/// but the one of a remote repository that is fetched, and only verbs that read are used on a
/// repository that is not this program's own mirror; names of refs and objects go through standard
/// input.
struct GitProcess: Sendable {
  /// The verbs that may be called.
  enum Verb: String, Sendable {
    case catFile = "cat-file"
    case config
    case diffTree = "diff-tree"
    case forEachRef = "for-each-ref"
    case log
    case lsTree = "ls-tree"
    case revList = "rev-list"
    case revParse = "rev-parse"
    /// Asks a remote repository for its refs.
    case lsRemote = "ls-remote"
    // Those that write to a mirror.
    case fetch
    case initialize = "init"
    case packRefs = "pack-refs"
    case symbolicRef = "symbolic-ref"
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
  /// The one remote repository that may be reached; null for none.
  var remote: RemoteAccess?
  /// Whether the settings of the user and of the machine are read, to find those on credentials.
  var readsUserSettings = false

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
    words += (remote?.flags ?? []).map { Array($0.utf8) }
    for path in trusted {
      words += [Array("-c".utf8), Array("safe.directory=".utf8) + path]
    }
    words.append(Array(verb.rawValue.utf8))
    words += arguments.map { Array($0.utf8) }

    var options = PlatformOptions()
    if remote != nil {
      // Git starts other programs: they end with it, or when it takes too long.
      options.processGroupID = 0
      options.teardownSequence = [
        .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(5))
      ]
    }
    // Subprocess takes raw arguments and variables as C strings, which a zero ends.
    return Configuration(
      executable: Self.executable, arguments: Arguments(words.map { $0 + [0] }),
      environment: .custom(environment.map { $0 + [0] }), workingDirectory: workingFolder,
      platformOptions: options)
  }

  private var workingFolder: FilePath {
    if case .discover(let folder) = place { FilePath(bytes: folder) } else { "/" }
  }

  private var environment: [[UInt8]] {
    var variables = Self.variables.map { Array($0.utf8) }
    if readsUserSettings {
      variables.removeAll { variable in
        Self.settingsVariables.contains { variable.starts(with: "\($0)=".utf8) }
      }
      for name in ["HOME", "XDG_CONFIG_HOME"] {
        if let value = environmentValue(name) { variables.append(Array("\(name)=".utf8) + value) }
      }
    }
    for variable in remote?.variables ?? [] {
      let name = variable.prefix { $0 != UInt8(ascii: "=") } + [UInt8(ascii: "=")]
      variables.removeAll { $0.starts(with: name) }
      variables.append(variable)
    }
    variables.append(Array("PATH=".utf8) + Self.searchPath)
    switch place {
    case .discover(let path):
      variables.append(Array("GIT_CEILING_DIRECTORIES=".utf8) + parentFolder(path))
    case .gitDirectory(let directory):
      variables.append(Array("GIT_DIR=".utf8) + directory)
    }
    return variables
  }

  private static let settingsVariables = ["HOME", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_GLOBAL"]
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
