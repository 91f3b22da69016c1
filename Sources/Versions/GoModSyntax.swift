/// The lines of a go.mod file, with the comments that belong to them.
struct GoModSyntax {
  /// One directive, or one line of a block.
  struct Line {
    /// The words; of a line in a block without the block's own.
    var words: [GoModToken]
    /// The comments above, in order; of a line in a block, empty texts stand for blank lines.
    var above: [String]
    /// The comment behind.
    var behind: String?
    /// The number of the line, from 1.
    var number: Int { words.first?.line ?? 0 }
    var hasComments: Bool { !above.isEmpty || behind != nil }
  }

  enum Statement {
    case line(Line)
    /// A block: the words before its parenthesis with the comments above, and its lines.
    case block(Line, lines: [Line])
  }

  let statements: [Statement]

  init(_ text: String) throws(GoModuleError) {
    var parser = try GoModParser(text)
    statements = try parser.file()
  }
}

/// The parser of the go.mod syntax: https://go.dev/ref/mod#go-mod-file-grammar.
private struct GoModParser {
  private var lexer: GoModLexer
  private var token: GoModToken

  init(_ text: String) throws(GoModuleError) {
    lexer = GoModLexer(text)
    token = try lexer.next()
  }

  mutating func file() throws(GoModuleError) -> [GoModSyntax.Statement] {
    var statements: [GoModSyntax.Statement] = []
    var above: [String] = []
    while token.kind != .endOfFile {
      switch token.kind {
      case .endOfLine:
        // A blank line parts comments from what follows.
        above = []
        try advance()
      case .comment:
        above.append(token.text)
        try advance()
      default:
        statements.append(try statement(above: above))
        above = []
      }
    }
    return statements
  }

  private mutating func statement(above: [String]) throws(GoModuleError) -> GoModSyntax.Statement {
    var line = GoModSyntax.Line(words: [token], above: above)
    try advance()
    while !token.endsLine {
      let word = token
      try advance()
      if word.isSign("("), token.endsLine {
        return .block(line, lines: try block(from: line.number))
      }
      line.words.append(word)
      if word.isSign("("), token.isSign(")") {
        line.words.append(token)
        try advance()
        guard !token.endsLine else {
          line.words.removeLast(2)
          try advance()
          return .block(line, lines: [])
        }
      }
    }
    line.behind = try endOfLine()
    return .line(line)
  }

  /// Parses the lines up to the closing parenthesis; the opening one was read.
  private mutating func block(from start: Int) throws(GoModuleError) -> [GoModSyntax.Line] {
    var lines: [GoModSyntax.Line] = []
    var above: [String] = []
    while true {
      switch token.kind {
      case .endOfFile:
        throw .openBlock(start)
      case .suffixComment:
        // It stands behind the opening parenthesis and belongs to no line.
        try advance()
      case .endOfLine:
        try advance()
        if above.isEmpty ? !lines.isEmpty : above.last != "" { above.append("") }
      case .comment:
        above.append(token.text)
        try advance()
      default:
        if token.isSign(")") {
          let number = token.line
          try advance()
          guard token.endsLine else { throw .textAfterBlock(number) }
          _ = try endOfLine()
          return lines
        }
        lines.append(try blockLine(above: above))
        above = []
      }
    }
  }

  private mutating func blockLine(above: [String]) throws(GoModuleError) -> GoModSyntax.Line {
    var line = GoModSyntax.Line(words: [], above: above)
    while !token.endsLine {
      line.words.append(token)
      try advance()
    }
    line.behind = try endOfLine()
    return line
  }

  /// Reads the end of a line and returns the comment before it.
  private mutating func endOfLine() throws(GoModuleError) -> String? {
    let comment = token.kind == .suffixComment ? token.text : nil
    if token.kind != .endOfFile { try advance() }
    return comment
  }

  private mutating func advance() throws(GoModuleError) { token = try lexer.next() }
}
