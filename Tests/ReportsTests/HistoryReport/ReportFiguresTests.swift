import Testing

@testable import Reports

@Suite("Figures of a report")
struct ReportFiguresTests {
  @Test(
    "Months know their beginnings",
    arguments: [
      (0, "1970-01"), (-1, "1969-12"), (951_782_400_000_000, "2000-02"),
      (951_868_800_000_000, "2000-03"), (1_709_251_199_999_999, "2024-02"),
      (1_709_251_200_000_000, "2024-03"), (4_107_542_400_000_000, "2100-03"),
    ] as [(Int64, String)])
  func months(time: Int64, text: String) {
    let month = CalendarMonth(at: time)
    #expect(month.text == text)
    #expect(month.start <= time)
    #expect(CalendarMonth(index: month.index + 1).start > time)
    #expect(CalendarMonth(at: month.start) == month)
  }

  @Test("Every month begins where the one before ends")
  func allMonths() {
    for index in 1900 * 12..<2300 * 12 {
      let start = CalendarMonth(index: index).start
      #expect(CalendarMonth(at: start).index == index)
      #expect(CalendarMonth(at: start - 1).index == index - 1)
    }
  }

  @Test(
    "Scales have round steps",
    arguments: [
      (0, [0, 1]), (1, [0, 1]), (5, [0, 1, 2, 3, 4, 5]), (6, [0, 2, 4, 6]), (11, [0, 5, 10, 15]),
      (26, [0, 10, 20, 30]), (51, [0, 20, 40, 60]), (999, [0, 200, 400, 600, 800, 1000]),
    ])
  func scales(largest: Int, ticks: [Int]) {
    #expect(CountScale.ticks(upTo: largest) == ticks)
  }

  @Test("Axes mark months, years or days, whatever fits")
  func axes() throws {
    let day: Int64 = 86_400_000_000
    let start: Int64 = 1_704_067_200_000_000
    func labels(_ days: Int64) throws -> [String] {
      try #require(TimeAxis([start, start + days * day], left: 0, right: 1000)).ticks.map(\.label)
    }
    #expect(try labels(0) == ["01-01"])
    #expect(try labels(150) == ["2024-01", "2024-02", "2024-03", "2024-04", "2024-05", "2024-06"])
    #expect(try labels(365 * 12).first == "2024")
    #expect(TimeAxis([Int64](), left: 0, right: 1) == nil)
    #expect(TimeAxis([0, Int64.max, Int64.min], left: 0, right: 1) == nil)
  }

  @Test(
    "Contributors are one by their mail address, whatever its case, and releases those with a tag")
  func people() {
    var report = sampleReport()
    report.log.people.append(.init(name: [UInt8]("Someone"), email: [], commitCount: 1))
    report.log.releases[0].contributors = [
      .init(name: [UInt8]("Someone"), email: [], commitCount: 1),
      .init(name: [UInt8]("Release Engineer"), email: [UInt8]("re@example.com"), commitCount: 1),
    ]
    report.log.releases[2].contributors = [
      .init(name: [UInt8]("R. Engineer"), email: [UInt8]("RE@example.com"), commitCount: 4)
    ]
    let people = ReportFigures(report).people
    #expect(people.map(\.person.commitCount) == [14, 1, 1])
    #expect(people.map(\.releaseCount) == [2, 1, 0])
    #expect(people.map(\.newest) == [1, 1, nil])
    #expect(people.map(\.oldest) == [2, 1, nil])
  }

  @Test("A version without a tag is no release in any count")
  func untagged() throws {
    var report = largeReport(releases: 10, entries: 0)
    report.log.releases[0].tag = nil
    report.log.releases[3].tag = nil
    #expect(ReportFigures(report).taggedCount == 8)
    let (_, bars) = try #require(ReleaseBars.cadence(report.log.releases))
    #expect(bars.reduce(0) { $0 + $1.count } == 8)
    #expect(ReleaseBars.sizes(report.log.releases).count == 8)
    let page = try pageText(report)
    #expect(page.contains("<dt>Releases</dt><dd>8</dd>"))
    #expect(page.contains("<dt>Versions without a tag</dt><dd>2</dd>"))
    #expect(page.contains("2 versions without a tag are not counted here."))
  }

  @Test(
    "Names have no mail addresses in them",
    arguments: [
      ("Release Engineer", "Release Engineer"), ("", "(no name)"), ("re@example.com", "(no name)"),
      ("root@localhost", "(no name)"), ("<re@example.com>", "(no name)"),
      ("R. Engineer <re@example.com>", "R. Engineer"), ("mailto:re@example.com,", "(no name)"),
      ("@engineer", "@engineer"), ("Team @ Shop", "Team @ Shop"), ("odd  spaces", "odd  spaces"),
      ("@", "@"), ("(@)", "(@)"),
    ])
  func names(name: String, shown: String) {
    #expect(displayText(PublicName.of([UInt8](name))) == shown)
  }

  @Test("Lines have lanes, and the small ones share the last")
  func lanes() {
    var log = ReleaseLog(project: [], repository: [])
    for index in 0..<40 {
      var release = ReleaseLog.Release(version: [UInt8]("v1.\(index).0"))
      release.line = [UInt8](index < 12 ? "" : "part\(index % 14)/")
      release.isMainLine = index < 12
      log.releases.append(release)
    }
    let figures = ReportFigures(HistoryReport(log: log, madeAt: 0))
    #expect(figures.lanes.count == 10)
    #expect(figures.foldedLanes == 6)
    #expect(displayText(figures.lanes[0].label) == "(no prefix)")
    #expect(displayText(figures.lanes[9].label) == "6 others")
    #expect(figures.lanes.reduce(0) { $0 + $1.releases.count } == 40)
    #expect(figures.undated == 40)
  }

  @Test("A project with one line has a lane for each first number")
  func series() {
    var log = ReleaseLog(project: [], repository: [])
    for version in ["v3.0.0", "v2.9.1", "v3.0.0-rc1", "v2.0", "odd", "v10.1"] {
      log.releases.append(ReleaseLog.Release(version: [UInt8](version)))
    }
    let figures = ReportFigures(HistoryReport(log: log, madeAt: 0))
    #expect(figures.lanes.map { displayText($0.label) } == ["v3", "v2", "odd", "v10"])
    #expect(figures.lanes[0].releases == [0, 2])
  }

  @Test("Cadence counts releases in months, quarters or years")
  func cadence() throws {
    func bars(_ weeks: Int) throws -> (String, Int, Int) {
      let releases = largeReport(releases: weeks, entries: 0).log.releases
      let (span, bars) = try #require(ReleaseBars.cadence(releases))
      return (span, bars.reduce(0) { $0 + $1.count }, bars.reduce(0) { $0 + $1.part })
    }
    #expect(try bars(10) == ("month", 10, 3))
    #expect(try bars(400) == ("quarter", 400, 133))
    #expect(try bars(1000) == ("year", 1000, 333))
    #expect(ReleaseBars.cadence([ReleaseLog.Release(version: [])]) == nil)
    let few = try #require(ReleaseBars.cadence(sampleLog().releases)).bars
    #expect(few.map(\.label) == ["2023-11", "2023-12", "2024-01", "2024-02", "2024-03"])
    #expect(few.map(\.count) == [1, 0, 0, 0, 1])
    #expect(
      displayText(few[0].tip) == "2023-11: 1 release, 1 prerelease among them")
  }
}
