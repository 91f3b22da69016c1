package import Changelogs
internal import GRDB
package import Indexing

extension HistoryWriter {
  /// Returns what is recorded of the changelogs of a repository, so that only what is new is read.
  package func knownChangelogs(of repository: String) throws -> KnownChangelogs {
    try read(ifNew: KnownChangelogs()) { db in
      guard
        let row = try Row.fetchOne(
          db, sql: "SELECT id, changelog_tip FROM repo WHERE name = ?", arguments: [repository])
      else { return KnownChangelogs() }
      let table = ChangelogTable(db: db, repo: row[0])
      return KnownChangelogs(
        tip: row.bytes(1).flatMap { ObjectID(bytes: $0) }, files: try table.timelines())
    }
  }

  /// Returns the tip of the default branch up to which changelogs were read.
  package func changelogTip(of repository: String) throws -> ObjectID? {
    try read(ifNew: nil) { db in
      try [UInt8].fetchOne(
        db, sql: "SELECT changelog_tip FROM repo WHERE name = ?", arguments: [repository]
      ).flatMap { ObjectID(bytes: $0) }
    }
  }

  /// Records what changelogs said and all that follows from it, in one transaction.
  package func record(_ reading: ChangelogReading) throws -> ChangelogSummary {
    try transaction { db in
      guard let pointer = db.sqliteConnection else {
        throw StoreError(.environment, "the connection is closed")
      }
      guard
        let repo = try Int64.fetchOne(
          db, sql: "SELECT id FROM repo WHERE name = ?", arguments: [reading.repository])
      else { throw StoreError(.environment, "there is no repository \(reading.repository)") }
      let summary = try ChangelogRecorder(db: db, repo: repo, reading: reading).record()
      try ChangelogProjection(db: db, connection: pointer, repo: repo).update()
      return summary
    }
  }

  /// Returns the names of the git repositories of the history, in the order of their names.
  package func gitRepositoryNames() throws -> [String] {
    try read { db in
      try String.fetchAll(db, sql: "SELECT name FROM repo WHERE kind = 'git' ORDER BY name")
    }
  }
}
