/// Finds the ends of texts, checks them, and unescapes those that need it.
enum TextScanner {
  /// The unescaped bytes of a text, and the offset behind its closing quote.
  struct Scanned {
    var text: UnsafePointer<UInt8>
    var length: Int
    var end: Int
  }

  /// Returns the first offset from `position` on that holds a quote, a backslash, a control
  /// character or a byte that is not ASCII, or `end`.
  ///
  /// Eight bytes at a time: subtracting sets the upper bit of the lowest byte that is zero, or
  /// below the number; false marks stand above a true one only.
  @inline(__always)
  static func plainEnd(_ base: UnsafePointer<UInt8>, _ position: Int, _ end: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var position = position
    while position &+ 8 <= end {
      let word = UInt64(
        littleEndian: UnsafeRawPointer(base + position).loadUnaligned(as: UInt64.self))
      let quotes = (word ^ (ones &* 0x22)) &- ones
      let backslashes = (word ^ (ones &* 0x5C)) &- ones
      let controls = word &- (ones &* 0x20)
      let marks = (quotes | backslashes | controls | word) & (ones &* 0x80)
      if marks != 0 { return position &+ marks.trailingZeroBitCount &>> 3 }
      position &+= 8
    }
    while position < end {
      let byte = base[position]
      if byte == 0x22 || byte == 0x5C || byte < 0x20 || byte >= 0x80 { return position }
      position &+= 1
    }
    return end
  }

  /// Scans the text that begins at `start` and is plain up to `stop`.
  @inline(never)
  static func scan(
    _ base: UnsafePointer<UInt8>, _ start: Int, _ stop: Int, _ end: Int, _ workspace: Workspace
  ) throws(Fault) -> Scanned {
    var position = stop
    while position < end {
      switch base[position] {
      case UInt8(ascii: "\""):
        return Scanned(text: base + start, length: position - start, end: position + 1)
      case UInt8(ascii: "\\"):
        return try unescape(base, start, position, end, workspace)
      case 0x80...:
        position += try UTF8Sequence.length(base, position, end)
      default:
        throw Fault(.controlCharacter, position)
      }
      position = plainEnd(base, position, end)
    }
    throw Fault(.textEnd, end)
  }

  /// Scans and unescapes the text that begins at `start` and has its first backslash at `stop`.
  private static func unescape(
    _ base: UnsafePointer<UInt8>, _ start: Int, _ stop: Int, _ end: Int, _ workspace: Workspace
  ) throws(Fault) -> Scanned {
    let text = workspace.textPlace(documentSize: end)
    var writer = TextWriter(target: text)
    writer.append(base + start, count: stop - start)
    var position = stop
    while position < end {
      switch base[position] {
      case UInt8(ascii: "\""):
        workspace.keepText(writer.count)
        return Scanned(text: UnsafePointer(text), length: writer.count, end: position + 1)
      case UInt8(ascii: "\\"):
        position = try EscapeScanner.scan(base, position, end, into: &writer)
      case 0x80...:
        let length = try UTF8Sequence.length(base, position, end)
        writer.append(base + position, count: length)
        position += length
      case 0..<0x20:
        throw Fault(.controlCharacter, position)
      default:
        let plain = plainEnd(base, position, end)
        writer.append(base + position, count: plain - position)
        position = plain
      }
    }
    throw Fault(.textEnd, end)
  }
}

/// Writes bytes behind one another to a place that has room for them.
struct TextWriter {
  let target: UnsafeMutablePointer<UInt8>
  private(set) var count = 0

  init(target: UnsafeMutablePointer<UInt8>) {
    self.target = target
  }

  mutating func append(_ bytes: UnsafePointer<UInt8>, count length: Int) {
    (target + count).update(from: bytes, count: length)
    count += length
  }

  mutating func append(_ byte: UInt8) {
    target[count] = byte
    count += 1
  }

  /// Appends the UTF-8 of a scalar.
  mutating func append(_ scalar: Unicode.Scalar) {
    for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { append(byte) }
  }
}
