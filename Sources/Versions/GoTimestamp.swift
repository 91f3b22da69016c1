/// A time as pseudo-versions write it: fourteen digits, in UTC and to the second.
public struct GoTimestamp: Hashable, Sendable {
  /// The year, 0 to 9999.
  public let year: Int
  /// The month, 1 to 12.
  public let month: Int
  /// The day of the month, from 1.
  public let day: Int
  /// The hour, 0 to 23.
  public let hour: Int
  /// The minute, 0 to 59.
  public let minute: Int
  /// The second, 0 to 59.
  public let second: Int

  /// Reads fourteen digits, `20060102150405`; nil for other texts and for times that do not exist.
  public init?(_ text: String) {
    let digits = Array(text.utf8)
    guard digits.count == 14, digits.isAllDigits else { return nil }
    let fields = [0..<4, 4..<6, 6..<8, 8..<10, 10..<12, 12..<14].compactMap {
      digits[$0].smallNumber
    }
    guard fields.count == 6, (1...12).contains(fields[1]), fields[2] >= 1,
      fields[2] <= Self.days(inMonth: fields[1], of: fields[0]),
      fields[3] < 24, fields[4] < 60, fields[5] < 60
    else { return nil }
    (year, month, day) = (fields[0], fields[1], fields[2])
    (hour, minute, second) = (fields[3], fields[4], fields[5])
  }

  /// Creates the time so many seconds after 1970-01-01 in UTC; nil outside the years 0 to 9999.
  public init?(unixSeconds: Int64) {
    guard Self.unixRange.contains(unixSeconds) else { return nil }
    // Counting from the first of January of the year 0 keeps every division above zero.
    let seconds = Int(unixSeconds - Self.unixRange.lowerBound)
    var days = seconds / 86_400
    var year = days / 366
    while Self.daysBefore(year: year + 1) <= days { year += 1 }
    days -= Self.daysBefore(year: year)
    var month = 1
    while days >= Self.days(inMonth: month, of: year) {
      days -= Self.days(inMonth: month, of: year)
      month += 1
    }
    (self.year, self.month, day) = (year, month, days + 1)
    (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60)
  }

  /// Seconds since 1970-01-01 in UTC, without leap seconds.
  public var unixSeconds: Int64 {
    let daysBeforeMonth = (1..<month).reduce(0) { $0 + Self.days(inMonth: $1, of: year) }
    let days = Self.daysBefore(year: year) + daysBeforeMonth + day - 1
    return Self.unixRange.lowerBound + Int64(days * 86_400 + hour * 3_600 + minute * 60 + second)
  }

  /// The fourteen digits.
  public var text: String {
    [(year, 4), (month, 2), (day, 2), (hour, 2), (minute, 2), (second, 2)]
      .map { value, width in
        let digits = String(value)
        return String(repeating: "0", count: width - digits.utf8.count) + digits
      }
      .joined()
  }

  /// 0000-01-01 00:00:00 to 9999-12-31 23:59:59 of the proleptic Gregorian calendar.
  private static let unixRange: ClosedRange<Int64> = -62_167_219_200...253_402_300_799

  /// Days from the first of January of the year 0 to that of a year.
  private static func daysBefore(year: Int) -> Int {
    guard year > 0 else { return 0 }
    let last = year - 1
    // The year 0 is a leap year, and `last` counts those after it.
    return year * 365 + last / 4 - last / 100 + last / 400 + 1
  }

  private static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }
}
