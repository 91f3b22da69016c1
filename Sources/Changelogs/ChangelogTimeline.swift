/// What a changelog said from when to when, found by comparing its versions one after the other.
///
/// A heading is known by its version, an entry by its heading, its sections and its text: a text
/// that is wrapped otherwise is the same entry, one that says something else is another one, which
/// may go on from the first. An entry that goes from the unreleased changes to a version ends there
/// and begins here.
///
///     var timeline = ChangelogTimeline<Int>()
///     timeline.add(ChangelogReader().read(first), at: 1)
///     timeline.add(ChangelogReader().read(second), at: 2)
///     timeline.entries.filter { $0.since == 2 }  // what the second version brought
package struct ChangelogTimeline<Moment: Sendable>: Sendable {
  /// A heading of some version of the file.
  package struct Heading: Sendable {
    /// As it was read last; its entries are not here.
    package var release: ChangelogRelease
    /// Its place among the headings when it was read last, from 1.
    package var position: Int
    /// The version of the file that brought it; null: the first one that is known.
    package var since: Moment?
    /// The version of the file that lacked it first; null: it is still there.
    package var until: Moment?
    /// Whether anything changed since the timeline began.
    package var isChanged: Bool

    package init(
      release: ChangelogRelease, position: Int, since: Moment?, until: Moment?, isChanged: Bool
    ) {
      self.release = release
      self.position = position
      self.since = since
      self.until = until
      self.isChanged = isChanged
    }
  }

  /// An entry of some version of the file.
  package struct Entry: Sendable {
    package var entry: ChangelogEntry
    /// Its heading, as an index in `headings`.
    package var heading: Int
    /// Its place below its heading when it was read last, from 1.
    package var position: Int
    package var since: Moment?
    /// The version of the file that brought it below its heading, in whatever words; null: the first
    /// one that is known.
    package var firstSince: Moment?
    package var until: Moment?
    package var isChanged: Bool

    package init(
      entry: ChangelogEntry, heading: Int, position: Int, since: Moment?, firstSince: Moment?,
      until: Moment?, isChanged: Bool
    ) {
      self.entry = entry
      self.heading = heading
      self.position = position
      self.since = since
      self.firstSince = firstSince
      self.until = until
      self.isChanged = isChanged
    }
  }

  private struct HeadingKey: Hashable {
    var version: String?
    var package: String?
    /// How many headings with the same names stand before it.
    var occurrence: Int
  }

  private struct EntryKey: Hashable {
    var heading: Int
    var section: String?
    var subsection: String?
    var scope: String?
    var text: String
    var occurrence: Int
  }

  package private(set) var headings: [Heading] = []
  package private(set) var entries: [Entry] = []
  private var openHeadings: [HeadingKey: Int] = [:]
  private var openEntries: [EntryKey: Int] = [:]
  /// The last version that was added, without its releases; null: the file is gone, or none was.
  package private(set) var last: Changelog?
  /// When the file last changed: null before any version was added.
  package private(set) var changed: Moment?
  /// Since when the file is there; null: the first version that is known, or it is gone.
  package private(set) var since: Moment?
  private var isPresent = false

  package init() {}

  /// Begins with what is known of the last version that was compared before.
  ///
  /// - Parameters:
  ///   - headings: Those that are still there, in the order of the file.
  ///   - entries: Those that are still there, with the indices of their headings.
  ///   - since: Since when the file is there.
  ///   - isPresent: Whether the file is there.
  package init(
    headings: [Heading], entries: [Entry], since: Moment? = nil, isPresent: Bool = true
  ) {
    self.headings = headings
    self.entries = entries
    self.since = since
    self.isPresent = isPresent
    var counts: [HeadingKey: Int] = [:]
    for (index, heading) in headings.enumerated() {
      openHeadings[Self.key(heading.release, &counts)] = index
    }
    var entryCounts: [EntryKey: Int] = [:]
    for (index, entry) in entries.enumerated() {
      openEntries[Self.key(entry.entry, entry.heading, &entryCounts)] = index
    }
  }

  /// Compares the next version of the file with the last one.
  ///
  /// - Parameters:
  ///   - changelog: What it says; null: the file is gone.
  ///   - moment: When it came: since then it says what the version before did not.
  ///   - followsGap: Whether there are versions before it that were not compared: then nobody knows
  ///     since when it says that.
  package mutating func add(
    _ changelog: Changelog?, at moment: Moment, followsGap: Bool = false
  ) {
    let since: Moment? = followsGap ? nil : moment
    noteFile(changelog, at: moment, since: since)
    let releases = changelog?.releases ?? []
    var entryCounts: [EntryKey: Int] = [:]
    var headingsNow: [HeadingKey: Int] = [:]
    var entriesNow: [EntryKey: Int] = [:]
    // Most of a version was in the one before.
    entryCounts.reserveCapacity(openEntries.count + 16)
    entriesNow.reserveCapacity(openEntries.count + 16)
    let firstNew = entries.count
    for (place, (release, match)) in zip(releases, matches(of: releases)).enumerated() {
      let heading = take(release, match.known, position: place + 1, since: since)
      headingsNow[match.key] = heading
      for (place, entry) in release.entries.enumerated() {
        let key = Self.key(entry, heading, &entryCounts)
        entriesNow[key] = take(
          entry, openEntries[key], of: heading, position: place + 1, since: since)
      }
    }
    let still = Set(headingsNow.values)
    for index in openHeadings.values where !still.contains(index) {
      headings[index].until = moment
      headings[index].isChanged = true
    }
    let vanished = openEntries.filter { entriesNow[$0.key] == nil }.values.sorted()
    for index in vanished {
      entries[index].until = moment
      entries[index].isChanged = true
    }
    follow(vanished, from: firstNew)
    openHeadings = headingsNow
    openEntries = entriesNow
  }

  /// Returns the keys of headings, and which known headings they are.
  ///
  /// One that is written otherwise, as `v1.2.0` instead of `1.2.0`, is the same if none is closer.
  private func matches(
    of releases: [ChangelogRelease]
  ) -> [(key: HeadingKey, known: Int?)] {
    var counts: [HeadingKey: Int] = [:]
    var matches = releases.map { release in
      let key = Self.key(release, &counts)
      return (key: key, known: openHeadings[key])
    }
    let taken = Set(matches.compactMap(\.known))
    guard taken.count < openHeadings.count else { return matches }
    var left: [String: [Int]] = [:]
    for index in openHeadings.values.sorted(by: >) where !taken.contains(index) {
      if let number = Self.number(headings[index].release) {
        left[number, default: []].append(index)
      }
    }
    for place in matches.indices where matches[place].known == nil {
      guard let number = Self.number(releases[place]) else { continue }
      matches[place].known = left[number]?.popLast()
    }
    return matches
  }

  /// The version without a `v`; null if there is none.
  private static func number(_ release: ChangelogRelease) -> String? {
    guard let version = release.version else { return nil }
    return version.first == "v" || version.first == "V" ? String(version.dropFirst()) : version
  }

  /// Finds what the new entries go on from.
  private mutating func follow(_ vanished: [Int], from firstNew: Int) {
    guard !vanished.isEmpty, firstNew < entries.count else { return }
    let old = Dictionary(grouping: vanished) { entries[$0].heading }
    let new = Dictionary(grouping: firstNew..<entries.count) { entries[$0].heading }
    for (heading, appeared) in new {
      guard let vanished = old[heading] else { continue }
      let places = EntryLikeness.predecessors(
        of: appeared.map { entries[$0].entry }, among: vanished.map { entries[$0].entry })
      for (index, place) in zip(appeared, places) {
        if let place { entries[index].firstSince = entries[vanished[place]].firstSince }
      }
    }
  }

  /// Keeps what is known of the file as a whole.
  private mutating func noteFile(_ changelog: Changelog?, at moment: Moment, since: Moment?) {
    last = changelog
    last?.releases = []
    changed = moment
    if changelog == nil {
      self.since = nil
    } else if !isPresent {
      self.since = since
    }
    isPresent = changelog != nil
  }

  private mutating func take(
    _ release: ChangelogRelease, _ known: Int?, position: Int, since: Moment?
  ) -> Int {
    var bare = release
    bare.entries = []
    bare.line = 0
    if let known {
      if headings[known].release != bare || headings[known].position != position {
        headings[known].release = bare
        headings[known].position = position
        headings[known].isChanged = true
      }
      return known
    }
    headings.append(
      Heading(release: bare, position: position, since: since, until: nil, isChanged: true))
    return headings.count - 1
  }

  private mutating func take(
    _ entry: ChangelogEntry, _ known: Int?, of heading: Int, position: Int, since: Moment?
  ) -> Int {
    if let known {
      if entries[known].position != position || entries[known].entry.markdown != entry.markdown {
        entries[known].entry = entry
        entries[known].position = position
        entries[known].isChanged = true
      }
      return known
    }
    entries.append(
      Entry(
        entry: entry, heading: heading, position: position, since: since, firstSince: since,
        until: nil, isChanged: true))
    return entries.count - 1
  }

  private static func key(
    _ release: ChangelogRelease, _ counts: inout [HeadingKey: Int]
  ) -> HeadingKey {
    var key = HeadingKey(
      version: release.version ?? (release.isUnreleased ? nil : release.heading),
      package: release.package, occurrence: 0)
    key.occurrence = next(&counts[key, default: 0])
    return key
  }

  private static func key(
    _ entry: ChangelogEntry, _ heading: Int, _ counts: inout [EntryKey: Int]
  ) -> EntryKey {
    var key = EntryKey(
      heading: heading, section: entry.section, subsection: entry.subsection, scope: entry.scope,
      text: entry.text, occurrence: 0)
    key.occurrence = next(&counts[key, default: 0])
    return key
  }

  /// Returns a count, and counts one more: a look-up less than to read and to write it.
  private static func next(_ count: inout Int) -> Int {
    defer { count += 1 }
    return count
  }
}
