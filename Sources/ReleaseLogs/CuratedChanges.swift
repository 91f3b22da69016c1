internal import CommitMessages
internal import HistoryStore
internal import Reports

/// Puts what changelogs say of a release together with the entries of its commits.
///
/// An entry that names a commit or a request of the release, or has the text of one, is that change: then
/// the changelog's text counts, since somebody wrote it for readers. Any other entry stands for itself. One
/// about commits that the log leaves out is left out, too.
struct CuratedChanges {
  private let lines: [ChangelogLine]
  private let keepsUnmatched: Bool

  /// - Parameters:
  ///   - lines: The entries of the release, each changelog in its order.
  ///   - keepsUnmatched: Whether those count that no commit of the release has.
  init(_ lines: [ChangelogLine], keepsUnmatched: Bool = true) {
    self.lines = lines
    self.keepsUnmatched = keepsUnmatched
  }

  /// Returns the entries of the changelogs in their order, with what commits tell, and then those of
  /// the commits that no changelog has.
  ///
  /// - Parameter others: The commits of the release that have none of the entries.
  func merged(
    with entries: [ReleaseLog.Entry], _ others: OtherCommits = OtherCommits()
  ) -> [ReleaseLog.Entry] {
    if lines.isEmpty { return entries }
    var index = EntryIndex(entries, others)
    var curated: [ReleaseLog.Entry] = []
    var changelogs: [[UInt8]: Int64] = [:]
    for line in lines {
      // A second changelog, such as a release page, often says the same again.
      let text = ComparedText.of(line.text)
      let first = changelogs[text] ?? line.changelog
      changelogs[text] = first
      guard first == line.changelog else { continue }
      if let place = index.take(line) {
        if entries.indices.contains(place) { curated.append(Self.entry(line, entries[place])) }
      } else if !index.wasTaken(line), index.concernsLog(line) ?? keepsUnmatched {
        curated.append(Self.entry(line, nil))
      }
    }
    return curated + entries.indices.filter { !index.taken.contains($0) }.map { entries[$0] }
  }

  private static func entry(
    _ line: ChangelogLine, _ commit: ReleaseLog.Entry?
  ) -> ReleaseLog.Entry {
    let text = Prose(line.markdown ?? line.text, form: line.markdown == nil ? .plain : .markdown)
    var entry = commit ?? ReleaseLog.Entry(group: .other, text: text)
    entry.text = text
    entry.source = commit == nil ? .changelog : .both
    if let group = group(of: line) { entry.group = group }
    if let scope = line.scope { entry.scope = scope }
    entry.isBreaking = entry.isBreaking || line.isBreaking
    addNumbers(of: line, to: &entry)
    entry.text.bytes = ClosingReferences.removed(from: entry.text.bytes, said: entry)
    if commit == nil { entry.authors = line.authors }
    return entry
  }

  /// Adds the numbers that a line has, each once: what is a request and what an issue, commits know best.
  private static func addNumbers(of line: ChangelogLine, to entry: inout ReleaseLog.Entry) {
    if entry.pullRequest == nil, let number = line.pullRequest,
      !entry.issues.contains(Array("\(number)".utf8))
    {
      entry.pullRequest = number
    }
    guard let number = line.issue, number != entry.pullRequest else { return }
    let issue = Array("\(number)".utf8)
    if !entry.issues.contains(issue) { entry.issues.append(issue) }
  }

  /// The group of a section: of a usual name, or else one of the section's own.
  private static func group(of line: ChangelogLine) -> Reports.ChangeGroup? {
    let kind = line.kind.map { String(decoding: $0, as: UTF8.self).lowercased() }
    if let kind {
      if let known = CommitMessages.ChangeGroup(type: kind) { return .init(known) }
      let name = Reports.ChangeGroup(kind)
      if GroupTitles.standard.items.contains(where: { $0.group == name }) { return name }
    }
    guard let section = line.section, !section.isEmpty else { return nil }
    return Reports.ChangeGroup(String(decoding: section, as: UTF8.self))
  }
}

/// The entries of commits by what changelogs call them, and then the commits without an entry.
private struct EntryIndex {
  private(set) var taken: Set<Int> = []
  /// Those of the log, then those that it leaves out.
  private let entries: [ReleaseLog.Entry]
  /// How many entries the log has.
  private let shownCount: Int
  /// Commits without an entry, whose places follow those of the entries.
  private let silent: [OtherCommits.Silent]
  private let byID: CommitNames
  private var byRequest: [Int: [Int]] = [:]
  private var byText: [[UInt8]: [Int]] = [:]

  init(_ shown: [ReleaseLog.Entry], _ others: OtherCommits) {
    entries = shown + others.leftOut
    shownCount = shown.count
    silent = others.silent
    var ids: [(sha: [UInt8], place: Int)] = []
    for (place, entry) in entries.enumerated() {
      if let sha = entry.sha { ids.append((sha, place)) }
      if let number = entry.pullRequest { byRequest[number, default: []].append(place) }
      byText[ComparedText.of(entry.text.bytes), default: []].append(place)
    }
    for (index, commit) in silent.enumerated() {
      let place = entries.count + index
      ids.append((commit.sha, place))
      if let number = commit.pullRequest { byRequest[number, default: []].append(place) }
    }
    byID = CommitNames(ids)
  }

  /// Returns the entry that a line is about, which no other line gets.
  mutating func take(_ line: ChangelogLine) -> Int? {
    let text = ComparedText.of(line.text)
    // Of several entries of one commit or request, the one with the same text goes first, and of several
    // with it one of the log.
    let candidates = namedEntries(line) + (byText[text] ?? [])
    let free = candidates.filter { !taken.contains($0) }
    let same = free.filter { ComparedText.of(entries[$0].text.bytes) == text }
    let best = same.isEmpty ? free : same
    let place = best.first { $0 < shownCount } ?? best.first
    if let place { taken.insert(place) }
    return place
  }

  /// Returns whether the changes that a line names are all in lines of other changelogs already.
  ///
  /// One that names several changes, or none, is an entry of its own.
  func wasTaken(_ line: ChangelogLine) -> Bool {
    let named = namedEntries(line)
    return named.count == 1 && named.allSatisfy(taken.contains)
      && ComparedText.of(entries[named[0]].text.bytes) == ComparedText.of(line.text)
  }

  /// Returns whether the log is about one of the commits that a line names; nil if the release has none of
  /// them.
  func concernsLog(_ line: ChangelogLine) -> Bool? {
    let named = named(line)
    if named.isEmpty { return nil }
    return named.contains { place in
      place < entries.count ? place < shownCount : silent[place - entries.count].isShown
    }
  }

  private func namedEntries(_ line: ChangelogLine) -> [Int] {
    named(line).filter { $0 < entries.count }
  }

  private func named(_ line: ChangelogLine) -> [Int] {
    // A changelog rarely says whether a number is an issue or a request; the commits do.
    let numbers = [line.pullRequest, line.issue].compactMap(\.self)
    return line.commits.flatMap { byID.places(named: $0) } + numbers.flatMap { byRequest[$0] ?? [] }
  }
}

/// Text without what differs between a commit's subject and a changelog.
enum ComparedText {
  /// Returns letters, digits and other characters in lower case, without marks of Markdown, a full stop at
  /// the end, and more than one space between words.
  static func of(_ text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    for byte in text {
      switch byte {
      case 0x41...0x5A: result.append(byte | 0x20)
      case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "`"), UInt8(ascii: "\\"): continue
      case 0x20, 0x09, 0x0A, 0x0D:
        if let last = result.last, last != 0x20 { result.append(0x20) }
      default: result.append(byte)
      }
    }
    while let last = result.last, last == 0x20 || last == UInt8(ascii: ".") { result.removeLast() }
    return result
  }
}
