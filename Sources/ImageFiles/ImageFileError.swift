/// A reason why files with images could not be read.
public struct ImageFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    private enum Wrapped: String {
      case notFound, wrongKind, unsupported, malformed, tooLarge, system
    }

    private let wrapped: Wrapped

    private init(_ wrapped: Wrapped) {
      self.wrapped = wrapped
    }

    /// Nothing is at the path.
    public static let notFound = Code(.notFound)
    /// What is at the path is not what is read here.
    public static let wrongKind = Code(.wrongKind)
    /// A version or a compression that is not read.
    public static let unsupported = Code(.unsupported)
    /// The contents do not have their form.
    public static let malformed = Code(.malformed)
    /// A limit is exceeded.
    public static let tooLarge = Code(.tooLarge)
    /// The system refused to open or read a file.
    public static let system = Code(.system)

    /// The name of the code, such as `malformed`.
    public var description: String { wrapped.rawValue }
  }

  public var code: Code
  /// One sentence with the actual values.
  public var message: String
  /// What the system said, or null.
  public var cause: String?
  /// The path concerned, or null.
  public var path: String?
  /// The line concerned, from 1 on, or null.
  public var line: Int?
  public var hints: [String]

  init(
    _ code: Code, _ message: String, cause: String? = nil, path: [UInt8]? = nil, line: Int? = nil,
    hints: [String] = []
  ) {
    self.code = code
    self.message = message
    self.cause = cause
    self.path = path.map { String(decoding: $0, as: UTF8.self) }
    self.line = line
    self.hints = hints
  }

  /// The message, the cause and the hints on lines of their own.
  public var description: String {
    ([message] + (cause.map { [$0] } ?? []) + hints.map { "hint: \($0)" }).joined(separator: "\n")
  }
}
