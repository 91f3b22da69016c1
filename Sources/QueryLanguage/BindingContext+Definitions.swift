/// Pipelines that `let` named.
extension BindingContext {
  /// A pipeline that `let` named, and whether it was used.
  struct Definition {
    let name: Name
    let pipeline: Pipeline
    var isUsed = false
  }

  /// How often pipelines are replaced in one query: each may name others twice.
  private static let maximumUses = 200

  /// Takes down the pipelines that headers name; each may use those before it.
  func define(_ headers: [Header]) throws {
    for case .definition(let name, _, _) in headers { laterDefinitions.append(name.text) }
    for case .definition(let name, let pipeline, _) in headers {
      if Relation.named(name.text) != nil || definitions[name.text] != nil
        || Words.stages.contains(name.text)
      {
        throw BindDiagnostics.nameTaken(name)
      }
      let (source, stages) = try flattened(pipeline)
      laterDefinitions.removeFirst()
      definitions[name.text] = Definition(
        name: name, pipeline: Pipeline(source: source, stages: stages, span: pipeline.span))
    }
  }

  /// Binds the pipelines that nothing used, so that their errors are told, too.
  ///
  /// Nothing else of them counts: not their time, and no note about what they would read.
  func checkUnusedDefinitions() throws {
    for definition in definitions.values.sorted(by: { $0.name.span.lower < $1.name.span.lower })
    where !definition.isUsed {
      let other = BindingContext(
        resolver: resolver, source: String(decoding: source, as: UTF8.self))
      other.parameters = parameters
      other.repository = repository
      other.defaultAsOf = defaultAsOf
      other.definitions = definitions
      defer { diagnostics += other.diagnostics }
      _ = try PipelineBinder.bind(definition.pipeline, in: other)
      note("N411", "\(BindDiagnostics.quoted(definition.name.text)) is defined and not used")
    }
  }

  /// Returns a pipeline that starts with a relation: one in parentheses, or that has a name, is
  /// continued as if it were written in a row.
  func flattened(_ pipeline: Pipeline) throws -> (Source, [Stage]) {
    switch pipeline.source {
    case .nested(let inner):
      let (source, stages) = try flattened(inner)
      return (source, stages + pipeline.stages)
    case .relation(let name, let selector, let asOf):
      guard let definition = definitions[name.text] else {
        if laterDefinitions.contains(name.text) {
          throw BindDiagnostics.notYetDefined(
            name, isItself: laterDefinitions.first == name.text)
        }
        return (pipeline.source, pipeline.stages)
      }
      guard selector == nil, asOf == nil else { throw BindDiagnostics.clauseOfDefinition(name) }
      definitions[name.text]?.isUsed = true
      definitionUses += 1
      let stages = definition.pipeline.stages + pipeline.stages
      if definitionUses > Self.maximumUses || stages.count > Self.maximumUses {
        throw BindDiagnostics.tooLarge(span: name.span)
      }
      return (definition.pipeline.source, stages)
    }
  }
}
