package import Changelogs
internal import GRDB
package import Indexing

/// A release whose own tree was not searched yet for what its changelogs say of it.
package struct UnsearchedTree: Hashable, Sendable {
  /// The row of its tag.
  fileprivate let ref: Int64
  /// The tag without `refs/tags/`.
  fileprivate let tag: [UInt8]
  package let commit: ObjectID
  /// As the tag has it, without the prefix of its line.
  package let version: String
  /// Whether it is of the main line.
  package let isMain: Bool
  /// The paths that the changelogs of the repository have or had and that may tell of it: of a line of
  /// its own those of that part.
  package let paths: [[UInt8]]
}

/// What a changelog in the tree of a release says of that release.
package struct TagTreeSection: Sendable {
  package var path: [UInt8]
  package var content: ObjectID
  package var format: ChangelogFormat
  /// The part of the repository that the changelog is about; null: all of it.
  package var component: [UInt8]?
  package var release: ChangelogRelease

  package init(
    path: [UInt8], content: ObjectID, format: ChangelogFormat, component: [UInt8]?,
    release: ChangelogRelease
  ) {
    self.path = path
    self.content = content
    self.format = format
    self.component = component
    self.release = release
  }
}

extension HistoryWriter {
  /// Returns the releases of which no changelog of the default branch tells, as far as their trees
  /// were not searched, the newest first.
  package func unsearchedTrees(of repository: String) throws -> [UnsearchedTree] {
    try read { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT r.tag, CAST(t.name AS BLOB), c.oid, r.version, l.is_main, CAST(l.key AS BLOB)
          FROM release AS r JOIN commit_object AS c ON c.id = r.commit_id
          JOIN ref AS t ON t.id = r.tag JOIN line AS l ON l.id = r.line
          WHERE r.repo = (SELECT id FROM repo WHERE name = ?) AND r.tagged
            AND NOT EXISTS (SELECT 1 FROM searched_tree AS s WHERE s.ref = r.tag AND s.oid = c.oid)
            AND NOT EXISTS (SELECT 1 FROM changelog_release AS h
              WHERE h.release = r.id AND h.until IS NULL AND NOT h.unreleased
                AND h.tag_name IS NULL)
          ORDER BY c.committer_time DESC, r.id
          """, arguments: [repository])
      if rows.isEmpty { return [] }
      let changelogs = try Self.changelogs(of: repository, db)
      var paths: [[UInt8]: [[UInt8]]] = [:]
      return rows.compactMap { row in
        guard let commit = row.bytes(2).flatMap({ ObjectID(bytes: $0) }) else { return nil }
        let (isMain, key) = (row[4] as Bool, row.bytes(5) ?? [])
        let known =
          paths[key]
          ?? changelogs.filter { changelog in
            isMain || changelog.names.contains { ChangelogLines.isLine(key, of: $0) }
          }.map(\.path)
        paths[key] = known
        return UnsearchedTree(
          ref: row[0], tag: row.bytes(1) ?? [], commit: commit, version: row[3], isMain: isMain,
          paths: known)
      }
    }
  }

  /// Returns the paths that the changelogs of a repository have or had, and how the lines may be named
  /// whose releases they tell of; none: that is the main line.
  private static func changelogs(
    of repository: String, _ db: Database
  ) throws -> [(path: [UInt8], names: [String])] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT CAST(c.path AS BLOB), c.component, c.title
        FROM changelog AS c JOIN source AS s ON s.id = c.source
        WHERE c.repo = (SELECT id FROM repo WHERE name = ?) AND s.kind = 'git' ORDER BY c.path
        """, arguments: [repository]
    ).map { row in
      let folder: String? = row[1]
      let names = folder.map { [row[2] as String?, $0].compactMap(\.self) } ?? []
      return (path: row.bytes(0) ?? [], names: names.flatMap(ChangelogLines.names))
    }
  }

  /// Records what the trees of releases say of them.
  ///
  /// - Parameters:
  ///   - trees: The releases whose trees were searched, each with what was found.
  ///   - location: Where the clone is.
  /// - Returns: How many sections there are more than before that only the trees of tags have.
  package func record(
    _ trees: [(tree: UnsearchedTree, sections: [TagTreeSection])], of repository: String,
    at location: [UInt8], readAt: Int64
  ) throws -> Int {
    guard !trees.isEmpty else { return 0 }
    return try transaction { db in
      guard let pointer = db.sqliteConnection,
        let repo = try Int64.fetchOne(
          db, sql: "SELECT id FROM repo WHERE name = ?", arguments: [repository])
      else { throw StoreError(.environment, "there is no repository \(repository)") }
      let count = """
        SELECT count(*) FROM changelog_release
        WHERE repo = ? AND tag_tree IS NOT NULL AND until IS NULL
        """
      let before = try Int.fetchOne(db, sql: count, arguments: [repo]) ?? 0
      var recorder = try TagTreeRecorder(
        db: db, repo: repo, repository: repository, location: location, readAt: readAt)
      for (tree, sections) in trees { try recorder.record(tree, sections) }
      guard recorder.hasSections else { return 0 }
      try ChangelogProjection(db: db, connection: pointer, repo: repo).update()
      try TextIndex.updateAll(in: db)
      return try (Int.fetchOne(db, sql: count, arguments: [repo]) ?? 0) - before
    }
  }
}

/// Writes what the trees of releases say of them, inside the writer's transaction.
private struct TagTreeRecorder {
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
    hasSections = true
    for section in sections {
      try record(section, of: tree, since: (at: row[0], commit: row[1]))
    }
  }

  private func record(
    _ section: TagTreeSection, of tree: UnsearchedTree, since: (at: Int64?, commit: Int64?)
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
        release: section.release, position: 1, since: nil, until: nil, isChanged: true),
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
