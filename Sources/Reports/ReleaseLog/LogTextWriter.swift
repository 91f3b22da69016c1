import QueryLanguage

/// Writes a log as text for people at a terminal: nothing in it acts on the terminal.
struct LogTextWriter {
  private let log: ReleaseLog
  private let output: ByteWriter
  private let options: LogOptions
  private let sections: LogSections
  private let pullRequestSign: String

  init(_ log: ReleaseLog, _ output: ByteWriter, _ options: LogOptions) {
    self.log = log
    self.output = output
    self.options = options
    sections = LogSections(options.groups)
    pullRequestSign = log.web?.pullRequestSign ?? "#"
  }

  func write() throws(OutputError) {
    if options.parts.contains(.title) { writeTitle() }
    for (index, release) in log.releases.enumerated() {
      if index > 0 || options.parts.contains(.title) { output.append("\n") }
      write(release)
      try output.check()
    }
  }

  private func writeTitle() {
    output.append("Changelog of ")
    output.appendVisible(log.project)
    output.append("\n")
    if !log.isComplete { output.append("\(LogWords.incomplete)\n") }
    for note in log.notes {
      output.append("\(note.code): ")
      output.appendVisible(Array(note.message.utf8))
      output.append("\n")
    }
    if log.releases.isEmpty { output.append("\(LogWords.empty)\n") }
  }

  private func write(_ release: ReleaseLog.Release) {
    if options.parts.contains(.headings) { writeHeading(release) }
    if options.parts.contains(.facts) { writeFacts(release) }
    if options.parts.contains(.summary), let summary = release.summary {
      writeProse(summary, indentation: "  ")
    }
    sections.forEach(release.entries) { title, places in
      writeSectionTitle(title)
      for place in places { write(release.entries[place]) }
    }
    if release.entries.isEmpty, release.summary == nil {
      output.append("\n  \(LogWords.noEntries)\n")
    }
    if options.parts.contains(.contributors), !release.contributors.isEmpty {
      writeContributors(release.contributors)
    }
    if options.parts.contains(.images), !release.images.isEmpty { writeImages(release.images) }
    if options.parts.contains(.skipped), !release.skipped.isEmpty { writeSkipped(release.skipped) }
    if options.parts.contains(.compareLine), let address = release.comparison(in: log.web) {
      output.append("\n  All changes: \(address)\n")
    }
  }

  private func writeHeading(_ release: ReleaseLog.Release) {
    output.appendVisible(release.title)
    if let date = release.date, !release.isUnreleased {
      output.append("  \(LogWords.day(date))")
    }
    output.append(release.isYanked ? "  [YANKED]\n" : "\n")
  }

  private func writeFacts(_ release: ReleaseLog.Release) {
    let facts = LogWords.facts(of: release, options)
    if facts.isEmpty { return }
    output.append("  ")
    for (index, fact) in facts.enumerated() {
      if index > 0 { output.append("; ") }
      output.appendVisible(fact)
    }
    output.append("\n")
  }

  private func writeSectionTitle(_ title: String) {
    output.append("\n  ")
    output.appendVisible(Array(title.utf8))
    output.append("\n")
  }

  private func write(_ entry: ReleaseLog.Entry) {
    output.append("  - ")
    if !entry.scope.isEmpty {
      output.appendVisible(entry.scope)
      output.append(": ")
    }
    var further: [[UInt8]] = []
    if entry.text.bytes.isEmpty {
      output.append(LogWords.noText)
    } else if entry.text.form == .plain {
      output.appendVisible(entry.text.bytes)
    } else {
      further = CuratedText.plainLines(of: CuratedText.blocks(of: entry.text.bytes))
      if !further.isEmpty { output.append(further.removeFirst()) }
    }
    writeReferences(entry)
    output.append("\n")
    writeLines(further, indentation: "    ")
    if entry.isBreaking, let text = entry.breakingText { writeProse(text, indentation: "    ") }
  }

  private func writeReferences(_ entry: ReleaseLog.Entry) {
    var separator = " ("
    func next() {
      output.append(separator)
      separator = ", "
    }
    if let number = entry.pullRequest {
      next()
      output.append(pullRequestSign)
      output.append(number)
    }
    for issue in entry.unsaidIssues {
      next()
      if isIssueNumber(issue) { output.append("#") }
      output.appendVisible(issue)
    }
    if options.parts.contains(.hashes), let sha = entry.sha {
      next()
      output.appendHash(sha, length: options.hashLength)
    }
    if separator == ", " { output.append(")") }
    if options.parts.contains(.authors), !entry.authors.isEmpty {
      output.append(" by ")
      output.appendVisible(Array(entry.authors.joined(separator: [0x2C, 0x20])))
    }
    if options.parts.contains(.copies) {
      ShownCopies(entry, options).forEachPiece { piece in
        switch piece {
        case .words(let words): output.append(words)
        case .name(let name): output.appendVisible(name)
        case .commit(let other): output.appendHash(other.sha, length: options.hashLength)
        }
      }
    }
    if let sha = entry.revertedBy {
      output.append("; reverted by ")
      output.appendHash(sha, length: options.hashLength)
    }
  }

  private func writeProse(_ prose: Prose, indentation: String) {
    let lines =
      prose.form == .plain
      ? PlainText.paragraphs(of: prose.bytes)
      : CuratedText.plainLines(of: CuratedText.blocks(of: prose.bytes))
    writeLines(lines, indentation: indentation)
  }

  private func writeLines(_ lines: [[UInt8]], indentation: String) {
    for line in lines {
      if !line.isEmpty {
        output.append(indentation)
        output.appendVisible(line)
      }
      output.append("\n")
    }
  }

  private func writeContributors(_ contributors: [ReleaseLog.Contributor]) {
    writeSectionTitle("Contributors")
    for person in contributors {
      output.append("  - ")
      output.appendVisible(person.name.isEmpty ? person.email : person.name)
      output.append(" (\(LogWords.count(person.commitCount, "commit"))")
      output.append(person.isFirstTime ? ", first contribution)\n" : ")\n")
    }
  }

  private func writeImages(_ images: [ReleaseLog.Image]) {
    writeSectionTitle("Images")
    for image in images {
      output.append("  - ")
      output.appendVisible(image.repository)
      for (index, tag) in image.tags.enumerated() {
        output.append(index == 0 ? ": " : ", ")
        output.appendVisible(tag)
      }
      output.append(" is ")
      output.appendVisible(image.digest)
      if !image.precision.isEmpty { output.appendVisible(Array(" (\(image.precision))".utf8)) }
      output.append("\n")
    }
  }

  private func writeSkipped(_ skipped: [ReleaseLog.Skipped]) {
    writeSectionTitle("Commits without an entry")
    for commit in skipped {
      output.append("  - ")
      output.appendHash(commit.sha, length: options.hashLength)
      output.append(" ")
      output.appendVisible(commit.subject)
      output.appendVisible(Array(" (\(commit.reason))".utf8))
      output.append("\n")
    }
  }
}

extension ByteWriter {
  /// Appends text in which nothing acts on a terminal.
  func appendVisible(_ text: [UInt8]) {
    text.withUnsafeBytes { bytes in
      if isPrintableASCII(bytes) { return append(bytes) }
      var visible: [UInt8] = []
      visible.appendVisible(bytes)
      append(visible)
    }
  }
}
