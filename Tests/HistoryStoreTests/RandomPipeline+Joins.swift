/// Stages that bring in other commits, by nested loops.
extension RandomPipeline {
  /// Appends some commits, whose columns take the names of the present ones.
  ///
  /// Equal rows stay only at the end, where nothing tells them apart.
  mutating func union() {
    let count = Int.random(in: 0...9, using: &random)
    let read = columns.map { column in
      numbers.contains(column)
        ? "parents" : ["subject", "author", "type"].randomElement(using: &random) ?? ""
    }
    let selected = zip(read, columns).map { "\($0) as \($1)" }.joined(separator: ", ")
    append("union (commits | take \(count) | select \(selected))")
    rows += commits.prefix(count).map { commit in
      let values = read.map { commit.values[$0, default: .null] }
      return Row(values: Dictionary(uniqueKeysWithValues: zip(columns, values)), rank: 0)
    }
    let names = columns
    rows.sort { Self.areInOrder($0.list(names), $1.list(names)) }
    for index in rows.indices { rows[index].rank = index }
    if Bool.random(using: &random) { sort() }
    isEnded = Bool.random(using: &random)
    if !isEnded { distinct(columns) }
  }

  /// Joins by columns of the same names; a null has no partner.
  mutating func joinOnColumns() {
    let shared = columns.filter(commitColumns.contains).filter {
      numbers.contains($0) == ($0 == "parents")
    }
    let keys = Array(shared.shuffled(using: &random).prefix(Int.random(in: 1...2, using: &random)))
    let others = commitColumns.filter { !keys.contains($0) }
    guard !keys.isEmpty, let other = others.randomElement(using: &random) else { return }
    let name = newName("other")
    if other == "parents" { numbers.insert(name) }
    let count = Int.random(in: 0...8, using: &random)
    let list = keys.joined(separator: ", ")
    join(
      """
      (commits | take \(count) | distinct \(list), \(other)
      | select \(list), \(other) as \(name))
      """,
      on: list, with: distinctCommits(count, keys + [other]), as: keys.map { _ in nil } + [name]
    ) { row, values in
      zip(keys, values).allSatisfy { $1 != .null && row.values[$0, default: .null] == $1 }
    }
  }

  /// Joins by a condition, in which two nulls are equal.
  mutating func joinOnCondition() {
    let column = pick()
    let isNumber = numbers.contains(column)
    let partner = isNumber ? "parents" : ["author", "type"].randomElement(using: &random) ?? ""
    let (name, other, alias) = (newName("same"), newName("other"), newName("x"))
    if isNumber { numbers.insert(name) }
    let count = Int.random(in: 0...8, using: &random)
    let isNegated = Int.random(in: 0..<4, using: &random) == 0
    join(
      """
      (commits | take \(count) | distinct \(partner), subject
      | select \(partner) as \(name), subject as \(other)) as \(alias)
      """,
      on: "\(column) \(isNegated ? "!=" : "=") \(alias).\(name)",
      with: distinctCommits(count, [partner, "subject"]), as: [name, other]
    ) { row, values in
      (row.values[column, default: .null] == values[0]) != isNegated
    }
  }

  private func distinctCommits(_ count: Int, _ columns: [String]) -> [[Value]] {
    Set(commits.prefix(count).map { $0.list(columns) }).sorted(by: Self.areInOrder)
  }

  /// Pairs each row with its partners, in their order.
  ///
  /// - Parameter names: What the columns of the partners become; nil for one that the rows have.
  private mutating func join(
    _ pipeline: String, on condition: String, with others: [[Value]], as names: [String?],
    where isPair: (Row, [Value]) -> Bool
  ) {
    guard rows.count * others.count < 3_000 else { return }
    let isLeft = Bool.random(using: &random)
    append("join \(isLeft ? "left " : "")\(pipeline) on \(condition)")
    let nulls = [Value](repeating: .null, count: names.count)
    var pairs: [(row: Row, place: Int)] = []
    for row in rows {
      let partners = others.enumerated().filter { isPair(row, $0.element) }
      let found = partners.isEmpty && isLeft ? [(0, nulls)] : partners.map { ($0, $1) }
      for (place, values) in found {
        var pair = row
        for (name, value) in zip(names, values) { if let name { pair.values[name] = value } }
        pairs.append((pair, place))
      }
    }
    rows = pairs.map { pair in
      Row(values: pair.row.values, rank: pair.row.rank * (others.count + 1) + pair.place)
    }
    columns += names.compactMap(\.self)
  }
}

extension RandomPipeline.Row {
  func list(_ columns: [String]) -> [RandomPipeline.Value] {
    columns.map { values[$0, default: .null] }
  }
}
