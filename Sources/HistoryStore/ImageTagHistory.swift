internal import Indexing

/// What somebody said of an image tag: that it points at a digest, or is gone.
struct ImageFact {
  /// How the fact became known.
  enum Way: String {
    /// The registry announced a change, at its time.
    case event
    /// The tag was looked at.
    case look
    /// A time that may be true, such as that of a file.
    case claim

    /// Returns the way whose name begins so; null if none does.
    init?(initial: UInt8) {
      switch initial {
      case UInt8(ascii: "e"): self = .event
      case UInt8(ascii: "l"): self = .look
      case UInt8(ascii: "c"): self = .claim
      default: return nil
      }
    }
  }

  /// The number of its observation.
  var seq: Int64
  /// Its place among the facts that are read together.
  var index: Int32 = 0
  var source: Int64
  var way: Way
  /// When the change happened, or when the look ended.
  var at: Int64
  /// When the look began: what it saw was so at this time or later.
  var began: Int64?
  /// When the source's look before it began; null if there was none.
  var earliest: Int64?
  /// Null: the tag is gone.
  var digest: Digest?
  /// Whether the tag is gone if it is on the digest, which was removed.
  var removesDigest = false
  var seenAt: Int64

  /// The time from which on the fact is known to hold.
  private var holdsFrom: Int64 { began ?? at }

  /// The latest moment at which the state is known to have been so.
  fileprivate func confirmed(after last: Int64) -> Int64 { max(last, holdsFrom) }

  /// The order in which facts come to bear, whatever the order of their arrival.
  ///
  /// Of one instant, removals come first, then pushes by digest, then looks.
  static func precedes(_ first: ImageFact, _ second: ImageFact) -> Bool {
    if first.at != second.at { return first.at < second.at }
    if first.rank != second.rank { return first.rank < second.rank }
    if let a = first.digest, let b = second.digest, a != b { return a < b }
    return first.seq < second.seq
  }

  private var rank: Int {
    if way == .look { return 2 }
    return digest == nil || removesDigest ? 0 : 1
  }
}

/// A look at all tags of a repository.
struct CompleteLook {
  let seq: Int64
  let source: Int64
  let startedAt: Int64
  let endedAt: Int64
}

/// The states and changes of one image tag, derived from all facts about it.
///
/// Facts that came in any order, and more than once, give the same states and changes.
struct ImageTagHistory {
  /// What the tag pointed at in `[since, until)`.
  struct State {
    /// The fact that opened it.
    let fact: ImageFact
    let digest: Digest
    /// Null: nobody knows.
    let since: Int64?
    var until: Int64?
    let precision: Precision
    /// Whether nothing is known of the time before.
    let isFirst: Bool
  }

  struct Change {
    let fact: ImageFact
    let change: RefMove.Change
    let at: Int64?
    let earliest: Int64?
    let precision: Precision
    /// What it pointed at before; of one that is created again, what it pointed at last.
    let old: Digest?
    let new: Digest?
  }

  /// In the order of time, none empty.
  private(set) var states: [State] = []
  private(set) var changes: [Change] = []
  /// What the tag points at now; null if it is gone.
  private var current: Digest?
  private var lastDigest: Digest?
  private var confirmed = Int64.min

  /// - Parameter facts: All facts with a time, in any order.
  init(_ facts: [ImageFact]) {
    for fact in facts.sorted(by: ImageFact.precedes) { apply(fact) }
  }

  private mutating func apply(_ fact: ImageFact) {
    var digest = fact.digest
    if fact.removesDigest {
      guard fact.digest == current else { return }
      digest = nil
    }
    if digest != current { change(to: digest, by: fact) }
    confirmed = fact.confirmed(after: confirmed)
  }

  private mutating func change(to digest: Digest?, by fact: ImageFact) {
    let isFirst = changes.isEmpty
    let (at, earliest, precision) = time(of: fact)
    if let last = states.indices.last, states[last].until == nil {
      states[last].until = at
      // A state that was over at once: the change is kept, but it never was so.
      if states[last].since == at { states.removeLast() }
    }
    if let digest {
      states.append(
        State(
          fact: fact, digest: digest, since: at, until: nil, precision: precision, isFirst: isFirst)
      )
    }
    changes.append(
      Change(
        fact: fact, change: current == nil ? .create : digest == nil ? .delete : .move, at: at,
        earliest: earliest, precision: precision, old: current ?? lastDigest, new: digest))
    current = digest
    lastDigest = digest ?? lastDigest
  }

  /// When the change that a fact shows happened.
  private func time(
    of fact: ImageFact
  ) -> (at: Int64?, earliest: Int64?, precision: Precision) {
    switch fact.way {
    case .event: return (fact.at, fact.at, .exact)
    case .claim: return (fact.at, nil, .claimed)
    case .look:
      // It may be known that the tag was not there before.
      let earliest = max(confirmed, fact.earliest ?? .min)
      if earliest == .min { return (nil, nil, .unknown) }
      return (fact.at, earliest, .bounded)
    }
  }
}

extension ImageTagHistory {
  /// What a look saw of a tag that was announced otherwise, which became known only afterwards.
  struct Contradiction {
    let look: CompleteLook
    /// Null: the tag was not there.
    let digest: Digest?
    /// When the look before it began; null if it was the first.
    let earliest: Int64?
  }

  /// Returns the looks that contradict announcements which arrived after them.
  ///
  /// A look is kept as a fact only where it saw something new. An announcement of an earlier time
  /// that arrives later makes what the look saw something new: the change was undone before it.
  ///
  /// - Parameters:
  ///   - facts: All facts with a time, in any order.
  ///   - looks: The complete looks, in the order of their ends.
  ///   - firstSeq: The number of the first observation that is new.
  static func contradictions(
    _ facts: [ImageFact], _ looks: [CompleteLook], from firstSeq: Int64
  ) -> [Contradiction] {
    guard !looks.isEmpty else { return [] }
    let sorted = facts.sorted(by: ImageFact.precedes)
    var found: [Contradiction] = []
    for (index, fact) in sorted.enumerated() where fact.way == .event && fact.seq >= firstSeq {
      guard
        let next = looks.firstIndex(where: { $0.startedAt >= fact.at && $0.seq < fact.seq }),
        case let look = looks[next],
        index + 1 == sorted.count || sorted[index + 1].at > look.endedAt
      else { continue }
      let seen = ImageTagHistory(facts.filter { $0.seq < look.seq && $0.at <= look.endedAt })
        .current
      let announced = ImageTagHistory(Array(sorted[...index])).current
      if seen != announced {
        let before = looks[..<next].last { $0.source == look.source }
        found.append(Contradiction(look: look, digest: seen, earliest: before?.startedAt))
      }
    }
    return found
  }
}
