import Foundation
import TestSupport
import Testing

@Suite("stemma report")
struct ReportCommandTests {
  @Test("A report is one object, or one a line, or a page")
  func report() async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      try await git.index("--name", "shop")
      try await git.tag("v1.1.0", at: "v1.0.0^{commit}", message: "moved", force: true)
      try await git.index("--name", "shop")
      let whole = try await git.stemma("report")
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(whole.output)) as? [String: Any])
      #expect((object["releases"] as? [Any])?.count == 3)
      #expect((object["moves"] as? [[String: Any]])?.first?["name"] as? String == "v1.1.0")
      let lines = try await git.stemma("report", "--ndjson").outputText.split(separator: "\n")
      let types = try lines.map { line in
        try (JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?["type"]
          as? String
      }
      #expect(
        types == ["report", "release", "release", "release", "contributor", "move", "source"])
      #expect((object["moves"] as? [[String: Any]])?.first?["change"] as? String == "move")
      #expect(object["selection"] is NSNull)
      let page = try await git.stemma("report", "--html", "--output", "report.html")
      #expect(page.exitCode == 0)
      #expect(page.output.isEmpty)
      let text = try String(contentsOfFile: "\(git.path)/report.html", encoding: .utf8)
      #expect(text.hasPrefix("<!DOCTYPE html>"))
    }
  }

  @Test("A report of a part says so")
  func reportOfPart() async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      try await git.index("--name", "shop")
      let part = try await git.stemma("report", "--range", "v1.0.0..v1.1.0", "--ndjson")
      #expect(
        part.outputText.contains(
          "\"selection\":{\"range\":\"v1.0.0..v1.1.0\",\"line\":null,\"paths\":[]}"))
      let page = try await git.stemma("report", "--range", "v1.0.0..v1.1.0", "--html")
      #expect(
        page.outputText.contains(
          "<strong>Only a part:</strong> the commits of <code>v1.0.0..v1.1.0</code>. "))
    }
  }

  @Test("Each commit counts once among contributors, in however many lines it is released")
  func contributorTotals() async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      try await git.tag("client/v1.0.0", message: "Client", date: "2024-03-02T00:00:00Z")
      try await git.index("--name", "shop")
      let lines = try await git.stemma("report", "--ndjson").outputText.split(separator: "\n")
      let people = lines.filter { $0.hasPrefix("{\"type\":\"contributor\"") }
      #expect(people.count == 1)
      #expect(people.first?.hasSuffix("\"commits\":3,\"releases\":3}") == true)
    }
  }

  @Test(
    "Versions of images that git does not know have heights of their own, and a deletion ends them")
  func imageMoves() async throws {
    func event(_ tag: String, _ image: Int, day: Int, _ action: String = "push") -> String {
      let digest = "sha256:" + String(repeating: "0\(image)", count: 32)
      let target = action == "push" ? ",\"digest\":\"\(digest)\"" : ""
      return #"{"registry":"registry.example.com","repository":"acme/shop","tag":"\#(tag)","#
        + #""at":"2024-05-0\#(day)T12:00:00Z","action":"\#(action)"\#(target)}"# + "\n"
    }
    let events = [
      event("v1.28.0", 1, day: 1), event("v1.27.3", 2, day: 1), event("v1.28.1", 3, day: 1),
      event("latest", 1, day: 4), event("latest", 3, day: 5), event("latest", 2, day: 6),
      event("latest", 2, day: 7, "delete"),
    ]
    try await GitFixture.with { git in
      try await git.makeReleases()
      try await git.index("--name", "shop", "--project", "shop")
      let told = try await stemma(
        ["index", "events", "-", "--project", "shop"], in: git.path, input: events.joined())
      #expect(told.exitCode == 0, "\(told.errorText)")
      let page = try await git.stemma("report", "--html").outputText
      #expect(
        page.contains(
          "4 moves, 1 of them backward, 1 deletion; the table of moves has the same data."))
      let line = try #require(page.firstMatch(of: /<path class="step" d="M[0-9.]+ ([^"]*)"/))
      // The middle, the highest and the lowest version, and then no further than the deletion.
      #expect(
        line.1.replacing(/H[0-9.]+/, with: "") == "100V15V185V185", "\(line.1)")
      #expect(page.contains("<title>v1.27.3 → deleted, 2024-05-07T12:00:00Z (exact)</title>"))
    }
  }
}
