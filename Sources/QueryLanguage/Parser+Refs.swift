// Refs, ranges of refs and the selectors that hold them.
extension Parser {
  /// Reads a ref where the current token starts, by the rules of refs.
  private mutating func referenceIfPresent() throws(Diagnostic) -> RefSyntax? {
    let start = token.span.lower
    // Invisible characters before the token were found while the lexer skipped blanks.
    report(token.problems.filter { $0.span.upper <= start })
    guard let ref = try lexer.reference(at: start) else { return nil }
    lexer.position = ref.span.upper
    previousEnd = ref.span.upper
    taken.append(TakenToken(kind: .ref, span: ref.span))
    token = lexer.next()
    return ref
  }

  /// Reads a ref, or `merge_base(A, B)`.
  private mutating func rangeEnd() throws(Diagnostic) -> RefSyntax? {
    if let base = try mergeBase() { return base }
    return try referenceIfPresent()
  }

  private mutating func mergeBase() throws(Diagnostic) -> RefSyntax? {
    guard at(word: "merge_base"), lexer.byte(token.span.upper) == UInt8(ascii: "(") else {
      return nil
    }
    let lower = token.span.lower
    advance()
    advance()
    let (first, second) = try nested { (parser) throws(Diagnostic) in
      let first = try parser.reference(after: "merge_base(")
      try parser.expect(.comma, "\",\" and another ref")
      return (first, try parser.reference(after: ","))
    }
    try expect(.close, "\")\" after the two refs of merge_base")
    return RefSyntax(kind: nil, target: .mergeBase(first, second), span: span(from: lower))
  }

  mutating func reference(after word: String) throws(Diagnostic) -> RefSyntax {
    if let ref = try rangeEnd() { return ref }
    throw ParseDiagnostics.expectedReference(after: word, found: unexpected("a ref"))
  }

  /// Reads `A..B` or `..B`, with `first parent` after it, once `in` is taken.
  mutating func range(after relation: Name?) throws(Diagnostic) -> RangeSyntax {
    let lower = token.span.lower
    let left = try rangeEnd()
    guard at(.range) else {
      if token.kind == .invalid, let problem = token.problems.first { throw problem }
      guard let left else { throw ParseDiagnostics.expectedRange(found: unexpected("a range")) }
      throw ParseDiagnostics.missingRange(
        lexer.text(left.span), left.span, relation: relation?.text)
    }
    advance()
    guard !endsOpenRange, let right = try rangeEnd() else {
      throw ParseDiagnostics.openRange(
        left.map { lexer.text($0.span) }, SourceSpan(lower, previousEnd))
    }
    let isFirstParent = at(word: "first") && peek().kind == .word("parent")
    let span = SourceSpan(lower, previousEnd)
    if isFirstParent {
      advance()
      advance()
    }
    return RangeSyntax(lower: left, upper: right, firstParent: isFirstParent, span: span)
  }

  /// Whether a clause follows the `..` rather than a ref.
  private var endsOpenRange: Bool {
    guard token.span.lower > previousEnd, let word else { return false }
    switch word {
    case "and", "or": return true
    case "as": return peek().kind == .word("of")
    case "first": return peek().kind == .word("parent")
    default: return false
    }
  }

  /// Reads the clause after a relation's name, if there is one.
  mutating func selector(of relation: Name) throws(Diagnostic) -> Selector? {
    let lower = token.span.lower
    switch word {
    case "in":
      advance()
      return .range(try range(after: relation))
    case "containing":
      advance()
      let ref = try reference(after: "containing")
      let orEquivalent = takeOrEquivalent()
      if !orEquivalent, take(word: "or") { throw unexpected("\"equivalent\" after \"or\"") }
      return .containing(ref, orEquivalent: orEquivalent, span(from: lower))
    case "reachable":
      advance()
      guard take(word: "from") else { throw unexpected("\"from\" after \"reachable\"") }
      let ref = try reference(after: "reachable from")
      return .reachableFrom(ref, span(from: lower))
    case "of":
      advance()
      let ref = try reference(after: "of")
      return .of(ref, span(from: lower))
    default:
      return nil
    }
  }

  /// Takes `or equivalent`, unless `equivalent` goes on as an operand of its own: then it is a column.
  private mutating func takeOrEquivalent() -> Bool {
    guard at(word: "or") else { return false }
    var copy = lexer
    guard copy.next().kind == .word("equivalent") else { return false }
    switch copy.next().kind {
    case .punctuation(.pipe), .punctuation(.close), .punctuation(.comma), .punctuation(.semicolon),
      .end:
      break
    case .word(let word):
      guard !["is", "in", "not", "glob", "matches", "has"].contains(word) else { return false }
    default: return false
    }
    advance()
    advance()
    return true
  }

  /// Reads `in A..B`, `containing X` or `reachable from X` at the start of a predicate.
  mutating func graphPredicate() throws(Diagnostic) -> Expression? {
    let lower = token.span.lower
    switch word {
    case "in":
      advance()
      let range = try range(after: nil)
      return .graph(.range(range), span(from: lower))
    case "containing":
      if case .punctuation(let mark) = peek().kind, mark != .range, mark != .pipe {
        return nil
      }
      advance()
      let ref = try reference(after: "containing")
      let orEquivalent = takeOrEquivalent()
      return .graph(.containing(ref, orEquivalent: orEquivalent), span(from: lower))
    case "reachable" where peek().kind == .word("from"):
      advance()
      advance()
      let ref = try reference(after: "reachable from")
      return .graph(.reachableFrom(ref), span(from: lower))
    default:
      return nil
    }
  }
}
