/// The states and changes that were derived from facts, by the number of the fact that brought them.
///
/// A fact brings at most one of each, so that flat arrays hold them in the order of the
/// observations, without sorting.
struct DerivedHistories {
  /// Stands for no time.
  private static let none = Int64.min

  private var since: [Int64]
  private var until: [Int64]
  private var at: [Int64]
  private var earliest: [Int64]
  private var old: [Int32]
  private var new: [Int32]
  private var states: [StateKind?]
  private var changes: [ChangeKind?]

  /// What a state is, beside its times.
  struct StateKind {
    let precision: Precision
    let isFirst: Bool
  }

  /// What a change is, beside its times and digests.
  struct ChangeKind {
    let change: RefMove.Change
    let precision: Precision
    let direction: Direction
  }

  /// Where a change of a tag leads in the order of versions.
  enum Direction {
    case up, down, same, unknown
  }

  /// - Parameter count: The number of facts.
  init(count: Int) {
    since = Array(repeating: Self.none, count: count)
    until = since
    at = since
    earliest = since
    old = Array(repeating: -1, count: count)
    new = old
    states = Array(repeating: nil, count: count)
    changes = Array(repeating: nil, count: count)
  }

  var count: Int { states.count }

  /// Takes in the history of one tag.
  mutating func add(
    _ history: ImageTagHistory, of repo: Int64, isVersionTag: Bool, _ digests: NumberedDigests,
    _ readings: ImageReadings
  ) {
    for state in history.states {
      let fact = Int(state.fact.index)
      since[fact] = state.since ?? Self.none
      until[fact] = state.until ?? Self.none
      states[fact] = StateKind(precision: state.precision, isFirst: state.isFirst)
      new[fact] = digests.known(state.digest, in: repo) ?? -1
    }
    for change in history.changes {
      let fact = Int(change.fact.index)
      at[fact] = change.at ?? Self.none
      earliest[fact] = change.earliest ?? Self.none
      old[fact] = change.old.flatMap { digests.known($0, in: repo) } ?? -1
      new[fact] = change.new.flatMap { digests.known($0, in: repo) } ?? -1
      changes[fact] = ChangeKind(
        change: change.change, precision: change.precision,
        direction: direction(fact, isVersionTag: isVersionTag, readings))
    }
  }

  /// A full version that moves stays the version that it names; other tags go from the version of
  /// one image to that of another, if both are of one line.
  private func direction(
    _ fact: Int, isVersionTag: Bool, _ readings: ImageReadings
  ) -> Direction {
    guard old[fact] >= 0, new[fact] >= 0 else { return .unknown }
    if isVersionTag { return .same }
    let old = readings[old[fact]]
    let new = readings[new[fact]]
    guard let oldKey = old.key, let newKey = new.key, oldKey.first == newKey.first,
      old.line == nil || new.line == nil || old.line == new.line
    else { return .unknown }
    if oldKey == newKey { return .same }
    return oldKey.lexicographicallyPrecedes(newKey) ? .up : .down
  }

  /// What a state is; null if the fact opened none.
  func state(_ fact: Int) -> StateKind? { states[fact] }

  /// What a change is; null if the fact brought none.
  func change(_ fact: Int) -> ChangeKind? { changes[fact] }

  func since(_ fact: Int) -> Int64? { since[fact] == Self.none ? nil : since[fact] }
  func until(_ fact: Int) -> Int64? { until[fact] == Self.none ? nil : until[fact] }
  func at(_ fact: Int) -> Int64? { at[fact] == Self.none ? nil : at[fact] }
  func earliest(_ fact: Int) -> Int64? { earliest[fact] == Self.none ? nil : earliest[fact] }

  /// The number of the digest before; null if there was none.
  func old(_ fact: Int) -> Int32? { old[fact] < 0 ? nil : old[fact] }

  /// The number of the digest that the tag points at since; null if it points at none.
  func new(_ fact: Int) -> Int32? { new[fact] < 0 ? nil : new[fact] }
}
