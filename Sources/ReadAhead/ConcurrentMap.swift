/// Calls `work` with each item, at most `width` at a time, and returns the values in the order of
/// the items.
package func mapConcurrently<Item: Sendable, Value: Sendable>(
  _ items: [Item], width: Int, _ work: @escaping @Sendable (Item) async throws -> Value
) async throws -> [Value] {
  try await withThrowingTaskGroup(of: (Int, Value).self) { group in
    var values = [Value?](repeating: nil, count: items.count)
    var started = 0
    func start() {
      guard started < items.count else { return }
      let position = started
      let item = items[position]
      group.addTask { (position, try await work(item)) }
      started += 1
    }
    for _ in 0..<max(1, width) { start() }
    while let (position, value) = try await group.next() {
      values[position] = value
      try Task.checkCancellation()
      start()
    }
    try Task.checkCancellation()
    return values.compactMap { $0 }
  }
}
