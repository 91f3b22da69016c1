// Bytes of messages are compared as ASCII: what has a meaning in a message is ASCII in all of its
// conventions, and bytes of other encodings pass through untouched.

extension UInt8 {
  /// A space, tab, line feed, vertical tab, form feed or carriage return: C's `isspace`.
  var isBlank: Bool { self == 0x20 || (self >= 0x09 && self <= 0x0D) }

  var isDigit: Bool { self >= 0x30 && self <= 0x39 }

  var isLetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A }

  var isHexDigit: Bool { isDigit || ((self | 0x20) >= 0x61 && (self | 0x20) <= 0x66) }

  /// A letter, a digit or an underscore.
  var isWordByte: Bool { isLetter || isDigit || self == UInt8(ascii: "_") }

  /// The letter in lower case; another byte is itself.
  var inLowerCase: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }
}

extension ArraySlice<UInt8> {
  /// The bytes without blanks before and after.
  func trimmed() -> ArraySlice<UInt8> {
    var lower = startIndex
    var upper = endIndex
    while lower < upper, self[lower].isBlank { lower += 1 }
    while upper > lower, self[upper - 1].isBlank { upper -= 1 }
    return self[lower..<upper]
  }

  /// The bytes without blanks after.
  func trimmedAtEnd() -> ArraySlice<UInt8> {
    var upper = endIndex
    while upper > startIndex, self[upper - 1].isBlank { upper -= 1 }
    return self[..<upper]
  }

  var isBlank: Bool { allSatisfy(\.isBlank) }

  func hasPrefix(_ text: StaticString) -> Bool {
    guard count >= text.utf8CodeUnitCount else { return false }
    for offset in 0..<text.utf8CodeUnitCount
    where self[startIndex + offset] != text.utf8Start[offset] {
      return false
    }
    return true
  }

  /// Returns whether the bytes begin with a text, which is given in lower case.
  func hasPrefix(ignoringCase text: StaticString) -> Bool {
    guard count >= text.utf8CodeUnitCount else { return false }
    for offset in 0..<text.utf8CodeUnitCount
    where self[startIndex + offset].inLowerCase != text.utf8Start[offset] {
      return false
    }
    return true
  }

  /// Returns whether the bytes end with a text, which is given in lower case.
  func hasSuffix(ignoringCase text: StaticString) -> Bool {
    suffix(text.utf8CodeUnitCount).equals(ignoringCase: text)
  }

  /// Returns whether the bytes are a text, which is given in lower case.
  func equals(ignoringCase text: StaticString) -> Bool {
    count == text.utf8CodeUnitCount && hasPrefix(ignoringCase: text)
  }

  /// Returns what follows a text that the bytes begin with, or null if they begin otherwise.
  func dropping(_ prefix: StaticString) -> ArraySlice<UInt8>? {
    hasPrefix(prefix) ? dropFirst(prefix.utf8CodeUnitCount) : nil
  }

  /// Returns what follows a text, given in lower case, that the bytes begin with, or null.
  func dropping(ignoringCase prefix: StaticString) -> ArraySlice<UInt8>? {
    hasPrefix(ignoringCase: prefix) ? dropFirst(prefix.utf8CodeUnitCount) : nil
  }

  /// The text in lower case, for names that are ASCII; bytes that are not UTF-8 are replaced.
  var lowerCaseText: String { String(decoding: map(\.inLowerCase), as: UTF8.self) }
}
