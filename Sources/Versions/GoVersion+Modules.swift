extension GoVersion {
  /// Returns the canonical form of a module's version: ``canonical(_:)``, but it keeps
  /// `+incompatible`.
  ///
  /// The result is empty for an invalid version.
  public static func moduleCanonical(_ text: String) -> String {
    canonical(text) + (isIncompatible(text) ? incompatible : "")
  }

  /// Returns whether the version's build metadata is `+incompatible`: a major version from 2 on of
  /// a module whose path says v0 or v1.
  public static func isIncompatible(_ text: String) -> Bool { build(text) == incompatible }

  /// Returns whether the text is a version of one or two numbers, `v1` or `v1.2`, which queries
  /// take as a prefix.
  public static func isPrefix(_ text: String) -> Bool {
    isValid(text) && text.utf8.count { $0 == ASCII.dot } < 2
  }

  /// Returns whether the first version sorts before the second: by precedence, then by bytes.
  public static func precedes(_ a: String, _ b: String) -> Bool {
    switch compare(a, b) {
    case .lower: true
    case .higher: false
    case .equal: a.utf8.lexicographicallyPrecedes(b.utf8)
    }
  }

  static let incompatible = "+incompatible"

  /// Returns the version without `+incompatible` at its end, as a tag has it.
  public static func withoutIncompatible(_ text: String) -> String {
    text.hasSuffix(incompatible) ? String(text.dropLast(incompatible.count)) : text
  }
}
