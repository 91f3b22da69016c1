import QueryLanguage

/// Writes a log as HTML: a section for each release, in a page of its own or as a part of one.
///
/// It loads nothing and runs nothing. Headings begin at the first level in a page and at the second
/// in a fragment, so that a fragment has its place below the page's own title.
struct LogHTMLWriter {
  private let log: ReleaseLog
  private let output: ByteWriter
  private let options: LogOptions
  private let sections: LogSections
  private let commitPrefix: String?
  private let pullRequestPrefix: String?
  private let pullRequestSign: String

  init(_ log: ReleaseLog, _ output: ByteWriter, _ options: LogOptions) {
    self.log = log
    self.output = output
    self.options = options
    sections = LogSections(options.groups)
    commitPrefix = log.web?.commitPrefix
    pullRequestPrefix = log.web?.pullRequestPrefix
    pullRequestSign = log.web?.pullRequestSign ?? "#"
  }

  func write() throws(OutputError) {
    if !options.isFragment {
      output.append(Self.head)
      output.append("<title>Changelog of ")
      output.appendHTML(log.project)
      output.append("</title>\n</head>\n<body>\n<main>\n")
    }
    if options.parts.contains(.title) { writeTitle() }
    for release in log.releases {
      write(release)
      try output.check()
    }
    if !options.isFragment { output.append("</main>\n</body>\n</html>\n") }
  }

  private static let head = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" \
    content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="referrer" content="no-referrer">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <style>
    :root { color-scheme: light dark }
    body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 50rem; padding: 1rem }
    h2 { border-bottom: 1px solid; margin-top: 2.5rem }
    li { overflow-wrap: anywhere }
    .facts, .more { opacity: .75 }
    code, pre { font-size: .9em }
    pre { overflow-x: auto }
    @media print { a { color: inherit } section { break-inside: auto } h2, h3 { break-after: avoid } }
    </style>

    """

  private func writeTitle() {
    output.append(options.isFragment ? "<h2>Changelog of " : "<h1>Changelog of ")
    output.appendHTML(log.project)
    output.append(options.isFragment ? "</h2>\n" : "</h1>\n")
    if !log.isComplete { output.append("<p><strong>\(LogWords.incomplete)</strong></p>\n") }
    if !log.notes.isEmpty {
      output.append("<ul>\n")
      for note in log.notes {
        output.append("<li>")
        output.appendHTML("\(note.code): \(note.message)")
        output.append("</li>\n")
      }
      output.append("</ul>\n")
    }
    if log.releases.isEmpty { output.append("<p>\(LogWords.empty)</p>\n") }
  }

  private func write(_ release: ReleaseLog.Release) {
    output.append("<section>\n")
    if options.parts.contains(.headings) { writeHeading(release) }
    let facts = options.parts.contains(.facts) ? LogWords.facts(of: release, options) : []
    if !facts.isEmpty {
      output.append("<p class=\"facts\">")
      output.appendHTML(Array(facts.joined(separator: [0x3B, 0x20])))
      output.append("</p>\n")
    }
    if options.parts.contains(.summary), let summary = release.summary { writeProse(summary) }
    sections.forEach(release.entries) { title, places in
      writeList(title, places) { write(release.entries[$0]) }
    }
    if release.entries.isEmpty, release.summary == nil {
      output.append("<p>\(LogWords.noEntries)</p>\n")
    }
    if options.parts.contains(.contributors) {
      writeList("Contributors", release.contributors) { write($0) }
    }
    if options.parts.contains(.images) { writeList("Images", release.images) { write($0) } }
    if options.parts.contains(.skipped) {
      writeList("Commits without an entry", release.skipped) { write($0) }
    }
    if options.parts.contains(.compareLine), let address = release.comparison(in: log.web) {
      output.append("<p>")
      link(address) { output.append("All changes") }
      output.append("</p>\n")
    }
    output.append("</section>\n")
  }

  private func writeHeading(_ release: ReleaseLog.Release) {
    output.append("<h2>")
    link(release.address(in: log.web)) { output.appendHTML(release.title) }
    if let date = release.date, !release.isUnreleased {
      output.append(" <time datetime=\"\(timeText(date))\">\(LogWords.day(date))</time>")
    }
    if release.isYanked { output.append(" <strong>yanked</strong>") }
    output.append("</h2>\n")
  }

  /// Writes a titled list; nothing if it is empty.
  private func writeList<Element>(
    _ title: String, _ elements: [Element], _ write: (Element) -> Void
  ) {
    if elements.isEmpty { return }
    output.append("<h3>")
    output.appendHTML(title)
    output.append("</h3>\n<ul>\n")
    for element in elements {
      output.append("<li>")
      write(element)
      output.append("</li>\n")
    }
    output.append("</ul>\n")
  }

  private func link(_ address: String?, _ text: () -> Void) {
    guard let address else { return text() }
    output.append("<a href=\"")
    output.appendHTML(address)
    output.append("\">")
    text()
    output.append("</a>")
  }

  private func writeProse(_ prose: Prose) {
    switch prose.form {
    case .plain:
      for paragraph in PlainText.paragraphs(of: prose.bytes) {
        output.append("<p>")
        output.appendHTML(paragraph)
        output.append("</p>\n")
      }
    case .markdown: output.appendHTML(CuratedText.blocks(of: prose.bytes))
    }
  }
}

// MARK: - Entries

extension LogHTMLWriter {
  private func write(_ entry: ReleaseLog.Entry) {
    if !entry.scope.isEmpty {
      output.append("<b>")
      output.appendHTML(entry.scope)
      output.append(":</b> ")
    }
    var further: [CuratedBlock] = []
    if entry.text.bytes.isEmpty {
      output.append(LogWords.noText)
    } else if entry.text.form == .plain {
      output.appendHTML(entry.text.bytes)
    } else {
      further = CuratedText.blocks(of: entry.text.bytes)
      if case .paragraph(let line)? = further.first {
        output.appendHTML(line)
        further.removeFirst()
      }
    }
    writeReferences(entry)
    output.appendHTML(further)
    if entry.isBreaking, let text = entry.breakingText { writeProse(text) }
  }

  private func writeReferences(_ entry: ReleaseLog.Entry) {
    var separator = " <span class=\"more\">("
    func next() {
      output.append(separator)
      separator = ", "
    }
    if let number = entry.pullRequest {
      next()
      link(pullRequestPrefix.map { "\($0)\(number)" }) {
        output.append(pullRequestSign)
        output.append(number)
      }
    }
    for issue in log.web == nil ? entry.unsaidIssues : entry.issues {
      next()
      link(log.web?.issue(issue)) {
        if isIssueNumber(issue) { output.append("#") }
        output.appendHTML(issue)
      }
    }
    if options.parts.contains(.hashes), let sha = entry.sha {
      next()
      hashLink(sha)
    }
    if separator == ", " { output.append(")</span>") }
    if options.parts.contains(.authors), !entry.authors.isEmpty {
      output.append(" by ")
      output.appendHTML(Array(entry.authors.joined(separator: [0x2C, 0x20])))
    }
    if options.parts.contains(.copies) {
      ShownCopies(entry, options).forEachPiece { piece in
        switch piece {
        case .words(let words): output.append(words)
        case .name(let name): output.appendHTML(name)
        case .commit(let other): hashLink(other.sha, isLinked: other.repository == nil)
        }
      }
    }
    if let sha = entry.revertedBy {
      output.append("; <strong>reverted</strong> by ")
      hashLink(sha)
    }
  }

  /// - Parameter isLinked: Whether the commit is one of the log's repository.
  private func hashLink(_ sha: [UInt8], isLinked: Bool = true) {
    let commitPrefix = isLinked ? commitPrefix : nil
    if let commitPrefix {
      output.append("<a href=\"")
      output.append(commitPrefix)
      output.appendHash(sha)
      output.append("\">")
    }
    output.append("<code>")
    output.appendHash(sha, length: options.hashLength)
    output.append(commitPrefix == nil ? "</code>" : "</code></a>")
  }

  private func write(_ person: ReleaseLog.Contributor) {
    output.append("<bdi>")
    output.appendHTML(person.name.isEmpty ? person.email : person.name)
    output.append("</bdi> (\(LogWords.count(person.commitCount, "commit"))")
    output.append(person.isFirstTime ? ", first contribution)" : ")")
  }

  private func write(_ image: ReleaseLog.Image) {
    code(image.repository)
    for (index, tag) in image.tags.enumerated() {
      output.append(index == 0 ? ": " : ", ")
      code(tag)
    }
    output.append(" is ")
    code(image.digest)
    if !image.precision.isEmpty { output.appendHTML(" (\(image.precision))") }
  }

  private func write(_ skipped: ReleaseLog.Skipped) {
    hashLink(skipped.sha)
    output.append(" ")
    output.appendHTML(skipped.subject)
    output.appendHTML(" (\(skipped.reason))")
  }

  private func code(_ text: [UInt8]) {
    output.append("<code>")
    output.appendHTML(text)
    output.append("</code>")
  }
}
