/// Writes the tables of a report's page: rows in the order of the history, with keys to sort by.
struct ReportTables {
  private let page: ReportPage
  private let output: ByteWriter

  init(_ page: ReportPage) {
    self.page = page
    output = page.output
  }

  private struct Column {
    var title: String
    /// `n` for numbers, `t` for times, `w` for long text, `p` for names of people.
    var look = ""
  }

  private func table(
    _ name: String, caption: String, _ columns: [Column], _ rows: () -> Void
  ) {
    page.scroll("Table of \(name)") {
      output.append("<table data-name=\"\(name)\">\n<caption>")
      output.appendHTML(caption)
      output.append("</caption>\n<thead><tr>")
      for column in columns {
        output.append(
          column.look.isEmpty ? "<th scope=\"col\">" : "<th scope=\"col\" class=\"\(column.look)\">"
        )
        output.append(column.title)
        output.append("</th>")
      }
      output.append("</tr></thead>\n<tbody>\n")
      rows()
      output.append("</tbody>\n</table>\n")
    }
  }

  private func cell(_ text: [UInt8]) {
    output.append("<td>")
    output.appendHTML(text)
    output.append("</td>")
  }

  private func cell(_ text: String) {
    output.append("<td>")
    output.appendHTML(text)
    output.append("</td>")
  }

  private func cell(_ number: Int) {
    output.append("<td class=\"n\">")
    output.append(number)
    output.append("</td>")
  }

  /// Writes the name of a release, which sorts by the order of versions.
  private func cell(_ release: ReleaseLog.Release?) {
    output.append("<td")
    writeKey(of: release)
    output.append(">")
    if let release { output.appendHTML(release.title) }
    output.append("</td>")
  }

  /// Writes what a release is sorted by: its place among all, behind which stands what is not released.
  private func writeKey(of release: ReleaseLog.Release?) {
    guard let release, release.rank != nil || release.isUnreleased else { return }
    output.append(" data-key=\"")
    output.append(release.rank ?? Int(Int32.max))
    output.append("\"")
  }

  private func cell(day: Int64?) {
    guard let day else { return output.append("<td class=\"t\"></td>") }
    output.append(
      "<td class=\"t\"><time datetime=\"\(timeText(day))\">\(LogWords.day(day))</time></td>")
  }

  private func cell(time: Int64?) {
    guard let time else { return output.append("<td class=\"t\"></td>") }
    output.append(
      "<td class=\"t\"><time datetime=\"\(timeText(time))\">\(minute(time))</time></td>")
  }

  private func tag(_ text: String, isBad: Bool = false) {
    output.append(isBad ? " <span class=\"tag bad\">" : " <span class=\"tag\">")
    output.append(text)
    output.append("</span>")
  }

  /// Returns a time such as `2024-03-06 14:30`.
  private func minute(_ time: Int64) -> String {
    let text = timeText(time)
    guard text.utf8.count >= TimeForm.whole else { return text }
    return text.prefix(10) + " " + text.dropFirst(11).prefix(5)
  }

  /// Tells that rows are left out, if any are.
  private func limited(_ count: Int, to limit: Int, _ noun: String) {
    if count <= limit { return }
    page.paragraph(
      "The table has \(ReportPage.grouped(limit)) of \(ReportPage.grouped(count)) \(noun); "
        + "the JSON report has all of them.")
  }
}

// MARK: - Releases and their changes

extension ReportTables {
  func writeReleases() {
    let log = page.report.log
    if log.releases.isEmpty { return page.paragraph(LogWords.empty) }
    limited(log.releases.count, to: page.options.rowLimit, "releases")
    let hasLines = log.releases.contains { !$0.isMainLine }
    var columns = [Column(title: "Version")]
    if hasLines { columns.append(Column(title: "Line")) }
    columns += [
      Column(title: "Date", look: "t"), Column(title: "Commits", look: "n"),
      Column(title: "Changes", look: "n"), Column(title: "Breaking", look: "n"),
      Column(title: "People", look: "n"), Column(title: "First-time", look: "n"),
      Column(title: "Images", look: "n"), Column(title: "Since"),
    ]
    table("releases", caption: "Releases, newest first", columns) {
      for release in log.releases.prefix(page.options.rowLimit) {
        write(release, hasLines: hasLines)
      }
    }
  }

  private func write(_ release: ReleaseLog.Release, hasLines: Bool) {
    output.append("<tr><td class=\"t\"")
    writeKey(of: release)
    output.append(">")
    page.link(page.report.log.web.flatMap { web in release.tag.flatMap { web.tag($0) } }) {
      output.appendHTML(release.title)
    }
    if release.isWithoutTag { tag("no tag") }
    if release.isPrerelease { tag("prerelease") }
    if release.isYanked { tag("yanked", isBad: true) }
    output.append("</td>")
    if hasLines { cell(release.line) }
    cell(day: release.date)
    cell(release.commitCount)
    cell(release.entries.count)
    cell(release.entries.count { $0.isBreaking })
    cell(release.contributors.count)
    cell(release.contributors.count { $0.isFirstTime })
    cell(release.images.count)
    output.append("<td>")
    if let previous = release.previous {
      page.link(release.comparison(in: page.report.log.web)) { output.appendHTML(previous.version) }
    }
    output.append("</td></tr>\n")
  }

  /// Writes the changes of the newest releases, as many whole ones as the limit allows.
  func writeChanges() {
    let log = page.report.log
    let total = page.figures.changeCount
    if total == 0 { return page.paragraph(LogWords.noEntries) }
    let limit = page.options.changeLimit
    let shown = min(limit, total)
    if shown < total {
      page.paragraph(
        "The page lists the newest \(ReportPage.grouped(shown)) of \(ReportPage.grouped(total)) "
          + "changes; the JSON report has all of them.")
    }
    output.append(
      "<details><summary>\(ReportPage.grouped(shown)) \(shown == 1 ? "change" : "changes")</summary>\n"
    )
    let columns = [
      Column(title: "Release"), Column(title: "Group"), Column(title: "Change", look: "w"),
      Column(title: "References"), Column(title: "By"),
    ]
    table("changes", caption: "Changes, those of the newest release first", columns) {
      var left = shown
      for release in log.releases where left > 0 {
        LogSections(page.options.groups).forEach(release.entries) { title, places in
          for place in places where left > 0 {
            write(release.entries[place], group: title, of: release)
            left -= 1
          }
        }
      }
    }
    output.append("</details>\n")
  }

  private func write(_ entry: ReleaseLog.Entry, group: String, of release: ReleaseLog.Release) {
    output.append("<tr>")
    cell(release)
    cell(group)
    output.append("<td class=\"w\">")
    if !entry.scope.isEmpty {
      output.append("<b>")
      output.appendHTML(entry.scope)
      output.append(":</b> ")
    }
    if entry.text.bytes.isEmpty {
      output.append(LogWords.noText)
    } else if entry.text.form == .plain {
      output.appendHTML(entry.text.bytes)
    } else {
      let blocks = CuratedText.blocks(of: entry.text.bytes)
      if case .paragraph(let line)? = blocks.first, blocks.count == 1 {
        output.appendHTML(line)
      } else {
        output.appendHTML(CuratedText.plainText(of: blocks))
      }
    }
    if entry.revertedBy != nil { tag("reverted", isBad: true) }
    output.append("</td><td>")
    writeReferences(entry)
    output.append("</td>")
    cell(Array(entry.authors.map(PublicName.of).joined(separator: [0x2C, 0x20])))
    output.append("</tr>\n")
  }

  private func writeReferences(_ entry: ReleaseLog.Entry) {
    let web = page.report.log.web
    var gap = ""
    func next() {
      output.append(gap)
      gap = " "
    }
    if let number = entry.pullRequest {
      next()
      page.link(web?.pullRequest(number)) {
        output.append(web?.pullRequestSign ?? "#")
        output.append(number)
      }
    }
    for issue in entry.issues {
      next()
      page.link(web?.issue(issue)) {
        if isIssueNumber(issue) { output.append("#") }
        output.appendHTML(issue)
      }
    }
    if let sha = entry.sha {
      next()
      page.link(web?.commit(sha)) {
        output.append("<code>")
        output.appendHash(sha, length: 7)
        output.append("</code>")
      }
    }
  }
}

// MARK: - Moves, people and sources

extension ReportTables {
  func writeMoves() {
    let moves = page.report.moves
    if page.report.selection != nil {
      page.paragraph("These are all moves of the project: the selection does not limit them.")
    }
    limited(moves.count, to: page.options.rowLimit, "moves")
    let columns = [
      Column(title: "Time", look: "t"), Column(title: "Name"), Column(title: "Repository"),
      Column(title: "Change"), Column(title: "From"), Column(title: "To"),
      Column(title: "Direction"),
      Column(title: "Time is"),
    ]
    output.append(
      "<details><summary>\(ReportPage.grouped(moves.count)) \(moves.count == 1 ? "move" : "moves")</summary>\n"
    )
    table("moves", caption: "Moves of names, newest first", columns) {
      for move in moves.suffix(page.options.rowLimit).reversed() {
        output.append("<tr>")
        cell(time: move.at)
        cell(move.name)
        cell(move.repository)
        cell(move.change.rawValue)
        cell(move.oldVersion ?? [])
        cell(move.newVersion ?? [])
        output.append("<td>")
        output.append(
          move.direction == .down ? "<span class=\"bad\">▼ down</span>" : move.direction.rawValue)
        output.append("</td>")
        cell(precision(of: move))
        output.append("</tr>\n")
      }
    }
    output.append("</details>\n")
  }

  private func precision(of move: HistoryReport.Move) -> String {
    guard move.precision == .bounded, let earliest = move.earliest else {
      return move.precision.rawValue
    }
    return "bounded, not before \(minute(earliest))"
  }

  func writePeople() {
    let people = page.figures.people
    let releases = page.report.log.releases
    if people.isEmpty { return page.paragraph("No contributors are recorded.") }
    limited(people.count, to: page.options.rowLimit, "contributors")
    let columns = [
      Column(title: "Name", look: "p"), Column(title: "Commits", look: "n"),
      Column(title: "Releases", look: "n"), Column(title: "First release"),
      Column(title: "Last release"),
    ]
    table("contributors", caption: "Contributors, those with most commits first", columns) {
      for person in people.prefix(page.options.rowLimit) {
        output.append("<tr><td class=\"p\"><bdi>")
        output.appendHTML(PublicName.of(person.person.name))
        output.append("</bdi></td>")
        cell(person.person.commitCount)
        cell(person.releaseCount)
        cell(person.oldest.map { releases[$0] })
        cell(person.newest.map { releases[$0] })
        output.append("</tr>\n")
      }
    }
  }

  func writeCoverage() {
    let rows = page.report.coverage
    if rows.isEmpty { return page.paragraph("No source is recorded.") }
    let columns = [
      Column(title: "Source"), Column(title: "Kind"), Column(title: "Repository"),
      Column(title: "First look", look: "t"), Column(title: "Last look", look: "t"),
      Column(title: "Gaps", look: "n"), Column(title: "State"),
    ]
    table("sources", caption: "What this report rests on", columns) {
      for row in rows {
        output.append("<tr>")
        cell(row.source)
        cell(row.kind)
        cell(row.repository)
        cell(time: row.firstSeen)
        cell(time: row.lastSeen)
        cell(row.gaps)
        cell(row.status)
        output.append("</tr>\n")
      }
    }
  }
}
