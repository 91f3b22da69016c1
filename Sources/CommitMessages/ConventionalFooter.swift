/// A footer of a commit message in the form of Conventional Commits 1.0.0.
///
/// `token: value` or `token #value`. Source: <https://www.conventionalcommits.org/en/v1.0.0/>, rules
/// 8 to 12, 15 and 16.
package struct ConventionalFooter: Hashable, Sendable {
  /// What stands between token and value.
  package enum Separator: Hashable, Sendable {
    /// A colon and a space.
    case colon
    /// A space and a number sign, as in `Closes #12`.
    case numberSign
  }

  /// As it is written: a word in which `-` stands for spaces, or `BREAKING CHANGE`.
  package let token: ArraySlice<UInt8>
  package let separator: Separator
  /// Without blanks around it; it may contain line breaks and blank lines.
  package let value: ArraySlice<UInt8>

  /// Whether the token is `BREAKING CHANGE` or `BREAKING-CHANGE`, in upper case, with a colon.
  package var isBreaking: Bool { separator == .colon && FooterStart.isBreaking(token) }
}

/// The beginning of a footer: its token and its separator.
struct FooterStart {
  let token: ArraySlice<UInt8>
  let separator: ConventionalFooter.Separator
  let valueStart: Int

  /// Whether the line can hardly be prose.
  ///
  /// A single word with a colon (`Note: x`) or a number sign (`Issue #1 shows …`) begins many a
  /// paragraph. A breaking change, a token of several words, a usual token, or numbers alone do not.
  let isUnmistakable: Bool

  /// Reads the beginning of a line; null if it is none of a footer.
  init?(_ line: ArraySlice<UInt8>) {
    if line.hasPrefix("BREAKING CHANGE: ") || line.hasPrefix("BREAKING-CHANGE: ") {
      token = line.prefix(15)
      separator = .colon
      valueStart = line.startIndex + 17
      isUnmistakable = true
      return
    }
    guard let first = line.first, first.isLetter || first.isDigit else { return nil }
    var end = line.startIndex
    var hasHyphen = false
    while end < line.endIndex, line[end].isWordByte || line[end] == UInt8(ascii: "-") {
      hasHyphen = hasHyphen || line[end] == UInt8(ascii: "-")
      end += 1
    }
    guard end + 1 < line.endIndex else { return nil }
    switch (line[end], line[end + 1]) {
    case (UInt8(ascii: ":"), UInt8(ascii: " ")): separator = .colon
    case (UInt8(ascii: " "), UInt8(ascii: "#")): separator = .numberSign
    default: return nil
    }
    token = line[..<end]
    valueStart = end + 2
    let word = token
    isUnmistakable =
      hasHyphen
      || (separator == .colon
        ? Self.usualTokens.contains { word.equals(ignoringCase: $0) }
        : line[valueStart...].allSatisfy { $0.isDigit || " ,#\r".utf8.contains($0) })
  }

  private static let usualTokens: [StaticString] = [
    "refs", "ref", "closes", "close", "fixes", "resolves", "cc", "changelog", "issue", "issues",
  ]

  static func isBreaking(_ token: ArraySlice<UInt8>) -> Bool {
    token.count == 15 && (token.hasPrefix("BREAKING CHANGE") || token.hasPrefix("BREAKING-CHANGE"))
  }
}
