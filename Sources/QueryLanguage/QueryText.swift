/// What the text of a query is before it is parsed, for programs that read it line by line.
public enum QueryText {
  /// Returns whether a text goes on in the next line: it ends with `|`, `,` or a header, a
  /// parenthesis is open, or there are only comments yet.
  ///
  /// A string ends on its line, so that an open quote is a fault and no reason to go on.
  public static func goesOn(_ text: String) -> Bool {
    var lexer = Lexer(Array(text.utf8))
    var last: TokenKind?
    var open = 0
    var isHeader = false
    var beginsClause = true
    while true {
      let token = lexer.next()
      switch token.kind {
      case .end: return isIncomplete(last, open: open, isHeader: isHeader)
      case .punctuation(.open): open += 1
      case .punctuation(.close): open -= 1
      case .word(let word) where beginsClause:
        isHeader = ["param", "as", "repo", "let"].contains(word)
      default: break
      }
      beginsClause = token.kind == .punctuation(.semicolon)
      last = token.kind
    }
  }

  private static func isIncomplete(_ last: TokenKind?, open: Int, isHeader: Bool) -> Bool {
    switch last {
    case nil, .punctuation(.pipe), .punctuation(.comma): true
    case .punctuation(.semicolon): isHeader
    default: open > 0
    }
  }

  /// Returns whether a line goes on with a query that could have ended before it.
  public static func continuesQuery(_ line: String) -> Bool {
    var lexer = Lexer(Array(line.utf8))
    return lexer.next().kind == .punctuation(.pipe)
  }

  /// Returns whether a text holds nothing but spaces and comments.
  public static func isEmpty(_ text: String) -> Bool {
    var lexer = Lexer(Array(text.utf8))
    return lexer.next().kind == .end
  }

  /// Returns a query without the `;` that ends it; those of headers stay.
  public static func withoutEnd(_ text: String) -> String {
    guard !goesOn(text) else { return text }
    let tokens = tokens(of: text)
    guard let last = tokens.last, last.kind == .punctuation(.semicolon) else { return text }
    return String(decoding: text.utf8.prefix(last.span.lower), as: UTF8.self)
  }

  /// Returns a query in one line, without its comments.
  public static func singleLine(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var line: [UInt8] = []
    var end: Int?
    for token in tokens(of: text) {
      if let end, token.span.lower > end { line.append(0x20) }
      line += bytes[token.span.lower..<token.span.upper]
      end = token.span.upper
    }
    return String(decoding: line, as: UTF8.self)
  }

  private static func tokens(of text: String) -> [Token] {
    var lexer = Lexer(Array(text.utf8))
    var tokens: [Token] = []
    while true {
      let token = lexer.next()
      if token.kind == .end { return tokens }
      tokens.append(token)
    }
  }
}
