/// Times that sources write as text.
public enum Timestamp {
  /// Returns the microseconds since 1970 UTC that an RFC 3339 time names, or null if it names none.
  ///
  /// Digits behind the microseconds are dropped. A leap second counts as the second after it.
  ///
  /// ```swift
  /// Timestamp.microseconds(rfc3339: "1970-01-01T01:00:00.25+01:00")  // 250000
  /// ```
  public static func microseconds(rfc3339 text: String) -> Int64? {
    var reader = DigitReader(rest: text.utf8.prefix(64))
    guard let year = reader.number(4), reader.take("-"), let month = reader.number(2),
      reader.take("-"), let day = reader.number(2), reader.take("T") || reader.take("t"),
      let hour = reader.number(2), reader.take(":"), let minute = reader.number(2),
      reader.take(":"), let second = reader.number(2), let fraction = reader.fraction(),
      let offset = reader.offset(), reader.rest.isEmpty,
      (1...12).contains(month), day >= 1, day <= days(in: month, of: year),
      hour < 24, minute < 60, second <= 60
    else { return nil }
    let seconds = days(to: year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second
    return (seconds - offset * 60) * 1_000_000 + fraction
  }

  private static func days(in month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Returns the days from 1970-01-01 to a date of the Gregorian calendar, as Howard Hinnant counts
  /// them in `chrono-Compatible Low-Level Date Algorithms`: years begin in March.
  private static func days(to year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}

/// Takes apart what a time is written with.
private struct DigitReader {
  var rest: Substring.UTF8View

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let first = rest.first, UInt32(first) == character.value else { return false }
    rest.removeFirst()
    return true
  }

  mutating func number(_ digits: Int) -> Int64? {
    let start = rest.prefix(digits)
    guard start.count == digits, start.allSatisfy(Self.isDigit) else { return nil }
    rest.removeFirst(digits)
    return start.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
  }

  /// Returns the microseconds of a fraction, 0 if there is none.
  mutating func fraction() -> Int64? {
    guard take(".") else { return 0 }
    let digits = rest.prefix(while: Self.isDigit)
    guard !digits.isEmpty else { return nil }
    rest = rest[digits.endIndex...]
    var value: Int64 = 0
    var unit: Int64 = 100_000
    for digit in digits.prefix(6) {
      value += Int64(digit - UInt8(ascii: "0")) * unit
      unit /= 10
    }
    return value
  }

  /// Returns the minutes that the written time is ahead of UTC.
  mutating func offset() -> Int64? {
    if take("Z") || take("z") { return 0 }
    let isAhead = take("+")
    guard isAhead || take("-"), let hours = number(2), take(":"), let minutes = number(2),
      hours < 24, minutes < 60
    else { return nil }
    return (isAhead ? 1 : -1) * (hours * 60 + minutes)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }
}
