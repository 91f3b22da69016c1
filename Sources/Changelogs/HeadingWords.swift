/// The words that headings of releases are made of, in lower case.
enum HeadingWords {
  /// The words of a heading, without brackets and quotes around them.
  static func split(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    bytes.split { $0.isBlank || $0.isOne(of: "[](){}\"") }
      .filter { word in word.contains { $0.isLetterOrDigit || $0.isBeyondASCII } }
  }

  /// Whether there are letters or digits in a word, rather than signs and emoji alone.
  static func isWord(_ word: ArraySlice<UInt8>) -> Bool {
    word.contains(where: \.isLetterOrDigit)
      || word.contains(where: \.isBeyondASCII)
        && word.text.unicodeScalars.contains { $0.properties.isAlphabetic }
  }

  /// A word without signs at its end.
  static func bare(_ word: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var word = word
    while let last = word.last, last.isOne(of: ":,;.-*?!") { word.removeLast() }
    while let first = word.first, first.isOne(of: "*-'") { word.removeFirst() }
    return word
  }

  /// Words that a version follows.
  static func isNoun(_ word: ArraySlice<UInt8>) -> Bool {
    isAny(of: nouns, word) || word.elementsEqual("what’s".utf8)
  }

  private static let nouns: [StaticString] = [
    "version", "versions", "ver", "release", "releases", "rel", "released", "changes", "change",
    "changelog", "changed", "new", "what's", "whats", "noteworthy", "notes", "news", "highlights",
    "tag", "patch", "hotfix", "milestone", "overview", "major", "notable", "summary", "important",
    "main", "user-visible",
  ]

  static func isPreposition(_ word: ArraySlice<UInt8>) -> Bool {
    isAny(of: ["in", "for", "of", "with", "the"], word)
  }

  /// Words that stand before a version that is not the one released.
  static func isForeign(_ word: ArraySlice<UInt8>) -> Bool { isAny(of: foreign, word) }

  private static let foreign: [StaticString] = [
    "since", "from", "to", "before", "until", "after", "between", "and", "or", "upgrade",
    "upgraded", "upgrading", "update", "updated", "updates", "updating", "bump", "bumped",
    "support",
    "supports", "supported", "use", "uses", "using", "drop", "dropped", "drops", "migrate",
    "migrating", "migration", "require", "requires", "required", "requirements", "compatible",
    "compatibility", "download", "downloads", "previous", "older", "earlier", "prior", "removed",
    "added", "fixed", "fix", "fixes", "add", "remove", "deprecated", "step", "chapter", "section",
    "part", "phase", "minimum", "at", "by", "is", "are", "on", "backport", "backported",
  ]

  /// Words that say that something is not released.
  static func isUnreleased(_ word: ArraySlice<UInt8>) -> Bool {
    isAny(of: ["unreleased", "not-yet-released", "unpublished"], bare(word))
  }

  /// Words that name what will be released next.
  static func namesUnreleased(_ word: ArraySlice<UInt8>) -> Bool {
    isAny(
      of: [
        "unreleased", "upcoming", "next", "head", "master", "main", "trunk", "develop",
        "development", "pending", "vnext", "v.next", "edge", "nightly", "future", "wip", "latest",
        "main/unreleased", "tbd",
      ], bare(word))
  }

  /// Words of `Unreleased changes`, `Next release`, `In development`.
  static func isUnreleasedPhrase(_ word: ArraySlice<UInt8>) -> Bool {
    isUnreleased(word) || namesUnreleased(word)
      || isAny(
        of: ["changes", "release", "version", "in", "the", "branch", "not", "yet", "released"],
        bare(word))
  }

  /// Words behind a version that say that it is not released.
  static func postpones(_ word: ArraySlice<UInt8>) -> Bool {
    isUnreleased(word)
      || isAny(
        of: [
          "tbd", "tbc", "tba", "pending", "upcoming", "wip", "planned", "future", "nextrelease",
        ],
        word)
      || isPlaceholder(word)
  }

  /// Whether a word stands for a date: `2024-XX-XX`, `yyyy-mm-dd`, `????`.
  private static func isPlaceholder(_ word: ArraySlice<UInt8>) -> Bool {
    let letters = word.lowercased.filter { !$0.isDigit && !$0.isOne(of: "-/.") }
    guard word.count >= 2, !letters.isEmpty else { return false }
    if letters.allSatisfy({ $0 == UInt8(ascii: "x") || $0 == UInt8(ascii: "?") }) {
      return letters.count >= 2
    }
    return letters.elementsEqual("yyyymmdd".utf8)
  }

  static func isYanked(_ word: ArraySlice<UInt8>) -> Bool {
    isAny(of: ["yanked", "withdrawn", "retracted"], word)
  }

  /// Words around a date that say nothing more.
  static func isFiller(_ word: ArraySlice<UInt8>) -> Bool {
    isAny(
      of: [
        "released", "release", "on", "date", "stable", "final", "latest", "lts", "of", "as",
        "notes",
        "the", "current", "changes", "changelog",
      ], word)
  }

  /// Where `beta 2` of `1.2.0 beta 2` ends, or null if no such stage follows.
  static func stageEnd(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard bytes.first == .space else { return nil }
    if bytes.dropFirst().beginsAnyCase(with: "release candidate ") {
      let digits = bytes.dropFirst(19).prefix(while: \.isDigit)
      return digits.isEmpty ? nil : digits.endIndex
    }
    let word = bytes.dropFirst().prefix(while: \.isLetterOrDigit)
    let letters = word.prefix(while: \.isLetter)
    guard isAny(of: ["alpha", "beta", "rc", "preview", "pre", "milestone"], letters),
      word[letters.endIndex...].allSatisfy(\.isDigit)
    else { return nil }
    if letters.endIndex < word.endIndex { return word.endIndex }
    let rest = bytes[word.endIndex...]
    let digits = rest.dropFirst().prefix(while: \.isDigit)
    guard rest.first == .space, (1...3).contains(digits.count),
      digits.endIndex == bytes.endIndex
        || !bytes[digits.endIndex].isOne(of: "-/.")
          && !bytes[digits.endIndex].isLetter
    else { return word.endIndex }
    return digits.endIndex
  }

  private static func isAny(of words: [StaticString], _ word: ArraySlice<UInt8>) -> Bool {
    words.contains { word.isWord($0) }
  }
}

/// What stands behind a version in a heading: a date, marks, a name.
struct HeadingTail {
  private let bytes: ArraySlice<UInt8>
  private var place: Int
  private var words: [ArraySlice<UInt8>] = []
  private var isSeparated = false
  private(set) var isUnreleased = false
  private(set) var isYanked = false
  private(set) var date: ChangelogDate?
  private(set) var isAmbiguousDate = false
  /// Whether words that are part of no date and no mark follow without a separator.
  private(set) var hasLooseWords = false
  /// Where a version stands that follows.
  private(set) var versionPlace: Int?

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    place = bytes.startIndex
  }

  /// What else the heading says, without the signs around it.
  var name: String? {
    guard let first = words.first, let last = words.last else { return nil }
    return bytes[first.startIndex..<last.endIndex].text
  }

  /// The words, if they look like a date that could not be read.
  var unreadDate: String? {
    guard date == nil, !isUnreleased, let name else { return nil }
    let isLike =
      isAmbiguousDate
      || words.contains { word in
        guard word.allSatisfy({ $0.isDigit || $0.isOne(of: "-/.") }) else { return false }
        let numbers = word.split { !$0.isDigit }
        let hasYear = numbers.contains {
          $0.count == 4 && ($0.begins(with: "19") || $0.begins(with: "20"))
        }
        return hasYear || numbers.count == 3 && !word.contains(.dot)
      }
    return isLike ? name : nil
  }

  mutating func read() {
    while place < bytes.endIndex {
      let byte = bytes[place]
      if byte.isBlank {
        place += 1
      } else if isSeparator(byte) {
        isSeparated = true
        place += 1
      } else if !takeDate() {
        takeWord()
      }
    }
  }

  /// Whether a byte separates: a sign, or a byte of a dash beyond ASCII.
  private func isSeparator(_ byte: UInt8) -> Bool {
    if byte.isOne(of: "-/|:,;()[]{}<>~*_\"'`#=.!") { return true }
    // En and em dashes, bullets and typographic quotes begin with E2 80; a middle dot is C2 B7.
    let rest = bytes[place...]
    return rest.begins(with: "–") || rest.begins(with: "—") || rest.begins(with: "•")
      || rest.begins(with: "·") || rest.begins(with: "“") || rest.begins(with: "”")
      || place > bytes.startIndex && (byte & 0xC0) == 0x80 && words.last?.endIndex != place
  }

  private mutating func takeDate() -> Bool {
    guard date == nil, let found = DateReader.read(bytes[place...]) else { return false }
    if found.date.day == nil, !words.isEmpty { return false }
    place = found.end
    if found.isAmbiguous {
      isAmbiguousDate = true
      words.append(bytes[(found.end - found.date.text.utf8.count)..<found.end])
    } else {
      date = found.date
    }
    return true
  }

  private mutating func takeWord() {
    let rest = bytes[place...]
    let word = rest.prefix { !$0.isBlank && !$0.isOne(of: "()[]{}\"|,;:") }
    guard !word.isEmpty else {
      place += 1
      return
    }
    place = word.endIndex
    let bare = HeadingWords.bare(word)
    if HeadingWords.isYanked(bare) {
      isYanked = true
    } else if HeadingWords.postpones(bare) || HeadingWords.postpones(word) {
      isUnreleased = true
    } else if !words.isEmpty || !HeadingWords.isFiller(bare), HeadingWords.isWord(bare) {
      if versionPlace == nil, VersionToken(word) != nil { versionPlace = word.startIndex }
      if words.isEmpty, !isSeparated { hasLooseWords = true }
      words.append(word)
    }
  }
}
