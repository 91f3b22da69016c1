// Points in time: `YYYY-MM-DD[THH:MM[:SS[.fff]][Z or +-HH:MM]]`, UTC when no zone is given.
extension Lexer {
  /// Returns the time that starts at four digits and a `-`, or nil when the text is no date.
  func time(at start: Int) -> Token? {
    guard (0..<4).allSatisfy({ ASCII.isDigit(byte(start + $0)) }),
      byte(start + 4) == UInt8(ascii: "-"), ASCII.isDigit(byte(start + 5))
    else { return nil }
    let end = literalRunEnd(from: start, also: UInt8(ascii: ":"))
    let span = SourceSpan(start, end)
    let text = text(span)
    if end == start + 10, byte(end) == 0x20, ASCII.isDigit(byte(end + 1)),
      ASCII.isDigit(byte(end + 2)), byte(end + 3) == UInt8(ascii: ":")
    {
      let clockEnd = literalRunEnd(from: end + 1, also: UInt8(ascii: ":"))
      let whole = SourceSpan(start, clockEnd)
      let clock = self.text(SourceSpan(end + 1, clockEnd))
      return invalid(ParseDiagnostics.timeWithSpace(text, clock, whole))
    }
    switch TimeText.microseconds(Array(bytes[start..<end])) {
    case .success(let time): return Token(kind: .time(time), span: span)
    case .failure(let reason):
      return invalid(ParseDiagnostics.malformedTime(text, reason: reason.text, span))
    }
  }
}

/// The text form of points in time.
enum TimeText {
  /// Why a text is not a time.
  struct Reason: Error, Hashable {
    var text: String

    init(_ text: String) {
      self.text = text
    }
  }

  /// Returns the microseconds since 1970 UTC that a text names.
  static func microseconds(_ bytes: [UInt8]) -> Result<Int64, Reason> {
    do throws(Reason) {
      return .success(try parse(bytes))
    } catch {
      return .failure(error)
    }
  }

  private static func parse(_ bytes: [UInt8]) throws(Reason) -> Int64 {
    var cursor = Cursor(bytes: bytes)
    let year = try cursor.digits(4, "the year needs four digits")
    try cursor.expect("-", "a date is YYYY-MM-DD")
    let month = try cursor.digits(2, "the month needs two digits")
    try cursor.expect("-", "a date is YYYY-MM-DD")
    let day = try cursor.digits(2, "the day needs two digits")
    guard (1...12).contains(month) else { throw Reason("there is no month \(month)") }
    guard day >= 1, day <= days(inMonth: month, year: year) else {
      throw Reason("the month has no day \(day)")
    }
    var seconds = daysSince1970(year: year, month: month, day: day) * 86_400
    var micros: Int64 = 0
    if !cursor.isAtEnd {
      try cursor.expect("T", "an upper-case T stands between date and time of day")
      let clock = try clock(&cursor)
      seconds += clock.seconds
      micros = clock.micros
    }
    return seconds * 1_000_000 + micros
  }

  private static func clock(
    _ cursor: inout Cursor
  ) throws(Reason) -> (seconds: Int64, micros: Int64) {
    let hour = try cursor.digits(2, "the hour needs two digits")
    try cursor.expect(":", "a time of day is HH:MM")
    let minute = try cursor.digits(2, "the minute needs two digits")
    guard hour <= 23 else { throw Reason("there is no hour \(hour)") }
    guard minute <= 59 else { throw Reason("there is no minute \(minute)") }
    var second = 0
    var micros: Int64 = 0
    if cursor.take(":") {
      second = try cursor.digits(2, "the second needs two digits")
      guard second <= 59 else { throw Reason("there is no second \(second)") }
      if cursor.take(".") { micros = try cursor.fraction() }
    }
    let offset = try zone(&cursor)
    return (Int64(hour * 3600 + minute * 60 + second - offset), micros)
  }

  /// Returns the seconds east of UTC.
  private static func zone(_ cursor: inout Cursor) throws(Reason) -> Int {
    if cursor.isAtEnd { return 0 }
    if cursor.take("Z") {
      guard cursor.isAtEnd else { throw Reason("nothing may follow the Z") }
      return 0
    }
    let isWest = cursor.take("-")
    if !isWest { try cursor.expect("+", "a zone is Z, +HH:MM or -HH:MM") }
    let hours = try cursor.digits(2, "a zone is Z, +HH:MM or -HH:MM")
    try cursor.expect(":", "a zone is Z, +HH:MM or -HH:MM")
    let minutes = try cursor.digits(2, "a zone is Z, +HH:MM or -HH:MM")
    guard cursor.isAtEnd else { throw Reason("nothing may follow the zone") }
    guard minutes <= 59, hours * 60 + minutes <= 14 * 60 else {
      throw Reason("a zone is at most 14:00 away from UTC")
    }
    return (hours * 3600 + minutes * 60) * (isWest ? -1 : 1)
  }

  private static func days(inMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Returns the days between 1970-01-01 and a date of the proleptic Gregorian calendar.
  ///
  /// The year is taken to start in March, so that the leap day comes last.
  static func daysSince1970(year: Int, month: Int, day: Int) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int64(era * 146_097 + dayOfEra - 719_468)
  }

  private struct Cursor {
    let bytes: [UInt8]
    var offset = 0

    var isAtEnd: Bool { offset == bytes.count }

    mutating func take(_ mark: Unicode.Scalar) -> Bool {
      guard offset < bytes.count, bytes[offset] == UInt8(ascii: mark) else { return false }
      offset += 1
      return true
    }

    mutating func expect(_ mark: Unicode.Scalar, _ reason: String) throws(Reason) {
      guard take(mark) else { throw Reason(reason) }
    }

    mutating func digits(_ count: Int, _ reason: String) throws(Reason) -> Int {
      var value = 0
      for _ in 0..<count {
        guard offset < bytes.count, ASCII.isDigit(bytes[offset]) else { throw Reason(reason) }
        value = value * 10 + Int(bytes[offset] - 0x30)
        offset += 1
      }
      return value
    }

    mutating func fraction() throws(Reason) -> Int64 {
      var value: Int64 = 0
      var count = 0
      while offset < bytes.count, ASCII.isDigit(bytes[offset]) {
        count += 1
        guard count <= 6 else { throw Reason("a second has at most six decimals") }
        value = value * 10 + Int64(bytes[offset] - 0x30)
        offset += 1
      }
      guard count > 0 else { throw Reason("digits follow the point") }
      for _ in count..<6 { value *= 10 }
      return value
    }
  }
}
