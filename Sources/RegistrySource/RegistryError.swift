/// A reason why an image repository could not be read.
///
/// No text in it holds a password, a token or the value of an `Authorization` field.
public struct RegistryError: Error, Sendable, CustomStringConvertible {
  /// What went wrong.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    private enum Wrapped: String {
      case invalidReference, invalidOption, credentials, repositoryNotFound, connectionFailed
      case untrustedServer, refusedAddress, timedOut, tooLarge, rateLimited, unexpectedResponse
    }

    private let wrapped: Wrapped

    private init(_ wrapped: Wrapped) {
      self.wrapped = wrapped
    }

    /// The text names no image repository.
    public static let invalidReference = Code(.invalidReference)
    /// An option cannot be used, such as a file of certificates that is none.
    public static let invalidOption = Code(.invalidOption)
    /// Configured credentials could not be read.
    public static let credentials = Code(.credentials)
    /// The registry shows no such repository to whoever asks.
    public static let repositoryNotFound = Code(.repositoryNotFound)
    /// The connection was refused, or broke.
    public static let connectionFailed = Code(.connectionFailed)
    /// The server's certificate is not trusted, or the server does not speak TLS.
    public static let untrustedServer = Code(.untrustedServer)
    /// The registry sent the request to an address that it must not choose.
    public static let refusedAddress = Code(.refusedAddress)
    /// No answer came in time.
    public static let timedOut = Code(.timedOut)
    /// The answer exceeds a limit.
    public static let tooLarge = Code(.tooLarge)
    /// The registry takes no more requests for now.
    public static let rateLimited = Code(.rateLimited)
    /// The answer is none that the Distribution API has.
    public static let unexpectedResponse = Code(.unexpectedResponse)

    /// The name of the code, such as `repositoryNotFound`.
    public var description: String { wrapped.rawValue }
  }

  public var code: Code
  /// One sentence with the actual values.
  public var message: String
  /// What the system or a library said, or null.
  public var cause: String?
  public var hints: [String]
  /// Whether the connection broke, so that the request may be sent again.
  var isDropped = false

  /// Whether another try at another time may succeed.
  var mayPass: Bool { code == .connectionFailed || code == .timedOut }

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
