import Indexing
import Testing

@testable import HistoryStore

@Suite("Logs between looks")
struct RefTimelineTests {
  /// What a ref named over time, and how looks saw it.
  private struct Story {
    var changes: [(at: Int64, new: ObjectID?)] = []
    var looks: [Int64] = []
    private var state: UInt64

    /// - Parameters:
    ///   - ids: How many objects there are to name: with few, the ref returns to some.
    ///   - isWhole: Whether things happen at whole seconds, several in one.
    init(seed: UInt64, ids: Int, isWhole: Bool) {
      state = seed
      var time: Int64 = 1_000_000_000
      var current: ObjectID?
      for number in 0..<(1 + random(8)) {
        time += isWhole ? Int64(random(1_500_000)) + 1 : Int64(random(5)) * 1_000_000 + 1_000_003
        let id = ids > 100 ? number : random(ids)
        let new = current != nil && random(6) == 0 ? nil : Self.id(id)
        if new == current { continue }
        current = new
        changes.append((time, new))
      }
      var look: Int64 = 1_000_000_000
      while look < time + 2_000_000 {
        look += Int64(random(3_000_000)) + 7
        if !changes.contains(where: { $0.at == look }) { looks.append(look) }
      }
    }

    /// Returns a number in `0..<limit` (a linear congruential generator after Knuth).
    mutating func random(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(limit))
    }

    static func id(_ number: Int) -> ObjectID? {
      ObjectID(bytes: (0..<20).map { UInt8(truncatingIfNeeded: number + 1 + $0) })
    }

    func state(at time: Int64) -> ObjectID? {
      changes.last { $0.at <= time }?.new
    }

    /// What the looks alone tell.
    var seen: [RefTransition] {
      var transitions: [RefTransition] = []
      for (index, look) in looks.enumerated() {
        let new = state(at: look)
        guard new != transitions.last?.new else { continue }
        let isFirst = index == 0
        transitions.append(
          RefTransition(
            seq: Int64(index + 1), at: isFirst ? nil : look,
            atEarliest: isFirst ? nil : looks[index - 1],
            precision: isFirst ? .unknown : .bounded, new: new, seenAt: look, isFirst: isFirst))
      }
      return transitions
    }

    /// The entries of a log that lacks none, with their times in whole seconds if `isCoarse`.
    func entries(isCoarse: Bool) -> [RefLogEntry] {
      var old: ObjectID?
      return changes.enumerated().map { index, change in
        defer { old = change.new }
        let at = isCoarse ? change.at / 1_000_000 * 1_000_000 : change.at
        return RefLogEntry(
          ref: Array("refs/heads/main".utf8), old: old, new: change.new, at: at, line: index + 1)
      }
    }

    func timeline(_ entries: [RefLogEntry], over transitions: [RefTransition]? = nil) -> RefTimeline
    {
      let now = max(looks.last ?? 0, changes.last?.at ?? 0) + 10_000_000
      var timeline = RefTimeline(transitions ?? seen, looks: looks, seenAt: now)
      timeline.apply(
        RefLogStep.steps(entries, of: .branch, origin: .pushLog, now: now), mayExtend: true)
      return timeline
    }

    /// Returns what is wrong with a timeline: it has to have what the looks saw, in ascending times.
    func faults(_ timeline: RefTimeline) -> [String] {
      var faults: [String] = []
      let transitions = timeline.transitions
      for (one, next) in zip(transitions, transitions.dropFirst()) {
        if one.upper >= next.upper { faults.append("\(one.upper) is not before \(next.upper)") }
        if one.new == next.new { faults.append("nothing changed at \(next.upper)") }
        if next.isFirst { faults.append("\(next.upper) is not the first") }
      }
      for transition in transitions where transition.atEarliest ?? .min >= transition.upper {
        faults.append("the bounds of \(transition.upper) are empty")
      }
      for look in looks where look >= looks[0] {
        let shown = transitions.last { $0.upper <= look }?.new
        if shown != state(at: look) { faults.append("at the look \(look) it was something else") }
      }
      let kept = Set(transitions.compactMap(\.seq))
      if kept != Set(seen.compactMap(\.seq)) { faults.append("a change that was seen is gone") }
      return faults
    }
  }

  private static let seeds: Range<UInt64> = 1..<2_000

  @Test("a complete log with exact times is the history")
  func complete() {
    for seed in Self.seeds {
      let story = Story(seed: seed, ids: seed.isMultiple(of: 2) ? 3 : 1_000, isWhole: false)
      let timeline = story.timeline(story.entries(isCoarse: false))
      #expect(timeline.unused == 0, "seed \(seed)")
      #expect(timeline.transitions.map(\.at) == story.changes.map(\.at), "seed \(seed)")
      #expect(timeline.transitions.map(\.new) == story.changes.map(\.new), "seed \(seed)")
      #expect(timeline.transitions.allSatisfy { $0.precision == .exact }, "seed \(seed)")
      #expect(timeline.transitions.allSatisfy { !$0.isFirst }, "seed \(seed)")
      #expect(story.faults(timeline) == [], "seed \(seed)")
    }
  }

  @Test("a complete log of whole seconds agrees with looks in the same second")
  func seconds() {
    for seed in Self.seeds {
      let story = Story(seed: seed, ids: 1_000, isWhole: true)
      let timeline = story.timeline(story.entries(isCoarse: true))
      #expect(timeline.transitions.map(\.new) == story.changes.map(\.new), "seed \(seed)")
      #expect(story.faults(timeline) == [], "seed \(seed)")
      for (transition, change) in zip(timeline.transitions, story.changes) {
        #expect(abs((transition.at ?? 0) - change.at) < 1_000_010, "seed \(seed)")
      }
    }
  }

  @Test("a log that lacks entries never contradicts a look, and adds nothing a second time")
  func lossy() {
    var changed = 0
    for seed in Self.seeds {
      var story = Story(
        seed: seed, ids: seed.isMultiple(of: 3) ? 2 : 1_000, isWhole: seed.isMultiple(of: 2))
      let all = story.entries(isCoarse: seed.isMultiple(of: 2))
      let entries = all.filter { _ in story.random(3) > 0 }
      let timeline = story.timeline(entries)
      #expect(story.faults(timeline) == [], "seed \(seed)")
      if timeline.isChanged { changed += 1 }
      let written = timeline.transitions.enumerated().map { index, transition in
        var transition = transition
        transition.seq = transition.seq ?? Int64(1_000 + index)
        transition.entry = nil
        return transition
      }
      let again = story.timeline(entries, over: written)
      #expect(!again.isChanged, "seed \(seed)")
      #expect(again.transitions == written, "seed \(seed)")
    }
    #expect(changed > Self.seeds.count / 2)
  }

  @Test("a log with false times or false states never contradicts a look")
  func wrong() {
    for seed in Self.seeds {
      var story = Story(seed: seed, ids: 3, isWhole: true)
      var entries = story.entries(isCoarse: false)
      for index in entries.indices {
        switch story.random(4) {
        case 0: entries[index].at += Int64(story.random(6_000_000)) - 3_000_000
        case 1: entries[index].new = Story.id(story.random(4))
        case 2: entries[index].old = Story.id(story.random(4))
        default: break
        }
      }
      entries.sort { ($0.at, $0.line) < ($1.at, $1.line) }
      #expect(story.faults(story.timeline(entries)) == [], "seed \(seed)")
    }
  }

  @Test("a log in two parts tells what it tells at once")
  func parts() {
    for seed in Self.seeds {
      var story = Story(seed: seed, ids: 1_000, isWhole: false)
      let entries = story.entries(isCoarse: false)
      let first = story.timeline(Array(entries.prefix(story.random(entries.count + 1))))
      let written = first.transitions.enumerated().map { index, transition in
        var transition = transition
        transition.seq = transition.seq ?? Int64(1_000 + index)
        return transition
      }
      let second = story.timeline(entries, over: written)
      #expect(second.transitions.map(\.at) == story.changes.map(\.at), "seed \(seed)")
      #expect(second.transitions.map(\.new) == story.changes.map(\.new), "seed \(seed)")
    }
  }

  @Test("a clone's first entry for a fetched branch does not say that the branch was made then")
  func clone() throws {
    func entry(_ message: String, _ at: Int64, _ old: Int?, _ new: Int) -> RefLogEntry {
      RefLogEntry(
        ref: [], old: old.flatMap(Story.id), new: Story.id(new), at: at,
        message: Array(message.utf8), line: 1)
    }
    let entries = [
      entry("fetch: storing head", 10_000_000, nil, 1),
      entry("fetch: forced-update", 20_000_000, 1, 2),
      entry("update by push", 30_000_000, 2, 3),
    ]
    let seen = RefTransition(
      seq: 1, precision: .unknown, new: Story.id(3), seenAt: 50_000_000, isFirst: true)
    var timeline = RefTimeline([seen], looks: [50_000_000], seenAt: 50_000_000)
    timeline.apply(
      RefLogStep.steps(
        entries, of: .remoteBranch(remote: []), origin: .reflog, now: 50_000_000),
      mayExtend: false)
    let found = timeline.transitions
    #expect(found.map(\.at) == [10_000_000, 20_000_000, 30_000_000])
    #expect(found.map(\.atEarliest) == [nil, 10_000_000, nil])
    #expect(found.map(\.precision) == [.bounded, .bounded, .exact])
    #expect(found.map(\.isFirst) == [true, false, false])
    #expect(timeline.unused == 0)
  }
}
