import QueryLanguage

/// Writes a report as one page with drawings and tables.
///
/// The page loads nothing and sends nothing: its policy allows its own style and its one script. All
/// content is there without the script. No mail address is in it.
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
    writeTimeline()
    writeMoves()
    writePlots()
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
    output.append("<nav aria-label=\"Sections\"><ul>\n")
    for (id, title) in Self.sections {
      output.append("<li><a href=\"#\(id)\">\(title)</a></li>\n")
    }
    output.append("</ul></nav>\n</header>\n<main id=\"main\">\n")
  }

  private func writeSummary() {
    output.append("<dl class=\"tiles\">\n")
    tile("Releases", Self.grouped(figures.released.count))
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
    tile("Recorded changes", Self.grouped(figures.changeCount))
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
        "\(LogWords.count(figures.undated, "release")) without a date that can be, and so in no plot"
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

// MARK: - Plots

extension ReportPage {
  private var drawing: Drawing { Drawing(output: output) }

  private func writeTimeline() {
    section("timeline-section", "Timeline") {
      if figures.foldedLanes > 0 {
        paragraph(
          "The last lane holds \(figures.foldedLanes) lines that have fewer releases than the others."
        )
      }
      let chart = TimelineChart(releases: report.log.releases, figures: figures, drawing: drawing)
      let looks = chart.looks
      writeKey([
        (looks.release.name, looks.release.shape, "release"),
        (looks.prerelease.name, looks.prerelease.shape, "prerelease"),
        (looks.yanked.name, looks.yanked.shape, "yanked"),
      ])
      var isDrawn = false
      scroll("Timeline of releases") { isDrawn = chart.write() }
      if !isDrawn { paragraph("No release has a date.") }
    }
  }

  private func writeMoves() {
    section("moves-section", "Moves of names") {
      if report.moves.isEmpty { return paragraph("No name is recorded to have moved.") }
      let names = movedNames()
      let drawn = names.prefix(Self.movesChartLimit)
      writeKey([
        ("mark small", .dot, "move"), ("mark back", .down, "move to a lower version"),
      ])
      for (index, moves) in drawn.enumerated() {
        output.append("<h3><bdi>")
        output.appendHTML(moves[0].name)
        output.append("</bdi> of <bdi>")
        output.appendHTML(moves[0].repository)
        output.append("</bdi></h3>\n")
        var isDrawn = false
        scroll("Versions over time") {
          isDrawn = MovesChart(moves: moves, drawing: drawing, id: "moves\(index)").write()
        }
        if !isDrawn { paragraph("It never stood for a version.") }
      }
      if names.count > drawn.count {
        paragraph(
          "\(LogWords.count(names.count - drawn.count, "more name")) moved; the table has them all."
        )
      }
      ReportTables(self).writeMoves()
    }
  }

  private static let movesChartLimit = 3

  /// Returns the moves of each name: `latest` first, then names that went back, then by their moves.
  private func movedNames() -> [[HistoryReport.Move]] {
    var places: [[[UInt8]]: Int] = [:]
    var names: [[HistoryReport.Move]] = []
    for move in report.moves {
      let key = [move.repository, move.name]
      if let place = places[key] {
        names[place].append(move)
      } else {
        places[key] = names.count
        names.append([move])
      }
    }
    func weight(_ moves: [HistoryReport.Move]) -> (Int, Int, Int) {
      (
        moves[0].name == Array("latest".utf8) ? 1 : 0, moves.count { $0.direction == .down },
        moves.count
      )
    }
    return names.sorted { weight($0) > weight($1) }
  }

  private func writePlots() {
    let releases = report.log.releases
    section("cadence-section", "Cadence and size") {
      if let (span, bars) = ReleaseBars.cadence(releases) {
        output.append("<h3>Releases per \(span)</h3>\n")
        if bars.contains(where: { $0.part > 0 }) {
          writeKey([("bar", nil, "releases"), ("bar part", nil, "prereleases")])
        }
        plot(bars, id: "cadence", title: "Releases per \(span)")
      } else {
        paragraph("No release has a date.")
      }
      let sizes = ReleaseBars.sizes(releases)
      if sizes.isEmpty { return }
      output.append("<h3>Commits per release</h3>\n")
      if figures.released.count > sizes.count {
        paragraph("The newest \(sizes.count) of \(Self.grouped(figures.released.count)) releases.")
      }
      plot(sizes, id: "sizes", title: "Commits per release")
    }
  }

  private func plot(_ bars: [BarChart.Bar], id: String, title: String) {
    let largest = bars.max { $0.count < $1.count }
    let most = largest.map { ", at most \($0.count) (\($0.label))" } ?? ""
    scroll(title) {
      BarChart(
        bars: bars, drawing: drawing, id: id, title: title,
        description: "\(bars.count) bars\(most); the table of releases has the same data."
      ).write()
    }
  }

  private func writeKey(_ items: [(class: String, shape: Drawing.Shape?, text: String)]) {
    output.append("<ul class=\"key\">\n")
    for item in items {
      output.append("<li><svg viewBox=\"-7 -7 14 14\" aria-hidden=\"true\">")
      if let shape = item.shape {
        output.append("<path class=\"\(item.class)\" d=\"M0 0\(shape.path)\"/>")
      } else {
        output.append(
          "<rect class=\"\(item.class)\" x=\"-6\" y=\"-6\" width=\"12\" height=\"12\"/>")
      }
      output.append("</svg> \(item.text)</li>\n")
    }
    output.append("</ul>\n")
  }
}
