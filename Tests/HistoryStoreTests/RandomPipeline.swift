/// A random pipeline over commits, and the rows that it should yield by a plain reading of its
/// stages over rows in memory.
struct RandomPipeline {
  /// A value of a column; the order of texts is that of their bytes, and null comes last.
  enum Value: Hashable {
    case int(Int64)
    case text(String)
    case null

    func isBefore(_ other: Value) -> Bool {
      switch (self, other) {
      case (.int(let a), .int(let b)): a < b
      case (.text(let a), .text(let b)): a.utf8.lexicographicallyPrecedes(b.utf8)
      default: self != .null && other == .null
      }
    }

    var shown: String {
      switch self {
      case .int(let value): "\(value)"
      case .text(let text): text
      case .null: "null"
      }
    }
  }

  struct Row {
    var values: [String: Value]
    /// Decides between rows that are equal in all keys.
    var rank: Int
  }

  private(set) var text: String
  var rows: [Row]
  var columns: [String]
  var random: SeededGenerator
  /// All commits with all columns, for the pipelines that are brought in.
  let commits: [Row]
  let commitColumns: [String]
  /// The columns that hold numbers; the others hold text.
  var numbers: Set<String> = ["parents"]
  /// Whether another stage could tell rows apart that stand in no order.
  var isEnded = false
  private var names = 0

  /// - Parameter rows: The commits, the latest first, with the columns named.
  init(seed: UInt64, rows: [Row], columns: [String]) {
    random = SeededGenerator(seed: seed)
    self.rows = rows
    self.columns = columns
    commits = rows
    commitColumns = columns
    text = "commits | select \(columns.joined(separator: ", "))"
    for _ in 0..<Int.random(in: 1...6, using: &random) where !isEnded && !isLong { addStage() }
  }

  /// Whether more stages could nest more deeply than SQLite allows, if none is merged with another.
  private var isLong: Bool { text.utf8.count { $0 == UInt8(ascii: "|") } > 8 }

  mutating func append(_ stage: String) { text += " | " + stage }

  /// The rows as an answer shows them.
  var lines: [String] {
    rows.map { row in
      columns.map { row.values[$0, default: .null].shown }.joined(separator: " | ")
    }
  }

  // MARK: Stages

  private mutating func addStage() {
    switch Int.random(in: 0..<11, using: &random) {
    case 0, 1: filter()
    case 2: sort()
    case 3: take()
    case 4: select()
    case 5: neighbour()
    case 6: distinct()
    case 7: union()
    case 8: joinOnColumns()
    case 9: joinOnCondition()
    default: summarize()
    }
  }

  mutating func newName(_ stem: String) -> String {
    names += 1
    return "\(stem)\(names)"
  }

  mutating func pick() -> String { columns.randomElement(using: &random) ?? "" }

  private mutating func filter() {
    let column = pick()
    let sample = rows.randomElement(using: &random)?.values[column] ?? .null
    let operators = ["=", "!=", "<", "<=", ">", ">="]
    switch sample {
    case .null:
      let isNegated = Bool.random(using: &random)
      text += " | where \(column) is \(isNegated ? "not " : "")null"
      rows.removeAll { ($0.values[column] == .null) == isNegated }
    case .int, .text:
      let symbol = operators.randomElement(using: &random) ?? "="
      let literal = if case .text(let text) = sample { "\"\(text)\"" } else { sample.shown }
      text += " | where \(column) \(symbol) \(literal)"
      rows.removeAll { !Self.holds($0.values[column, default: .null], symbol, sample) }
    }
  }

  /// Null equals nothing but null, and is neither before nor after anything.
  private static func holds(_ value: Value, _ symbol: String, _ other: Value) -> Bool {
    switch symbol {
    case "=": return value == other
    case "!=": return value != other
    default: break
    }
    if value == .null { return false }
    switch symbol {
    case "<": return value.isBefore(other)
    case "<=": return !other.isBefore(value)
    case ">": return other.isBefore(value)
    default: return !value.isBefore(other)
    }
  }

  mutating func sort() {
    let column = pick()
    let isDescending = Bool.random(using: &random)
    text += " | sort \(column)\(isDescending ? " desc" : "")"
    rows.sort { a, b in
      let (x, y) = (a.values[column, default: .null], b.values[column, default: .null])
      if x == y { return a.rank < b.rank }
      if x == .null || y == .null { return y == .null }
      return isDescending ? y.isBefore(x) : x.isBefore(y)
    }
  }

  private mutating func take() {
    let count = Int.random(in: 0...20, using: &random)
    guard Bool.random(using: &random) else {
      text += " | take \(count)"
      rows = Array(rows.prefix(count))
      return
    }
    let column = pick()
    text += " | take \(count) per \(column)"
    var seen: [Value: Int] = [:]
    rows.removeAll { row in
      seen[row.values[column, default: .null], default: 0] += 1
      return seen[row.values[column, default: .null], default: 0] > count
    }
  }

  private mutating func select() {
    columns.shuffle(using: &random)
    columns.removeLast(columns.count > 2 ? 1 : 0)
    text += " | select \(columns.joined(separator: ", "))"
  }

  private mutating func neighbour() {
    let (column, group) = (pick(), pick())
    let name = newName("near")
    if numbers.contains(column) { numbers.insert(name) }
    let isNext = Bool.random(using: &random)
    text += " | add \(isNext ? "next" : "prev")(\(column), \(group)) as \(name)"
    var last: [Value: Value] = [:]
    for index in isNext ? Array(rows.indices.reversed()) : Array(rows.indices) {
      let key = rows[index].values[group, default: .null]
      rows[index].values[name] = last[key] ?? .null
      last[key] = rows[index].values[column, default: .null]
    }
    columns.append(name)
  }

  private mutating func distinct() {
    distinct(Array(columns.shuffled(using: &random).prefix(2)))
  }

  mutating func distinct(_ keys: [String]) {
    text += " | distinct \(keys.joined(separator: ", "))"
    group(by: keys) { _ in [:] }
    columns = keys
  }

  private mutating func summarize() {
    let (key, column) = (pick(), pick())
    let (name, count) = (newName("low"), newName("n"))
    text += " | summarize count() as \(count), min(\(column)) as \(name) by \(key)"
    numbers.insert(count)
    if numbers.contains(column) { numbers.insert(name) }
    group(by: [key]) { members in
      let values = members.map { $0.values[column, default: .null] }.filter { $0 != .null }
      return [
        count: .int(Int64(members.count)),
        name: values.min { $0.isBefore($1) } ?? .null,
      ]
    }
    columns = [key, count, name]
  }

  private mutating func group(by keys: [String], _ merge: ([Row]) -> [String: Value]) {
    let groups = Dictionary(grouping: rows) { row in keys.map { row.values[$0, default: .null] } }
    let sorted = groups.keys.sorted(by: Self.areInOrder)
    rows = sorted.enumerated().map { rank, key in
      var values = merge(groups[key, default: []])
      for (name, value) in zip(keys, key) { values[name] = value }
      return Row(values: values, rank: rank)
    }
  }

  /// Whether a list of values stands before another one by the first that differ.
  static func areInOrder(_ a: [Value], _ b: [Value]) -> Bool {
    for (x, y) in zip(a, b) where x != y { return x.isBefore(y) }
    return false
  }
}

/// SplitMix64, so that a failing pipeline can be made again from its seed.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
