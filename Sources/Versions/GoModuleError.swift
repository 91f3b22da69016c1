/// Why a path, a version, a go.mod file or a query breaks a rule of Go modules.
public struct GoModuleError: Error, Hashable, Sendable {
  /// The kinds of failure that a caller treats differently.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    private enum Kind: String {
      case invalidPath, invalidVersion, majorMismatch, invalidEscape
      case invalidPseudoVersion, pseudoVersionMismatch
      case invalidGoMod, unknownDirective, outsideRepository, noGoMod, misplacedGoMod
      case invalidQuery, noMatchingVersion
    }

    private let kind: Kind

    private init(_ kind: Kind) { self.kind = kind }

    /// A module, import or file path breaks the rules of its kind.
    public static let invalidPath = Code(.invalidPath)
    /// A text is no version, or not in canonical form where that is needed.
    public static let invalidVersion = Code(.invalidVersion)
    /// A version's major number does not belong to its module path.
    public static let majorMismatch = Code(.majorMismatch)
    /// A text is not the escaped form of a path or of a version.
    public static let invalidEscape = Code(.invalidEscape)
    /// A text is no pseudo-version, or one that cannot exist.
    public static let invalidPseudoVersion = Code(.invalidPseudoVersion)
    /// A well-formed pseudo-version contradicts its commit.
    public static let pseudoVersionMismatch = Code(.pseudoVersionMismatch)
    /// A go.mod file breaks the syntax, or a directive its form.
    public static let invalidGoMod = Code(.invalidGoMod)
    /// A go.mod file read strictly holds a directive that is not known.
    public static let unknownDirective = Code(.unknownDirective)
    /// A module path does not lie below the root of its repository.
    public static let outsideRepository = Code(.outsideRepository)
    /// A commit lacks the go.mod file that its module needs.
    public static let noGoMod = Code(.noGoMod)
    /// A commit's go.mod file declares another module, or two of them declare the same.
    public static let misplacedGoMod = Code(.misplacedGoMod)
    /// A version query cannot be read, or lacks what it refers to.
    public static let invalidQuery = Code(.invalidQuery)
    /// No version fits a query.
    public static let noMatchingVersion = Code(.noMatchingVersion)

    /// The name of the code, such as `invalidPath`.
    public var description: String { kind.rawValue }
  }

  /// What went wrong.
  public let code: Code
  /// One sentence with the values and the rule.
  public let message: String
  /// The line of the go.mod file, from 1; nil for other errors.
  public let line: Int?

  init(_ code: Code, _ message: String, line: Int? = nil) {
    self.code = code
    self.message = message
    self.line = line
  }
}

extension GoModuleError: CustomStringConvertible {
  /// The message, behind the line number if there is one.
  public var description: String { line.map { "line \($0): \(message)" } ?? message }
}
