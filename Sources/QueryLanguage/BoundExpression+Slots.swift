/// Which slots and columns an expression reads.
extension BoundExpression {
  /// The number of the slot that it reads, if it is no more than that.
  var slot: Int? {
    if case .slot(let number) = node { number } else { nil }
  }

  /// The slots that it reads anywhere.
  var slots: Set<Int> {
    var slots: Set<Int> = []
    forEachLeaf { if let slot = $0.slot { slots.insert(slot) } }
    return slots
  }

  /// Whether it reads one of the slots.
  func reads(_ others: Set<Int>) -> Bool {
    !slots.isDisjoint(with: others)
  }

  /// Whether it reads a column or slot that is none of these.
  func readsBeside(_ others: Set<Int>) -> Bool {
    var isFound = false
    forEachLeaf { leaf in
      if case .field = leaf.node { isFound = true }
      if let slot = leaf.slot, !others.contains(slot) { isFound = true }
    }
    return isFound
  }

  /// Calls `body` with every part that has no parts itself.
  private func forEachLeaf(_ body: (BoundExpression) -> Void) {
    switch node {
    case .slot, .field, .value, .version: body(self)
    case .call(_, let arguments): for argument in arguments { argument.forEachLeaf(body) }
    case .negate(let operand), .not(let operand), .isNull(let operand, _),
      .member(let operand, _, _), .inSet(let operand, _), .found(let operand, _, _):
      operand.forEachLeaf(body)
    case .arithmetic(_, let left, let right), .comparison(_, let left, let right),
      .textMatch(_, let left, let right), .and(let left, let right), .or(let left, let right):
      left.forEachLeaf(body)
      right.forEachLeaf(body)
    case .conditional(let test, let then, let otherwise):
      for part in [test, then, otherwise] { part.forEachLeaf(body) }
    }
  }
}

extension BoundWindow {
  /// The slots that it reads.
  var slots: Set<Int> {
    ([value] + groups).reduce(into: []) { $0.formUnion($1.slots) }
  }
}
