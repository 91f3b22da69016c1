/// Finds the format of a changelog.
enum FormatDetection {
  /// How many lines are looked at.
  private static let maximumLines = 2_000

  /// Returns the format that the path and the bytes tell; of Markdown no dialect.
  static func format(of source: SourceText, path: [UInt8]) -> ChangelogFormat {
    let path = path.lowercased[...]
    let isJSON = path.suffix(5).elementsEqual(".json".utf8)
    if let json = JSONKind.format(of: source) ?? (isJSON ? .gitHubReleases : nil) { return json }
    if isDebian(source) { return .debian }
    if isReleaseNotes(path) { return .releaseNotes }
    let name = path[(path.lastIndex(of: .slash).map { $0 + 1 } ?? path.startIndex)...]
    let ending = name.lastIndex(of: .dot).map { name[($0 + 1)...].text } ?? ""
    switch ending {
    case "md", "markdown", "mdown", "mkd", "mkdn", "mdx": return .markdown
    case "rst", "rest": return .restructuredText
    case "adoc", "asciidoc", "asc": return .plainText
    default: return sniffed(source)
    }
  }

  /// Whether a path is that of a file for one release, such as `Documentation/RelNotes/2.45.0.txt`.
  private static func isReleaseNotes(_ path: ArraySlice<UInt8>) -> Bool {
    path.firstIndex(of: "relnotes/") != nil || path.firstIndex(of: "relnotes-") != nil
  }

  /// Whether the first line with words is that of an entry of deb-changelog(5).
  private static func isDebian(_ source: SourceText) -> Bool {
    for line in 0..<min(source.lineCount, 20) where !source.isBlank(line) {
      return DebianHeader.matches(source[line])
    }
    return false
  }

  /// Returns the format that the text looks like.
  private static func sniffed(_ source: SourceText) -> ChangelogFormat {
    if GNUChangelog.matches(source) { return .gnu }
    if PlainTextBlocks.isOutline(source) { return .plainText }
    var (markdown, structured) = (0, 0)
    for line in 0..<min(source.lineCount, maximumLines) {
      let text = source[line]
      if text.first == UInt8(ascii: "#"), isHeading(text) { markdown += 3 }
      if text.firstIndex(of: "](") != nil { markdown += 2 }
      if text.begins(with: "```") { markdown += 2 }
      if text.firstIndex(of: "**") != nil { markdown += 1 }
      if text.begins(with: ".. "), text.count > 3 { structured += 3 }
      if text.firstIndex(of: ">`_") != nil { structured += 3 }
      if text.firstIndex(of: "``") != nil, !text.begins(with: "```") { structured += 1 }
      if text.begins(with: ":"), text.dropFirst().contains(.colon) { structured += 1 }
    }
    if structured > markdown, structured >= 3 { return .restructuredText }
    return markdown >= 2 ? .markdown : .plainText
  }

  private static func isHeading(_ line: ArraySlice<UInt8>) -> Bool {
    let rest = line.drop { $0 == UInt8(ascii: "#") }
    return line.count - rest.count <= 6 && rest.first == .space && rest.count > 1
  }

  // MARK: Dialects

  /// Returns the dialect of Markdown that a changelog keeps to; `markdown` if it is none in
  /// particular.
  static func dialect(of changelog: Changelog) -> ChangelogFormat {
    var counts = Counts()
    for release in changelog.releases.prefix(200) { counts.add(release) }
    if counts.kubernetes > 0 { return .kubernetes }
    if counts.changesets > 0, counts.changesets * 2 >= counts.sections { return .changesets }
    if counts.tags > 0, counts.tags * 2 >= counts.entries { return .prometheus }
    if counts.upperCaseLines > 0, counts.upperCaseLines * 2 >= counts.sections { return .hashicorp }
    if counts.quotedDates > 0, counts.quotedDates * 2 >= counts.dates { return .autoChangelog }
    if counts.conventional > 0, counts.conventional * 4 >= counts.sections { return .conventional }
    let mentions = changelog.unread.contains { text in
      text.reason == .introduction
        && Array(text.text.utf8)[...].firstIndex(of: "keepachangelog") != nil
    }
    if mentions || counts.keepAChangelog > 0 && counts.keepAChangelog * 4 >= counts.sections * 3 {
      return .keepAChangelog
    }
    return .markdown
  }

  /// What is found in the releases of a changelog.
  private struct Counts {
    var sections = 0
    var entries = 0
    var dates = 0
    var kubernetes = 0
    var changesets = 0
    var tags = 0
    var upperCaseLines = 0
    var quotedDates = 0
    var conventional = 0
    var keepAChangelog = 0

    mutating func add(_ release: ChangelogRelease) {
      for section in release.sections {
        sections += 1
        let name = SectionNames.normalized(Array(section.heading.utf8)[...])
        switch name {
        case "changes by kind", "urgent upgrade notes": kubernetes += 1
        case "major changes", "minor changes", "patch changes": changesets += 1
        case "breaking changes": conventional += 1
        case "bug fixes", "features", "code refactoring", "performance improvements", "reverts",
          "build system", "miscellaneous chores":
          if !section.heading.utf8.contains(where: \.isLowerCaseLetter) {
            upperCaseLines += 1
          } else {
            conventional += 1
          }
        case "added", "changed", "deprecated", "removed", "fixed", "security": keepAChangelog += 1
        default:
          if !section.heading.utf8.contains(where: \.isLowerCaseLetter) { upperCaseLines += 1 }
        }
      }
      entries += release.entries.count
      tags += release.entries.count { $0.hasMark }
      guard let date = release.date else { return }
      dates += 1
      if release.notes.first.map({ $0.markdown.hasPrefix(">") && $0.text.contains(date.text) })
        == true
      {
        quotedDates += 1
      }
    }
  }
}

extension UInt8 {
  fileprivate var isLowerCaseLetter: Bool { isLetter && self & 0x20 != 0 }
}

extension ArraySlice<UInt8> {
  /// Whether the text begins with a word of capitals in brackets: `[FEATURE] …`.
  var isTagged: Bool {
    guard first == UInt8(ascii: "["), let end = firstIndex(of: UInt8(ascii: "]")) else {
      return false
    }
    let word = self[(startIndex + 1)..<end]
    return word.count >= 3
      && word.allSatisfy { $0.isLetter && $0 & 0x20 == 0 || $0.isOne(of: "/, ") }
  }
}
