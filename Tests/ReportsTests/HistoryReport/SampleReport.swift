import QueryLanguage

@testable import Reports

/// A report with a few releases, moves of two names, and a source with gaps.
func sampleReport() -> HistoryReport {
  var report = HistoryReport(
    log: sampleLog(), madeAt: 1_710_000_000_000_000,
    moves: [
      sampleMove(day: 0, nil, "v1.1.0", .unknown, rank: 0),
      sampleMove(day: 30, "v1.1.0", "v1.2.0", .up, rank: 1),
      sampleMove(day: 31, "v1.2.0", "v1.1.0", .down, rank: 0),
      sampleMove(day: 40, "v1.1.0", "v1.2.0", .up, rank: 1),
      sampleMove(day: 45, name: "stable", "v1.2.0", nil, .unknown, rank: nil),
    ],
    coverage: [
      .init(
        source: [UInt8]("https://git.example/shop.git"), kind: "git", repository: [UInt8]("shop"),
        firstSeen: 1_700_000_000_000_000, lastSeen: 1_709_999_000_000_000, gaps: 2,
        status: "shallow"),
      .init(
        source: [UInt8]("registry.example/shop"), kind: "registry",
        repository: [UInt8]("registry.example/shop"), firstSeen: nil, lastSeen: nil, gaps: 0,
        status: "complete"),
    ])
  report.log.people = [
    .init(
      name: [UInt8]("Release Engineer"), email: [UInt8]("re@example.com"), commitCount: 14),
    .init(name: [], email: [UInt8]("new@example.com"), commitCount: 1),
  ]
  report.moves[1].precision = .bounded
  report.moves[1].earliest = 1_700_900_000_000_000
  return report
}

func sampleMove(
  day: Int64, name: String = "latest", _ old: String?, _ new: String?,
  _ direction: HistoryReport.Direction, rank: Int?
) -> HistoryReport.Move {
  HistoryReport.Move(
    at: 1_700_000_000_000_000 + day * 86_400_000_000, precision: .exact,
    repository: [UInt8]("registry.example/shop"), name: [UInt8](name),
    change: new == nil ? .delete : old == nil ? .create : .move,
    oldVersion: old.map { [UInt8]($0) }, newVersion: new.map { [UInt8]($0) },
    direction: direction, rank: rank)
}

/// A report with many releases of several lines, a month apart, with some entries each.
func largeReport(releases: Int, entries: Int) -> HistoryReport {
  var log = ReleaseLog(project: [UInt8]("shop"), repository: [UInt8]("shop"))
  log.web = WebAddress(remote: [UInt8]("https://github.com/acme/shop"))
  for index in 0..<releases {
    var release = ReleaseLog.Release(version: [UInt8]("v1.\(releases - index).0"))
    release.tag = release.version
    release.rank = releases - 1 - index
    release.date = 1_700_000_000_000_000 - Int64(index) * 86_400_000_000 * 7
    release.line = [UInt8](index % 5 == 4 ? "client/" : "")
    release.isMainLine = index % 5 != 4
    release.isPrerelease = index % 3 == 1
    release.commitCount = index % 50
    release.contributors = [
      .init(name: [UInt8]("Person \(index % 70)"), email: [], commitCount: index % 9 + 1)
    ]
    for number in 0..<entries {
      var entry = ReleaseLog.Entry(
        group: number % 2 == 0 ? .fixes : .features, text: Prose([UInt8]("change \(number)")))
      entry.sha = sampleID(UInt8(truncatingIfNeeded: number))
      release.entries.append(entry)
    }
    log.releases.append(release)
  }
  for number in 0..<min(70, releases) {
    log.people.append(.init(name: [UInt8]("Person \(number)"), email: [], commitCount: 9))
  }
  var moves: [HistoryReport.Move] = []
  for index in 0..<releases {
    let version = "v1.\(index + 1).0"
    moves.append(sampleMove(day: Int64(index) * 7, nil, version, .up, rank: index))
  }
  return HistoryReport(log: log, madeAt: 1_710_000_000_000_000, moves: moves)
}

/// Writes a report's page.
func pageText(_ report: HistoryReport, options: ReportOptions = ReportOptions()) throws -> String {
  let output = ByteWriter()
  try report.writePage(to: output, options: options)
  return String(decoding: output.contents, as: UTF8.self)
}
