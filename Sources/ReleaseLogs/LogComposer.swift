internal import CommitGraph
internal import CommitMessages
package import HistoryStore
internal import QueryLanguage
package import Reports

/// Makes a release log of what the store knows.
///
/// Each commit is read once, however many releases have it.
package struct LogComposer {
  private let session: QuerySession
  private let history: ReleaseHistory
  private let request: LogRequest

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
    var read = CommitsRead(
      wanted: planned.reduce(into: CommitSet(capacity: history.graph.count)) {
        $0.formUnion($1.commits)
      },
      places: [Int32](repeating: -1, count: history.graph.count),
      reader: CommitReader(people: People(try session.people(), mailmap: request.mailmap)))
    try readCommits(&read, corrections)
    let copies = try session.equivalents(of: read.wanted, in: history)
    let contributions =
      try request.needsContributors
      ? Contributions(
        history, authors: session.authors(of: history), people: read.reader.people,
        starts: planned.compactMap(\.start)) : nil
    let texts = try ReleaseTexts(session, history)
    var releases: [ReleaseLog.Release] = []
    for part in planned {
      let members = read.members(of: part)
      if request.touching != nil, members.isEmpty { continue }
      if let limit = request.limit, releases.count == limit { break }
      var release = head(part)
      release.commitCount = members.count
      fill(&release, read.commits, members, Copies(copies, history, in: part.commits))
      // What a changelog calls unreleased is about the default branch.
      if part.release != nil || part.end == history.tip?.commit {
        texts.complete(&release, part.release.map { history.releases[$0] })
      }
      correct(&release, part.release.map { history.releases[$0] }, corrections)
      if let contributions {
        release.contributors = contributions.people(
          of: members.lazy.map { read.commits[$0] }, since: part.start, among: read.reader.people)
      }
      releases.append(release)
    }
    let commitCount = read.commits.count
    let people = request.needsContributors ? read.reader.people.totals(of: read.commits) : []
    try addLaterReverts(to: &read)
    LaterReversals.mark(&releases, read.commits)
    var log = ReleaseLog(
      project: Array(history.project.utf8), repository: Array(history.repository.utf8),
      web: request.web
        ?? history.url.flatMap { WebAddress(remote: Array($0.utf8), forge: request.forge) },
      isComplete: !history.notes.contains(where: \.isIncomplete), notes: history.notes,
      releases: releases)
    log.commitCount = commitCount
    log.people = people
    return log
  }

  /// The commits of a log, as they were read.
  private struct CommitsRead {
    let wanted: CommitSet
    /// The place of each commit in ``commits``, by its ordinal; -1 for one that does not count.
    var places: [Int32]
    var reader: CommitReader
    var commits: [ReadCommit] = []

    /// Returns the places of the commits of a release.
    func members(of part: PlannedRelease) -> [Int] {
      part.commits.compactMap { places[Int($0)] < 0 ? nil : Int(places[Int($0)]) }
    }
  }

  private func readCommits(_ read: inout CommitsRead, _ corrections: NoteCorrections) throws {
    read.commits.reserveCapacity(read.wanted.count)
    try session.readCommits(read.wanted, of: history) { row in
      if let touching = request.touching, !touching.contains(row.sha) { return }
      read.places[Int(row.commit)] = Int32(read.commits.count)
      read.commits.append(read.reader.read(row, correction: corrections.entry(of: row.sha)))
    }
    hide(&read.commits)
  }

  /// Adds the commits that the log does not have and that revert something, of those that are released
  /// or on the default branch: a log of one release knows what a later one took back.
  private func addLaterReverts(to read: inout CommitsRead) throws {
    var members = read.wanted.makeIterator()
    guard let first = members.next() else { return }
    let ends = history.releases.compactMap(\.commit) + [history.tip?.commit].compactMap(\.self)
    var later = history.graph.range(excluding: [], including: ends)
    later.subtract(read.wanted)
    if later.isEmpty { return }
    var found: [ReadCommit] = []
    try session.readPossibleReverts(later, of: history, after: first) { row in
      found.append(read.reader.read(row))
    }
    hide(&found)
    read.commits += found
  }

  /// Takes out the commits that the configuration hides.
  private func hide(_ commits: inout [ReadCommit]) {
    if request.hidden.isEmpty { return }
    let names = CommitNames(commits, Array(commits.indices))
    for name in request.hidden {
      guard let place = names.commit(named: name) else { continue }
      commits[place].entries = []
      commits[place].parts = []
      commits[place].omission = OmissionMessages.hidden
    }
  }

  private func head(_ part: PlannedRelease) -> ReleaseLog.Release {
    var release = ReleaseLog.Release(version: part.name)
    let record = part.release.map { history.releases[$0] }
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

  /// Adds entries and omissions, newest first.
  private func fill(
    _ release: inout ReleaseLog.Release, _ commits: [ReadCommit], _ members: [Int],
    _ copies: Copies
  ) {
    let cancelled = Cancellation(commits, members: members)
    let stacked = StackedChanges(
      commits, members: members.filter { cancelled.omissions[$0] == nil })
    release.entries.reserveCapacity(members.count)
    for member in members.reversed() {
      let commit = commits[member]
      let isHidden = commit.omission == OmissionMessages.hidden
      if let reason = isHidden ? commit.omission : cancelled.omissions[member] ?? commit.omission {
        release.skipped.append(
          ReleaseLog.Skipped(sha: commit.sha, subject: commit.subject, reason: reason))
      } else {
        var own = stacked.own(commits, member)
        copies.add(of: commit.commit, to: &own.entries)
        release.entries += own.entries
        release.skipped += own.skipped
      }
    }
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

/// Marks changes that a later release took back: they stay in both.
enum LaterReversals {
  /// - Parameter commits: All that were read.
  static func mark(_ releases: inout [ReleaseLog.Release], _ commits: [ReadCommit]) {
    var reverts: [[UInt8]: [UInt8]] = [:]
    var names: CommitNames?
    for commit in commits where !commit.isMerge && commit.entries.count > 0 {
      guard let reversal = commit.reversal, !reversal.isReapplication else { continue }
      let known = names ?? CommitNames(commits, Array(commits.indices))
      names = known
      for name in reversal.commits {
        guard let place = known.commit(named: name) else { continue }
        reverts[commits[place].sha] = commit.sha
      }
    }
    if reverts.isEmpty { return }
    for index in releases.indices {
      for entry in releases[index].entries.indices {
        guard let sha = releases[index].entries[entry].sha, let revert = reverts[sha] else {
          continue
        }
        releases[index].entries[entry].revertedBy = revert
      }
    }
  }
}

/// What other sources than commits say of releases.
private struct ReleaseTexts {
  private var headings: [Int64?: [ChangelogHeading]] = [:]
  private var lines: [Int64?: [ChangelogLine]] = [:]
  private let images: PublishedImages

  init(_ session: QuerySession, _ history: ReleaseHistory) throws {
    for heading in try session.changelogHeadings(of: history) {
      headings[heading.release, default: []].append(heading)
    }
    for line in try session.changelogLines(of: history) {
      lines[line.release, default: []].append(line)
    }
    images = try session.publishedImages(of: history)
  }

  /// Adds what is known of a release besides its commits.
  func complete(_ release: inout ReleaseLog.Release, _ record: ReleaseRecord?) {
    let headings = headings[record?.id] ?? []
    release.entries = CuratedChanges(lines[record?.id] ?? []).merged(with: release.entries)
    let notes = record?.notes ?? headings.lazy.compactMap(\.notes).first { !$0.isEmpty }
    release.summary = notes.map { Prose($0, form: .markdown) }
    guard let record else { return }
    release.isYanked = release.isYanked || headings.contains(where: \.isYanked)
    release.images = images.images(of: record).map { image in
      ReleaseLog.Image(
        repository: image.repository, tags: image.tags,
        digest: Array("sha256:\(HexDigits.text(image.digest))".utf8), precision: image.precision)
    }
    if let date = headings.first(where: { $0.isPage && $0.date != nil })?.date {
      release.date = date
      release.dateSource = .page
    } else if record.isTagged, release.dateSource != .tagger,
      let date = headings.lazy.compactMap(\.date).first
    {
      // The date of a commit may be much older than the release.
      release.date = date
      release.dateSource = .changelog
    }
  }
}
