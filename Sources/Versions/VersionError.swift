/// Why a text is no version or no range of versions.
///
/// The message is one sentence that names the bytes and their place:
///
///     VersionScheme.semver.error(in: "1.05.0")?.message
///     // the minor number 05 at byte 2 has a leading zero
public struct VersionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of fault it is.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    enum Kind: String {
      case empty, missingV, missingNumber, tooFewNumbers, tooManyNumbers, leadingZero
      case emptyIdentifier, forbiddenByte, unreadText, invalidEpoch, emptyUpstream, emptyRevision
      case invalidComparator
    }
    let kind: Kind

    /// There is no byte at all.
    public static let empty = Code(kind: .empty)
    /// The scheme asks for a `v` at the start.
    public static let missingV = Code(kind: .missingV)
    /// A number is missing where one must stand.
    public static let missingNumber = Code(kind: .missingNumber)
    /// The scheme asks for more numbers.
    public static let tooFewNumbers = Code(kind: .tooFewNumbers)
    /// The scheme allows fewer numbers.
    public static let tooManyNumbers = Code(kind: .tooManyNumbers)
    /// A number is written with a zero before its digits.
    public static let leadingZero = Code(kind: .leadingZero)
    /// Nothing stands between two separators or after the last one.
    public static let emptyIdentifier = Code(kind: .emptyIdentifier)
    /// A byte stands where its kind is not allowed.
    public static let forbiddenByte = Code(kind: .forbiddenByte)
    /// Something follows that the scheme does not know.
    public static let unreadText = Code(kind: .unreadText)
    /// The epoch is not a number.
    public static let invalidEpoch = Code(kind: .invalidEpoch)
    /// A Debian version has no upstream version.
    public static let emptyUpstream = Code(kind: .emptyUpstream)
    /// A Debian version ends in a hyphen.
    public static let emptyRevision = Code(kind: .emptyRevision)
    /// A part of a range is no comparator.
    public static let invalidComparator = Code(kind: .invalidComparator)

    /// The name of the code.
    public var description: String { kind.rawValue }
  }

  /// What kind of fault it is.
  public let code: Code
  /// The fault in one sentence, without a capital letter and a full stop.
  public let message: String
  /// The whole text.
  public let text: String
  /// Where the fault is, as offsets of UTF-8 bytes; empty where something is missing.
  public let range: Range<Int>

  /// The message.
  public var description: String { message }
}

/// A fault as readers note it: without text, so that nothing is allocated for a line that is no
/// version.
struct VersionFault: Error {
  /// Where in a version something is.
  enum Part: Sendable {
    case version, number(Int), prerelease, build, epoch, release, local, upstream, revision
    case comparator
  }

  let kind: VersionError.Code.Kind
  let part: Part
  let range: Range<Int>

  init(_ kind: VersionError.Code.Kind, _ part: Part, _ range: Range<Int>) {
    self.kind = kind
    self.part = part
    self.range = range
  }

  init(_ kind: VersionError.Code.Kind, _ part: Part, at offset: Int) {
    self.init(kind, part, offset..<offset)
  }
}
