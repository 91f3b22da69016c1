internal import Indexing

/// Writes states and changes of image tags as rows, in the order of their observations.
struct ImageSpanWriter {
  private let facts: ImageFactColumns
  private let readings: ImageReadings
  private let spans: RowInserter
  private let moves: RowInserter

  init(
    facts: ImageFactColumns, readings: ImageReadings, _ connection: OpaquePointer
  ) throws(StoreError) {
    self.facts = facts
    self.readings = readings
    spans = try RowInserter(
      into: """
        ref_span (seq, ref, since, until, seen_at, is_first, target, peeled, commit_id, version,
          version_key, version_source, precision)
        """, columnCount: 13, grouping: true, on: connection)
    moves = try RowInserter(
      into: """
        ref_move (seq, ref, source, at, at_earliest, seen_at, precision, change, old,
          old_commit_id, old_version, old_version_key, new, new_commit_id, new_version,
          new_version_key, direction, actor)
        """, columnCount: 18, grouping: true, on: connection)
  }

  func write(_ histories: DerivedHistories) throws {
    for fact in 0..<histories.count {
      if let state = histories.state(fact) { try add(state, of: fact, histories) }
    }
    try spans.flush()
    for fact in 0..<histories.count {
      if let change = histories.change(fact) { try add(change, of: fact, histories) }
    }
    try moves.flush()
  }

  private func add(
    _ state: DerivedHistories.StateKind, of fact: Int, _ histories: DerivedHistories
  ) throws {
    guard let digest = histories.new(fact) else { return }
    let reading = readings[digest]
    spans.add(facts.seq(fact))
    spans.add(facts.ref(fact))
    spans.add(histories.since(fact))
    spans.add(histories.until(fact))
    spans.add(facts.seenAt(fact))
    spans.add(state.isFirst)
    spans.add(blob: facts.digests[digest])
    spans.add(blob: facts.digests[digest])
    spans.add(reading.commit)
    spans.add(text: reading.version)
    spans.add(blob: reading.key)
    spans.add(text: reading.source)
    spans.add(state.precision.name)
    try spans.endRow()
  }

  private func add(
    _ kind: DerivedHistories.ChangeKind, of fact: Int, _ histories: DerivedHistories
  ) throws {
    moves.add(facts.seq(fact))
    moves.add(facts.ref(fact))
    moves.add(facts.source(fact))
    moves.add(histories.at(fact))
    moves.add(histories.earliest(fact))
    moves.add(facts.seenAt(fact))
    moves.add(kind.precision.name)
    moves.add(kind.change.name)
    addSide(histories.old(fact))
    addSide(histories.new(fact))
    moves.add(kind.direction.name)
    moves.add(text: facts.actor(fact))
    try moves.endRow()
  }

  /// What the tag pointed at before or after a change.
  private func addSide(_ digest: Int32?) {
    let reading = digest.map { readings[$0] } ?? ImageReading()
    moves.add(blob: digest.map { facts.digests[$0] })
    moves.add(reading.commit)
    moves.add(text: reading.version)
    moves.add(blob: reading.key)
  }
}

extension Precision {
  fileprivate var name: StaticString {
    switch self {
    case .exact: "exact"
    case .bounded: "bounded"
    case .claimed: "claimed"
    case .unknown: "unknown"
    }
  }
}

extension RefMove.Change {
  fileprivate var name: StaticString {
    switch self {
    case .create: "create"
    case .move: "move"
    case .delete: "delete"
    case .retag: "retag"
    }
  }
}

extension DerivedHistories.Direction {
  fileprivate var name: StaticString {
    switch self {
    case .up: "up"
    case .down: "down"
    case .same: "same"
    case .unknown: "unknown"
    }
  }
}
