// What stands in a release: entries and notes.

extension ReleaseAssembler {
  /// The level of sections that are lines rather than headings: below all headings.
  private static let lineLevel = 100

  private var path: [ChangelogSection] { sections.map(\.section) }

  /// Whether what stands here are changes.
  private var holdsChanges: Bool { sections.allSatisfy { $0.section.kind.holdsChanges } }

  mutating func takeContent(_ block: Block) {
    switch block.kind {
    case .item where holdsChanges: addEntry(block)
    case .paragraph, .quote:
      if SectionLine.matches(block) {
        beginSection(block, level: Self.lineLevel)
      } else if takeDate(block) || takeComparison(block) || Self.isNotice(block) {
        note(block)
      } else if !sections.isEmpty, holdsChanges {
        addEntry(block)
      } else {
        note(block)
      }
    case .code where !(release?.entries.isEmpty ?? true) && holdsChanges: extendEntry(block)
    default: note(block)
    }
  }

  private mutating func addEntry(_ block: Block) {
    let entry = EntryReader.entry(
      block.text, markdown: source.text(block.lines), line: block.lines.lowerBound + 1, path: path)
    release?.entries.append(entry)
  }

  /// Adds a block of code to the entry that stands before it.
  private mutating func extendEntry(_ block: Block) {
    guard let last = release?.entries.indices.last else { return }
    let markdown = source.text(block.lines)
    release?.entries[last].markdown += "\n\n" + markdown
    if !block.text.bytes.isEmpty { release?.entries[last].text += " " + block.text.string }
  }

  /// Takes a line below the heading of a release that tells its date: `> 22 August 2018`,
  /// `Release date: 2024-05-01`.
  private mutating func takeDate(_ block: Block) -> Bool {
    guard isAtStart, release?.date == nil, block.text.bytes.count <= 80 else { return false }
    var bytes = block.text.bytes[...]
    for label: StaticString in ["released", "release date", "date", "release"]
    where bytes.beginsAnyCase(with: label) {
      bytes = bytes.dropFirst(label.utf8CodeUnitCount)
      break
    }
    bytes = bytes.drop { $0.isBlank || $0.isOne(of: ":_*(-") }
    if bytes.beginsAnyCase(with: "on ") { bytes = bytes.dropFirst(3) }
    while let last = bytes.last, last.isOne(of: ".)_* ") { bytes.removeLast() }
    guard let found = DateReader.readWhole(bytes), !found.isAmbiguous else { return false }
    release?.date = found.date
    return true
  }

  /// Takes a line that leads to a comparison: `**Full Changelog**: https://…/compare/v1...v2`.
  private mutating func takeComparison(_ block: Block) -> Bool {
    let bytes = block.text.bytes[...]
    guard bytes.count <= 500 else { return false }
    let label = bytes.drop { $0.isOne(of: "[*") }
    guard
      label.beginsAnyCase(with: "full changelog") || label.beginsAnyCase(with: "compare")
        || label.beginsAnyCase(with: "view the full changelog") || label.beginsAnyCase(with: "diff")
        || label.beginsAnyCase(with: "see [code changes]")
        || label.beginsAnyCase(with: "see code changes")
    else { return false }
    var urls = block.text.spans.compactMap { span -> String? in
      if case .link(let url) = span.kind { url } else { nil }
    }
    if let start = bytes.firstIndex(of: "http") {
      urls.append(bytes[start...].prefix { !$0.isBlank && !$0.isOne(of: ")>") }.text)
    }
    guard let url = urls.first(where: { Address($0)?.isComparison ?? false }) else { return false }
    release?.take(comparison: url)
    return true
  }

  /// Whether a paragraph says which program wrote the file.
  private static func isNotice(_ block: Block) -> Bool {
    let bytes = block.text.bytes.drop { !$0.isLetter }
    return bytes.beginsAnyCase(with: "this changelog was automatically generated")
      || bytes.beginsAnyCase(with: "this change log was automatically generated")
  }
}

/// Lines that are sections although they are no headings: `BUG FIXES:`, `**Added**`.
enum SectionLine {
  static func matches(_ block: Block) -> Bool {
    let bytes = block.text.bytes[...]
    guard block.kind == .paragraph, block.text.lineCount == 1, (2...80).contains(bytes.count),
      bytes.contains(where: \.isLetter)
    else { return false }
    let hasColon = bytes.last == .colon
    let isMarked = block.text.spans.contains { span in
      switch span.kind {
      case .strong, .emphasis:
        span.range.lowerBound == 0 && span.range.upperBound >= bytes.count - 1
      default: false
      }
    }
    let isUpperCase = !bytes.contains { $0.isLetter && $0.lowercased == $0 }
    if hasColon, isUpperCase || isMarked { return true }
    return (hasColon || isMarked || isUpperCase) && SectionNames.isKnown(bytes)
  }
}
