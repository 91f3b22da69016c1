internal import Changelogs
internal import GRDB
internal import Indexing

/// Writes what the trees of releases say of them, inside the writer's transaction.
struct TagTreeRecorder {
  private let db: Database
  private let repo: Int64
  private let source: Int64
  private let log: ObservationLog
  private let table: ChangelogTable
  private(set) var hasSections = false

  init(
    db: Database, repo: Int64, repository: String, location: [UInt8], readAt: Int64
  ) throws {
    self.db = db
    self.repo = repo
    source = try ChangelogRecorder.source(db, repo, .git, location)
    log = try ObservationLog(
      db: db, source: source, repository: repository, location: location, lookedAt: readAt)
    table = ChangelogTable(db: db, repo: repo)
  }

  /// Lets all trees be searched again that have nothing of their releases.
  static func forgetSearchedTrees(of repo: Int64, in db: Database) throws {
    try db.execute(
      sql: "DELETE FROM searched_tree WHERE ref IN (SELECT id FROM ref WHERE repo = ?)",
      arguments: [repo])
  }

  mutating func record(_ tree: UnsearchedTree, _ sections: [TagTreeSection]) throws {
    try db.cachedStatement(
      sql: "INSERT INTO searched_tree (ref, oid) VALUES (?, ?) ON CONFLICT DO NOTHING"
    ).execute(arguments: [tree.ref, blob(tree.commit)])
    guard !sections.isEmpty else { return }
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: "SELECT committer_time, id FROM commit_object WHERE oid = ? AND repo = ?"),
      arguments: [blob(tree.commit), repo])
    guard let row else { return }
    try forget(tree, commit: row[1])
    hasSections = true
    for (index, section) in sections.enumerated() {
      try record(section, at: index + 1, of: tree, since: (at: row[0], commit: row[1]))
    }
  }

  /// Removes what was found in the same tree before.
  private func forget(_ tree: UnsearchedTree, commit: Int64) throws {
    let arguments: StatementArguments = [tree.ref, commit]
    try db.cachedStatement(
      sql: """
        DELETE FROM changelog_entry WHERE heading IN
          (SELECT id FROM changelog_release WHERE tag_tree = ? AND since_commit = ?)
        """
    ).execute(arguments: arguments)
    try db.cachedStatement(
      sql: "DELETE FROM changelog_release WHERE tag_tree = ? AND since_commit = ?"
    ).execute(arguments: arguments)
  }

  private func record(
    _ section: TagTreeSection, at position: Int, of tree: UnsearchedTree,
    since: (at: Int64?, commit: Int64?)
  ) throws {
    let seq = try log.append(.changelog, subject: section.path, grade: .imported) { body in
      body.set(.target, section.content.bytes)
      body.set(.detail, "tag " + String(decoding: tree.tag, as: UTF8.self))
    }
    let times = ChangelogTable.Times(since: since, until: (nil, nil), first: since)
    let syntax = section.format.syntax
    let isMarkdown = syntax == .markdown || syntax == .json
    let heading = try table.save(
      ChangelogTable.Timeline.Heading(
        release: section.release, position: position, since: nil, until: nil, isChanged: true),
      id: nil, changelog: try changelog(of: section), seq: seq, isMarkdown: isMarkdown, times)
    for (index, entry) in section.release.entries.enumerated() {
      try table.save(
        ChangelogTable.Timeline.Entry(
          entry: entry, heading: 0, position: index + 1, since: nil, firstSince: nil, until: nil,
          isChanged: true),
        id: nil, heading: heading, isMarkdown: isMarkdown, times)
    }
    try db.cachedStatement(sql: "UPDATE changelog_release SET tag_tree = ? WHERE id = ?")
      .execute(arguments: [tree.ref, heading])
    try db.cachedStatement(
      sql: "UPDATE changelog_entry SET at_tag = 1, compared_with = ? WHERE heading = ?"
    ).execute(arguments: [since.commit, heading])
  }

  /// Returns the row of a changelog; one that the default branch never had gets one.
  private func changelog(of section: TagTreeSection) throws -> Int64 {
    let arguments: StatementArguments = [
      repo, source, section.path.data, section.format.rawValue, section.component?.data,
    ]
    try db.cachedStatement(
      sql: """
        INSERT INTO changelog (repo, source, path, format, component)
        VALUES (?1, ?2, CAST(?3 AS TEXT), ?4, CAST(?5 AS TEXT)) ON CONFLICT DO NOTHING
        """
    ).execute(arguments: arguments)
    let id = try Int64.fetchOne(
      db.cachedStatement(
        sql: "SELECT id FROM changelog WHERE repo = ? AND path = CAST(? AS TEXT)"),
      arguments: [repo, section.path.data])
    guard let id else { throw StoreError(.corrupt, "a changelog cannot be read back") }
    return id
  }
}
