import Indexing

/// Parses the lines of a reflog: `OLD NEW Name <mail> SECONDS +HHMM<tab>message`.
enum RefLogParser {
  /// Appends the entries of a file to `log`; malformed lines are counted.
  ///
  /// - Parameter bytes: whole lines; a line without an end is one that git did not finish.
  static func parse(
    _ bytes: [UInt8], ref: [UInt8], idLength: Int, into log: inout RefLog
  ) {
    bytes.withUnsafeBytes { buffer in
      var start = 0
      var number = 0
      while start < buffer.count {
        let newline = firstIndex(of: UInt8(ascii: "\n"), in: buffer, start..<buffer.count)
        number += 1
        let end = newline ?? buffer.count
        if newline != nil, let entry = entry(buffer, start..<end, ref, idLength, line: number) {
          log.entries.append(entry)
        } else if end > start {
          log.skipped += 1
        }
        start = end + 1
      }
    }
  }

  private static func entry(
    _ bytes: UnsafeRawBufferPointer, _ line: Range<Int>, _ ref: [UInt8], _ idLength: Int,
    line number: Int
  ) -> RefLogEntry? {
    let digits = 2 * idLength
    let identity = line.lowerBound + 2 * digits + 2
    let space = UInt8(ascii: " ")
    guard identity < line.upperBound, bytes[line.lowerBound + digits] == space,
      bytes[identity - 1] == space,
      let old = ObjectID(
        hex: UnsafeRawBufferPointer(
          rebasing: bytes[line.lowerBound..<line.lowerBound + digits])),
      let new = ObjectID(
        hex: UnsafeRawBufferPointer(
          rebasing: bytes[line.lowerBound + digits + 1..<identity - 1]))
    else { return nil }
    let tab = firstIndex(of: UInt8(ascii: "\t"), in: bytes, identity..<line.upperBound)
    let who = ParsedIdentity(bytes, identity..<(tab ?? line.upperBound))
    guard let seconds = who.time else { return nil }
    return RefLogEntry(
      ref: ref, old: old.isZero ? nil : old, new: new.isZero ? nil : new, at: seconds * 1_000_000,
      zone: who.zone, who: Array(bytes[who.range.indices]),
      message: tab.map { Array(bytes[($0 + 1)..<line.upperBound]) } ?? [], line: number)
  }
}
