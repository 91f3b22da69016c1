import QueryLanguage

/// Writes a report as one page with drawings and tables.
///
/// The page loads nothing and sends nothing: its policy allows its own style and its one script. All
/// content is there without the script. Nobody's mail address stands for a name in it.
struct ReportPage {
  let report: HistoryReport
  let output: ByteWriter
  let options: ReportOptions
  let figures: ReportFigures

  init(_ report: HistoryReport, _ output: ByteWriter, _ options: ReportOptions) {
    self.report = report
    self.output = output
    self.options = options
    figures = ReportFigures(report)
  }

  private static let sections = [
    ("timeline-section", "Timeline"), ("moves-section", "Moves"), ("cadence-section", "Cadence"),
    ("releases-section", "Releases"), ("changes-section", "Changes"),
    ("people-section", "Contributors"), ("coverage-section", "Sources"),
  ]

  func write() throws(OutputError) {
    writeHead()
    writeSummary()
    let plots = ReportPlots(self)
    plots.writeTimeline()
    plots.writeMoves()
    plots.writeSizes()
    let tables = ReportTables(self)
    section("releases-section", "Releases") { tables.writeReleases() }
    try output.check()
    section("changes-section", "Changes") { tables.writeChanges() }
    try output.check()
    section("people-section", "Contributors") { tables.writePeople() }
    section("coverage-section", "Sources") { tables.writeCoverage() }
    output.append("</main>\n<footer><p>Made by Stemma on \(timeText(report.madeAt)).")
    output.append(" All times are UTC.</p></footer>\n<script>")
    output.append(ReportScript.text)
    output.append("</script>\n</body>\n</html>\n")
  }

  private func writeHead() {
    output.append(
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
      style-src 'unsafe-inline'; script-src 'sha256-\(ReportScript.digest)'; \
      base-uri 'none'; form-action 'none'">
      <meta name="referrer" content="no-referrer">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>History of
      """)
    output.append(" ")
    output.appendHTML(report.log.project)
    output.append("</title>\n<style>\n")
    output.append(ReportStyle.text)
    output.append(
      "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to content</a>\n")
    output.append("<header>\n<h1>History of <bdi>")
    output.appendHTML(report.log.project)
    output.append("</bdi></h1>\n<p class=\"soft\">Repository ")
    link(report.log.web?.base) { output.appendHTML(report.log.repository) }
    output.append(", as it was known on \(LogWords.day(report.madeAt))</p>\n")
    writeSelection()
    output.append("<nav aria-label=\"Sections\"><ul>\n")
    for (id, title) in Self.sections {
      output.append("<li><a href=\"#\(id)\">\(title)</a></li>\n")
    }
    output.append("</ul></nav>\n</header>\n<main id=\"main\">\n")
  }

  /// Says which part of the history the page is about, if it is not about all.
  private func writeSelection() {
    guard let selection = report.selection else { return }
    var parts: [(words: String, names: [[UInt8]])] = []
    if let range = selection.range { parts.append(("the commits of", [range])) }
    if let line = selection.line {
      parts.append(line.isEmpty ? ("the line without a prefix", []) : ("the line", [line]))
    }
    if !selection.paths.isEmpty { parts.append(("the commits that change", selection.paths)) }
    output.append("<p class=\"selection\"><strong>Only a part:</strong> ")
    for (index, part) in parts.enumerated() {
      output.append(index == 0 ? part.words : "; \(part.words)")
      for (place, name) in part.names.enumerated() {
        output.append(place == 0 ? " <code>" : ", <code>")
        output.appendHTML(name)
        output.append("</code>")
      }
    }
    output.append(". Moves and sources are those of the whole project.</p>\n")
  }

  private func writeSummary() {
    output.append("<dl class=\"tiles\">\n")
    tile("Releases", Self.grouped(figures.taggedCount))
    let untagged = figures.released.count - figures.taggedCount
    if untagged > 0 { tile("Versions without a tag", Self.grouped(untagged)) }
    // The newest of the main line that people would take.
    let newest = figures.released.first {
      let release = report.log.releases[$0]
      return release.isMainLine && !release.isPrerelease && !release.isYanked
        && !release.isWithoutTag
    }
    if let newest {
      let release = report.log.releases[newest]
      let day = release.date.map { " (\(LogWords.day($0)))" } ?? ""
      tile("Newest release\(day)", displayText(release.version))
    }
    tile("Commits", Self.grouped(figures.commitCount))
    tile("Changes in all releases", Self.grouped(figures.changeCount))
    tile("Contributors", Self.grouped(figures.people.count))
    tile("Moves backward", Self.grouped(figures.backwardMoves))
    output.append("</dl>\n")
    let gaps = report.coverage.filter { $0.gaps > 0 || $0.status != "complete" }
    if report.log.isComplete, report.log.notes.isEmpty, gaps.isEmpty, figures.undated == 0 {
      return
    }
    output.append("<section class=\"warning\" aria-label=\"What is not known\">\n")
    output.append(
      "<p><strong>\(report.log.isComplete ? "What limits this report" : "This report is incomplete")</strong></p>\n<ul>\n"
    )
    for note in report.log.notes { item("\(note.code): \(note.message)") }
    for row in gaps {
      let gaps = row.gaps == 0 ? "" : ", with \(LogWords.count(row.gaps, "gap"))"
      item("\(displayText(row.source)): \(row.status)\(gaps)")
    }
    if figures.undated > 0 {
      item(
        "\(LogWords.count(figures.undated, "version")) without a date that can be, and so in no plot"
      )
    }
    output.append("</ul>\n</section>\n")
  }

  private func tile(_ name: String, _ value: String) {
    output.append("<div><dt>")
    output.appendHTML(name)
    output.append("</dt><dd>")
    output.appendHTML(value)
    output.append("</dd></div>\n")
  }

  private func item(_ text: String) {
    output.append("<li>")
    output.appendHTML(text)
    output.append("</li>\n")
  }

  /// Returns a number with its thousands apart, such as `82,000`.
  static func grouped(_ number: Int) -> String {
    var text = ""
    for (index, digit) in String(number).enumerated() {
      let left = String(number).utf8.count - index
      if index > 0, left % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }

  func section(_ id: String, _ title: String, _ body: () -> Void) {
    output.append("<section id=\"\(id)\" aria-labelledby=\"\(id)-title\">\n")
    output.append("<h2 id=\"\(id)-title\">\(title)</h2>\n")
    body()
    output.append("</section>\n")
  }

  /// Writes what may be wider than a telephone, in a frame that can be moved by keys.
  func scroll(_ name: String, _ body: () -> Void) {
    output.append("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"\(name)\">\n")
    body()
    output.append("</div>\n")
  }

  func link(_ address: String?, _ text: () -> Void) {
    guard let address else { return text() }
    output.append("<a href=\"")
    output.appendHTML(address)
    output.append("\">")
    text()
    output.append("</a>")
  }

  func paragraph(_ text: String) {
    output.append("<p class=\"soft\">")
    output.appendHTML(text)
    output.append("</p>\n")
  }
}
