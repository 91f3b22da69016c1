internal import Indexing

/// Finds the times of steps between two known states, so that they agree with all looks.
///
/// An entry tells its time perhaps to the second only, and so what it tells is the earliest; a look in
/// that second may have come first. The earliest times that agree with the looks are found by moving
/// steps behind looks as long as one contradicts.
struct RefLogPlacement {
  /// Steps with their times.
  struct Result {
    var steps: [RefLogStep]
    /// The state that the first step names as the one before it, if nobody else knew of it: it was
    /// there at the latest at this time.
    var filler: (new: ObjectID?, at: Int64)?
    /// Whether nothing is known of the time before.
    var isFirst: Bool
    /// The first of them happened after this time; null: unknown.
    var earliest: Int64?
  }

  /// The state before the steps.
  let from: RefTimeline.State
  /// When the state before was reached.
  let floor: Int64?
  /// When the last step had happened.
  var upper: Int64
  /// When the state before was seen, in ascending order.
  var sightings: [Int64]
  /// When the last step happened, if that is known already.
  var fixed: Int64?

  /// - Parameter looks: When looks saw the ref, in ascending order.
  init(from: RefTimeline.State, floor: Int64?, upper: Int64, looks: ArraySlice<Int64>) {
    self.from = from
    self.floor = floor
    self.upper = upper
    // Before the first look nobody saw anything.
    sightings =
      from == .unknown ? [] : looks.drop { $0 <= floor ?? .min }.prefix { $0 < upper }.map { $0 }
  }

  /// The last time at which the state before is known to have been there.
  var earliest: Int64? { sightings.last ?? floor }

  /// Whether a step goes on from the state before.
  func isConnected(to step: RefLogStep) -> Bool {
    if case .known(let id) = from { step.before == .known(id) } else { false }
  }

  /// Returns the steps without a first one that only repeats the state before, as that of a new
  /// clone does.
  func withoutRepetition(_ steps: [RefLogStep]) -> [RefLogStep] {
    guard let first = steps.first, first.before == .unknown, from == .known(first.new) else {
      return steps
    }
    return Array(steps.dropFirst())
  }

  /// Returns the steps with times at which they agree with the looks; null if there are none.
  func place(_ chain: [RefLogStep]) -> Result? {
    var steps = withoutRepetition(chain)
    guard let first = steps.first else { return nil }
    let named = stateNamed(by: first)
    var previous = floor
    var start = 0
    while start < steps.count {
      // Away from the state before, and back if the steps lead there.
      let back = steps[start...].firstIndex { from == .known($0.new) }
      let range = start..<(back ?? steps.count - 1) + 1
      let room: Int64 = start == 0 && named != nil ? 2 : 1
      guard
        let last = move(
          &steps, range, after: previous, room: room, returns: back != nil)
      else { return nil }
      previous = last
      start = range.upperBound
    }
    if let fixed {
      guard steps.dropLast().last.map({ $0.at < fixed }) ?? true else { return nil }
      steps[steps.count - 1].at = fixed
    }
    let begin = steps[0].at
    return Result(
      steps: steps, filler: named.map { ($0, begin - 1) },
      isFirst: from == .unknown && first.before != .known(nil),
      earliest: sightings.last { $0 < begin } ?? floor)
  }

  /// Returns the state that a step names as the one before it, unless that is the one known. (Null
  /// inside: the ref did not exist.)
  private func stateNamed(by step: RefLogStep) -> ObjectID?? {
    guard case .known(let id) = step.before else { return nil }
    switch from {
    case .unknown: return id.map { .some($0) }
    case .known(let seen): return seen == id ? nil : .some(id)
    }
  }

  /// Gives times to steps that lead away from the state before, so that no look falls between the
  /// first and the last.
  ///
  /// - Returns: The time of the last; null if a look contradicts.
  private func move(
    _ steps: inout [RefLogStep], _ range: Range<Int>, after floor: Int64?, room: Int64,
    returns: Bool
  ) -> Int64? {
    // Those of one second are kept apart by a microsecond each.
    let slack = Int64(steps.count) + room
    var least = floor.map { $0 + room }
    while true {
      var times: [Int64] = []
      for step in steps[range] {
        let at = max(step.at, times.last.map { $0 + 1 } ?? least ?? .min)
        guard at <= upper, at <= step.latest + slack else { return nil }
        times.append(at)
      }
      guard let previous = times.last else { return nil }
      let begin = times[0] - (room - 1)
      guard let look = sightings.last(where: { $0 >= begin && (!returns || $0 < previous) }) else {
        for (index, time) in zip(range, times) { steps[index].at = time }
        return previous
      }
      least = look + room
    }
  }
}
