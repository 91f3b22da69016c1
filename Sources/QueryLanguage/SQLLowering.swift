/// Turns a bound pipeline into levels of `SELECT`.
///
/// Filters, sorting and named columns share one level. A new one opens only above rows that have
/// been cut off (`take`) or merged (`summarize`, `distinct`, `count`).
struct SQLLowering {
  /// What the reader of a pipeline wants: rows to show, or values to compare with.
  enum Purpose {
    case answer, members
    /// All columns, of these types, to be read by a level above.
    case rows([ValueType])
  }

  let names: SQLNames
  var level: SelectLevel
  var keys: [BoundSortKey]
  var tieBreakers: [BoundExpression]
  /// The union that was made last.
  var union: Union?

  /// Returns the statement of a pipeline.
  static func statement(
    of pipeline: BoundPipeline, names: SQLNames, purpose: Purpose = .answer
  ) -> SQLFragment {
    var lowering = SQLLowering(pipeline, names: names)
    for step in pipeline.steps {
      lowering.add(step, of: pipeline)
      if names.isStaged { lowering.seal() }
    }
    return lowering.finish(pipeline, purpose)
  }

  private init(_ pipeline: BoundPipeline, names: SQLNames) {
    self.names = names
    level = SelectLevel(tables: pipeline, names: names)
    let relation = pipeline.instances[0].relation
    keys = relation.order.map {
      BoundSortKey(value: .hidden($0.column), descending: $0.descending)
    }
    tieBreakers = [.hidden(relation.tieBreaker)]
  }

  var emitter: ExpressionEmitter { ExpressionEmitter(level: level) }

  private mutating func add(_ step: BoundStep, of pipeline: BoundPipeline) {
    switch step {
    case .filter(let predicate):
      if level.isClosed { level = SelectLevel(over: level) }
      level.filters += emitter.conjuncts(of: predicate)
    case .sort(let keys):
      if level.limit != nil { level = SelectLevel(over: level) }
      self.keys = keys
    case .take(let count, let groups) where groups.isEmpty:
      if level.limit != nil { level = SelectLevel(over: level) }
      level.order = orderTerms()
      level.limit = SQLFragment(count)
    case .take(let count, let groups):
      takePerGroup(count, groups)
    case .group(let keys, let aggregates, let firstSlot):
      group(keys, aggregates, firstSlot)
    case .expand(let instance):
      expand(instance, in: pipeline)
    case .join(let other, let condition, let keepsUnmatched, let firstSlot):
      join(other, on: condition, keepsUnmatched: keepsUnmatched, firstSlot: firstSlot)
    case .union(let values, let other, let columns):
      unite(values, other, columns: columns)
    case .window(let window, let slot):
      self.window(window, slot: slot)
    }
  }

  /// Ends the level: its rows are made before the next step sees any.
  private mutating func seal() {
    if level.limit == nil { level.limit = "-1" }
    level = SelectLevel(over: level)
  }

  private mutating func takePerGroup(_ count: SQLBinding, _ groups: [BoundExpression]) {
    if level.isClosed { level = SelectLevel(over: level) }
    let rank: SQLFragment = "row_number() \(overClause(groups: groups))"
    let below = level
    level = SelectLevel(over: below)
    guard case .level(_, let rows) = level.origin else { return }
    level.filters.append("\(below.exported(rank, as: rows)) <= \(count)")
  }

  private mutating func group(
    _ groupKeys: [BoundExpression], _ aggregates: [BoundAggregate], _ firstSlot: Int
  ) {
    if level.isClosed { level = SelectLevel(over: level) }
    if aggregates.contains(where: { $0.function == .list }) {
      // Aggregates take rows in the order of the sub-select. The limit keeps SQLite from merging
      // the two levels and dropping the order.
      level.order = orderTerms()
      level.limit = "-1"
      level = SelectLevel(over: level)
    }
    var groups: [SQLFragment] = []
    var slots: [Int: [SelectLevel.Part: SQLFragment]] = [:]
    for (index, key) in groupKeys.enumerated() {
      slots[firstSlot + index] = emitter.parts(of: key)
      groups += emitter.groupTerms(key)
    }
    for aggregate in aggregates { slots[aggregate.slot] = emitter.aggregate(aggregate) }
    level.groups = groups
    level.define(groups: slots)
    let keySlots = groupKeys.enumerated().map { index, key in
      BoundExpression(
        .slot(firstSlot + index), key.type, nullable: key.isNullable, span: key.span)
    }
    keys = keySlots.map { BoundSortKey(value: $0, descending: false) }
    tieBreakers = keySlots
  }

  /// Returns the terms of the current order, each once.
  ///
  /// Nulls come last in either direction.
  func orderTerms() -> [SQLFragment] {
    var seen: Set<SQLFragment> = []
    var terms: [SQLFragment] = []
    func add(_ value: SQLFragment, _ expression: BoundExpression, descending: Bool) {
      guard seen.insert(value).inserted else { return }
      let directed = descending ? "\(value.term) DESC" : value.term
      terms.append(expression.isNullable ? "\(directed) NULLS LAST" : directed)
    }
    for key in keys {
      add(
        emitter.value(key.value, part: key.value.type.comparedPart).sql, key.value,
        descending: key.descending)
    }
    for value in tieBreakers {
      if value.type.hasKey {
        add(emitter.value(value, part: .key).sql, value, descending: false)
      }
      add(emitter.value(value).sql, value, descending: false)
    }
    return terms
  }

  private mutating func finish(_ pipeline: BoundPipeline, _ purpose: Purpose) -> SQLFragment {
    switch purpose {
    case .answer:
      if level.limit == nil { level.order = orderTerms() }
      level.outputs = pipeline.columns.map { emitter.value($0.value).sql }
    case .members:
      level.outputs = pipeline.columns.map {
        emitter.value($0.value, part: $0.value.type.comparedPart).sql
      }
    case .rows(let types):
      level.outputs = emitter.outputs(pipeline.columns.map(\.value), types)
    }
    return level.rendered()
  }
}

extension BoundExpression {
  /// Returns a column of the source that no name leads to.
  static func hidden(_ column: Relation.Column, instance: Int = 0) -> BoundExpression {
    BoundExpression(
      .field(instance: instance, column), column.type, nullable: column.isNullable,
      span: SourceSpan(0, 0))
  }
}
