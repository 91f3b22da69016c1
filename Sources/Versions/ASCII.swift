/// Bytes that the grammars of versions and tag names name.
enum ASCII {
  static let plus = UInt8(ascii: "+")
  static let minus = UInt8(ascii: "-")
  static let dot = UInt8(ascii: ".")
  static let slash = UInt8(ascii: "/")
  static let zero = UInt8(ascii: "0")
  static let at = UInt8(ascii: "@")
  static let tilde = UInt8(ascii: "~")
  static let underscore = UInt8(ascii: "_")
  static let lowerV = UInt8(ascii: "v")
  static let upperV = UInt8(ascii: "V")
}

extension UInt8 {
  var isDigit: Bool { self &- 0x30 < 10 }
  var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }
  /// Whether the byte may stand in an identifier of a prerelease or of build metadata.
  var isIdentifier: Bool { isDigit || isLetter || self == ASCII.minus }
  /// A hexadecimal digit as git prints them: in lower case.
  var isLowerHex: Bool { isDigit || self &- 0x61 < 6 }
  var isVersionV: Bool { self == ASCII.lowerV || self == ASCII.upperV }
  var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
}

extension Collection where Element == UInt8 {
  var isAllDigits: Bool { !isEmpty && allSatisfy(\.isDigit) }

  /// Decimal digits without leading zeros; none for zero.
  var significantDigits: SubSequence { drop { $0 == ASCII.zero } }

  /// The value of at most nine decimal digits; nil for anything else.
  var smallNumber: Int? {
    guard isAllDigits, count <= 9 else { return nil }
    return reduce(0) { $0 * 10 + Int($1 &- ASCII.zero) }
  }

  var lowercased: [UInt8] { map(\.lowercased) }

  /// The text of bytes that are known to be ASCII.
  var asciiText: String { String(decoding: self, as: UTF8.self) }
}
