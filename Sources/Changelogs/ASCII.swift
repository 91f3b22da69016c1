// Bytes by what they are in ASCII.

extension UInt8 {
  static let space = UInt8(ascii: " ")
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let dot = UInt8(ascii: ".")
  static let hyphen = UInt8(ascii: "-")
  static let slash = UInt8(ascii: "/")
  static let colon = UInt8(ascii: ":")
  static let comma = UInt8(ascii: ",")
  static let at = UInt8(ascii: "@")

  var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }
  var isLetter: Bool { (self | 0x20) &- UInt8(ascii: "a") < 26 }
  var isLetterOrDigit: Bool { isDigit || isLetter }
  var isHexDigit: Bool { isDigit || (self | 0x20) &- UInt8(ascii: "a") < 6 }
  /// Whether it is a space, a tab or the end of a line.
  var isBlank: Bool { self == .space || self &- 0x09 < 5 }
  /// Whether it is a byte of a scalar beyond ASCII.
  var isBeyondASCII: Bool { self >= 0x80 }
  var lowercased: UInt8 { self &- UInt8(ascii: "A") < 26 ? self | 0x20 : self }
  /// The value of a digit.
  var digit: Int { Int(self &- UInt8(ascii: "0")) }

  /// Whether it is one of the given characters.
  func isOne(of characters: StaticString) -> Bool {
    let (letters, count) = (characters.utf8Start, characters.utf8CodeUnitCount)
    var offset = 0
    while offset < count {
      if letters[offset] == self { return true }
      offset &+= 1
    }
    return false
  }
}

extension Collection where Element == UInt8 {
  /// The text, with what is not UTF-8 replaced.
  var text: String { String(decoding: self, as: UTF8.self) }

  /// The bytes with upper-case letters of ASCII as lower-case ones.
  var lowercased: [UInt8] { map(\.lowercased) }
}

extension ArraySlice<UInt8> {
  /// The bytes without blanks at both ends.
  var trimmed: ArraySlice<UInt8> {
    // Taking a byte off the end of a slice would copy it.
    var (start, end) = (startIndex, endIndex)
    while start < end, self[start].isBlank { start += 1 }
    while end > start, self[end - 1].isBlank { end -= 1 }
    return self[start..<end]
  }

  /// Whether there is nothing but blanks.
  var isAllBlank: Bool { allSatisfy(\.isBlank) }

  /// Returns whether the bytes are the given lower-case ones, letters in any case.
  func isWord(_ word: StaticString) -> Bool {
    count == word.utf8CodeUnitCount && beginsAnyCase(with: word)
  }

  /// Returns whether the bytes begin with the given ones.
  func begins(with start: StaticString) -> Bool {
    start.withUTF8Buffer { starts(with: $0) }
  }

  /// Returns whether the bytes begin with the given lower-case ones, letters in any case.
  func beginsAnyCase(with start: StaticString) -> Bool {
    let (letters, length) = (start.utf8Start, start.utf8CodeUnitCount)
    guard count >= length else { return false }
    var offset = 0
    while offset < length {
      if self[startIndex &+ offset].lowercased != letters[offset] { return false }
      offset &+= 1
    }
    return true
  }

  /// The offset of the first place where the given bytes stand, or null.
  func firstIndex(of needle: StaticString) -> Int? {
    needle.withUTF8Buffer { needle in
      guard let first = needle.first, count >= needle.count else { return nil }
      var place = startIndex
      let last = endIndex - needle.count
      while place <= last {
        if self[place] == first, self[place..<place + needle.count].elementsEqual(needle) {
          return place
        }
        place += 1
      }
      return nil
    }
  }

  /// The parts between blanks, none of them empty.
  var words: [ArraySlice<UInt8>] { split(whereSeparator: \.isBlank) }
}
