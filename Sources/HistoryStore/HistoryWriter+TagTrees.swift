package import Changelogs
internal import GRDB
package import Indexing

/// A release whose own tree was not searched yet for what its changelogs say of it.
package struct UnsearchedTree: Hashable, Sendable {
  /// The row of its tag.
  let ref: Int64
  /// The tag without `refs/tags/`.
  let tag: [UInt8]
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
  ///
  /// - Parameter again: Whether those count, too, in which nothing was found.
  package func unsearchedTrees(of repository: String, again: Bool) throws -> [UnsearchedTree] {
    try read { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT r.tag, CAST(t.name AS BLOB), c.oid, r.version, l.is_main, CAST(l.key AS BLOB)
          FROM release AS r JOIN commit_object AS c ON c.id = r.commit_id
          JOIN ref AS t ON t.id = r.tag JOIN line AS l ON l.id = r.line
          WHERE r.repo = (SELECT id FROM repo WHERE name = ?1) AND r.tagged
            AND (?2 OR NOT EXISTS
              (SELECT 1 FROM searched_tree AS s WHERE s.ref = r.tag AND s.oid = c.oid))
            AND NOT EXISTS (SELECT 1 FROM changelog_release AS h
              WHERE h.release = r.id AND h.until IS NULL AND NOT h.unreleased
                AND h.tag_name IS NULL)
          ORDER BY c.committer_time DESC, r.id
          """, arguments: [repository, again])
      if rows.isEmpty { return [] }
      let changelogs = try Self.changelogs(of: repository, db)
      let parts = try Row.fetchAll(
        db,
        sql: """
          SELECT CAST(key AS BLOB) FROM line
          WHERE repo = (SELECT id FROM repo WHERE name = ?) AND NOT is_main
          """, arguments: [repository]
      ).compactMap { $0.bytes(0) }
      var paths: [[UInt8]: [[UInt8]]] = [:]
      return rows.compactMap { row in
        guard let commit = row.bytes(2).flatMap({ ObjectID(bytes: $0) }) else { return nil }
        let (isMain, key) = (row[4] as Bool, row.bytes(5) ?? [])
        let known =
          paths[key]
          ?? changelogs.filter { changelog in
            let own = isMain ? parts : [key]
            // Those of parts without a line of their own are about the main line's releases.
            return own.contains { key in
              changelog.names.contains { ChangelogLines.isLine(key, of: $0) }
            } != isMain
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
