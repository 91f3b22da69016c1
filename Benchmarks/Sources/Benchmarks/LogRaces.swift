/// The release log of a whole history, beside git-cliff where that is installed.
struct LogRaces {
  var stemma: Program
  var database: String
  var repository: Repository
  var state: String
  var rounds: Int

  /// The most commits whose log git-cliff makes in a time that can be waited for.
  private static let patience = 50_000

  func measurements() async throws -> [Measurement] {
    let commits = try await repository.commitCount()
    // A second for a hundred thousand commits, a tenth of it at least.
    let limit = max(0.1, Double(commits) / 85_000)
    Progress.say("\(state): the release log")
    let log = stemma.with("log", "--db", database)
    let report = stemma.with("report", "--db", database)
    let cliff = commits <= Self.patience ? Program.named("git-cliff") : nil
    let peer = cliff?.with("--repository", repository.path)
    return [
      try await measurement("release log, whole history", log, peer, limit),
      try await measurement(
        "JSON report, whole history", report, peer?.with("--context"), 3 * limit),
    ]
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
