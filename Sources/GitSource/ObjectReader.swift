// Reading what `cat-file` writes of objects: a header line, the object, a line end.

import Indexing

/// The limits on one object.
enum ObjectLimit {
  /// The slab that objects are read into, unless one object needs more.
  static let slab = 1 << 20
  /// The first slab: making room for more takes longer than to read a small history.
  static let firstSlab = 1 << 17
  /// A larger object is skipped and reported.
  ///
  /// Offsets in a batch are 32 bits wide.
  static let object = 256 << 20
}

/// One reply of `cat-file`.
struct ObjectReply {
  enum Status {
    case found(ObjectKind)
    case missing
    /// Too large to be read: its bytes are skipped.
    case tooLarge(size: Int)
  }

  var id: ObjectID?
  var status: Status
  /// The bytes of the object.
  var size = 0
  /// Where the object lies in the slab; empty if only kinds are asked for.
  var content: Range<Int>
}

/// Reads replies from a pipe into a slab.
struct ObjectReader {
  private let descriptor: OwnedDescriptor
  private(set) var slab: [UInt8]
  private var start = 0
  private var end = 0
  private var bytesToSkip = 0
  private(set) var isAtEnd = false
  /// Whether the replies come without the objects.
  var kindsOnly = false

  init(_ descriptor: OwnedDescriptor) {
    self.descriptor = descriptor
    slab = [UInt8](repeating: 0, count: ObjectLimit.firstSlab)
  }

  /// Whether so little room is left that what was read is better handed on.
  var isNearlyFull: Bool { slab.count - end < slab.count / 4 }

  /// Returns the next reply, reading as much as it takes; null at the end of the input.
  mutating func next() throws -> ObjectReply? {
    while true {
      if let reply = try nextBuffered() { return reply }
      if start == end {
        start = 0
        end = 0
      }
      if isNearlyFull { compact() }
      try readMore()
      if isAtEnd { return nil }
    }
  }

  /// Returns the next reply if it is in the slab completely.
  mutating func nextBuffered() throws -> ObjectReply? {
    if bytesToSkip > 0 {
      let skipped = min(bytesToSkip, end - start)
      start += skipped
      bytesToSkip -= skipped
      if bytesToSkip > 0 { return nil }
    }
    guard let lineEnd = firstIndex(of: UInt8(ascii: "\n"), in: slab, start..<end) else {
      if end - start > 1 << 12 { throw unexpected(start..<start + 100) }
      return nil
    }
    let header = try parseHeader(start..<lineEnd)
    let content = lineEnd + 1
    guard case .found = header.status, !kindsOnly else {
      start = content
      return ObjectReply(
        id: header.id, status: header.status, size: header.size, content: content..<content)
    }
    if header.size > ObjectLimit.object {
      start = content
      bytesToSkip = header.size + 1
      return ObjectReply(
        id: header.id, status: .tooLarge(size: header.size), content: content..<content)
    }
    let next = content + header.size + 1
    if next > end {
      reserve(next - start)
      return nil
    }
    start = next
    return ObjectReply(
      id: header.id, status: header.status, size: header.size, content: content..<next - 1)
  }

  /// Reads once, waiting for the writer.
  mutating func readMore() throws {
    if end == slab.count { compact() }
    if end == slab.count { grow(to: max(slab.count * 2, ObjectLimit.firstSlab)) }
    let count = try descriptor.read(into: &slab, at: end)
    if count == 0 { isAtEnd = true }
    end += count
  }

  /// Hands out the slab, and goes on in a new one with the bytes that are not parsed yet.
  mutating func takeSlab() -> [UInt8] {
    let rest = end - start
    let size = isAtEnd ? rest : max(ObjectLimit.slab, needed, rest)
    var fresh = [UInt8](repeating: 0, count: size)
    fresh.replaceSubrange(0..<rest, with: slab[start..<end])
    let full = slab
    slab = fresh
    start = 0
    end = rest
    needed = 0
    return full
  }

  // The room that the object at `start` takes, if it exceeds the slab.
  private var needed = 0

  private mutating func reserve(_ size: Int) {
    needed = size > slab.count ? size : 0
  }

  /// Whether the object at the start of the unparsed bytes does not fit behind those before it.
  var needsNewSlab: Bool { start > 0 && (needed > 0 || end == slab.count) }

  private mutating func compact() {
    if needed > slab.count { grow(to: needed) }
    needed = 0
    guard start > 0 else { return }
    slab.withUnsafeMutableBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      base.copyMemory(from: base + start, byteCount: end - start)
    }
    end -= start
    start = 0
  }

  private mutating func grow(to size: Int) {
    slab.append(contentsOf: repeatElement(0, count: size - slab.count))
  }

  private func parseHeader(
    _ line: Range<Int>
  ) throws -> (id: ObjectID?, status: ObjectReply.Status, size: Int) {
    if let (id, size) = commitHeader(line) { return (id, .found(.commit), size) }
    let words = slab[line].split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard words.count >= 2 else { throw unexpected(line) }
    let id = ObjectID(hex: words[0])
    // An expression that names nothing stands there as it was asked for, with its blanks.
    if words[words.count - 1].elementsEqual("missing".utf8) { return (id, .missing, 0) }
    guard words.count == 3,
      let kind = ObjectKind(rawValue: String(decoding: words[1], as: UTF8.self)),
      let size = Int(String(decoding: words[2], as: UTF8.self)), size >= 0
    else { throw unexpected(line) }
    return (id, .found(kind), size)
  }

  /// Parses the header of a commit, which nearly all are, without an allocation.
  private func commitHeader(_ line: Range<Int>) -> (id: ObjectID?, size: Int)? {
    slab.withUnsafeBytes { bytes in
      guard let space = firstIndex(of: UInt8(ascii: " "), in: bytes, line) else { return nil }
      var position = space + Self.commitWord.utf8CodeUnitCount
      guard position < line.upperBound,
        bytes[space..<position].elementsEqual(
          UnsafeBufferPointer(
            start: Self.commitWord.utf8Start, count: Self.commitWord.utf8CodeUnitCount)),
        line.upperBound - position < 18
      else { return nil }
      var size = 0
      while position < line.upperBound {
        let digit = bytes[position] &- UInt8(ascii: "0")
        if digit > 9 { return nil }
        size = size * 10 + Int(digit)
        position += 1
      }
      let digits = UnsafeRawBufferPointer(rebasing: bytes[line.lowerBound..<space])
      return (ObjectID(hex: digits), size)
    }
  }

  private static let commitWord: StaticString = " commit "

  private func unexpected(_ line: Range<Int>) -> GitError {
    let text = String(decoding: slab[line], as: UTF8.self)
    return .commandFailed("cat-file", nil, cause: "unexpected reply: \(text)")
  }
}
