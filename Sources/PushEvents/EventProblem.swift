/// A reason why something announced yields no event.
public struct EventProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    private enum Wrapped: String {
      case malformed, tooLarge, unknownForm, invalidValue
    }

    private let wrapped: Wrapped

    private init(_ wrapped: Wrapped) {
      self.wrapped = wrapped
    }

    /// The bytes are no JSON, or neither an announcement nor an array of them.
    public static let malformed = Code(.malformed)
    /// An announcement exceeds the limit on sizes.
    public static let tooLarge = Code(.tooLarge)
    /// The announcement has the form of no known sender.
    public static let unknownForm = Code(.unknownForm)
    /// A value is missing, or is not what it has to be.
    public static let invalidValue = Code(.invalidValue)

    /// The name of the code, such as `unknownForm`.
    public var description: String { wrapped.rawValue }
  }

  public var code: Code
  /// The line, from 1 on: of the fault in malformed bytes, else of where the announcement begins.
  public var line: Int
  /// The number of the byte in that line, from 1 on.
  public var column: Int
  /// One sentence with the actual values, safe on a terminal.
  public var message: String
  public var hints: [String]

  /// `line 3, column 14: …`, and the hints on lines of their own.
  public var description: String {
    (["line \(line), column \(column): \(message)"] + hints.map { "hint: \($0)" })
      .joined(separator: "\n")
  }
}

/// A problem whose place is not known yet.
struct EventFlaw: Error {
  var code: EventProblem.Code
  var message: String
  var hints: [String] = []

  init(_ code: EventProblem.Code, _ message: String, hints: [String] = []) {
    self.code = code
    self.message = message
    self.hints = hints
  }
}
