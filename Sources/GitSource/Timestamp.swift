/// Reads times as logs have them.
enum Timestamp {
  /// Returns the microseconds since 1970 UTC of a number of seconds, or of a time as RFC 3339 writes
  /// it (`2024-03-06T12:00:00.5Z`, `2024-03-06 13:00:00+01:00`); null for anything else.
  static func microseconds(_ text: ArraySlice<UInt8>) -> Int64? {
    let isNumber = text.allSatisfy { digit($0) != nil }
    if isNumber, !text.isEmpty, text.count <= 12 {
      return text.reduce(Int64(0)) { $0 * 10 + (digit($1) ?? 0) } * 1_000_000
    }
    return rfc3339(text)
  }

  private static func rfc3339(_ text: ArraySlice<UInt8>) -> Int64? {
    var rest = text
    guard let year = number(&rest, digits: 4), skip(&rest, "-"),
      let month = number(&rest, digits: 2), skip(&rest, "-"),
      let day = number(&rest, digits: 2), skip(&rest, "T") || skip(&rest, "t") || skip(&rest, " "),
      let hour = number(&rest, digits: 2), skip(&rest, ":"),
      let minute = number(&rest, digits: 2), skip(&rest, ":"),
      let second = number(&rest, digits: 2), year > 0,
      1...12 ~= month, 1...daysOfMonth(year, month) ~= day, hour < 24, minute < 60, second <= 60
    else { return nil }
    var micros: Int64 = 0
    if skip(&rest, ".") {
      let fraction = rest.prefix { digit($0) != nil }
      guard !fraction.isEmpty else { return nil }
      rest = rest.dropFirst(fraction.count)
      for index in 0..<6 {
        let byte = fraction.dropFirst(index).first.flatMap { digit($0) } ?? 0
        micros = micros * 10 + byte
      }
    }
    guard let offset = offset(&rest), rest.isEmpty else { return nil }
    let seconds = days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second - offset
    return seconds * 1_000_000 + micros
  }

  /// Returns the seconds east of UTC.
  private static func offset(_ rest: inout ArraySlice<UInt8>) -> Int64? {
    if skip(&rest, "Z") || skip(&rest, "z") { return 0 }
    let sign: Int64
    if skip(&rest, "+") { sign = 1 } else if skip(&rest, "-") { sign = -1 } else { return nil }
    guard let hours = number(&rest, digits: 2), skip(&rest, ":"),
      let minutes = number(&rest, digits: 2), hours < 24, minutes < 60
    else { return nil }
    return sign * (hours * 3_600 + minutes * 60)
  }

  /// Returns the days since 1970-01-01 in the Gregorian calendar, whose 400 years have 146,097 days.
  private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    // The year begins in March, so that the leap day is its last.
    let shifted = month > 2 ? year : year - 1
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let leapDays = shifted / 4 - shifted / 100 + shifted / 400
    return shifted * 365 + leapDays + dayOfYear - 719_468
  }

  private static func daysOfMonth(_ year: Int64, _ month: Int64) -> Int64 {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func number(_ rest: inout ArraySlice<UInt8>, digits count: Int) -> Int64? {
    let digits = rest.prefix(count).compactMap { digit($0) }
    guard digits.count == count else { return nil }
    rest = rest.dropFirst(count)
    return digits.reduce(0) { $0 * 10 + $1 }
  }

  private static func skip(_ rest: inout ArraySlice<UInt8>, _ mark: Unicode.Scalar) -> Bool {
    guard let byte = rest.first, UInt32(byte) == mark.value else { return false }
    rest = rest.dropFirst()
    return true
  }

  private static func digit(_ byte: UInt8) -> Int64? {
    let value = byte &- UInt8(ascii: "0")
    return value < 10 ? Int64(value) : nil
  }
}
