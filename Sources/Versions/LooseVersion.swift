/// What follows the numbers of a version, build metadata aside.
enum VersionTail: Equatable {
  case release
  /// Letters right after the numbers, as in `v1.0.0a`: later than the release without them.
  case letters(ArraySlice<UInt8>)
  case prerelease([ArraySlice<UInt8>])
}

/// A version taken apart by the loose grammar, which reads every strict version alike.
///
///     version = ["v" | "V"] number {"." number} [tail] ["+" build]
///     tail    = "-" identifier {"." identifier}
///             | ["." | "_"] stage [number] {("." | "-" | "_") identifier}
///             | letter [letter]
///
/// Outside the strict form the word of a stage is lower-cased and stands apart from its number, so
/// that `.rc2` orders before `.rc10`, and `.beta2` and `.beta.2` are equal. After a hyphen the
/// rules of Semantic Versioning hold: `-rc10` orders before `-rc2`.
struct LooseVersion {
  let numbers: [ArraySlice<UInt8>]
  let tail: VersionTail
  /// What follows the `+`; nil without one.
  let build: ArraySlice<UInt8>?

  var key: VersionKey { VersionKey(numbers: numbers, tail: tail) }

  init?(_ text: ArraySlice<UInt8>) {
    var rest = text
    if rest.first?.isVersionV == true { rest.removeFirst() }
    guard let numbers = Self.takeNumbers(&rest) else { return nil }
    if let plus = rest.firstIndex(of: ASCII.plus) {
      let build = rest[(plus + 1)...]
      guard Self.identifiers(build) != nil else { return nil }
      self.build = build
      rest = rest[..<plus]
    } else {
      build = nil
    }
    guard let tail = Self.tail(rest) else { return nil }
    self.numbers = numbers
    self.tail = tail
  }

  /// Takes the numbers that the text begins with, separated by single dots.
  static func takeNumbers(_ text: inout ArraySlice<UInt8>) -> [ArraySlice<UInt8>]? {
    var numbers: [ArraySlice<UInt8>] = []
    while true {
      let number = text.prefix(while: \.isDigit)
      guard !number.isEmpty else { return nil }
      numbers.append(number)
      text = text[number.endIndex...]
      guard text.first == ASCII.dot, text.dropFirst().first?.isDigit == true else { return numbers }
      text.removeFirst()
    }
  }

  /// The identifiers between dots, none of them empty; nil if a byte is not allowed.
  static func identifiers(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>]? {
    let parts = text.split(separator: ASCII.dot, omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isIdentifier) }) else { return nil }
    return parts
  }

  private static func tail(_ text: ArraySlice<UInt8>) -> VersionTail? {
    guard let first = text.first else { return .release }
    switch first {
    case ASCII.minus:
      return identifiers(text.dropFirst()).map { .prerelease($0) }
    case ASCII.dot:
      return stage(text.dropFirst()).map { .prerelease($0) }
    case ASCII.underscore:
      return stage(text.dropFirst(), afterUnderscore: true).map { .prerelease($0) }
    default:
      if let identifiers = stage(text) { return .prerelease(identifiers) }
      let isLetters = text.count <= 2 && text.allSatisfy(\.isLetter)
      return isLetters && !isStage(text) ? .letters(text) : nil
    }
  }

  /// The identifiers of `rc1`, `beta.2`, `RC1-fpm`: the word in lower case, its number apart.
  private static func stage(
    _ text: ArraySlice<UInt8>, afterUnderscore: Bool = false
  ) -> [ArraySlice<UInt8>]? {
    let word = text.prefix(while: \.isLetter)
    var rest = text[word.endIndex...]
    let number = rest.prefix(while: \.isDigit)
    rest = rest[number.endIndex...]
    let isNamed = isStage(word) || (!number.isEmpty && isStageLetter(word))
    guard isNamed else { return nil }
    // An underscore more often separates something else: `1.2.3_beta` stays outside.
    if afterUnderscore, number.isEmpty, word.lowercased != Array("rc".utf8) { return nil }
    var identifiers = [word.lowercased[...]]
    if !number.isEmpty { identifiers.append(number) }
    while let separator = rest.first {
      guard [ASCII.dot, ASCII.minus, ASCII.underscore].contains(separator) else { return nil }
      let part = rest.dropFirst().prefix { $0.isDigit || $0.isLetter }
      guard !part.isEmpty else { return nil }
      identifiers.append(part)
      rest = rest[part.endIndex...]
    }
    return identifiers
  }

  /// Whether the word names a stage before a release.
  static func isStage(_ word: ArraySlice<UInt8>) -> Bool { stages.contains(word.lowercased) }

  /// Whether the letter names a stage when a number follows it: `a1`, `b2`, `c1`, `m3`.
  private static func isStageLetter(_ word: ArraySlice<UInt8>) -> Bool {
    word.count == 1 && Array("abcm".utf8).contains(word[word.startIndex].lowercased)
  }

  private static let stages = Set(
    [
      "alpha", "beta", "canary", "cr", "dev", "milestone", "pre", "prerelease", "preview", "rc",
      "snapshot",
    ].map { Array($0.utf8) })
}
