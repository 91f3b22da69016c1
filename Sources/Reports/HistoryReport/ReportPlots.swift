/// Writes the drawings of a report's page, each with what its marks mean; what cannot be drawn has
/// neither a frame nor a legend.
struct ReportPlots {
  private let page: ReportPage
  private let drawing: Drawing

  init(_ page: ReportPage) {
    self.page = page
    drawing = Drawing(output: page.output)
  }

  func writeTimeline() {
    let figures = page.figures
    page.section("timeline-section", "Timeline") {
      let chart = TimelineChart(
        releases: page.report.log.releases, figures: figures, drawing: drawing)
      guard let chart else { return writeNothing() }
      if figures.foldedLanes > 0 {
        page.paragraph("The last lane holds \(figures.foldedLanes) others.")
      }
      let looks = chart.looks
      writeKey([
        (looks.release.name, looks.release.shape, "release"),
        (looks.prerelease.name, looks.prerelease.shape, "prerelease"),
        (looks.yanked.name, looks.yanked.shape, "yanked"),
      ])
      page.scroll("Timeline of releases") { chart.write() }
    }
  }

  private func writeNothing() {
    page.paragraph(page.figures.released.isEmpty ? LogWords.empty : "No release has a date.")
  }

  func writeMoves() {
    page.section("moves-section", "Moves of names") {
      if page.report.moves.isEmpty { return page.paragraph("No name is recorded to have moved.") }
      let names = movedNames()
      let drawn = names.prefix(Self.movesChartLimit).enumerated().map { index, moves in
        (moves: moves, chart: MovesChart(moves: moves, drawing: drawing, id: "moves\(index)"))
      }
      writeKey(of: drawn.compactMap(\.chart))
      for (moves, chart) in drawn {
        page.output.append("<h3><bdi>")
        page.output.appendHTML(moves[0].name)
        page.output.append("</bdi> of <bdi>")
        page.output.appendHTML(moves[0].repository)
        page.output.append("</bdi></h3>\n")
        if let chart {
          page.scroll("Versions over time") { chart.write() }
        } else {
          page.paragraph(
            moves.contains { $0.rank != nil }
              ? "The times at which it stood for versions are not known."
              : "It never stood for a version.")
        }
      }
      if names.count > drawn.count {
        page.paragraph(
          "\(LogWords.count(names.count - drawn.count, "more name")) moved; the table has them all."
        )
      }
      ReportTables(page).writeMoves()
    }
  }

  private func writeKey(of charts: [MovesChart]) {
    if charts.isEmpty { return }
    var items: [KeyItem] = [("mark small", .dot, "move")]
    if charts.contains(where: \.hasBackward) {
      items.append(("mark back", .down, "move to a lower version"))
    }
    if charts.contains(where: \.hasDeletion) { items.append(("mark yanked", .cross, "deletion")) }
    if charts.contains(where: \.hasUnknown) {
      items.append(("mark ring", .ring, "move to no version that is known"))
    }
    writeKey(items)
  }

  private static let movesChartLimit = 3

  /// Returns the moves of each name: `latest` first, then names that went back, then by their moves.
  private func movedNames() -> [[HistoryReport.Move]] {
    var places: [[[UInt8]]: Int] = [:]
    var names: [[HistoryReport.Move]] = []
    for move in page.report.moves {
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

  func writeSizes() {
    let releases = page.report.log.releases
    let figures = page.figures
    page.section("cadence-section", "Cadence and size") {
      let untagged = figures.released.count - figures.taggedCount
      if untagged > 0 {
        page.paragraph(
          "\(LogWords.count(untagged, "version")) without a tag \(untagged == 1 ? "is" : "are") not "
            + "counted here.")
      }
      if let (span, bars) = ReleaseBars.cadence(releases) {
        page.output.append("<h3>Releases per \(span)</h3>\n")
        if bars.contains(where: { $0.part > 0 }) {
          writeKey([("bar", nil, "releases"), ("bar part", nil, "prereleases")])
        }
        plot(bars, id: "cadence", title: "Releases per \(span)")
      } else {
        writeNothing()
      }
      let sizes = ReleaseBars.sizes(releases)
      if sizes.isEmpty { return }
      page.output.append("<h3>Commits per release</h3>\n")
      if figures.taggedCount > sizes.count {
        page.paragraph(
          "The newest \(sizes.count) of \(ReportPage.grouped(figures.taggedCount)) releases.")
      }
      plot(sizes, id: "sizes", title: "Commits per release")
    }
  }

  private func plot(_ bars: [BarChart.Bar], id: String, title: String) {
    let largest = bars.max { $0.count < $1.count }
    let most = largest.map { ", at most \($0.count) (\($0.label))" } ?? ""
    page.scroll(title) {
      BarChart(
        bars: bars, drawing: drawing, id: id, title: title,
        description: "\(bars.count) bars\(most); the table of releases has the same data."
      ).write()
    }
  }

  private typealias KeyItem = (class: String, shape: Drawing.Shape?, text: String)

  private func writeKey(_ items: [KeyItem]) {
    page.output.append("<ul class=\"key\">\n")
    for item in items {
      page.output.append("<li><svg viewBox=\"-7 -7 14 14\" aria-hidden=\"true\">")
      if let shape = item.shape {
        page.output.append("<path class=\"\(item.class)\" d=\"M0 0\(shape.path)\"/>")
      } else {
        page.output.append(
          "<rect class=\"\(item.class)\" x=\"-6\" y=\"-6\" width=\"12\" height=\"12\"/>")
      }
      page.output.append("</svg> \(item.text)</li>\n")
    }
    page.output.append("</ul>\n")
  }
}
