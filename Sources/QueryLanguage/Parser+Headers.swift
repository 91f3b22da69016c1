// The clauses before the pipeline, and the whole query.
extension Parser {
  mutating func query() throws(QueryError) -> QuerySyntax {
    var headers: [Header] = []
    var pipeline: Pipeline?
    while startsHeader {
      do throws(Diagnostic) {
        let header = try header()
        checkRepetition(of: header, after: headers)
        headers.append(header)
        try expect(.semicolon, "\";\" after the header")
      } catch {
        report([error])
        while token.kind != .end, !at(.semicolon) { skip() }
        if take(.semicolon) { openParentheses = 0 }
      }
    }
    if token.kind == .end {
      report(token.problems)
      if diagnostics.isEmpty { report([ParseDiagnostics.emptyQuery(token.span)]) }
    } else {
      do throws(Diagnostic) {
        pipeline = try self.pipeline()
        if token.kind != .end { throw afterPipeline() }
        report(token.problems)
      } catch {
        report([error])
      }
    }
    guard diagnostics.isEmpty, let pipeline else {
      throw QueryError(sortedDiagnostics)
    }
    return QuerySyntax(headers: headers, pipeline: pipeline)
  }

  /// Reports a second time or repository, which would overrule the first without a word.
  private mutating func checkRepetition(of header: Header, after headers: [Header]) {
    for earlier in headers {
      switch (earlier, header) {
      case (.asOf, .asOf(_, let span)):
        return report([ParseDiagnostics.repeatedHeader("as of", span)])
      case (.repository, .repository(_, let span)):
        return report([ParseDiagnostics.repeatedHeader("repo", span)])
      default: continue
      }
    }
  }

  /// The faults by place.
  ///
  /// What comes after a limit was reached follows from giving up there.
  private var sortedDiagnostics: [Diagnostic] {
    let sorted = diagnostics.sorted { $0.span.lower < $1.span.lower }
    guard let limit = sorted.firstIndex(where: { $0.code == ParseDiagnostics.limitCode }) else {
      return sorted
    }
    return Array(sorted[...limit])
  }

  private func afterPipeline() -> Diagnostic {
    if at(.semicolon) { return ParseDiagnostics.semicolonAfterPipeline(token.span) }
    return unexpected("\"|\" or the end of the query")
  }

  private var startsHeader: Bool {
    switch word {
    case "as": true
    case "param", "let":
      if case .word = peek().kind { true } else { false }
    case "repo":
      switch peek().kind {
      case .punctuation(.pipe), .end: false
      default: true
      }
    default: false
    }
  }

  private mutating func header() throws(Diagnostic) -> Header {
    let lower = token.span.lower
    switch word {
    case "as":
      let time = try asOf()
      return .asOf(time, span(from: lower))
    case "repo":
      advance()
      let repository = try reference(after: "repo")
      return .repository(repository, span(from: lower))
    case "let":
      advance()
      let name = try name("the name of the pipeline")
      try expect(.equal, "\"=\" and a pipeline")
      isDefining = true
      defer { isDefining = false }
      let pipeline = try pipeline()
      definitions.insert(name.text)
      return .definition(name, pipeline, span(from: lower))
    default:
      advance()
      return .parameter(try parameterDeclaration(from: lower))
    }
  }

  private mutating func parameterDeclaration(
    from lower: Int
  ) throws(Diagnostic) -> ParameterDeclaration {
    let name = try name("the name of the parameter")
    try expect(.colon, "\":\" and the type of the parameter")
    let typeSpan = token.span
    guard let word, !Words.reserved.contains(word) else {
      throw unexpected("the type of the parameter")
    }
    guard let type = ParameterType(rawValue: word) else {
      throw ParseDiagnostics.unknownType(word, typeSpan)
    }
    advance()
    var defaultValue: Expression?
    var choices: [Expression] = []
    if take(.equal) { defaultValue = try parameterValue(type) }
    if take(word: "in") {
      try expect(.open, "\"(\" and the choices")
      repeat {
        choices.append(try parameterValue(type))
        try checkListLength(choices.count)
      } while take(.comma)
      try expect(.close, "\",\" or \")\"")
    }
    return ParameterDeclaration(
      name: name, type: type, typeSpan: typeSpan, defaultValue: defaultValue, choices: choices,
      span: span(from: lower))
  }

  /// Reads a default or choice.
  ///
  /// Refs keep their own rules and become strings, so that
  /// `param to: ref = branch:main` needs no quotes.
  private mutating func parameterValue(
    _ type: ParameterType
  ) throws(Diagnostic) -> Expression {
    guard type == .ref || type == .commit, !at(word: "null") else { return try expression() }
    let ref = try reference(after: "=")
    if case .parameter(let name) = ref.target { return .parameter(Name(name, ref.span)) }
    guard case .name(let bytes) = ref.target else { return .literal(.null, ref.span) }
    let prefix = ref.kind.map { Array("\($0.rawValue):".utf8) } ?? []
    return .literal(.string(prefix + bytes), ref.span)
  }

  // MARK: Points in time

  /// Reads `as of T`.
  mutating func asOf() throws(Diagnostic) -> TimeSyntax {
    advance()
    guard take(word: "of") else { throw unexpected("\"of\" after \"as\"") }
    return try time()
  }

  /// Reads a time with durations added or taken away.
  mutating func time() throws(Diagnostic) -> TimeSyntax {
    let lower = token.span.lower
    guard let atom = try timeAtom() else {
      throw ParseDiagnostics.expectedTime(found: unexpected("a time"))
    }
    var offset: Int64 = 0
    while at(.plus) || at(.minus) {
      let isMinus = at(.minus)
      try checkSpaces()
      advance()
      guard case .duration(let micros) = token.kind else {
        throw unexpected("a duration such as 7d")
      }
      let (sum, overflow) =
        isMinus
        ? offset.subtractingReportingOverflow(micros) : offset.addingReportingOverflow(micros)
      guard !overflow else {
        throw ParseDiagnostics.durationTooLong(lexer.text(token.span), token.span)
      }
      advance()
      offset = sum
    }
    return TimeSyntax(atom: atom, offset: offset, span: span(from: lower))
  }

  private mutating func timeAtom() throws(Diagnostic) -> TimeSyntax.Atom? {
    switch token.kind {
    case .time(let micros):
      advance()
      return .instant(micros)
    case .parameter(let name):
      advance()
      return .parameter(name)
    case .integer(let count):
      if let problem = spacedDuration(count) { throw problem }
      return nil
    case .duration(let micros):
      let span = token.span
      advance()
      guard take(word: "ago") else {
        throw ParseDiagnostics.durationWithoutAgo(lexer.text(span), span)
      }
      return .ago(micros)
    default:
      return namedTime()
    }
  }

  /// Takes `now`, `today` or `yesterday`.
  mutating func namedTime() -> TimeSyntax.Atom? {
    let atom: TimeSyntax.Atom
    switch word {
    case "now": atom = .now
    case "today": atom = .today
    case "yesterday": atom = .yesterday
    default: return nil
    }
    advance()
    return atom
  }
}
