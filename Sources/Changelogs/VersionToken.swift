internal import Versions

/// A version inside a heading: `1.2.3`, `v1.2.3-rc.1`, `@acme/shop@1.2.3`.
struct VersionToken {
  /// The version as written.
  var version: ArraySlice<UInt8>
  /// What stands before it in the same word: `@acme/shop`.
  var package: ArraySlice<UInt8>?
  /// Whether it is a number without dots and without a `v`.
  var isSingleNumber: Bool

  /// Reads the word that begins at `start`, which is no bracket; null if it holds no version.
  ///
  /// A bracket, a quote, a comma or a colon behind the version ends it.
  init?(_ bytes: ArraySlice<UInt8>) {
    let word = bytes.prefix { !$0.isBlank && !$0.isOne(of: "[](){}\"'`,;|*") }
    guard let start = Self.versionStart(word) else { return nil }
    let epoch = Self.epochEnd(word[start...])
    var version = word[epoch...].prefix { $0.isLetterOrDigit || $0.isOne(of: ".+-_~!%") }
    version = word[start..<version.endIndex]
    while let last = version.last, !last.isLetterOrDigit { version.removeLast() }
    // `1.2.3:` and `1.2.3/2024-01-01` go on behind it; anything else is no version.
    if version.endIndex < word.endIndex, !word[version.endIndex].isOne(of: ".:-/_!%~+") {
      return nil
    }
    guard let numbers = Self.numberCount(version.endIndex > epoch ? version[epoch...] : version)
    else { return nil }
    self.version = version
    package = Self.package(word[..<start])
    isSingleNumber = numbers == 1 && version.first?.isDigit == true && package == nil
    guard Self.isVersion(version, numbers: numbers) else { return nil }
  }

  /// Whether it has a date's form, `2024-01-02`: a heading that tells only the date.
  var isDate: Bool {
    guard package == nil, version.first?.isDigit == true, !version.contains(.dot),
      let found = DateReader.readWhole(version)
    else { return false }
    return found.date.day != nil
  }

  /// Where the version begins in a word: at its start, behind the last at sign, or behind `-v`, `/v`
  /// or `/`.
  private static func versionStart(_ word: ArraySlice<UInt8>) -> Int? {
    if isStart(word) { return word.startIndex }
    for separator in [UInt8.at, .slash, .hyphen, .colon] {
      guard let place = word.lastIndex(of: separator), place > word.startIndex,
        place + 1 < word.endIndex, isStart(word[(place + 1)...])
      else { continue }
      // `python-3` is a name; `shop-v3` and `shop-3.1` are versions of something.
      let rest = word[(place + 1)...]
      if separator == .hyphen || separator == .slash, rest.first?.isDigit == true,
        !rest.contains(.dot)
      {
        continue
      }
      return separator == .hyphen ? prefixed(word, place + 1) : place + 1
    }
    return prefixed(word, word.endIndex)
  }

  /// Where the epoch of `1:2.3.4` ends; the start of the version if there is none.
  private static func epochEnd(_ version: ArraySlice<UInt8>) -> Int {
    let digits = version.prefix(while: \.isDigit)
    let end = digits.endIndex
    guard (1...4).contains(digits.count), end + 1 < version.endIndex, version[end] == .colon,
      version[end + 1].isDigit
    else { return version.startIndex }
    return end + 1
  }

  /// Where the version begins in `shop-1.2.3-rc.1`, whose last hyphen belongs to the version.
  private static func prefixed(_ word: ArraySlice<UInt8>, _ end: Int) -> Int? {
    var place = word.startIndex
    while let hyphen = word[place..<min(end, word.endIndex)].firstIndex(of: .hyphen) {
      place = hyphen + 1
      guard place < word.endIndex else { return nil }
      let rest = word[place...]
      if isStart(rest), rest.contains(.dot) || !(rest.first?.isDigit ?? true) { return place }
    }
    return nil
  }

  private static func isStart(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first else { return false }
    if first.isDigit { return true }
    guard first | 0x20 == UInt8(ascii: "v") else { return false }
    let rest = bytes.dropFirst()
    return rest.first == .dot
      ? rest.dropFirst().first?.isDigit == true : rest.first?.isDigit == true
  }

  /// How many numbers with dots between them a version begins with.
  private static func numberCount(_ version: ArraySlice<UInt8>) -> Int? {
    var rest = version.drop { $0 | 0x20 == UInt8(ascii: "v") }
    if rest.startIndex > version.startIndex, rest.first == .dot { rest.removeFirst() }
    var count = 0
    while true {
      let digits = rest.prefix(while: \.isDigit)
      guard !digits.isEmpty else { return count > 0 ? count : nil }
      count += 1
      rest = rest[digits.endIndex...]
      guard rest.first == .dot, rest.dropFirst().first?.isDigit == true else { return count }
      rest.removeFirst()
    }
  }

  /// Whether a word is a version rather than a series (`1.2.x`) or a word with digits (`3rd`).
  private static func isVersion(_ version: ArraySlice<UInt8>, numbers: Int) -> Bool {
    guard version.count <= 256 else { return false }
    if numbers >= 3 { return true }
    let digits = version.drop { !$0.isDigit }
    let tail = digits.drop { $0.isDigit || $0 == .dot }
    if tail.isEmpty { return true }
    // As many digits as a date has, with hyphens: `2024-01-02`.
    if numbers == 1, DateReader.readWhole(version)?.date.day != nil { return true }
    return classifyTag(Array(version)).class != .other
  }

  private static func package(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    var bytes = bytes
    while let last = bytes.last, last.isOne(of: "@/-:") { bytes.removeLast() }
    return bytes.isEmpty ? nil : bytes
  }
}
