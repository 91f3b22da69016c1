internal import Indexing

/// Reads times as logs have them.
enum LogTime {
  /// Returns the microseconds since 1970 UTC of a number of seconds, or of a time as RFC 3339 writes
  /// it, also with a space (`2024-03-06T12:00:00.5Z`, `2024-03-06 13:00:00+01:00`); null for
  /// anything else.
  static func microseconds(_ text: ArraySlice<UInt8>) -> Int64? {
    let isNumber = text.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    if isNumber, !text.isEmpty, text.count <= 12 {
      return text.reduce(Int64(0)) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) } * 1_000_000
    }
    var time = Array(text)
    if time.count > 10, time[10] == UInt8(ascii: " ") { time[10] = UInt8(ascii: "T") }
    return Timestamp.microseconds(rfc3339: String(decoding: time, as: UTF8.self))
  }
}
