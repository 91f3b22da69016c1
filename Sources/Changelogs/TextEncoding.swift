/// Finds out what the bytes of a file encode.
enum TextEncoding {
  /// Returns the bytes as UTF-8 without a byte order mark, or null if they are no text.
  ///
  /// Bytes that are not UTF-8 are kept and reported.
  static func utf8(_ bytes: [UInt8], problems: inout ProblemList) -> [UInt8]? {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      return checked(Array(bytes.dropFirst(3)), problems: &problems)
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      problems.report(.utf16)
      return utf16(bytes, isBigEndian: bytes[0] == 0xFE)
    }
    return checked(bytes, problems: &problems)
  }

  private static func utf16(_ bytes: [UInt8], isBigEndian: Bool) -> [UInt8] {
    let units = stride(from: 2, to: bytes.count - 1, by: 2).map { place -> UInt16 in
      let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
      return isBigEndian ? first << 8 | second : second << 8 | first
    }
    var text = Array(String(decoding: units, as: UTF16.self).utf8)
    // Half a unit at the end is kept as what it is: no character.
    if bytes.count % 2 != 0 { text += "\u{FFFD}".utf8 }
    return text
  }

  /// Returns the bytes if they are a text; git, too, takes a zero byte near the start for binary.
  private static func checked(_ bytes: [UInt8], problems: inout ProblemList) -> [UInt8]? {
    if bytes.prefix(8_000).contains(0) || bytes.starts(with: [0x1F, 0x8B]) { return nil }
    if let offset = firstInvalid(bytes) {
      let line = bytes[..<offset].reduce(1) { $1 == .lineFeed ? $0 + 1 : $0 }
      problems.report(.notUTF8(line: line))
    }
    return bytes
  }

  /// Returns the offset of the first byte that is not UTF-8, or null.
  static func firstInvalid(_ bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBufferPointer { bytes in
      var place = 0
      while place < bytes.count {
        if bytes[place] < 0x80 {
          place += 1
          continue
        }
        guard let length = sequenceLength(bytes, place) else { return place }
        place += length
      }
      return nil
    }
  }

  /// The length of the well-formed sequence at a place (The Unicode Standard, table 3-7), or null.
  private static func sequenceLength(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> Int? {
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch bytes[place] {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xE1...0xEC, 0xEE...0xEF: length = 3
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return nil
    }
    guard place + length <= bytes.count, second.contains(bytes[place + 1]) else { return nil }
    for offset in place + 2..<max(place + 2, place + length) where bytes[offset] & 0xC0 != 0x80 {
      return nil
    }
    return length
  }
}
