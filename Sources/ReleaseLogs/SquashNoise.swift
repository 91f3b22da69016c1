/// What the commits of a squashed request have that no reader of a release log misses.
enum SquashNoise {
  /// Returns whether a change mends others of the same request: an answer to its review, a spelling.
  ///
  /// - Parameter text: As ``ComparedText`` has it.
  static func matches(_ text: [UInt8]) -> Bool {
    texts.contains(text) || beginnings.contains { text.starts(with: $0) }
  }

  private static let texts: Set<[UInt8]> = Set(
    [
      "review", "reviews", "review comments", "review fixes", "comments", "pr comments", "nits",
      "nit", "typo", "typos", "wip", "lint", "linter", "formatting", "format", "style", "cleanup",
      "fix review", "fix comments", "fix typo", "fix lint", "fix formatting", "fix build",
      "fix tests", "fix test", "fix ci", "tests", "test", "build", "ci", "fix", "fixes",
    ].map { Array($0.utf8) })

  private static let beginnings = [
    "address review", "address comment", "address pr", "address feedback", "review comment",
    "apply suggestion", "apply review", "fix review comment", "code review",
  ].map { Array($0.utf8) }

  /// Returns whether a title is the beginning of a change's text, cut off by a host.
  static func isCutOff(_ title: [UInt8], _ text: [UInt8]) -> Bool {
    let ellipsis = Array("…".utf8)
    let dots = Array("...".utf8)
    let length: Int
    if title.suffix(3) == ellipsis[...] || title.suffix(3) == dots[...] {
      length = title.count - 3
    } else {
      return false
    }
    let begin = ComparedText.of(Array(title.prefix(length)))
    return begin.count >= 20 && text.starts(with: begin)
  }
}
