internal import Versions

// Arithmetic and what it is made of.
extension Parser {
  /// Reads terms joined by `+` and `-`.
  mutating func expression() throws(Diagnostic) -> Expression {
    let lower = token.span.lower
    var left = try term()
    while at(.plus) || at(.minus) {
      let op: ArithmeticOperator = at(.plus) ? .add : .subtract
      try checkSpaces()
      try countArithmetic()
      advance()
      let right = try term()
      left = .arithmetic(op, left, right, span(from: lower))
    }
    return left
  }

  /// Checks that a binary `+` or `-` stands between spaces, as names and versions may hold both.
  func checkSpaces() throws(Diagnostic) {
    let span = token.span
    guard ASCII.isSpace(lexer.byte(span.lower - 1)), ASCII.isSpace(lexer.byte(span.upper)) else {
      throw ParseDiagnostics.missingSpaces(lexer.text(span), span)
    }
  }

  private mutating func countArithmetic() throws(Diagnostic) {
    arithmeticOperators += 1
    guard arithmeticOperators <= Limits.arithmeticOperators else {
      throw ParseDiagnostics.tooMuchArithmetic(token.span)
    }
  }

  private mutating func term() throws(Diagnostic) -> Expression {
    let lower = token.span.lower
    var left = try unary()
    while case .punctuation(let mark) = token.kind {
      let op: ArithmeticOperator
      switch mark {
      case .star: op = .multiply
      case .slash: op = .divide
      case .percent: op = .remainder
      default: return left
      }
      try countArithmetic()
      advance()
      let right = try unary()
      left = .arithmetic(op, left, right, span(from: lower))
    }
    return left
  }

  private mutating func unary() throws(Diagnostic) -> Expression {
    guard at(.minus) else { return try primary() }
    let lower = token.span.lower
    advance()
    taken[taken.count - 1].kind = .sign
    let operand = try nested { (parser) throws(Diagnostic) in try parser.unary() }
    let span = span(from: lower)
    switch operand {
    case .literal(.integer(let value), _): return .literal(.integer(-value), span)
    case .literal(.real(let value), _): return .literal(.real(-value), span)
    case .literal(.duration(let value), _): return .literal(.duration(-value), span)
    default: return .negate(operand, span)
    }
  }

  private mutating func primary() throws(Diagnostic) -> Expression {
    let span = token.span
    switch token.kind {
    case .string(let bytes): return literal(.string(bytes))
    case .integer(let value):
      if let problem = spacedDuration(value) { throw problem }
      return literal(.integer(value))
    case .real(let value): return literal(.real(value))
    case .version(let version): return literal(.version(version))
    case .time(let micros): return literal(.time(micros))
    case .sha(let hex): return literal(.sha(hex))
    case .digest(let hex): return literal(.digest(hex))
    case .duration(let micros):
      advance()
      guard take(word: "ago") else { return .literal(.duration(micros), span) }
      return .time(TimeSyntax(atom: .ago(micros), span: self.span(from: span.lower)))
    case .parameter(let name):
      advance()
      return .parameter(Name(name, span))
    case .punctuation(.open):
      advance()
      let inner = try predicate()
      if at(.comma) { throw ParseDiagnostics.strayList(token.span) }
      try expect(.close, "\")\"")
      return inner
    case .word(let word): return try wordValue(word)
    case .versionRange: throw ParseDiagnostics.rangeAsValue(lexer.text(span), span)
    default: throw unexpected("a value")
    }
  }

  /// Returns the error for a number and a unit apart, such as `1 month ago`, at the number.
  func spacedDuration(_ count: Int64) -> Diagnostic? {
    var copy = lexer
    let unit = copy.next()
    guard case .word(let word) = unit.kind else { return nil }
    return ParseDiagnostics.spacedDuration(
      count, word, isAgo: copy.next().kind == .word("ago"), token.span.union(unit.span))
  }

  private mutating func literal(_ literal: Literal) -> Expression {
    let span = token.span
    advance()
    return .literal(literal, span)
  }

  private mutating func wordValue(_ word: String) throws(Diagnostic) -> Expression {
    switch word {
    case "true": return literal(.boolean(true))
    case "false": return literal(.boolean(false))
    case "null": return literal(.null)
    case "if": return try conditional()
    case "now", "today", "yesterday":
      let span = token.span
      guard let atom = namedTime() else { throw unexpected("a value") }
      return .time(TimeSyntax(atom: atom, span: span))
    default:
      if Words.reserved.contains(word) { throw unexpected("a value") }
      if peek().kind == .punctuation(.open) { return try call() }
      return try path()
    }
  }

  private mutating func conditional() throws(Diagnostic) -> Expression {
    let lower = token.span.lower
    advance()
    try expect(.open, "\"(\" after \"if\"")
    let condition = try predicate()
    try expect(.comma, "\",\" and the value if true")
    let first = try conditionalBranch()
    try expect(.comma, "\",\" and the value if false")
    let second = try conditionalBranch()
    try expect(.close, "\")\"")
    return .conditional(condition, then: first, else: second, span(from: lower))
  }

  private mutating func conditionalBranch() throws(Diagnostic) -> Expression {
    try nested { (parser) throws(Diagnostic) in try parser.expression() }
  }

  private mutating func call() throws(Diagnostic) -> Expression {
    let name = try name("the name of a function")
    try expect(.open, "\"(\"")
    if at(.star) {
      advance()
      try expect(.close, "\")\"")
      return .callStar(name, span(from: name.span.lower))
    }
    var arguments: [Expression] = []
    if !at(.close) {
      repeat {
        arguments.append(try predicate())
        try checkListLength(arguments.count)
      } while take(.comma)
    }
    try expect(.close, "\",\" or \")\"")
    return .call(name, arguments: arguments, span(from: name.span.lower))
  }

  /// Reads names joined by dots.
  mutating func path() throws(Diagnostic) -> Expression {
    var parts = [try name("a column")]
    while take(.dot) { parts.append(try name("a column or link after \".\"")) }
    return .path(parts)
  }

  /// Returns the place of an expression in the text.
  static func span(of expression: Expression) -> SourceSpan {
    switch expression {
    case .literal(_, let span), .call(_, _, let span), .callStar(_, let span),
      .negate(_, let span), .arithmetic(_, _, _, let span), .comparison(_, _, _, let span),
      .not(_, let span), .isNull(_, _, let span), .inList(_, _, _, let span),
      .inVersionRange(_, _, _, let span), .inPipeline(_, _, _, let span),
      .textMatch(_, _, _, let span), .conditional(_, _, _, let span), .graph(_, let span):
      return span
    case .time(let time): return time.span
    case .parameter(let name): return name.span
    case .path(let parts):
      guard let first = parts.first, let last = parts.last else { return SourceSpan(0, 0) }
      return first.span.union(last.span)
    case .and(let left, let right), .or(let left, let right):
      return span(of: left).union(span(of: right))
    }
  }
}
