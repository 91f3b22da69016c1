/// Reads `debian/changelog` by deb-changelog(5).
struct DebianChangelog {
  private let source: SourceText
  private var changelog = Changelog(format: .debian)
  private var problems = ProblemList()
  private var release: ChangelogRelease?
  /// Who made the changes that follow, by a line `[ Name ]`.
  private var author: String?
  /// The entry that lines are added to: where it begins, and its parts.
  private var entry: (lines: Range<Int>, indentation: Int, text: RichText)?
  private var hasTrailer = false

  static func read(_ source: SourceText) -> Changelog {
    var reader = DebianChangelog(source: source)
    var line = 0
    while line < source.lineCount, reader.take(line) { line += 1 }
    reader.endRelease()
    if line < source.lineCount { reader.leave(line..<source.lineCount, .footer) }
    return reader.finish()
  }

  private init(source: SourceText) {
    self.source = source
  }

  private mutating func finish() -> Changelog {
    problems.reportDuplicates(changelog.releases)
    if changelog.releases.isEmpty { problems.report(.noReleases(.debian)) }
    problems.move(to: &changelog)
    return changelog
  }

  /// Takes a line; returns false at the settings of an editor or the head of what is older than the
  /// format, behind which nothing is read.
  private mutating func take(_ line: Int) -> Bool {
    let text = source[line]
    guard let first = text.first, !text.isAllBlank else {
      return true
    }
    if first.isBlank || text.begins(with: "-- ") {
      let content = text.trimmed
      if content.begins(with: "-- "), Self.isTrailer(text) {
        takeTrailer(content, line)
      } else {
        takeChange(text, line)
      }
      return true
    }
    if let header = DebianHeader(text) {
      begin(header, line)
    } else if text.beginsAnyCase(with: "local variables:") || text.beginsAnyCase(with: "vim:")
      || text.beginsAnyCase(with: "old changelog:")
    {
      return false
    } else {
      endEntry()
      let isComment =
        first == UInt8(ascii: "#") || first == UInt8(ascii: "$") || text.begins(with: "/*")
      if !isComment { problems.report(.debianLine(text, line: line + 1)) }
      leave(line..<line + 1, isComment ? .markup : .malformed)
    }
    return true
  }

  private mutating func leave(_ lines: Range<Int>, _ reason: UnreadText.Reason) {
    changelog.unread.append(
      UnreadText(reason: reason, text: source.text(lines), line: lines.lowerBound + 1))
  }

  // MARK: Releases

  private mutating func begin(_ header: DebianHeader, _ line: Int) {
    endRelease()
    var release = ChangelogRelease(heading: source[line].trimmed.text, line: line + 1)
    release.package = header.package.text
    release.version = header.version.text
    release.details.distributions = header.distributions.map(\.text)
    release.isUnreleased = header.distributions.contains { $0.isWord("unreleased") }
    for pair in header.metadata.split(separator: .comma) {
      let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1).map(\.trimmed)
      if parts.count == 2, parts[0].isWord("urgency") { release.details.urgency = parts[1].text }
    }
    self.release = release
  }

  private mutating func endRelease() {
    endEntry()
    guard let release else { return }
    if !hasTrailer { problems.report(.noTrailer(release)) }
    changelog.releases.append(release)
    self.release = nil
    author = nil
    hasTrailer = false
  }

  /// Whether a line ends an entry, rather than being an item of it that begins with two hyphens.
  private static func isTrailer(_ line: ArraySlice<UInt8>) -> Bool {
    PlainTextBlocks.indentation(line) <= 1 || line.contains(UInt8(ascii: "<"))
  }

  /// Takes ` -- Name <address>  date`.
  private mutating func takeTrailer(_ text: ArraySlice<UInt8>, _ line: Int) {
    endEntry()
    guard release != nil, !hasTrailer else {
      problems.report(.debianLine(text, line: line + 1))
      leave(line..<line + 1, .malformed)
      return
    }
    hasTrailer = true
    let content = text.dropFirst(3)
    let close = content.lastIndex(of: UInt8(ascii: ">")) ?? content.startIndex - 1
    release?.details.author = content[..<max(content.startIndex, close + 1)].trimmed.text
    let rest = content[max(content.startIndex, close + 1)...]
    guard let found = DateReader.readWhole(rest) else {
      // The text of the line stays with the release.
      release?.notes.append(
        ChangelogNote(text: text.text, markdown: source.text(line..<line + 1), line: line + 1))
      problems.report(.unreadableDate(rest.trimmed.text, line: line + 1, isAmbiguous: false))
      return
    }
    release?.date = found.date
    if !rest.begins(with: "  ") || rest.dropFirst(2).first?.isBlank != false
      || source[line].first != .space
    {
      problems.report(.trailerBlanks(line: line + 1))
    }
    checkWeekday(rest.trimmed, found.date, line)
  }

  private mutating func checkWeekday(
    _ text: ArraySlice<UInt8>, _ date: ChangelogDate, _ line: Int
  ) {
    var cursor = DateCursor(text)
    guard let written = cursor.weekday(), let month = date.month, let day = date.day else { return }
    let weekday = Calendar.weekday(of: date.year, month, day)
    if written != weekday { problems.report(.weekday(date, weekday: weekday, line: line + 1)) }
  }

  // MARK: Changes

  private mutating func takeChange(_ text: ArraySlice<UInt8>, _ line: Int) {
    guard release != nil, !hasTrailer else {
      endEntry()
      leave(
        line..<line + 1, changelog.releases.isEmpty && release == nil ? .introduction : .malformed)
      return
    }
    let content = text.trimmed
    let indentation = PlainTextBlocks.indentation(text)
    if content.first == UInt8(ascii: "["), content.last == UInt8(ascii: "]"), indentation <= 3 {
      endEntry()
      author = content.dropFirst().dropLast().trimmed.text
      release?.sections.append(
        ChangelogSection(heading: content.text, kind: .other, depth: 1, line: line + 1))
      return
    }
    let start = PlainTextBlocks.bullet(text)
    guard var open = entry, indentation > open.indentation || start == nil else {
      endEntry()
      var rich = RichText()
      rich.append(start.map { text[$0...] } ?? content)
      entry = (line..<line + 1, indentation, rich)
      return
    }
    // Held once, its text grows in place.
    entry = nil
    if let start {
      open.text.beginBlock(isItem: true)
      open.text.append(text[start...])
    } else {
      open.text.appendSpace()
      open.text.append(content)
    }
    open.lines = open.lines.lowerBound..<line + 1
    entry = open
  }

  private mutating func endEntry() {
    guard let open = entry else { return }
    entry = nil
    var text = open.text
    text.trim()
    var result = EntryReader.entry(
      text, markdown: source.text(open.lines), line: open.lines.lowerBound + 1, path: [])
    if let author { result.authors = [author] }
    for place in result.references.indices
    where result.references[place].isClosed && result.references[place].tracker == nil {
      result.references[place].tracker = "bugs.debian.org"
    }
    release?.entries.append(result)
  }
}
