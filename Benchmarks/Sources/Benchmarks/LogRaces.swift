/// The release log of a whole history, beside git-cliff where that is installed.
struct LogRaces {
  var stemma: Program
  var database: String
  var repository: Repository
  var state: String
  var rounds: Int
  var workplace: Workplace

  /// The most commits whose log git-cliff makes in a time that can be waited for.
  private static let patience = 50_000
  /// The most commits of a repository of which many rounds take little time.
  private static let small = 5_000

  func measurements() async throws -> [Measurement] {
    let commits = try await repository.commitCount()
    // A second for a hundred thousand commits, a tenth of it at least.
    let limit = max(0.1, Double(commits) / 85_000)
    Progress.say("\(state): the release log")
    let log = stemma.with("log", "--db", database)
    let report = stemma.with("report", "--db", database)
    let cliff = commits <= Self.patience ? Program.named("git-cliff") : nil
    let peer = cliff?.with("--repository", repository.path)
    var found = [
      try await measurement("release log, whole history", log, peer, limit),
      try await measurement(
        "JSON report, whole history", report, peer?.with("--context"), 3 * limit),
    ]
    if let peer {
      found.append(try await fromNothing(peer, rounds: commits <= Self.small ? 4 * rounds : 1))
    }
    return found
  }

  /// What somebody waits for who has no database yet.
  private func fromNothing(_ peer: Program, rounds: Int) async throws -> Measurement {
    let folder = "log"
    let database = try workplace.emptyFolder(folder) + "/history.db"
    let race = Race(
      stemma: stemma.with("index", repository.path, "--db", database, "--quiet"),
      next: stemma.with("log", "--db", database), peer: peer,
      prepare: { _ = try workplace.emptyFolder(folder) })
    let times = try await race.run(rounds: rounds)
    var result = Measurement(
      what: "first index and release log", state: state, unit: .seconds, stemma: times.stemma,
      peerName: "git-cliff", peer: times.peer, target: "< git-cliff")
    result.isMet = result.ratio.map { $0 < 1 }
    return result
  }

  private func measurement(
    _ what: String, _ program: Program, _ peer: Program?, _ limit: Double
  ) async throws -> Measurement {
    let times = try await Race(stemma: program, peer: peer).run(rounds: peer == nil ? rounds : 1)
    var result = Measurement(
      what: what, state: state, unit: .seconds, stemma: times.stemma,
      peerName: peer == nil ? nil : "git-cliff", peer: times.peer,
      target: "≤ \(Int(limit * 1000)) ms")
    result.isMet = result.median <= limit
    return result
  }
}
