// Strings in either kind of quotes.
extension Lexer {
  /// Returns the string that starts at a quote; it ends at the same quote on the same line.
  func string(at start: Int) -> Token {
    let quote = bytes[start]
    var value: [UInt8] = []
    var problems: [Diagnostic] = []
    var offset = start + 1
    while offset < bytes.count, bytes[offset] != 0x0A {
      let next = bytes[offset]
      if next == quote {
        return Token(
          kind: .string(value), span: SourceSpan(start, offset + 1), problems: problems)
      }
      if next == UInt8(ascii: "\\") {
        let escape = escape(at: offset)
        value += escape.value
        if let problem = escape.problem { problems.append(problem) }
        offset = escape.end
      } else {
        value.append(next)
        offset += 1
      }
    }
    return invalid(ParseDiagnostics.unterminatedString(SourceSpan(start, offset)))
  }

  private struct Escape {
    var value: [UInt8]
    var end: Int
    var problem: Diagnostic?
  }

  private func escape(at start: Int) -> Escape {
    switch byte(start + 1) {
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"):
      return Escape(value: [bytes[start + 1]], end: start + 2)
    case UInt8(ascii: "n"): return Escape(value: [0x0A], end: start + 2)
    case UInt8(ascii: "t"): return Escape(value: [0x09], end: start + 2)
    case UInt8(ascii: "x"):
      if let high = ASCII.hexValue(byte(start + 2)), let low = ASCII.hexValue(byte(start + 3)) {
        return Escape(value: [high << 4 | low], end: start + 4)
      }
    case UInt8(ascii: "u"):
      if let escape = unicodeEscape(at: start) { return escape }
    default: break
    }
    return unknownEscape(at: start)
  }

  /// Returns `\u{…}` with one to six hex digits that name a Unicode scalar.
  private func unicodeEscape(at start: Int) -> Escape? {
    guard byte(start + 2) == UInt8(ascii: "{") else { return nil }
    var end = start + 3
    while ASCII.isHex(byte(end)) { end += 1 }
    guard byte(end) == UInt8(ascii: "}"), (1...6).contains(end - start - 3),
      let value = UInt32(text(SourceSpan(start + 3, end)), radix: 16),
      let scalar = Unicode.Scalar(value)
    else { return nil }
    return Escape(value: Array(String(Character(scalar)).utf8), end: end + 1)
  }

  private func unknownEscape(at start: Int) -> Escape {
    guard start + 1 < bytes.count, bytes[start + 1] != 0x0A else {
      return Escape(value: [], end: start + 1)
    }
    let length = ScalarReader.scalar(in: bytes, at: start + 1).length
    let span = SourceSpan(start, start + 1 + length)
    return Escape(
      value: [], end: span.upper, problem: ParseDiagnostics.unknownEscape(text(span), span))
  }
}
