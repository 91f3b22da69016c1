/// Decoding of UTF-8 one scalar at a time, which tells where text is not UTF-8.
enum ScalarReader {
  /// Returns the scalar at an offset and its length, or nil and 1 where the bytes are not UTF-8.
  static func scalar(in bytes: [UInt8], at offset: Int) -> (scalar: Unicode.Scalar?, length: Int) {
    let first = bytes[offset]
    if first < 0x80 { return (Unicode.Scalar(first), 1) }
    let length: Int
    var value: UInt32
    switch first {
    case 0xC2...0xDF: (length, value) = (2, UInt32(first & 0x1F))
    case 0xE0...0xEF: (length, value) = (3, UInt32(first & 0x0F))
    case 0xF0...0xF4: (length, value) = (4, UInt32(first & 0x07))
    default: return (nil, 1)
    }
    guard offset + length <= bytes.count else { return (nil, 1) }
    for next in bytes[(offset + 1)..<(offset + length)] {
      guard next & 0xC0 == 0x80 else { return (nil, 1) }
      value = value << 6 | UInt32(next & 0x3F)
    }
    let smallest: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
    guard value >= smallest, let scalar = Unicode.Scalar(value) else { return (nil, 1) }
    return (scalar, length)
  }

  /// Returns the offset of the first byte that is not UTF-8, or nil.
  static func firstInvalidOffset(in bytes: [UInt8]) -> Int? {
    var offset = 0
    while offset < bytes.count {
      let (scalar, length) = scalar(in: bytes, at: offset)
      if scalar == nil { return offset }
      offset += length
    }
    return nil
  }
}

extension Unicode.Scalar {
  /// The code point as in `U+00A0`.
  var codePoint: String {
    let hex = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
  }

  /// The code point and its name in Unicode, such as `U+00A0 NO-BREAK SPACE`.
  var codePointAndName: String {
    let name = properties.name ?? properties.nameAlias ?? Self.controlNames[value]
    guard let name else { return codePoint }
    return codePoint + " " + name
  }

  /// The aliases of the control characters most likely met; Unicode gives them no name.
  private static let controlNames: [UInt32: String] = [
    0x00: "NULL", 0x07: "ALERT", 0x08: "BACKSPACE", 0x0B: "LINE TABULATION", 0x0C: "FORM FEED",
    0x1A: "SUBSTITUTE", 0x1B: "ESCAPE", 0x7F: "DELETE", 0x85: "NEXT LINE",
  ]

  /// Whether a terminal shows nothing, a blank or a change of direction for it, the plain space
  /// apart.
  var isInvisible: Bool {
    if self == " " { return false }
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator, .spaceSeparator:
      return true
    default:
      return properties.isDefaultIgnorableCodePoint && value != 0xFE0F
    }
  }
}
