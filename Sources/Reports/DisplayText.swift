/// Returns text in which nothing acts on a terminal: what cannot be seen is written out.
///
/// Control characters become `\n`, `\t`, `\r` or `\x1b`; C1, bidirectional, zero-width and tag
/// characters become `\u{202E}`; bytes that are not UTF-8 become `\xff`. A backslash stays as it
/// is, so that text which was escaped once does not change again.
package func displayText(_ text: String) -> String {
  var text = text
  return text.withUTF8 { displayText(UnsafeRawBufferPointer($0)) }
}

/// Returns bytes as text in which nothing acts on a terminal, by the rules for strings.
package func displayText(_ bytes: [UInt8]) -> String {
  bytes.withUnsafeBytes { displayText($0) }
}

/// Returns bytes as text in which nothing acts on a terminal, by the rules for strings.
package func displayText(_ bytes: UnsafeRawBufferPointer) -> String {
  var visible: [UInt8] = []
  visible.appendVisible(bytes)
  return String(decoding: visible, as: UTF8.self)
}

/// One step through bytes that are shown to a person.
enum TextPiece {
  /// A printable ASCII character.
  case ascii(UInt8)
  /// A character below U+0020, or DEL.
  case control(UInt8)
  /// A character that can be seen, with its bytes.
  case visible(UInt32, UnsafeRawBufferPointer)
  /// A character that acts without being seen.
  case hidden(UInt32)
  /// A byte that is no part of valid UTF-8.
  case wrongByte(UInt8)
}

/// Calls `body` for each piece of `bytes`, in order.
@inline(__always)
func forEachPiece(of bytes: UnsafeRawBufferPointer, _ body: (TextPiece) -> Void) {
  guard let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
  var index = 0
  while index < bytes.count {
    let byte = start[index]
    if byte < 0x80 {
      body(byte < 0x20 || byte == 0x7F ? .control(byte) : .ascii(byte))
      index &+= 1
      continue
    }
    let decoded = decodeScalar(start + index, left: bytes.count &- index)
    if !decoded.isValid {
      body(.wrongByte(byte))
      index &+= 1
      continue
    }
    if isHidden(decoded.value) {
      body(.hidden(decoded.value))
    } else {
      let piece = UnsafeRawBufferPointer(start: start + index, count: decoded.length)
      body(.visible(decoded.value, piece))
    }
    index &+= decoded.length
  }
}

/// Returns whether all bytes are printable ASCII, which needs no escape on a terminal.
func isPrintableASCII(_ bytes: UnsafeRawBufferPointer) -> Bool {
  let high: UInt64 = 0x8080_8080_8080_8080
  let ones: UInt64 = 0x0101_0101_0101_0101
  var index = 0
  while index &+ 8 <= bytes.count {
    let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
    let belowSpace = (word &- (ones &* 0x20)) & ~word
    if (belowSpace | word | (word &+ ones)) & high != 0 { return false }
    index &+= 8
  }
  while index < bytes.count {
    if bytes[index] < 0x20 || bytes[index] > 0x7E { return false }
    index &+= 1
  }
  return true
}

extension [UInt8] {
  /// Appends bytes with everything that cannot be seen written out.
  mutating func appendVisible(_ bytes: UnsafeRawBufferPointer) {
    if isPrintableASCII(bytes) {
      append(contentsOf: bytes)
      return
    }
    forEachPiece(of: bytes) { appendVisible($0) }
  }

  /// Appends one piece, written out when it cannot be seen.
  mutating func appendVisible(_ piece: TextPiece) {
    switch piece {
    case .ascii(let byte): append(byte)
    case .visible(_, let bytes): append(contentsOf: bytes)
    case .control(0x09): append(contentsOf: #"\t"#.utf8)
    case .control(0x0A): append(contentsOf: #"\n"#.utf8)
    case .control(0x0D): append(contentsOf: #"\r"#.utf8)
    case .control(let byte), .wrongByte(let byte):
      append(contentsOf: [0x5C, 0x78, hexDigit(byte >> 4), hexDigit(byte & 15)])
    case .hidden(let scalar):
      append(contentsOf: "\\u{\(String(scalar, radix: 16, uppercase: true))}".utf8)
    }
  }
}

/// Returns microseconds since 1970 as an RFC 3339 time in UTC, or the number when that has no form.
package func timeText(_ microseconds: Int64) -> String {
  withUnsafeTemporaryAllocation(of: UInt8.self, capacity: numberTextRoom) { room in
    guard let place = room.baseAddress else { return "" }
    let length = abs(writeTime(microseconds, place))
    return String(decoding: room[..<length], as: UTF8.self)
  }
}

/// Returns microseconds as a duration for people, such as `3d 4h`.
package func durationText(_ microseconds: Int64) -> String {
  withUnsafeTemporaryAllocation(of: UInt8.self, capacity: numberTextRoom) { room in
    guard let place = room.baseAddress else { return "" }
    let length = writeDuration(microseconds, place)
    return String(decoding: room[..<length], as: UTF8.self)
  }
}
