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
    try db.execute(
      sql: """
        INSERT INTO source (repo, kind, location) VALUES (?, ?, CAST(? AS TEXT))
        ON CONFLICT DO NOTHING
        """, arguments: [repo, reading.sourceKind.rawValue, reading.location.data])
    let source = try Int64.fetchOne(
      db, sql: "SELECT id FROM source WHERE repo = ? AND location = CAST(? AS TEXT)",
      arguments: [repo, reading.location.data])
    guard let source else { throw StoreError(.corrupt, "a source cannot be read back") }
    self.source = source
    log = try ObservationLog(
      db: db, source: source, repository: reading.repository, location: reading.location,
      lookedAt: reading.readAt)
    table = ChangelogTable(db: db, repo: repo)
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
      body.set(.detail, ([versions] + file.problems).joined(separator: "\n"))
    }
    let changelog = try save(file)
    var rows = ChangelogTable.OpenRows()
    if file.isWhole {
      try table.clear(changelog)
    } else {
      rows = try table.timeline(of: changelog).rows
    }
    var ids = rows.headings
    let syntax = file.timeline.format?.syntax
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
        try times(entry.since, entry.until))
    }
    summary.files += 1
    summary.headings += file.timeline.headings.count { $0.until == nil }
    summary.entries += file.timeline.entries.count { $0.until == nil }
  }

  private func save(_ file: ChangelogReading.File) throws -> Int64 {
    let tip = try reading.tip.flatMap { try row(of: $0) }
    let id = try Int64.fetchOne(
      db,
      sql: """
        INSERT INTO changelog (repo, source, path, format, oid, commit_id, title, component)
        VALUES (?1, ?2, CAST(?3 AS TEXT), ?4, ?5, ?6, ?7, CAST(?8 AS TEXT))
        ON CONFLICT (repo, path) DO UPDATE SET source = ?2, format = coalesce(?4, format), oid = ?5,
          commit_id = ?6, title = coalesce(?7, title), component = excluded.component
        RETURNING id
        """,
      arguments: [
        repo, source, file.path.data, file.timeline.format?.rawValue ?? "unknown",
        file.content?.data, tip?.commit, file.timeline.title, file.component?.data,
      ])
    guard let id else { throw StoreError(.corrupt, "a changelog cannot be read back") }
    return id
  }

  // MARK: Times

  private func times(
    _ since: ChangelogReading.Moment?, _ until: ChangelogReading.Moment?
  ) throws -> ChangelogTable.Times {
    ChangelogTable.Times(since: try time(since), until: try time(until))
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
