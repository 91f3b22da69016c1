internal import CommitMessages
internal import HistoryStore
internal import Reports

/// Puts what changelogs say of a release together with the entries of its commits.
///
/// An entry that names a commit or a request of the release, or has the text of one, is that change: then
/// the changelog's text counts, since somebody wrote it for readers. Any other entry stands for itself.
struct CuratedChanges {
  private let lines: [ChangelogLine]

  /// - Parameter lines: The entries of the release, each changelog in its order.
  init(_ lines: [ChangelogLine]) {
    self.lines = lines
  }

  /// Returns the entries of the changelogs in their order, with what commits tell, and then those of
  /// the commits that no changelog has.
  func merged(with entries: [ReleaseLog.Entry]) -> [ReleaseLog.Entry] {
    if lines.isEmpty { return entries }
    var index = EntryIndex(entries)
    var curated: [ReleaseLog.Entry] = []
    var texts: Set<[UInt8]> = []
    for line in lines {
      // A second changelog, such as a release page, often says the same again.
      guard texts.insert(ComparedText.of(line.text)).inserted else { continue }
      if let place = index.take(line) {
        curated.append(Self.entry(line, entries[place]))
      } else if !index.wasTaken(line) {
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
    entry.pullRequest = entry.pullRequest ?? line.pullRequest
    if let issue = line.issue.map({ Array("\($0)".utf8) }), !entry.issues.contains(issue) {
      entry.issues.append(issue)
    }
    if commit == nil { entry.authors = line.authors }
    return entry
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

/// The entries of commits by what changelogs call them.
private struct EntryIndex {
  private(set) var taken: Set<Int> = []
  private let entries: [ReleaseLog.Entry]
  private var byRequest: [Int: [Int]] = [:]
  private var byText: [[UInt8]: [Int]] = [:]

  init(_ entries: [ReleaseLog.Entry]) {
    self.entries = entries
    for (place, entry) in entries.enumerated() {
      if let number = entry.pullRequest { byRequest[number, default: []].append(place) }
      byText[ComparedText.of(entry.text.bytes), default: []].append(place)
    }
  }

  /// Returns the entry that a line is about, which no other line gets.
  mutating func take(_ line: ChangelogLine) -> Int? {
    let text = ComparedText.of(line.text)
    // Of several entries of one commit or request, the one with the same text goes first.
    let candidates = named(line) + (byText[text] ?? [])
    let free = candidates.filter { !taken.contains($0) }
    let place = free.first { ComparedText.of(entries[$0].text.bytes) == text } ?? free.first
    if let place { taken.insert(place) }
    return place
  }

  /// Returns whether the changes that a line names are all in lines of other changelogs already.
  ///
  /// One that names several changes, or none, is an entry of its own.
  func wasTaken(_ line: ChangelogLine) -> Bool {
    let named = named(line)
    return named.count == 1 && named.allSatisfy(taken.contains)
      && ComparedText.of(entries[named[0]].text.bytes) == ComparedText.of(line.text)
  }

  private func named(_ line: ChangelogLine) -> [Int] {
    var places: [Int] = []
    for name in line.commits {
      guard let (whole, half) = HexDigits.bytes(name), whole.count >= 3 else { continue }
      places += entries.indices.filter { place in
        guard let sha = entries[place].sha, sha.starts(with: whole) else { return false }
        return half == nil || sha.count > whole.count && sha[whole.count] >> 4 == half
      }
    }
    // A changelog rarely says whether a number is an issue or a request; the commits do.
    let numbers = [line.pullRequest, line.issue].compactMap(\.self)
    return places + numbers.flatMap { byRequest[$0] ?? [] }
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
