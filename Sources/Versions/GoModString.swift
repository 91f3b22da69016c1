extension GoModToken {
  /// The word's value: an identifier as it is, a string without its quotes and escapes.
  ///
  /// It throws for an identifier that holds a quote, and for an unknown escape.
  func value() throws(GoModuleError) -> String {
    guard kind == .string else {
      let hasQuote = text.utf8.contains { $0 == 0x22 || $0 == 0x27 || $0 == 0x60 }
      guard !hasQuote else { throw .quoteInWord(text, line) }
      return text
    }
    let inner = Array(text.utf8.dropFirst().dropLast())
    guard text.utf8.first == UInt8(ascii: "\"") else { return inner.text }
    guard let value = Self.unescaped(inner) else { throw .invalidEscapeInString(text, line) }
    return value
  }

  /// The text of an interpreted string of Go; nil for an escape that it does not have.
  private static func unescaped(_ text: [UInt8]) -> String? {
    var result: [UInt8] = []
    var rest = text[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\") else {
        result.append(byte)
        continue
      }
      guard let letter = rest.popFirst() else { return nil }
      if let plain = plainEscapes[letter] {
        result.append(plain)
      } else if let digits = hexadecimalEscapes[letter] {
        guard let value = number(rest.prefix(digits), digits: digits, radix: 16) else { return nil }
        rest = rest.dropFirst(digits)
        if digits == 2 {
          result.append(UInt8(truncatingIfNeeded: value))
        } else {
          guard let scalar = Unicode.Scalar(value) else { return nil }
          result += Array(String(scalar).utf8)
        }
      } else {
        guard let value = number([letter] + rest.prefix(2), digits: 3, radix: 8), value < 256 else {
          return nil
        }
        rest = rest.dropFirst(2)
        result.append(UInt8(truncatingIfNeeded: value))
      }
    }
    return result.text
  }

  private static func number(
    _ digits: some Collection<UInt8>, digits count: Int, radix: Int
  ) -> UInt32? {
    guard digits.count == count, digits.allSatisfy({ $0.isDigit || $0.isLetter }) else {
      return nil
    }
    return UInt32(digits.asciiText, radix: radix)
  }

  private static let plainEscapes: [UInt8: UInt8] = [
    UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "n"): 10,
    UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9, UInt8(ascii: "v"): 11, UInt8(ascii: "\\"): 0x5C,
    UInt8(ascii: "\""): 0x22,
  ]

  private static let hexadecimalEscapes: [UInt8: Int] = [
    UInt8(ascii: "x"): 2, UInt8(ascii: "u"): 4, UInt8(ascii: "U"): 8,
  ]
}

extension [UInt8] {
  fileprivate var text: String { String(decoding: self, as: UTF8.self) }
}
