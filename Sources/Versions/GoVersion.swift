/// Versions as Go modules write them; the functions of golang.org/x/mod/semver.
///
/// The `v` is required. `v1` and `v1.2` are short for `v1.0.0` and `v1.2.0`, and then have neither
/// prerelease nor build metadata. Functions of an invalid version return an empty text.
public enum GoVersion {
  /// Returns whether the text is a valid version.
  public static func isValid(_ text: String) -> Bool { Parts(text) != nil }

  /// Returns the version with all three numbers and without build metadata: `v1.2` gives `v1.2.0`.
  public static func canonical(_ text: String) -> String {
    guard let parts = Parts(text) else { return "" }
    return parts.core + parts.prerelease
  }

  /// Returns the major version with its `v`: `v2.1.0` gives `v2`.
  public static func major(_ text: String) -> String {
    guard let parts = Parts(text) else { return "" }
    return "v\(parts.numbers[0])"
  }

  /// Returns the major and minor versions with the `v`: `v2.1.0` and `v2.1` give `v2.1`.
  public static func majorMinor(_ text: String) -> String {
    guard let parts = Parts(text) else { return "" }
    return "v\(parts.numbers[0]).\(parts.numbers[1])"
  }

  /// Returns the prerelease with its hyphen, empty if there is none: `-rc.1`.
  public static func prerelease(_ text: String) -> String { Parts(text)?.prerelease ?? "" }

  /// Returns the build metadata with its plus sign, empty if there is none: `+incompatible`.
  public static func build(_ text: String) -> String { Parts(text)?.build ?? "" }

  /// Returns how the first version stands to the second.
  ///
  /// An invalid version is lower than every valid one; all invalid ones are equal.
  public static func compare(_ a: String, _ b: String) -> Precedence {
    switch (Parts(a), Parts(b)) {
    case (nil, nil): .equal
    case (nil, _): .lower
    case (_, nil): .higher
    case (let a?, let b?): a.version.precedence(comparedTo: b.version)
    }
  }

  private struct Parts {
    let version: SemanticVersion

    init?(_ text: String) {
      let bytes = Array(text.utf8)
      guard bytes.first == ASCII.lowerV else { return nil }
      var core = bytes[1...]
      if core.allSatisfy({ $0.isDigit || $0 == ASCII.dot }) {
        let dots = core.count { $0 == ASCII.dot }
        for _ in 0..<max(0, 2 - dots) { core += [ASCII.dot, ASCII.zero] }
      }
      guard let version = SemanticVersion(core) else { return nil }
      self.version = version
    }

    var numbers: [String] { version.numbers.map(\.asciiText) }
    var core: String { "v" + numbers.joined(separator: ".") }
    var prerelease: String { Self.join("-", version.prerelease) }
    var build: String { Self.join("+", version.build) }

    private static func join(_ sign: String, _ identifiers: [[UInt8]]) -> String {
      identifiers.isEmpty ? "" : sign + identifiers.map(\.asciiText).joined(separator: ".")
    }
  }
}
