import Foundation
import QueryLanguage
import TestSupport
import Testing

@testable import Reports

@Suite("The published schema of release logs")
struct LogSchemaTests {
  private func schema() throws -> JSONSchema {
    let tests = URL(filePath: #filePath).deletingLastPathComponent()
    return try JSONSchema(
      path: tests.appending(path: "../../../docs/schemas/release-log.schema.json").path)
  }

  private func json(_ report: HistoryReport) throws -> [UInt8] {
    let output = ByteWriter()
    try report.writeJSON(to: output)
    return output.contents
  }

  @Test("Logs and reports are as the schema says")
  func documents() throws {
    let schema = try schema()
    let empty = ReleaseLog(project: [], repository: [])
    var untagged = sampleLog()
    untagged.releases[1].tag = nil
    untagged.releases[1].dateSource = .image
    untagged.releases[1].previous = .init(version: Array("v0.9.0".utf8), tag: nil)
    for log in [sampleLog(), sampleLog(web: nil), untagged, empty] {
      #expect(try schema.problems(in: Array(logText(log, .json).utf8)) == [])
    }
    for report in [
      sampleReport(), largeReport(releases: 40, entries: 3),
      HistoryReport(log: empty, madeAt: Int64.max),
    ] {
      #expect(try schema.problems(in: json(report)) == [])
    }
  }

  @Test("Bytes that are not UTF-8 keep to the schema, wherever they are")
  func wrongBytes() throws {
    let wrong: [UInt8] = [0x61, 0xFF]
    var report = sampleReport()
    report.log.project = wrong
    report.log.repository = wrong
    report.log.releases[1].version = wrong
    report.log.releases[1].tag = wrong
    report.log.releases[1].otherTags = [wrong]
    report.log.releases[1].line = wrong
    report.log.releases[1].previous = .init(version: wrong, tag: wrong)
    report.log.releases[1].summary = Prose(wrong)
    report.log.releases[1].entries[0].text = Prose(wrong)
    report.log.releases[1].entries[0].scope = wrong
    report.log.releases[1].entries[0].issues = [wrong]
    report.log.releases[1].entries[0].authors = [wrong]
    report.log.releases[1].entries[2].breakingText = Prose(wrong)
    report.log.releases[1].contributors = [.init(name: wrong, email: wrong, commitCount: 1)]
    report.log.releases[1].images = [
      .init(repository: wrong, tags: [wrong], digest: wrong, precision: "exact")
    ]
    report.log.releases[1].skipped[0].subject = wrong
    report.selection = .init(range: wrong, line: wrong, paths: [wrong])
    report.log.people = [.init(name: wrong, email: wrong, commitCount: 1)]
    report.moves = [
      .init(
        at: Int64.min, precision: .exact, repository: wrong, name: wrong, change: .move,
        oldVersion: wrong, newVersion: wrong, direction: .down)
    ]
    report.coverage[0].source = wrong
    report.coverage[0].repository = wrong
    let bytes = try json(report)
    #expect(try schema().problems(in: bytes) == [])
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.ranges(of: "_b64\":").count == 31)
    #expect(text.ranges(of: "\"Yf8=\"").count == 31)
  }

  @Test("The schema tells a wrong document from a right one")
  func wrongDocuments() throws {
    let schema = try schema()
    let right = String(decoding: try json(sampleReport()), as: UTF8.self)
    for (from, to) in [
      ("\"schema\":1", "\"schema\":2"), ("\"complete\":false", "\"complete\":0"),
      ("\"web\":{", "\"web\":{\"more\":1,"), ("\"forge\":\"github\"", "\"forge\":\"hub\""),
      ("\"date_source\":\"tagger\"", "\"date_source\":\"guess\""),
      ("\"date\":\"2024-03-06T14:30:00Z\"", "\"date\":\"2024-03-06\""),
      ("\"commits\":12", "\"commits\":-1"), ("\"breaking\":false,", ""),
      ("\"form\":\"plain\"", "\"form\":\"html\""),
      ("\"pull_request\":12", "\"pull_request\":\"12\""),
      ("\"source\":\"commit\"", "\"source\":\"mail\""), ("\"first_time\":true", "\"first_time\":1"),
      ("\"direction\":\"down\"", "\"direction\":\"back\""), ("\"gaps\":2", "\"gaps\":null"),
      ("\"change\":\"move\"", "\"change\":\"moved\""),
      ("\"selection\":null", "\"selection\":{}"), ("\"commits\":14", "\"commits\":null"),
      ("\"made_at\":\"", "\"made_at\":\"x"), ("\"code\":\"N402\"", "\"code\":\"E402\""),
      ("\"sha\":\"1a1a", "\"sha\":\"1A1a"),
    ] {
      let wrong = right.replacing(from, with: to, maxReplacements: 1)
      #expect(wrong != right, "\(from)")
      #expect(try !schema.problems(in: Array(wrong.utf8)).isEmpty, "\(to)")
    }
  }

  @Test("A report has the members of the log and its own")
  func report() throws {
    var report = sampleReport()
    report.log = ReleaseLog(project: [UInt8]("shop"), repository: [UInt8]("shop"))
    report.moves = Array(report.moves[1...2])
    report.selection = .init(range: [UInt8]("v1.0.0.."), line: nil, paths: [[UInt8]("src")])
    report.log.people = [
      .init(name: [UInt8]("Release Engineer"), email: [UInt8]("re@example.com"), commitCount: 2)
    ]
    #expect(
      String(decoding: try json(report), as: UTF8.self) == #"""
        {"schema":1,"made_at":"2024-03-09T16:00:00Z","selection":{"range":"v1.0.0..","line":null,"paths":["src"]},"project":"shop","repository":"shop","web":null,"complete":true,"notes":[],"releases":[],"contributors":[
        {"name":"Release Engineer","email":"re@example.com","commits":2,"releases":0}],"moves":[
        {"repository":"registry.example/shop","name":"latest","at":"2023-12-14T22:13:20Z","at_earliest":"2023-11-25T08:13:20Z","precision":"bounded","change":"move","old_version":"v1.1.0","new_version":"v1.2.0","direction":"up"},
        {"repository":"registry.example/shop","name":"latest","at":"2023-12-15T22:13:20Z","at_earliest":null,"precision":"exact","change":"move","old_version":"v1.2.0","new_version":"v1.1.0","direction":"down"}],"coverage":[
        {"source":"https://git.example/shop.git","kind":"git","repository":"shop","first_seen":"2023-11-14T22:13:20Z","last_seen":"2024-03-09T15:43:20Z","gaps":2,"status":"shallow"},
        {"source":"registry.example/shop","kind":"registry","repository":"registry.example/shop","first_seen":null,"last_seen":null,"gaps":0,"status":"complete"}]}

        """#)
  }
}
