// Pipelines: a source, then stages.
extension Parser {
  mutating func pipeline() throws(Diagnostic) -> Pipeline {
    try nested { (parser) throws(Diagnostic) in try parser.pipelineBody() }
  }

  private mutating func pipelineBody() throws(Diagnostic) -> Pipeline {
    let lower = token.span.lower
    let base = openParentheses
    var source: Source?
    var stages: [Stage] = []
    var failure: Diagnostic?
    do throws(Diagnostic) {
      source = try self.source()
      try expectStageEnd(base, after: "the source")
    } catch {
      failure = error
      report([error])
      recover(parentheses: base)
    }
    while at(.pipe) {
      advance()
      if stages.count == Limits.stages { throw ParseDiagnostics.tooManyStages(token.span) }
      do throws(Diagnostic) {
        stages.append(try stage())
        try expectStageEnd(base, after: "the stage")
      } catch {
        report([error])
        recover(parentheses: base)
      }
    }
    guard let source else { throw failure ?? unexpected("a relation") }
    return Pipeline(source: source, stages: stages, span: span(from: lower))
  }

  /// Checks that a stage is followed by what may follow it.
  private func expectStageEnd(_ base: Int, after part: String) throws(Diagnostic) {
    switch token.kind {
    case .punctuation(.pipe), .end: return
    case .punctuation(.close) where base > 0: return
    case .punctuation(.semicolon) where base == 0 && isDefining: return
    case .punctuation(.semicolon) where base == 0:
      throw ParseDiagnostics.semicolonAfterPipeline(token.span)
    default:
      let end = base > 0 ? "\")\"" : "the end of the query"
      throw unexpected("\"|\" or \(end) after \(part)")
    }
  }

  private mutating func source() throws(Diagnostic) -> Source {
    if take(.open) {
      let pipeline = try pipeline()
      try expect(.close, "\"|\" or \")\"")
      return .nested(pipeline)
    }
    guard let text = word else { throw unexpected("a relation such as commits") }
    if let problem = ParseDiagnostics.stageAsSource(
      text, next: peek(), relation: relationAfterFrom, token.span)
    {
      throw problem
    }
    let relation = try name("a relation such as commits")
    currentStage = nil
    let selector = try selector(of: relation)
    let asOf = at(word: "as") ? try asOf() : nil
    return .relation(relation, selector: selector, asOf: asOf)
  }

  private mutating func stage() throws(Diagnostic) -> Stage {
    guard let text = word else {
      if at(.close) || at(.pipe) || token.kind == .end { throw unexpected("a stage after \"|\"") }
      throw unexpected("a stage such as where or select")
    }
    let name = Name(text, token.span)
    let lower = token.span.lower
    guard Words.stages.contains(text) else {
      throw ParseDiagnostics.unknownStage(name, next: peek())
    }
    advance()
    currentStage = text
    switch text {
    case "where":
      let predicate = try predicate()
      return .filter(predicate, span(from: lower))
    case "select":
      let items = try columns()
      return .select(items, span(from: lower))
    case "add":
      let items = try namedExpressions("an expression and its name")
      return .add(items, span(from: lower))
    case "sort": return try sortStage(from: lower)
    case "take": return try takeStage(from: lower)
    case "summarize": return try summarizeStage(from: lower)
    case "distinct":
      let paths = word == nil ? [] : try paths()
      return .distinct(paths, span(from: lower))
    case "expand": return try expandStage(from: lower)
    case "join": return try joinStage(from: lower)
    case "union":
      let pipeline = try parenthesized("union")
      return .union(pipeline, span(from: lower))
    default:
      return .count(span(from: lower))
    }
  }

  private mutating func sortStage(from lower: Int) throws(Diagnostic) -> Stage {
    if at(word: "by") { throw ParseDiagnostics.sortBy(token.span) }
    var keys: [SortKey] = []
    repeat {
      let key = try expression()
      let descending = at(word: "desc")
      if descending || at(word: "asc") { advance() }
      keys.append(SortKey(expression: key, descending: descending))
    } while take(.comma)
    return .sort(keys, span(from: lower))
  }

  private mutating func takeStage(from lower: Int) throws(Diagnostic) -> Stage {
    let count: TakeCount
    switch token.kind {
    case .integer(let value):
      count = .number(Int(value), token.span)
    case .parameter(let name):
      count = .parameter(Name(name, token.span))
    default:
      throw unexpected("a number of rows")
    }
    advance()
    let groups = take(word: "per") ? try paths() : []
    return .take(count, per: groups, span(from: lower))
  }

  private mutating func summarizeStage(from lower: Int) throws(Diagnostic) -> Stage {
    if at(word: "by") { throw ParseDiagnostics.summarizeWithoutAggregate(token.span) }
    let aggregates = try namedExpressions("an aggregate and its name")
    let groups = take(word: "by") ? try columns() : []
    return .summarize(aggregates, by: groups, span(from: lower))
  }

  private mutating func expandStage(from lower: Int) throws(Diagnostic) -> Stage {
    let link = try name("a link that leads to many rows, such as tags")
    let alias = take(word: "as") ? try name("a name after \"as\"") : nil
    return .expand(link, as: alias, span(from: lower))
  }

  private mutating func joinStage(from lower: Int) throws(Diagnostic) -> Stage {
    let keepsUnmatched = take(word: "left")
    let pipeline = try parenthesized(keepsUnmatched ? "join left" : "join")
    let alias = take(word: "as") ? try name("a name after \"as\"") : nil
    guard take(word: "on") else { throw unexpected("\"on\" and the columns that are equal") }
    let join = JoinSyntax(
      pipeline: pipeline, keepsUnmatched: keepsUnmatched, name: alias,
      condition: try joinCondition())
    return .join(join, span(from: lower))
  }

  /// Reads `a, b`, or a predicate about both sides.
  private mutating func joinCondition() throws(Diagnostic) -> JoinSyntax.Condition {
    let first = try predicate()
    guard case .path(let parts) = first, parts.count == 1 else { return .predicate(first) }
    var columns = parts
    while take(.comma) { columns.append(try name("a column of both sides")) }
    return .columns(columns)
  }

  private mutating func parenthesized(_ stage: String) throws(Diagnostic) -> Pipeline {
    if let word, !Words.reserved.contains(word) {
      throw ParseDiagnostics.barePipeline(stage, word, token.span)
    }
    try expect(.open, "\"(\" and a pipeline after \"\(stage)\"")
    let pipeline = try pipeline()
    try expect(.close, "\"|\" or \")\"")
    return pipeline
  }

  // MARK: Columns

  private mutating func columns() throws(Diagnostic) -> [SelectItem] {
    var items: [SelectItem] = []
    repeat {
      if at(.star) {
        items.append(.all(token.span))
        advance()
        continue
      }
      let expression = try predicate()
      if at(word: "as") {
        items.append(.named(try named(expression)))
      } else if case .path = expression {
        items.append(.path(expression))
      } else {
        throw unnamed(expression)
      }
    } while take(.comma)
    return items
  }

  private mutating func namedExpressions(
    _ expected: String
  ) throws(Diagnostic) -> [NamedExpression] {
    var items: [NamedExpression] = []
    repeat {
      let expression = try predicate()
      guard at(word: "as") else { throw unnamed(expression) }
      items.append(try named(expression))
    } while take(.comma)
    return items
  }

  private mutating func named(_ expression: Expression) throws(Diagnostic) -> NamedExpression {
    advance()
    return NamedExpression(expression: expression, name: try name("a name after \"as\""))
  }

  /// Returns the error for an expression without a name, unless the text goes on wrongly.
  private func unnamed(_ expression: Expression) -> Diagnostic {
    switch token.kind {
    case .punctuation(.comma), .punctuation(.pipe), .punctuation(.close), .end, .word("by"):
      let span = Self.span(of: expression)
      return ParseDiagnostics.unnamed(expression, lexer.text(span), span)
    default:
      return unexpected("\"as\" and a name")
    }
  }

  private mutating func paths() throws(Diagnostic) -> [Expression] {
    var paths: [Expression] = []
    repeat { paths.append(try path()) } while take(.comma)
    return paths
  }
}
