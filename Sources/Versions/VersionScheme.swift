/// The rules by which the versions of a line are read.
///
/// The raw value is the name that is stored and shown. Keys of `go`, `semver`, `semverLoose` and
/// `calver` share one family and compare with each other; the other schemes have a family each.
public enum VersionScheme: String, CaseIterable, Hashable, Sendable {
  /// Go modules: `vX.Y.Z` as golang.org/x/mod/semver has it, in canonical form.
  case go
  /// Semantic Versioning 2.0.0, an optional `v` before it.
  case semver
  /// The loose form: two and more numbers, leading zeros, `rc1`, `.beta2`, `_RC1`, a final letter.
  case semverLoose = "semver-loose"
  /// Python versions by PEP 440, in all spellings.
  case pep440
  /// Debian package versions by deb-version(7).
  case debian
  /// Calendar versions: numeric segments that may have leading zeros, and a modifier.
  case calver
  /// Any name, by an order of our own for names that keep to no scheme.
  ///
  /// Runs of digits compare by value, leading zeros aside. The words `alpha`, `beta`, `pre`, `rc` and
  /// `post` after a number, in any case and with one separator before them, are stages. Names compare
  /// from left to right in the order alpha, beta, pre, rc, the end of the name, post, then bytes
  /// below the digits, numbers, bytes above the digits. A `v` before a digit at the start is left
  /// out.
  ///
  /// It differs from git's `version:refname` with `versionsort.suffix` in that git reads a run with
  /// leading zeros as a fraction, finds suffixes anywhere and by case, and puts `1.0-post1` after
  /// `1.0.1`.
  case natural
}

extension VersionScheme {
  /// The family of the scheme's keys.
  public var family: VersionKey.Family {
    switch self {
    case .go, .semver, .semverLoose, .calver: .semantic
    case .pep440: .pep440
    case .debian: .debian
    case .natural: .natural
    }
  }

  /// Returns why a text is no version of the scheme; nil if it is one.
  public func error(in text: String) -> VersionError? {
    do throws(VersionError) {
      _ = try key(of: text)
      return nil
    } catch { return error }
  }

  /// Returns whether a text is a version of the scheme.
  public func isValid(_ text: String) -> Bool {
    var buffer = KeyBuffer()
    return Self.withBytes(text) { bytes in
      do throws(VersionFault) {
        try read(bytes, into: &buffer)
        return true
      } catch { return false }
    }
  }

  /// Returns the order key of a version.
  public func key(of text: String) throws(VersionError) -> VersionKey {
    let result: Result<VersionKey, VersionError> = Self.withBytes(text) { bytes in
      var buffer = KeyBuffer()
      do throws(VersionFault) {
        try read(bytes, into: &buffer)
        return .success(VersionKey(bytes: Array(buffer.bytes)))
      } catch { return .failure(VersionError(error, in: bytes)) }
    }
    return try result.get()
  }

  /// Returns how one version stands to another; nil if one of the texts is no version.
  public func precedence(of a: String, comparedTo b: String) -> Precedence? {
    guard let a = Version(a, scheme: self), let b = Version(b, scheme: self) else { return nil }
    return a.key == b.key ? .equal : a.key < b.key ? .lower : .higher
  }

  /// Writes the key of a version, or throws the first fault and leaves some bytes behind.
  func read(_ text: VersionBytes, into key: inout KeyBuffer) throws(VersionFault) {
    if text.isEmpty { throw VersionFault(.empty, .version, at: 0) }
    switch self {
    case .go:
      guard text[0] == ASCII.lowerV else { throw VersionFault(.missingV, .version, at: 0) }
      try SemanticReader.readStrict(text, from: 1, into: &key)
    case .semver:
      let start = text[0] == ASCII.lowerV ? 1 : 0
      try SemanticReader.readStrict(text, from: start, into: &key)
    case .semverLoose: try SemanticReader.readLoose(text, minimumNumbers: 2, into: &key)
    case .pep440: try Pep440Reader(text).writeKey(into: &key)
    case .debian: try DebianReader(text).writeKey(into: &key)
    case .calver: try CalendarReader.read(text, into: &key)
    case .natural: try NaturalReader.read(text, into: &key)
    }
  }

  /// Lends the bytes of a text.
  static func withBytes<Result>(_ text: String, _ body: (VersionBytes) -> Result) -> Result {
    var text = text
    return text.withUTF8(body)
  }
}
