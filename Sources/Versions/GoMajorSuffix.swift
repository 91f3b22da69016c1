/// The end of a module path that fixes the major version of its versions.
///
/// `/v2` and higher; none for v0 and v1; for paths at gopkg.in `.v0` and higher, which may be
/// followed by `-unstable`.
public struct GoMajorSuffix: Hashable, Sendable {
  /// The suffix as the path has it, with its slash or dot; empty for none.
  public let text: String

  /// The suffix of a path without one.
  public static let none = GoMajorSuffix(text: "")

  init(text: String) { self.text = text }

  /// The major version that the suffix asks for, such as `v2`; nil for none, which admits v0 and
  /// v1.
  public var major: String? {
    guard !text.isEmpty else { return nil }
    let end = isUnstable ? text.utf8.count - Self.unstable.utf8.count : text.utf8.count
    return String(decoding: Array(text.utf8)[1..<end], as: UTF8.self)
  }

  /// Whether it is the suffix of a path at gopkg.in.
  public var isGopkgIn: Bool { text.utf8.first == ASCII.dot }

  /// Whether it ends in `-unstable`, as only paths at gopkg.in may.
  public var isUnstable: Bool { isGopkgIn && text.hasSuffix(Self.unstable) }

  /// Returns whether a version's major number is one that the suffix admits.
  public func admits(_ version: String) -> Bool {
    // Early Go commands made such pseudo-versions for `.v1`, and go.mod files still name them.
    if major == "v1", isGopkgIn, version.hasPrefix("v0.0.0-") { return true }
    let found = GoVersion.major(version)
    if let major { return found == major }
    return found == "v0" || found == "v1" || GoVersion.isIncompatible(version)
  }

  /// Checks that a version's major number is one that the suffix admits.
  public func check(_ version: String) throws(GoModuleError) {
    guard admits(version) else { throw .majorMismatch(version, expected: major ?? "v0 or v1") }
  }

  static let unstable = "-unstable"
}

extension GoModulePath {
  /// Splits a module path into the part before its major suffix and the suffix.
  ///
  /// `example.com/m/v2` gives `example.com/m` and `/v2`, `gopkg.in/yaml.v3` gives `gopkg.in/yaml`
  /// and `.v3`. The result is nil if the end looks like a suffix but is none that may be (`/v0`,
  /// `/v1`, `/v02`, `/v2.0`), and for a path at gopkg.in without one.
  public static func split(_ path: String) -> (prefix: String, suffix: GoMajorSuffix)? {
    let bytes = Array(path.utf8)
    if path.hasPrefix("gopkg.in/") { return splitGopkgIn(bytes) }
    let tail = bytes.trailing { $0.isDigit || $0 == ASCII.dot }
    let v = tail.startIndex - 1
    guard !tail.isEmpty, v >= 1, bytes[v] == ASCII.lowerV, bytes[v - 1] == ASCII.slash else {
      return (path, .none)
    }
    guard tail.isAllDigits, tail.first != ASCII.zero, Array(tail) != [UInt8(ascii: "1")] else {
      return nil
    }
    return cut(bytes, at: v - 1)
  }

  private static func splitGopkgIn(_ bytes: [UInt8]) -> (prefix: String, suffix: GoMajorSuffix)? {
    let unstable = Array(GoMajorSuffix.unstable.utf8)
    var stable = bytes[...]
    if bytes.count >= unstable.count, bytes.suffix(unstable.count) == unstable[...] {
      stable = bytes.dropLast(unstable.count)
    }
    let digits = Array(stable).trailing(where: \.isDigit)
    let v = digits.startIndex - 1
    guard !digits.isEmpty, v >= 1, bytes[v] == ASCII.lowerV, bytes[v - 1] == ASCII.dot,
      SemanticVersion.isNumber(digits)
    else { return nil }
    return cut(bytes, at: v - 1)
  }

  private static func cut(_ bytes: [UInt8], at index: Int) -> (String, GoMajorSuffix) {
    let prefix = String(decoding: bytes[..<index], as: UTF8.self)
    return (prefix, GoMajorSuffix(text: String(decoding: bytes[index...], as: UTF8.self)))
  }
}

extension [UInt8] {
  /// The longest run of such bytes at the end.
  fileprivate func trailing(where matches: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    var start = endIndex
    while start > startIndex, matches(self[start - 1]) { start -= 1 }
    return self[start...]
  }
}
