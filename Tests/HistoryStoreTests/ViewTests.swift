import GRDB
import HistoryStore
import QueryLanguage
import TestSupport
import Testing

/// The views are the same relations for SQL as the query language has.
@Suite("Views")
struct ViewTests {
  private func withHistory(_ body: (IndexedHistory) async throws -> Void) async throws {
    try await GitFixture.with { git in
      try await git.commit("Start", date: "2024-01-01T00:00:00Z")
      try await git.tag("v1.0.0", message: "x")
      try await git.tag("v1", at: "v1.0.0^0")
      let fix = try await git.commit("fix(a)!: b\n\nBody", date: "2024-01-02T00:00:00Z")
      try await git.tag("v1.1.0-rc.1+build")
      let copy = try await git.git(
        "commit-tree", "-p", "v1.0.0^0", "-m", "Copy", "-m", "(cherry picked from commit \(fix))",
        "HEAD^{tree}")
      try await git.branch("copy", at: copy)
      try await git.tag("tree", at: "HEAD^{tree}")
      let clone = try await git.clone("clone")
      let history = IndexedHistory(git)
      try await history.index(git)
      try await history.index(clone, at: "2024-02-01T12:00:00Z")
      try await history.index(clone, as: "fork", at: "2024-02-01T13:00:00Z")
      try await git.tag("v1.1.0")
      try await git.tag("v1", at: "v1.1.0", force: true)
      try await git.deleteTag("tree")
      try await git.git("reset", "--hard", "--quiet", "HEAD~1")
      try await history.index(git, at: "2024-02-02T00:00:00Z")
      let queue = try DatabaseQueue(path: history.path)
      try await queue.write { try ShopHistory.fill(SourceTables(db: $0)) }
      try queue.close()
      try await body(history)
    }
  }

  private func columns(
    _ history: IndexedHistory, of relation: RelationDescription
  ) throws
    -> [String]
  {
    try HistoryStore(reading: history.path).read { session in
      try session.runSQL("SELECT * FROM v_\(relation.name)", limits: QueryLimits()).columns
    }
  }

  @Test("each relation has a view with its columns, in their order", arguments: Catalog.relations)
  func columns(_ relation: RelationDescription) async throws {
    try await withHistory { history in
      let found = try columns(history, of: relation)
      #expect(
        found.filter { !$0.hasSuffix("_key") && !$0.hasSuffix("_id") }
          == relation.columns.map(\.name))
      #expect(
        found.filter { $0.hasSuffix("_key") }
          == relation.columns.filter { $0.type == .version }.map { "\($0.name)_key" })
      #expect(
        found.filter { $0.hasSuffix("_key") || $0.hasSuffix("_id") }
          == relation.sqlColumns.map(\.name))
    }
  }

  @Test("each view that is no relation has the columns that are described")
  func sqlViews() async throws {
    try await withHistory { history in
      for view in Catalog.sqlViews {
        let found = try HistoryStore(reading: history.path).read { session in
          try session.runSQL("SELECT * FROM \(view.name)", limits: QueryLimits()).columns
        }
        #expect(found == view.columns.map(\.name))
      }
    }
  }

  @Test("each view has the rows that the language answers with", arguments: Catalog.relations)
  func rows(_ relation: RelationDescription) async throws {
    try await withHistory { history in
      let names = relation.columns.map(\.name).joined(separator: ", ")
      let expected = try history.rows("\(relation.name) | select \(names)")
      let found = try HistoryStore(reading: history.path).read { session in
        try session.runSQL("SELECT \(names) FROM v_\(relation.name)", limits: QueryLimits()).rows
          .map { row in
            zip(row, relation.columns).map { text($0, $1.type) }.joined(separator: " | ")
          }
      }
      #expect(!expected.isEmpty)
      #expect(found.sorted() == expected.sorted())
    }
  }

  private func text(_ value: SQLResultValue, _ type: ValueType) -> String {
    switch (value, type) {
    case (.integer(let value), .bool): value == 0 ? "false" : "true"
    case (.integer(let value), .time): timeText(value)
    default: IndexedHistory.text(value)
    }
  }

  @Test("the ids of images and releases join the views of other sources")
  func joinsOfSources() async throws {
    try await ShopHistory.with { history, _ in
      let deploys = try history.sql(
        """
        SELECT d.env, d.service, i.version, r.version FROM v_deploys AS d
        JOIN v_images AS i USING (image_id) JOIN v_releases AS r USING (release_id)
        WHERE d.until IS NULL ORDER BY d.env
        """)
      #expect(deploys == ["prod | shop | v1.27.3 | v1.27.3", "staging | shop | v1.28.0 | v1.28.0"])
      let changes = try history.sql(
        """
        SELECT c.text FROM v_changes AS c JOIN v_releases AS r USING (release_id)
        WHERE r.version = 'v1.27.3'
        """)
      #expect(changes == ["Round prices half up"])
    }
  }

  @Test("the ids of the views join them")
  func joins() async throws {
    try await withHistory { history in
      let joined = try history.sql(
        """
        SELECT t.name, c.subject FROM v_tags AS t JOIN v_commits AS c USING (commit_id)
        WHERE t.repo = 'shop' ORDER BY t.name
        """)
      #expect(
        joined
          == (try history.rows(
            "repo shop; tags | where commit is not null and repo = \"shop\" | sort name"
              + " | select name, commit.subject")))
      #expect(joined.count == 4)
    }
  }
}
