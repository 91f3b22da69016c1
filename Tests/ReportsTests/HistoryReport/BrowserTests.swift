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
    #expect(document.contains("<span role=\"status\">50 of 300 rows</span>"))
    #expect(document.contains("Show 250 more"))
    #expect(document.contains("<tr id=\"r49\">"))
    #expect(document.contains("<tr id=\"r50\" hidden=\"\">"))
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

  @Test("A link into a table brings its row up")
  func links() async throws {
    try await withTemporaryFolder { folder in
      let result = try await Browser.open(
        pageText(largeReport(releases: 300, entries: 0)), in: folder,
        ["--dump-dom", "file://\(folder)/page.html#r250"])
      #expect(result.outputText.contains("<tr id=\"r250\">"))
      #expect(result.outputText.contains("<tr id=\"r251\" hidden=\"\">"))
    }
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
