/// The parts of a release that a document shows; the headings and entries always are.
package struct LogParts: OptionSet, Hashable, Sendable {
  package let rawValue: Int

  package init(rawValue: Int) {
    self.rawValue = rawValue
  }

  /// The document's own title, and the notes on what is missing from the log.
  package static let title = LogParts(rawValue: 1 << 0)
  /// The heading of each release; without it one release's text fits a release page.
  package static let headings = LogParts(rawValue: 1 << 1)
  /// A line with the number of commits, other tags and the line of versions.
  package static let facts = LogParts(rawValue: 1 << 2)
  package static let summary = LogParts(rawValue: 1 << 3)
  /// The ids of commits, in short form.
  package static let hashes = LogParts(rawValue: 1 << 4)
  /// The authors of each entry.
  package static let authors = LogParts(rawValue: 1 << 5)
  package static let contributors = LogParts(rawValue: 1 << 6)
  package static let images = LogParts(rawValue: 1 << 7)
  /// The commits that made no entry, with the reasons.
  package static let skipped = LogParts(rawValue: 1 << 8)
  /// A line below each release that links to the comparison with the previous one.
  package static let compareLine = LogParts(rawValue: 1 << 9)
  /// In which other releases a change is, through a copy of its commit.
  package static let copies = LogParts(rawValue: 1 << 10)

  /// What a log shows unless it is told otherwise.
  package static let log: LogParts = [
    .title, .headings, .facts, .summary, .hashes, .copies, .contributors, .images,
  ]
  /// What the notes of one release show unless they are told otherwise.
  package static let notes: LogParts = [
    .facts, .summary, .hashes, .copies, .contributors, .images, .compareLine,
  ]
}

/// What a caller may choose about a log's document.
package struct LogOptions: Hashable, Sendable {
  package var parts: LogParts
  /// The groups in their order, with titles.
  package var groups: GroupTitles
  /// The digits of a commit's id that are shown; JSON always has all.
  package var hashLength: Int
  /// Whether HTML is a fragment to be put into a page, and no page of its own.
  package var isFragment: Bool

  package init(
    parts: LogParts = .log, groups: GroupTitles = .standard, hashLength: Int = 7,
    isFragment: Bool = false
  ) {
    self.parts = parts
    self.groups = groups
    self.hashLength = hashLength
    self.isFragment = isFragment
  }
}

/// The entries of a release by group, in the order of the titles.
///
/// A breaking change stands under the breaking ones alone, whatever its group is, so that every
/// entry occurs once.
struct LogSections {
  private let titles: [String]
  /// Behind these come the groups that have no title, then the rest.
  private let leadingCount: Int
  private let ranks: [ChangeGroup: Int]

  init(_ groups: GroupTitles) {
    titles = groups.items.map(\.title)
    leadingCount = groups.items.firstIndex { $0.group == .other } ?? groups.items.count
    ranks = Dictionary(
      groups.items.enumerated().map { ($1.group, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Calls `body` with each title and the places of its entries.
  func forEach(_ entries: [ReleaseLog.Entry], _ body: (String, [Int]) -> Void) {
    if entries.isEmpty { return }
    var sections = [[Int]](repeating: [], count: titles.count)
    var foreign: [(group: ChangeGroup, entries: [Int])] = []
    var foreignPlaces: [ChangeGroup: Int] = [:]
    for (index, entry) in entries.enumerated() {
      let group = entry.isBreaking ? .breaking : entry.group
      if let rank = ranks[group] {
        sections[rank].append(index)
      } else if let place = foreignPlaces[group] {
        foreign[place].entries.append(index)
      } else {
        foreignPlaces[group] = foreign.count
        foreign.append((group, [index]))
      }
    }
    let known = Array(zip(titles, sections))
    for (title, places) in known[..<leadingCount] where !places.isEmpty { body(title, places) }
    // A section that people named says more than one of whatever is left.
    for (group, places) in foreign { body(Self.title(of: group), places) }
    for (title, places) in known[leadingCount...] where !places.isEmpty { body(title, places) }
  }

  /// The title of a group that has none: breaking changes keep theirs, others show their name.
  private static func title(of group: ChangeGroup) -> String {
    GroupTitles.standard.items.first { $0.group == group }?.title ?? group.name
  }
}
