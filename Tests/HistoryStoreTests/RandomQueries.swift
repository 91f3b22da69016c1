import QueryLanguage

/// Queries that follow the grammar and name what there is; most of them have the right types.
struct RandomQueries {
  private var random: SeededGenerator
  private var columns: [(name: String, type: ValueType)] = []
  private var names = 0

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
  }

  mutating func next() -> String {
    pipeline(depth: 0)
  }

  private mutating func pipeline(depth: Int) -> String {
    let relation = Catalog.relations[below(Catalog.relations.count)]
    columns = relation.columns.map { ($0.name, $0.type) }
    var text = relation.name
    switch below(8) {
    case 0: text += " as of 2024-05-02"
    case 1: text += " containing v1.27.3"
    case 2: text += " in ..v1.28.0"
    default: break
    }
    if below(6) == 0, !relation.manyLinks.isEmpty {
      text += " | expand " + relation.manyLinks[below(relation.manyLinks.count)].name
    }
    for _ in 0..<below(5) { text += " | " + stage(depth: depth) }
    return text
  }

  private mutating func stage(depth: Int) -> String {
    switch below(12) {
    case 9: return neighbour()
    case 10: return join()
    case 11: return union()
    case 0, 1, 2: return "where " + predicate(depth: depth)
    case 3: return "sort \(column()) desc, \(column())"
    case 4: return "take \(below(5))" + (below(2) == 0 ? " per \(column())" : "")
    case 5:
      let name = newName()
      let value = expression()
      columns.append((name, value.type))
      return "add \(value.text) as \(name)"
    case 6:
      let key = columns[below(columns.count)]
      let name = newName()
      columns = [key, (name, .int)]
      return "summarize count() as \(name) by \(key.name)"
    case 7:
      let kept = Set((0...below(3)).map { _ in column() }).sorted()
      columns = columns.filter { kept.contains($0.name) }
      return (below(3) == 0 ? "distinct " : "select ") + kept.joined(separator: ", ")
    default:
      guard below(4) == 0 else { return "distinct" }
      columns = [("count", .int)]
      return "count"
    }
  }

  private mutating func neighbour() -> String {
    let (name, type) = columns[below(columns.count)]
    let text = "add \(below(2) == 0 ? "prev" : "next")(\(name), \(column()))"
    columns.append((newName(), type))
    return "\(text) as n\(names)"
  }

  /// Joins a column of some relation that has the type of one of the rows'.
  private mutating func join() -> String {
    let left = columns[below(columns.count)]
    guard let other = relation(with: left.type) else { return "distinct" }
    let name = newName()
    columns.append((name, left.type))
    return "join \(below(2) == 0 ? "left " : "")(\(other.relation) | select \(other.column)"
      + " as \(name)) on \(left.name) = \(name)"
  }

  private mutating func union() -> String {
    let kept = columns[below(columns.count)]
    guard let other = relation(with: kept.type) else { return "distinct" }
    columns = [kept]
    return
      "select \(kept.name) | union (\(other.relation) | select \(other.column) as \(kept.name))"
  }

  private mutating func relation(with type: ValueType) -> (relation: String, column: String)? {
    let found = Catalog.relations.flatMap { relation in
      relation.columns.filter { $0.type == type }.map { (relation.name, $0.name) }
    }
    return found.isEmpty ? nil : found[below(found.count)]
  }

  private mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }

  private mutating func newName() -> String {
    names += 1
    return "n\(names)"
  }

  private mutating func column() -> String { columns[below(columns.count)].name }

  private mutating func predicate(depth: Int) -> String {
    switch below(12) {
    case 0: return "not (\(predicate(depth: depth)))"
    case 1: return "(\(predicate(depth: depth)) or \(predicate(depth: depth)))"
    case 2: return "\(predicate(depth: depth)) and \(predicate(depth: depth))"
    case 3: return "\(column()) is null"
    case 4 where depth < 2:
      let left = columns[below(columns.count)]
      let outer = columns
      defer { columns = outer }
      let inner = pipeline(depth: depth + 1)
      guard let right = columns.first(where: { $0.type == left.type }) else { return "true" }
      return "\(left.name) in (\(inner) | select \(right.name))"
    case 5:
      let (name, type) = columns[below(columns.count)]
      return "\(name) in (\(literal(type)), \(literal(type)), null)"
    case 6:
      guard let text = columns.filter({ $0.type == .text }).last else { return "false" }
      return "\(text.name) \(["glob", "has", "matches"][below(3)]) \"a*\""
    default:
      let left = expression()
      let marks = ["=", "!=", "<", ">="]
      return "\(left.text) \(marks[below(4)]) \(literal(left.type))"
    }
  }

  private mutating func expression() -> (text: String, type: ValueType) {
    let (name, type) = columns[below(columns.count)]
    switch (below(3), type) {
    case (0, .text): return ("lower(\(name))", .text)
    case (0, .int): return ("\(name) + 1 * -\(name)", .int)
    case (0, .time): return ("now - \(name)", .duration)
    case (1, .time): return ("month(\(name))", .text)
    case (0, .version): return ("major(\(name))", .int)
    case (1, .version): return ("coalesce(\(name), v1.0.0)", .version)
    case (0, .bool): return ("if(\(name), 1, 0)", .int)
    default: return (name, type)
    }
  }

  private mutating func literal(_ type: ValueType) -> String {
    switch type {
    case .text: "\"a\""
    case .int, .real: "\(below(9))"
    case .bool: "true"
    case .time: "7d ago"
    case .duration: "1d12h"
    case .version: "v1.28.0-rc.1"
    default: "null"
    }
  }
}
