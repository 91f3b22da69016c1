internal import Changelogs
internal import GRDB
internal import Indexing

/// Records what changelogs of one repository said, inside the writer's transaction.
struct ChangelogRecorder {
  private let db: Database
  private let repo: Int64
  private let reading: ChangelogReading
  private let source: Int64
  private let log: ObservationLog
  private let table: ChangelogTable

  init(db: Database, repo: Int64, reading: ChangelogReading) throws {
    self.db = db
    self.repo = repo
    self.reading = reading
    source = try Self.source(db, repo, reading.sourceKind, reading.location)
    log = try ObservationLog(
      db: db, source: source, repository: reading.repository, location: reading.location,
      lookedAt: reading.readAt)
    table = ChangelogTable(db: db, repo: repo)
  }

  /// Returns the row of a place where changelogs are read.
  static func source(
    _ db: Database, _ repo: Int64, _ kind: ChangelogReading.SourceKind, _ location: [UInt8]
  ) throws -> Int64 {
    try db.execute(
      sql: """
        INSERT INTO source (repo, kind, location) VALUES (?, ?, CAST(? AS TEXT))
        ON CONFLICT DO NOTHING
        """, arguments: [repo, kind.rawValue, location.data])
    let source = try Int64.fetchOne(
      db, sql: "SELECT id FROM source WHERE repo = ? AND location = CAST(? AS TEXT)",
      arguments: [repo, location.data])
    guard let source else { throw StoreError(.corrupt, "a source cannot be read back") }
    return source
  }

  func record() throws -> ChangelogSummary {
    var summary = ChangelogSummary()
    for file in reading.files { try record(file, &summary) }
    if let tip = reading.tip {
      try db.execute(
        sql: "UPDATE repo SET changelog_tip = ? WHERE id = ?", arguments: [blob(tip), repo])
    }
    if reading.sourceKind == .changelog {
      try SourceState(db: db, source: source).update(
        isComplete: true, isWhole: true, at: log.observedAt, status: "complete")
    }
    try TextIndex.updateAll(in: db)
    return summary
  }

  private func record(_ file: ChangelogReading.File, _ summary: inout ChangelogSummary) throws {
    let seq = try log.append(.changelog, subject: file.path, grade: .imported) { body in
      body.set(.target, file.content)
      let versions = "versions \(file.versionCount)"
      let problems = (file.timeline.last?.problems ?? []) + file.absent
      body.set(.detail, ([versions] + problems.map(\.description)).joined(separator: "\n"))
    }
    if let path = file.previousPath { try rename(path, to: file.path) }
    let isNew = try row(of: file.path)?.wasOnBranch != true
    let changelog = try save(file, &summary)
    // Under a name that was not looked for, trees that were searched may have one, too.
    if isNew, reading.sourceKind == .git {
      try TagTreeRecorder.forgetSearchedTrees(of: repo, in: db)
    }
    var rows = ChangelogTable.OpenRows()
    if file.isWhole {
      try table.clear(changelog)
    } else {
      rows = try table.timeline(of: changelog).rows
    }
    var ids = rows.headings
    let syntax = file.timeline.last?.format.syntax
    let isMarkdown = syntax == .markdown || syntax == .json
    for (index, heading) in file.timeline.headings.enumerated() {
      let known = index < rows.headings.count ? rows.headings[index] : nil
      guard heading.isChanged || known == nil else { continue }
      let id = try table.save(
        heading, id: known, changelog: changelog, seq: seq, isMarkdown: isMarkdown,
        try times(heading.since, heading.until))
      if known == nil { ids.append(id) }
    }
    for (index, entry) in file.timeline.entries.enumerated() {
      let known = index < rows.entries.count ? rows.entries[index] : nil
      if known == nil { summary.newEntries += 1 }
      if entry.until != nil { summary.endedEntries += 1 }
      guard entry.isChanged || known == nil else { continue }
      try table.save(
        entry, id: known, heading: ids[entry.heading], isMarkdown: isMarkdown,
        try times(entry.since, entry.until, first: entry.firstSince))
    }
    let headings = file.timeline.headings.count { $0.until == nil }
    let entries = file.timeline.entries.count { $0.until == nil }
    try db.execute(
      sql: "UPDATE changelog SET versions = ?, entries = ? WHERE id = ?",
      arguments: [headings, entries, changelog])
    summary.files += 1
    summary.headings += headings
    summary.entries += entries
  }

  /// Returns the row of a changelog, and whether the default branch ever had it.
  private func row(of path: [UInt8]) throws -> (id: Int64, wasOnBranch: Bool)? {
    try Row.fetchOne(
      db,
      sql: """
        SELECT id, oid IS NOT NULL OR changed IS NOT NULL FROM changelog
        WHERE repo = ? AND path = CAST(? AS TEXT)
        """, arguments: [repo, path.data]
    ).map { (id: $0[0], wasOnBranch: $0[1]) }
  }

  /// Gives a changelog another name; if there was one of that name, they are one from now on.
  private func rename(_ path: [UInt8], to name: [UInt8]) throws {
    guard let row = try row(of: path) else { return }
    if let other = try self.row(of: name) {
      try db.execute(
        sql: "UPDATE changelog_release SET changelog = ? WHERE changelog = ?",
        arguments: [row.id, other.id])
      try db.execute(sql: "DELETE FROM changelog WHERE id = ?", arguments: [other.id])
    }
    try db.execute(
      sql: "UPDATE changelog SET path = CAST(? AS TEXT) WHERE id = ?",
      arguments: [name.data, row.id])
  }

  private func save(
    _ file: ChangelogReading.File, _ summary: inout ChangelogSummary
  ) throws -> Int64 {
    let timeline = file.timeline
    let remarks = ChangelogRemarks(timeline.last, absent: file.absent)
    if remarks.unreadLines > 0 || remarks.problems > 0 {
      summary.unclear.append(
        ChangelogSummary.Unclear(
          path: file.path, unreadLines: remarks.unreadLines, problems: remarks.problems,
          firstProblem: (timeline.last?.problems.first ?? file.absent.first)?.placedMessage))
    }
    let (since, changed) = (try time(timeline.since), try time(timeline.changed))
    let id = try Int64.fetchOne(
      db, sql: Self.saveFile,
      arguments: [
        "repo": repo, "source": source, "path": file.path.data,
        "format": timeline.last?.format.rawValue, "oid": file.content?.data,
        "commit": changed.commit, "changed": changed.at, "title": timeline.last?.title,
        "component": file.component?.data, "since": since.at, "since_commit": since.commit,
        "unread": remarks.unreadLines, "unread_text": remarks.unreadText, "frame": remarks.frame,
        "problems": remarks.problems, "problem_text": remarks.problemText,
        // Where no version could be read, what is known of the last one stays.
        "is_read": timeline.changed == nil ? 0 : 1,
      ])
    guard let id else { throw StoreError(.corrupt, "a changelog cannot be read back") }
    return id
  }

  private static let saveFile = """
    INSERT INTO changelog (repo, source, path, format, oid, commit_id, changed, title, component,
      since, since_commit, unread, unread_text, frame, problems, problem_text)
    VALUES (:repo, :source, CAST(:path AS TEXT), coalesce(:format, 'unknown'), :oid, :commit,
      :changed, :title, CAST(:component AS TEXT), :since, :since_commit, :unread, :unread_text,
      :frame, :problems, :problem_text)
    ON CONFLICT (repo, path) DO UPDATE SET source = :source, format = coalesce(:format, format),
      oid = :oid, title = coalesce(:title, title), component = excluded.component,
      since = :since, since_commit = :since_commit,
      commit_id = iif(:is_read, :commit, commit_id), changed = iif(:is_read, :changed, changed),
      unread = iif(:is_read, :unread, unread),
      unread_text = iif(:is_read, :unread_text, unread_text),
      frame = iif(:is_read, :frame, frame), problems = iif(:is_read, :problems, problems),
      problem_text = iif(:is_read, :problem_text, problem_text)
    RETURNING id
    """

  // MARK: Times

  private func times(
    _ since: ChangelogReading.Moment?, _ until: ChangelogReading.Moment?,
    first: ChangelogReading.Moment? = nil
  ) throws -> ChangelogTable.Times {
    ChangelogTable.Times(since: try time(since), until: try time(until), first: try time(first))
  }

  private func time(
    _ moment: ChangelogReading.Moment?
  ) throws -> (at: Int64?, commit: Int64?) {
    switch moment {
    case .commit(let id): try row(of: id) ?? (nil, nil)
    case .time(let time): (time, nil)
    case .recorded(let at, let commit): (at, commit)
    case nil: (nil, nil)
    }
  }

  private func row(of commit: ObjectID) throws -> (at: Int64?, commit: Int64?)? {
    try Row.fetchOne(
      db.cachedStatement(
        sql: "SELECT committer_time, id FROM commit_object WHERE oid = ? AND repo = ?"),
      arguments: [blob(commit), repo]
    ).map { (at: $0[0], commit: $0[1]) }
  }
}
