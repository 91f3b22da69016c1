/// A month of the Gregorian calendar in UTC, which can be counted on and off.
struct CalendarMonth: Hashable, Comparable {
  /// Months since January of the year 0.
  var index: Int

  init(index: Int) {
    self.index = index
  }

  /// The month in which a time lies, given in microseconds since 1970 UTC.
  init(at microseconds: Int64) {
    let day = floorDivide(microseconds, 86_400_000_000).quotient
    let date = civilDate(daysSince1970: day)
    index = Int(date.year) * 12 + Int(date.month) - 1
  }

  static func < (left: CalendarMonth, right: CalendarMonth) -> Bool { left.index < right.index }

  var year: Int { index / 12 }
  /// From 1 to 12.
  var month: Int { index % 12 + 1 }

  /// When the month begins, in microseconds since 1970 UTC.
  ///
  /// Counts days as Howard Hinnant's `days_from_civil` does: years begin in March.
  var start: Int64 {
    let year = Int64(month <= 2 ? self.year - 1 : self.year)
    let era = floorDivide(year, 400)
    let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5)
    let dayOfEra = era.remainder * 365 + era.remainder / 4 - era.remainder / 100 + dayOfYear
    return (era.quotient * 146_097 + dayOfEra - 719_468) * 86_400_000_000
  }

  /// Such as `2024-03`.
  var text: String {
    let digits = String(year)
    return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
      + (month < 10 ? "-0\(month)" : "-\(month)")
  }
}
