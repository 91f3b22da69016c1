/// A value of type `list`: the text of a flat JSON array.
///
/// The store makes such values, but they hold text that came from a source, so nothing is taken for
/// granted: what is not a flat array of strings, numbers, booleans and nulls reads as nil.
enum ListText {
  /// Returns the elements in display form, or nil when the text is not a flat JSON array.
  static func elements(_ json: UnsafeRawBufferPointer) -> [[UInt8]]? {
    var reader = ListReader(bytes: json)
    return reader.readArray()
  }

  /// Returns the elements joined by commas; the text itself when it is not a flat JSON array.
  static func joined(_ json: UnsafeRawBufferPointer) -> [UInt8] {
    guard let elements = elements(json) else { return Array(json) }
    return Array(elements.joined(separator: [0x2C, 0x20]))
  }
}

private struct ListReader {
  let bytes: UnsafeRawBufferPointer
  var index = 0

  var current: UInt8? { index < bytes.count ? bytes[index] : nil }

  mutating func readArray() -> [[UInt8]]? {
    guard take(UInt8(ascii: "[")) else { return nil }
    var elements: [[UInt8]] = []
    if !take(UInt8(ascii: "]")) {
      repeat {
        guard let element = readElement() else { return nil }
        elements.append(element)
      } while take(UInt8(ascii: ","))
      guard take(UInt8(ascii: "]")) else { return nil }
    }
    skipSpace()
    return index == bytes.count ? elements : nil
  }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      index += 1
    }
  }

  /// Steps over one byte, and the spaces before it, when it is the expected one.
  private mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard current == byte else { return false }
    index += 1
    return true
  }

  private mutating func readElement() -> [UInt8]? {
    if take(UInt8(ascii: "\"")) { return readString() }
    let start = index
    while let byte = current, isScalarByte(byte) { index += 1 }
    let word = Array(bytes[start..<index])
    switch String(decoding: word, as: UTF8.self) {
    case "null": return []
    case "true", "false": return word
    default: return isNumber(word) ? word : nil
    }
  }

  private func isScalarByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2E: true
    default: false
    }
  }

  /// Returns whether a word is a number by the grammar of RFC 8259.
  private func isNumber(_ word: [UInt8]) -> Bool {
    var rest = word[...]
    func digits() -> Int {
      let count = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }.count
      rest = rest.dropFirst(count)
      return count
    }
    if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    let leadingZero = rest.first == UInt8(ascii: "0")
    let whole = digits()
    guard whole > 0, !leadingZero || whole == 1 else { return false }
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      guard digits() > 0 else { return false }
    }
    if let byte = rest.first, byte | 0x20 == UInt8(ascii: "e") {
      rest = rest.dropFirst()
      if let sign = rest.first, sign == 0x2B || sign == 0x2D { rest = rest.dropFirst() }
      guard digits() > 0 else { return false }
    }
    return rest.isEmpty
  }

  /// Reads a string whose opening quote is behind; bytes that are not UTF-8 pass.
  private mutating func readString() -> [UInt8]? {
    var text: [UInt8] = []
    while let byte = current {
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return text
      case 0..<0x20: return nil
      case UInt8(ascii: "\\"):
        guard let scalar = readEscape() else { return nil }
        text.append(contentsOf: String(scalar).utf8)
      default: text.append(byte)
      }
    }
    return nil
  }

  private mutating func readEscape() -> Unicode.Scalar? {
    guard let byte = current else { return nil }
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{08}"
    case UInt8(ascii: "f"): return "\u{0C}"
    case UInt8(ascii: "u"): return readUnicodeEscape()
    default: return nil
    }
  }

  /// Reads the digits of `\uXXXX` and of a second one for a surrogate pair.
  ///
  /// A surrogate without its partner becomes U+FFFD.
  private mutating func readUnicodeEscape() -> Unicode.Scalar? {
    guard let first = readHexUnit() else { return nil }
    if let scalar = Unicode.Scalar(first) { return scalar }
    let afterFirst = index
    if first < 0xDC00, current == UInt8(ascii: "\\") {
      index += 1
      if current == UInt8(ascii: "u") {
        index += 1
        if let second = readHexUnit(), (0xDC00...0xDFFF).contains(second) {
          return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        }
      }
      index = afterFirst
    }
    return "\u{FFFD}"
  }

  private mutating func readHexUnit() -> UInt32? {
    guard index + 4 <= bytes.count else { return nil }
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue, bytes[index] < 0x80
      else { return nil }
      unit = unit << 4 | UInt32(digit)
      index += 1
    }
    return unit
  }
}
