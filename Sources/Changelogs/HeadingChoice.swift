/// Decides which blocks of a document are headings of releases.
///
/// A level says nothing by itself: one file has releases on the levels 1, 2 and 3. What a heading
/// says decides; where that leaves a doubt, the other headings of the file do.
struct HeadingChoice {
  /// What each block says of a release, by the place of the block; null for other blocks.
  private(set) var releases: [ReleaseHeading?]

  init(_ blocks: [Block]) {
    releases = blocks.map { block in
      block.headingLevel == nil || block.text.lineCount > 2 ? nil : ReleaseHeading(block.text)
    }
    chooseAmongHeadings(blocks)
    guard !releases.contains(where: { $0 != nil }) else { return }
    // Without such headings lines that stand alone may take their place: `**1.2.0**`.
    releases = blocks.map { block in
      guard block.kind == .paragraph, block.text.lineCount == 1 else { return nil }
      return ReleaseHeading(block.text).flatMap { $0.strength == .weak ? nil : $0 }
    }
    chooseAmongNames(where: { _ in true })
    guard !releases.contains(where: { $0 != nil }) else { return }
    releases = blocks.map { block in block.kind == .item ? Self.item(block) : nil }
  }

  /// Reads an item that consists of a release and what lies in it: `* 1.2.0` and items below.
  private static func item(_ block: Block) -> ReleaseHeading? {
    guard let end = block.text.blockStarts.first else { return nil }
    let heading = ReleaseHeading(block.text.bytes[..<end])
    return heading.flatMap { $0.strength == .strong && $0.version != nil ? $0 : nil }
  }

  private mutating func chooseAmongHeadings(_ blocks: [Block]) {
    var strongLevels: Set<Int> = []
    for (block, release) in zip(blocks, releases) where release?.strength == .strong {
      strongLevels.insert(block.headingLevel ?? 0)
    }
    guard strongLevels.isEmpty else {
      for (place, block) in blocks.enumerated() {
        guard let release = releases[place], release.strength != .strong else { continue }
        let isLevel = strongLevels.contains(block.headingLevel ?? 0)
        if !isLevel, release.strength == .weak || release.date == nil { releases[place] = nil }
      }
      dropTitle(blocks, strongLevels)
      return
    }
    chooseAmongNames { $0.strength == .named }
    if releases.contains(where: { $0?.strength == .named }) {
      for place in releases.indices where releases[place]?.strength == .weak {
        if releases[place]?.isUnreleased != true { releases[place] = nil }
      }
      return
    }
    chooseLevel(blocks)
  }

  /// Leaves out a named heading at the start that is the title of the file: `# Acme Shop 2`.
  private mutating func dropTitle(_ blocks: [Block], _ strongLevels: Set<Int>) {
    guard let first = releases.firstIndex(where: { $0 != nil }), let release = releases[first],
      release.strength == .named, release.date == nil, blocks[first].headingLevel == 1,
      !strongLevels.contains(1)
    else { return }
    releases[first] = nil
  }

  /// Keeps the headings with the name that most of them have, and those with a date.
  private mutating func chooseAmongNames(where matches: (ReleaseHeading) -> Bool) {
    var counts: [String: Int] = [:]
    for release in releases {
      if let release, matches(release), let name = release.package {
        counts[name.lowercased(), default: 0] += 1
      }
    }
    guard let most = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })?.key else {
      return
    }
    for place in releases.indices {
      guard let release = releases[place], release.strength == .named, release.date == nil,
        release.package?.lowercased() != most
      else { continue }
      releases[place] = nil
    }
  }

  /// Keeps the doubtful headings of the level that has most of them, the upper one of equals.
  private mutating func chooseLevel(_ blocks: [Block]) {
    var counts: [Int: Int] = [:]
    for (place, block) in blocks.enumerated() where releases[place] != nil {
      counts[block.headingLevel ?? 0, default: 0] += 1
    }
    guard let most = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })?.key else {
      return
    }
    for (place, block) in blocks.enumerated() where block.headingLevel != most {
      releases[place] = nil
    }
  }
}
