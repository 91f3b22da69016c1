/// The order key of a version: bytes whose order under `memcmp` is the precedence of versions.
///
/// Two versions have the same key exactly if they have the same precedence; build metadata takes no
/// part. The first byte names a family of schemes; keys of different families are not comparable. No
/// key is a proper prefix of another, and FF never begins a component, so that all versions `1.2.*`
/// are the range from `01 number(1) number(2)` to the same bytes followed by FF. The layouts:
///
///     number     = length (1 byte), digits without leading zeros      below 254 digits
///                | FE, length (4 bytes, big endian), digits           otherwise
///
///     semantic   = 01 number number number tail                       go, semver, loose, calver
///     tail       = F0                                                 release
///                | identifier… 00                                     prerelease
///                | F4 letters 00                                      v1.0.0a, after its release
///                | F8 number tail                                     fourth component and beyond
///     identifier = 10 number                                          all digits
///                | 20 bytes 00                                        anything else
///
///     pep440     = 02 number(epoch) number {F8 number} pre post dev local     no zeros at the end
///     pre        = 10                                                 a .dev alone
///                | 20 number | 30 number | 40 number                  a, b, rc
///                | A0                                                 none
///     post       = 10 | 20 number                                     none, .post
///     dev        = 10 number | F0                                     .dev, none
///     local      = {10 letters 00 | 20 number} 00
///
///     debian     = 03 number(epoch) part(upstream) part(revision)
///     part       = bytes 02 number {bytes 02 number} 02               runs in turn; `~` is 01, a
///                                                                     letter itself, others + 80
///
///     natural    = 04 {token} 20
///     token      = 10 | 11 | 12 | 13 | 28                             alpha, beta, pre, rc, post
///                | 30 byte | 40 number | 50 byte                      below, of, above the digits
public struct VersionKey: Hashable, Comparable, Sendable {
  /// The bytes of the key, as a database stores them.
  public let bytes: [UInt8]

  /// Creates a key from stored bytes, which are not checked.
  public init(bytes: [UInt8]) { self.bytes = bytes }

  /// Returns whether the first key orders before the second.
  public static func < (a: Self, b: Self) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }
}

extension VersionKey {
  /// A family of schemes whose keys compare with each other.
  public enum Family: UInt8, CaseIterable, Hashable, Sendable {
    /// `go`, `semver`, `semver-loose` and `calver`.
    case semantic = 0x01
    /// `pep440`.
    case pep440 = 0x02
    /// `debian`.
    case debian = 0x03
    /// `natural`.
    case natural = 0x04
  }

  /// The family that the key belongs to; nil for bytes that are no key.
  public var family: Family? { withBuffer { Self.family(of: $0) } }

  private static func family(of buffer: UnsafeRawBufferPointer) -> Family? {
    buffer.first.flatMap(Family.init)
  }

  /// Calls `body` with the bytes of the key without a declared epoch before them.
  private func withBuffer<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    bytes.withUnsafeBytes { bytes in Self.withoutEpoch(bytes) { buffer, _ in body(buffer) } }
  }

  /// Whether the key is that of a prerelease.
  ///
  /// In `pep440` these are the versions with a, b, rc or dev; in `debian` those with a `~` in the
  /// upstream version; in `natural` those with alpha, beta, pre or rc.
  public var isPrerelease: Bool {
    withBuffer { buffer in
      var reader = VersionKeyReader(buffer)
      guard let family = Self.family(of: buffer) else { return false }
      switch family {
      case .semantic:
        guard reader.skipToTail() != nil, let mark = reader.peek() else { return false }
        return mark == Mark.numericIdentifier || mark == Mark.textIdentifier
      case .pep440: return reader.pep440Stage().map { !$0.isEmpty } ?? false
      case .debian: return reader.debianPrerelease() != nil
      case .natural: return reader.naturalStage() != nil
      }
    }
  }

  /// Returns the decimal digits of a component (0 major, 1 minor, 2 patch, 3 and up the rest).
  ///
  /// The digits have no leading zeros; zero is `[0x30]`. The result is nil if the key has no such
  /// component or is malformed. In `debian` and `natural` components are the numbers with single
  /// dots between them at the start.
  public func number(_ index: Int) -> [UInt8]? {
    guard index >= 0 else { return nil }
    return withBuffer { buffer in
      guard let family = Self.family(of: buffer) else { return nil }
      var reader = VersionKeyReader(buffer)
      var digits: Slice<UnsafeRawBufferPointer>?
      switch family {
      case .semantic: digits = reader.semanticNumber(index)
      case .pep440:
        digits = reader.pep440Number(index)
        if digits == nil, index < 3, Self.length(in: buffer) != nil { return [ASCII.zero] }
      case .debian: digits = reader.debianNumber(index)
      case .natural: digits = reader.naturalNumber(index)
      }
      return digits.map { $0.isEmpty ? [ASCII.zero] : Array($0) }
    }
  }

  /// The identifiers of the prerelease without a separator before them; nil for others.
  ///
  /// For a strict semantic version it is the text that was written; `1.0.0.rc1` gives `rc.1`. In
  /// `pep440` it is the normal form (`rc1`, `a2.dev3`, `dev1`), in `debian` what follows the first
  /// `~` of the upstream version, in `natural` what begins with the stage's word.
  public var prerelease: String? {
    withBuffer { buffer -> String? in
      var reader = VersionKeyReader(buffer)
      guard let family = Self.family(of: buffer) else { return nil }
      switch family {
      case .semantic: return reader.semanticPrerelease()?.asciiText
      case .pep440: return reader.pep440Stage().flatMap { $0.isEmpty ? nil : $0 }
      case .debian: return reader.debianPrerelease()?.asciiText
      case .natural: return reader.naturalStage().map { String(decoding: $0, as: UTF8.self) }
      }
    }
  }

  /// Returns the length of the key at the start of a buffer, or nil if there is none.
  ///
  /// It takes apart `key || text`: no key is a proper prefix of another.
  public static func length(in buffer: UnsafeRawBufferPointer) -> Int? {
    withoutEpoch(buffer) { rest, epoch in lengthWithoutEpoch(in: rest).map { $0 + epoch } }
  }

  private static func lengthWithoutEpoch(in buffer: UnsafeRawBufferPointer) -> Int? {
    var reader = VersionKeyReader(buffer)
    guard let family = Self.family(of: buffer) else { return nil }
    let end: Void? =
      switch family {
      case .semantic: reader.skipSemantic()
      case .pep440: reader.skipPep440()
      case .debian: reader.skipDebian()
      case .natural: reader.skipNatural()
      }
    return end == nil ? nil : reader.position
  }

  /// Returns the length of the key at the start of an array, or nil if there is none.
  public static func length(in bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBytes { length(in: $0) }
  }
}
