/// Reads the text before the cursor by the grammar, up to the place where the cursor stands.
///
/// It follows ``Parser`` without making a tree: every rule says what it accepts before it reads on,
/// and the last one to say so is where the cursor is. After a fault it goes on at the next `|`.
struct CompletionReader {
  /// What the grammar accepts at a place.
  enum Expected: Hashable {
    case relations
    case stages
    /// The columns of the rows, with the links that lead to others.
    case columns
    /// The columns that both sides of a join have.
    case sharedColumns
    /// The columns behind a path of links.
    case columnsBehind([String])
    case manyLinks
    case scalars
    case aggregates
    /// A word or a mark, and what it does.
    case word(String, String)
    /// Names of refs; of the kinds that the relation's `of` takes, if it is given.
    case refs(of: String?)
    /// The common ancestor of two refs, in place of one of the kinds that `of` takes.
    case mergeBase(of: String?)
    case repositories
    /// Values of what a path names, for its comparison.
    case values([String])
    case times
    case parameters
    case types
    /// What can be done with the value of a path, or with any value.
    case operators([String]?)
    /// What narrows the rows of a relation.
    case selectors(String)
    /// Predicates on the commit of the row.
    case graphWords
  }

  /// Where the cursor is.
  struct Place {
    /// The first byte of what is written already of the word at the cursor.
    var lower: Int
    var expected: [Expected]
    /// The pipeline that the cursor is in.
    var pipeline: OpenPipeline?
  }

  /// A pipeline that is being read.
  struct OpenPipeline: Sendable {
    var lower: Int
    /// The offsets of its `|`.
    var pipes: [Int] = []
    var partner = Partner.none
  }

  /// The rows that a join brings in, while its condition is read.
  indirect enum Partner: Sendable {
    case none
    /// A pipeline, of which the end is the last `|`, and the name that its columns stand behind.
    case rows(OpenPipeline, name: String?)
  }

  enum Stop: Error {
    case reached(Place)
    /// The text is wrong here.
    case lost
  }

  var lexer: Lexer
  var token: Token
  var pipelines: [OpenPipeline] = []
  /// The declared parameters.
  var parameters: [(name: String, type: ParameterType?)] = []
  /// The names that `let` gave to pipelines.
  var definitions: [String] = []
  /// The end of the headers.
  var headerEnd = 0
  /// The repository of the header.
  var repository: String?
  var nesting = 0

  init(_ bytes: [UInt8]) {
    lexer = Lexer(bytes)
    token = lexer.next()
  }

  /// Returns where the cursor, the end of the text, stands; nil where nothing is known to fit, as
  /// in a comment.
  mutating func place() -> Place? {
    do throws(Stop) {
      try query()
    } catch {
      if case .reached(let place) = error { return place }
    }
    return nil
  }

  // MARK: Tokens

  private var end: Int { lexer.bytes.count }

  /// Whether the token is the word at the cursor, or there is none.
  var isAtCursor: Bool {
    switch token.kind {
    case .end: true
    case .punctuation, .string: false
    default: token.span.upper == end
    }
  }

  /// Stops if the cursor is here.
  func offer(_ expected: [Expected]) throws(Stop) {
    guard isAtCursor else { return }
    if token.kind == .end, isInComment { throw .reached(Place(lower: end, expected: [])) }
    throw .reached(
      Place(
        lower: token.kind == .end ? end : token.span.lower, expected: expected,
        pipeline: pipelines.last))
  }

  /// Whether the text ends with a comment, whose line the cursor is on.
  private var isInComment: Bool {
    var offset = end
    while offset > 0, lexer.bytes[offset - 1] != 0x0A { offset -= 1 }
    var copy = lexer
    copy.position = 0
    var last = copy.next()
    while last.kind != .end, last.span.upper < end {
      offset = max(offset, last.span.upper)
      last = copy.next()
    }
    while offset + 1 < end {
      let isSpace = offset == 0 || ASCII.isSpace(lexer.byte(offset - 1))
      if isSpace, lexer.byte(offset) == 0x2D, lexer.byte(offset + 1) == 0x2D { return true }
      offset += 1
    }
    return false
  }

  mutating func advance() { token = lexer.next() }

  func at(_ mark: Punctuation) -> Bool { token.kind == .punctuation(mark) }

  func at(word: String) -> Bool { token.kind == .word(word) && !isAtCursor }

  /// The text of the token when it is a word that is written to its end.
  var word: String? {
    if case .word(let text) = token.kind, !isAtCursor { text } else { nil }
  }

  mutating func take(_ mark: Punctuation) -> Bool {
    guard at(mark) else { return false }
    advance()
    return true
  }

  mutating func take(word: String) -> Bool {
    guard at(word: word) else { return false }
    advance()
    return true
  }

  func peek() -> Token {
    var copy = lexer
    return copy.next()
  }

  /// Reads a name of the user's own.
  mutating func newName() throws(Stop) {
    try offer([])
    guard word != nil else { throw .lost }
    advance()
  }

  /// Reads a word that the grammar wants here.
  mutating func expect(word: String, _ documentation: String = "") throws(Stop) {
    try offer([.word(word, documentation)])
    guard take(word: word) else { throw .lost }
  }

  mutating func expect(_ mark: Punctuation) throws(Stop) {
    try offer([.word(mark.rawValue, "")])
    guard take(mark) else { throw .lost }
  }

  mutating func nested(
    _ rule: (inout CompletionReader) throws(Stop) -> Void
  ) throws(Stop) {
    guard nesting < Limits.nesting else { throw .lost }
    nesting += 1
    defer { nesting -= 1 }
    try rule(&self)
  }

  // MARK: Refs

  /// Reads a ref, or `merge_base(A, B)`; of the kinds that a relation's `of` takes, if it is given.
  mutating func reference(of relation: String? = nil) throws(Stop) {
    guard token.kind == .word("merge_base"), lexer.byte(token.span.upper) == UInt8(ascii: "(")
    else { return try reference([.refs(of: relation), .mergeBase(of: relation), .parameters]) }
    advance()
    advance()
    try nested { (reader) throws(Stop) in
      try reader.reference()
      try reader.expect(.comma)
      try reader.reference()
    }
    try expect(.close)
  }

  /// Reads a name by the rules of refs.
  mutating func reference(_ expected: [Expected]) throws(Stop) {
    let lower = token.span.lower
    if token.kind == .end || token.kind == .invalid && token.span.upper == end {
      try offer(expected)
    }
    if case .string = token.kind { return advance() }
    var upper = lower
    if lexer.byte(lower) == UInt8(ascii: "$") { upper += 1 }
    while ASCII.isRef(lexer.byte(upper)), !isRange(at: upper) { upper += 1 }
    if upper == end {
      throw .reached(Place(lower: lower, expected: expected, pipeline: pipelines.last))
    }
    if upper == lower, !isRange(at: upper) { throw .lost }
    lexer.position = upper
    advance()
  }

  private func isRange(at offset: Int) -> Bool {
    lexer.byte(offset) == UInt8(ascii: ".") && lexer.byte(offset + 1) == UInt8(ascii: ".")
  }

  /// Reads `A..B` or `..B`, once `in` is taken.
  mutating func range() throws(Stop) {
    if !at(.range) { try reference() }
    guard take(.range) else { throw .lost }
    try reference()
  }

  // MARK: Times

  /// Reads a time after `as of`.
  mutating func time() throws(Stop) {
    try offer([.times, .parameters])
    switch token.kind {
    case .duration:
      advance()
      try expect(word: "ago")
    case .time, .parameter, .word("now"), .word("today"), .word("yesterday"): advance()
    default: throw .lost
    }
    while at(.plus) || at(.minus) {
      advance()
      try offer([])
      guard case .duration = token.kind else { throw .lost }
      advance()
    }
  }
}
