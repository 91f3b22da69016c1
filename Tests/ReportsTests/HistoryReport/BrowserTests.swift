import Foundation
import TestSupport
import Testing

@testable import Reports

/// A browser without a window and without a network.
private enum Browser {
  static let path: String? = {
    for folder in searchPath.split(separator: ":") {
      for name in ["chromium", "chromium-browser", "google-chrome", "chrome"] {
        let path = "\(folder)/\(name)"
        if FileManager.default.isExecutableFile(atPath: path) { return path }
      }
    }
    return nil
  }()

  /// Opens a page and returns what the browser wrote.
  static func open(
    _ page: String, in folder: String, _ arguments: [String]
  ) async throws
    -> ProgramResult
  {
    try writeFile("\(folder)/page.html", page)
    // Only root has to do without the browser's own walls.
    let walls = getuid() == 0 ? ["--no-sandbox"] : []
    return try await runProgram(
      path ?? "chromium",
      walls + [
        "--headless", "--disable-gpu", "--hide-scrollbars", "--enable-logging=stderr",
        "--user-data-dir=\(folder)/profile", "--host-resolver-rules=MAP * ~NOTFOUND",
        "--proxy-server=127.0.0.1:9", "--no-first-run", "--disable-background-networking",
      ] + arguments,
      environment: ["PATH": searchPath, "HOME": folder])
  }
}

/// Tests that need a browser are skipped by name where there is none.
@Suite(
  "The page of a report in a browser",
  .enabled(if: Browser.path != nil, "SKIPPED: needs the package chromium"))
struct BrowserTests {
  /// Opens a page and returns the document that the script has made of it.
  private func document(of page: String) async throws -> String {
    try await withTemporaryFolder { folder in
      let result = try await Browser.open(
        page, in: folder, ["--dump-dom", "file://\(folder)/page.html"])
      #expect(!result.errorText.contains("CONSOLE"), "\(result.errorText)")
      return result.outputText
    }
  }

  @Test("The script runs without an error and shows long tables in parts")
  func script() async throws {
    let document = try await document(of: pageText(largeReport(releases: 300, entries: 5)))
    #expect(document.contains("data-ready=\"yes\""))
    #expect(
      document.contains("<span role=\"status\"><span class=\"part\">50 of </span>300 rows</span>"))
    #expect(document.contains("Show 250 more"))
    #expect(document.ranges(of: "<tr class=\"later\"><td class=\"t\"").count >= 250)
  }

  @Test("Tables sort and filter")
  func tables() async throws {
    let steps = """
      <script>
      const table = document.querySelector('table[data-name=releases]');
      const head = name => [...table.tHead.rows[0].cells].find(c => c.textContent === name);
      const rows = () => [...table.tBodies[0].rows].filter(row => !row.hidden);
      const first = () => rows()[0].cells[0].textContent.trim().split(' ')[0];
      const seen = [first()];
      head('Version').querySelector('button').click();
      seen.push(first(), head('Version').getAttribute('aria-sort'));
      head('Version').querySelector('button').click();
      seen.push(first(), head('Version').getAttribute('aria-sort'));
      head('Commits').querySelector('button').click();
      seen.push(rows()[0].cells[3].textContent, String(head('Version').getAttribute('aria-sort')));
      const input = document.querySelector('input');
      const tools = document.querySelectorAll('.tools');
      const field = [...tools].find(t => t.textContent.includes('Filter releases'));
      field.querySelector('input').value = 'V1.29 CLIENT';
      field.querySelector('input').dispatchEvent(new Event('input'));
      seen.push(String(rows().length), field.querySelector('[role=status]').textContent);
      document.title = seen.join('|');
      </script>
      </body>
      """
    // The page's policy would not let these steps run.
    let page = try pageText(largeReport(releases: 300, entries: 0))
      .replacing("'sha256-\(ReportScript.digest)'", with: "'unsafe-inline'")
      .replacing("</body>", with: steps)
    let document = try await document(of: page)
    let title = document.firstMatch(of: /<title>([^<]*)<\/title>/).map { String($0.1) }
    #expect(
      title
        == "v1.300.0|v1.1.0|ascending|v1.300.0|descending|0|null|2|2 rows that match")
  }

  @Test("Versions sort by their order, finals behind their prereleases")
  func versions() async throws {
    var report = largeReport(releases: 6, entries: 0)
    let versions = ["v1.10.0", "v1.2.0", "v1.2.0-rc.10", "v1.2.0-rc.2", "v1.1.0", "v1.1.0-rc.1"]
    for (index, version) in versions.enumerated() {
      report.log.releases[index].version = [UInt8](version)
      report.log.releases[index].tag = [UInt8](version)
    }
    let steps = """
      <script>
      const table = document.querySelector('table[data-name=releases]');
      table.tHead.rows[0].cells[0].querySelector('button').click();
      document.title = [...table.tBodies[0].rows]
        .map(row => row.cells[0].textContent.trim().split(' ')[0].replace('prerelease', '')).join('|');
      </script>
      </body>
      """
    let page = try pageText(report)
      .replacing("'sha256-\(ReportScript.digest)'", with: "'unsafe-inline'")
      .replacing("</body>", with: steps)
    let document = try await document(of: page)
    let title = document.firstMatch(of: /<title>([^<]*)<\/title>/).map { String($0.1) }
    #expect(title == versions.reversed().joined(separator: "|"))
  }

  @Test("A printed page has the rows that the screen shows in parts, and what is folded")
  func print() async throws {
    func pages(_ report: HistoryReport) async throws -> Int {
      try await withTemporaryFolder { folder in
        let path = "\(folder)/page.pdf"
        _ = try await Browser.open(
          pageText(report), in: folder, ["--print-to-pdf=\(path)", "file://\(folder)/page.html"])
        let file = String(
          decoding: try Data(contentsOf: URL(filePath: path)), as: Unicode.ASCII.self)
        return file.matches(of: /\/Type \/Page\b/).count
      }
    }
    // Some forty rows fit on a page; 300 releases and 300 moves take at least a dozen.
    let few = try await pages(largeReport(releases: 40, entries: 0))
    let many = try await pages(largeReport(releases: 300, entries: 0))
    #expect(many >= few + 10, "\(few) and \(many) pages")
    // The changes are folded on the screen.
    let changes = try await pages(largeReport(releases: 40, entries: 20))
    #expect(changes >= few + 10, "\(few) and \(changes) pages")
  }

  @Test("The page is drawn, also narrow, and prints", arguments: ["1280,2000", "390,2000"])
  func picture(size: String) async throws {
    try await withTemporaryFolder { folder in
      let page = try pageText(sampleReport())
      let files = ["\(folder)/page.png", "\(folder)/page.pdf"]
      for argument in ["--screenshot=\(files[0])", "--print-to-pdf=\(files[1])"] {
        let result = try await Browser.open(
          page, in: folder, ["--window-size=\(size)", argument, "file://\(folder)/page.html"])
        #expect(!result.errorText.contains("CONSOLE"), "\(result.errorText)")
      }
      // An empty picture of this size takes some 10 kB.
      #expect(try Data(contentsOf: URL(filePath: files[0])).count > 30_000)
      #expect(try Data(contentsOf: URL(filePath: files[1])).starts(with: Array("%PDF-".utf8)))
    }
  }
}
