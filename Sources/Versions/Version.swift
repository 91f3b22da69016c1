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

  /// Reads a version by the rules of a scheme.
  ///
  /// `semver` accepts one `v` in front of a strict version; `go` demands it and three numbers.
  public init?(_ text: String, scheme: VersionScheme) {
    let bytes = Array(text.utf8)
    switch scheme {
    case .go:
      guard bytes.first == ASCII.lowerV, SemanticVersion(bytes[1...]) != nil else { return nil }
    case .semver:
      let core = bytes.first == ASCII.lowerV ? bytes[1...] : bytes[...]
      guard SemanticVersion(core) != nil else { return nil }
    case .semverLoose:
      break
    }
    self.init(ascii: bytes[...], minimumNumbers: 3)
  }

  /// Reads a version in the loose form from bytes, with at least so many numbers.
  init?(ascii bytes: ArraySlice<UInt8>, minimumNumbers: Int) {
    guard let parts = LooseVersion(bytes), parts.numbers.count >= minimumNumbers else { return nil }
    text = bytes.asciiText
    key = parts.key
  }

  /// Whether the version comes before its release: `1.0.0-rc.1`.
  public var isPrerelease: Bool { key.isPrerelease }

  /// The build metadata, what follows the `+`; nil without any.
  public var build: String? {
    text.utf8.firstIndex(of: ASCII.plus).map { String(text[text.utf8.index(after: $0)...]) }
  }
}

extension Version: Comparable {
  /// Returns whether the first version orders before the second: by key, then by the text's bytes.
  public static func < (a: Self, b: Self) -> Bool {
    a.key == b.key ? a.text.utf8.lexicographicallyPrecedes(b.text.utf8) : a.key < b.key
  }
}
