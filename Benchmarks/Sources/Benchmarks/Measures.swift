internal import Foundation

/// The measurements of one repository in one state.
struct Measures {
  var repository: Repository
  var state: String
  var commits: Int
  var rounds: Int
  var stemma: Program
  var sqlite: Program?
  var workplace: Workplace

  /// Processes of some milliseconds scatter more, and more runs of them cost little.
  private var shortRounds: Int { rounds * 4 }

  private func indexing(into database: String) -> Program {
    // What git's log is compared with: changelogs are beside it.
    stemma.with(
      "index", repository.path, "--db", database, "--name", "history", "--changelogs", "none",
      "--quiet")
  }

  private func query(_ database: String, _ words: String...) -> Program {
    stemma.with(words + ["--db", database, "--timeout", "600"])
  }

  /// Measures everything, in an order in which one database serves all that follows.
  func all(isFirst: Bool) async throws -> [Measurement] {
    var found: [Measurement] = []
    let database = try workplace.emptyFolder("database") + "/history.db"
    say("peak memory of the first index")
    found.append(try await peakMemory(database))
    say("size of the database")
    if isFirst { found.append(try await size(database)) }
    try await checkCount(database)
    say("index again with nothing new")
    found.append(try await indexAgain(database))
    found += try await contains(database)
    found += try await range(database)
    if isFirst {
      found += try await questions(database)
      found += try await LogRaces(
        stemma: stemma, database: database, repository: repository, state: state, rounds: rounds,
        workplace: workplace
      ).measurements()
      found += try LibraryMeasures(database: database, state: state, rounds: rounds).measurements()
    }
    if isFirst {
      say("JSON lines")
      found.append(try await jsonLines(database))
      found.append(try await jsonLinesMemory(database))
    }
    say("first index")
    found.insert(try await firstIndex(), at: 0)
    return found
  }

  private func firstIndex() async throws -> Measurement {
    let folder = "index"
    let database = try workplace.emptyFolder(folder) + "/history.db"
    let race = Race(
      stemma: indexing(into: database), peer: repository.log,
      prepare: { _ = try workplace.emptyFolder(folder) })
    let limit = repository.hasCommitGraph ? 1.1 : 1.2
    return try await measure(
      "first index", race, rounds, peer: "git log", target: "≤ \(limit) × git log"
    ) { own, peer in own <= limit * peer }
  }

  private func indexAgain(_ database: String) async throws -> Measurement {
    let race = Race(stemma: indexing(into: database), peer: repository.git("for-each-ref"))
    return try await measure(
      "index again, nothing new", race, shortRounds, peer: "git for-each-ref",
      target: "≤ 2 × git for-each-ref + 20 ms"
    ) { own, peer in own <= 2 * peer + 0.020 }
  }

  /// The tags that contain the commit in the middle of the main line.
  private func contains(_ database: String) async throws -> [Measurement] {
    let mainLine = try await repository.git("rev-list", "--first-parent", "HEAD").output()
      .split(separator: "\n")
    say("containing tags")
    let commit = String(mainLine[mainLine.count / 2])
    let race = Race(
      stemma: query(database, "run", "contains", "--param", "commit=\(commit)"),
      peer: repository.git("tag", "--contains", commit))
    let own = try await race.stemma.with("--format", "jsonl").output()
    let peer = try await repository.git("tag", "--contains", commit).output()
    try expectEqual("tags that contain \(commit)", lines(own), lines(peer))
    let measurement = try await measure(
      "containing tags (\(lines(peer)))", race, shortRounds, peer: "git tag --contains",
      target: "≤ 12 ms, ≤ 0.5 × git tag"
    ) { own, peer in own <= 0.012 && own <= 0.5 * peer }
    return [measurement]
  }

  /// The number of commits between two releases, of which one contains the other.
  private func range(_ database: String) async throws -> [Measurement] {
    let releases = try await repository.releaseTags()
    guard let (range, count) = try await pickRange(releases[(releases.count * 3 / 4)...]) else {
      return skip("commits of a range: no release tag contains another")
    }
    say("commits of a range")
    let race = Race(
      stemma: query(database, "query", "commits in \(range) | count"),
      peer: repository.git("rev-list", "--count", range))
    let own = try await race.stemma.with("--format", "tsv").output()
    try expectEqual("commits in \(range)", number(in: own), count)
    let measurement = try await measure(
      "commits of \(range) (\(count))", race, shortRounds, peer: "git rev-list --count",
      target: "≤ 15 ms"
    ) { own, _ in own <= 0.015 }
    return [measurement]
  }

  /// What people ask, beside git and sqlite3; the relations that git does not fill are left out.
  private func questions(_ database: String) async throws -> [Measurement] {
    let releases = try await repository.releaseTags()
    guard let (range, _) = try await pickRange(releases[(releases.count * 3 / 4)...]) else {
      return skip("questions: no release tag contains another")
    }
    let ends = range.components(separatedBy: "..")
    let commit = try await repository.git("rev-parse", ends[0] + "^{commit}").output()
    let races = QuestionRaces(
      repository: repository, state: state, stemma: stemma, sqlite: sqlite, database: database,
      rounds: rounds * 2)
    return try await races.measurements(
      range: (ends[0], ends[1]), commit: commit.trimmingCharacters(in: .whitespacesAndNewlines))
  }

  private func pickRange(_ releases: ArraySlice<String>) async throws -> (String, Int)? {
    guard let from = releases.first else { return nil }
    for to in releases.dropFirst() {
      let text = try await repository.git(
        "rev-list", "--count", "--left-right", "\(from)...\(to)"
      ).output()
      let counts = text.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
      if counts.count == 2, counts[0] == 0, counts[1] > 0 { return ("\(from)..\(to)", counts[1]) }
    }
    return nil
  }

  private func jsonLines(_ database: String) async throws -> Measurement {
    let text = "commits | select sha, author, email, time, author_time, subject, body"
    let stemma = query(database, "query", text, "--format", "jsonl")
    try expectEqual("rows as JSON lines", lines(try await stemma.output(limit: 1 << 32)), commits)
    let peer =
      sqlite?.with("-readonly", "-json", database, Self.rawSelect) ?? repository.git(Self.jsonLog)
    var measurement = try await measure(
      "JSON lines of all commits", Race(stemma: stemma, peer: peer), rounds,
      peer: sqlite == nil ? "git log --format" : "sqlite3 -json", target: "≥ 800,000 rows/s",
      isJudged: commits >= 50_000
    ) { own, _ in Double(commits) / own >= 800_000 }
    measurement.unit = .rowsPerSecond
    measurement.stemma = measurement.stemma.map { Double(commits) / $0 }
    measurement.peer = measurement.peer.map { Double(commits) / $0 }
    return measurement
  }

  /// Rows are written as they are read, so that their number does not matter.
  private func jsonLinesMemory(_ database: String) async throws -> Measurement {
    let bytes = try await query(database, "query", "commits", "--format", "jsonl").peakMemory()
    return Measurement(
      what: "peak memory of JSON lines", state: state, unit: .bytes,
      stemma: bytes.map { [Double($0)] } ?? [], peer: [], target: "≤ 50 MB for any number of rows",
      isMet: bytes.map { $0 <= 50_000_000 })
  }

  /// The same columns, without the texts that times and ids become in an answer.
  private static let rawSelect = """
    SELECT lower(hex(c.oid)) AS sha, p.name AS author, p.email, c.committer_time AS time,
      c.author_time, c.subject, c.body
    FROM commit_object AS c JOIN person AS p ON p.id = c.author
    ORDER BY c.id DESC
    """

  /// Not quite JSON: git does not quote what it inserts.
  private static let jsonLog =
    ["log"] + Repository.scope + [
      #"--format={"sha":"%H","author":"%an","email":"%ae","time":"%cI","author_time":"%aI","#
        + #""subject":"%s","body":"%b"}"#
    ]

  private func size(_ database: String) async throws -> Measurement {
    let names = [database, database + "-wal"]
    let own = names.reduce(0) { sum, name in
      let attributes = try? FileManager.default.attributesOfItem(atPath: name)
      return sum + ((attributes?[.size] as? NSNumber)?.intValue ?? 0)
    }
    let raw = try await repository.commitBytes()
    return Measurement(
      what: "size of the database", state: state, unit: .bytes, stemma: [Double(own)],
      peerName: "raw commits", peer: [Double(raw)], target: "≤ 1.0 × raw commits",
      isMet: own <= raw)
  }

  /// Makes the database and watches the process that does.
  private func peakMemory(_ database: String) async throws -> Measurement {
    let bytes = try await indexing(into: database).peakMemory()
    return Measurement(
      what: "peak memory of the first index", state: state, unit: .bytes,
      stemma: bytes.map { [Double($0)] } ?? [], peer: [], target: "≤ 100 MB for 200,000 commits",
      isMet: bytes.flatMap { commits <= 200_000 || $0 <= 100_000_000 ? $0 <= 100_000_000 : nil })
  }
}

extension Measures {
  private func measure(
    _ what: String, _ race: Race, _ rounds: Int, peer: String, target: String,
    isJudged: Bool = true, isMet: (Double, Double) -> Bool
  ) async throws -> Measurement {
    let times = try await race.run(rounds: rounds)
    var measurement = Measurement(
      what: what, state: state, unit: .seconds, stemma: times.stemma, peerName: peer,
      peer: times.peer, target: target)
    if isJudged, let peerMedian = measurement.peerMedian {
      measurement.isMet = isMet(measurement.median, peerMedian)
    }
    return measurement
  }

  private func checkCount(_ database: String) async throws {
    let text = try await query(database, "query", "commits | count", "--format", "tsv").output()
    try expectEqual("commits", number(in: text), commits)
  }

  /// A wrong answer's speed is of no interest.
  private func expectEqual(_ what: String, _ own: Int?, _ peer: Int) throws {
    guard own != peer else { return }
    throw BenchmarkError(
      message: "wrong answer: \(what): \(own.map(String.init) ?? "none") instead of \(peer)")
  }

  private func lines(_ text: String) -> Int {
    text.utf8.reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
  }

  /// The number that stands in the last line, below a heading.
  private func number(in text: String) -> Int? {
    text.split(separator: "\n").last.flatMap { Int($0) }
  }

  private func say(_ what: String) { Progress.say("\(state): \(what)") }

  private func skip(_ text: String) -> [Measurement] {
    Progress.say("warning: skipped: \(text)")
    return []
  }
}
