/// The header of a commit message in the form of Conventional Commits 1.0.0.
///
/// `type(scope)!: description`; the footers `BREAKING CHANGE:` and `BREAKING-CHANGE:` mark a
/// breaking change, too. Source: <https://www.conventionalcommits.org/en/v1.0.0/>.
struct ConventionalCommit: Equatable {
  /// In lower case.
  let type: String
  let scope: String?
  /// Whether the header has a `!`.
  let isMarkedBreaking: Bool

  /// Reads the subject of a commit; nil if it has another form.
  init?(subject: String) {
    let bytes = Array(subject.utf8)
    var index = 0
    while index < bytes.count, Self.isTypeByte(bytes[index]) { index += 1 }
    guard index > 0 else { return nil }
    let type = bytes[..<index]
    var scope: ArraySlice<UInt8>?
    if index < bytes.count, bytes[index] == UInt8(ascii: "(") {
      guard let end = bytes[index...].firstIndex(of: UInt8(ascii: ")")), end > index + 1 else {
        return nil
      }
      scope = bytes[(index + 1)..<end]
      index = end + 1
    }
    var isBreaking = false
    if index < bytes.count, bytes[index] == UInt8(ascii: "!") {
      isBreaking = true
      index += 1
    }
    guard index + 2 < bytes.count, bytes[index] == UInt8(ascii: ":"),
      bytes[index + 1] == UInt8(ascii: " ")
    else { return nil }
    self.type = String(decoding: type, as: UTF8.self).lowercased()
    self.scope = scope.map { String(decoding: $0, as: UTF8.self) }
    isMarkedBreaking = isBreaking
  }

  /// Returns whether a line of the body is a footer that announces a breaking change.
  static func hasBreakingFooter(_ body: String) -> Bool {
    body.utf8.split(separator: UInt8(ascii: "\n")).contains { line in
      line.starts(with: "BREAKING CHANGE: ".utf8) || line.starts(with: "BREAKING-CHANGE: ".utf8)
    }
  }

  private static func isTypeByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
