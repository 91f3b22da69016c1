/// One `SELECT` under construction.
///
/// It reads the tables of a pipeline's relations, or another level. Columns are drawn on demand:
/// asking for one joins the tables that it needs, or makes the level below yield it. A level is
/// rendered last, when all that reads it has asked.
final class SelectLevel {
  enum Origin {
    case tables
    case level(SelectLevel, SQLName)
    /// A sub-select with columns `c1`, `c2`, …, which are slots.
    case rows(SQLFragment, SQLName)
  }

  /// Which half of a version is meant; other types have only the text.
  enum Part: Hashable {
    case text, key
  }

  let names: SQLNames
  let origin: Origin
  /// What the instances belong to; nil above a union.
  private let pipeline: BoundPipeline?
  /// The instances whose tables are joined here, with all that to-one links lead to from them.
  private var roots: Set<Int> = []
  var filters: [SQLFragment] = []
  /// The terms of `GROUP BY`; nil: the rows are not grouped; empty: one row in all.
  var groups: [SQLFragment]?
  /// The keys and aggregates that this level defines.
  var slots: [Int: [Part: SQLFragment]] = [:]
  var order: [SQLFragment] = []
  var limit: SQLFragment?
  /// Whether a slot is a value of another row, so that rows can be left out only above.
  var isWindowed = false
  /// The columns of the answer; nil below the outermost level.
  var outputs: [SQLFragment]?

  private var exports: [SQLFragment] = []
  private var exportNumbers: [SQLFragment: Int] = [:]
  private var joins: [SQLFragment] = []
  private var aliases: [TableKey: SQLName] = [:]
  private var setAlias: SQLName?
  /// The slots that are keys or aggregates of this level, and whether one was asked for.
  private var groupSlots: Set<Int> = []
  private var usesGroupSlot = false

  private struct TableKey: Hashable {
    let instance: Int
    let table: SQLWord
  }

  init(tables pipeline: BoundPipeline, names: SQLNames) {
    self.names = names
    origin = .tables
    self.pipeline = pipeline
    roots = [0]
    openSource(pipeline)
  }

  init(over level: SelectLevel) {
    names = level.names
    origin = .level(level, level.names.next("rows"))
    pipeline = level.pipeline
  }

  init(rows: SQLFragment, as name: SQLName, names: SQLNames) {
    self.names = names
    origin = .rows(rows, name)
    pipeline = nil
  }

  /// Whether rows have been merged or cut off, so that a filter has to go to a level above.
  var isClosed: Bool { groups != nil || limit != nil || isWindowed }

  /// Whether it yields the rows that it reads as they are.
  var isUntouched: Bool { !isClosed && filters.isEmpty && joins.isEmpty }

  // MARK: Columns

  func field(_ column: Relation.Column, instance: Int, part: Part) -> SQLFragment {
    guard let pipeline else { preconditionFailure("a union has no tables") }
    guard roots.contains(pipeline.root(of: instance)) else {
      guard case .level(let below, let name) = origin else {
        preconditionFailure("no level has instance \(instance)")
      }
      return below.exported(below.field(column, instance: instance, part: part), as: name)
    }
    if let via = pipeline.instances[instance].via, let known = via.link.known[column.name] {
      return fill(known, instance: via.parent)
    }
    let template = template(of: column, instance: instance, part: part, in: pipeline)
    return fill(template, instance: instance)
  }

  func slot(_ number: Int, part: Part) -> SQLFragment {
    if let own = slots[number]?[part] {
      if groupSlots.contains(number) { usesGroupSlot = true }
      return own
    }
    switch origin {
    case .level(let below, let name):
      return below.exported(below.slot(number, part: part), as: name)
    case .tables, .rows:
      preconditionFailure("slot \(number) is not defined below")
    }
  }

  /// Makes keys and aggregates slots of this level.
  func define(groups: [Int: [Part: SQLFragment]]) {
    slots.merge(groups) { $1 }
    groupSlots.formUnion(groups.keys)
  }

  /// Yields a fragment of this level as a column, and returns its name for the level above.
  func exported(_ fragment: SQLFragment, as rows: SQLName) -> SQLFragment {
    let number = exportNumbers[fragment] ?? exports.count + 1
    if number > exports.count {
      exports.append(fragment)
      exportNumbers[fragment] = number
    }
    return "\(rows).\(SQLName("c", number))"
  }

  private func template(
    of column: Relation.Column, instance: Int, part: Part, in pipeline: BoundPipeline
  ) -> SQLTemplate {
    if part == .key { return column.key ?? column.sql }
    let bound = pipeline.instances[instance]
    if bound.via != nil, let linked = column.linkSQL { return linked }
    if bound.via == nil {
      if instance == 0, pipeline.set != nil, let fromSet = column.setSQL { return fromSet }
      if pipeline.asOf != nil, let past = column.asOfSQL { return past }
    }
    return column.sql
  }

  // MARK: Tables

  private func openSource(_ pipeline: BoundPipeline) {
    let relation = pipeline.instances[0].relation
    if let handle = pipeline.set {
      let alias = names.next("set")
      setAlias = alias
      joins.append("id_set(\(handle)) AS \(alias)")
    } else {
      _ = use(relation.tables[0], instance: 0, in: pipeline)
    }
    for table in relation.tables where table.isRequired {
      _ = use(table, instance: 0, in: pipeline)
    }
    if let condition = relation.condition { filters.append(fill(condition, instance: 0)) }
    if pipeline.asOf != nil, let condition = relation.asOfCondition {
      filters.append(fill(condition, instance: 0))
    }
  }

  /// Joins the rows of an instance that a to-many link leads to.
  func expand(_ instance: Int) {
    guard let pipeline, let expansion = pipeline.instances[instance].expansion else {
      preconditionFailure("instance \(instance) is not expanded")
    }
    let parent = pipeline.instances[expansion.parent].relation
    let key = field(parent.tieBreaker, instance: expansion.parent, part: .text)
    roots.insert(instance)
    let relation = pipeline.instances[instance].relation
    for table in relation.tables where table.join == .base || table.isRequired {
      _ = use(table, instance: instance, in: pipeline)
    }
    filters.append(fill(expansion.link.on, instance: instance, from: key))
    if let condition = relation.condition { filters.append(fill(condition, instance: instance)) }
    if pipeline.asOf != nil, let condition = relation.asOfCondition {
      filters.append(fill(condition, instance: instance))
    }
  }

  /// Joins the rows of a sub-select.
  func join(
    _ select: SQLFragment, as rows: SQLName, on condition: SQLFragment, keepsUnmatched: Bool
  ) {
    let word: SQLFragment = keepsUnmatched ? "LEFT JOIN" : "JOIN"
    joins.append("\(word) (\n\(select)\n) AS \(rows) ON \(condition)")
  }

  /// Returns the alias of a table, after joining it and what its condition names.
  private func use(
    _ table: Relation.Table, instance: Int, in pipeline: BoundPipeline
  ) -> SQLName {
    let key = TableKey(instance: instance, table: table.alias)
    if let alias = aliases[key] { return alias }
    let alias = names.next(table.alias)
    aliases[key] = alias
    let bound = pipeline.instances[instance]
    var conditions: [SQLFragment] = []
    if table.join == .base {
      if let via = bound.via {
        conditions.append(fill(via.link.on, instance: via.parent, target: instance))
      } else if instance == 0, let setAlias {
        conditions.append("\(alias).id = \(setAlias).id")
      }
    }
    if let on = table.on { conditions.append(fill(on, instance: instance)) }
    let time = pipeline.asOf == nil ? table.now : table.asOf
    if let time { conditions.append(fill(time, instance: instance)) }
    if case .tables = origin, joins.isEmpty {
      joins.append("\(table.source) AS \(alias)")
      filters.append(contentsOf: conditions)
      return alias
    }
    let isLeft = bound.via != nil || table.join == .left
    // SQLite keeps the order of a CROSS JOIN: a computed set is read first, and its rows looked up.
    let isLookup = table.join == .base && bound.via == nil && instance == 0 && setAlias != nil
    let word: SQLFragment = isLeft ? "LEFT JOIN" : isLookup ? "CROSS JOIN" : "JOIN"
    let on: SQLFragment =
      conditions.isEmpty ? "" : " ON \(conditions.joined(separator: " AND "))"
    joins.append("\(word) \(table.source) AS \(alias)\(on)")
    return alias
  }

  /// Returns a template with its tables joined; `{to.x}` names a table of the target, `{from}` the
  /// row that a link to many leads from.
  private func fill(
    _ template: SQLTemplate, instance: Int, target: Int? = nil, from key: SQLFragment? = nil
  ) -> SQLFragment {
    guard let pipeline else { preconditionFailure("a union has no tables") }
    return template.filled { hole in
      if hole == "asof", let asOf = pipeline.asOf { return SQLFragment(asOf) }
      if hole == "from", let key { return key }
      if hole == "set", let setAlias { return "\(setAlias)" }
      var owner = instance
      var name = Substring(hole)
      if let target, hole.hasPrefix("to.") {
        owner = target
        name = hole.dropFirst(3)
      }
      let tables = pipeline.instances[owner].relation.tables
      guard let table = tables.first(where: { $0.alias.description == name }) else {
        preconditionFailure("no table \(name) in \(pipeline.instances[owner].relation.name)")
      }
      return "\(use(table, instance: owner, in: pipeline))"
    }
  }

  // MARK: Rendering

  /// Returns the statement.
  ///
  /// Nothing may be asked of the level afterwards.
  func rendered() -> SQLFragment {
    var columns: [SQLFragment]
    if let outputs {
      columns = outputs
    } else {
      columns = exports.enumerated().map { "\($1) AS \(SQLName("c", $0 + 1))" }
    }
    if columns.isEmpty { columns = ["1"] }
    // Without an aggregate among its columns, SQL would not merge the rows into one.
    let isBareTotal = groups?.isEmpty == true && !usesGroupSlot
    var sql: SQLFragment =
      isBareTotal ? "SELECT count(*)" : "SELECT \(columns.joined(separator: ", "))"
    var sources = joins
    switch origin {
    case .tables: break
    case .level(let below, let name): sources.insert("(\n\(below.rendered())\n) AS \(name)", at: 0)
    case .rows(let select, let name): sources.insert("(\n\(select)\n) AS \(name)", at: 0)
    }
    sql.append("\nFROM \(sources.joined(separator: "\n  "))")
    if !filters.isEmpty { sql.append("\nWHERE \(filters.joined(separator: " AND "))") }
    if let groups, !groups.isEmpty { sql.append("\nGROUP BY \(groups.joined(separator: ", "))") }
    if isBareTotal {
      sql = "SELECT \(columns.joined(separator: ", "))\nFROM (\n\(sql)\n)"
    }
    if !order.isEmpty { sql.append("\nORDER BY \(order.joined(separator: ", "))") }
    if let limit { sql.append("\nLIMIT \(limit)") }
    return sql
  }
}

/// Hands out names of tables, numbered by their words.
final class SQLNames {
  private var counts: [SQLWord: Int] = [:]
  /// Whether every stage gets a level of its own that SQLite cannot merge with others.
  let isStaged: Bool

  init(isStaged: Bool = false) {
    self.isStaged = isStaged
  }

  func next(_ word: SQLWord) -> SQLName {
    counts[word, default: 0] += 1
    return SQLName(word, counts[word, default: 1])
  }
}
