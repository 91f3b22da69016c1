/// The body of a commit message, divided as Conventional Commits 1.0.0 does.
///
/// Footers begin a paragraph, since a blank line stands before the first, and a value goes on over
/// lines and blank lines until the next token. The specification leaves open where free text ends
/// whose paragraphs begin with a word and a colon (`Note: x`). Here the footers begin with the first
/// paragraph that begins with an unmistakable token (`BREAKING CHANGE: `, one with a hyphen such as
/// `Reviewed-by: `, a usual one such as `Refs: `, or one with nothing but numbers, such as
/// `Closes #1`), or, if that is earlier, with the first
/// of the paragraphs at the end that all begin with a token. A line of hyphens ends a value.
/// It takes time linear in the size of the body.
package struct ConventionalBody: Hashable, Sendable {
  /// The free text before the footers, without blanks around it.
  package let text: ArraySlice<UInt8>
  package let footers: [ConventionalFooter]

  /// Divides a body, which begins after the blank line that follows the subject.
  package init(_ body: ArraySlice<UInt8>) {
    guard let start = Self.footersStart(body) else {
      text = body.trimmed()
      footers = []
      return
    }
    text = body[..<start].trimmed()
    footers = Self.readFooters(body[start...])
  }

  private static func footersStart(_ body: ArraySlice<UInt8>) -> Int? {
    var startOfLast: Int?
    var beginsParagraph = true
    for line in Lines(body) {
      if line.isBlank || line.isSeparatorLine {
        beginsParagraph = true
        continue
      }
      defer { beginsParagraph = false }
      guard beginsParagraph else { continue }
      guard let footer = FooterStart(line) else {
        startOfLast = nil
        continue
      }
      startOfLast = startOfLast ?? line.startIndex
      if footer.isUnmistakable { return startOfLast }
    }
    return startOfLast
  }

  private static func readFooters(_ section: ArraySlice<UInt8>) -> [ConventionalFooter] {
    var footers: [ConventionalFooter] = []
    var current: FooterStart?
    var end = section.startIndex
    func close() {
      guard let footer = current else { return }
      let value = section[footer.valueStart..<max(end, footer.valueStart)].trimmed()
      footers.append(
        ConventionalFooter(token: footer.token, separator: footer.separator, value: value))
    }
    for line in Lines(section) {
      if line.isSeparatorLine {
        close()
        current = nil
      } else if let next = FooterStart(line) {
        close()
        current = next
      }
      end = line.endIndex
    }
    close()
    return footers
  }
}

extension ConventionalBody {
  /// Returns the lines that speak of a breaking change and are no breaking footer.
  ///
  /// Other tools take these for breaking changes: lower case, no colon, a plural, a line of the free
  /// text, one that is indented or in a list. By the specification they are none; a reader of the
  /// release log may want to know of them.
  static func possibleBreakingLines(
    _ body: ArraySlice<UInt8>, footers: [ConventionalFooter]
  ) -> [ArraySlice<UInt8>] {
    let read = Set(footers.lazy.filter(\.isBreaking).map(\.token.startIndex))
    return Lines(body).filter { line in
      let start = line.drop { $0.isBlank || $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "-") }
      guard !read.contains(start.startIndex) else { return false }
      return start.hasPrefix(ignoringCase: "breaking change")
        || start.hasPrefix(ignoringCase: "breaking-change")
    }
  }
}
