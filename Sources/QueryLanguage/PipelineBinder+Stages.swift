import Versions

extension PipelineBinder {
  func bind(_ stage: Stage) throws {
    switch stage {
    case .filter(let predicate, let span):
      try tolerating {
        let condition = try condition(predicate)
        noteVersionOrder(condition)
        pipeline.steps.append(.filter(condition))
        context.explain("filter", context.text(span))
      }
    case .select(let items, let span):
      explain(span)
      scope.columns = try columns(of: items)
      scope.relation = nil
      scope.aliases = []
    case .add(let items, let span):
      explain(span)
      try add(items)
    case .sort(let keys, let span):
      explain(span)
      try tolerating {
        let bound = try each(keys) {
          BoundSortKey(value: try ordered($0.expression), descending: $0.descending)
        }
        pipeline.steps.append(.sort(bound))
      }
    case .take(let count, let groups, let span):
      explain(span)
      let keys = try groups.map { try expression($0) }
      pipeline.steps.append(.take(try takeCount(count), per: keys))
    case .summarize(let items, let by, let span):
      explain(span)
      try summarize(items, by: by, span)
    case .distinct(let paths, let span):
      explain(span)
      try distinct(paths)
    case .count(let span):
      explain(span)
      let name = Name("count", span)
      let call = NamedExpression(expression: .call(name, arguments: [], span), name: name)
      try summarize([call], by: [], span)
    case .expand(let link, let alias, let span):
      explain(span)
      try expand(link, as: alias)
    case .join(let join, let span):
      explain(span)
      try self.join(join, span: span)
    case .union(let other, let span):
      explain(span)
      try unite(other, span: span)
    }
  }

  private func explain(_ span: SourceSpan) {
    context.explain("stage", context.text(span))
  }

  /// Runs a stage that leaves the columns as they are, so that later stages can still be checked
  /// after an error in it.
  private func tolerating(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let diagnostic as Diagnostic {
      context.diagnostics.append(diagnostic)
    }
  }

  /// Maps all elements; errors in some do not hide those in others, and the last one is thrown.
  private func each<Element, Result>(
    _ elements: [Element], _ body: (Element) throws -> Result
  ) throws -> [Result] {
    var problems: [Diagnostic] = []
    var results: [Result] = []
    for element in elements {
      do {
        results.append(try body(element))
      } catch let diagnostic as Diagnostic {
        problems.append(diagnostic)
      }
    }
    if let last = problems.popLast() {
      context.diagnostics += problems
      throw last
    }
    return results
  }

  // MARK: Columns

  private func add(_ items: [NamedExpression]) throws {
    _ = try each(items) { item in
      if scope.columns.contains(where: { $0.name == item.name.text }) {
        throw BindDiagnostics.duplicateColumn(item.name.text, span: item.name.span)
      }
      scope.columns.append(
        BoundColumn(name: item.name.text, value: try expression(item.expression)))
    }
  }

  private func columns(of items: [SelectItem]) throws -> [BoundColumn] {
    var columns: [BoundColumn] = []
    func append(_ column: BoundColumn, _ span: SourceSpan) throws {
      if columns.contains(where: { $0.name == column.name }) {
        throw BindDiagnostics.duplicateColumn(column.name, span: span)
      }
      columns.append(column)
    }
    _ = try each(items) { item in
      switch item {
      case .named(let named):
        let value = try expression(named.expression)
        try append(BoundColumn(name: named.name.text, value: value), named.name.span)
      case .path(let path):
        let column = try pathColumn(path)
        try append(column, Parser.span(of: path))
      case .all(let span):
        for column in scope.columns { try append(column, span) }
        if let relation = scope.relation { noteImplicitColumns(of: relation) }
      }
    }
    return columns
  }

  /// Returns the column of a path, which is named by its last part.
  private func pathColumn(_ path: Expression) throws -> BoundColumn {
    guard case .path(let parts) = path, let last = parts.last else {
      preconditionFailure("the parser gives every computed column a name")
    }
    return BoundColumn(name: last.text, value: try expression(path))
  }

  private func ordered(_ key: Expression) throws -> BoundExpression {
    if case .negate(let operand, let span) = key {
      let value = try expression(operand)
      guard [.int, .real, .duration].contains(value.type) else {
        throw BindDiagnostics.negatedKey(context.text(value.span), value.type, span: span)
      }
    }
    let value = try expression(key)
    if value.type == .list {
      throw BindDiagnostics.wrongOperand(
        "sort", .list, needs: "a value that has an order", span: value.span)
    }
    return value
  }

  private func takeCount(_ count: TakeCount) throws -> SQLBinding {
    switch count {
    case .number(let number, _):
      return SQLBinding(.integer(Int64(number)), "rows")
    case .parameter(let name):
      let parameter = try context.parameter(name)
      guard case .literal(.integer(let number)) = parameter.value, number >= 0 else {
        throw BindDiagnostics.parameterNotHere(
          name, parameter.type, needs: "a number of rows, zero or more, is needed")
      }
      return SQLBinding(.integer(number), "$\(name.text)")
    }
  }

  // MARK: Groups

  private func summarize(
    _ items: [NamedExpression], by: [SelectItem], _ span: SourceSpan
  ) throws {
    let keys = try columns(of: by)
    let firstSlot = context.slots(keys.count)
    var columns = slotColumns(keys, firstSlot: firstSlot)
    aggregation = Aggregation(firstSlot: firstSlot, keys: columns)
    defer { aggregation = nil }
    _ = try each(items) { item in
      if columns.contains(where: { $0.name == item.name.text }) {
        throw BindDiagnostics.duplicateColumn(item.name.text, span: item.name.span)
      }
      let value = try expression(item.expression)
      columns.append(BoundColumn(name: item.name.text, value: value))
    }
    let aggregates = aggregation?.aggregates ?? []
    pipeline.steps.append(
      .group(keys: keys.map(\.value), aggregates: aggregates, firstSlot: firstSlot))
    merge(into: columns)
  }

  private func distinct(_ paths: [Expression]) throws {
    var keys = try columns(of: paths.map { .path($0) })
    if paths.isEmpty { keys = scope.columns }
    let firstSlot = context.slots(keys.count)
    pipeline.steps.append(
      .group(keys: keys.map(\.value), aggregates: [], firstSlot: firstSlot))
    merge(into: slotColumns(keys, firstSlot: firstSlot))
  }

  private func slotColumns(_ keys: [BoundColumn], firstSlot: Int) -> [BoundColumn] {
    keys.enumerated().map { index, key in
      BoundColumn(
        name: key.name,
        value: BoundExpression(
          .slot(firstSlot + index), key.value.type, nullable: key.value.isNullable,
          span: key.value.span))
    }
  }

  /// Rows are merged: what belonged to one row of the source is gone.
  func merge(into columns: [BoundColumn]) {
    scope.columns = columns
    scope.relation = nil
    scope.aliases = []
    scope.commit = nil
    scope.tag = nil
  }

  /// Binds an aggregate and returns the slot that will hold it.
  func aggregate(
    _ function: Function, _ kind: Function.Aggregate, _ arguments: [Expression], name: Name,
    span: SourceSpan
  ) throws -> BoundExpression {
    guard let current = aggregation else { throw BindDiagnostics.aggregateOutside(name) }
    if current.isInside { throw BindDiagnostics.nestedAggregate(name) }
    guard arguments.count == 1 || (kind == .count && arguments.isEmpty) else {
      throw BindDiagnostics.wrongArguments(
        function, found: "\(arguments.count) values", span: span)
    }
    aggregation?.isInside = true
    defer { aggregation?.isInside = false }
    let argument = try arguments.first.map { try expression($0) }
    let type = try aggregateType(function, kind, argument, span: span)
    let slot = context.slots(1)
    aggregation?.aggregates.append(
      BoundAggregate(slot: slot, function: kind, argument: argument))
    let isTotal = [.count, .countDistinct, .any, .every, .list].contains(kind)
    return BoundExpression(.slot(slot), type, nullable: !isTotal, span: span)
  }

  private func aggregateType(
    _ function: Function, _ kind: Function.Aggregate, _ argument: BoundExpression?,
    span: SourceSpan
  ) throws -> ValueType {
    let type = argument?.type ?? .null
    let result: ValueType?
    switch kind {
    case .count, .countDistinct: result = .int
    case .min, .max: result = [.list, .bool, .object, .null].contains(type) ? nil : type
    case .sum: result = [.int, .real, .duration].contains(type) ? type : nil
    case .avg:
      result = type == .duration ? .duration : [.int, .real].contains(type) ? .real : nil
    case .any, .every: result = type == .bool ? .bool : nil
    case .list: result = type == .list ? nil : .list
    }
    guard let result else {
      throw BindDiagnostics.wrongArguments(function, found: type.rawValue, span: span)
    }
    return result
  }
}
