/// How long a request waits before it is sent again.
enum RetryDelay {
  /// How often a request is sent at most.
  static let tries = 3

  /// Whether a status may go away by itself.
  static func isTransient(_ status: Int) -> Bool {
    status == 429 || [500, 502, 503, 504].contains(status)
  }

  /// Returns the delay before the next try.
  ///
  /// - Parameters:
  ///   - attempt: how often the request was sent, from 1 on.
  ///   - retryAfter: the field of that name (RFC 9110, section 10.2.3), or null.
  ///   - now: in microseconds since 1970 UTC.
  /// - Returns: what the server asks for, else 1, 2, 4 seconds.
  static func delay(attempt: Int, retryAfter: String?, now: Int64) -> Duration {
    let usual = Duration.seconds(1 << min(attempt - 1, 6))
    guard let text = retryAfter else { return usual }
    if !text.isEmpty, text.utf8.allSatisfy(isDigit) {
      // More digits than a number has are an age, too.
      return .seconds(Int64(text) ?? Int64(Int32.max))
    }
    guard let date = HTTPDate.seconds(text) else { return usual }
    let (wait, overflow) = date.subtractingReportingOverflow(now / 1_000_000)
    return overflow || wait <= 0 ? usual : .seconds(wait)
  }
}

/// Dates of HTTP fields.
enum HTTPDate {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Returns the seconds since 1970 of a date such as `Sun, 06 Nov 1994 08:49:37 GMT`, or null for
  /// any other form (RFC 9110, section 5.6.7).
  static func seconds(_ text: String) -> Int64? {
    let parts = text.split(separator: " ")
    guard text.utf8.count <= 40, parts.count == 6, parts[0].hasSuffix(","), parts[5] == "GMT",
      let day = Int64(parts[1]), (1...31).contains(day),
      let month = months.firstIndex(of: String(parts[2])),
      let year = Int64(parts[3]), (1970...9_999).contains(year)
    else { return nil }
    let clock = parts[4].split(separator: ":").map { Int64($0) ?? -1 }
    guard clock.count == 3, (0...23).contains(clock[0]), (0...59).contains(clock[1]),
      (0...60).contains(clock[2])
    else { return nil }
    return daysSince1970(year, month + 1, day) * 86_400 + clock[0] * 3_600 + clock[1] * 60
      + clock[2]
  }

  /// Counts the days from the start of March, so that a leap day is the last of its year.
  private static func daysSince1970(_ year: Int64, _ month: Int, _ day: Int64) -> Int64 {
    let marchYear = month <= 2 ? year - 1 : year
    let marchMonth = Int64((month + 9) % 12)
    let dayOfYear = (153 * marchMonth + 2) / 5 + day - 1
    return marchYear * 365 + marchYear / 4 - marchYear / 100 + marchYear / 400 + dayOfYear - 719_468
  }
}
