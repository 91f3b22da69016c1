extension ReleaseLog {
  /// The forms in which a log can be written.
  package enum Format: String, CaseIterable, Hashable, Sendable {
    /// CommonMark in the manner of Keep a Changelog.
    case markdown
    /// Text for people at a terminal.
    case text
    /// A page of its own or a part of one.
    case html
    /// One object, as `docs/schemas/release-log.schema.json` describes it.
    case json
  }

  /// Writes the log as a document and flushes the output.
  ///
  /// It streams: no more than one entry is kept in memory besides the log. Throws the first failure
  /// of the output.
  package func write(
    as format: Format, to output: ByteWriter, options: LogOptions = LogOptions()
  ) throws(OutputError) {
    switch format {
    case .markdown: try LogMarkdownWriter(self, output, options).write()
    case .text: try LogTextWriter(self, output, options).write()
    case .html: try LogHTMLWriter(self, output, options).write()
    case .json: try LogJSONWriter(self, output).write()
    }
    try output.flush()
  }
}

/// The words of documents that people read.
enum LogWords {
  /// Returns a number with a noun, such as `1 commit` or `12 commits`.
  static func count(_ number: Int, _ noun: String) -> String {
    number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
  }

  /// Returns a day such as `2024-03-06`.
  static func day(_ microseconds: Int64) -> String {
    let time = timeText(microseconds)
    return time.utf8.count >= TimeForm.whole ? String(time.prefix(10)) : time
  }

  /// Returns what there is to say about a release besides its version and day.
  ///
  /// Names in it are bytes from outside, so each part is text that is not escaped yet.
  /// What dates it belongs to the heading, where the date stands.
  static func facts(of release: ReleaseLog.Release, _ options: LogOptions) -> [[UInt8]] {
    var facts: [[UInt8]] = []
    if release.isPrerelease { facts.append(Array("prerelease".utf8)) }
    if !release.isMainLine {
      facts.append(
        release.line.isEmpty
          ? Array("on a line beside the main one".utf8)
          : Array("line ".utf8) + release.line)
    }
    if let previous = release.previous {
      // A version of a line beside the main one is only told apart by its tag.
      let name = release.isMainLine ? previous.version : previous.tag ?? previous.version
      facts.append(Array("\(commits(of: release)) since ".utf8) + name)
    } else if release.commitCount > 0 {
      facts.append(Array(commits(of: release).utf8))
    }
    if release.isWithoutTag { facts.append(Array(noTag.utf8)) }
    if let tag = release.tag, tag != release.title { facts.append(Array("tag ".utf8) + tag) }
    if !release.otherTags.isEmpty {
      facts.append(
        Array("also tagged ".utf8) + release.otherTags.joined(separator: Array(", ".utf8)))
    }
    if release.dateSource == .commit, options.parts.contains(.headings) {
      facts.append(Array("dated by its commit".utf8))
    }
    return facts
  }

  /// Returns how many commits a release has, such as `12 commits`, or `1 of 12 commits` of which the log is
  /// about one.
  private static func commits(of release: ReleaseLog.Release) -> String {
    let all = count(release.commitCount, "commit")
    return release.leftOutCount == 0
      ? all : "\(release.commitCount - release.leftOutCount) of \(all)"
  }

  static let incomplete = "This log is incomplete."
  static let noTag = "no tag of it is known"
  static let empty = "There are no releases."
  static let noEntries = "No changes are recorded."
  static let noVersion = "(no version)"
  static let noText = "(no text)"
}

extension ReleaseLog.Release {
  /// The version, or what stands in its place; on a line beside the main one the tag, since several lines
  /// may have one version.
  var title: [UInt8] {
    if version.isEmpty { return Array((isUnreleased ? "Unreleased" : LogWords.noVersion).utf8) }
    return isMainLine ? version : tag ?? version
  }

  /// Whether it is a release that only a changelog, a page or an image knows.
  var isWithoutTag: Bool { tag == nil && !isUnreleased }

  /// The ref that holds the release: its tag, or the commit for what is not tagged.
  var ref: [UInt8]? {
    tag ?? commit.map { Array(hexText($0).utf8) }
  }

  /// The page that compares the release with the one before, else the page of its tag.
  func address(in web: WebAddress?) -> String? {
    comparison(in: web) ?? web.flatMap { web in tag.flatMap { web.tag($0) } }
  }

  /// The page that compares the release with the one before.
  func comparison(in web: WebAddress?) -> String? {
    guard let web, let tag = previous?.tag, let ref else { return nil }
    return web.comparison(from: tag, to: ref)
  }
}

extension ByteWriter {
  /// Appends the first digits of a commit's id.
  func appendHash(_ sha: [UInt8], length: Int) {
    let digits = min(length, 2 * sha.count)
    let bytes = (digits + 1) / 2
    sha.withUnsafeBytes { sha in
      let count = writeHex(UnsafeRawBufferPointer(rebasing: sha.prefix(bytes)), reserve(2 * bytes))
      commit(count - digits & 1)
    }
  }

  /// Appends all digits of a commit's id.
  func appendHash(_ sha: [UInt8]) {
    appendHash(sha, length: 2 * sha.count)
  }

  /// Appends a whole number.
  func append(_ number: Int) {
    commit(writeInteger(Int64(number), reserve(numberTextRoom)))
  }
}

extension ReleaseLog.Entry {
  /// The issues that its text does not name itself: without links another mention says nothing.
  var unsaidIssues: [[UInt8]] {
    issues.filter { issue in
      guard issue.allSatisfy({ 0x30...0x39 ~= $0 }) else { return true }
      return !names(issue)
    }
  }

  /// Whether `#` and the digits stand in the text, and no further digit behind them.
  private func names(_ digits: [UInt8]) -> Bool {
    let bytes = text.bytes
    let word = [UInt8(ascii: "#")] + digits
    guard bytes.count >= word.count else { return false }
    return (0...bytes.count - word.count).contains { start in
      let end = start + word.count
      return bytes[start] == word[0] && bytes[start..<end].elementsEqual(word)
        && !(end < bytes.count && 0x30...0x39 ~= bytes[end])
    }
  }
}
