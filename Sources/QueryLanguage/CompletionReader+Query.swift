// Headers, pipelines and stages.
extension CompletionReader {
  mutating func query() throws(Stop) {
    while true {
      try offer([
        .relations, .word("param", "Declare a parameter: param NAME: TYPE = DEFAULT;"),
        .word("let", "Name a pipeline: let NAME = PIPELINE;"),
        .word("repo", "Look up names in a repository: repo NAME;"),
        .word("as of", "Ask as of a time: as of T;"),
      ])
      guard let word, isHeader(word) else { break }
      do throws(Stop) {
        try header(word)
        try expect(.semicolon)
      } catch {
        if case .reached = error { throw error }
        while token.kind != .end, !at(.semicolon) { advance() }
        if !take(.semicolon) { throw .lost }
      }
      headerEnd = token.span.lower
    }
    try pipeline(depth: 0)
  }

  private func isHeader(_ word: String) -> Bool {
    switch word {
    case "as": true
    case "param", "let": if case .punctuation = peek().kind { false } else { true }
    case "repo": peek().kind != .punctuation(.pipe)
    default: false
    }
  }

  private mutating func header(_ word: String) throws(Stop) {
    advance()
    switch word {
    case "as":
      try expect(word: "of")
      try time()
    case "repo":
      let lower = token.span.lower
      try reference([.repositories])
      var upper = lower
      while ASCII.isRef(lexer.byte(upper)) { upper += 1 }
      repository = lexer.text(SourceSpan(lower, upper))
    case "let":
      try offer([])
      let name = self.word
      advance()
      do throws(Stop) {
        try expect(.equal)
        try pipeline(depth: 0)
      } catch {
        if case .lost = error, let name { definitions.append(name) }
        throw error
      }
      if let name { definitions.append(name) }
    default: try parameterDeclaration()
    }
  }

  private mutating func parameterDeclaration() throws(Stop) {
    try offer([])
    guard let name = word else { throw .lost }
    advance()
    try expect(.colon)
    try offer([.types])
    let type = word.flatMap(ParameterType.init(rawValue:))
    advance()
    parameters.append((name, type))
    let values: [Expected]
    switch type {
    case .ref, .commit: values = [.refs(of: nil)]
    case .time: values = [.times]
    case .bool: values = [.word("true", ""), .word("false", "")]
    default: values = []
    }
    if type != nil, token.kind == .end {
      try offer([.word("=", "A default value."), .word(";", "")])
    }
    if take(.equal) { try parameterValue(type, values) }
    if take(word: "in") {
      try expect(.open)
      repeat { try parameterValue(type, values) } while take(.comma)
      try expect(.close)
    }
  }

  private mutating func parameterValue(
    _ type: ParameterType?, _ values: [Expected]
  ) throws(Stop) {
    if type == .ref || type == .commit { return try reference(values) }
    if type == .time, token.kind != .end, !isAtCursor {
      if case .string = token.kind { return advance() }
      return try time()
    }
    try offer(values)
    try predicate(ExpressionRole(columns: false, graph: false))
  }

  // MARK: Pipelines

  /// Reads a pipeline; `depth` is 0 for one that the end of the text ends.
  @discardableResult
  mutating func pipeline(depth: Int) throws(Stop) -> OpenPipeline {
    pipelines.append(OpenPipeline(lower: token.span.lower))
    try nested { (reader) throws(Stop) in try reader.pipelineBody(depth) }
    return pipelines.removeLast()
  }

  private mutating func pipelineBody(_ depth: Int) throws(Stop) {
    try recovering(depth) { (reader) throws(Stop) in try reader.source(depth) }
    while at(.pipe) {
      pipelines[pipelines.count - 1].pipes.append(token.span.lower)
      advance()
      try recovering(depth) { (reader) throws(Stop) in try reader.stage() }
    }
  }

  /// Runs a rule, and skips to the end of the stage if the text is wrong.
  private mutating func recovering(
    _ depth: Int, _ rule: (inout CompletionReader) throws(Stop) -> Void
  ) throws(Stop) {
    let (outer, level) = (pipelines, nesting)
    do throws(Stop) {
      try rule(&self)
      switch token.kind {
      case .punctuation(.pipe), .end: return
      case .punctuation(.close) where depth > 0: return
      case .punctuation(.semicolon) where depth == 0: return
      default: throw .lost
      }
    } catch {
      if case .reached = error { throw error }
    }
    (pipelines, nesting) = (outer, level)
    var open = 0
    while token.kind != .end, !at(.semicolon) {
      if open <= 0, at(.pipe) { return }
      if at(.open) { open += 1 }
      if at(.close) {
        open -= 1
        if open < 0, depth > 0 { return }
      }
      advance()
    }
    if token.kind == .end { throw .lost }
  }

  private mutating func source(_ depth: Int) throws(Stop) {
    if take(.open) {
      try pipeline(depth: depth + 1)
      return try expect(.close)
    }
    try offer([.relations])
    guard let relation = word else { throw .lost }
    advance()
    try offer([.selectors(relation), .word("|", "The next stage.")])
    switch word {
    case "in":
      advance()
      try range()
      try offer([.word("first parent", "Only along first parents.")] + Self.afterSelector)
      if take(word: "first") { try expect(word: "parent") }
    case "containing", "of":
      let isOf = at(word: "of")
      advance()
      try reference(of: isOf ? relation : nil)
      if !isOf {
        try offer([Self.orEquivalent] + Self.afterSelector)
        if take(word: "or") { try expect(word: "equivalent") }
      }
    case "reachable":
      advance()
      try expect(word: "from")
      try reference()
    default: break
    }
    try offer(Self.afterSelector)
    guard take(word: "as") else { return }
    try expect(word: "of")
    try time()
    try offer([.word("|", "The next stage.")])
  }

  static let orEquivalent = Expected.word(
    "or equivalent", "Copies of the commit count, too, such as cherry-picks.")

  private static let afterSelector: [Expected] = [
    .word("as of", "Ask as of a time."), .word("|", "The next stage."),
  ]

  // MARK: Stages

  private mutating func stage() throws(Stop) {
    try offer([.stages])
    guard let stage = word else { throw .lost }
    advance()
    let pipe = Expected.word("|", "The next stage.")
    let name = Expected.word("as", "Name the value.")
    switch stage {
    case "where": try predicate(ExpressionRole(graph: true, after: [pipe]))
    case "select":
      try list { (reader) throws(Stop) in
        try reader.named(
          ExpressionRole(star: true, after: [name, pipe], afterComputed: [name]), after: [pipe])
      }
    case "add":
      try list { (reader) throws(Stop) in
        try reader.named(ExpressionRole(after: [name]), after: [pipe])
      }
    case "sort":
      try list { (reader) throws(Stop) in try reader.sortKey(pipe) }
    case "take": try takeStage(pipe)
    case "summarize":
      let by = Expected.word("by", "One row for each value.")
      try list { (reader) throws(Stop) in
        try reader.named(
          ExpressionRole(columns: false, aggregates: true, after: [name]), after: [by, pipe])
      }
      guard take(word: "by") else { return }
      try list { (reader) throws(Stop) in
        try reader.named(
          ExpressionRole(after: [name, pipe], afterComputed: [name]), after: [pipe])
      }
    case "distinct":
      try offer([.columns, pipe])
      guard word != nil else { return }
      try list { (reader) throws(Stop) in try reader.path([.columns]) }
      try offer([pipe])
    case "expand":
      try offer([.manyLinks])
      guard word != nil else { throw .lost }
      advance()
      try offer([.word("as", "Name the rows behind the link."), pipe])
      if take(word: "as") { try newName() }
      try offer([pipe])
    case "join": try joinStage(pipe)
    case "union":
      _ = try joined()
      try offer([pipe])
    default: try offer([pipe])
    }
  }

  private mutating func list(
    _ item: (inout CompletionReader) throws(Stop) -> Void
  ) throws(Stop) {
    repeat { try item(&self) } while take(.comma)
  }

  /// Reads an expression that may have a name.
  private mutating func named(_ role: ExpressionRole, after: [Expected]) throws(Stop) {
    if role.star, at(.star) {
      advance()
    } else {
      try predicate(role)
      guard take(word: "as") else { return }
      try newName()
    }
    try offer(after)
  }

  private mutating func sortKey(_ pipe: Expected) throws(Stop) {
    try predicate(
      ExpressionRole(
        comparisons: false,
        after: [.word("asc", "Lowest first."), .word("desc", "Highest first."), pipe]))
    if at(word: "asc") || at(word: "desc") { advance() }
    try offer([pipe])
  }

  private mutating func takeStage(_ pipe: Expected) throws(Stop) {
    try offer([.parameters])
    switch token.kind {
    case .integer, .parameter: advance()
    default: throw .lost
    }
    try offer([.word("per", "So many rows of each group."), pipe])
    guard take(word: "per") else { return }
    try list { (reader) throws(Stop) in try reader.path([.columns]) }
    try offer([pipe])
  }

  private mutating func joinStage(_ pipe: Expected) throws(Stop) {
    try offer([
      .word("left", "Keep rows without a partner."), .word("(", "The pipeline to join."),
    ])
    _ = take(word: "left")
    let other = try joined()
    let on = Expected.word("on", "What is equal, or a condition.")
    try offer([.word("as", "Name the joined rows."), on])
    var name: String?
    if take(word: "as") {
      name = word
      try newName()
    }
    try offer([on])
    guard take(word: "on") else { throw .lost }
    let place = pipelines.count - 1
    pipelines[place].partner = .rows(other, name: name)
    try offer([.sharedColumns, .columns, .scalars, .word("not", "")])
    try predicate(ExpressionRole(after: [pipe]))
    while take(.comma) { try path([.sharedColumns]) }
    try offer([pipe])
    pipelines[place].partner = .none
  }

  /// Reads `(pipeline)` after the word of a stage that takes rows from another one.
  private mutating func joined() throws(Stop) -> OpenPipeline {
    try expect(.open)
    var other = try pipeline(depth: 1)
    other.pipes.append(token.span.lower)
    try expect(.close)
    return other
  }
}
