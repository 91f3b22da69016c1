/// Reads changelogs in Markdown.
enum MarkdownChangelog {
  static func read(
    _ source: SourceText, _ format: ChangelogFormat, _ limits: MarkdownLimits
  ) -> Changelog {
    if let problem = limits.excess(in: source) {
      var changelog = PlainTextChangelog.read(source, format)
      changelog.problems.insert(problem, at: 0)
      return changelog
    }
    let start = metadataEnd(source)
    var changelog = ReleaseAssembler.changelog(
      MarkdownBlocks.read(source, from: start), in: source, format: format)
    if start > 0 {
      changelog.unread.insert(
        UnreadText(reason: .markup, text: source.text(0..<start), line: 1), at: 0)
    }
    return changelog
  }

  /// Returns the line behind the metadata between two lines `---` that a file begins with, or 0.
  private static func metadataEnd(_ source: SourceText) -> Int {
    guard source.lineCount > 1, source[0].trimmed.elementsEqual("---".utf8) else { return 0 }
    for line in 1..<min(source.lineCount, 100) {
      let text = source[line].trimmed
      if text.elementsEqual("---".utf8) { return line + 1 }
      let isMember = text.isEmpty || text.contains(.colon) || text.first == .hyphen
      guard isMember, text.first != UInt8(ascii: "#") else { return 0 }
    }
    return 0
  }
}
