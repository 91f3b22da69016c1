/// Turns the text of a query into its tree: recursive descent over tokens asked for one by one.
///
/// A fault in a stage ends that stage only. Parsing goes on after the next `|` of the same
/// pipeline, so that one run reports the faults of several stages.
struct Parser {
  var lexer: Lexer
  /// The token to be read next.
  var token: Token
  /// The end of the token read last.
  var previousEnd = 0
  var diagnostics: [Diagnostic] = []
  /// How deep pipelines and expressions are nested at this point.
  var nesting = 0
  /// How many parentheses are open at this point.
  var openParentheses = 0
  var arithmeticOperators = 0
  /// Whether the pipeline at this point belongs to a `let` and ends with a `;`.
  var isDefining = false
  /// The names that `let` has given so far.
  var definitions: Set<String> = []
  /// The tokens that were taken, in their order.
  var taken: [TakenToken] = []
  /// The stage that is read, or was read last; nil in the source.
  var currentStage: String?

  init(_ bytes: [UInt8]) {
    lexer = Lexer(bytes)
    token = lexer.next()
  }

  // MARK: Tokens

  /// Takes the token: notes its problems and reads the next one.
  mutating func advance() {
    report(token.problems)
    if token.kind == .punctuation(.open) { openParentheses += 1 }
    if token.kind == .punctuation(.close) { openParentheses -= 1 }
    previousEnd = token.span.upper
    taken.append(TakenToken(kind: .token(token.kind), span: token.span))
    token = lexer.next()
  }

  mutating func report(_ problems: [Diagnostic]) {
    for problem in problems
    where diagnostics.count < Limits.diagnostics && !diagnostics.contains(problem) {
      diagnostics.append(problem)
    }
  }

  func at(_ punctuation: Punctuation) -> Bool { token.kind == .punctuation(punctuation) }

  func at(word: String) -> Bool { token.kind == .word(word) }

  /// The text of the token when it is a word.
  var word: String? {
    if case .word(let text) = token.kind { text } else { nil }
  }

  /// Takes the token if it is the given one.
  mutating func take(_ punctuation: Punctuation) -> Bool {
    guard at(punctuation) else { return false }
    advance()
    return true
  }

  mutating func take(word: String) -> Bool {
    guard at(word: word) else { return false }
    advance()
    return true
  }

  /// Returns the token after the current one, read by the rules of expressions.
  func peek() -> Token {
    var copy = lexer
    return copy.next()
  }

  mutating func expect(_ punctuation: Punctuation, _ expected: String) throws(Diagnostic) {
    guard take(punctuation) else { throw unexpected(expected) }
  }

  /// Returns the error that the current token is not what was expected.
  func unexpected(_ expected: String) -> Diagnostic {
    if token.kind == .invalid, let problem = token.problems.first { return problem }
    // What stands unseen before the token may be why it is not expected.
    if let unseen = token.problems.first(where: { $0.span.upper <= token.span.lower }) {
      return unseen
    }
    return ParseDiagnostics.unexpected(
      found: token, text: lexer.text(token.span), expected: expected,
      ParseDiagnostics.Surroundings(stage: currentStage, next: peek()))
  }

  /// Returns the span from an offset to the end of the token read last.
  func span(from lower: Int) -> SourceSpan {
    SourceSpan(lower, max(lower, previousEnd))
  }

  /// Takes a name that is no reserved word.
  mutating func name(_ expected: String) throws(Diagnostic) -> Name {
    guard let text = word else { throw unexpected(expected) }
    if Words.reserved.contains(text) { throw ParseDiagnostics.reservedWord(text, token.span) }
    let span = token.span
    advance()
    return Name(text, span)
  }

  /// Runs a rule one level deeper; throws at the limit.
  mutating func nested<Result>(
    _ rule: (inout Parser) throws(Diagnostic) -> Result
  ) throws(Diagnostic) -> Result {
    guard nesting < Limits.nesting else { throw ParseDiagnostics.tooDeep(token.span) }
    nesting += 1
    defer { nesting -= 1 }
    return try rule(&self)
  }

  // MARK: Recovery

  /// Skips to the next `|` of the pipeline whose parentheses are given, to the `)` that closes it,
  /// or to the end.
  mutating func recover(parentheses base: Int) {
    // A `|` where something else was expected belongs to the pipeline, whatever is left open.
    if at(.pipe) { openParentheses = base }
    while token.kind != .end {
      if openParentheses <= base, at(.pipe) || (isDefining && at(.semicolon)) { return }
      if openParentheses <= base, at(.close) {
        if base > 0 { return }
        openParentheses += 1
      }
      skip()
    }
    openParentheses = base
  }

  /// Reads the next token without noting the problems of this one.
  mutating func skip() {
    token.problems = []
    advance()
  }
}

/// A token as the parser understood it.
struct TakenToken: Sendable {
  enum Kind: Hashable, Sendable {
    case token(TokenKind)
    /// A name in a ref position.
    case ref
    /// A minus that belongs to the value behind it.
    case sign
  }

  var kind: Kind
  let span: SourceSpan
}

/// The limits on the text of a query.
enum Limits {
  /// Bytes.
  static let text = 65_536
  static let nesting = 64
  static let stages = 32
  static let listItems = 10_000
  /// Unicode scalars of a pattern.
  static let pattern = 512
  /// Each one is a level of the tree, so that they are bounded like nesting.
  static let arithmeticOperators = 200
  /// Faults reported at once.
  static let diagnostics = 50
}
