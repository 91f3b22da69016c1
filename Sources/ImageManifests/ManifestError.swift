public import Indexing

/// A reason why a manifest, or what it refers to, cannot be used.
public struct ManifestError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    private enum Wrapped: String {
      case missing, malformed, contradictory, mismatched, tooLarge, unreadable
    }

    private let wrapped: Wrapped

    private init(_ wrapped: Wrapped) {
      self.wrapped = wrapped
    }

    /// The source does not have it.
    public static let missing = Code(.missing)
    /// The bytes are not what the place that names them demands.
    public static let malformed = Code(.malformed)
    /// Two statements about what it is exclude each other.
    public static let contradictory = Code(.contradictory)
    /// The bytes do not have the digest, or not the size, that they are named by.
    public static let mismatched = Code(.mismatched)
    /// It exceeds a limit.
    public static let tooLarge = Code(.tooLarge)
    /// The source could not be read.
    public static let unreadable = Code(.unreadable)

    /// The name of the code, such as `malformed`.
    public var description: String { wrapped.rawValue }
  }

  /// What a digest names.
  public enum Subject: String, Sendable, Hashable {
    case manifest
    case config
    case statement
  }

  public var code: Code
  /// What the error is about, or null.
  public var digest: Digest?
  /// One sentence with the actual values.
  public var message: String
  /// What the source or the system said, or null.
  public var cause: String?
  public var hints: [String]

  init(
    _ code: Code, _ digest: Digest?, _ message: String, cause: String? = nil, hints: [String] = []
  ) {
    self.code = code
    self.digest = digest
    self.message = message
    self.cause = cause
    self.hints = hints
  }

  /// The message, the cause and the hints on lines of their own.
  public var description: String {
    ([message] + (cause.map { [$0] } ?? []) + hints.map { "hint: \($0)" }).joined(separator: "\n")
  }

  /// The same as a gap in what a look yields.
  public var problem: SourceProblem {
    let problemCode: SourceProblem.Code =
      switch code {
      case .missing: .missing
      case .contradictory: .wrongKind
      case .mismatched: .mismatched
      case .tooLarge: .tooLarge
      default: .unreadable
      }
    return SourceProblem(
      code: problemCode, object: digest.flatMap { ObjectID(bytes: $0.bytes) },
      message: message + (cause.map { ": \($0)" } ?? ""))
  }
}

// The texts of the messages that users see.
extension ManifestError {
  /// The source does not have what a digest names.
  public static func missing(_ subject: Subject, _ digest: Digest) -> ManifestError {
    ManifestError(.missing, digest, "\(subject.rawValue) \(digest) is not there")
  }

  /// What a digest names exceeds the limit of its kind.
  ///
  /// - Parameter size: the bytes, as far as they are known.
  public static func tooLarge(
    _ subject: Subject, _ digest: Digest, size: Int64?
  ) -> ManifestError {
    let limit =
      switch subject {
      case .manifest: ManifestLimit.manifestBytes
      case .config: ManifestLimit.configBytes
      case .statement: ManifestLimit.statementBytes
      }
    let actual = size.map { "has \($0) bytes" } ?? "has too many bytes"
    return ManifestError(
      .tooLarge, digest, "\(subject.rawValue) \(digest) \(actual); the limit is \(limit)")
  }

  /// The source could not be read, for whatever cause.
  public static func unreadable(
    _ subject: Subject, _ digest: Digest, cause: String
  ) -> ManifestError {
    ManifestError(
      .unreadable, digest, "\(subject.rawValue) \(digest) cannot be read", cause: cause)
  }

  static func malformed(_ subject: Subject, _ digest: Digest) -> ManifestError {
    ManifestError(.malformed, digest, "\(subject.rawValue) \(digest) is no JSON object")
  }

  static func contradictory(_ digest: Digest, _ what: String) -> ManifestError {
    ManifestError(
      .contradictory, digest, "manifest \(digest) says that it is \(what); it is not believed")
  }

  static func mismatched(
    _ subject: Subject, _ digest: Digest, actual: Digest, isSigned: Bool = false
  ) -> ManifestError {
    let sentence = "the bytes named \(digest) have the digest \(actual)"
    return ManifestError(
      .mismatched, digest,
      isSigned
        ? "\(sentence): a signed manifest of schema 1 cannot be checked"
        : "\(sentence): the \(subject.rawValue) is damaged or forged")
  }

  package static func wrongSize(
    _ subject: Subject, _ digest: Digest, size: Int, stated: Int64, by owner: String
  ) -> ManifestError {
    ManifestError(
      .mismatched, digest,
      "\(subject.rawValue) \(digest) has \(size) bytes, but \(owner) states \(stated)")
  }
}

// The texts of the problems that users see.
extension SourceProblem {
  static func cut(_ what: String, of digest: Digest, _ bounded: BoundedLabels) -> SourceProblem {
    let all = bounded.labels.count + bounded.dropped
    return SourceProblem(
      code: .tooLarge, object: ObjectID(bytes: digest.bytes),
      message: "\(digest) has \(all) \(what), of which \(bounded.labels.count) are kept; "
        + "\(bounded.shortened) were cut to \(ManifestLimit.labelValueBytes) bytes")
  }

  static func tooManyChildren(_ digest: Digest, count: Int) -> SourceProblem {
    SourceProblem(
      code: .tooLarge, object: ObjectID(bytes: digest.bytes),
      message: "index \(digest) has \(count) entries, of which \(ManifestLimit.children) are kept")
  }

  static func tooManyDescendants(_ digest: Digest) -> SourceProblem {
    SourceProblem(
      code: .tooLarge, object: ObjectID(bytes: digest.bytes),
      message: "index \(digest) leads to more than \(ManifestLimit.descendants) manifests, which "
        + "are not all read")
  }

  static func tooDeep(_ digest: Digest) -> SourceProblem {
    SourceProblem(
      code: .tooLarge, object: ObjectID(bytes: digest.bytes),
      message: "index \(digest) lies in more than \(ManifestLimit.depth) indexes; it is not read")
  }

  static func tooManyStatements(_ digest: Digest, count: Int) -> SourceProblem {
    SourceProblem(
      code: .tooLarge, object: ObjectID(bytes: digest.bytes),
      message: "attestation \(digest) has \(count) statements, of which "
        + "\(ManifestLimit.statements) are read")
  }

  static func unsupported(_ text: String, _ what: String, of digest: Digest) -> SourceProblem {
    SourceProblem(
      code: .unsupported, object: ObjectID(bytes: digest.bytes),
      message: "\(what) of \(digest) has the digest \"\(text.prefix(160))\", which is no SHA-256")
  }
}
