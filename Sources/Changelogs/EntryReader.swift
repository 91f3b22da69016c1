/// Makes the entry of an item or a paragraph.
enum EntryReader {
  /// Returns the entry of a text.
  ///
  /// - Parameter path: The sections that it stands in, the outermost first.
  static func entry(
    _ text: RichText, markdown: String, line: Int, path: [ChangelogSection]
  ) -> ChangelogEntry {
    var start = 0
    var path = path
    var isBreaking = path.contains { $0.kind == .breaking }
    skipCheckbox(text, &start)
    // More than a few marks are no marks.
    for _ in 0..<4 {
      guard let (mark, end) = mark(text, start) else { break }
      if mark.isBreaking { isBreaking = true }
      if let name = mark.section {
        path.append(
          ChangelogSection(
            heading: name, kind: SectionNames.kind(of: Array(name.utf8)[...]),
            depth: path.count + 1, line: line))
        if path.last?.kind == .breaking { isBreaking = true }
      }
      start = end
    }
    var scope: String?
    var commit: String?
    if let found = EntryScope.read(text, from: start) {
      if EntryScope.isCommit(found.scope) { commit = found.scope } else { scope = found.scope }
      isBreaking = isBreaking || found.isBreaking
      start = found.end
    }
    var entry = ChangelogEntry(
      section: path.first?.heading,
      subsection: path.count > 1
        ? path.dropFirst().map(\.heading).joined(separator: " / ") : nil,
      kind: kind(of: path), scope: scope, text: text.bytes[start...].trimmed.text,
      markdown: markdown, isBreaking: isBreaking, line: line)
    entry.hasMark = Array(markdown.utf8.drop { !$0.isLetter && $0 != 0x5B })[...].isTagged
    if entry.text.isEmpty, start > 0 {
      entry.text = text.string
    } else if start > 0 {
      entry.markdown = rest(of: markdown, after: text.bytes[..<start], text: entry.text)
    }
    addReferences(of: text, commit: commit, to: &entry)
    return entry
  }

  /// Returns Markdown without the marks and the scope that an entry has beside its text.
  ///
  /// The marker of its item stays, and so does all of it where it cannot be told where they end.
  private static func rest(
    of markdown: String, after prefix: ArraySlice<UInt8>, text: String
  ) -> String {
    let bytes = Array(markdown.utf8)
    let item = bytes.firstIndex { !"-*+.) 0123456789".utf8.contains($0) } ?? 0
    // Emphasis may follow the marker at once.
    let start = bytes[..<item].lastIndex(of: UInt8(ascii: " ")).map { $0 + 1 } ?? 0
    var place = start
    for byte in prefix {
      // What stands between the bytes of the text is its markup.
      guard let found = bytes[place...].firstIndex(of: byte) else { return markdown }
      let markup = bytes[place..<found]
      guard markup.allSatisfy({ "*_`[]\\".utf8.contains($0) }) else { return markdown }
      place = found + 1
    }
    if prefix.last != UInt8(ascii: " ") {
      // The end of what the scope is written in.
      place = bytes[place...].firstIndex { !"*_`".utf8.contains($0) } ?? bytes.count
    }
    let left = bytes[start..<place]
    guard "*_`".utf8.allSatisfy({ mark in left.count { $0 == mark }.isMultiple(of: 2) }) else {
      return markdown
    }
    let rest = String(decoding: bytes[place...], as: UTF8.self)
    let begin = text.prefix { $0.isLetter || $0.isNumber }
    let isSame = rest.drop { "*_`[ ".contains($0) }.hasPrefix(begin)
    let marker = String(decoding: bytes[..<start], as: UTF8.self)
    return isSame ? marker + rest.drop { $0 == " " } : markdown
  }

  private static func addReferences(
    of text: RichText, commit: String?, to entry: inout ChangelogEntry
  ) {
    var scanner = ReferenceScanner(text)
    if let commit { scanner.add(commit: commit) }
    for name in signature(text) { scanner.add(author: name) }
    entry.references = scanner.references
    entry.commits = scanner.commits
    entry.authors = scanner.authors
  }

  /// What the sections of an entry say together.
  ///
  /// The names below `Dependencies` tell what happened to a dependency: there `Added` is no new
  /// feature. Elsewhere the innermost name that means something decides.
  static func kind(of path: [ChangelogSection]) -> ChangelogSectionKind {
    if let outer = path.first(where: { $0.kind == .dependencies || !$0.kind.holdsChanges }) {
      return outer.kind
    }
    return path.last { $0.kind != .other }?.kind ?? .other
  }

  private static func skipCheckbox(_ text: RichText, _ start: inout Int) {
    for box: StaticString in ["[ ] ", "[x] ", "[X] "] where text.bytes[...].begins(with: box) {
      start = 4
    }
  }

  // MARK: Marks

  private struct Mark {
    var section: String?
    var isBreaking = false
  }

  /// Returns the mark at a place: `[FEATURE]`, `BREAKING CHANGE:`, `⚠`; and where the text goes on.
  private static func mark(_ text: RichText, _ start: Int) -> (Mark, Int)? {
    let bytes = text.bytes[start...]
    guard let first = bytes.first else { return nil }
    if first == UInt8(ascii: "["), let close = bytes.prefix(60).firstIndex(of: UInt8(ascii: "]")) {
      let name = bytes[(start + 1)..<close]
      let next = close + 1
      guard !name.isEmpty, next < bytes.endIndex, bytes[next].isOne(of: " :["),
        SectionNames.isKnown(name) || isUpperCase(name), !isLink(text, at: start + 1)
      else { return nil }
      return (Mark(section: name.text), skip(" :", in: bytes, from: next))
    }
    for word: StaticString in ["breaking changes", "breaking change", "breaking"]
    where bytes.beginsAnyCase(with: word) {
      let end = start + word.utf8CodeUnitCount
      guard end < bytes.endIndex, bytes[end].isOne(of: ":!") || isStrong(text, start..<end) else {
        return nil
      }
      return (Mark(isBreaking: true), skip(":! -", in: bytes, from: end))
    }
    for sign: StaticString in ["⚠️", "⚠", "💥"] where bytes.begins(with: sign) {
      return (Mark(isBreaking: true), skip(" ", in: bytes, from: start + sign.utf8CodeUnitCount))
    }
    return nil
  }

  /// Whether a tag is written in capitals, with signs between: `BUGFIX/CHANGE`.
  private static func isUpperCase(_ name: ArraySlice<UInt8>) -> Bool {
    name.count >= 3 && name.contains(where: \.isLetter)
      && name.allSatisfy { $0 &- UInt8(ascii: "A") < 26 || $0.isOne(of: " /,+&_-") }
  }

  private static func isLink(_ text: RichText, at place: Int) -> Bool {
    text.spans.contains { span in
      if case .link = span.kind { span.range.contains(place) } else { false }
    }
  }

  private static func isStrong(_ text: RichText, _ range: Range<Int>) -> Bool {
    text.spans.contains { span in
      if case .strong = span.kind { span.range == range } else { false }
    }
  }

  private static func skip(
    _ signs: StaticString, in bytes: ArraySlice<UInt8>, from start: Int
  ) -> Int {
    var place = start
    while place < bytes.endIndex, bytes[place].isOne(of: signs) { place += 1 }
    return place
  }

  // MARK: Signatures

  /// The names that a last paragraph consists of, each emphasized: `*Jo Doe*, *Al Roe*`.
  private static func signature(_ text: RichText) -> [String] {
    guard let start = text.blockStarts.last else { return [] }
    var names: [String] = []
    var place = start
    for span in text.spans {
      guard case .emphasis = span.kind, span.range.lowerBound >= place else { continue }
      let between = text.bytes[place..<span.range.lowerBound].trimmed
      guard
        between.isEmpty || between.isWord("and") || between.isWord(",") || between.isWord(", and")
      else {
        return []
      }
      names.append(text.bytes[span.range].text)
      place = span.range.upperBound
    }
    return place == text.bytes.count ? names.flatMap(Self.split) : []
  }

  /// The names of `Jo Doe, Al Roe`.
  private static func split(_ names: String) -> [String] {
    names.utf8.split(separator: .comma).map { Array($0)[...].trimmed.text }
  }
}

/// What an entry is about, as it says before its text.
enum EntryScope {
  struct Found {
    var scope: String
    var isBreaking: Bool
    var end: Int
  }

  /// Reads `**scope:** …`, `**scope**: …`, `` `scope`: … `` or `scope: …`.
  static func read(_ text: RichText, from start: Int) -> Found? {
    let bytes = text.bytes
    guard start < bytes.count else { return nil }
    if let span = marked(text, start) {
      var inner = bytes[span.range]
      var end = span.range.upperBound
      if inner.last == .colon {
        inner.removeLast()
      } else if end < bytes.count, bytes[end] == .colon {
        end += 1
      } else {
        return nil
      }
      guard isScope(inner, isMarked: true, isCode: span.isCode) else { return nil }
      return found(inner, end, bytes)
    }
    guard let colon = bytes[start...].prefix(60).firstIndex(of: .colon), colon + 1 < bytes.count,
      bytes[colon + 1] == .space, isScope(bytes[start..<colon], isMarked: false, isCode: false)
    else { return nil }
    return found(bytes[start..<colon], colon + 1, bytes)
  }

  /// Whether a scope is the id of a commit, as in `5b5c4e2: …`.
  static func isCommit(_ scope: String) -> Bool {
    let bytes = Array(scope.utf8)
    return (7...64).contains(bytes.count)
      && bytes.allSatisfy { $0.isHexDigit && $0 == $0.lowercased }
      && bytes.contains(where: \.isDigit)
  }

  private static func found(_ scope: ArraySlice<UInt8>, _ end: Int, _ bytes: [UInt8]) -> Found? {
    let isBreaking = scope.last == UInt8(ascii: "!")
    let scope = isBreaking ? scope.dropLast() : scope
    guard bytes[end...].contains(where: { !$0.isBlank }), !scope.isEmpty else { return nil }
    return Found(scope: scope.text, isBreaking: isBreaking, end: end)
  }

  private static func marked(
    _ text: RichText, _ start: Int
  ) -> (range: Range<Int>, isCode: Bool)? {
    for span in text.spans.prefix(4) where span.range.lowerBound == start {
      switch span.kind {
      case .strong: return (span.range, false)
      case .code: return (span.range, true)
      default: continue
      }
    }
    return nil
  }

  /// Whether a text may be a scope: one word, or words behind commas, that say nothing else.
  private static func isScope(
    _ scope: ArraySlice<UInt8>, isMarked: Bool, isCode: Bool
  ) -> Bool {
    guard (1...60).contains(scope.count), scope.contains(where: \.isLetter) else { return false }
    let name = SectionNames.normalized(scope)
    if remarks.contains(name) || !isMarked && beginnings.contains(name) { return false }
    var previous: UInt8 = 0
    for byte in scope {
      if byte == .space, !isCode, previous != .comma { return false }
      if byte != .space, !byte.isLetterOrDigit, !byte.isOne(of: "_/.,@-+*!$(){}<>=") {
        return false
      }
      previous = byte
    }
    return true
  }

  /// Words that say how to take what follows.
  private static let remarks: Set<String> = [
    "note", "notes", "warning", "tip", "important", "caution", "example", "todo", "eg", "ie", "see",
    "http", "https", "attention", "ps", "breaking",
  ]

  /// Words that say what kind of change follows.
  private static let beginnings: Set<String> = [
    "update", "fix", "fixed", "fixes", "added", "changed", "removed", "deprecated", "feature",
    "feat",
    "bugfix", "security", "before", "after",
  ]
}
