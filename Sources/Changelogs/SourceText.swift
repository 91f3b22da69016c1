/// The bytes of a file as lines, which end with LF, CRLF or CR as CommonMark has it.
struct SourceText: Sendable {
  let bytes: [UInt8]
  /// Where each line begins, and where the last one ends.
  private let starts: [Int]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    starts = Self.lineStarts(bytes)
  }

  var lineCount: Int { starts.count - 1 }

  /// The line of a number from 0 on, without its end.
  subscript(line: Int) -> ArraySlice<UInt8> {
    // Taking the end off the slice would copy it.
    let start = starts[line]
    var end = starts[line + 1]
    if end > start, bytes[end - 1] == .lineFeed { end -= 1 }
    if end > start, bytes[end - 1] == .carriageReturn { end -= 1 }
    return bytes[start..<end]
  }

  /// All bytes from a line on.
  func bytes(from line: Int) -> ArraySlice<UInt8> { bytes[starts[line]...] }

  func isBlank(_ line: Int) -> Bool { self[line].isAllBlank }

  /// The lines as written, without blank ones at both ends and the end of the last line.
  func text(_ lines: Range<Int>) -> String {
    let lines = trimmed(lines)
    guard let first = lines.first, let last = lines.last else { return "" }
    return bytes[starts[first]..<self[last].endIndex].text
  }

  /// The lines without blank ones at both ends.
  func trimmed(_ lines: Range<Int>) -> Range<Int> {
    var (lower, upper) = (max(0, lines.lowerBound), min(lineCount, lines.upperBound))
    while upper > lower, isBlank(upper - 1) { upper -= 1 }
    while lower < upper, isBlank(lower) { lower += 1 }
    return lower..<max(lower, upper)
  }

  private static func lineStarts(_ bytes: [UInt8]) -> [Int] {
    var starts = [0]
    starts.reserveCapacity(bytes.count / 40)
    bytes.withUnsafeBufferPointer { bytes in
      var place = 0
      while place < bytes.count {
        let byte = bytes[place]
        place += 1
        if byte == .lineFeed {
          starts.append(place)
        } else if byte == .carriageReturn, place == bytes.count || bytes[place] != .lineFeed {
          starts.append(place)
        }
      }
    }
    if starts.last != bytes.count { starts.append(bytes.count) }
    return starts
  }
}
