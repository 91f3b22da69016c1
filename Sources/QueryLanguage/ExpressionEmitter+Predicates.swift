extension ExpressionEmitter {
  /// Returns the parts of a filter that all have to hold.
  func conjuncts(of expression: BoundExpression) -> [SQLFragment] {
    if case .and(let left, let right) = expression.node {
      return conjuncts(of: left) + conjuncts(of: right)
    }
    let condition = predicate(expression)
    return [condition.bound(.not)]
  }

  /// Returns an expression as a filter: null counts as false.
  func predicate(_ expression: BoundExpression) -> Emitted {
    switch expression.node {
    case .and(let left, let right):
      return joined(left, right, " AND ", .and)
    case .or(let left, let right):
      return joined(left, right, " OR ", .or)
    case .not(let operand):
      return negated(predicate(operand))
    case .comparison(let operation, let left, let right):
      return comparison(operation, left, right)
    case .isNull(let operand, let isNegated):
      let part: SelectLevel.Part = operand.type.isID ? operand.type.comparedPart : .text
      let sql = value(operand, part: part).bound(.sum)
      return Emitted(
        sql: isNegated ? "\(sql) IS NOT NULL" : "\(sql) IS NULL", precedence: .comparison)
    case .member(let operand, let members, let isNegated):
      let condition = member(operand, members)
      return isNegated ? negated(condition) : condition
    case .textMatch(let operation, let left, let right):
      return textMatch(operation, left, right)
    case .inSet(let id, let handle):
      let set = level.names.next("set")
      return Emitted(
        sql: """
          EXISTS (SELECT 1 FROM id_set(\(handle)) AS \(set) \
          WHERE \(set).id = \(value(id).bound(.sum)))
          """)
    case .found(let id, let index, let words):
      return Emitted(
        sql: """
          \(value(id).bound(.sum)) IN \
          (SELECT rowid FROM \(index.table) WHERE \(index.table) MATCH \(words))
          """,
        precedence: .comparison)
    case .conditional, .field, .slot, .value, .version, .call, .negate, .arithmetic:
      return value(expression)
    }
  }

  private func joined(
    _ left: BoundExpression, _ right: BoundExpression, _ word: SQLFragment,
    _ precedence: Precedence
  ) -> Emitted {
    let a = predicate(left)
    let b = predicate(right)
    return Emitted(
      sql: "\(a.bound(precedence))\(word)\(b.bound(precedence))", precedence: precedence,
      isNullable: a.isNullable || b.isNullable)
  }

  private func negated(_ condition: Emitted) -> Emitted {
    condition.isNullable
      ? Emitted(sql: "\(condition.bound(.sum)) IS NOT TRUE", precedence: .comparison)
      : Emitted(sql: "NOT \(condition.bound(.sum))", precedence: .not)
  }

  /// Versions and digests compare by their keys, all other types by their values.
  private func comparison(
    _ operation: ComparisonOperator, _ left: BoundExpression, _ right: BoundExpression
  ) -> Emitted {
    let a = value(left, part: left.type.comparedPart).bound(.sum)
    let b = value(right, part: right.type.comparedPart).bound(.sum)
    let isNullable = left.isNullable || right.isNullable
    let areBothNullable = left.isNullable && right.isNullable
    let sql: SQLFragment
    switch operation {
    case .equal: sql = areBothNullable ? "\(a) IS \(b)" : "\(a) = \(b)"
    case .notEqual: sql = isNullable ? "\(a) IS NOT \(b)" : "\(a) != \(b)"
    case .less: sql = "\(a) < \(b)"
    case .lessOrEqual: sql = "\(a) <= \(b)"
    case .greater: sql = "\(a) > \(b)"
    case .greaterOrEqual: sql = "\(a) >= \(b)"
    }
    let staysNullable =
      switch operation {
      case .equal: isNullable && !areBothNullable
      case .notEqual: false
      default: isNullable
      }
    return Emitted(sql: sql, precedence: .comparison, isNullable: staysNullable)
  }

  private func member(_ operand: BoundExpression, _ members: BoundMembers) -> Emitted {
    let x = value(operand, part: operand.type.comparedPart).bound(.sum)
    switch members {
    case .json(let list):
      return Emitted(
        sql: "\(x) IN (SELECT value FROM json_each(\(list)))", precedence: .comparison,
        isNullable: operand.isNullable)
    case .hexJSON(let list):
      return Emitted(
        sql: "hex(\(x)) IN (SELECT value FROM json_each(\(list)))", precedence: .comparison,
        isNullable: operand.isNullable)
    case .values(let values):
      let list = values.map { SQLFragment($0) }.joined(separator: ", ")
      return Emitted(
        sql: "\(x) IN (\(list))", precedence: .comparison, isNullable: operand.isNullable)
    case .versions(let ranges):
      // A range that nothing is in.
      guard !ranges.isEmpty else { return Emitted(sql: "0") }
      let conditions = ranges.map { inRange(x, $0) }
      return Emitted(
        sql: conditions.joined(separator: " OR "), precedence: ranges.count > 1 ? .or : .and,
        isNullable: operand.isNullable)
    case .pipeline(let pipeline):
      let select = SQLLowering.statement(
        of: pipeline, names: level.names, purpose: .members)
      // Null when the list holds a null and the value is not found.
      return Emitted(
        sql: "\(x) IN (\n\(select)\n)", precedence: .comparison, isNullable: true)
    }
  }

  private func inRange(_ key: SQLFragment, _ range: BoundKeyRange) -> SQLFragment {
    let bounds: SQLFragment = "\(key) >= \(range.lower) AND \(key) < \(range.upper)"
    return range.includesPrereleases ? bounds : "\(bounds) AND NOT version_is_prerelease(\(key))"
  }

  private func textMatch(
    _ operation: TextMatchOperator, _ left: BoundExpression, _ right: BoundExpression
  ) -> Emitted {
    let a = text(left).bound(.sum)
    let b = text(right).bound(.sum)
    let sql: SQLFragment =
      switch operation {
      case .glob: "\(a) GLOB \(b)"
      case .matches: "\(a) REGEXP \(b)"
      case .has: "instr(lower(\(a)), lower(\(b))) > 0"
      }
    return Emitted(
      sql: sql, precedence: .comparison, isNullable: left.isNullable || right.isNullable)
  }

  // MARK: Aggregates

  /// Returns an aggregate; of versions, both halves.
  func aggregate(_ aggregate: BoundAggregate) -> [SelectLevel.Part: SQLFragment] {
    guard let argument = aggregate.argument else { return [.text: "count(*)"] }
    let x = value(argument).sql
    switch aggregate.function {
    case .count: return [.text: "count(\(x))"]
    case .countDistinct:
      // As distinct does, it tells spellings of one version apart.
      return [.text: "count(DISTINCT \(x))"]
    case .min: return extreme("min", argument)
    case .max: return extreme("max", argument)
    case .sum: return [.text: "sum(\(x))"]
    case .avg:
      return [.text: argument.type == .duration ? "CAST(avg(\(x)) AS INTEGER)" : "avg(\(x))"]
    case .any: return [.text: "coalesce(max(\(twoValued(argument))), 0)"]
    case .every: return [.text: "coalesce(min(\(twoValued(argument))), 1)"]
    case .list:
      let sql: SQLFragment = "json_group_array(\(display(argument)))"
      return [.text: argument.isNullable ? "\(sql) FILTER (WHERE \(x) IS NOT NULL)" : sql]
    }
  }

  private func extreme(
    _ function: SQLFragment, _ argument: BoundExpression
  ) -> [SelectLevel.Part: SQLFragment] {
    guard argument.type == .version else {
      // The texts of digests are in the order of their bytes.
      return parts(of: argument).mapValues { "\(function)(\($0))" }
    }
    let key = value(argument, part: .key).sql
    let pack: SQLFragment = "\(function)(version_pack(\(key), \(value(argument).sql)))"
    return [.text: "version_text(\(pack))", .key: "version_key(\(pack))"]
  }

  private func twoValued(_ expression: BoundExpression) -> SQLFragment {
    let condition = predicate(expression)
    return condition.isNullable ? "\(condition.bound(.sum)) IS TRUE" : condition.sql
  }

  /// Returns the form that a value has as an element of a JSON list.
  private func display(_ expression: BoundExpression) -> SQLFragment {
    let x = value(expression).bound(.product)
    return switch expression.type {
    case .sha: "lower(hex(\(x)))"
    case .time: "time_text(\(x))"
    case .duration: "\(x) / 1000000.0"
    case .bool: "json(CASE WHEN \(x) THEN 'true' ELSE 'false' END)"
    default: x
    }
  }
}
