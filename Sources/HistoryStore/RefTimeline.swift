internal import Indexing

/// One change of a ref in its timeline.
struct RefTransition: Equatable {
  /// The number of the observation that the rows have; null if they are not written yet.
  var seq: Int64?
  /// When it happened, at the latest; null: unknown.
  var at: Int64?
  /// When it happened, at the earliest; null: unknown.
  var atEarliest: Int64?
  var precision: Precision
  /// What the ref names afterwards; null if it was deleted.
  var new: ObjectID?
  var seenAt: Int64
  /// Whether nothing is known of the time before.
  var isFirst: Bool
  /// Whether another clone showed it, whose time this log does not tell.
  var isSettled = false
  /// The entry of a log that the change rests on, if that is new.
  var entry: RefLogEntry?

  /// When the ref had certainly changed.
  var upper: Int64 {
    switch precision {
    case .exact, .bounded: at ?? seenAt
    // A claimed date proves nothing.
    case .claimed, .unknown: seenAt
    }
  }
}

/// All known changes of one ref, in the order of time, into which the entries of a log are put.
///
/// What looks saw is never contradicted: between two looks that saw the ref change, the entries must
/// lead from the state that the former saw to that of the latter. What a log states beyond that is
/// left out, and counted.
struct RefTimeline {
  /// What is known of the state of a ref.
  enum State: Equatable {
    case unknown
    /// Null: the ref does not exist.
    case known(ObjectID?)
  }

  private(set) var transitions: [RefTransition]
  /// Steps that the looks contradict, or that do not go on from one another.
  private(set) var unused = 0
  /// Whether a transition was added or is better known than before.
  private(set) var isChanged = false

  private let seenAt: Int64
  /// When looks saw the ref or its absence, in ascending order.
  private let looks: [Int64]
  private var rest: ArraySlice<RefLogStep> = []
  /// How many states were added that only the step after them names.
  private var fillerCount = 0

  /// - Parameters:
  ///   - looks: When looks saw the ref, or saw that it did not exist, in ascending order.
  ///   - seenAt: When new transitions are recorded.
  init(_ transitions: [RefTransition], looks: [Int64], seenAt: Int64) {
    self.transitions = transitions
    self.looks = looks
    self.seenAt = seenAt
  }

  /// Puts the steps of a log in.
  ///
  /// - Parameter mayExtend: Whether steps after all looks change the present state.
  mutating func apply(_ steps: [RefLogStep], mayExtend: Bool) {
    // A state that only a step names lets others lead to it.
    repeat {
      fillerCount = 0
      pass(steps, mayExtend: mayExtend)
    } while fillerCount > 0
  }

  private mutating func pass(_ steps: [RefLogStep], mayExtend: Bool) {
    rest = steps[...]
    unused = 0
    var result: [RefTransition] = []
    var state = transitions.first?.isFirst == false ? State.known(nil) : .unknown
    for transition in transitions {
      result += place(transition, from: state, after: result.last?.upper)
      state = .known(transition.new)
    }
    if state == .unknown, let first = looks.first {
      // The first look saw that there was nothing.
      result += confirm(state, at: first, after: nil)
      state = .known(nil)
    }
    let isShared = transitions.contains { $0.isSettled }
    if let last = looks.last, !isShared, last > result.last?.upper ?? .min {
      result += confirm(state, at: last, after: result.last?.upper)
    }
    if mayExtend {
      result += extend(state, after: result.last?.upper)
      unused += rest.count
    }
    transitions = result
  }

  // MARK: The parts of the time

  /// Returns a transition that is known, with the steps that lead to it before it.
  private mutating func place(
    _ transition: RefTransition, from state: State, after floor: Int64?
  ) -> [RefTransition] {
    let upper = transition.upper
    if transition.isSettled {
      rest = rest.drop { $0.latest <= upper }
      return [transition]
    }
    var placement = placement(from: state, after: floor, upTo: upper)
    if transition.precision == .bounded, let earliest = transition.atEarliest,
      earliest > placement.earliest ?? .min
    {
      placement.sightings.append(earliest)
    }
    guard let chain = take(upTo: upper, leadingTo: transition.new) else {
      placement.upper = upper - 1
      let lead = lead(placement)
      forget(upTo: upper)
      return lead + [narrowed(transition, by: lead)]
    }
    placement.fixed = transition.precision == .exact ? transition.at : nil
    guard let placed = placement.place(chain), let last = placed.steps.last else {
      unused += chain.count
      return [transition]
    }
    var made = self.transitions(placed)
    made.removeLast()
    if !made.isEmpty { isChanged = true }
    let earlier = made.last?.upper ?? placement.earliest
    return made
      + [improved(transition, last, isFirst: made.isEmpty && placed.isFirst, after: earlier)]
  }

  /// Returns the steps that lead away from a state, where none leads to what the next look saw.
  private mutating func lead(_ placement: RefLogPlacement) -> [RefTransition] {
    guard case .known = placement.from else { return [] }
    let steps = next(from: placement.from, upTo: placement.upper)
    guard !steps.isEmpty, let placed = placement.place(steps) else { return [] }
    rest = rest.dropFirst(steps.count)
    isChanged = true
    return transitions(placed)
  }

  /// Returns steps that lead away from the present state and back, before a look that saw it.
  private mutating func confirm(
    _ state: State, at time: Int64, after floor: Int64?
  ) -> [RefTransition] {
    let present: ObjectID? = if case .known(let id) = state { id } else { nil }
    let chain = take(upTo: time, leadingTo: present)
    guard let chain else {
      forget(upTo: time)
      return []
    }
    let placement = placement(from: state, after: floor, upTo: time)
    let steps = placement.withoutRepetition(chain)
    // From a known state, the whole way must be known.
    guard let first = steps.first, state == .unknown || placement.isConnected(to: first),
      let placed = placement.place(steps)
    else {
      unused += steps.count
      return []
    }
    isChanged = true
    return transitions(placed)
  }

  /// Returns the steps that go on from the present state.
  private mutating func extend(_ state: State, after floor: Int64?) -> [RefTransition] {
    let steps = next(from: state, upTo: .max)
    let placement = placement(from: state, after: floor, upTo: .max)
    guard !steps.isEmpty, let placed = placement.place(steps) else { return [] }
    rest = rest.dropFirst(steps.count)
    isChanged = true
    return transitions(placed)
  }

  private func placement(
    from state: State, after floor: Int64?, upTo upper: Int64
  ) -> RefLogPlacement {
    RefLogPlacement(from: state, floor: floor, upper: upper, looks: looks[...])
  }

  // MARK: Steps

  /// Takes the steps up to a time of which the last leads to a state.
  ///
  /// - Returns: Those at the end of which each goes on where the one before it ended. Null, and
  ///   nothing is taken, if none leads there.
  private mutating func take(upTo time: Int64, leadingTo id: ObjectID?) -> [RefLogStep]? {
    let candidates = rest.prefix { $0.at <= time }
    guard let end = candidates.lastIndex(where: { $0.new == id }) else { return nil }
    var start = end
    while start > candidates.startIndex, rest[start].follows(rest[start - 1]) { start -= 1 }
    unused += start - candidates.startIndex
    let chain = Array(rest[start...end])
    rest = rest[(end + 1)...]
    forget(upTo: time)
    return chain
  }

  /// Leaves out the steps that a look contradicts; one of the same second may have come after it.
  private mutating func forget(upTo time: Int64) {
    let forgotten = rest.prefix { $0.latest <= time }
    unused += forgotten.count
    rest = rest.dropFirst(forgotten.count)
  }

  /// Returns the next steps that go on from a state, and each from the one before it.
  private func next(from state: State, upTo time: Int64) -> [RefLogStep] {
    var steps: [RefLogStep] = []
    for step in rest where step.at <= time {
      if let last = steps.last {
        guard step.follows(last) else { break }
      } else if case .known(let id) = state, step.before != .known(id) {
        break
      }
      steps.append(step)
    }
    return steps
  }

  // MARK: Transitions

  private mutating func transitions(_ placed: RefLogPlacement.Result) -> [RefTransition] {
    var result: [RefTransition] = []
    var earlier = placed.earliest
    if let filler = placed.filler {
      fillerCount += 1
      result.append(
        RefTransition(
          at: filler.at, atEarliest: earlier, precision: .bounded, new: filler.new, seenAt: seenAt,
          isFirst: false))
      earlier = filler.at
    }
    for step in placed.steps {
      result.append(
        RefTransition(
          at: step.at, atEarliest: step.isExact ? nil : earlier,
          precision: step.isExact ? .exact : .bounded, new: step.new, seenAt: seenAt,
          isFirst: false, entry: step.entry))
      earlier = step.at
    }
    if !result.isEmpty { result[0].isFirst = placed.isFirst }
    return result
  }

  /// Returns a transition with what a step tells of its time.
  private mutating func improved(
    _ transition: RefTransition, _ step: RefLogStep, isFirst: Bool, after earlier: Int64?
  ) -> RefTransition {
    var result = transition
    result.isFirst = transition.isFirst && isFirst
    let isBetter =
      switch transition.precision {
      case .exact: false
      case .bounded: step.isExact || step.at < transition.at ?? .max
      case .claimed, .unknown: true
      }
    guard isBetter else { return result }
    isChanged = true
    result.at = step.at
    result.precision = step.isExact ? .exact : .bounded
    result.atEarliest = step.isExact ? nil : earlier ?? transition.atEarliest
    result.entry = step.entry
    return result
  }

  /// Returns a transition that happened after the steps that lead up to it.
  private func narrowed(_ transition: RefTransition, by lead: [RefTransition]) -> RefTransition {
    guard let last = lead.last, transition.precision == .bounded else { return transition }
    var result = transition
    result.atEarliest = max(last.upper, transition.atEarliest ?? .min)
    return result
  }
}
