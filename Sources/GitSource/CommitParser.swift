// Parsing raw commits. Hot: it runs once per commit, on bytes and offsets only.

import Indexing

/// The place, time and zone of an `author`, `committer` or `tagger` header.
struct ParsedIdentity {
  /// Where `Name <email>` lies.
  var range = ByteRange.empty
  var time: Int64?
  var zone: Int32?
  var flaws: ObjectFlaws = []

  /// Parses the header's value, which is `Name <email> SECONDS +HHMM`.
  init(_ bytes: UnsafeRawBufferPointer, _ value: Range<Int>) {
    var close = value.upperBound
    while close > value.lowerBound, bytes[close - 1] != UInt8(ascii: ">") { close -= 1 }
    guard close > value.lowerBound,
      let open = firstIndex(of: UInt8(ascii: "<"), in: bytes, value.lowerBound..<close)
    else {
      range = ByteRange(value.lowerBound, value.upperBound)
      flaws = [.malformedIdentity, .malformedTime]
      return
    }
    range = ByteRange(value.lowerBound, close)
    if firstIndex(of: UInt8(ascii: ">"), in: bytes, open..<close) != close - 1 {
      flaws.insert(.malformedIdentity)
    }
    parseTime(bytes, close..<value.upperBound)
  }

  /// The range of seconds whose microseconds fit in 64 bits.
  private static let latest = Int64.max / 1_000_000

  private mutating func parseTime(_ bytes: UnsafeRawBufferPointer, _ value: Range<Int>) {
    var position = value.lowerBound
    guard position < value.upperBound, bytes[position] == UInt8(ascii: " ") else {
      flaws.insert(.malformedTime)
      return
    }
    position += 1
    let first = position
    var seconds: Int64 = 0
    while position < value.upperBound, let digit = decimal(bytes[position]) {
      // More than 19 digits stay above the limit.
      if seconds <= Self.latest { seconds = seconds &* 10 &+ digit }
      position += 1
    }
    guard position > first, position < value.upperBound, bytes[position] == UInt8(ascii: " ") else {
      flaws.insert(.malformedTime)
      return
    }
    if seconds > Self.latest {
      flaws.insert(.timeOutOfRange)
    } else {
      time = seconds
    }
    zone = parseZone(bytes, position + 1..<value.upperBound)
    if zone == nil { flaws.insert(.malformedZone) }
  }

  /// Returns the minutes of `+HHMM`, if that is a zone that exists.
  private func parseZone(_ bytes: UnsafeRawBufferPointer, _ value: Range<Int>) -> Int32? {
    guard value.count == 5 else { return nil }
    var number: Int64 = 0
    for position in value.dropFirst() {
      guard let digit = decimal(bytes[position]) else { return nil }
      number = number * 10 + digit
    }
    let minutes = Int32(number / 100 * 60 + number % 100)
    guard number % 100 < 60, minutes <= 14 * 60 else { return nil }
    switch bytes[value.lowerBound] {
    case UInt8(ascii: "+"): return minutes
    case UInt8(ascii: "-"): return -minutes
    default: return nil
    }
  }

  private func decimal(_ byte: UInt8) -> Int64? {
    let value = byte &- UInt8(ascii: "0")
    return value < 10 ? Int64(value) : nil
  }
}

/// Parses one raw commit.
struct CommitParser {
  private let bytes: UnsafeRawBufferPointer
  private let idLength: Int
  private(set) var record: CommitRecord
  private var seen: Seen = []

  private struct Seen: OptionSet {
    let rawValue: UInt8
    static let tree = Seen(rawValue: 1)
    static let author = Seen(rawValue: 2)
    static let committer = Seen(rawValue: 4)
    static let encoding = Seen(rawValue: 8)
  }

  /// Parses the object that lies at `range` in `bytes` and has the id at the end of `ids`; appends
  /// the ids of its tree and its parents to `ids`.
  static func parse(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, idLength: Int, ids: inout [UInt8]
  ) -> CommitRecord {
    var parser = CommitParser(
      bytes: bytes, idLength: idLength,
      record: CommitRecord(
        object: ByteRange(range.lowerBound, range.upperBound), ids: ids.count - idLength))
    parser.parse(range, ids: &ids)
    return parser.record
  }

  private init(bytes: UnsafeRawBufferPointer, idLength: Int, record: CommitRecord) {
    self.bytes = bytes
    self.idLength = idLength
    self.record = record
  }

  private mutating func parse(_ range: Range<Int>, ids: inout [UInt8]) {
    var position = parseLinks(range, ids: &ids)
    var isFinished = false
    while position < range.upperBound {
      if bytes[position] == UInt8(ascii: "\n") {
        position += 1
        isFinished = true
        break
      }
      let line = lineRange(position..<range.upperBound)
      parseHeader(line)
      position = line.upperBound + 1
    }
    if !isFinished { record.flaws.insert(.unfinishedHeaders) }
    if !seen.contains(.author) { record.flaws.insert(.missingAuthor) }
    if !seen.contains(.committer) { record.flaws.insert(.missingCommitter) }

    position = min(position, range.upperBound)
    record.message = ByteRange(position, range.upperBound)
    if firstIndex(of: 0, in: bytes, range) != nil {
      let inMessage = firstIndex(of: 0, in: bytes, position..<range.upperBound) != nil
      if inMessage { record.flaws.insert(.nulInMessage) }
      if firstIndex(of: 0, in: bytes, range.lowerBound..<position) != nil {
        record.flaws.insert(.nulInHeader)
      }
    }
  }

  /// Parses the tree and the parents, which stand first; returns where the next header starts.
  private mutating func parseLinks(_ range: Range<Int>, ids: inout [UInt8]) -> Int {
    var position = range.lowerBound
    var line = lineRange(range)
    if starts(line, with: "tree "), appendID(line.lowerBound + 5..<line.upperBound, to: &ids) {
      position = line.upperBound + 1
    } else {
      record.flaws.insert(.missingTree)
      ids.append(contentsOf: repeatElement(0, count: idLength))
      if starts(line, with: "tree ") { position = line.upperBound + 1 }
    }
    seen.insert(.tree)
    while position < range.upperBound {
      line = lineRange(position..<range.upperBound)
      guard starts(line, with: "parent ") else { break }
      if appendID(line.lowerBound + 7..<line.upperBound, to: &ids) {
        record.parentCount += 1
      } else {
        record.flaws.insert(.malformedParent)
      }
      position = line.upperBound + 1
    }
    return position
  }

  private mutating func parseHeader(_ line: Range<Int>) {
    // A line that starts with a space goes on with the header before it.
    if bytes[line.lowerBound] == UInt8(ascii: " ") { return }
    if starts(line, with: "author ") {
      if note(.author) { return }
      let identity = ParsedIdentity(bytes, line.lowerBound + 7..<line.upperBound)
      record.author = identity.range
      record.authorTime = identity.time
      record.authorZone = identity.zone
      record.flaws.formUnion(identity.flaws)
    } else if starts(line, with: "committer ") {
      if note(.committer) { return }
      let identity = ParsedIdentity(bytes, line.lowerBound + 10..<line.upperBound)
      record.committer = identity.range
      record.committerTime = identity.time
      record.committerZone = identity.zone
      record.flaws.formUnion(identity.flaws)
    } else if starts(line, with: "encoding ") {
      if note(.encoding) { return }
      record.encoding = ByteRange(line.lowerBound + 9, line.upperBound)
      record.headers.insert(.encoding)
    } else if starts(line, with: "gpgsig ") || starts(line, with: "gpgsig-sha256 ") {
      record.headers.insert(.signature)
    } else if starts(line, with: "mergetag ") {
      record.headers.insert(.mergeTag)
    } else if starts(line, with: "parent ") {
      // Git stops looking for parents at the first other header.
      record.flaws.insert(.malformedParent)
    } else if starts(line, with: "tree ") {
      record.flaws.insert(.repeatedHeader)
    } else {
      record.headers.insert(.unusual)
    }
  }

  /// Notes a header that may stand only once; returns whether it has stood before.
  private mutating func note(_ header: Seen) -> Bool {
    if seen.contains(header) {
      record.flaws.insert(.repeatedHeader)
      return true
    }
    seen.insert(header)
    return false
  }

  private func lineRange(_ range: Range<Int>) -> Range<Int> {
    let end = firstIndex(of: UInt8(ascii: "\n"), in: bytes, range) ?? range.upperBound
    return range.lowerBound..<end
  }

  @inline(__always)
  private func starts(_ line: Range<Int>, with prefix: StaticString) -> Bool {
    let count = prefix.utf8CodeUnitCount
    guard line.count >= count else { return false }
    let text = prefix.utf8Start
    var position = 0
    while position < count {
      if bytes[line.lowerBound &+ position] != text[position] { return false }
      position &+= 1
    }
    return true
  }

  /// Appends the id that the hexadecimal digits spell; returns false if they spell none.
  private func appendID(_ digits: Range<Int>, to ids: inout [UInt8]) -> Bool {
    appendUnhexed(bytes, digits, idLength: idLength, to: &ids)
  }
}

/// Appends the bytes that hexadecimal digits spell; returns false, and appends nothing, if they do
/// not spell an id of the given length.
func appendUnhexed(
  _ bytes: UnsafeRawBufferPointer, _ digits: Range<Int>, idLength: Int, to ids: inout [UInt8]
) -> Bool {
  guard digits.count == 2 * idLength,
    let id = ObjectID(hex: UnsafeRawBufferPointer(rebasing: bytes[digits]))
  else { return false }
  id.append(to: &ids)
  return true
}
