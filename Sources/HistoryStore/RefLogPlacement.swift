internal import Indexing

/// Finds the times of steps between two looks, so that they agree with both.
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
  /// When the state before was seen for the last time.
  var lower: Int64?
  /// When the last step happened, if that is known already.
  var fixed: Int64?

  init(from: RefTimeline.State, floor: Int64?, upper: Int64) {
    self.from = from
    self.floor = floor
    self.upper = upper
  }

  /// The steps happened after this time; null: unknown.
  var earliest: Int64? {
    [floor, lower].compactMap { $0 }.max()
  }

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
    var result = Result(steps: [], filler: nil, isFirst: false, earliest: earliest)
    switch (from, first.before) {
    case (.unknown, .unknown):
      result.isFirst = true
    case (.unknown, .known(let id)):
      if let id { result.filler = (id, first.at - 1) }
      result.isFirst = id != nil
    case (.known, .unknown): break
    case (.known(let seen), .known(let id)):
      if seen != id { result.filler = (id, first.at - 1) }
    }
    guard let split = stepsBeforeLook(steps) else { return nil }
    let gap: Int64 = result.filler == nil ? 1 : 2
    var previous = floor
    for index in steps.indices {
      let room = index == 0 ? gap : 1
      let latest = steps[index].latest + Int64(index) + room
      var at = max(steps[index].at, previous.map { $0 + room } ?? .min)
      if let lower, index >= split { at = max(at, lower + (index == split ? room : 1)) }
      guard at <= upper, at <= latest else { return nil }
      steps[index].at = at
      previous = at
    }
    if let fixed {
      guard steps.dropLast().last.map({ $0.at < fixed }) ?? true else { return nil }
      steps[steps.count - 1].at = fixed
    }
    if let filler = result.filler { result.filler = (filler.new, steps[0].at - 1) }
    result.steps = steps
    return result
  }

  /// Returns how many steps happened before the look that saw the state before for the last time;
  /// null if they contradict it.
  ///
  /// Of a step whose time is a whole second, the order decides in that second.
  private func stepsBeforeLook(_ steps: [RefLogStep]) -> Int? {
    guard let lower else { return 0 }
    let certain = steps.prefix { $0.latest <= lower }.count
    let possible = steps.prefix { $0.at <= lower }.count
    return (certain...possible).last { count in
      count == 0 || from == .known(steps[count - 1].new)
    }
  }
}
