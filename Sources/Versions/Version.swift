/// A full version: its text as written and its order key.
///
/// Two values are equal if both texts are; versions of equal precedence (`1.0.0+a`, `1.0.0+b`) have
/// equal keys. `<` orders by key, then by the bytes of the text, and so never ties for two texts.
public struct Version: Hashable, Sendable {
  /// The version as written: ASCII, with the `v` if there was one.
  public let text: String
  /// The key that orders the version among others of its line.
  public let key: VersionKey

  /// Reads a version in the loose form, which includes every strict semantic version.
  ///
  /// Accepts an optional `v`, three and more numbers with leading zeros, `-pre`, `rc1`, `.beta2`,
  /// `_RC1`, a letter at the end (`v1.0.0a`) and `+build`. The result is nil for fewer than three
  /// numbers: `v1.28` names a series, not a version.
  public init?(_ text: String) {
    self.init(ascii: Array(text.utf8)[...], minimumNumbers: 3)
  }

  /// Reads a version by the rules of a scheme; nil for any other text.
  ///
  /// `semver` accepts one `v` in front of a strict version; `go` demands it and three numbers.
  /// `semverLoose` accepts two numbers, `calver` one.
  public init?(_ text: String, scheme: VersionScheme) {
    do throws(VersionError) {
      try self.init(parsing: text, as: scheme)
    } catch { return nil }
  }

  /// Reads a version by the rules of a scheme, or throws why the text is none.
  public init(parsing text: String, as scheme: VersionScheme) throws(VersionError) {
    key = try scheme.key(of: text)
    self.text = text
  }

  /// Reads a version in the loose form from bytes, with at least so many numbers.
  init?(ascii bytes: ArraySlice<UInt8>, minimumNumbers: Int) {
    let key: VersionKey? = bytes.withUnsafeBufferPointer { bytes in
      var buffer = KeyBuffer()
      do throws(VersionFault) {
        try SemanticReader.readLoose(bytes, minimumNumbers: minimumNumbers, into: &buffer)
        return VersionKey(bytes: Array(buffer.bytes))
      } catch { return nil }
    }
    guard let key else { return nil }
    text = bytes.asciiText
    self.key = key
  }
}

extension Version: Comparable {
  /// Returns whether the first version orders before the second: by key, then by the identifiers of
  /// the build metadata as those of a prerelease compare, none first, then by the text's bytes.
  public static func < (a: Self, b: Self) -> Bool {
    if a.key != b.key { return a.key < b.key }
    let order = BuildOrder.compare(a.buildBytes, b.buildBytes)
    if order != .equal { return order == .lower }
    return a.text.utf8.lexicographicallyPrecedes(b.text.utf8)
  }

  private var buildBytes: ArraySlice<UInt8> {
    guard key.family == .semantic, let build else { return [] }
    return Array(build.utf8)[...]
  }
}
