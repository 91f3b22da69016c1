import QueryLanguage

/// Writes a log as CommonMark in the manner of Keep a Changelog.
///
/// A release is a heading of the second level that links to the comparison with the release before,
/// a group one of the third, an entry a list item with its links behind it. Whatever came from a
/// repository is inert: `InertMarkdown.swift` says how.
struct LogMarkdownWriter {
  private let log: ReleaseLog
  private let output: ByteWriter
  private let options: LogOptions
  private let sections: LogSections
  private let commitPrefix: String?
  private let pullRequestPrefix: String?
  private let issuePrefix: String?
  private let pullRequestSign: String

  init(_ log: ReleaseLog, _ output: ByteWriter, _ options: LogOptions) {
    self.log = log
    self.output = output
    self.options = options
    sections = LogSections(options.groups)
    commitPrefix = log.web?.commitPrefix
    pullRequestPrefix = log.web?.pullRequestPrefix
    issuePrefix = log.web?.issuePrefix
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
    output.append("# Changelog of ")
    output.appendInertMarkdown(log.project)
    output.append("\n")
    if !log.isComplete {
      output.append("\n\(LogWords.incomplete)\n")
    }
    if !log.notes.isEmpty { output.append("\n") }
    for note in log.notes {
      output.append("- \(note.code): ")
      output.appendInertMarkdown(note.message)
      output.append("\n")
    }
    if log.releases.isEmpty { output.append("\n\(LogWords.empty)\n") }
  }

  private func write(_ release: ReleaseLog.Release) {
    // Each block but the first stands behind a blank line.
    var gap = ""
    func block(_ write: () -> Void) {
      output.append(gap)
      gap = "\n"
      write()
    }
    if options.parts.contains(.headings) { block { writeHeading(release) } }
    let facts = options.parts.contains(.facts) ? LogWords.facts(of: release, options) : []
    if !facts.isEmpty { block { writeFacts(facts) } }
    if options.parts.contains(.summary), let summary = release.summary, !summary.bytes.isEmpty {
      block { writeBlocks(summary) }
    }
    sections.forEach(release.entries) { title, places in
      block {
        writeSectionTitle(title)
        for place in places { write(release.entries[place]) }
      }
    }
    if release.entries.isEmpty, release.summary == nil {
      block { output.append("\(LogWords.noEntries)\n") }
    }
    if options.parts.contains(.contributors), !release.contributors.isEmpty {
      block { writeContributors(release.contributors) }
    }
    if options.parts.contains(.images), !release.images.isEmpty {
      block { writeImages(release.images) }
    }
    if options.parts.contains(.skipped), !release.skipped.isEmpty {
      block { writeSkipped(release.skipped) }
    }
    if options.parts.contains(.compareLine), let address = release.comparison(in: log.web) {
      block { writeComparison(release, address) }
    }
  }

  private func writeHeading(_ release: ReleaseLog.Release) {
    output.append("## ")
    link(release.address(in: log.web)) {
      output.appendInertMarkdown(release.title, startsLine: true)
    }
    if let date = release.date, !release.isUnreleased {
      output.append(" - \(LogWords.day(date))")
    }
    output.append(release.isYanked ? " \\[YANKED\\]\n" : "\n")
  }

  private func writeFacts(_ facts: [[UInt8]]) {
    for (index, fact) in facts.enumerated() {
      if index > 0 { output.append("; ") }
      output.appendInertMarkdown(fact, startsLine: true)
    }
    output.append("\n")
  }

  private func writeSectionTitle(_ title: String) {
    output.append("### ")
    output.appendInertMarkdown(title, startsLine: true)
    output.append("\n\n")
  }

  private func writeComparison(_ release: ReleaseLog.Release, _ address: String) {
    output.append("All changes: ")
    link(address) {
      output.appendInertMarkdown(release.previous?.version ?? [])
      output.append("...")
      output.appendInertMarkdown(release.title)
    }
    output.append("\n")
  }

  private func link(_ address: String?, _ text: () -> Void) {
    guard let address else { return text() }
    output.append("[")
    text()
    output.append("](")
    output.append(address)
    output.append(")")
  }
}

// MARK: - Entries

extension LogMarkdownWriter {
  private func write(_ entry: ReleaseLog.Entry) {
    output.append("- ")
    let hasScope = !entry.scope.isEmpty
    if hasScope {
      output.append("**")
      output.appendInertMarkdown(entry.scope, startsLine: true)
      output.append(":** ")
    }
    switch entry.text.form {
    case .plain:
      if entry.text.bytes.isEmpty {
        output.append(LogWords.noText)
      } else {
        output.appendInertMarkdown(entry.text.bytes, startsLine: true)
      }
      writeReferences(entry)
      output.append("\n")
    case .markdown: writeCurated(entry)
    }
    if entry.isBreaking, let text = entry.breakingText, !text.bytes.isEmpty {
      output.append("\n")
      writeBlocks(text, indentation: "  ")
    }
  }

  /// Writes a curated text: its first paragraph with the references, what follows indented.
  ///
  /// A list item that begins with a blank line ends there, so text without a first paragraph is
  /// written as one.
  private func writeCurated(_ entry: ReleaseLog.Entry) {
    var blocks = CuratedText.blocks(of: entry.text.bytes)
    if case .paragraph(let line)? = blocks.first {
      output.append(CuratedMarkdown.text(of: [.paragraph(line)]))
      blocks.removeFirst()
    } else {
      let words = CuratedText.plainText(of: blocks)
      if words.allSatisfy({ $0 == 0x20 }) {
        output.append(LogWords.noText)
      } else {
        output.appendInertMarkdown(words, startsLine: true)
      }
      blocks = []
    }
    writeReferences(entry)
    output.append("\n")
    if blocks.isEmpty { return }
    output.append("\n")
    writeLines(CuratedMarkdown.text(of: blocks), indentation: "  ")
  }

  /// Writes ` (#12, abc1234)` and what else is known of a change.
  private func writeReferences(_ entry: ReleaseLog.Entry) {
    var separator = " ("
    func next() {
      output.append(separator)
      separator = ", "
    }
    if let number = entry.pullRequest {
      next()
      numberLink(pullRequestPrefix, pullRequestSign, number)
    }
    for issue in log.web == nil ? entry.unsaidIssues : entry.issues {
      next()
      write(issue: issue)
    }
    if options.parts.contains(.hashes), let sha = entry.sha {
      next()
      hashLink(sha)
    }
    if separator == ", " { output.append(")") }
    if options.parts.contains(.authors), !entry.authors.isEmpty {
      output.append(" by ")
      for (index, author) in entry.authors.enumerated() {
        if index > 0 { output.append(", ") }
        output.appendInertMarkdown(author)
      }
    }
    if !entry.equivalents.isEmpty || entry.revertedBy != nil { writeRelations(entry) }
  }

  private func writeRelations(_ entry: ReleaseLog.Entry) {
    if options.parts.contains(.copies) {
      ShownCopies(entry, options).forEachPiece { piece in
        switch piece {
        case .words(let words): output.append(words)
        case .name(let name): output.appendInertMarkdown(name)
        case .commit(let other): hashLink(other.sha, isLinked: other.repository == nil)
        }
      }
    }
    if let sha = entry.revertedBy {
      output.append("; **reverted** by ")
      hashLink(sha)
    }
  }

  private func write(issue: [UInt8]) {
    guard isIssueNumber(issue) else { return output.appendInertMarkdown(issue) }
    link(issuePrefix.map { $0 + String(decoding: issue, as: UTF8.self) }) {
      output.append("#")
      output.append(issue)
    }
  }

  private func numberLink(_ prefix: String?, _ sign: String, _ number: Int) {
    guard let prefix else {
      output.append(sign)
      return output.append(number)
    }
    output.append("[")
    output.append(sign)
    output.append(number)
    output.append("](")
    output.append(prefix)
    output.append(number)
    output.append(")")
  }

  /// - Parameter isLinked: Whether the commit is one of the log's repository.
  private func hashLink(_ sha: [UInt8], isLinked: Bool = true) {
    let commitPrefix = isLinked ? commitPrefix : nil
    output.append(commitPrefix == nil ? "`" : "[`")
    output.appendHash(sha, length: options.hashLength)
    guard let commitPrefix else { return output.append("`") }
    output.append("`](")
    output.append(commitPrefix)
    output.appendHash(sha)
    output.append(")")
  }

  private func writeBlocks(_ prose: Prose, indentation: String = "") {
    switch prose.form {
    case .plain:
      // Line ends of a commit's body are paragraphs of their own where a blank line was.
      for (index, paragraph) in PlainText.paragraphs(of: prose.bytes).enumerated() {
        output.append(index == 0 ? indentation : "\n\(indentation)")
        output.appendInertMarkdown(paragraph, startsLine: true)
        output.append("\n")
      }
    case .markdown:
      writeLines(
        CuratedMarkdown.text(of: CuratedText.blocks(of: prose.bytes)), indentation: indentation)
    }
  }

  private func writeLines(_ text: [UInt8], indentation: String) {
    for line in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if !line.isEmpty {
        output.append(indentation)
        output.append(Array(line))
      }
      output.append("\n")
    }
  }
}

// MARK: - Lists about a release

extension LogMarkdownWriter {
  private func writeContributors(_ contributors: [ReleaseLog.Contributor]) {
    writeSectionTitle("Contributors")
    for person in contributors {
      output.append("- ")
      output.appendInertMarkdown(
        person.name.isEmpty ? person.email : person.name, startsLine: true)
      output.append(" (\(LogWords.count(person.commitCount, "commit"))")
      output.append(person.isFirstTime ? ", first contribution)\n" : ")\n")
    }
  }

  private func writeImages(_ images: [ReleaseLog.Image]) {
    writeSectionTitle("Images")
    for image in images {
      output.append("- ")
      code(image.repository)
      for (index, tag) in image.tags.enumerated() {
        output.append(index == 0 ? ": " : ", ")
        code(tag)
      }
      output.append(" is ")
      code(image.digest)
      if !image.precision.isEmpty {
        output.append(" (")
        output.appendInertMarkdown(image.precision)
        output.append(")")
      }
      output.append("\n")
    }
  }

  private func writeSkipped(_ skipped: [ReleaseLog.Skipped]) {
    writeSectionTitle("Commits without an entry")
    for commit in skipped {
      output.append("- ")
      hashLink(commit.sha)
      output.append(" ")
      output.appendInertMarkdown(commit.subject)
      output.append(" (")
      output.appendInertMarkdown(commit.reason)
      output.append(")\n")
    }
  }

  private func code(_ text: [UInt8]) {
    if text.isEmpty { return output.append(LogWords.noText) }
    output.append(text.withUnsafeBytes { codeSpan($0) })
  }
}
