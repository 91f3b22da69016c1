internal import Versions

/// A version as headings and tags are compared: `1.2.0` of `v1.2.0`.
package struct VersionNumber {
  /// The version without a `v`; of a Debian package the upstream part.
  package let text: String
  private let key: VersionKey?

  package init(_ version: String, isDebian: Bool = false) {
    text = Self.text(version, isDebian: isDebian)
    key = text.contains("+") ? nil : Version(text, scheme: .semverLoose)?.key
  }

  /// Returns the version without a `v`; of a Debian package the upstream part.
  package static func text(_ version: String, isDebian: Bool = false) -> String {
    var text = version[...]
    if text.first == "v" || text.first == "V" { text.removeFirst() }
    if isDebian {
      if let colon = text.firstIndex(of: ":") { text = text[text.index(after: colon)...] }
      if let dash = text.lastIndex(of: "-") { text = text[..<dash] }
    }
    return String(text)
  }

  /// Returns whether both are one version: `1.2` is `1.2.0`.
  package func isSame(as other: VersionNumber) -> Bool {
    text == other.text || key != nil && key == other.key
  }
}
