/// A reason why versions of Go modules could not be read.
///
/// No text in it holds a password.
public struct ModuleSourceError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    private enum Wrapped: String {
      case invalidPlace, invalidModule, notFound, system, connectionFailed, untrustedServer
      case refused, timedOut, tooLarge, unexpectedResponse
    }

    private let wrapped: Wrapped

    private init(_ wrapped: Wrapped) {
      self.wrapped = wrapped
    }

    /// The text names neither a folder nor a module proxy, or an option cannot be used.
    public static let invalidPlace = Code(.invalidPlace)
    /// The text is no path of a module.
    public static let invalidModule = Code(.invalidModule)
    /// Nothing of that name is there.
    public static let notFound = Code(.notFound)
    /// The system refused to open or read a file.
    public static let system = Code(.system)
    /// The connection was refused, or broke.
    public static let connectionFailed = Code(.connectionFailed)
    /// The server's certificate is not trusted, or the server does not speak TLS.
    public static let untrustedServer = Code(.untrustedServer)
    /// The proxy does not let whoever asks in, or takes no more requests for now.
    public static let refused = Code(.refused)
    /// No answer came in time.
    public static let timedOut = Code(.timedOut)
    /// The answer exceeds a limit.
    public static let tooLarge = Code(.tooLarge)
    /// The answer is none that the GOPROXY protocol has.
    public static let unexpectedResponse = Code(.unexpectedResponse)

    /// The name of the code, such as `notFound`.
    public var description: String { wrapped.rawValue }
  }

  public var code: Code
  /// One sentence with the actual values.
  public var message: String
  /// What the system or a library said, or null.
  public var cause: String?
  public var hints: [String]

  init(_ code: Code, _ message: String, cause: String? = nil, hints: [String] = []) {
    self.code = code
    self.message = message
    self.cause = cause
    self.hints = hints
  }

  /// The message, the cause and the hints on lines of their own.
  public var description: String {
    ([message] + (cause.map { [$0] } ?? []) + hints.map { "hint: \($0)" }).joined(separator: "\n")
  }
}

extension ModuleSourceError {
  static func notAPath(_ text: String, _ cause: String) -> Self {
    Self(
      .invalidModule, "\"\(text)\" is no path of a module", cause: cause,
      hints: ["a path is what its go.mod file declares, such as example.com/shop/v2"])
  }

  static func wholeTree(_ pattern: String) -> Self {
    Self(
      .invalidModule, "a module proxy lists no modules, so \"\(pattern)\" cannot be asked for",
      hints: ["name each module, such as \(pattern.dropLast(4))"])
  }

  static func noFolder(_ path: String, _ cause: String?) -> Self {
    Self(
      cause == nil ? .notFound : .system, "\(path) is no folder that can be read", cause: cause,
      hints: ["give a module cache ($(go env GOMODCACHE)), the storage of a proxy, or its URL"])
  }

  static func noModules(_ path: String) -> Self {
    Self(
      .notFound, "\(path) holds no versions of Go modules",
      hints: ["versions lie in folders named @v, as below $(go env GOMODCACHE)/cache/download"])
  }

  static func unreadable(_ path: String, _ cause: String) -> Self {
    Self(.system, "\(path) cannot be read", cause: cause)
  }

  static func notAProxy(_ text: String, hints: [String] = []) -> Self {
    Self(
      .invalidPlace, "\"\(text)\" is no address of a module proxy",
      hints: hints.isEmpty ? ["an address is such as https://proxy.example.com"] : hints)
  }

  static func unreadableRoots(_ path: String) -> Self {
    Self(.invalidPlace, "\(path) holds no certificates in PEM form")
  }

  static func noModule(_ path: String, at origin: String) -> Self {
    Self(
      .notFound, "\(origin) shows no module \(path)",
      hints: [
        "of a module from v2 on the path ends in its major number, such as example.com/shop/v2"
      ])
  }

  static func status(_ status: Int, _ address: String) -> Self {
    switch status {
    case 401, 403:
      Self(
        .refused, "\(address) was refused (\(status))",
        hints: ["a user and a password may stand in the address: https://USER:PASSWORD@HOST"])
    case 429:
      Self(.refused, "\(address): the proxy takes no more requests for now (429)")
    default:
      Self(.unexpectedResponse, "\(address) was answered with status \(status)")
    }
  }

  static func tooLarge(_ address: String, limit: Int) -> Self {
    Self(.tooLarge, "\(address) has more than \(limit) bytes")
  }

  static func redirected(_ address: String, _ target: String?) -> Self {
    Self(
      .unexpectedResponse,
      "\(address) leads elsewhere" + (target.map { ", to \($0)" } ?? ""),
      hints: ["where that can be trusted, give its address instead"])
  }
}
