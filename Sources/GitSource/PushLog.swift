import Foundation
public import Indexing

/// Reads what a server's hook wrote of the pushes that it received.
///
/// A line is `TIME OLD NEW REF [ACTOR]`, or a JSON object with the members `at`, `old`, `new`, `ref`
/// and `actor`. The time is in seconds since 1970 or as RFC 3339 writes it; an id of zeros, or null in
/// JSON, stands for no object; the ref's name is a full one.
public enum PushLog {
  /// The most bytes of a log.
  public static let maximumSize = 1 << 30
  private static let longestLine = 1 << 16

  /// Returns the entries by their times; malformed lines are counted and left out, and of equal
  /// entries one is kept.
  public static func parse(_ bytes: [UInt8]) -> RefLog {
    var log = RefLog(origin: .pushLog)
    var seen: Set<RefLogEntry> = []
    var number = 0
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      if line.isEmpty { continue }
      guard line.count <= longestLine, let entry = entry(line, number) else {
        log.skipped += 1
        continue
      }
      var key = entry
      key.line = 0
      if seen.insert(key).inserted { log.entries.append(entry) }
    }
    // Rotated logs may come in any order; of one instant, the order of the lines counts.
    log.entries.sort { ($0.at, $0.line) < ($1.at, $1.line) }
    return log
  }

  private static func entry(_ line: ArraySlice<UInt8>, _ number: Int) -> RefLogEntry? {
    let fields = line.first == UInt8(ascii: "{") ? json(line) : words(line)
    guard let fields, let at = LogTime.microseconds(fields.at),
      fields.ref.starts(with: "refs/".utf8), fields.ref.count > "refs/".utf8.count,
      let old = id(fields.old), let new = id(fields.new), old.id != new.id || old.id != nil,
      old.count == 0 || new.count == 0 || old.count == new.count
    else { return nil }
    return RefLogEntry(
      ref: fields.ref, old: old.id, new: new.id, at: at, who: fields.actor, line: number)
  }

  private struct Fields {
    var at: ArraySlice<UInt8>
    var old: ArraySlice<UInt8>
    var new: ArraySlice<UInt8>
    var ref: [UInt8]
    var actor: [UInt8] = []
  }

  private static func words(_ line: ArraySlice<UInt8>) -> Fields? {
    let parts = line.split(maxSplits: 4, omittingEmptySubsequences: true) {
      $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t")
    }
    guard parts.count >= 4 else { return nil }
    return Fields(
      at: parts[0], old: parts[1], new: parts[2], ref: Array(parts[3]),
      actor: parts.count > 4 ? trimmed(Array(parts[4])) : [])
  }

  private static func json(_ line: ArraySlice<UInt8>) -> Fields? {
    guard let object = try? JSONSerialization.jsonObject(with: Data(line)) as? [String: Any],
      let ref = object["ref"] as? String
    else { return nil }
    func bytes(_ name: String) -> ArraySlice<UInt8> {
      switch object[name] {
      case let text as String: Array(text.utf8)[...]
      case let number as NSNumber: Array(number.stringValue.utf8)[...]
      default: []
      }
    }
    return Fields(
      at: bytes("at"), old: bytes("old"), new: bytes("new"), ref: Array(ref.utf8),
      actor: Array(bytes("actor")))
  }

  /// Returns an id, null for zeros or nothing, with its length; null for anything else.
  private static func id(_ digits: ArraySlice<UInt8>) -> (id: ObjectID?, count: Int)? {
    if digits.isEmpty { return (nil, 0) }
    guard let id = ObjectID(hex: digits) else { return nil }
    return (id.isZero ? nil : id, id.count)
  }
}
