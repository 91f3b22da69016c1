internal import Foundation
internal import HistoryStore
internal import QueryLanguage

/// A million announcements of pushes: what it takes to record them, and to ask about them.
struct AnnouncementMeasures {
  static let count = 1_000_000

  var stemma: Program
  var workplace: Workplace

  func measurements() async throws -> [Measurement] {
    let folder = try workplace.emptyFolder("announcements")
    Progress.say("making \(Self.count) announcements")
    let file = "\(folder)/pushes.jsonl"
    try Self.write(file)
    let database = "\(folder)/history.db"
    let index = stemma.with("index", "events", file, "--db", database, "--quiet")
    Progress.say("recording \(Self.count) announcements")
    var recording = Measurement(
      what: "index events, 1,000,000 announcements", state: "any", unit: .seconds,
      stemma: [try await index.time()], peer: [], target: "≤ 20 s")
    recording.isMet = recording.median <= 20
    var memory = Measurement(
      what: "peak memory of index events", state: "any", unit: .bytes, stemma: [], peer: [],
      target: "≤ 300 MB")
    let again = stemma.with(
      "index", "events", file, "--db", "\(folder)/memory.db", "--quiet")
    if let peak = try await again.peakMemory() {
      memory.stemma = [Double(peak)]
      memory.isMet = peak <= 300_000_000
    }
    return [recording, memory] + (try Self.questions(database))
  }

  /// What a tag pointed at, and all regressions, in the library.
  private static func questions(_ database: String) throws -> [Measurement] {
    let store = try HistoryStore(reading: database)
    return try store.read { session in
      [
        try measurement(
          session, "a tag as of a time, in the library",
          "image_tags of image:team7/app:latest as of 2021-03-01 | select digest", limit: 0.001),
        try measurement(
          session, "all regressions of the log, in the library",
          "moves | where kind = \"image\" and change = \"move\" and direction = \"down\" | count",
          limit: 0.2),
      ]
    }
  }

  private static func measurement(
    _ session: QuerySession, _ what: String, _ query: String, limit: Double
  ) throws -> Measurement {
    let clock = ContinuousClock()
    let now = Int64(Date().timeIntervalSince1970 * 1_000_000)
    var times: [Double] = []
    for _ in 0..<20 {
      let start = clock.now
      let statement = try QueryCompiler.compile(
        QueryParser.parse(query), source: query, resolver: StoreResolver(session, now: now))
      _ = try session.run(statement, limits: QueryLimits()) { _ in }
      times.append((clock.now - start) / .seconds(1))
    }
    var result = Measurement(
      what: what, state: "1,000,000 announcements", unit: .seconds, stemma: times, peer: [],
      target: "≤ \(Int(limit * 1000)) ms")
    result.isMet = result.median <= limit
    return result
  }

  // MARK: The announcements

  /// Pushes to a thousand repositories over two years: versions, and channels that mostly follow
  /// the newest; one in twenty arrives late.
  private static func write(_ path: String) throws {
    FileManager.default.createFile(atPath: path, contents: nil)
    guard let file = FileHandle(forWritingAtPath: path) else {
      throw BenchmarkError(message: "cannot write \(path)")
    }
    defer { try? file.close() }
    var random = SplitMix64(seed: 5)
    var versions = [[(tag: String, digest: String)]](repeating: [], count: 1_000)
    let channels = ["latest", "edge", "1", "1.2", "stable"]
    var text = ""
    for number in 0..<count {
      let team = random.next(below: versions.count)
      let late = random.chance(0.05) ? random.next(below: 100_000) : 0
      var tag = random.pick(channels)
      var digest =
        random.chance(0.9)
        ? versions[team].last?.digest
        : versions[team].isEmpty ? nil : random.pick(versions[team]).digest
      if digest == nil || random.chance(0.5) {
        let made = (0..<4).map { _ in hex(random.next()) }.joined()
        let place = versions[team].count < 15 ? versions[team].count : random.next(below: 15)
        tag = "1.\(place / 5).\(place % 5)"
        if place == versions[team].count {
          versions[team].append((tag, made))
        } else {
          versions[team][place] = (tag, made)
        }
        digest = made
      }
      text += """
        {"registry":"registry.example.com","repository":"team\(team)/app","tag":"\(tag)",\
        "digest":"sha256:\(digest ?? "")","at":\(1_600_000_000 + number * 60 - late),"id":"\(number)",\
        "actor":"ci"}

        """
      if text.utf8.count > 1 << 20 {
        try file.write(contentsOf: Data(text.utf8))
        text = ""
      }
    }
    try file.write(contentsOf: Data(text.utf8))
  }

  private static func hex(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
