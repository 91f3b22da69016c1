/// What an expression may hold at its place.
struct ExpressionRole {
  /// Whether it may name columns.
  var columns = true
  var aggregates = false
  /// Whether a predicate about the row's commit may begin it.
  var graph = false
  var star = false
  /// Whether the stage is about predicates rather than values.
  var comparisons = true
  /// What may follow it.
  var after: [CompletionReader.Expected] = []
  /// What may follow it unless it is a path alone, whose name the value takes on.
  var afterComputed: [CompletionReader.Expected]?

  /// The role of what stands inside parentheses of the expression.
  var inner: ExpressionRole {
    ExpressionRole(columns: columns, aggregates: aggregates, graph: graph)
  }
}

// Expressions: operands, and operators between them.
extension CompletionReader {
  /// Reads an expression up to what cannot belong to it.
  mutating func predicate(_ role: ExpressionRole) throws(Stop) {
    try nested { (reader) throws(Stop) in
      var compared: [String]?
      var role = role
      while true {
        let operand = try reader.operand(role, comparedWith: compared)
        if case .path = operand {} else { role.after = role.afterComputed ?? role.after }
        guard let next = try reader.operation(after: operand, compared, role) else { return }
        compared = next.compared
        role.after = role.afterComputed ?? role.after
      }
    }
  }

  /// What was read as an operand.
  private enum Operand {
    /// A path that can be compared.
    case path([String])
    case value
    /// A predicate of its own, which takes no operator but `and` and `or`.
    case predicate
  }

  private struct Operation {
    /// The path on the left of a comparison, whose values the right side may have.
    var compared: [String]?
  }

  private mutating func operand(
    _ role: ExpressionRole, comparedWith compared: [String]?
  ) throws(Stop) -> Operand {
    var compared = compared
    try offer(expected(role, compared))
    while at(.minus) || at(word: "not") {
      if !at(.minus) { compared = nil }
      advance()
      try offer(expected(role, compared))
    }
    switch token.kind {
    case .punctuation(.open):
      advance()
      try predicate(role.inner)
      try expect(.close)
      return .value
    case .duration:
      advance()
      if token.kind == .end { try offer([.word("ago", "That long before now.")] + role.after) }
      _ = take(word: "ago")
      return .value
    case .string, .integer, .real, .version, .time, .sha, .digest, .parameter:
      advance()
      return .value
    case .word(let word): return try wordOperand(word, role, compared)
    default: throw .lost
    }
  }

  private mutating func wordOperand(
    _ word: String, _ role: ExpressionRole, _ compared: [String]?
  ) throws(Stop) -> Operand {
    switch word {
    case "in" where role.graph:
      advance()
      try range()
      if take(word: "first") { try expect(word: "parent") }
      return .predicate
    case "containing" where role.graph && peek().kind != .punctuation(.open):
      advance()
      try reference()
      if token.kind == .end || isAtCursor {
        try offer([Self.orEquivalent] + Self.connectives + role.after)
      }
      if at(word: "or"), peek().kind == .word("equivalent") {
        advance()
        advance()
      }
      return .predicate
    case "reachable" where role.graph && [.word("from"), .end].contains(peek().kind):
      advance()
      try expect(word: "from")
      try reference()
      return .predicate
    case "true", "false", "null", "now", "today", "yesterday":
      advance()
      return .value
    default:
      if peek().kind == .punctuation(.open) { return try call(word, role) }
      if Words.reserved.contains(word) { throw .lost }
      return .path(try path(expected(role, compared)))
    }
  }

  private mutating func call(_ name: String, _ role: ExpressionRole) throws(Stop) -> Operand {
    advance()
    advance()
    if take(.close) { return .value }
    if at(.star) {
      advance()
      try expect(.close)
      return .value
    }
    var inner = role.inner
    inner.graph = name == "if" && role.graph
    if Function.named(name)?.isAggregate == true {
      inner.columns = true
      inner.aggregates = false
      inner.graph = true
    }
    repeat { try predicate(inner) } while take(.comma)
    try offer([.word(")", "")])
    guard take(.close) else { throw .lost }
    return .value
  }

  /// Reads names joined by dots.
  @discardableResult
  mutating func path(_ expected: [Expected]) throws(Stop) -> [String] {
    try offer(expected)
    guard let first = word else { throw .lost }
    var parts = [first]
    advance()
    while take(.dot) {
      try offer([.columnsBehind(parts)])
      guard let part = word else { throw .lost }
      parts.append(part)
      advance()
    }
    return parts
  }

  private func expected(_ role: ExpressionRole, _ compared: [String]?) -> [Expected] {
    var expected: [Expected] = []
    if let compared { expected.append(.values(compared)) }
    if role.columns { expected.append(.columns) }
    if role.star, compared == nil { expected.append(.word("*", "Every column.")) }
    if role.aggregates { expected.append(.aggregates) }
    if role.columns || role.aggregates { expected.append(.scalars) }
    if !parameters.isEmpty || compared != nil { expected.append(.parameters) }
    if compared == nil, role.graph { expected.append(.graphWords) }
    if compared == nil, role.comparisons, role.columns { expected.append(.word("not", "")) }
    return expected
  }

  // MARK: Operators

  /// Reads what stands between two operands; nil at the end of the expression.
  private mutating func operation(
    after operand: Operand, _ compared: [String]?, _ role: ExpressionRole
  ) throws(Stop) -> Operation? {
    var (operand, role) = (operand, role)
    if compared != nil { operand = .predicate }
    while true {
      try offerOperators(after: operand, role)
      let path: [String]? = if case .path(let path) = operand { path } else { nil }
      switch token.kind {
      case .punctuation(.equal), .punctuation(.notEqual), .punctuation(.less),
        .punctuation(.lessOrEqual), .punctuation(.greater), .punctuation(.greaterOrEqual):
        advance()
        return Operation(compared: path ?? [])
      case .punctuation(.plus), .punctuation(.minus):
        let upper = token.span.upper
        advance()
        // A space has to come first.
        if token.kind == .end, upper == token.span.upper { try offer([]) }
        return Operation()
      case .punctuation(.star), .punctuation(.slash), .punctuation(.percent):
        advance()
        return Operation()
      case .word("and"), .word("or"):
        advance()
        return Operation()
      case .word("glob"), .word("matches"), .word("has"):
        advance()
        return Operation(compared: [])
      case .word("is"):
        advance()
        try offer([.word("null", "There is no value."), .word("not null", "There is a value.")])
        _ = take(word: "not")
        try expect(word: "null")
        (operand, role.after) = (.predicate, role.afterComputed ?? role.after)
      case .word("not"):
        advance()
        try offer([.word("in", "None of a list.")])
        guard at(word: "in") else { throw .lost }
      case .word("in"):
        advance()
        try membership(of: path, role)
        (operand, role.after) = (.predicate, role.afterComputed ?? role.after)
      default: return nil
      }
    }
  }

  private static let connectives: [Expected] = [
    .word("and", "Both hold."), .word("or", "At least one holds."),
  ]

  private func offerOperators(after operand: Operand, _ role: ExpressionRole) throws(Stop) {
    let connectives = Self.connectives
    switch operand {
    case _ where !role.comparisons: try offer(role.after)
    case .path(let path): try offer([.operators(path)] + connectives + role.after)
    case .value: try offer([.operators(nil)] + connectives + role.after)
    case .predicate: try offer(connectives + role.after)
    }
  }

  /// Reads a list, a range of versions or a pipeline after `in`.
  private mutating func membership(of path: [String]?, _ role: ExpressionRole) throws(Stop) {
    try offer([.word("(", "A list or a query.")])
    if case .versionRange = token.kind { return advance() }
    guard take(.open) else { throw .lost }
    try offer([.values(path ?? []), .parameters, .relations])
    if startsPipeline {
      try pipeline(depth: 1)
    } else {
      var inner = role.inner
      inner.columns = false
      inner.aggregates = false
      while true {
        _ = try operand(inner, comparedWith: path ?? [])
        guard take(.comma) else { break }
      }
    }
    try expect(.close)
  }

  private var startsPipeline: Bool {
    if at(.open) { return true }
    guard let word, peek().kind != .punctuation(.open) else { return false }
    return Words.relations.contains(word) || Relation.named(word) != nil
      || definitions.contains(word)
  }
}
