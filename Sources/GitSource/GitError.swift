/// A reason why a git repository could not be read.
public struct GitError: Error, Sendable, CustomStringConvertible {
  /// What went wrong.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    private enum Wrapped: String {
      case pathNotFound, notARepository, ownedByAnotherUser, gitNotInstalled, unsupported
      case commandFailed, system, refusedURL, fetchFailed, fetchLimit
    }

    private let wrapped: Wrapped

    private init(_ wrapped: Wrapped) {
      self.wrapped = wrapped
    }

    /// Nothing is at the path.
    public static let pathNotFound = Code(.pathNotFound)
    /// Neither the path nor a folder above it is a git repository.
    public static let notARepository = Code(.notARepository)
    /// Git refuses a repository whose owner is not the user.
    public static let ownedByAnotherUser = Code(.ownedByAnotherUser)
    /// There is no `git` in the folders of `PATH`.
    public static let gitNotInstalled = Code(.gitNotInstalled)
    /// The repository needs a newer git.
    public static let unsupported = Code(.unsupported)
    /// Git failed for another reason.
    public static let commandFailed = Code(.commandFailed)
    /// The system refused a pipe, a process or a file.
    public static let system = Code(.system)
    /// The address of a remote repository is malformed, or its transport is not allowed.
    public static let refusedURL = Code(.refusedURL)
    /// A remote repository could not be reached or fetched.
    public static let fetchFailed = Code(.fetchFailed)
    /// Fetching a remote repository took too long, or its mirror exceeds the limit on its size.
    public static let fetchLimit = Code(.fetchLimit)

    /// The name of the code, such as `notARepository`.
    public var description: String { wrapped.rawValue }
  }

  public var code: Code
  /// One sentence with the actual values.
  public var message: String
  /// What git or the system said, or null.
  public var cause: String?
  /// The path concerned, or null.
  public var path: String?
  public var hints: [String]

  init(
    _ code: Code, _ message: String, cause: String? = nil, path: [UInt8]? = nil,
    hints: [String] = []
  ) {
    self.code = code
    self.message = message
    self.cause = cause
    self.path = path.map { String(decoding: $0, as: UTF8.self) }
    self.hints = hints
  }

  /// The message, the cause and the hints on lines of their own.
  public var description: String {
    ([message] + (cause.map { [$0] } ?? []) + hints.map { "hint: \($0)" }).joined(separator: "\n")
  }
}

// The texts of the messages that users see.
extension GitError {
  static func pathNotFound(_ path: [UInt8], cause: String) -> GitError {
    GitError(.pathNotFound, "\(text(path)) cannot be opened", cause: cause, path: path)
  }

  static func notARepository(_ path: [UInt8], cause: String? = nil) -> GitError {
    GitError(
      .notARepository, "neither \(text(path)) nor a folder above it is a git repository",
      cause: cause, path: path)
  }

  static func ownedByAnotherUser(_ path: [UInt8], cause: String) -> GitError {
    GitError(
      .ownedByAnotherUser, "the git repository \(text(path)) belongs to another user",
      cause: cause, path: path, hints: ["--trust-owner reads it all the same"])
  }

  static func gitNotInstalled(cause: String) -> GitError {
    GitError(
      .gitNotInstalled, "git was not found in the folders of PATH", cause: cause,
      hints: ["the package is called git on all common systems"])
  }

  static func unsupported(_ path: [UInt8], cause: String) -> GitError {
    GitError(
      .unsupported, "the installed git cannot read the format of \(text(path))", cause: cause,
      path: path)
  }

  static func commandFailed(_ verb: String, _ path: [UInt8]?, cause: String) -> GitError {
    GitError(
      .commandFailed, "git \(verb) failed\(path.map { " in \(text($0))" } ?? "")", cause: cause,
      path: path)
  }

  static func absentPatch(_ path: [UInt8], cause: String) -> GitError {
    GitError(
      .commandFailed, "\(text(path)) does not hold what the patch is made of", cause: cause,
      path: path,
      hints: [
        "a clone with --filter or --depth lacks the contents of files; a full clone has them"
      ])
  }

  static func tooFewDescriptors(_ limit: some BinaryInteger, needed: some BinaryInteger) -> GitError
  {
    GitError(
      .system, "reading a repository takes more files than this process may open",
      cause: "it may open \(limit) at a time", hints: ["ulimit -n \(needed) lets it open enough"])
  }

  static func system(_ what: String, errno: Int32) -> GitError {
    GitError(.system, "\(what) failed", cause: errorText(errno))
  }

  static func refusedURL(_ url: String, _ reason: String) -> GitError {
    GitError(
      .refusedURL, "\(withoutUserInfo(url)) is no address to fetch from: \(reason)",
      hints: ["addresses: https://HOST/PATH, ssh://USER@HOST/PATH, USER@HOST:PATH, file:///PATH"])
  }

  static func refusedTransport(_ url: String, _ transport: String) -> GitError {
    let reason =
      switch transport {
      case "http", "git", "ftp", "ftps":
        "\(transport) is not encrypted, so anybody between could change what is fetched"
      default: "the transport \(transport) is not one of https, ssh and file"
      }
    return GitError(
      .refusedURL, "\(withoutUserInfo(url)) is not fetched: \(reason)",
      hints: [
        "use the repository's https:// or ssh:// address",
        "or make a clone by other means, git clone --mirror, and index the clone",
      ])
  }

  static func fetchFailed(_ url: RemoteURL, cause: String) -> GitError {
    let lacksLeave = [
      "could not read Username", "could not read Password", "Authentication failed",
      "Permission denied", "verification failed",
    ]
    let isRefused = lacksLeave.contains(where: cause.contains)
    var hints: [String] = []
    switch url.transport {
    case .ssh where isRefused:
      hints = ["ssh -o BatchMode=yes has to get in, with the user's keys and known hosts"]
    case .https where cause.contains("certificate"):
      hints = ["GIT_SSL_CAINFO names the file of an authority of one's own"]
    case .https where isRefused:
      hints = ["--git-credentials lets the credential helpers of the user's git answer"]
    default: break
    }
    return GitError(
      .fetchFailed, "\(url.location) could not be fetched", cause: cause, hints: hints)
  }

  /// Git's own check found a fault in what was fetched.
  static func unsoundObjects(_ url: RemoteURL, cause: String) -> GitError {
    GitError(
      .fetchFailed, "\(url.location) was not fetched: an object of it is unsound", cause: cause,
      hints: [
        "for a fault that is known to be harmless: git clone --mirror, which checks less, and "
          + "index the clone"
      ])
  }

  static func fetchTooLong(_ url: RemoteURL, limit: Duration) -> GitError {
    GitError(
      .fetchLimit,
      "fetching \(url.location) took longer than \(limit.components.seconds) seconds",
      hints: ["--fetch-timeout SECONDS allows more; what is there already is not fetched again"])
  }

  static func mirrorTooLarge(_ url: RemoteURL, path: String, limit: Int64) -> GitError {
    GitError(
      .fetchLimit, "the mirror of \(url.location) exceeds \(limit) bytes", path: Array(path.utf8),
      hints: ["--max-mirror-size allows more; the mirror is \(path)"])
  }

  static func mirror(_ action: String, _ path: String, cause: String) -> GitError {
    GitError(.system, "cannot \(action) \(path)", cause: cause, path: Array(path.utf8))
  }

  private static func text(_ path: [UInt8]) -> String {
    String(decoding: path, as: UTF8.self)
  }
}
