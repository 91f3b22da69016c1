internal import Indexing

/// One entry of a log, made ready to be placed in the time of a ref.
struct RefLogStep {
  /// What the ref named before, as the entry tells.
  enum Before: Equatable {
    /// The entry is the first that the writer knows of, not the ref's beginning.
    case unknown
    /// Null: the ref did not exist.
    case known(ObjectID?)
  }

  let entry: RefLogEntry
  let before: Before
  let new: ObjectID?
  /// Whether the entry's time is that of the change; else the change was noticed then.
  let isExact: Bool
  /// In microseconds; entries of one second are kept apart by a microsecond each.
  var at: Int64

  /// The last instant that the entry's time may mean: a whole second may be any instant of it.
  var latest: Int64 { max(at, entry.at + (entry.at % 1_000_000 == 0 ? 999_999 : 0)) }

  /// Whether the step goes on where another one ended.
  func follows(_ step: RefLogStep) -> Bool {
    before == .known(step.new)
  }

  /// Returns the steps of one ref's entries, in the order of time.
  ///
  /// Entries that change nothing, and those in the future, are left out. Where a reflog's times go
  /// back, since a clock was set, only what follows is used.
  static func steps(
    _ entries: [RefLogEntry], of kind: RefKind, origin: RefLog.Origin, now: Int64
  ) -> [RefLogStep] {
    var steps: [RefLogStep] = []
    var last: (raw: Int64, placed: Int64)?
    for entry in entries where entry.old != entry.new {
      guard entry.at <= now else { break }
      if let before = last, entry.at < before.raw {
        steps = []
        last = nil
      }
      var step = RefLogStep(entry, kind, origin)
      step.at = max(entry.at, last.map { $0.placed + 1 } ?? entry.at)
      last = (entry.at, step.at)
      steps.append(step)
    }
    return steps
  }

  private init(_ entry: RefLogEntry, _ kind: RefKind, _ origin: RefLog.Origin) {
    self.entry = entry
    new = entry.new
    at = entry.at
    let isRemote = if case .remoteBranch = kind { true } else { false }
    // Git's own words, which are never translated.
    let isClone = origin == .reflog && entry.message.starts(with: "clone: from".utf8)
    let isPush = isRemote && entry.message.elementsEqual("update by push".utf8)
    isExact = isPush || (!isRemote && !isClone)
    before = entry.old == nil && !isExact ? .unknown : .known(entry.old)
  }
}
