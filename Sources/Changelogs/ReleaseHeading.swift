/// What a heading says of a release.
struct ReleaseHeading {
  /// How sure it is that the heading is one of a release, taken alone.
  enum Strength {
    /// It says a version or `Unreleased`, and nothing before it.
    case strong
    /// A name stands before the version: `Rails 7.1.0`, but also `Support for Go 1.21`.
    case named
    /// It could as well be a section: `1.2 Overview`, `Next`.
    case weak
  }

  var strength = Strength.strong
  var version: ArraySlice<UInt8>?
  /// The package of the same word as the version, or the name before it.
  var package: String?
  var name: String?
  var previous: String?
  var isUnreleased = false
  var isYanked = false
  var date: ChangelogDate?
  /// What looks like a date and is none, or may be two.
  var unreadDate: String?
  var isAmbiguousDate = false

  /// Reads a heading; null if it names no release.
  init?(_ text: RichText) {
    self.init(text.bytes[...])
  }

  /// Reads the plain text of a heading; null if it names no release.
  init?(_ bytes: ArraySlice<UInt8>) {
    guard bytes.count <= Self.maximumLength else { return nil }
    let bytes = Self.withoutDecoration(bytes)
    guard !bytes.isEmpty else { return nil }
    if readUnreleased(bytes) || readSteps(bytes) || readVersion(bytes) { return }
    guard readDate(bytes) else { return nil }
  }

  /// The longest heading that may name a release; longer ones are prose.
  private static let maximumLength = 1_000

  /// The bytes without signs and emoji at the start and signs at the end.
  private static func withoutDecoration(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var bytes = bytes.trimmed
    while let first = bytes.first, !first.isLetterOrDigit, !first.isOne(of: "[(@\"'") {
      if first.isBeyondASCII {
        guard let word = bytes.words.first, !HeadingWords.isWord(word) else { break }
        bytes = bytes[word.endIndex...].trimmed
      } else {
        bytes = bytes.dropFirst().trimmed
      }
    }
    while let last = bytes.last, last.isOne(of: "#=:*_ ") { bytes.removeLast() }
    return bytes
  }

  // MARK: Kinds of headings

  /// Reads `Unreleased`, `[Unreleased] - 2024-01-01`, `Upcoming release`, `HEAD`.
  private mutating func readUnreleased(_ bytes: ArraySlice<UInt8>) -> Bool {
    let words = HeadingWords.split(bytes)
    guard words.count <= 8, let first = words.first, VersionToken(first) == nil else {
      return false
    }
    if words.allSatisfy(HeadingWords.isUnreleasedPhrase), words.count <= 4 {
      strength = words.contains(where: HeadingWords.isUnreleased) ? .strong : .weak
      guard strength == .strong || words.contains(where: HeadingWords.namesUnreleased) else {
        return false
      }
      isUnreleased = true
      return true
    }
    guard HeadingWords.isUnreleased(first) else { return false }
    var tail = HeadingTail(bytes[first.endIndex...])
    tail.read()
    if let place = tail.versionPlace, let token = VersionToken(bytes[place...]) {
      version = token.version
    }
    take(tail)
    if let version, name == version.text { name = nil }
    isUnreleased = true
    if tail.hasLooseWords { strength = .weak }
    return true
  }

  /// Reads `Changes between 1.1.0 and 1.1.1 [14 Dec 2021]`, `Changes from GTK+ 2.35 to 2.36`.
  private mutating func readSteps(_ bytes: ArraySlice<UInt8>) -> Bool {
    let words = HeadingWords.split(bytes)
    guard
      let place = words.prefix(6).firstIndex(where: { $0.isWord("between") || $0.isWord("from") }),
      place > 0, words[..<place].contains(where: { $0.isWord("changes") })
    else { return false }
    // A name may stand before each version.
    let rest = words[(place + 1)...].prefix(6)
    guard let link = rest.firstIndex(where: { $0.isWord("and") || $0.isWord("to") }),
      rest[..<link].contains(where: { $0.contains(where: \.isDigit) }),
      let to = rest[(link + 1)...].prefix(2).lazy.compactMap({ VersionToken($0) }).first
    else { return false }
    // A series like `2.18.x` is no version.
    previous = rest[..<link].lazy.compactMap { VersionToken($0)?.version.text }.first
    version = to.version
    var tail = HeadingTail(bytes[to.version.endIndex...])
    tail.read()
    take(tail)
    return true
  }

  /// Reads a version with what stands before and behind it.
  private mutating func readVersion(_ bytes: ArraySlice<UInt8>) -> Bool {
    var lead = HeadingLead()
    var first: DateReader.Found?
    for word in HeadingWords.split(bytes).prefix(12) {
      if let first, word.startIndex < first.end { continue }
      let token = VersionToken(word)
      if first == nil, token.map({ $0.isSingleNumber || $0.isDate }) ?? true,
        let found = DateReader.read(bytes[word.startIndex...]), found.date.day != nil
      {
        first = found
      } else if let token {
        guard lead.isComplete, readVersion(token, lead, bytes) else { return false }
        if date == nil, let first, !first.isAmbiguous { date = first.date }
        return true
      } else if !lead.take(word) {
        return false
      }
    }
    return false
  }

  private mutating func readVersion(
    _ token: VersionToken, _ lead: HeadingLead, _ bytes: ArraySlice<UInt8>
  ) -> Bool {
    var end = token.version.endIndex
    if let stage = HeadingWords.stageEnd(bytes[end...]) { end = stage }
    version = bytes[token.version.startIndex..<end]
    var tail = HeadingTail(bytes[end...])
    tail.read()
    take(tail)
    takePrevious()
    package = token.package?.text ?? lead.name
    if !lead.names.isEmpty {
      strength = .named
      // `Redis 8.10 Support` is about a version.
      if tail.hasLooseWords { return false }
    } else if tail.hasLooseWords {
      strength = .weak
    }
    if token.isSingleNumber, !lead.hasNoun {
      guard !tail.hasLooseWords, name == nil, !isYear(token.version) || date != nil else {
        return false
      }
      if date == nil, !isUnreleased { strength = .weak }
    }
    return true
  }

  /// Takes the version of `since 1.2.0` behind the version.
  private mutating func takePrevious() {
    let words = HeadingWords.split(Array((name ?? "").utf8)[...])
    guard words.count <= 4, let place = words.firstIndex(where: { $0.isWord("since") }),
      place + 1 < words.count, let token = VersionToken(words[place + 1])
    else { return }
    previous = token.version.text
    name = nil
  }

  private func isYear(_ version: ArraySlice<UInt8>) -> Bool {
    version.count == 4 && (version.begins(with: "19") || version.begins(with: "20"))
  }

  /// Reads a heading that tells only a date.
  private mutating func readDate(_ bytes: ArraySlice<UInt8>) -> Bool {
    let start = bytes.drop { $0.isOne(of: "[(") }
    guard let found = DateReader.read(start), found.date.day != nil, !found.isAmbiguous else {
      return false
    }
    var tail = HeadingTail(bytes[found.end...])
    tail.read()
    guard !tail.hasLooseWords, tail.date == nil else { return false }
    take(tail)
    date = found.date
    // Days are as often parts of a release as releases.
    strength = .weak
    return true
  }

  private mutating func take(_ tail: HeadingTail) {
    isUnreleased = tail.isUnreleased
    isYanked = tail.isYanked
    date = tail.date
    name = tail.name
    unreadDate = tail.unreadDate
    isAmbiguousDate = tail.isAmbiguousDate
  }
}

/// The words before a version in a heading.
struct HeadingLead {
  /// Words that are no usual ones of such headings: the name of the product.
  private(set) var names: [ArraySlice<UInt8>] = []
  /// Whether a word like `version` or `changes` was among them.
  private(set) var hasNoun = false
  private var endsWithPreposition = false

  /// The name of the product, or null.
  var name: String? {
    guard let first = names.first, let last = names.last else { return nil }
    // Names stand beside one another: they are parts of one array.
    return names.count == 1
      ? first.text
      : names.map(\.text).joined(separator: " ")
        .trimmingColon(last)
  }

  /// Whether a version may follow.
  var isComplete: Bool { !endsWithPreposition || hasNoun }

  /// Takes a word; returns whether a version may still follow.
  mutating func take(_ word: ArraySlice<UInt8>) -> Bool {
    let word = HeadingWords.bare(word)
    if word.isEmpty { return true }
    if HeadingWords.isNoun(word) {
      hasNoun = true
      endsWithPreposition = false
      return true
    }
    if HeadingWords.isPreposition(word) {
      // `Downloads for 1.2` names no release; `Changes in 1.2` does.
      guard hasNoun, names.isEmpty || word.isWord("the") else { return false }
      endsWithPreposition = true
      return true
    }
    if HeadingWords.isForeign(word) { return false }
    names.append(word)
    return names.count <= 3
  }
}

extension String {
  /// The text without a colon at its end.
  fileprivate func trimmingColon(_ last: ArraySlice<UInt8>) -> String {
    last.last == .colon ? String(dropLast()) : self
  }
}
