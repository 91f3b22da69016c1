/// Stages that bring in other rows, or values of other rows.
extension SQLLowering {
  /// The union that a level reads.
  struct Union {
    let level: SelectLevel
    let select: SQLFragment
    let types: [ValueType]
    let slots: [Int?]
  }

  mutating func expand(_ instance: Int, in pipeline: BoundPipeline) {
    if level.isClosed { level = SelectLevel(over: level) }
    level.expand(instance)
    let relation = pipeline.instances[instance].relation
    tieBreakers += relation.order.map { .hidden($0.column, instance: instance) }
    tieBreakers.append(.hidden(relation.tieBreaker, instance: instance))
  }

  mutating func join(
    _ other: BoundPipeline, on condition: BoundExpression, keepsUnmatched: Bool, firstSlot: Int
  ) {
    if level.isClosed { level = SelectLevel(over: level) }
    let rows = names.next("rows")
    let types = other.columns.map(\.value.type)
    let columns = other.columns.enumerated().map { index, column in
      BoundExpression(
        .slot(firstSlot + index), column.value.type, nullable: true, span: column.value.span)
    }
    define(columns, types, as: rows)
    let select = Self.statement(of: other, names: names, purpose: .rows(types))
    let on = emitter.conjuncts(of: condition).joined(separator: " AND ")
    level.join(select, as: rows, on: on, keepsUnmatched: keepsUnmatched)
    tieBreakers += columns
  }

  mutating func unite(
    _ values: [BoundExpression], _ other: BoundPipeline, columns: [BoundExpression]
  ) {
    let types = columns.map(\.type)
    var first: SQLFragment
    if let before = union, level === before.level, level.isUntouched, before.types == types,
      values.map(\.slot) == before.slots
    {
      // One after the other, so that many do not nest more deeply than SQLite allows.
      first = before.select
    } else {
      level.outputs = emitter.outputs(values, types)
      first = "SELECT * FROM (\n\(level.rendered())\n)"
    }
    let second = Self.statement(of: other, names: names, purpose: .rows(types))
    first.append("\nUNION ALL\nSELECT * FROM (\n\(second)\n)")
    let rows = names.next("rows")
    level = SelectLevel(rows: first, as: rows, names: names)
    union = Union(level: level, select: first, types: types, slots: columns.map(\.slot))
    define(columns, types, as: rows)
    keys = columns.map { BoundSortKey(value: $0, descending: false) }
    tieBreakers = columns
  }

  /// Makes the columns of a sub-select the slots of the present level.
  private func define(_ columns: [BoundExpression], _ types: [ValueType], as rows: SQLName) {
    var number = 0
    for (column, type) in zip(columns, types) {
      guard let slot = column.slot else { preconditionFailure("a column of other rows is a slot") }
      number += 1
      var parts: [SelectLevel.Part: SQLFragment] = [.text: "\(rows).\(SQLName("c", number))"]
      if type.hasKey {
        number += 1
        parts[.key] = "\(rows).\(SQLName("c", number))"
      }
      level.slots[slot] = parts
    }
  }

  mutating func window(_ window: BoundWindow, slot: Int) {
    if level.groups != nil || level.limit != nil || readsSlotOfLevel(window) {
      level = SelectLevel(over: level)
    }
    let function: SQLFragment =
      switch window.function {
      case .previous: "lag"
      case .next: "lead"
      }
    let over = overClause(groups: window.groups)
    level.slots[slot] = emitter.parts(of: window.value).mapValues { value in
      "\(function)(\(value)) \(over)"
    }
    level.isWindowed = true
  }

  /// Returns which rows a window function sees, in the order so far.
  func overClause(groups: [BoundExpression]) -> SQLFragment {
    let groups = groups.flatMap { emitter.groupTerms($0) }
    let order = orderTerms()
    var parts: [SQLFragment] = []
    if !groups.isEmpty { parts.append("PARTITION BY \(groups.joined(separator: ", "))") }
    if !order.isEmpty { parts.append("ORDER BY \(order.joined(separator: ", "))") }
    return "OVER (\(parts.joined(separator: " ")))"
  }

  /// Whether a window would read another one, which SQL allows only from a level above.
  private func readsSlotOfLevel(_ window: BoundWindow) -> Bool {
    guard level.isWindowed else { return false }
    let read = ([window.value] + window.groups + keys.map(\.value) + tieBreakers)
      .reduce(into: Set<Int>()) { $0.formUnion($1.slots) }
    return !read.isDisjoint(with: level.slots.keys)
  }
}

extension ExpressionEmitter {
  /// Returns the columns of a sub-select: each value, and behind a version its key.
  func outputs(_ values: [BoundExpression], _ types: [ValueType]) -> [SQLFragment] {
    var columns: [SQLFragment] = []
    for (value, type) in zip(values, types) {
      columns.append(self.value(value).sql)
      if type.hasKey { columns.append(self.value(value, part: .key).sql) }
    }
    return columns.enumerated().map { "\($1) AS \(SQLName("c", $0 + 1))" }
  }
}
