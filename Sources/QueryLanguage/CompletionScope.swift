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

  struct Other {
    enum Rows {
      case relation(Relation)
      case columns([Column])
    }

    var name: String
    var rows: Rows
  }

  var columns: [Column] = []
  /// The relation whose links can be followed; nil once columns have been chosen.
  var relation: Relation?
  /// The rows that `expand` and `join` brought in, and the names that their columns stand behind.
  private(set) var others: [Other] = []
  /// The columns that both sides have, in the condition of a join.
  private(set) var shared: [Column] = []
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
    guard case .rows(let partner, let name) = pipeline.partner else { return }
    join(CompletionScope(of: partner, in: reader).columns, name)
  }

  /// Adds the columns of joined rows, as the condition of the join sees them.
  private mutating func join(_ joined: [Column], _ name: String?) {
    if let name { others.append(Other(name: name, rows: .columns(joined))) }
    let own = Set(columns.map(\.name))
    shared = joined.filter { own.contains($0.name) }
    columns += joined.filter { !own.contains($0.name) }
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
    let origins = Origins(of: binder.pipeline)
    others = binder.scope.aliases.map { alias in
      switch alias.rows {
      case .instance(let instance):
        Other(name: alias.name, rows: .relation(binder.pipeline.instances[instance].relation))
      case .columns(let columns):
        Other(name: alias.name, rows: .columns(columns.map(origins.column)))
      }
    }
    columns = binder.scope.columns.map(origins.column)
  }

  /// Where the columns of a pipeline come from.
  private struct Origins {
    private let instances: [BoundInstance]
    /// The columns of joined pipelines, by slot.
    private var joined: [Int: Column] = [:]

    init(of pipeline: BoundPipeline) {
      instances = pipeline.instances
      for case .join(let other, _, _, let firstSlot) in pipeline.steps {
        let origins = Origins(of: other)
        for (index, column) in other.columns.enumerated() {
          joined[firstSlot + index] = origins.column(column)
        }
      }
    }

    func column(_ column: BoundColumn) -> Column {
      if case .field(let instance, let field) = column.value.node, instance < instances.count {
        return CompletionScope.column(
          field, of: instances[instance].relation, named: column.name)
      }
      if let slot = column.value.slot, var origin = joined[slot] {
        origin.name = column.name
        return origin
      }
      return Column(name: column.name, type: column.value.type, documentation: "", origin: nil)
    }
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
    if let joined = joined(path[0]) {
      return path.count == 2 ? joined.first { $0.name == last } : nil
    }
    guard let target = relation(behind: Array(path.dropLast())) else { return nil }
    return target.column(last).map { Self.column($0, of: target) }
  }

  /// Returns the relation that links lead to; nil if one of them is none.
  func relation(behind path: [String]) -> Relation? {
    var target = relation
    var path = path[...]
    for other in others where other.name == path.first {
      guard case .relation(let relation) = other.rows else { return nil }
      target = relation
      path = path.dropFirst()
      break
    }
    for part in path {
      guard let link = target?.link(part) else { return nil }
      target = Relation.named(link.target)
    }
    return target
  }

  /// Returns the columns of the joined rows with a name; nil if it is not that of such rows.
  func joined(_ name: String) -> [Column]? {
    for case .columns(let columns) in others.filter({ $0.name == name }).map(\.rows) {
      return columns
    }
    return nil
  }

  /// The links to many rows that can be expanded: those of the source and of expanded rows.
  var manyLinks: [Relation.ManyLink] {
    guard let relation else { return [] }
    return others.reduce(into: relation.manyLinks) { links, other in
      if case .relation(let relation) = other.rows { links += relation.manyLinks }
    }
  }

  private static func sample(of type: ParameterType) -> ParameterValue? {
    switch type {
    case .int: .literal(.integer(1))
    case .duration: .literal(.duration(1_000_000))
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

  func equivalents(of commit: Int64) -> [ResolvedEquivalent] { [] }

  func set(_ request: SetRequest) -> Int64 { 1 }
}
