/// Reads versions of the family of Semantic Versioning in one pass: writes the key, or tells the
/// first fault.
///
/// The strict form is the grammar of Semantic Versioning 2.0.0. The loose form reads every strict
/// version alike, and more:
///
///     version = ["v" | "V"] number {"." number} [tail] ["+" build]
///     tail    = "-" identifier {"." identifier}
///             | ["." | "_"] stage [number] {("." | "-" | "_") identifier}
///             | letter [letter]
///
/// Outside the strict form the word of a stage is lower-cased and stands apart from its number, so
/// that `.rc2` orders before `.rc10`, and `.beta2` and `.beta.2` are equal. After a hyphen the
/// rules of Semantic Versioning hold: `-rc10` orders before `-rc2`.
enum SemanticReader {
  typealias Mark = VersionKey.Mark

  /// Reads `X.Y.Z[-pre][+build]` from an offset to the end.
  static func readStrict(
    _ text: VersionBytes, from start: Int, into key: inout KeyBuffer
  ) throws(VersionFault) {
    key.append(Mark.semanticFamily)
    var i = start
    for index in 0..<3 {
      if index > 0 {
        if i == text.count { throw VersionFault(.tooFewNumbers, .number(index), at: i) }
        guard text[i] == ASCII.dot else {
          throw VersionFault(.missingNumber, .number(index), at: i)
        }
        i &+= 1
      }
      let end = text.endOfDigits(i)
      if end == i { throw VersionFault(.missingNumber, .number(index), at: i) }
      if end - i > 1, text[i] == ASCII.zero {
        throw VersionFault(.leadingZero, .number(index), i..<end)
      }
      key.append(number: i..<end, of: text)
      i = end
    }
    if i < text.count, text[i] == ASCII.minus {
      i = try readIdentifiers(text, from: i + 1, to: text.count, isStrict: true, into: &key)
      key.append(Mark.end)
    } else {
      key.append(Mark.release)
    }
    if i == text.count { return }
    if text[i] == ASCII.plus { return try checkBuild(text, from: i + 1) }
    if text[i] == ASCII.dot { throw VersionFault(.tooManyNumbers, .version, i..<text.count) }
    throw VersionFault(.unreadText, .version, i..<text.count)
  }

  /// Reads the loose form with at least so many numbers.
  static func readLoose(
    _ text: VersionBytes, minimumNumbers: Int, into key: inout KeyBuffer
  ) throws(VersionFault) {
    key.append(Mark.semanticFamily)
    let start = text.at(0).isVersionV ? 1 : 0
    let i = try readNumbers(text, from: start, minimum: minimumNumbers, into: &key)
    try readTail(text, from: i, into: &key)
  }

  /// Reads numbers between single dots and returns where they end.
  ///
  /// Missing ones are zero, zeros at the end beyond the third are left out.
  static func readNumbers(
    _ text: VersionBytes, from start: Int, minimum: Int, into key: inout KeyBuffer
  ) throws(VersionFault) -> Int {
    var (i, index, zeros) = (start, 0, 0)
    while true {
      let end = text.endOfDigits(i)
      if end == i { throw VersionFault(.missingNumber, .number(index), at: i) }
      if index < 3 {
        key.append(number: i..<end, of: text)
      } else if text.isZero(i..<end) {
        zeros += 1
      } else {
        append(zeros: zeros, to: &key)
        zeros = 0
        key.append(Mark.component)
        key.append(number: i..<end, of: text)
      }
      index += 1
      i = end
      guard text.at(i) == ASCII.dot, text.at(i + 1).isDigit else { break }
      i += 1
    }
    if index < minimum {
      let kind: VersionError.Code.Kind = i == text.count ? .tooFewNumbers : .missingNumber
      throw VersionFault(kind, .number(index), at: i)
    }
    while index < 3 {
      key.append(0)
      index += 1
    }
    return i
  }

  private static func append(zeros: Int, to key: inout KeyBuffer) {
    for _ in 0..<zeros {
      key.append(Mark.component)
      key.append(0)
    }
  }

  /// Reads what follows the numbers.
  static func readTail(
    _ text: VersionBytes, from start: Int, into key: inout KeyBuffer
  ) throws(VersionFault) {
    var end = start
    while end < text.count, text[end] != ASCII.plus { end += 1 }
    if end == start {
      key.append(Mark.release)
    } else if text[start] == ASCII.minus {
      _ = try readIdentifiers(text, from: start + 1, to: end, isStrict: false, into: &key)
      key.append(Mark.end)
    } else {
      try readStageOrLetters(text, start..<end, into: &key)
    }
    if end < text.count { try checkBuild(text, from: end + 1) }
  }

  /// Writes the identifiers of a prerelease and returns where they end.
  private static func readIdentifiers(
    _ text: VersionBytes, from start: Int, to end: Int, isStrict: Bool, into key: inout KeyBuffer
  ) throws(VersionFault) -> Int {
    var i = start
    while true {
      let first = i
      var isNumber = true
      while i < end, text[i].isIdentifier {
        if !text[i].isDigit { isNumber = false }
        i &+= 1
      }
      if i == first {
        if i == end || text[i] == ASCII.dot || text[i] == ASCII.plus {
          throw VersionFault(.emptyIdentifier, .prerelease, at: i)
        }
        throw VersionFault(.forbiddenByte, .prerelease, i..<i + 1)
      }
      if isStrict, isNumber, i - first > 1, text[first] == ASCII.zero {
        throw VersionFault(.leadingZero, .prerelease, first..<i)
      }
      append(identifier: first..<i, isNumber: isNumber, of: text, to: &key)
      if i == end || text[i] == ASCII.plus { return i }
      guard text[i] == ASCII.dot else {
        throw VersionFault(.forbiddenByte, .prerelease, i..<i + 1)
      }
      i += 1
    }
  }

  private static func append(
    identifier range: Range<Int>, isNumber: Bool, of text: VersionBytes, to key: inout KeyBuffer
  ) {
    if isNumber {
      key.append(Mark.numericIdentifier)
      key.append(number: range, of: text)
    } else {
      key.append(Mark.textIdentifier)
      key.append(text, range)
      key.append(Mark.end)
    }
  }

  private static func checkBuild(_ text: VersionBytes, from start: Int) throws(VersionFault) {
    var isEmpty = true
    for i in start..<text.count {
      if text[i] == ASCII.dot {
        if isEmpty { throw VersionFault(.emptyIdentifier, .build, at: i) }
        isEmpty = true
      } else if text[i].isIdentifier {
        isEmpty = false
      } else {
        throw VersionFault(.forbiddenByte, .build, i..<i + 1)
      }
    }
    if isEmpty { throw VersionFault(.emptyIdentifier, .build, at: text.count) }
  }
}

extension SemanticReader {
  /// Reads `rc1`, `.beta.2`, `_RC1-fpm`, or one or two letters as in `1.0.0a`.
  private static func readStageOrLetters(
    _ text: VersionBytes, _ range: Range<Int>, into key: inout KeyBuffer
  ) throws(VersionFault) {
    let separator = text[range.lowerBound]
    let isSeparated = separator == ASCII.dot || separator == ASCII.underscore
    let start = range.lowerBound + (isSeparated ? 1 : 0)
    let mark = key.count
    if let end = readStage(
      text, start..<range.upperBound, afterUnderscore: separator == ASCII.underscore, into: &key)
    {
      if end == range.upperBound { return }
    }
    key.truncate(to: mark)
    let isLetters =
      !isSeparated && range.count <= 2 && range.allSatisfy { text[$0].isLetter }
      && !StageWords.isStage(text, range)
    guard isLetters else { throw VersionFault(.unreadText, .version, range) }
    key.append(Mark.letters)
    key.append(text, range)
    key.append(Mark.end)
  }

  /// Writes the identifiers of a stage, its word in lower case, its number apart; returns where it
  /// ends, nil if it is no stage.
  private static func readStage(
    _ text: VersionBytes, _ range: Range<Int>, afterUnderscore: Bool, into key: inout KeyBuffer
  ) -> Int? {
    let start = range.lowerBound
    let word = start..<text.endOfLetters(start)
    var i = text.endOfDigits(word.upperBound)
    let number = word.upperBound..<i
    guard
      StageWords.isStage(text, word) || !number.isEmpty && StageWords.isStageLetter(text, word)
    else { return nil }
    // An underscore more often separates something else: `1.2.3_beta` stays outside.
    if afterUnderscore, number.isEmpty, !(word.count == 2 && text.hasWord("rc", at: start)) {
      return nil
    }
    key.append(Mark.textIdentifier)
    for j in word { key.append(text[j].lowercased) }
    key.append(Mark.end)
    if !number.isEmpty { append(identifier: number, isNumber: true, of: text, to: &key) }
    while i < range.upperBound {
      let isSeparator =
        text[i] == ASCII.dot || text[i] == ASCII.minus || text[i] == ASCII.underscore
      let first = i + 1
      i = first
      while i < range.upperBound, text[i].isDigit || text[i].isLetter { i += 1 }
      guard isSeparator, i > first else { return nil }
      append(identifier: first..<i, isNumber: text.areDigits(first..<i), of: text, to: &key)
    }
    key.append(Mark.end)
    return i
  }
}

/// The words that name a stage before a release.
enum StageWords {
  /// Whether the letters are such a word, in any case.
  static func isStage(_ text: VersionBytes, _ range: Range<Int>) -> Bool {
    guard (2...10).contains(range.count), let code = code(text, range) else { return false }
    return codes.contains(code)
  }

  /// Whether the letter names a stage when a number follows it: `a1`, `b2`, `c1`, `m3`.
  static func isStageLetter(_ text: VersionBytes, _ range: Range<Int>) -> Bool {
    guard range.count == 1 else { return false }
    let letter = text[range.lowerBound].lowercased
    return letter == UInt8(ascii: "m") || letter &- UInt8(ascii: "a") < 3
  }

  /// At most twelve letters in five bits each, in either case; nil for other bytes.
  private static func code(_ text: VersionBytes, _ range: Range<Int>) -> UInt64? {
    var code: UInt64 = 0
    for i in range {
      guard text[i].isLetter else { return nil }
      code = code << 5 | UInt64(text[i] & 0x1F)
    }
    return code
  }

  private static let codes: [UInt64] = [
    "alpha", "beta", "canary", "cr", "dev", "milestone", "pre", "prerelease", "preview", "rc",
    "snapshot",
  ].map { word in word.utf8.reduce(0) { $0 << 5 | UInt64($1 & 0x1F) } }
}
