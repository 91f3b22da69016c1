/// Reads calendar versions (https://calver.org) into keys of the family of Semantic Versioning.
///
///     version = ["v" | "V"] segment {"." segment} [tail] ["+" build]
///             | ["v" | "V"] year "-" month "-" day
///
/// Segments are numbers of any length, one or more, and compare as numbers: `2024.2.1` and
/// `2024.02.1` are equal, missing segments are zero. A first segment of 8, 12 or 14 digits that
/// begins with a date counts as year, month, day and time, so that `20250405` equals `2025.04.05`.
/// Modifiers are the tails of the loose form: `2024.1.1-rc1`, `24.04b2`. Whether the first segment
/// is a year is not asked: a declared scheme may begin with a number of another kind.
enum CalendarReader {
  static func read(_ text: VersionBytes, into key: inout KeyBuffer) throws(VersionFault) {
    key.append(VersionKey.Mark.semanticFamily)
    let start = text.at(0).isVersionV ? 1 : 0
    let end = text.endOfDigits(start)
    if let segments = dashedDate(text, from: start) {
      for segment in segments { key.append(number: segment, of: text) }
      key.append(VersionKey.Mark.release)
      return
    }
    guard isCompactDate(text, start..<end) else {
      let i = try SemanticReader.readNumbers(text, from: start, minimum: 1, into: &key)
      return try SemanticReader.readTail(text, from: i, into: &key)
    }
    key.append(number: start..<start + 4, of: text)
    key.append(number: start + 4..<start + 6, of: text)
    key.append(number: start + 6..<start + 8, of: text)
    let i = appendFurther(text, from: start + 8, timeEnd: end, into: &key)
    try SemanticReader.readTail(text, from: i, into: &key)
  }

  /// Writes the time of a compact date and the segments after it; returns where they end.
  private static func appendFurther(
    _ text: VersionBytes, from start: Int, timeEnd: Int, into key: inout KeyBuffer
  ) -> Int {
    var (i, end, zeros) = (start, timeEnd, 0)
    while true {
      if i < end, text.isZero(i..<end) {
        zeros += 1
      } else if i < end {
        for _ in 0..<zeros {
          key.append(VersionKey.Mark.component)
          key.append(0)
        }
        zeros = 0
        key.append(VersionKey.Mark.component)
        key.append(number: i..<end, of: text)
      }
      guard text.at(end) == ASCII.dot, text.at(end + 1).isDigit else { return end }
      i = end + 1
      end = text.endOfDigits(i)
    }
  }

  /// The three parts of `2016-07-28`.
  private static func dashedDate(_ text: VersionBytes, from start: Int) -> [Range<Int>]? {
    var parts: [Range<Int>] = []
    var i = start
    guard text.endOfDigits(start) == start + 4, text.at(start + 4) == ASCII.minus else {
      return nil
    }
    while true {
      let end = text.endOfDigits(i)
      parts.append(i..<end)
      if end == text.count { break }
      guard text[end] == ASCII.minus, parts.count < 3 else { return nil }
      i = end + 1
    }
    guard parts.count == 3, isYear(text, parts[0]), isIn(1...12, text, parts[1]),
      isIn(1...31, text, parts[2])
    else { return nil }
    return parts
  }

  private static func isCompactDate(_ text: VersionBytes, _ digits: Range<Int>) -> Bool {
    guard digits.count == 8 || digits.count == 12 || digits.count == 14 else { return false }
    let start = digits.lowerBound
    return isYear(text, start..<start + 4) && isIn(1...12, text, start + 4..<start + 6)
      && isIn(1...31, text, start + 6..<start + 8)
  }

  private static func isYear(_ text: VersionBytes, _ digits: Range<Int>) -> Bool {
    digits.count == 4 && (1990...2099).contains(value(text, digits))
  }

  private static func isIn(
    _ values: ClosedRange<Int>, _ text: VersionBytes, _ digits: Range<Int>
  ) -> Bool {
    (1...2).contains(digits.count) && values.contains(value(text, digits))
  }

  private static func value(_ text: VersionBytes, _ digits: Range<Int>) -> Int {
    digits.reduce(0) { $0 * 10 + Int(text[$1] &- ASCII.zero) }
  }
}
