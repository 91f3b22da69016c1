// Predicates and values, from the loosest operator to the tightest.
extension Parser {
  /// Reads operands joined by `or`, each of operands joined by `and`.
  mutating func predicate() throws(Diagnostic) -> Expression {
    try nested { (parser) throws(Diagnostic) in
      var operands = [try parser.conjunction()]
      while parser.take(word: "or") { operands.append(try parser.conjunction()) }
      return Self.balanced(operands[...]) { .or($0, $1) }
    }
  }

  private mutating func conjunction() throws(Diagnostic) -> Expression {
    var operands = [try negation()]
    while take(word: "and") { operands.append(try negation()) }
    return Self.balanced(operands[...]) { .and($0, $1) }
  }

  /// Joins operands of an associative operator into a tree of logarithmic depth, so that a long
  /// chain cannot exhaust the stack of a pass over the tree.
  private static func balanced(
    _ operands: ArraySlice<Expression>, _ join: (Expression, Expression) -> Expression
  ) -> Expression {
    if operands.count == 1 { return operands[operands.startIndex] }
    if operands.count == 3 {
      let first = operands.startIndex
      return join(join(operands[first], operands[first + 1]), operands[first + 2])
    }
    let middle = operands.startIndex + operands.count / 2
    return join(balanced(operands[..<middle], join), balanced(operands[middle...], join))
  }

  private mutating func negation() throws(Diagnostic) -> Expression {
    guard at(word: "not") else { return try comparison() }
    let lower = token.span.lower
    advance()
    let operand = try nested { (parser) throws(Diagnostic) in try parser.negation() }
    return .not(operand, span(from: lower))
  }

  private mutating func comparison() throws(Diagnostic) -> Expression {
    if let predicate = try graphPredicate() { return predicate }
    let lower = token.span.lower
    let left = try expression()
    switch token.kind {
    case .punctuation(let mark):
      guard let op = ComparisonOperator(rawValue: mark.rawValue) else { return left }
      advance()
      let right = try expression()
      if case .punctuation(let next) = token.kind,
        ComparisonOperator(rawValue: next.rawValue) != nil
      {
        throw ParseDiagnostics.chainedComparison(
          middle: lexer.text(Self.span(of: right)), operator: next, token.span)
      }
      return .comparison(op, left, right, span(from: lower))
    case .word(let word):
      return try wordComparison(left, word, from: lower)
    default:
      return left
    }
  }

  private mutating func wordComparison(
    _ left: Expression, _ word: String, from lower: Int
  ) throws(Diagnostic) -> Expression {
    switch word {
    case "is":
      advance()
      let negated = take(word: "not")
      guard take(word: "null") else { throw unexpected("\"null\" after \"is\"") }
      return .isNull(left, negated: negated, span(from: lower))
    case "in":
      advance()
      return try membership(left, negated: false, from: lower)
    case "not":
      let notSpan = token.span
      advance()
      if take(word: "in") { return try membership(left, negated: true, from: lower) }
      throw ParseDiagnostics.infixNot(
        left: lexer.text(Self.span(of: left)), next: lexer.text(token.span), notSpan)
    case "glob", "matches", "has":
      guard let op = TextMatchOperator(rawValue: word) else { return left }
      advance()
      let right = try expression()
      try checkPattern(op, right)
      return .textMatch(op, left, right, span(from: lower))
    default:
      if let problem = ParseDiagnostics.foreignWord(word, token.span) { throw problem }
      return left
    }
  }

  private func checkPattern(_ op: TextMatchOperator, _ pattern: Expression) throws(Diagnostic) {
    guard op == .matches, case .literal(.string(let bytes), let span) = pattern else { return }
    let length = String(decoding: bytes, as: UTF8.self).unicodeScalars.count
    guard length <= Limits.pattern else { throw ParseDiagnostics.patternTooLong(length, span) }
  }

  /// Reads what follows `x in`: a list, a range of versions, or a pipeline.
  private mutating func membership(
    _ left: Expression, negated: Bool, from lower: Int
  ) throws(Diagnostic) -> Expression {
    if case .versionRange(let range) = token.kind {
      advance()
      return .inVersionRange(left, range, negated: negated, span(from: lower))
    }
    let leftText = lexer.text(Self.span(of: left))
    guard at(.open) else {
      throw ParseDiagnostics.membership(
        of: leftText, found: unexpected("a list, a range of versions or a pipeline"),
        rest: restOfRange().map(lexer.text), span: restOfRange())
    }
    let holdsPipeline = startsPipeline()
    advance()
    if holdsPipeline {
      let pipeline = try pipeline()
      try expect(.close, "\"|\" or \")\"")
      return .inPipeline(left, pipeline, negated: negated, span(from: lower))
    }
    var items: [Expression] = []
    repeat {
      items.append(try expression())
      try checkListLength(items.count)
    } while take(.comma)
    if at(.range) {
      throw ParseDiagnostics.membership(of: leftText, found: unexpected("\")\""), rest: "A..B")
    }
    try expect(.close, "\",\" or \")\"")
    return .inList(left, items, negated: negated, span(from: lower))
  }

  func checkListLength(_ count: Int) throws(Diagnostic) {
    guard count <= Limits.listItems else { throw ParseDiagnostics.listTooLong(token.span) }
  }

  /// Returns the range of refs that starts at the token, if one does.
  private func restOfRange() -> SourceSpan? {
    guard let left = try? lexer.reference(at: token.span.lower),
      lexer.byte(left.span.upper) == UInt8(ascii: "."),
      let right = try? lexer.reference(at: left.span.upper + 2)
    else { return nil }
    return left.span.union(right.span)
  }

  /// The relation that `from` names in a query written like SQL.
  var relationAfterFrom: String? {
    var copy = lexer
    var found = token
    for _ in 0..<100 where found.kind != .end {
      let next = copy.next()
      if case .word(let from) = found.kind, from.lowercased() == "from",
        case .word(let relation) = next.kind, Words.relations.contains(relation.lowercased())
      {
        return relation.lowercased()
      }
      found = next
    }
    return nil
  }

  /// Whether the parenthesis at the token opens a pipeline rather than a list.
  private func startsPipeline() -> Bool {
    var copy = lexer
    var first = copy.next()
    while first.kind == .punctuation(.open) { first = copy.next() }
    guard case .word(let relation) = first.kind else { return false }
    switch copy.next().kind {
    // No expression goes on like this, so that a misspelt relation is reported as one.
    case .punctuation(.pipe), .word("as"), .word("of"), .word("containing"), .word("reachable"):
      return true
    case .punctuation(.close), .word("in"):
      return Words.relations.contains(relation) || definitions.contains(relation)
    default:
      return false
    }
  }
}
