/// Reads what a backslash begins.
enum EscapeScanner {
  /// Appends what the escape at `position` stands for; returns the offset behind it.
  static func scan(
    _ base: UnsafePointer<UInt8>, _ position: Int, _ end: Int, into writer: inout TextWriter
  ) throws(Fault) -> Int {
    let letter = position + 1
    guard letter < end else { throw Fault(.escape, end) }
    switch base[letter] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): writer.append(base[letter])
    case UInt8(ascii: "b"): writer.append(0x08)
    case UInt8(ascii: "f"): writer.append(0x0C)
    case UInt8(ascii: "n"): writer.append(0x0A)
    case UInt8(ascii: "r"): writer.append(0x0D)
    case UInt8(ascii: "t"): writer.append(0x09)
    case UInt8(ascii: "u"): return try scanScalar(base, position, end, into: &writer)
    default: throw Fault(.escape, letter)
    }
    return letter + 1
  }

  /// Appends the scalar that `\uXXXX`, or a pair of them, stands for.
  private static func scanScalar(
    _ base: UnsafePointer<UInt8>, _ position: Int, _ end: Int, into writer: inout TextWriter
  ) throws(Fault) -> Int {
    let first = try codeUnit(base, position + 2, end)
    if let scalar = Unicode.Scalar(first) {
      writer.append(scalar)
      return position + 6
    }
    guard first < 0xDC00 else { throw Fault(.lowSurrogateAlone, position) }
    let pair = position + 6
    for (offset, byte) in [UInt8(ascii: "\\"), UInt8(ascii: "u")].enumerated() {
      guard pair + offset < end, base[pair + offset] == byte else {
        throw Fault(.lowSurrogate, min(pair + offset, end))
      }
    }
    let second = try codeUnit(base, pair + 2, end)
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10 | (second - 0xDC00)))
    else { throw Fault(.lowSurrogate, pair) }
    writer.append(scalar)
    return pair + 6
  }

  /// Returns the number that four hexadecimal digits spell.
  private static func codeUnit(
    _ base: UnsafePointer<UInt8>, _ position: Int, _ end: Int
  ) throws(Fault) -> UInt32 {
    var number: UInt32 = 0
    for offset in position..<position + 4 {
      guard offset < end else { throw Fault(.hexDigit, end) }
      let digit: UInt8
      switch base[offset] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = base[offset] - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = base[offset] - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = base[offset] - UInt8(ascii: "A") + 10
      default: throw Fault(.hexDigit, offset)
      }
      number = number << 4 | UInt32(digit)
    }
    return number
  }
}

/// The well-formed sequences of UTF-8 (The Unicode Standard, table 3-7).
enum UTF8Sequence {
  /// Returns the number of bytes of the sequence at `position`, which begins with no ASCII.
  static func length(
    _ base: UnsafePointer<UInt8>, _ position: Int, _ end: Int
  ) throws(Fault) -> Int {
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch base[position] {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xE1...0xEC, 0xEE...0xEF: length = 3
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: throw Fault(.invalidUTF8, position)
    }
    for offset in position + 1..<position + length {
      guard offset < end else { throw Fault(.textEnd, end) }
      guard second.contains(base[offset]) else { throw Fault(.invalidUTF8, position) }
      second = 0x80...0xBF
    }
    return length
  }
}
