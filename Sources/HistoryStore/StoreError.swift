/// What kept the store from doing its work, where, and the way out.
public struct StoreError: Error, Sendable, CustomStringConvertible {
  /// What went wrong, for programs.
  public struct Code: Hashable, Sendable {
    private enum Value {
      case noDatabase, foreignDatabase, newerSchema, corrupt, locked, environment, interrupted
      case wrongStatement, noRepository
    }
    private let value: Value

    /// There is no database at the path.
    public static let noDatabase = Code(value: .noDatabase)
    /// The file is not a database of this program.
    public static let foreignDatabase = Code(value: .foreignDatabase)
    /// A newer version of this program wrote the file.
    public static let newerSchema = Code(value: .newerSchema)
    /// The file is damaged.
    public static let corrupt = Code(value: .corrupt)
    /// Another process is writing.
    public static let locked = Code(value: .locked)
    /// Disk, permissions or memory.
    public static let environment = Code(value: .environment)
    /// The time limit of a query was reached.
    public static let interrupted = Code(value: .interrupted)
    /// The SQL statement is wrong or not allowed.
    public static let wrongStatement = Code(value: .wrongStatement)
    /// The history holds no repository of that name.
    public static let noRepository = Code(value: .noRepository)
  }

  public let code: Code
  /// One sentence with the actual values.
  public let message: String
  /// What lies behind it, such as SQLite's own message.
  public let cause: String?
  /// The way out.
  public let hints: [String]

  public init(_ code: Code, _ message: String, cause: String? = nil, hints: [String] = []) {
    self.code = code
    self.message = message
    self.cause = cause
    self.hints = hints
  }

  public var description: String {
    ([message] + [cause].compactMap { $0 } + hints).joined(separator: "; ")
  }
}
