internal import CommitMessages
internal import HistoryStore
internal import ReadAhead
internal import Reports

/// Reads what commits say of the changes that they make.
struct CommitReader {
  /// How many commits are read in one go on one core.
  private static let stretch = 256

  var people: People

  init(people: People) {
    self.people = people
  }

  /// Returns what commits bring to a release log, whatever releases they are in.
  ///
  /// The messages are read on all cores.
  ///
  /// - Parameter corrections: What is to be said instead of what messages say for release notes.
  mutating func read(_ rows: [CommitRow], _ corrections: NoteCorrections) -> [ReadCommit] {
    let messages = rows.map { row in
      let hints = MessageHints(row.subject).union(MessageHints(row.body))
      return (row: row, hints: hints, authors: authors(of: row, hints))
    }
    let reader = self
    return mapOnAllCores(messages, by: Self.stretch) { message in
      reader.read(
        message.row, message.hints, authors: message.authors,
        corrections.entry(of: message.row.sha))
    }
  }

  /// Returns the places of the commit's author and of those whom its message names as authors, each
  /// once.
  private mutating func authors(of row: CommitRow, _ hints: MessageHints) -> [Int] {
    var authors = [people.place(ofRow: row.author)].compactMap(\.self)
    guard hints.contains(.coAuthor) else { return authors }
    let message = CommitMessage(subject: row.subject[...], body: row.body[...])
    for place in coAuthors(message) where !authors.contains(place) { authors.append(place) }
    return authors
  }

  private func read(
    _ row: CommitRow, _ hints: MessageHints, authors: [Int], _ correction: CuratedNotes?
  ) -> ReadCommit {
    let message = CommitMessage(subject: row.subject[...], body: row.body[...])
    var result = ReadCommit(
      commit: row.commit, sha: row.sha, subject: row.subject, isMerge: row.parents > 1,
      authors: authors)
    let references =
      hints.contains(.reference) || row.subject.starts(with: Array("Merged PR".utf8))
      ? message.references : []
    result.pullRequest = Self.pullRequest(references)
    if hints.contains(.origin) { result.origins = Self.origins(message) }
    if hints.contains(.reversal) || row.subject.starts(with: Array("Reapply".utf8)) {
      result.reversal = message.reversal.map(Self.reversal)
    }
    let own = hints.isDisjoint(with: [.note, .changelog]) ? CuratedNotes() : CuratedNotes(message)
    fill(&result, message, references, correction ?? own)
    return result
  }

  /// Returns the places among the people of those whom a message names as authors.
  mutating func coAuthors(_ message: CommitMessage) -> [Int] {
    message.coAuthors.map { people.place(of: $0) }
  }

  private func fill(
    _ result: inout ReadCommit, _ message: CommitMessage, _ references: [Reference],
    _ notes: CuratedNotes
  ) {
    var message = message
    var classification = message.classification
    if result.isMerge {
      // Its commits are listed, so it only has an entry if it was written for one.
      guard !notes.texts.isEmpty else { return result.omission = OmissionMessages.merge }
    } else if notes.isNone {
      return result.omission = OmissionMessages.nothingToNote
    } else if classification.omissionReason == .merge {
      // A merge with one parent was squashed: the commits are nowhere else, and the title is below.
      let title = CommitMessage(message.body)
      if !title.subject.isEmpty, title.classification.omissionReason == nil {
        message = title
        classification = title.classification
      }
    } else if let reason = classification.omissionReason {
      return result.omission = OmissionMessages.message(reason)
    } else if classification.group == .releases, notes.texts.isEmpty {
      return result.omission = OmissionMessages.release
    }
    let changes = message.changes
    var entry = entry(
      message, classification, references, isSquash: !changes.isEmpty, of: result)
    if let group = notes.group { entry.group = .init(group) }
    if notes.texts.isEmpty {
      result.entries = [entry]
    } else {
      result.entries = notes.texts.map { text in
        var own = entry
        own.text = Prose(text)
        return own
      }
    }
    for change in changes { add(change, to: &result) }
  }

  /// Adds one of the changes that were squashed into a commit.
  private func add(_ change: SquashedChange, to result: inout ReadCommit) {
    let classification = change.message.classification
    if let reason = classification.omissionReason {
      result.parts.append(
        ReleaseLog.Skipped(
          sha: result.sha, subject: Array(change.message.subject),
          reason: OmissionMessages.message(reason)))
      return
    }
    // A list in a body is a list of changes only where they have types; git's own form always is one.
    guard classification.form == .conventional || change.commit != nil else {
      result.parts.append(
        ReleaseLog.Skipped(
          sha: result.sha, subject: Array(change.message.subject),
          reason: OmissionMessages.squashed))
      return
    }
    let entry = entry(
      change.message, classification, change.message.references, isSquash: false, of: result)
    let text = ComparedText.of(entry.text.bytes)
    if SquashNoise.matches(text) {
      result.parts.append(
        ReleaseLog.Skipped(
          sha: result.sha, subject: Array(change.message.subject),
          reason: OmissionMessages.review))
    } else if let title = result.entries.first, SquashNoise.isCutOff(title.text.bytes, text) {
      // Hosts cut off a long title: the commit itself has all of it.
      result.entries[0].text = entry.text
    } else if !result.entries.contains(where: { ComparedText.of($0.text.bytes) == text }) {
      result.entries.append(entry)
    }
  }

  private func entry(
    _ message: CommitMessage, _ classification: Classification, _ references: [Reference],
    isSquash: Bool, of commit: ReadCommit
  ) -> ReleaseLog.Entry {
    let summary = Self.withoutRequest(classification.summary, commit.pullRequest)
    var entry = ReleaseLog.Entry(group: .init(classification.group), text: Prose(Array(summary)))
    entry.scope = classification.area.map(Array.init) ?? []
    entry.sha = commit.sha
    entry.pullRequest = commit.pullRequest
    entry.authors = commit.authors.map { people.name(of: $0) }
    for reference in references where reference.role == .closes {
      let name = Self.issueName(reference)
      if !entry.issues.contains(name) { entry.issues.append(name) }
    }
    if message.isBreaking {
      let isMarked = message.conventional?.isMarkedBreaking ?? false
      let texts = message.footers.filter(\.isBreaking).map(\.value)
      entry.isBreaking = isMarked || !texts.isEmpty
      if !texts.isEmpty {
        entry.breakingText = Prose(Array(texts.joined(separator: Array("\n\n".utf8))))
      }
    }
    return entry
  }
}

// MARK: - Parts of messages

extension CommitReader {
  private static func pullRequest(_ references: [Reference]) -> Int? {
    references.first { $0.role == .ownRequest && $0.repository == nil }
      .flatMap { Int(exactly: $0.number) }
  }

  /// Returns the number of an issue of the same repository, or a name for one elsewhere.
  private static func issueName(_ reference: Reference) -> [UInt8] {
    let number = Array("\(reference.number)".utf8)
    guard let repository = reference.repository else { return number }
    let host = reference.host.map { Array($0) + Array("/".utf8) } ?? []
    return host + Array(repository) + Array("#".utf8) + number
  }

  /// Removes the number of the request at the end of a subject, which the entry has beside its text.
  private static func withoutRequest(
    _ summary: ArraySlice<UInt8>, _ number: Int?
  ) -> ArraySlice<UInt8> {
    guard let number, summary.last == UInt8(ascii: ")"),
      let open = summary.lastIndex(of: UInt8(ascii: "(")), open > summary.startIndex,
      summary[open...].dropLast().reversed().starts(with: "\(number)".utf8.reversed())
    else { return summary }
    let digits = summary.endIndex - 1 - "\(number)".utf8.count
    let sign = summary[digits - 1]
    guard sign == UInt8(ascii: "#") || sign == UInt8(ascii: "!") else { return summary }
    var end = open
    while end > summary.startIndex, summary[end - 1] == 0x20 { end -= 1 }
    return end > summary.startIndex ? summary[..<end] : summary
  }

  private static func origins(_ message: CommitMessage) -> [String] {
    message.origins.compactMap { origin in
      if case .commit(let name) = origin.source { name } else { nil }
    }
  }

  private static func reversal(_ reversal: CommitMessages.Reversal) -> ReadCommit.Reversal {
    ReadCommit.Reversal(
      subject: reversal.subject.map(Array.init), commits: reversal.commits,
      requests: reversal.requests.filter { $0.repository == nil }.compactMap {
        Int(exactly: $0.number)
      },
      isReapplication: reversal.isReapplication)
  }
}

/// What a message says for release notes in trailers and blocks of its own.
struct CuratedNotes {
  /// The texts that take the place of the subject.
  var texts: [[UInt8]] = []
  /// Whether there is nothing to note, as the message says.
  var isNone = false
  var group: CommitMessages.ChangeGroup?

  init() {}

  init(_ message: CommitMessage) {
    for note in message.releaseNotes {
      switch note.form {
      case .trailer, .fencedBlock:
        if note.isNone { isNone = true } else { texts.append(Self.line(note.text)) }
      case .changelogKind:
        let word = String(decoding: note.text, as: UTF8.self).lowercased()
        if let known = CommitMessages.ChangeGroup(type: word) {
          group = group ?? known
        } else if ["none", "skip", "no", "n/a", "ignore"].contains(word) {
          isNone = true
        } else if note.text.contains(0x20) {
          // Some projects write the text itself there.
          texts.append(Self.line(note.text))
        }
      }
    }
    if !texts.isEmpty { isNone = false }
  }

  /// Returns a text on one line.
  private static func line(_ text: ArraySlice<UInt8>) -> [UInt8] {
    Array(
      text.split { $0 == 0x0A || $0 == 0x0D || $0 == 0x20 || $0 == 0x09 }
        .joined(separator: [0x20]))
  }
}

extension Reports.ChangeGroup {
  /// The log's group for that of a message.
  init(_ group: CommitMessages.ChangeGroup) {
    switch group {
    case .features: self = .features
    case .fixes: self = .fixes
    case .security: self = .security
    case .performance: self = .performance
    case .deprecations: self = .deprecations
    case .removals: self = .removals
    case .changes: self = .changes
    case .refactoring: self = .refactoring
    case .documentation: self = .documentation
    case .style: self = .style
    case .tests: self = .tests
    case .build: self = .build
    case .continuousIntegration: self = .ci
    case .dependencies: self = .dependencies
    case .chores, .releases: self = .chores
    case .reverts: self = .reverts
    case .merges, .other: self = .other
    }
  }
}
