/// Reads dates in the styles that changelogs are written in.
enum DateReader {
  /// A date and where it ends.
  struct Found {
    var date: ChangelogDate
    var end: Int
    /// Whether day and month could as well be the other way round.
    var isAmbiguous = false
  }

  /// Returns the date that the bytes begin with, or null.
  static func read(_ bytes: ArraySlice<UInt8>) -> Found? {
    guard let first = bytes.first else { return nil }
    var cursor = DateCursor(bytes)
    let found: Found?
    if first.isDigit {
      found = numeric(&cursor) ?? dayFirst(bytes)
    } else if first.isLetter {
      found = named(bytes)
    } else {
      return nil
    }
    guard let found, found.end == bytes.endIndex || !bytes[found.end].isLetterOrDigit else {
      return nil
    }
    return found
  }

  /// Returns the date that the bytes are as a whole, or null.
  static func readWhole(_ bytes: ArraySlice<UInt8>) -> Found? {
    let bytes = bytes.trimmed
    guard let found = read(bytes), found.end == bytes.endIndex else { return nil }
    return found
  }

  // MARK: Digits first

  /// Reads `2021-01-20`, `2021/1/20`, `2021.01.20`, `20210120`, `2021年1月20日`, with a time of day
  /// behind them, and `20.01.2021`, `20/01/2021`.
  private static func numeric(_ cursor: inout DateCursor) -> Found? {
    let start = cursor.place
    guard let (first, digits) = cursor.number(maximum: 8) else { return nil }
    if digits == 8 {
      return found(cursor, start, first / 10_000, first / 100 % 100, first % 100)
    }
    guard let separator = cursor.separator() else { return nil }
    if digits == 4 { return yearFirst(&cursor, start, first, separator) }
    guard digits <= 2, separator != 0, let (second, count) = cursor.number(maximum: 2), count <= 2,
      cursor.take(separator), let (year, yearDigits) = cursor.number(maximum: 4), yearDigits == 4
    else { return nil }
    if separator == .dot || first > 12 { return found(cursor, start, year, second, first) }
    if second > 12 { return found(cursor, start, year, first, second) }
    var result = found(cursor, start, year, second, first)
    result?.isAmbiguous = first != second
    return result
  }

  private static func yearFirst(
    _ cursor: inout DateCursor, _ start: Int, _ year: Int, _ separator: UInt8
  ) -> Found? {
    if let (month, _) = cursor.monthName() {
      guard cursor.take(separator), let (day, _) = cursor.number(maximum: 2) else { return nil }
      return found(cursor, start, year, month, day)
    }
    guard let (month, _) = cursor.number(maximum: 2) else { return nil }
    let place = cursor.place
    guard separator == 0 ? cursor.take(ideograph: "月") : cursor.take(separator),
      let (day, _) = cursor.number(maximum: 2)
    else {
      cursor.place = place
      // `2021.01` is a version rather than a month.
      return separator == .hyphen || separator == .slash
        ? found(cursor, start, year, month, nil) : nil
    }
    if separator == 0, !cursor.take(ideograph: "日") { return nil }
    return found(cursor, start, year, month, day)
  }

  /// Reads `20 January 2021`, `20th Jan. 2021`, `20-Jan-2021`.
  private static func dayFirst(_ bytes: ArraySlice<UInt8>) -> Found? {
    var cursor = DateCursor(bytes)
    guard let (day, digits) = cursor.number(maximum: 2), digits <= 2 else { return nil }
    cursor.skipOrdinal()
    cursor.skipGap()
    guard let (month, _) = cursor.monthName() else { return nil }
    cursor.skipGap()
    guard let (year, count) = cursor.number(maximum: 4), count == 4 else { return nil }
    return found(cursor, bytes.startIndex, year, month, day)
  }

  // MARK: Letters first

  /// Reads `January 20, 2021`, `January 2021`, `Mon, 20 Jan 2021 10:00:00 +0100`, and
  /// `Mon Jan 20 10:00:00 CET 2021`.
  private static func named(_ bytes: ArraySlice<UInt8>) -> Found? {
    var cursor = DateCursor(bytes)
    if cursor.skipWeekday() {
      guard cursor.place < bytes.endIndex, var inner = read(bytes[cursor.place...]) else {
        return nil
      }
      inner.date.text = bytes[..<inner.end].text
      return inner
    }
    guard let (month, _) = cursor.monthName() else { return nil }
    cursor.skipGap()
    let start = bytes.startIndex
    guard let (number, digits) = cursor.number(maximum: 4) else { return nil }
    if digits == 4 { return found(cursor, start, number, month, nil) }
    guard digits <= 2 else { return nil }
    cursor.skipOrdinal()
    cursor.skipGap()
    let clockStart = cursor.place
    if let clock = cursor.clock() {
      // What date(1) prints: the year stands behind the zone.
      cursor.skipBlanks()
      let zone = cursor.zone()
      cursor.skipGap()
      guard let (year, count) = cursor.number(maximum: 4), count == 4 else { return nil }
      return found(cursor, start, year, month, number, clock: clock, zone: zone)
    }
    cursor.place = clockStart
    guard let (year, count) = cursor.number(maximum: 4), count == 4 else { return nil }
    return found(cursor, start, year, month, number)
  }

  // MARK: Results

  /// Checks a date, and reads a time of day behind it.
  private static func found(
    _ cursor: DateCursor, _ start: Int, _ year: Int, _ month: Int, _ day: Int?,
    clock: Int? = nil, zone: Int? = nil
  ) -> Found? {
    guard (1_970...9_999).contains(year) || (1_900..<1_970).contains(year) && day != nil,
      (1...12).contains(month),
      day.map({ $0 >= 1 && $0 <= Calendar.days(in: month, of: year) })
        ?? true
    else { return nil }
    var cursor = cursor
    var (clock, zone) = (clock, zone)
    var end = cursor.place
    if day != nil, clock == nil, cursor.skipTimeMark(), let read = cursor.clock() {
      clock = read
      end = cursor.place
      cursor.skipBlanks()
      zone = cursor.zone()
      if zone != nil { end = cursor.place }
    }
    var date = ChangelogDate(
      text: cursor.bytes[start..<end].text, year: year, month: month, day: day)
    if let day, let clock, let zone {
      let days = Calendar.days(to: year, month, day)
      date.instant = (Int64(days) * 86_400 - Int64(zone)) * 1_000_000 + Int64(clock)
    }
    return Found(date: date, end: end)
  }
}

/// The Gregorian calendar.
enum Calendar {
  static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Returns the days since 1970-01-01, by the era method of Howard Hinnant, "chrono-Compatible
  /// Low-Level Date Algorithms", for years from 0 on.
  static func days(to year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month <= 2 ? year + 399 : year + 400
    let (era, yearOfEra) = (shifted / 400, shifted % 400)
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return (era - 1) * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
      - 719_468
  }

  /// Returns the day of the week, 0 for Monday.
  static func weekday(of year: Int, _ month: Int, _ day: Int) -> Int {
    ((days(to: year, month, day) + 3) % 7 + 7) % 7
  }
}
