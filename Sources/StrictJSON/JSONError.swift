/// A reason why a document could not be read.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    private enum Wrapped: String {
      case unexpectedEnd, unexpectedByte, invalidText, invalidNumber, duplicateKey, tooDeep
      case tooLarge
    }

    private let wrapped: Wrapped

    private init(_ wrapped: Wrapped) {
      self.wrapped = wrapped
    }

    /// The document ends before it is complete; more bytes may complete it.
    public static let unexpectedEnd = Code(.unexpectedEnd)
    /// Another byte is needed where this one stands.
    public static let unexpectedByte = Code(.unexpectedByte)
    /// A text holds a control character, half of a surrogate pair, or bytes that are not UTF-8.
    public static let invalidText = Code(.invalidText)
    /// A number begins with a needless zero, or no Double is near it.
    public static let invalidNumber = Code(.invalidNumber)
    /// A key stands twice in one object.
    public static let duplicateKey = Code(.duplicateKey)
    /// Too many arrays and objects lie in one another.
    public static let tooDeep = Code(.tooDeep)
    /// The document exceeds the limit on sizes.
    public static let tooLarge = Code(.tooLarge)

    /// The name of the code, such as `duplicateKey`.
    public var description: String { wrapped.rawValue }
  }

  public var code: Code
  /// One sentence with the actual values, safe on a terminal.
  public var message: String
  /// The number of bytes before the place.
  public var offset: Int
  /// The line, from 1 on.
  public var line: Int
  /// The number of the byte in its line, from 1 on.
  public var column: Int
  public var hints: [String]

  /// `line 3, column 14: …`, and the hints on lines of their own.
  public var description: String {
    (["line \(line), column \(column): \(message)"] + hints.map { "hint: \($0)" })
      .joined(separator: "\n")
  }
}
