/// A day of the proleptic Gregorian calendar, and a time in it, for times in microseconds UTC.
///
/// Days are counted by the era method of Howard Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms": <https://howardhinnant.github.io/date_algorithms.html>.
package struct CivilTime {
  package var year: Int64
  package var month: Int64
  package var day: Int64
  /// Days since 1970-01-01.
  package let dayNumber: Int64
  /// Microseconds since midnight.
  package let microsecond: Int64

  package init(_ time: Int64) {
    let perDay: Int64 = 86_400_000_000
    let (days, rest) = time.quotientAndRemainder(dividingBy: perDay)
    self.init(day: rest < 0 ? days - 1 : days, microsecond: rest < 0 ? rest + perDay : rest)
  }

  private init(day dayNumber: Int64, microsecond: Int64) {
    self.dayNumber = dayNumber
    self.microsecond = microsecond
    let shifted = dayNumber + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// `2025-03-17`.
  package var date: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }

  /// `2025-03`.
  package var yearAndMonth: String { "\(padded(year, 4))-\(padded(month, 2))" }

  /// `2025-W12`: the week of ISO 8601, which begins on Monday and belongs to the year of its
  /// Thursday.
  package var week: String {
    let weekday = (dayNumber % 7 + 10) % 7  // Monday 0; 1970-01-01 was a Thursday
    let thursday = CivilTime(day: dayNumber - weekday + 3, microsecond: 0)
    let firstOfYear = thursday.dayNumber - thursday.dayOfYear
    return "\(padded(thursday.year, 4))-W\(padded((thursday.dayNumber - firstOfYear) / 7 + 1, 2))"
  }

  /// `2025-03-17T17:17:29Z`, with a fraction only if there is one (RFC 3339).
  package var timestamp: String {
    let second = microsecond / 1_000_000
    let clock =
      "\(padded(second / 3_600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
    let fraction = microsecond % 1_000_000
    return "\(date)T\(clock)\(fraction == 0 ? "" : "." + padded(fraction, 6))Z"
  }

  /// Days since the first of January.
  private var dayOfYear: Int64 {
    let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
    let before: [Int64] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
    return before[Int(month) - 1] + day - 1 + (isLeap && month > 2 ? 1 : 0)
  }

  private func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value.magnitude)
    let zeros = String(repeating: "0", count: max(0, width - digits.utf8.count))
    return (value < 0 ? "-" : "") + zeros + digits
  }
}
