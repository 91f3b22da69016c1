internal import ArgumentParser
internal import Foundation

/// Measures the built program against git and SQLite run beside it.
@main
struct Benchmarks: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "script/bench",
    abstract: "Measure Stemma as ratios against git and SQLite run beside it.",
    discussion: """
      Without a repository a history of 200,000 commits is made up, always the same, and kept in \
      the folder for temporary files. The answers are compared with git's before they are timed. \
      Figures that miss their targets are reported; the exit code is 0 all the same.

      The environment variable STEMMA names the program to measure.
      """)

  @Argument(help: "The repository (default: a made-up history).", completion: .directory)
  var repository: String?

  @Option(
    help: ArgumentHelp("How often both sides run, in turns.", valueName: "n"))
  var rounds = 5

  /// A part of the measurements.
  enum Part: String, CaseIterable, ExpressibleByArgument {
    /// Indexing, questions and release logs of a repository.
    case repository
    /// The order of versions.
    case versions
    /// Looks at a registry.
    case registry
    /// A million announcements.
    case announcements
  }

  @Option(help: "Measure only this part (can be repeated).")
  var only: [Part] = []

  @Flag(help: "Print the report as JSON, with the value of every round.")
  var json = false

  func validate() throws {
    guard rounds > 0 else { throw ValidationError("--rounds needs a number above 0.") }
  }

  func run() async throws {
    guard let stemma = ProcessInfo.processInfo.environment["STEMMA"], !stemma.isEmpty else {
      throw BenchmarkError(
        message: "the environment variable STEMMA does not name the program",
        hints: ["script/bench builds it and sets the variable"])
    }
    guard let git = Program.named("git") else { throw BenchmarkError(message: "there is no git") }
    let workplace = try Workplace(git: git)
    defer { workplace.clean() }
    let report = try await report(
      stemma: Program(path: absolute(stemma), arguments: []), git: git, workplace: workplace)
    print(json ? try encoded(report) : ReportTable(report: report).text)
  }

  private func report(
    stemma: Program, git: Program, workplace: Workplace
  ) async throws -> Report {
    let parts = Set(only.isEmpty ? Part.allCases : only)
    var report = Report(
      repository: repository ?? "the made-up history", commits: 0, rounds: rounds,
      git: try await git.with("--version").output().trimmingCharacters(in: .newlines))
    if let nothing = Program.named("true") {
      let times = try await Race(stemma: nothing).run(rounds: rounds * 4).stemma
      report.processFloor = times.sorted()[times.count / 2]
    }
    if parts.contains(.repository) {
      try await measureRepository(stemma, workplace, into: &report)
    }
    if parts.contains(.versions) {
      let sorting = VersionSorting(stemma: stemma, workplace: workplace, rounds: rounds)
      if let measurement = try await sorting.measurement() {
        report.measurements.append(measurement)
      } else {
        report.skipped.append("*** sort is not installed: versions were not sorted ***")
      }
    }
    if parts.contains(.registry) {
      let registry = RegistryRaces(stemma: stemma, workplace: workplace, rounds: rounds)
      if let measurements = try await registry.measurements() {
        report.measurements += measurements
      } else {
        report.skipped.append(
          "*** docker-registry, skopeo or curl is not installed: no registry was looked at ***")
      }
    }
    if parts.contains(.announcements) {
      let announcements = AnnouncementMeasures(stemma: stemma, workplace: workplace)
      report.measurements += try await announcements.measurements()
    }
    return report
  }

  private func measureRepository(
    _ stemma: Program, _ workplace: Workplace, into report: inout Report
  ) async throws {
    let repositories =
      if let repository {
        try await workplace.repositories(at: absolute(repository))
      } else {
        try await workplace.syntheticRepositories()
      }
    let commits = try await repositories[0].commitCount()
    report.commits = commits
    let sqlite = Program.named("sqlite3")
    if sqlite == nil {
      report.skipped.append("*** sqlite3 is not installed: git log stands in as its peer ***")
    }
    for (index, repository) in repositories.enumerated() {
      let state = repository.hasCommitGraph ? "with a commit-graph" : "without a commit-graph"
      let measures = Measures(
        repository: repository, state: state, commits: commits, rounds: rounds, stemma: stemma,
        sqlite: sqlite, workplace: workplace)
      report.measurements += try await measures.all(isFirst: index == 0)
    }
  }

  private func absolute(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.path
  }

  private func encoded(_ report: Report) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return String(decoding: try encoder.encode(report), as: UTF8.self)
  }
}
