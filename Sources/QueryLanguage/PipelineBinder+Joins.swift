/// Stages that bring in rows of other relations: `expand`, `join`, `union`.
extension PipelineBinder {
  /// Another set of rows beside those of the source, and the name that its columns stand behind.
  struct Alias {
    let name: String
    let rows: Rows

    enum Rows {
      /// An instance that `expand` joined.
      case instance(Int)
      /// The columns of a joined pipeline.
      case columns([BoundColumn])
    }
  }

  // MARK: Expand

  func expand(_ link: Name, as given: Name?) throws {
    guard let relation = scope.relation else {
      throw BindDiagnostics.lostLink(link, columns: scope.columns.map(\.name))
    }
    let owners = expandedInstances.reversed() + [0]
    let found = owners.lazy.compactMap { owner in
      self.pipeline.instances[owner].relation.manyLink(link.text).map { (owner, $0) }
    }.first
    guard let (parent, many) = found, let target = Relation.named(many.target) else {
      throw BindDiagnostics.notExpandable(link, relation)
    }
    let name = given ?? link
    try checkFree(name)
    if asOf != nil, case .unsupported(let reason) = target.asOf {
      throw BindDiagnostics.asOfUnsupported(target, reason: reason, span: link.span)
    }
    context.relations.insert(target.name)
    let instance = pipeline.instances.count
    pipeline.instances.append(
      BoundInstance(relation: target, expansion: BoundInstance.Expansion(parent, many)))
    pipeline.steps.append(.expand(instance))
    scope.aliases.append(Alias(name: name.text, rows: .instance(instance)))
    appendColumns(of: target, instance, span: link.span)
    if scope.source.commit == nil, scope.commit == nil {
      scope.commit = target.commit.map { .hidden($0, instance: instance) }
      scope.tag = target.tag.map { .hidden($0, instance: instance) }
    }
    if let asOf { try context.noteGaps(of: target, asOf: asOf) }
  }

  private var expandedInstances: [Int] {
    scope.aliases.compactMap { alias in
      if case .instance(let instance) = alias.rows { instance } else { nil }
    }
  }

  /// Appends the columns of an expanded relation whose names are not taken.
  private func appendColumns(of target: Relation, _ instance: Int, span: SourceSpan) {
    for column in target.columns
    where !scope.columns.contains(where: { $0.name == column.name })
      && (asOf == nil || column.history != .refused)
    {
      scope.columns.append(
        BoundColumn(
          name: column.name,
          value: BoundExpression(
            .field(instance: instance, column), column.type, nullable: column.isNullable,
            span: span)))
    }
  }

  /// Throws if the name already stands before columns of other rows.
  private func checkFree(_ name: Name) throws {
    let isTaken =
      scope.aliases.contains { $0.name == name.text } || scope.relation?.link(name.text) != nil
    if isTaken { throw BindDiagnostics.duplicateAlias(name) }
  }

  // MARK: Join

  func join(_ syntax: JoinSyntax, span: SourceSpan) throws {
    let other = try PipelineBinder.bind(syntax.pipeline, in: context)
    if let name = syntax.name { try checkFree(name) }
    let firstSlot = context.slots(other.columns.count)
    let columns = other.columns.enumerated().map { index, column in
      BoundColumn(
        name: column.name,
        value: BoundExpression(
          .slot(firstSlot + index), column.value.type,
          nullable: column.value.isNullable || syntax.keepsUnmatched, span: span))
    }
    let condition = try joinCondition(syntax, columns, span: span)
    pipeline.steps.append(
      .join(other, on: condition, keepsUnmatched: syntax.keepsUnmatched, firstSlot: firstSlot))
    extend(with: columns, syntax.name)
  }

  private func joinCondition(
    _ syntax: JoinSyntax, _ columns: [BoundColumn], span: SourceSpan
  ) throws -> BoundExpression {
    let shared = columns.map(\.name).filter { name in
      scope.columns.contains { $0.name == name }
    }
    switch syntax.condition {
    case .columns(let names):
      let hidden = shared.filter { name in !names.contains { $0.text == name } }
      if syntax.name == nil, !hidden.isEmpty {
        let span = names.reduce(names[0].span) { $0.union($1.span) }
        throw BindDiagnostics.sharedColumns(hidden, span: span)
      }
      return try equality(of: names, columns)
    case .predicate(let predicate):
      if syntax.name == nil, !shared.isEmpty {
        throw BindDiagnostics.sharedColumns(shared, span: Parser.span(of: predicate))
      }
      let before = (scope: scope, steps: pipeline.steps.count)
      defer { scope = before.scope }
      extend(with: columns, syntax.name)
      let condition = try condition(predicate)
      let slots = Set(columns.compactMap(\.value.slot))
      for case .window(let window, _) in pipeline.steps[before.steps...]
      where !window.slots.isDisjoint(with: slots) {
        throw BindDiagnostics.windowInJoin(span: Parser.span(of: predicate))
      }
      guard condition.reads(slots), condition.readsBeside(slots) else {
        throw BindDiagnostics.oneSidedJoin(span: Parser.span(of: predicate))
      }
      return condition
    }
  }

  /// Binds `on a, b`: the columns of both sides are equal, and not null.
  private func equality(of names: [Name], _ columns: [BoundColumn]) throws -> BoundExpression {
    var parts: [BoundExpression] = []
    for name in names {
      let left = try path([name])
      guard let right = columns.first(where: { $0.name == name.text }) else {
        throw BindDiagnostics.unknownColumn(
          name, of: "the joined pipeline",
          near: NearNames.nearest(name.text, among: columns.map(\.name)),
          available: "columns: " + columns.map(\.name).joined(separator: ", "))
      }
      var value = right.value.at(name.span)
      try checkComparable(left, value)
      // A null has no partner: one side that counts as never null makes `=` of `IS`.
      value.isNullable = false
      parts.append(
        try make(
          .comparison(.equal, left, value), .bool, nullable: false, name.span, [left, value])
      )
    }
    guard var result = parts.first else { preconditionFailure("a join names a column") }
    for part in parts.dropFirst() {
      result = try make(.and(result, part), .bool, nullable: false, part.span, [result, part])
    }
    return result
  }

  /// Adds the columns of joined rows whose names are not taken.
  private func extend(with columns: [BoundColumn], _ name: Name?) {
    if let name { scope.aliases.append(Alias(name: name.text, rows: .columns(columns))) }
    for column in columns where !scope.columns.contains(where: { $0.name == column.name }) {
      scope.columns.append(column)
    }
  }

  // MARK: Union

  func unite(_ syntax: Pipeline, span: SourceSpan) throws {
    var other = try PipelineBinder.bind(syntax, in: context)
    let names = scope.columns.map(\.name)
    let others = other.columns.map(\.name)
    let missing = names.filter { !others.contains($0) }
    let surplus = others.filter { !names.contains($0) }
    guard missing.isEmpty, surplus.isEmpty else {
      throw BindDiagnostics.differentColumns(missing: missing, surplus: surplus, span: syntax.span)
    }
    if let relation = scope.relation { noteImplicitColumns(of: relation) }
    other.columns = names.compactMap { name in other.columns.first { $0.name == name } }
    let firstSlot = context.slots(names.count)
    var columns: [BoundColumn] = []
    for (index, (own, their)) in zip(scope.columns, other.columns).enumerated() {
      guard let type = Self.common(own.value.type, their.value.type) else {
        throw BindDiagnostics.differentTypes(
          own.name, own.value.type, their.value.type, span: syntax.span)
      }
      columns.append(
        BoundColumn(
          name: own.name,
          value: BoundExpression(
            .slot(firstSlot + index), type,
            nullable: own.value.isNullable || their.value.isNullable, span: span)))
    }
    pipeline.steps.append(
      .union(scope.columns.map(\.value), other, columns: columns.map(\.value)))
    merge(into: columns)
  }

  /// Returns the type that values of both types have, if there is one.
  static func common(_ first: ValueType, _ second: ValueType) -> ValueType? {
    if first == second || second == .null { return first }
    if first == .null { return second }
    return [first, second].allSatisfy { $0 == .int || $0 == .real } ? .real : nil
  }
}
