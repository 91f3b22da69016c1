/// A date as a changelog tells it.
///
/// What is not said is null: nothing is filled in.
package struct ChangelogDate: Hashable, Sendable {
  /// The date as written.
  package var text: String
  package var year: Int
  /// From 1 to 12; null if only the year is said.
  package var month: Int?
  /// From 1 to 31; null if only the month is said.
  package var day: Int?
  /// Microseconds since 1970 UTC, where a time of day and its zone are said.
  package var instant: Int64?

  package init(text: String, year: Int, month: Int? = nil, day: Int? = nil, instant: Int64? = nil) {
    self.text = text
    self.year = year
    self.month = month
    self.day = day
    self.instant = instant
  }

  /// The date as ISO 8601 writes it, as far as it is said: `2024-05-01`, `2024-05`, `2024`.
  package var iso: String {
    [Self.padded(year, 4), month.map { Self.padded($0, 2) }, day.map { Self.padded($0, 2) }]
      .compactMap(\.self).joined(separator: "-")
  }

  private static func padded(_ number: Int, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }
}
