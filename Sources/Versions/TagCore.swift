/// The name of a tag that holds numbers, cut into prefix, numbers and the rest.
struct TagCore {
  private let name: [UInt8]
  /// Where the numbers begin.
  private let start: Int
  let numbers: [ArraySlice<UInt8>]
  /// What follows the numbers.
  private let rest: ArraySlice<UInt8>

  /// Finds the numbers: those that the last part of the path begins with, else the first ones with
  /// a dot between them, else a single one at the end as in `docker-v29`.
  init?(_ name: [UInt8]) {
    let segment = Self.segmentStart(name)
    guard
      let start = Self.leadingNumbers(name, from: segment)
        ?? Self.dottedNumbers(name, from: segment)
        ?? Self.finalNumber(name, from: segment)
    else { return nil }
    var rest = name[start...]
    guard let numbers = LooseVersion.takeNumbers(&rest) else { return nil }
    self.name = name
    self.start = start
    self.numbers = numbers
    self.rest = rest
  }

  private var prefix: [UInt8] { Array(name[..<start]) }

  /// Where the version begins: at a `v` that stands apart, else at the first number.
  private var textStart: Int {
    guard start > 0, name[start - 1].isVersionV else { return start }
    return start == 1 || !(name[start - 2].isLetter || name[start - 2].isDigit) ? start - 1 : start
  }

  /// The prefix without a `v` that stands apart at its end.
  var lineKey: [UInt8] { Array(name[..<textStart]) }

  /// Whether a word stands before the version, as in `release-1.2`, `go1.21`, but not `sub/v1.2`.
  private var isNamed: Bool {
    let key = name[..<textStart]
    let tail = key.lastIndex(of: ASCII.slash).map { key[($0 + 1)...] } ?? key
    return tail.contains(where: \.isLetter)
  }

  var classification: TagClassification {
    if rest.isEmpty { return plain() }
    var tail = rest
    if let plus = tail.firstIndex(of: ASCII.plus) { tail = tail[..<plus] }
    if let `class` = classOfDecorated(tail) { return make(`class`) }
    if tail.first == ASCII.minus {
      let words = tail.dropFirst()
      if numbers.count >= 3 {
        if TagWords.isEdition(words) { return make(.release, versionEnd: rest.startIndex) }
        if words.smallNumber != nil, name.starts(with: "debian/".utf8) {
          return make(.release, versionEnd: rest.startIndex)
        }
      } else if !Self.beginsWithStage(words) {
        return TagClassification(.other, prefix: prefix)
      }
    }
    guard numbers.count >= 2, let version = version(end: name.endIndex) else {
      return TagClassification(.other, prefix: prefix)
    }
    if version.isPrerelease { return make(.prerelease, versionEnd: name.endIndex) }
    return make(isDate ? .calver : .release, versionEnd: name.endIndex)
  }

  /// Numbers and nothing behind them.
  private func plain() -> TagClassification {
    switch numbers.count {
    case 1:
      if TagWords.isCompactDate(numbers[0]) { return make(.calver) }
      // As many digits as a commit id has: a number that counts something, not a series.
      return make(numbers[0].count >= 7 ? .release : .float)
    case 2 where !isNamed:
      let isCalver =
        numbers[1].count == 2 && TagWords.isMonth(numbers[1])
        && (TagWords.isYear(numbers[0]) || numbers[0].count == 2 && numbers[1].first == ASCII.zero)
      return make(isCalver ? .calver : .float)
    default:
      return make(isDate ? .calver : .release, versionEnd: name.endIndex)
    }
  }

  /// Whether three numbers begin with a year and a month.
  private var isDate: Bool {
    numbers.count >= 3 && TagWords.isYear(numbers[0]) && TagWords.isMonth(numbers[1])
  }

  /// The class of a version with something behind it that is no prerelease.
  private func classOfDecorated(_ tail: ArraySlice<UInt8>) -> RefClass? {
    let words = tail.split(separator: ASCII.minus, omittingEmptySubsequences: false).dropFirst()
    guard let last = words.last, let first = words.first else { return nil }
    if words.count >= 2, last.first == UInt8(ascii: "g"), last.count > 4,
      last.dropFirst().allSatisfy(\.isLowerHex), words[words.endIndex - 2].isAllDigits
    {
      return .describe
    }
    if words.contains(where: TagWords.isFlavour) { return .variant }
    if TagWords.isDashedDate(tail[first.startIndex...]) { return .other }
    if words.contains(where: { $0.lowercased == Array("snapshot".utf8) }) { return .snapshot }
    guard tail.first == ASCII.minus else { return nil }
    if Self.isCommitWithDigitAndLetter(last),
      words.count == 1 || words.count == 2 && TagWords.isCompactDate(first)
    {
      return .build
    }
    guard words.count == 1, first.isAllDigits else { return nil }
    if TagWords.isCompactDate(first) { return .snapshot }
    let isRevision = first.count <= 4 && first.first != ASCII.zero && numbers.count >= 3
    return isRevision && !name.starts(with: "debian/".utf8) ? .variant : nil
  }

  private func make(_ class: RefClass, versionEnd: Int? = nil) -> TagClassification {
    TagClassification(
      `class`, prefix: prefix, lineKey: `class` == .other ? nil : lineKey,
      version: versionEnd.flatMap(version), suffix: versionEnd.map { Array(name[$0...]) } ?? [])
  }

  private func version(end: Int) -> Version? {
    Version(ascii: name[textStart..<end], minimumNumbers: 2)
  }
}

// MARK: - As a line reads it

extension TagCore {
  /// The name without the line's key, and without so many bytes at its end.
  func versionText(without suffix: Int = 0) -> [UInt8] {
    Array(name[textStart..<(name.endIndex - suffix)])
  }

  /// Whether the first number is a year.
  var beginsWithYear: Bool {
    TagWords.isYear(numbers[0]) || TagWords.isCompactDate(numbers[0])
  }

  /// Whether the first two numbers may be a short year and a month: `24.04`, `23.10.1`.
  var beginsWithShortYear: Bool {
    numbers.count >= 2 && numbers[0].count == 2 && numbers[1].count == 2
      && TagWords.isMonth(numbers[1])
  }

  /// Whether the second number is a month for certain, by its zero: `24.04`.
  var hasZeroMonth: Bool { beginsWithShortYear && numbers[1].first == ASCII.zero }

  /// Whether the first number is an epoch, as Python (`1!2.0`) or DEP-14 (`1%2.0`) writes it.
  var hasEpoch: Bool { rest.first == UInt8(ascii: "!") || rest.first == UInt8(ascii: "%") }

  /// What the name says if its numbers, however few, are a full version.
  var release: TagClassification {
    TagClassification(
      .release, prefix: prefix, lineKey: lineKey,
      version: Version(ascii: name[textStart...], minimumNumbers: 1))
  }

  /// Returns the version without so many bytes at its end, by a scheme with a form of its own.
  func version(_ scheme: VersionScheme, without suffix: Int = 0) -> Version? {
    var text = versionText(without: suffix)
    if scheme == .debian { text = Self.unmangled(text) }
    return Version(text.asciiText, scheme: scheme)
  }

  /// Returns a classification with another version, and so with a line.
  func with(
    _ tag: TagClassification, class: RefClass? = nil, version: Version?
  ) -> TagClassification {
    TagClassification(
      `class` ?? tag.class, prefix: prefix, lineKey: lineKey, version: version,
      suffix: `class` == nil ? tag.suffix : [])
  }

  /// Puts back what git does not allow in the name of a ref, as DEP-14 has it: `%` stands for `:`,
  /// `_` for `~`, and `#` only separates dots.
  static func unmangled(_ text: [UInt8]) -> [UInt8] {
    text.compactMap { byte in
      switch byte {
      case UInt8(ascii: "%"): UInt8(ascii: ":")
      case ASCII.underscore: UInt8(ascii: "~")
      case UInt8(ascii: "#"): nil
      default: byte
      }
    }
  }
}

extension TagCore {
  /// Where the part after the last slash, or after an at sign before the version, begins.
  private static func segmentStart(_ name: [UInt8]) -> Int {
    let segment = name.lastIndex(of: ASCII.slash).map { $0 + 1 } ?? 0
    if let at = name.lastIndex(of: ASCII.at), at >= segment {
      let rest = name[(at + 1)...]
      if rest.first?.isDigit == true { return at + 1 }
      if rest.first?.isVersionV == true, rest.dropFirst().first?.isDigit == true { return at + 1 }
    }
    return segment
  }

  /// The start of numbers right there, after an optional `v`; a single number must stand apart.
  private static func leadingNumbers(_ name: [UInt8], from segment: Int) -> Int? {
    var start = segment
    if start < name.count, name[start].isVersionV { start += 1 }
    var rest = name[start...]
    guard let numbers = LooseVersion.takeNumbers(&rest) else { return nil }
    let standsApart = rest.first.map { !$0.isLetter } ?? true
    return numbers.count > 1 || standsApart ? start : nil
  }

  private static func dottedNumbers(_ name: [UInt8], from segment: Int) -> Int? {
    var i = segment
    while i < name.count {
      guard name[i].isDigit else {
        i += 1
        continue
      }
      var rest = name[i...]
      if let numbers = LooseVersion.takeNumbers(&rest), numbers.count > 1 { return i }
      i = rest.startIndex
    }
    return nil
  }

  /// The number at the end of `docker-v29`; without the `v` it is more often no version.
  private static func finalNumber(_ name: [UInt8], from segment: Int) -> Int? {
    let digits = name[segment...].suffix { $0.isDigit }
    guard !digits.isEmpty, digits.startIndex >= segment + 2 else { return nil }
    let start = digits.startIndex
    guard name[start - 1].isVersionV else { return nil }
    return name[start - 2].isLetter || name[start - 2].isDigit ? nil : start
  }

  private static func beginsWithStage(_ words: ArraySlice<UInt8>) -> Bool {
    LooseVersion.isStage(words.prefix(while: \.isLetter))
  }

  private static func isCommitWithDigitAndLetter(_ word: ArraySlice<UInt8>) -> Bool {
    TagWords.isCommit(word) && word.contains(where: \.isDigit) && word.contains(where: \.isLetter)
  }
}

extension ArraySlice where Element == UInt8 {
  /// The longest run of such bytes at the end.
  fileprivate func suffix(while matches: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    var start = endIndex
    while start > startIndex, matches(self[start - 1]) { start -= 1 }
    return self[start...]
  }
}
