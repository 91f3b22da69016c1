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
    let span = SourceSpan(start, offset)
    return invalid(ParseDiagnostics.unterminatedString(text(span), span))
  }

  // MARK: Quotes of other languages

  /// Typographic quotes and the backtick, each with those that may close it.
  private static let foreignQuotes: [Unicode.Scalar: [Unicode.Scalar]] = [
    "“": ["”", "“"], "”": ["”"], "„": ["“", "”"], "‘": ["’", "‘"], "’": ["’"], "«": ["»"],
    "»": ["«"], "`": ["`"], "＂": ["＂"],
  ]

  /// Bytes.
  private static let longestForeignString = 256

  static func isForeignQuote(_ scalar: Unicode.Scalar) -> Bool {
    foreignQuotes[scalar] != nil
  }

  /// Returns what stands in quotes of other languages, as what it was meant to be: a string, or a
  /// name in backticks; nil without both quotes on one line.
  func foreignString(at start: Int) -> Token? {
    let (opening, length) = ScalarReader.scalar(in: bytes, at: start)
    guard let opening, let closings = Self.foreignQuotes[opening] else { return nil }
    var offset = start + length
    // Many quotes that nothing closes would each be looked for to the end of the text.
    let limit = min(bytes.count, start + Self.longestForeignString)
    while offset < limit, bytes[offset] != 0x0A {
      let (scalar, width) = ScalarReader.scalar(in: bytes, at: offset)
      guard let scalar else { return nil }
      if closings.contains(scalar) {
        let inside = SourceSpan(start + length, offset)
        let span = SourceSpan(start, offset + width)
        return foreignString(opening, inside, span)
      }
      offset += width
    }
    return nil
  }

  private func foreignString(
    _ opening: Unicode.Scalar, _ inside: SourceSpan, _ span: SourceSpan
  ) -> Token {
    let text = text(inside)
    let isName =
      opening == "`" && ASCII.isWordStart(byte(inside.lower)) && text.utf8.allSatisfy(ASCII.isWord)
    let instead = isName ? text : text.contains("\"") ? "'\(text)'" : "\"\(text)\""
    return Token(
      kind: isName ? .word(text) : .string(Array(text.utf8)), span: span,
      problems: [ParseDiagnostics.foreignQuotes(opening, instead: instead, span)])
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
      let value = UInt32(text(SourceSpan(start + 3, end)), radix: 16)
    else { return nil }
    guard let scalar = Unicode.Scalar(value) else {
      let span = SourceSpan(start, end + 1)
      return Escape(
        value: [], end: end + 1,
        problem: ParseDiagnostics.noScalar(
          text(span), isSurrogate: (0xD800...0xDFFF).contains(value), span))
    }
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
