/// Puts the blocks of a document together to releases, sections and entries.
struct ReleaseAssembler {
  let source: SourceText
  let blocks: [Block]
  private let choice: HeadingChoice
  /// Whether the blocks are the text of one release.
  private let isBody: Bool
  /// The levels of headings that sections with usual names have.
  private let sectionLevels: Set<Int>
  /// The place of the last heading, behind which a rule begins a footer.
  private let lastHeading: Int
  /// The line of the last release's heading, from 0 on.
  private let lastRelease: Int
  var changelog: Changelog
  var release: ChangelogRelease?
  /// The level of the heading of the release.
  var releaseLevel = 0
  /// The sections that the next block stands in, with their levels.
  var sections: [(level: Int, section: ChangelogSection)] = []
  /// Why blocks without a release belong to none: they stand below a heading of something else.
  private var foreignReason: UnreadText.Reason?
  private var isFooter = false
  /// Whether nothing but marks stood behind the heading of the release.
  var isAtStart = false
  /// What belongs to no release.
  private var unread: [(reason: UnreadText.Reason, lines: Range<Int>)] = []
  private var problems = ProblemList()

  /// - Parameter body: The release whose text the blocks are; null if the blocks hold releases.
  init(_ blocks: [Block], in source: SourceText, format: ChangelogFormat, body: ChangelogRelease?) {
    self.blocks = blocks
    self.source = source
    choice = HeadingChoice(body == nil ? blocks : [])
    changelog = Changelog(format: format)
    release = body
    isBody = body != nil
    isAtStart = isBody
    sectionLevels = Set(
      blocks.compactMap { block in
        block.headingLevel.flatMap { SectionNames.isKnown(block.text.bytes[...]) ? $0 : nil }
      })
    let heading = blocks.lastIndex { $0.headingLevel != nil }
    let lastRelease = choice.releases.lastIndex { $0 != nil }
    // A text without headings has no part behind them.
    self.lastRelease = lastRelease.map { blocks[$0].lines.lowerBound } ?? -1
    lastHeading = max(heading ?? (isBody ? blocks.count : -1), lastRelease ?? -1)
  }

  /// Returns what the blocks tell.
  static func changelog(
    _ blocks: [Block], in source: SourceText, format: ChangelogFormat
  ) -> Changelog {
    var assembler = ReleaseAssembler(blocks, in: source, format: format, body: nil)
    for place in blocks.indices { assembler.take(place) }
    assembler.finish()
    return assembler.changelog
  }

  /// Adds what the text of a release tells to it.
  static func addBody(_ blocks: [Block], in source: SourceText, to release: inout ChangelogRelease)
  {
    var assembler = ReleaseAssembler(
      blocks, in: source, format: .markdown, body: release)
    for place in blocks.indices { assembler.take(place) }
    release = assembler.release ?? release
  }

  private mutating func finish() {
    endRelease()
    problems.reportDuplicates(changelog.releases)
    if changelog.releases.isEmpty {
      problems.report(.noReleases(changelog.format))
      for place in unread.indices where unread[place].reason == .introduction {
        unread[place].reason = .noRelease
      }
    }
    changelog.unread = unread.map { reason, lines in
      UnreadText(reason: reason, text: source.text(lines), line: lines.lowerBound + 1)
    }
    problems.move(to: &changelog)
  }

  // MARK: Blocks

  private mutating func take(_ place: Int) {
    let block = blocks[place]
    if !choice.releases.isEmpty, let heading = choice.releases[place] {
      begin(heading, block)
      return
    }
    switch block.kind {
    case .definition: takeDefinition(block)
    case .rule:
      if place > lastHeading, release != nil { isFooter = true }
      leave(block, .markup)
    case .markup where block.text.bytes.isEmpty: leave(block, .markup)
    default:
      if let level = block.headingLevel {
        takeHeading(block, level)
      } else if isFooter {
        leave(block, .footer)
      } else if release == nil {
        leave(block, foreignReason ?? .introduction)
      } else {
        takeContent(block)
      }
      isAtStart = isAtStart && block.headingLevel == nil && release?.entries.isEmpty == true
    }
  }

  /// Keeps a block as unread; blocks behind one another with one reason become one text.
  ///
  /// What is unread in the text of a release stays with it.
  private mutating func leave(_ block: Block, _ reason: UnreadText.Reason) {
    if isBody {
      note(block)
    } else if let last = unread.last, last.reason == reason,
      (last.lines.upperBound..<max(last.lines.upperBound, block.lines.lowerBound))
        .allSatisfy(source.isBlank)
    {
      unread[unread.count - 1].lines = last.lines.lowerBound..<block.lines.upperBound
    } else {
      unread.append((reason, block.lines))
    }
  }

  private mutating func takeDefinition(_ block: Block) {
    if let link = block.link, !isBody {
      changelog.links.append(link)
    } else {
      leave(block, .markup)
    }
  }

  mutating func note(_ block: Block) {
    let note = ChangelogNote(
      section: sections.first?.section.heading, text: block.text.string,
      markdown: source.text(block.lines), line: block.lines.lowerBound + 1)
    release?.notes.append(note)
  }

  // MARK: Headings

  private mutating func begin(_ heading: ReleaseHeading, _ block: Block) {
    endRelease()
    releaseLevel = block.headingLevel ?? (block.kind == .item ? Int.max : 6)
    foreignReason = nil
    isAtStart = true
    let line = block.lines.lowerBound + 1
    var text = block.text.string
    if block.kind == .item, let end = block.text.blockStarts.first {
      text = block.text.bytes[..<end].trimmed.text
    }
    var release = ChangelogRelease(heading: text, line: line)
    release.take(heading)
    release.takeLinks(of: block.text)
    self.release = release
    if let unread = heading.unreadDate {
      problems.report(.unreadableDate(unread, line: line, isAmbiguous: heading.isAmbiguousDate))
    }
    if block.kind == .item { takeItems(block) }
  }

  /// Makes entries of the items in an item that is a release.
  ///
  /// Where each of them was written is not known: the lines of all are kept as one note.
  private mutating func takeItems(_ block: Block) {
    note(block)
    let starts = block.text.blockStarts
    for (place, start) in starts.enumerated() {
      let end = place + 1 < starts.count ? starts[place + 1] : block.text.bytes.count
      var bytes = block.text.bytes[start..<end]
      if bytes.begins(with: "• ") { bytes = bytes.dropFirst(4) }
      let text = RichText(plain: bytes)
      release?.entries.append(
        EntryReader.entry(
          text, markdown: text.string, line: block.lines.lowerBound + 1, path: []))
    }
  }

  private mutating func endRelease() {
    if let release { changelog.releases.append(release) }
    release = nil
    sections = []
    isFooter = false
  }

  private mutating func takeHeading(_ block: Block, _ level: Int) {
    guard release != nil else {
      let isTitle = changelog.title == nil && changelog.releases.isEmpty && foreignReason == nil
      if isTitle, !block.text.bytes.isEmpty {
        changelog.title = block.text.string
      } else {
        let reason = foreignReason ?? .foreignHeading
        leave(block, changelog.releases.isEmpty ? .introduction : reason)
      }
      return
    }
    if isBody, takesName(block) {
      note(block)
      return
    }
    let isKnown = SectionNames.isKnown(block.text.bytes[...])
    // In a file about one release nothing is about anything else.
    if !isKnown, changelog.format != .releaseNotes,
      level < releaseLevel || level == releaseLevel && !sectionLevels.contains(level)
    {
      endRelease()
      let isList = block.lines.lowerBound > lastRelease && Self.namesOlderReleases(block)
      let reason: UnreadText.Reason = isList ? .footer : .foreignHeading
      foreignReason = reason
      leave(block, reason)
      return
    }
    beginSection(block, level: level)
  }

  /// Whether a heading is that of a list of other changelogs, such as "Previous Releases".
  private static func namesOlderReleases(_ block: Block) -> Bool {
    let words = SectionNames.normalized(block.text.bytes[...]).split(separator: " ")
    guard let first = words.first, words.count <= 4 else { return false }
    return ["previous", "older", "earlier", "past", "prior", "archived"].contains(first)
  }

  /// Takes a heading in the text of a release that names this release again; returns whether it does.
  private mutating func takesName(_ block: Block) -> Bool {
    guard release?.entries.isEmpty == true, let heading = ReleaseHeading(block.text),
      let version = heading.version, let known = release?.version,
      version.drop(while: { $0.isLetter }).elementsEqual(known.utf8.drop { $0.isLetter })
    else { return false }
    release?.takeLinks(of: block.text)
    return true
  }

  mutating func beginSection(_ block: Block, level: Int) {
    if release?.previous == nil, let version = Self.versionSince(block.text.bytes[...]) {
      release?.previous = version
    }
    while let last = sections.last, last.level >= level { sections.removeLast() }
    let section = ChangelogSection(
      heading: block.text.string.withoutFinalColon,
      kind: SectionNames.kind(of: block.text.bytes[...]), depth: sections.count + 1,
      line: block.lines.lowerBound + 1)
    sections.append((level, section))
    release?.sections.append(section)
  }

  /// Returns the version of `Changelog since v1.30.2`, or null.
  private static func versionSince(_ bytes: ArraySlice<UInt8>) -> String? {
    let words = HeadingWords.split(bytes)
    guard let place = words.prefix(6).firstIndex(where: { $0.isWord("since") }), place > 0,
      place + 1 < words.count
    else { return nil }
    // `Changes since 1.0.0-rc.1`, but also `Fixes since Git v2.44`.
    let candidates = words[(place + 1)...].prefix(2)
    return candidates.lazy.compactMap { VersionToken($0)?.version.text }.first
  }
}
