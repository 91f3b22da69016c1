/// Compiles parsed queries to SQL.
public enum QueryCompiler {
  /// Returns the one statement that answers a query.
  ///
  /// `source` is the text that was parsed; explanations quote it. `parameters` are the values given
  /// by name. `defaultAsOf` is the time of the command line; the query's own header overrides it,
  /// a source's clause overrides both. `defaultRepository` is the repository of the command line,
  /// `user` the value of `$user`. Throws `QueryError` if the query is wrong, and what the
  /// resolver throws unchanged.
  public static func compile(
    _ syntax: QuerySyntax, source: String, parameters: [String: ParameterValue] = [:],
    defaultAsOf: Int64? = nil, defaultRepository: String? = nil, user: String? = nil,
    resolver: some NameResolver
  ) throws -> SQLStatement {
    try compile(
      syntax, source: source, parameters: parameters, defaultAsOf: defaultAsOf,
      defaultRepository: defaultRepository, user: user, resolver: resolver, isStaged: false)
  }

  /// Compiles a query; `isStaged` makes the stages one by one, as a reader would, without the
  /// short cuts that the usual statement takes.
  package static func compile(
    _ syntax: QuerySyntax, source: String, parameters: [String: ParameterValue] = [:],
    defaultAsOf: Int64? = nil, defaultRepository: String? = nil, user: String? = nil,
    resolver: some NameResolver, isStaged: Bool
  ) throws -> SQLStatement {
    let context = BindingContext(resolver: resolver, source: source)
    let pipeline: BoundPipeline
    do {
      context.defineBuiltIns(user: user)
      try context.bind(syntax.headers, given: parameters, asOf: defaultAsOf)
      try context.chooseRepository(syntax.headers, given: defaultRepository)
      try context.bindDefaultTime(syntax.headers)
      try context.define(syntax.headers)
      pipeline = try PipelineBinder.bind(syntax.pipeline, in: context)
      try context.checkUnusedDefinitions()
    } catch let diagnostic as Diagnostic {
      throw QueryError(inOrder(context.diagnostics + [diagnostic]))
    }
    if !context.diagnostics.isEmpty { throw QueryError(inOrder(context.diagnostics)) }
    return statement(of: pipeline, syntax, context, SQLNames(isStaged: isStaged))
  }

  private static func inOrder(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    var seen: Set<Diagnostic> = []
    let sorted = diagnostics.sorted { $0.span.lower < $1.span.lower }
    return Array(sorted.filter { seen.insert($0).inserted }.prefix(Limits.diagnostics))
  }

  private static func statement(
    of pipeline: BoundPipeline, _ syntax: QuerySyntax, _ context: BindingContext,
    _ names: SQLNames
  ) -> SQLStatement {
    let (sql, bindings) = SQLLowering.statement(of: pipeline, names: names).assembled()
    let columns = pipeline.columns.enumerated().map { index, column in
      ResultColumn(
        column: AnswerColumn(name: column.name, type: column.value.type), index: index)
    }
    var explanation: [ExplanationLine] = []
    if let repository = context.repository {
      explanation.append(
        ExplanationLine(label: "repository", text: "\(DisplayText.escaped(repository.name))"))
    }
    explanation += context.explanation
    explanation += context.notes.map {
      ExplanationLine(label: "note", text: "\($0.code): \($0.message)")
    }
    return SQLStatement(
      sql: sql, bindings: bindings, columns: columns, notes: context.notes,
      explanation: explanation, parameters: uses(of: syntax, context),
      asOf: context.asOf, repository: context.repository?.name,
      relations: context.relations, sets: context.sets)
  }

  private static func uses(
    of syntax: QuerySyntax, _ context: BindingContext
  ) -> [ParameterUse] {
    syntax.headers.compactMap { header in
      guard case .parameter(let declaration) = header,
        let parameter = context.parameters[declaration.name.text]
      else { return nil }
      return ParameterUse(
        name: parameter.name, type: parameter.type, text: parameter.value.map(context.display))
    }
  }
}
