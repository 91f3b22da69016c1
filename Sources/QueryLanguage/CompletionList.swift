/// Makes the candidates of a place.
struct CompletionList {
  private let place: CompletionReader.Place
  private let reader: CompletionReader
  private let names: any CompletionNames
  private let scope: CompletionScope
  /// What is written already of the word at the cursor.
  private let written: String

  init(
    place: CompletionReader.Place, reader: CompletionReader, names: some CompletionNames
  ) {
    self.place = place
    self.reader = reader
    self.names = names
    written = reader.lexer.text(SourceSpan(place.lower, reader.lexer.bytes.count))
    scope = place.pipeline.map { CompletionScope(of: $0, in: reader) } ?? CompletionScope()
  }

  var completion: Completion {
    var seen: Set<String> = []
    let candidates = shown.flatMap(candidates).filter { candidate in
      fits(candidate) && seen.insert(candidate.text).inserted
    }
    return Completion(
      range: SourceSpan(place.lower, reader.lexer.bytes.count), candidates: candidates)
  }

  /// What is listed: beside the values of a comparison, columns and functions only once they begin
  /// to be written.
  private var shown: [CompletionReader.Expected] {
    guard written.isEmpty else { return place.expected }
    let hasValues = place.expected.contains { expected in
      if case .values(let path) = expected { !values(of: path).isEmpty } else { false }
    }
    guard hasValues else { return place.expected }
    return place.expected.filter { $0 != .columns && $0 != .scalars && $0 != .relations }
  }

  /// Whether a candidate begins with what is written, without regard to case.
  ///
  /// A value need not be in quotes yet, nor a ref behind the name of its repository.
  private func fits(_ candidate: CompletionCandidate) -> Bool {
    let (text, start) = (candidate.text.lowercased(), written.lowercased())
    if text.hasPrefix(start) { return true }
    switch candidate.kind {
    case .value: return text.dropFirst().hasPrefix(start)
    case .ref: return text.split(separator: ":").last?.hasPrefix(start) ?? false
    default: return false
    }
  }

  private func candidates(_ expected: CompletionReader.Expected) -> [CompletionCandidate] {
    switch expected {
    case .relations: relations
    case .stages: stages
    case .columns: columns(scope.columns, links: scope.relation) + others
    case .sharedColumns: columns(scope.shared, links: nil)
    case .columnsBehind(let path): columns(behind: path)
    case .manyLinks:
      scope.manyLinks.map {
        CompletionCandidate($0.name, .link, "Many rows of \($0.target).")
      }
    case .scalars: functions { !$0.isAggregate } + [conditional]
    case .aggregates: functions(\.isAggregate)
    case .word(let word, let text): [CompletionCandidate(word, .keyword, text)]
    case .refs(let relation): refs(of: relation)
    case .mergeBase(let relation): kinds(of: relation).contains(.commit) ? [mergeBase] : []
    case .repositories: names.repositories().map { CompletionCandidate(bare($0), .repository) }
    case .values(let path): values(of: path)
    case .times: times
    case .parameters: parameters
    case .types: ParameterType.allCases.map { CompletionCandidate($0.rawValue, .keyword) }
    case .operators(let path): operators(after: path)
    case .selectors(let relation): selectors(of: relation)
    case .graphWords: scope.hasCommit ? graphWords : []
    }
  }

  // MARK: Words of the language

  private var relations: [CompletionCandidate] {
    Catalog.relations.map { CompletionCandidate($0.name, .relation, $0.documentation) }
      + reader.definitions.map { CompletionCandidate($0, .relation, "defined by let") }
  }

  private var stages: [CompletionCandidate] {
    Words.stages.map { CompletionCandidate($0, .stage, Self.stageTexts[$0] ?? "") }
  }

  private static let stageTexts = [
    "where": "Keep the rows for which a predicate holds.",
    "select": "Choose and name columns.",
    "add": "Add computed columns.",
    "sort": "Order the rows.",
    "take": "Keep the first rows, of all or of each group.",
    "summarize": "One row for each group.",
    "distinct": "Leave out rows that are the same.",
    "count": "Count the rows.",
    "expand": "One row for each row behind a link to many.",
    "join": "Bring in the rows of another pipeline.",
    "union": "Add the rows of another pipeline.",
  ]

  private func functions(
    _ isIncluded: (FunctionDescription) -> Bool
  ) -> [CompletionCandidate] {
    Catalog.functions.filter(isIncluded).map {
      CompletionCandidate($0.name + "(", .function, "\($0.signature): \($0.documentation)")
    }
  }

  private var conditional: CompletionCandidate {
    CompletionCandidate("if(", .function, "if(predicate, a, b): a if it holds, else b.")
  }

  private var graphWords: [CompletionCandidate] {
    [
      CompletionCandidate("in", .keyword, "The commit is in a range: in A..B."),
      CompletionCandidate("containing", .keyword, "The commit contains another."),
      CompletionCandidate("reachable from", .keyword, "The commit is an ancestor of another."),
    ]
  }

  private func selectors(of name: String) -> [CompletionCandidate] {
    guard let relation = Relation.named(name) else { return [] }
    var found: [CompletionCandidate] = []
    if relation.identity != nil {
      found.append(CompletionCandidate("of", .keyword, "The rows of one ref."))
    }
    if relation.commit != nil { found += graphWords }
    if relation.asOf.isSupported {
      found.append(CompletionCandidate("as of", .keyword, "Ask as of a time."))
    }
    return found
  }

  private func operators(after path: [String]?) -> [CompletionCandidate] {
    let type = path.flatMap { scope.column($0)?.type }
    var found: [(String, String)] = []
    if path == nil || type != .bool {
      found += [
        ("=", "The same."), ("!=", "Another."), ("<", "Below."), ("<=", "At most."),
        (">", "Above."), (">=", "At least."),
      ]
    }
    if path != nil {
      found += [("in", "One of a list, a range of versions or a query.")]
      found += [("not in", "None of them."), ("is null", "There is no value.")]
      found += [("is not null", "There is a value.")]
    }
    if type == .text {
      found += [
        ("glob", "The whole text fits a shell pattern."), ("has", "The text is in it."),
        ("matches", "A regular expression is found."),
      ]
    }
    return found.map { CompletionCandidate($0.0, .keyword, $0.1) }
  }

  private var times: [CompletionCandidate] {
    [
      CompletionCandidate("now", .time, "This moment."),
      CompletionCandidate("today", .time, "The begin of the day in UTC."),
      CompletionCandidate("yesterday", .time, "The begin of the day before in UTC."),
      CompletionCandidate("7d ago", .time, "Weeks w, days d, hours h, minutes m, seconds s."),
      CompletionCandidate("2024-05-01", .time, "A day, or 2024-05-01T12:00Z."),
    ]
  }

  private var parameters: [CompletionCandidate] {
    let declared = reader.parameters.map {
      CompletionCandidate("$" + $0.name, .parameter, $0.type?.rawValue ?? "")
    }
    guard written.hasPrefix("$") else { return declared }
    return declared + [
      CompletionCandidate("$now", .parameter, "The time of the run."),
      CompletionCandidate("$repo", .parameter, "The name of the repository."),
      CompletionCandidate("$user", .parameter, "The login name."),
    ]
  }

  // MARK: Columns and values

  private func columns(
    _ columns: [CompletionScope.Column], links relation: Relation?
  ) -> [CompletionCandidate] {
    columns.map { CompletionCandidate($0.name, .column, text(of: $0)) }
      + (relation?.links ?? []).map {
        CompletionCandidate($0.name + ".", .link, "A row of \($0.target).")
      }
  }

  /// The names of the rows that `expand` and `join` brought in.
  private var others: [CompletionCandidate] {
    scope.others.map { other in
      let text =
        switch other.rows {
        case .relation(let relation): "A row of \(relation.name)."
        case .columns: "A joined row."
        }
      return CompletionCandidate(other.name + ".", .link, text)
    }
  }

  private func text(of column: CompletionScope.Column) -> String {
    guard let type = column.type else { return column.documentation }
    return column.documentation.isEmpty
      ? type.rawValue : "\(type.rawValue): \(column.documentation)"
  }

  private func columns(behind path: [String]) -> [CompletionCandidate] {
    if let first = path.first, let joined = scope.joined(first) {
      return path.count == 1 ? columns(joined, links: nil) : []
    }
    guard let target = scope.relation(behind: path) else { return [] }
    return columns(
      target.columns.map { CompletionScope.column($0, of: target) }, links: target)
  }

  private func values(of path: [String]) -> [CompletionCandidate] {
    guard let column = scope.column(path) else { return [] }
    switch column.type {
    case .bool: return [CompletionCandidate("true", .value), CompletionCandidate("false", .value)]
    case .time: return times
    case .text: return texts(of: column)
    case .version:
      return stored(in: column, prefix: unquoted).map { name in
        let isLiteral = isVersion(name.text) && !isQuoted
        return CompletionCandidate(
          isLiteral ? name.text : quoted(name.text), .value, name.documentation)
      }
    default: return []
    }
  }

  private func texts(of column: CompletionScope.Column) -> [CompletionCandidate] {
    let found =
      column.values.isEmpty
      ? stored(in: column, prefix: unquoted) : column.values.map { CompletionName($0) }
    return found.map { CompletionCandidate(quoted($0.text), .value, $0.documentation) }
  }

  private func stored(in column: CompletionScope.Column, prefix: String) -> [CompletionName] {
    guard let origin = column.origin else { return [] }
    return names.values(
      of: origin.column, in: origin.relation, prefix: prefix, limit: QueryCompletion.limit)
  }

  private func isVersion(_ text: String) -> Bool {
    var lexer = Lexer(Array(text.utf8))
    let token = lexer.next()
    guard case .version = token.kind, token.problems.isEmpty else { return false }
    return token.span.upper == text.utf8.count
  }

  // MARK: Refs

  private func refs(of relation: String?) -> [CompletionCandidate] {
    names.refs(
      of: kinds(of: relation), repository: reader.repository, prefix: unquoted,
      limit: QueryCompletion.limit
    ).map { CompletionCandidate(bare($0.text), .ref, $0.documentation) }
  }

  /// Returns the kinds of refs that the `of` of a relation takes; those with a commit without one.
  private func kinds(of relation: String?) -> Set<ResolvedKind> {
    let kinds = relation.flatMap { Relation.named($0)?.identityKinds } ?? []
    return kinds.isEmpty ? [.tag, .branch, .commit] : kinds
  }

  private var mergeBase: CompletionCandidate {
    CompletionCandidate(
      "merge_base(", .function, "merge_base(A, B): the best common ancestor of two refs.")
  }

  /// Returns a name as it stands in a ref position: without quotes where that is possible.
  private func bare(_ name: String) -> String {
    let isBare =
      !name.isEmpty && name.utf8.allSatisfy(ASCII.isRef) && !name.contains("..") && !isQuoted
    return isBare ? name : quoted(name)
  }

  // MARK: Quotes

  private var isQuoted: Bool { written.hasPrefix("\"") || written.hasPrefix("'") }

  private var unquoted: String { isQuoted ? String(written.dropFirst()) : written }

  private func quoted(_ text: String) -> String {
    QueryCompletion.quoted(text, by: written.hasPrefix("'") ? "'" : "\"")
  }
}
