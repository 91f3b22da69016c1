internal import GRDB
internal import GRDBSQLite
package import Indexing

extension HistoryWriter {
  /// Records the patch ids of commits and which commits are the same by them, in one transaction.
  ///
  /// - Parameter patches: The patch id of each commit that was read; null: it has none.
  package func record(patches: [ObjectID: ObjectID?], of repository: String) throws {
    try transaction { db in
      guard let connection = db.sqliteConnection else {
        throw StoreError(.environment, "the connection is closed")
      }
      guard
        let repo = try Int64.fetchOne(
          db, sql: "SELECT id FROM repo WHERE name = ? AND kind = 'git'", arguments: [repository])
      else { throw StoreError.noRepository(repository, names: []) }
      let insert = try RawStatement(
        "INSERT OR REPLACE INTO commit_patch (oid, patch) VALUES (?1, ?2)", on: connection)
      let finder = try CommitFinder(repo: repo, on: connection)
      var commits: Set<Int64> = []
      for (commit, patch) in patches.sorted(by: { $0.key < $1.key }) {
        insert.bindBlob(commit.bytes, 1)
        if let patch { insert.bindBlob(patch.bytes, 2) } else { insert.bindNull(2) }
        try insert.run()
        if let id = try finder.id(of: commit.bytes) { commits.insert(id) }
      }
      var projection = try EquivalenceProjection(db: db, connection: connection, repo: repo)
      try projection.update(StoredGraph(repo: repo, on: connection), comparing: commits)
    }
  }
}
