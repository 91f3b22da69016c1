/// Splits the text of a query into tokens, one at a time and on demand.
///
/// On demand because refs obey other rules than expressions: where the grammar wants a ref, the
/// parser asks for `reference(at:)` instead of `next()`. The value is cheap to copy, which is how
/// the parser looks ahead.
struct Lexer: Sendable {
  let bytes: [UInt8]
  /// The offset of the next byte to read.
  var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Returns the byte at an offset, or 0 outside the text.
  func byte(_ offset: Int) -> UInt8 {
    offset >= 0 && offset < bytes.count ? bytes[offset] : 0
  }

  /// Returns the text of a span.
  func text(_ span: SourceSpan) -> String {
    String(decoding: bytes[span.lower..<span.upper], as: UTF8.self)
  }

  /// Returns the next token and moves past it.
  mutating func next() -> Token {
    let problems = skipBlanks()
    var token = scan()
    if !problems.isEmpty { token.problems = problems + token.problems }
    position = token.span.upper
    return token
  }

  /// Moves past spaces, comments and invisible characters; returns an error for the latter.
  private mutating func skipBlanks() -> [Diagnostic] {
    var problems: [Diagnostic] = []
    while position < bytes.count {
      let first = bytes[position]
      if ASCII.isSpace(first) {
        position += 1
      } else if first == UInt8(ascii: "-"), byte(position + 1) == UInt8(ascii: "-"),
        position == 0 || ASCII.isSpace(bytes[position - 1])
      {
        while position < bytes.count, bytes[position] != 0x0A { position += 1 }
      } else {
        let (scalar, length) = ScalarReader.scalar(in: bytes, at: position)
        guard let scalar, scalar.isInvisible else { break }
        let span = SourceSpan(position, position + length)
        if problems.isEmpty { problems.append(ParseDiagnostics.invisible(scalar, span)) }
        position += length
      }
    }
    return problems
  }

  private func scan() -> Token {
    let start = position
    guard start < bytes.count else { return Token(kind: .end, span: SourceSpan(start, start)) }
    switch bytes[start] {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return string(at: start)
    case UInt8(ascii: "$"): return parameter(at: start)
    case let byte where ASCII.isDigit(byte): return number(at: start)
    case let byte where ASCII.isWordStart(byte): return word(at: start)
    case UInt8(ascii: "^"), UInt8(ascii: "~"):
      if let range = caretRange(at: start) { return range }
    default: break
    }
    return operatorToken(at: start)
  }

  private func word(at start: Int) -> Token {
    if let version = prefixedVersion(at: start) { return version }
    var end = start
    while ASCII.isWord(byte(end)) { end += 1 }
    let span = SourceSpan(start, end)
    let text = text(span)
    if text == "sha" || text == "sha256", byte(end) == UInt8(ascii: ":"),
      ASCII.isAlphanumeric(byte(end + 1))
    {
      return objectName(at: start, digits: end + 1, isDigest: text == "sha256")
    }
    return Token(kind: .word(text), span: span)
  }

  private func parameter(at start: Int) -> Token {
    var end = start + 1
    guard ASCII.isWordStart(byte(end)) else {
      return invalid(ParseDiagnostics.emptyParameterName(SourceSpan(start, end)))
    }
    while ASCII.isWord(byte(end)) { end += 1 }
    return Token(
      kind: .parameter(text(SourceSpan(start + 1, end))), span: SourceSpan(start, end))
  }

  /// Operators of other languages, longest first, and what they read as.
  private static let foreignOperators: [(text: String, instead: String, kind: TokenKind)] = [
    ("===", "=", .punctuation(.equal)), ("!==", "!=", .punctuation(.notEqual)),
    ("==", "=", .punctuation(.equal)), ("<>", "!=", .punctuation(.notEqual)),
    ("&&", "and", .word("and")), ("||", "or", .word("or")),
    ("~=", "matches", .word("matches")), ("=~", "matches", .word("matches")),
    ("=<", "<=", .punctuation(.lessOrEqual)), ("=>", ">=", .punctuation(.greaterOrEqual)),
    ("!~", "not x matches …", .invalid),
    ("~ ", "matches", .word("matches")), ("~\"", "matches", .word("matches")),
  ]

  private func operatorToken(at start: Int) -> Token {
    func matches(_ text: String) -> Bool {
      start + text.utf8.count <= bytes.count
        && bytes[start..<(start + text.utf8.count)].elementsEqual(text.utf8)
    }
    if matches("...") {
      return invalid(ParseDiagnostics.threeDots(SourceSpan(start, start + 3)))
    }
    for foreign in Self.foreignOperators where matches(foreign.text) {
      let text = foreign.text.hasPrefix("~") && foreign.text != "~=" ? "~" : foreign.text
      let span = SourceSpan(start, start + text.utf8.count)
      return Token(
        kind: foreign.kind, span: span,
        problems: [ParseDiagnostics.foreignOperator(text, instead: foreign.instead, span)])
    }
    if let string = foreignString(at: start) { return string }
    for length in [2, 1] where start + length <= bytes.count {
      let text = String(decoding: bytes[start..<(start + length)], as: UTF8.self)
      if let punctuation = Punctuation(rawValue: text) {
        return Token(
          kind: .punctuation(punctuation), span: SourceSpan(start, start + length))
      }
    }
    if bytes[start] == UInt8(ascii: "!") {
      let span = SourceSpan(start, start + 1)
      return Token(
        kind: .word("not"), span: span,
        problems: [ParseDiagnostics.foreignOperator("!", instead: "not", span)])
    }
    let (scalar, length) = ScalarReader.scalar(in: bytes, at: start)
    return invalid(
      ParseDiagnostics.unexpectedCharacter(scalar, SourceSpan(start, start + length)))
  }

  /// Returns a token of kind `invalid` that covers the problem's span.
  func invalid(_ problem: Diagnostic) -> Token {
    Token(kind: .invalid, span: problem.span, problems: [problem])
  }

  /// Returns the end of the run of bytes that could belong to one literal: letters, digits and
  /// `_ . + -`, up to `..`.
  func literalRunEnd(from start: Int, also extra: UInt8? = nil) -> Int {
    var end = start
    while end < bytes.count {
      let next = bytes[end]
      if next == UInt8(ascii: ".") {
        if !ASCII.isAlphanumeric(byte(end + 1)) { break }
      } else if next == UInt8(ascii: "-") || next == UInt8(ascii: "+") {
        if !ASCII.isAlphanumeric(byte(end + 1)) { break }
      } else if !ASCII.isWord(next), next != extra {
        break
      }
      end += 1
    }
    return end
  }
}
