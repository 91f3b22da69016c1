/// The columns and links at a place of a pipeline.
struct CompletionScope {
  struct Column: Hashable {
    var name: String
    /// Nil if it is not known.
    var type: ValueType?
    var documentation: String
    /// Where its values are: the relation and the column there.
    var origin: Origin?
    /// The only values there are, if they are few.
    var values: [String] = []
  }

  struct Origin: Hashable {
    var relation: String
    var column: String
  }

  var columns: [Column] = []
  /// The relation whose links can be followed; nil once columns have been chosen.
  var relation: Relation?
  /// The relations of other rows, by the names that their columns stand behind.
  private var others: [String: Relation] = [:]
  /// Whether the rows have a commit.
  var hasCommit = false

  /// Creates a scope without columns, as at the source of a pipeline.
  init() {}

  /// Finds the columns of a pipeline at the cursor, behind the stages that come before it.
  ///
  /// A stage with a fault is left out.
  init(of pipeline: CompletionReader.OpenPipeline, in reader: CompletionReader) {
    let bytes = reader.lexer.bytes
    let ends = pipeline.pipes.prefix(Limits.stages + 1)
    guard let first = ends.first else { return }
    let headers = String(decoding: bytes[..<reader.headerEnd], as: UTF8.self)
    let head = (try? QueryParser.parse(headers + " projects")) == nil ? "" : headers
    var text = String(decoding: bytes[pipeline.lower..<first], as: UTF8.self)
    var syntax = try? QueryParser.parse(head + text)
    for (lower, upper) in zip(ends, ends.dropFirst()) {
      let longer = text + String(decoding: bytes[lower..<upper], as: UTF8.self)
      guard let parsed = try? QueryParser.parse(head + longer) else { continue }
      (text, syntax) = (longer, parsed)
    }
    guard let syntax else { return }
    bind(syntax)
  }

  private mutating func bind(_ syntax: QuerySyntax) {
    let context = BindingContext(resolver: AnyNames(), source: "")
    context.defineBuiltIns(user: "user")
    context.parameters["repo"] = .init(name: "repo", type: .text, value: .literal(.string([])))
    for case .parameter(let declaration) in syntax.headers {
      let name = declaration.name.text
      context.parameters[name] = .init(
        name: name, type: declaration.type, value: Self.sample(of: declaration.type))
    }
    try? context.define(syntax.headers)
    guard let (source, stages) = try? context.flattened(syntax.pipeline),
      case .relation(let name, let selector, let asOf) = source
    else { return }
    guard
      let binder = (try? PipelineBinder(name, selector, asOf, in: context))
        ?? (try? PipelineBinder(name, nil, nil, in: context))
    else { return }
    for stage in stages { try? binder.bind(stage) }
    relation = binder.scope.relation
    hasCommit = binder.scope.commit != nil
    let instances = binder.pipeline.instances
    for alias in binder.scope.aliases {
      if case .instance(let instance) = alias.rows {
        others[alias.name] = instances[instance].relation
      }
    }
    columns = binder.scope.columns.map { Self.column($0, instances) }
  }

  private static func column(
    _ column: BoundColumn, _ instances: [BoundInstance]
  ) -> CompletionScope.Column {
    guard case .field(let instance, let field) = column.value.node, instance < instances.count
    else {
      return Column(name: column.name, type: column.value.type, documentation: "", origin: nil)
    }
    return Self.column(field, of: instances[instance].relation, named: column.name)
  }

  /// Describes a column of a relation.
  static func column(
    _ column: Relation.Column, of relation: Relation, named name: String? = nil
  ) -> CompletionScope.Column {
    var values: [String] = []
    if case .closed(let all) = column.values { values = all }
    return Column(
      name: name ?? column.name, type: column.type, documentation: column.documentation,
      origin: Origin(relation: relation.name, column: column.name), values: values)
  }

  /// Returns what a path names; nil if that is not known.
  func column(_ path: [String]) -> Column? {
    guard let last = path.last else { return nil }
    if path.count == 1 { return columns.first { $0.name == last } }
    guard let target = relation(behind: Array(path.dropLast())) else { return nil }
    return target.column(last).map { Self.column($0, of: target) }
  }

  /// Returns the relation that links lead to; nil if one of them is none.
  func relation(behind path: [String]) -> Relation? {
    var target = relation
    var path = path[...]
    if let first = path.first, let other = others[first] {
      target = other
      path = path.dropFirst()
    }
    for part in path {
      guard let link = target?.link(part) else { return nil }
      target = Relation.named(link.target)
    }
    return target
  }

  private static func sample(of type: ParameterType) -> ParameterValue? {
    switch type {
    case .int: .literal(.integer(1))
    case .time: .time(TimeSyntax(atom: .now, span: SourceSpan(0, 0)))
    case .ref, .commit:
      .ref(RefSyntax(kind: nil, target: .name([0x61]), span: SourceSpan(0, 0)))
    default: nil
    }
  }
}

/// Finds every name, so that what is misspelt or gone does not hide the columns.
private struct AnyNames: NameResolver {
  let now: Int64 = 0

  func repositories() -> [ResolvedRepository] { [ResolvedRepository(id: 1, name: "any")] }

  func resolve(_ request: RefRequest) -> RefResolution {
    let kind = ResolvedKind.allCases.first(where: request.accepts.contains) ?? .tag
    return .found(
      ResolvedRef(
        kind: kind, repository: 1, ref: 1, commit: 1, oid: [UInt8](repeating: 0, count: 20),
        display: ""))
  }

  func gaps(inRefsOf kind: ResolvedKind, at time: Int64) -> [PastGap] { [] }

  func problem(inPattern pattern: [UInt8]) -> PatternProblem? { nil }

  func versionFamilies() -> [VersionFamily] { [.plain] }

  func hasTextIndex(_ name: String) -> Bool { true }

  func mergeBases(_ first: Int64, _ second: Int64) -> [ResolvedRef] {
    [
      ResolvedRef(
        kind: .commit, repository: 1, ref: nil, commit: 1, oid: [UInt8](repeating: 0, count: 20),
        display: "")
    ]
  }

  func set(_ request: SetRequest) -> Int64 { 1 }
}
