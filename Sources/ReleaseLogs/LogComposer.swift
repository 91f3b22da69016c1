internal import CommitGraph
internal import CommitMessages
package import HistoryStore
internal import QueryLanguage
internal import ReadAhead
package import Reports

/// Makes a release log of what the store knows.
///
/// Each commit is read once, however many releases have it.
package struct LogComposer {
  private let session: QuerySession
  private let history: ReleaseHistory
  private let request: LogRequest

  /// How many commits are held with their whole messages.
  private static let rowsAtOnce = 16_384

  package init(_ session: QuerySession, _ history: ReleaseHistory, _ request: LogRequest) {
    self.session = session
    self.history = history
    self.request = request
  }

  /// Reads the commits, changelogs and images, and returns the log.
  ///
  /// - Throws: ``StoreError``.
  package func compose() throws -> ReleaseLog {
    let planned = request.plan(history)
    let corrections = NoteCorrections(try session.gitNotes(of: history))
    var read = try readCommits(of: planned, corrections)
    var log = ReleaseLog(
      project: Array(history.project.utf8), repository: Array(history.repository.utf8),
      web: request.web
        ?? history.url.flatMap { WebAddress(remote: Array($0.utf8), forge: request.forge) },
      isComplete: !history.notes.contains(where: \.isIncomplete), notes: history.notes)
    try addReleases(planned, &read, corrections, to: &log)
    try addLaterReverts(to: &read, corrections)
    LaterReversals.mark(&log.releases, read.commits)
    return log
  }

  // MARK: Commits

  /// The commits of a log, as they were read.
  private struct CommitsRead {
    /// Those of all releases, also beyond the range or the paths that are shown: changelogs may speak of
    /// them.
    let wanted: CommitSet
    /// The place of each commit in ``commits``, by its ordinal; -1 for others.
    var places: [Int32]
    var reader: CommitReader
    var commits: [ReadCommit] = []

    /// Returns the places of the commits of a release.
    func members(of part: PlannedRelease) -> [Int] {
      part.all.compactMap { places[Int($0)] < 0 ? nil : Int(places[Int($0)]) }
    }
  }

  private func readCommits(
    of planned: [PlannedRelease], _ corrections: NoteCorrections
  ) throws -> CommitsRead {
    var read = CommitsRead(
      wanted: planned.reduce(into: CommitSet(capacity: history.graph.count)) {
        $0.formUnion($1.all)
      },
      places: [Int32](repeating: -1, count: history.graph.count),
      reader: CommitReader(people: People(try session.people(), mailmap: request.mailmap)))
    read.commits.reserveCapacity(read.wanted.count)
    var rows: [CommitRow] = []
    try session.readCommits(read.wanted, of: history) { row in
      read.places[Int(row.commit)] = Int32(read.commits.count + rows.count)
      rows.append(row)
      if rows.count == Self.rowsAtOnce {
        read.commits += read.reader.read(rows, corrections)
        rows.removeAll(keepingCapacity: true)
      }
    }
    read.commits += read.reader.read(rows, corrections)
    if let touching = request.touching {
      for place in read.commits.indices {
        read.commits[place].isElsewhere = !touching.contains(read.commits[place].sha)
      }
      placeMerges(&read)
    }
    hide(&read.commits)
    return read
  }

  /// Marks for merges whether they bring a commit that changes one of the paths.
  ///
  /// Git names each merge whose parents have different contents there, also if only the base of a branch
  /// was old.
  private func placeMerges(_ read: inout CommitsRead) {
    for place in read.commits.indices where read.commits[place].isMerge {
      let merge = read.commits[place].commit
      guard let first = history.graph.firstParent(of: merge) else { continue }
      let brought = history.graph.range(excluding: [first], including: [merge])
      read.commits[place].isElsewhere = !brought.contains { commit in
        let other = Int(read.places[Int(commit)])
        return other >= 0 && !read.commits[other].isMerge && !read.commits[other].isElsewhere
      }
    }
  }

  /// Adds the commits that the log does not have and that revert something, of those that are released
  /// or on the default branch: a log of one release knows what a later one took back.
  private func addLaterReverts(
    to read: inout CommitsRead, _ corrections: NoteCorrections
  ) throws {
    var members = read.wanted.makeIterator()
    guard let first = members.next() else { return }
    let ends = history.releases.compactMap(\.commit) + [history.tip?.commit].compactMap(\.self)
    var later = history.graph.range(excluding: [], including: ends)
    later.subtract(read.wanted)
    if later.isEmpty { return }
    var rows: [CommitRow] = []
    try session.readPossibleReverts(later, of: history, after: first) { rows.append($0) }
    var found = read.reader.read(rows, corrections)
    hide(&found)
    read.commits += found
  }

  /// Marks the commits that the configuration hides.
  private func hide(_ commits: inout [ReadCommit]) {
    if request.hidden.isEmpty { return }
    let names = CommitNames(commits, Array(commits.indices))
    for name in request.hidden {
      guard let place = names.commit(named: name) else { continue }
      commits[place].isHidden = true
    }
  }

  /// Returns what tells who is new; nil if people are not counted.
  ///
  /// Commits before the releases of the log are looked at for their co-authors, too.
  private func contributions(
    _ read: inout CommitsRead, _ planned: [PlannedRelease]
  ) throws -> Contributions? {
    guard request.needsContributors else { return nil }
    let starts = planned.compactMap(\.start)
    var coAuthors: [Contributions.CoAuthor] = []
    for commit in read.commits where commit.authors.count > 1 {
      coAuthors += commit.authors.map { .init(commit: commit.commit, person: $0) }
    }
    var earlier = history.graph.range(excluding: [], including: starts)
    earlier.subtract(read.wanted)
    try session.readPossiblyCoAuthored(earlier, of: history) { row in
      let message = CommitMessage(subject: row.subject[...], body: row.body[...])
      coAuthors += read.reader.coAuthors(message).map { .init(commit: row.commit, person: $0) }
    }
    return Contributions(
      history, authors: try session.authors(of: history), coAuthors: coAuthors,
      people: read.reader.people, starts: starts)
  }
}

// MARK: - Releases

extension LogComposer {
  private func addReleases(
    _ planned: [PlannedRelease], _ read: inout CommitsRead, _ corrections: NoteCorrections,
    to log: inout ReleaseLog
  ) throws {
    let copies = try session.equivalents(of: read.wanted, in: history)
    let contributions = try contributions(&read, planned)
    // Nothing says of what no commit has that it is about a path.
    let texts = try ReleaseTexts(session, history, keepsUnmatched: request.touching == nil)
    let (commits, people, history) = (read.commits, read.reader.people, history)
    let parts = parts(planned, read)
    let changes = mapOnAllCores(parts) { part in
      ReleaseChanges(
        commits, members: part.members, shown: part.shown,
        Copies(copies, history, in: part.planned.all))
    }
    var counted = CommitSet(capacity: history.graph.count)
    for (part, changes) in zip(parts, changes) {
      let record = part.planned.release.map { history.releases[$0] }
      var release = head(part.planned, record)
      release.commitCount = part.members.count
      release.leftOutCount = part.members.count - part.shown.count
      for member in part.shown { counted.insert(commits[member].commit) }
      release.entries = changes.entries
      release.skipped = changes.skipped
      // What a changelog calls unreleased is about the default branch.
      if record != nil || part.planned.end == history.tip?.commit {
        texts.complete(&release, record, changes.others)
      }
      correct(&release, record, corrections)
      if let contributions {
        release.contributors = contributions.people(
          of: part.shown.lazy.map { commits[$0] }, since: part.planned.start, among: people)
      }
      log.releases.append(release)
    }
    log.commitCount = counted.count
    if request.needsContributors {
      log.people = people.totals(of: commits.lazy.filter { counted.contains($0.commit) })
    }
  }

  /// A release with the places of its commits.
  private struct Part {
    let planned: PlannedRelease
    let members: [Int]
    /// Those that are within the range and the paths of the log.
    let shown: [Int]
  }

  /// Returns the releases that the log shows.
  private func parts(_ planned: [PlannedRelease], _ read: CommitsRead) -> [Part] {
    var parts: [Part] = []
    var count = 0
    for part in planned {
      let members = read.members(of: part)
      let shown = members.filter {
        !read.commits[$0].isElsewhere && part.commits.contains(read.commits[$0].commit)
      }
      if request.touching != nil, shown.isEmpty { continue }
      if part.release != nil {
        if count == request.limit { break }
        count += 1
      }
      parts.append(Part(planned: part, members: members, shown: shown))
    }
    return parts
  }

  private func head(_ part: PlannedRelease, _ record: ReleaseRecord?) -> ReleaseLog.Release {
    var release = ReleaseLog.Release(version: part.name)
    let line =
      record.map { history.lines[$0.line] } ?? request.line.map { history.lines[$0] }
    if let record {
      release.version = record.version
      release.tag = record.tag
      release.otherTags = record.otherTags
      release.date = record.date
      release.dateSource = record.dateSource.flatMap { .init(rawValue: $0.rawValue) }
      release.isPrerelease = record.isPrerelease
      release.isYanked = record.isYanked
    } else {
      release.isUnreleased = true
    }
    release.line = line?.key ?? []
    release.isMainLine = line?.isMain ?? true
    release.commit = part.sha
    release.rank = part.release
    release.previous = part.previous.map { place in
      ReleaseLog.Previous(
        version: history.releases[place].version, tag: history.releases[place].tag)
    }
    return release
  }

  /// Puts what the configuration says, or else what git notes say, to what changelogs say.
  private func correct(
    _ release: inout ReleaseLog.Release, _ record: ReleaseRecord?, _ corrections: NoteCorrections
  ) {
    guard let record else { return }
    if let text = release.tag.flatMap({ request.notes[$0] }) ?? request.notes[release.version] {
      release.summary = Prose(text, form: .markdown)
    } else {
      release.summary = corrections.summary(of: record, after: release.summary)
    }
  }
}
