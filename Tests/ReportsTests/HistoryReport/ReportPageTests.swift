import QueryLanguage
import TestSupport
import Testing

@testable import Reports

@Suite("The page of a report")
struct ReportPageTests {
  @Test("The page is well-formed, and its links lead somewhere", arguments: [0, 1, 2, 5, 300])
  func wellFormed(releases: Int) throws {
    for report in [sampleReport(), largeReport(releases: releases, entries: 3)] {
      let page = try pageText(report)
      let elements = PageElements(page)
      #expect(elements.problems == [])
      for address in elements.addresses {
        #expect(address.hasPrefix("#") || address.hasPrefix("https://"), "\(address)")
      }
      #expect(!page.contains("src="))
      #expect(page.hasPrefix("<!DOCTYPE html>\n"))
    }
  }

  @Test("No name, subject or note becomes markup")
  func hostile() throws {
    var random = FixedRandom(state: 6)
    let tags = PageElements(try pageText(renamed { [UInt8]("x\($0)") })).tags.map(Self.name)
    for _ in 0..<40 {
      let page = try pageText(
        renamed { [UInt8]("x\($0)") + HostileText.random(6, using: &random) })
      let elements = PageElements(page)
      #expect(elements.problems == [])
      #expect(elements.tags.map(Self.name) == tags)
    }
    for payload in payloads {
      let text = try pageText(renamed { [UInt8]("x\($0)") + payload })
      let acting = text.unicodeScalars.filter { scalar in
        scalar.value < 0x20 && scalar != "\n" || scalar.value >= 0x7F && isHidden(scalar.value)
      }
      #expect(acting.isEmpty, "\(payload)")
    }
  }

  @Test("No name or subject becomes markup in a log's page either")
  func hostileLog() throws {
    var random = FixedRandom(state: 9)
    let options = LogOptions(parts: LogParts.log.union([.skipped, .authors, .compareLine]))
    func tags(_ name: (Int) -> [UInt8]) throws -> [Substring] {
      let elements = PageElements(try logText(renamed(name).log, .html, options: options))
      #expect(elements.problems == [])
      return elements.tags.map(Self.name)
    }
    let plain = try tags { [UInt8]("x\($0)") }
    for _ in 0..<200 {
      let found = try tags { [UInt8]("x\($0)") + HostileText.random(6, using: &random) }
      #expect(found == plain)
    }
  }

  private static func name(_ tag: String) -> Substring { tag.prefix { $0 != " " } }

  /// Returns a report in which each name is made by `name`, and no address can be.
  private func renamed(_ name: (Int) -> [UInt8]) -> HistoryReport {
    var report = sampleReport()
    report.log.web = nil
    report.log.project = name(0)
    report.log.repository = name(1)
    report.log.notes = [
      AnswerNote(code: "N402", message: String(decoding: name(2), as: UTF8.self))
    ]
    report.log.releases[1].version = name(3)
    report.log.releases[1].line = name(4)
    report.log.releases[1].entries[0].text = Prose(name(5))
    report.log.releases[1].entries[0].scope = name(6)
    report.log.releases[1].entries[0].authors = [name(7)]
    report.log.releases[1].entries[0].issues = [name(8)]
    report.log.people[0].name = name(9)
    report.log.releases[1].contributors[0].name = name(9)
    report.log.releases[2].previous = .init(version: name(10), tag: name(11))
    report.moves[0].newVersion = name(12)
    for index in 0..<4 { report.moves[index].name = [UInt8]("latest") }
    report.moves[4].name = name(13)
    report.coverage[0].source = name(14)
    report.coverage[0].status = String(decoding: name(15), as: UTF8.self)
    return report
  }

  @Test("What is left out is told, and what is missing stands at the top")
  func limits() throws {
    let report = largeReport(releases: 300, entries: 20)
    let page = try pageText(report, options: ReportOptions(changeLimit: 50, rowLimit: 100))
    #expect(page.contains("The page lists the newest 50 of 6,000 changes; the JSON report has"))
    #expect(page.contains("The table has 100 of 300 releases; the JSON report has all of them."))
    #expect(page.contains("The table has 100 of 300 moves;"))
    #expect(page.contains("The newest 200 of 300 releases."))
    #expect(page.ranges(of: "<td>Features</td>").count == 30)
    let sample = try pageText(sampleReport())
    #expect(sample.contains("<strong>This report is incomplete</strong>"))
    #expect(sample.contains("<li>N402: the clone of &lt;shop&gt; is shallow</li>"))
    #expect(sample.contains("<li>https://git.example/shop.git: shallow, with 2 gaps</li>"))
    #expect(!page.contains("class=\"warning\""))
  }

  @Test("No mail address is in the page")
  func addresses() throws {
    var report = sampleReport()
    report.log.people[0].name = [UInt8]("re@example.com")
    report.log.releases[1].entries[0].authors = [
      [UInt8]("new@example.com"), [UInt8]("R. Engineer <re@example.com>"),
    ]
    let page = try pageText(report)
    #expect(!page.contains("@example.com"))
    #expect(page.contains("<td>(no name), R. Engineer</td>"))
    #expect(page.ranges(of: "<bdi>(no name)</bdi>").count == 2)
  }

  @Test("A page about a part says of which one, and that moves are all")
  func selection() throws {
    var report = sampleReport()
    #expect(try !pageText(report).contains("Only a part"))
    report.selection = .init(
      range: [UInt8]("v1.0.0..<b>"), line: [], paths: [[UInt8]("src"), [UInt8]("docs")])
    let page = try pageText(report)
    #expect(
      page.contains(
        "<strong>Only a part:</strong> the commits of <code>v1.0.0..&lt;b&gt;</code>; the line without a prefix; "
          + "the commits that change <code>src</code>, <code>docs</code>. Moves and sources are those of the whole project."
      ))
    #expect(page.contains("These are all moves of the project: the selection does not limit them."))
  }

  @Test("What cannot be drawn has no frame and no legend")
  func nothingToDraw() throws {
    var report = sampleReport()
    for index in report.log.releases.indices { report.log.releases[index].date = nil }
    report.moves = [sampleMove(day: 1, "v1.0.0", nil, .unknown, rank: nil)]
    let page = try pageText(report)
    #expect(page.ranges(of: "<p class=\"soft\">No release has a date.</p>").count == 2)
    #expect(page.contains("It never stood for a version."))
    #expect(!page.contains("aria-label=\"Timeline of releases\""))
    #expect(!page.contains("aria-label=\"Versions over time\""))
    #expect(!page.contains("<ul class=\"key\">"))
  }

  @Test("The line of a name ends where it was deleted and begins again where it came back")
  func deletion() throws {
    var report = sampleReport()
    report.moves = [
      sampleMove(day: 0, nil, "v1.1.0", .unknown, rank: 0),
      sampleMove(day: 30, "v1.1.0", "v1.2.0", .up, rank: 1),
      sampleMove(day: 40, "v1.2.0", nil, .unknown, rank: nil),
      sampleMove(day: 60, nil, "v1.1.0", .down, rank: 0),
      sampleMove(day: 70, "v1.1.0", nil, .unknown, rank: nil),
    ]
    report.moves[4].change = .move
    let page = try pageText(report)
    #expect(page.ranges(of: "<path class=\"step\"").count == 2)
    #expect(page.contains("<title>v1.2.0 → deleted, 2023-12-24T22:13:20Z (exact)</title>"))
    #expect(page.contains("<title>v1.1.0 → no version, 2024-01-23T22:13:20Z (exact)</title>"))
    #expect(
      page.contains(
        "5 moves, 1 of them backward, 1 deletion; the table of moves has the same data."))
    #expect(page.contains("</svg> deletion</li>"))
    #expect(page.contains("</svg> move to no version that is known</li>"))
    #expect(page.contains("<td>delete</td>"))
  }

  @Test("A final version sorts behind its prereleases, and what is not released behind all")
  func versionOrder() throws {
    var report = sampleReport()
    report.log.releases[1].rank = 12
    let page = try pageText(report)
    #expect(page.contains("<tr><td class=\"t\" data-key=\"12\">"))
    #expect(page.contains("<tr><td class=\"t\" data-key=\"2147483647\">Unreleased"))
    #expect(page.contains("<tr><td data-key=\"12\">v1.2.0</td><td>Features</td>"))
  }

  @Test("The page's policy lets its one script run and nothing else")
  func policy() async throws {
    let page = try pageText(sampleReport())
    let start = try #require(page.firstRange(of: "<script>")?.upperBound)
    let end = try #require(page.firstRange(of: "</script>")?.lowerBound)
    let script = page[start..<end]
    #expect(script == ReportScript.text)
    let digest = try await runProgram("sha256sum", input: Array(script.utf8))
    let output = ByteWriter()
    let hex = Array(digest.output.prefix(64))
    let bytes = stride(from: 0, to: hex.count, by: 2).compactMap {
      UInt8(String(decoding: hex[$0..<$0 + 2], as: UTF8.self), radix: 16)
    }
    bytes.withUnsafeBytes { output.appendBase64($0) }
    #expect(String(decoding: output.contents, as: UTF8.self) == ReportScript.digest)
    #expect(
      page.contains(
        "content=\"default-src 'none'; style-src 'unsafe-inline'; "
          + "script-src 'sha256-\(ReportScript.digest)'; base-uri 'none'; form-action 'none'\""))
  }
}
