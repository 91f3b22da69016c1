/// Makes up a history: a main line with topics that are merged, and maintained release branches.
///
/// The same numbers give the same objects everywhere, so that figures of two machines or two
/// days are about the same repository.
struct SyntheticHistory {
  static let commits = 200_000
  static let persons = 4_000
  static let releases = 30
  static let tags = 1_000

  private struct Topic {
    var number: Int
    var tip: Int
    var isEmpty = true
  }

  private struct ReleaseBranch {
    var prefix: String
    var tip: Int
  }

  private enum Event {
    case candidate(release: Int, number: Int)
    case cut(release: Int)
    case patch(release: Int, number: Int)
  }

  private let text = SyntheticText(persons: persons)
  private var random = SplitMix64(seed: 20_050_407)
  private var stream: FastImportStream
  private var made = 0
  private var seconds = 1_112_911_993
  private var main = 0
  private var topics: [Topic] = []
  private var topicsMade = 0
  private var branches: [Int: ReleaseBranch] = [:]

  init(stream: FastImportStream) { self.stream = stream }

  /// Writes the whole history to the stream.
  mutating func write() throws {
    main = try commit(text.message(&random), parents: [])
    var events = Self.schedule()[...]
    while made < Self.commits {
      if let (due, event) = events.first, due <= made {
        events.removeFirst()
        try perform(event)
      } else {
        try step()
      }
    }
    stream.branch("main", at: main)
    for (_, branch) in branches.sorted(by: { $0.key < $1.key }) {
      stream.branch("release-\(branch.prefix)", at: branch.tip)
    }
    try stream.finish()
  }

  /// One ordinary commit: 15 % merges, 60 % on topics, the others straight on the main line.
  private mutating func step() throws {
    // In the end everything is merged, so that refs reach all commits.
    let isEnding = made + topics.count >= Self.commits
    if isEnding { topics.removeAll(where: \.isEmpty) }
    let choice = isEnding && !topics.isEmpty ? 0 : random.fraction()
    if choice < 0.16, let index = topics.indices.randomElement(&random), !topics[index].isEmpty {
      let topic = topics.remove(at: index)
      main = try commit(
        text.mergeMessage(topic: topic.number, &random), parents: [main, topic.tip])
    } else if choice < 0.77, !isEnding {
      if topics.count < 8 || (topics.count < 40 && random.chance(0.25)) {
        topicsMade += 1
        topics.append(Topic(number: topicsMade, tip: main))
      }
      let index = topics.count - 1 - random.skewed(below: topics.count)
      topics[index].tip = try commit(text.message(&random), parents: [topics[index].tip])
      topics[index].isEmpty = false
    } else {
      main = try commit(text.message(&random), parents: [main])
    }
  }

  private mutating func perform(_ event: Event) throws {
    switch event {
    case .candidate(let release, let number):
      tag("v\(Self.prefix(release)).0-rc.\(number)", at: main)
    case .cut(let release):
      let prefix = Self.prefix(release)
      branches[release] = ReleaseBranch(prefix: prefix, tip: main)
      tag("v\(prefix).0", at: main)
    case .patch(let release, let number):
      guard var branch = branches[release] else { return }
      for _ in 0...random.next(below: 6) where made < Self.commits {
        branch.tip = try commit(text.backportMessage(&random), parents: [branch.tip])
      }
      branches[release] = branch
      tag("v\(branch.prefix).\(number)", at: branch.tip)
    }
  }

  private mutating func commit(_ message: [UInt8], parents: [Int]) throws -> Int {
    made += 1
    seconds += 600 + random.next(below: 4_800)
    let author = text.persons[random.skewed(below: text.persons.count)]
    let isMaintainer = parents.count > 1 || random.chance(0.3)
    let committer = isMaintainer ? text.persons[random.next(below: 20)] : author
    let zone = random.pick(["+0000", "+0100", "+0200", "-0700", "-0500", "+0530", "+0900"])
    let delay = isMaintainer ? random.skewed(below: 2_000_000) : 0
    return try stream.commit(
      author: .init(person: author, stamp: .init(seconds: seconds - delay, zone: zone)),
      committer: .init(person: committer, stamp: .init(seconds: seconds, zone: "+0000")),
      message: message, parents: parents)
  }

  private mutating func tag(_ name: String, at mark: Int) {
    let tagger = FastImportStream.Signature(
      person: text.persons[0], stamp: .init(seconds: seconds + 60, zone: "+0000"))
    stream.tag(name, at: mark, tagger: tagger, message: Array("Release \(name)\n".utf8))
  }

  /// `0.1`, `0.2` … `0.9`, `1.0` and so on.
  private static func prefix(_ release: Int) -> String { "\(release / 10).\(release % 10)" }

  /// Two candidates and a release per branch, then patch releases while three more are cut.
  private static func schedule() -> [(due: Int, event: Event)] {
    let cycle = commits / (releases + 1)
    let patches = tags - 3 * releases
    var events: [(due: Int, event: Event)] = []
    for release in 1...releases {
      let cut = release * cycle
      events.append((cut - 800, .candidate(release: release, number: 1)))
      events.append((cut - 300, .candidate(release: release, number: 2)))
      events.append((cut, .cut(release: release)))
      let count = patches / releases + (release <= patches % releases ? 1 : 0)
      let window = min(3 * cycle, commits - 1_000 - cut)
      for number in 1...count {
        events.append((cut + window * number / count, .patch(release: release, number: number)))
      }
    }
    // Swift's sort is stable, so that what is due at once stays in this order.
    return events.sorted { $0.due < $1.due }
  }
}

extension Range<Int> {
  fileprivate func randomElement(_ random: inout SplitMix64) -> Int? {
    isEmpty ? nil : lowerBound + random.next(below: count)
  }
}
