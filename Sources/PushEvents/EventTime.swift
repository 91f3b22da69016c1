internal import StrictJSON

/// The times in announcements, in microseconds since 1970 UTC.
enum EventTime {
  /// No registry is older; senders write the year 1 for times that they do not know.
  private static let earliest: Int64 = 631_152_000_000_000  // 1990-01-01
  private static let latest: Int64 = 253_402_300_799_999_999  // the end of the year 9999

  /// Returns the time that a text in the form of RFC 3339 or a number of seconds (or milliseconds)
  /// since 1970 tells.
  ///
  /// Null for anything else, and for times before 1990.
  static func microseconds(_ value: JSONValue) -> Int64? {
    let time: Int64?
    switch value.kind {
    case .string: time = value.text.flatMap(parse)
    case .integer: time = value.integer.flatMap(microseconds)
    case .real: time = value.real.flatMap { Int64(exactly: ($0 * 1_000_000).rounded()) }
    default: time = nil
    }
    return time.flatMap { (earliest...latest).contains($0) ? $0 : nil }
  }

  /// Returns the time that a number of seconds tells; one so large that it cannot mean seconds is
  /// read as milliseconds.
  private static func microseconds(_ number: Int64) -> Int64? {
    let isMilliseconds = (100_000_000_000..<100_000_000_000_000).contains(number)
    let product = number.multipliedReportingOverflow(by: isMilliseconds ? 1_000 : 1_000_000)
    return product.overflow ? nil : product.partialValue
  }

  /// Returns the time that a text tells in the form of RFC 3339, or null.
  ///
  /// The zone may lack its colon, as some senders write it. What is smaller than a microsecond is
  /// cut off. A leap second is the first second of the next minute.
  static func parse(_ text: UnsafeRawBufferPointer) -> Int64? {
    var cursor = Cursor(text: text)
    guard let year = cursor.number(4), cursor.skip("-"), let month = cursor.number(2),
      cursor.skip("-"), let day = cursor.number(2),
      cursor.skip("T") || cursor.skip("t") || cursor.skip(" "),
      let hour = cursor.number(2), cursor.skip(":"), let minute = cursor.number(2),
      cursor.skip(":"), let second = cursor.number(2)
    else { return nil }
    guard (1...12).contains(month), day >= 1, day <= days(inMonth: month, of: year), hour < 24,
      minute < 60, second <= 60
    else { return nil }
    guard let fraction = cursor.fraction(), let zone = cursor.zone(), cursor.isAtEnd else {
      return nil
    }
    let minutes = (days(until: year, month, day) * 24 + hour) * 60 + minute - zone
    return (minutes * 60 + second) * 1_000_000 + fraction
  }

  private static func days(inMonth month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Returns the days since 1970-01-01, by the era method of Howard Hinnant,
  /// "chrono-Compatible Low-Level Date Algorithms", for years from 0 on.
  private static func days(until year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let shifted = month <= 2 ? year + 399 : year + 400
    let (era, yearOfEra) = (shifted / 400, shifted % 400)
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return (era - 1) * 146_097 + dayOfEra - 719_468
  }

  /// Reads the parts of a time in turn.
  private struct Cursor {
    let text: UnsafeRawBufferPointer
    var position = 0

    var isAtEnd: Bool { position == text.count }

    /// Returns the number that exactly so many digits spell.
    mutating func number(_ count: Int) -> Int64? {
      guard position + count <= text.count else { return nil }
      var number: Int64 = 0
      for offset in position..<position + count {
        let digit = text[offset] &- UInt8(ascii: "0")
        guard digit < 10 else { return nil }
        number = number * 10 + Int64(digit)
      }
      position += count
      return number
    }

    mutating func skip(_ letter: Unicode.Scalar) -> Bool {
      guard position < text.count, text[position] == UInt8(ascii: letter) else { return false }
      position += 1
      return true
    }

    /// Returns the microseconds of a fraction, 0 if there is none.
    mutating func fraction() -> Int64? {
      guard skip(".") || skip(",") else { return 0 }
      let start = position
      var number: Int64 = 0
      while position < text.count, text[position] &- UInt8(ascii: "0") < 10 {
        if position - start < 6 { number = number * 10 + Int64(text[position] - UInt8(ascii: "0")) }
        position += 1
      }
      guard position > start else { return nil }
      for _ in min(6, position - start)..<6 { number *= 10 }
      return number
    }

    /// Returns the minutes by which a zone is ahead of UTC.
    mutating func zone() -> Int64? {
      if skip("Z") || skip("z") { return 0 }
      let isAhead = skip("+")
      guard isAhead || skip("-"), let hours = number(2) else { return nil }
      _ = skip(":")
      guard let minutes = number(2), hours < 24, minutes < 60 else { return nil }
      return (isAhead ? 1 : -1) * (hours * 60 + minutes)
    }
  }
}
