/// Reads changelogs of all formats from bytes.
///
///     let changelog = ChangelogReader().read(bytes, path: "CHANGELOG.md")
///     changelog.releases.first?.version  // "1.2.0"
package struct ChangelogReader: Sendable {
  /// The limit on the bytes of a file, unless another is given: 32 MiB.
  package static let standardMaximumSize = 32 << 20

  /// The limit on the bytes of a file.
  package var maximumSize: Int
  /// The limits on Markdown, in files and in the texts of exported releases.
  package var markdownLimits = MarkdownLimits()

  package init(maximumSize: Int = ChangelogReader.standardMaximumSize) {
    self.maximumSize = maximumSize
  }

  /// Returns what a changelog says, and what is wrong with it.
  ///
  /// - Parameters:
  ///   - bytes: The file: UTF-8 with or without a byte order mark, or UTF-16 with one.
  ///   - path: The path or the name of the file, by which its format is found.
  ///   - format: The format, if it is known; else it is found from the path and the bytes.
  package func read(
    _ bytes: [UInt8], path: [UInt8] = [], format: ChangelogFormat? = nil
  ) -> Changelog {
    if bytes.count > maximumSize {
      return failed(.tooLarge(bytes.count, limit: maximumSize), format, path)
    }
    var problems = ProblemList()
    guard let text = TextEncoding.utf8(bytes, problems: &problems) else {
      return failed(.binary(bytes), format, path)
    }
    let source = SourceText(text)
    let found = format ?? FormatDetection.format(of: source, path: path)
    var changelog = read(source, found, path)
    if format == nil, changelog.format == .markdown {
      changelog.format = FormatDetection.dialect(of: changelog)
    }
    problems.move(to: &changelog)
    return changelog
  }

  /// Returns what a changelog says whose path is a text.
  package func read(
    _ bytes: [UInt8], path: String, format: ChangelogFormat? = nil
  ) -> Changelog {
    read(bytes, path: Array(path.utf8), format: format)
  }

  private func failed(
    _ problem: ChangelogProblem, _ format: ChangelogFormat?, _ path: [UInt8]
  ) -> Changelog {
    var changelog = Changelog(
      format: format ?? FormatDetection.format(of: SourceText([]), path: path))
    changelog.problems = [problem]
    return changelog
  }

  private func read(
    _ source: SourceText, _ format: ChangelogFormat, _ path: [UInt8]
  ) -> Changelog {
    switch format.syntax {
    case .markdown: MarkdownChangelog.read(source, format, markdownLimits)
    case .plainText where format == .gnu: GNUChangelog.read(source)
    case .plainText: PlainTextChangelog.read(source, format, path: path)
    case .restructuredText: RSTChangelog.read(source)
    case .debian: DebianChangelog.read(source)
    case .json: ReleaseExport.read(source, format, markdownLimits)
    }
  }
}
