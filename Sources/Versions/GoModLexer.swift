/// A token of a go.mod file.
struct GoModToken: Equatable {
  enum Kind: Equatable {
    case endOfFile
    case endOfLine
    /// A comment that has its line to itself; it includes the end of the line.
    case comment
    /// A comment behind other text; it includes the end of the line.
    case suffixComment
    /// An identifier or one of the signs `( ) [ ] { } ,`.
    case word
    /// A quoted string, with its quotes.
    case string
  }

  let kind: Kind
  let text: String
  /// From 1.
  let line: Int

  /// Whether the token ends a directive.
  var endsLine: Bool { kind == .endOfFile || kind == .endOfLine || kind == .suffixComment }

  func isSign(_ sign: String) -> Bool { kind == .word && text == sign }
}

/// The lexer of the go.mod syntax: https://go.dev/ref/mod#go-mod-file-lexical.
struct GoModLexer {
  private let text: [Unicode.Scalar]
  private var position = 0
  private var line = 1
  /// Whether only blanks were read since the line began.
  private var isAtLineStart = true

  init(_ text: String) { self.text = Array(text.unicodeScalars) }

  mutating func next() throws(GoModuleError) -> GoModToken {
    skipBlanks()
    guard let scalar = peek() else { return GoModToken(kind: .endOfFile, text: "", line: line) }
    if scalar == "/", peek(1) == "/" { return comment() }
    if scalar == "/", peek(1) == "*" { throw .blockComment(line) }
    defer { isAtLineStart = scalar == "\n" }
    switch scalar {
    case "\n":
      defer { line += 1 }
      return take(1, .endOfLine)
    case "(", ")", "[", "]", "{", "}", ",":
      return take(1, .word)
    case "\"", "`":
      return try string(quote: scalar)
    default:
      return try identifier()
    }
  }

  private func peek(_ offset: Int = 0) -> Unicode.Scalar? {
    position + offset < text.count ? text[position + offset] : nil
  }

  private mutating func skipBlanks() {
    while let scalar = peek(), scalar == " " || scalar == "\t" || scalar == "\r" { position += 1 }
  }

  private mutating func take(_ count: Int, _ kind: GoModToken.Kind) -> GoModToken {
    defer { position += count }
    let scalars = String.UnicodeScalarView(text[position..<(position + count)])
    return GoModToken(kind: kind, text: String(scalars), line: line)
  }

  private mutating func comment() -> GoModToken {
    var end = position
    while end < text.count, text[end] != "\n" { end += 1 }
    let token = take(end - position, isAtLineStart ? .comment : .suffixComment)
    if position < text.count {
      position += 1
      line += 1
    }
    isAtLineStart = true
    return token
  }

  private mutating func string(quote: Unicode.Scalar) throws(GoModuleError) -> GoModToken {
    var end = position + 1
    while end < text.count, text[end] != quote {
      if text[end] == "\\", quote == "\"" { end += 1 }
      guard end < text.count, text[end] != "\n" else { throw .openString(line) }
      end += 1
    }
    guard end < text.count else { throw .openString(line) }
    return take(end + 1 - position, .string)
  }

  private mutating func identifier() throws(GoModuleError) -> GoModToken {
    var end = position
    while end < text.count, Self.isIdentifier(text[end]) {
      if text[end] == "/", end + 1 < text.count {
        if text[end + 1] == "/" { break }
        if text[end + 1] == "*" { throw .blockComment(line) }
      }
      end += 1
    }
    guard end > position else { throw .strayCharacter(text[position], line) }
    return take(end - position, .word)
  }

  /// Whether the character is visible and none of the signs that are tokens of their own.
  private static func isIdentifier(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case " ", "(", ")", "[", "]", "{", "}", ",": return false
    case "!"..."~": return true
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .spaceSeparator, .lineSeparator,
      .paragraphSeparator:
      return false
    default:
      return true
    }
  }
}
