/// Something that a look at a source could not read or does not trust: a gap in what it yields.
public struct SourceProblem: Sendable, Hashable, CustomStringConvertible {
  /// What went wrong.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    private enum Wrapped: String {
      case missing, mismatched, unreadable, wrongKind, tooLarge, brokenRef, incomplete
      case unsupported, implausible
    }

    private let wrapped: Wrapped

    private init(_ wrapped: Wrapped) {
      self.wrapped = wrapped
    }

    /// The object is not in the repository.
    public static let missing = Code(.missing)
    /// The object's bytes do not have its id: it was damaged or forged.
    public static let mismatched = Code(.mismatched)
    /// Git cannot read the object, or it is malformed beyond use.
    public static let unreadable = Code(.unreadable)
    /// The object is of another type than the place that names it demands.
    public static let wrongKind = Code(.wrongKind)
    /// The object exceeds the limit on sizes.
    public static let tooLarge = Code(.tooLarge)
    /// The ref names no object.
    public static let brokenRef = Code(.brokenRef)
    /// A list ended before its end.
    public static let incomplete = Code(.incomplete)
    /// The object, or what names it, has a form that is not read, such as another hash.
    public static let unsupported = Code(.unsupported)
    /// What the source says of it cannot be true, such as a time in the future.
    public static let implausible = Code(.implausible)

    /// The name of the code, such as `missing`.
    public var description: String { wrapped.rawValue }
  }

  public var code: Code
  /// The object concerned, or null.
  public var object: ObjectID?
  /// The full name of the ref concerned, or null.
  public var ref: [UInt8]?
  /// One sentence with the actual values.
  public var message: String

  public init(code: Code, object: ObjectID? = nil, ref: [UInt8]? = nil, message: String) {
    self.code = code
    self.object = object
    self.ref = ref
    self.message = message
  }

  public var description: String { message }
}
