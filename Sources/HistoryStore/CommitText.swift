#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The parts of a commit's message that are shown: the first paragraph on one line, and the rest.
struct CommitText {
  /// Where the first paragraph lies in the message, if it is one line; else empty.
  var subject: Range<Int>
  /// The first paragraph joined by spaces, if it has several lines.
  var joinedSubject: [UInt8]?
  /// What follows, without blank lines before and after.
  var body: Range<Int>

  /// Finds the parts as git does: leading blank lines are skipped, lines of the first paragraph are
  /// joined by one space, and the paragraph ends at a blank line.
  init(message: UnsafeRawBufferPointer) {
    let newline = UInt8(ascii: "\n")
    var start = 0
    while start < message.count {
      let end = Self.endOfLine(message, from: start)
      guard Self.isBlank(message, start..<end) else { break }
      start = end + 1
    }
    start = min(start, message.count)
    var end = Self.endOfLine(message, from: start)
    subject = Self.trimmed(message, start..<end)
    var next = end + 1
    while next < message.count {
      end = Self.endOfLine(message, from: next)
      guard !Self.isBlank(message, next..<end) else { break }
      var joined = joinedSubject ?? Array(message[subject])
      joined.append(UInt8(ascii: " "))
      joined += message[Self.trimmed(message, next..<end)]
      joinedSubject = joined
      next = end + 1
    }
    var bodyStart = min(next, message.count)
    while bodyStart < message.count {
      let end = Self.endOfLine(message, from: bodyStart)
      guard Self.isBlank(message, bodyStart..<end) else { break }
      bodyStart = min(end + 1, message.count)
    }
    var bodyEnd = message.count
    while bodyEnd > bodyStart, message[bodyEnd - 1] == newline || message[bodyEnd - 1] == 0x20 {
      bodyEnd -= 1
    }
    body = bodyStart..<bodyEnd
  }

  private static func endOfLine(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    guard start < bytes.count, let base = bytes.baseAddress,
      let found = memchr(base + start, 0x0A, bytes.count - start)
    else { return bytes.count }
    return UnsafeRawPointer(found) - base
  }

  private static func isBlank(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool {
    range.allSatisfy { isSpace(bytes[$0]) }
  }

  private static func trimmed(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Range<Int> {
    var end = range.upperBound
    while end > range.lowerBound, isSpace(bytes[end - 1]) { end -= 1 }
    return range.lowerBound..<end
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (byte >= 0x09 && byte <= 0x0D)
  }
}

/// Decodes text that a commit declares to be in another encoding than UTF-8.
enum DeclaredEncoding {
  /// Returns the text as UTF-8, or nil if it is not what it claims to be.
  static func decode(_ bytes: UnsafeRawBufferPointer, from encoding: [UInt8]) -> [UInt8]? {
    guard encoding.count < 40, encoding.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
    let name = String(decoding: encoding, as: UTF8.self)
    let converter = iconv_open("UTF-8", name)
    guard converter != iconv_t(bitPattern: -1) else { return nil }
    defer { iconv_close(converter) }
    var input = [CChar](bytes.lazy.map { CChar(bitPattern: $0) })
    var output = [CChar](repeating: 0, count: bytes.count * 4 + 16)
    let capacity = output.count
    var inputLeft = input.count
    var outputLeft = capacity
    let isConverted = input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        var source = input.baseAddress
        var target = output.baseAddress
        return iconv(converter, &source, &inputLeft, &target, &outputLeft) != -1
          && inputLeft == 0
      }
    }
    guard isConverted else { return nil }
    return output[..<(capacity - outputLeft)].map { UInt8(bitPattern: $0) }
  }
}
