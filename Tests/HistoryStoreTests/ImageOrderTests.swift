import HistoryStore
import Indexing
import QueryLanguage
import TestSupport
import Testing

@Suite("The history of image tags, whatever the order of arrival")
struct ImageOrderTests {
  /// Pushes and removals of a few tags at a few times, ties among them.
  private static func events(_ random: inout SeededGenerator) -> [PushEvent] {
    (0..<Int.random(in: 4...12, using: &random)).map { number in
      let time = "2024-03-01T00:0\(Int.random(in: 0...9, using: &random)):00Z"
      let tag = ["latest", "1.0.0", "1.1.0", "1.0"].randomElement(using: &random)
      let byte = UInt8.random(in: 1...3, using: &random)
      switch Int.random(in: 0..<8, using: &random) {
      case 0: return ImageStory.removal(time, tag: tag)
      case 1: return ImageStory.removal(time, digest: byte)
      default: return ImageStory.push(time, tag, byte, id: "\(number)")
      }
    }
  }

  @Test("disorder, repetition and division into batches give the same history", arguments: 0..<25)
  func permutations(_ seed: Int) async throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let events = Self.events(&random)
    var first: [String]?
    for _ in 0..<4 {
      var delivered = events + events.filter { _ in Bool.random(using: &random) }
      delivered.shuffle(using: &random)
      let cut = Int.random(in: 0...delivered.count, using: &random)
      try await ImageStory.with { story in
        try story.announce(Array(delivered[..<cut]))
        try story.announce(Array(delivered[cut...]), at: "2024-05-31T01:00:00Z")
        let states = try story.states()
        if let first { #expect(states == first) } else { first = states }
      }
    }
  }

  @Test("announcements before or after the looks give the same history", arguments: 0..<25)
  func looksBetween(_ seed: Int) async throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let events = Self.events(&random).sorted { ($0.at ?? 0) < ($1.at ?? 0) }
    let looks = [3, 6, 9].map { minute in
      (
        time: "2024-03-01T00:0\(minute):30Z",
        tags: Dictionary(
          uniqueKeysWithValues: ["latest", "1.0.0", "1.1.0", "1.0"].compactMap { tag in
            Bool.random(using: &random) ? (tag, UInt8.random(in: 1...3, using: &random)) : nil
          })
      )
    }
    var first: [String]?
    for share in [1.0, 0.0, 0.5, 0.5] {
      let isLate = events.map { _ in Double.random(in: 0..<1, using: &random) >= share }
      try await ImageStory.with { story in
        var next = 0
        func announce(before time: String) throws {
          let due = events.indices[next...].prefix { events[$0].at ?? 0 < instant(time) }
          next += due.count
          let inTime = due.filter { !isLate[$0] }.map { events[$0] }
          let arrival = time.replacing(":30Z", with: ":20Z")
          if !inTime.isEmpty { try story.announce(inTime, at: arrival) }
        }
        for look in looks {
          try announce(before: look.time)
          try story.look(look.time, look.tags) { found in
            // What is not listed is denied, so that one look is enough.
            found.absent = Set(
              ["latest", "1.0.0", "1.1.0", "1.0"].filter { look.tags[$0] == nil }
                .map { Array($0.utf8) })
          }
        }
        try announce(before: "2024-03-01T00:10:30Z")
        try story.announce(
          events.indices.filter { isLate[$0] }.map { events[$0] }, at: "2024-03-02T00:00:00Z")
        let states = try story.states()
        if let first { #expect(states == first, "\(share)") } else { first = states }
      }
    }
  }
}
