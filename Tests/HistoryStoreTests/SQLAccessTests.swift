import HistoryStore
import TestSupport
import Testing

@Suite("SQL over the views")
struct SQLAccessTests {
  private func withHistory(_ body: (IndexedHistory) async throws -> Void) async throws {
    try await GitFixture.with { git in
      try await git.commit("feat: \(String(repeating: "a", count: 60))!")
      try await git.tag("v1.0.0")
      let history = IndexedHistory(git)
      try await history.index(git)
      try await body(history)
    }
  }

  private func code(_ body: () throws -> Void) -> StoreError.Code? {
    do {
      try body()
      return nil
    } catch {
      return (error as? StoreError)?.code
    }
  }

  @Test(
    "views, common table expressions, windows and JSON can be used",
    arguments: [
      "SELECT count(*) FROM v_tags",
      "WITH t AS (SELECT name FROM v_tags) SELECT count(*) FROM t",
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1) SELECT i FROM n",
      "SELECT row_number() OVER (ORDER BY t.name) FROM v_tags AS t JOIN v_commits USING (commit_id)",
      "SELECT j.value FROM v_tags, json_each('[1]') AS j",
      "SELECT subject REGEXP '^feat' FROM v_commits;",
      "SELECT 1 FROM v_observations WHERE kind = 'look'",
    ])
  func allowed(_ sql: String) async throws {
    try await withHistory { history in
      let rows = try history.sql(sql)
      #expect(rows == ["1"])
    }
  }

  @Test(
    "all else is refused",
    arguments: [
      "SELECT * FROM commit_object", "SELECT * FROM sqlite_schema", "SELECT * FROM sqlite_master",
      "SELECT * FROM temp.sqlite_schema", "SELECT * FROM observation", "SELECT name FROM person",
      "SELECT count(*) FROM sqlite_schema",
      "WITH v_x AS (SELECT * FROM log) SELECT * FROM v_x",
      "WITH v_x AS (SELECT sql FROM sqlite_schema) SELECT * FROM v_x",
      "WITH v_commits AS (SELECT sql FROM sqlite_schema) SELECT * FROM v_commits",
      "SELECT * FROM (SELECT sql FROM sqlite_schema) AS v_x",
      "SELECT (SELECT max(name) FROM person) FROM v_tags",
      "PRAGMA user_version", "PRAGMA query_only = 0", "SELECT * FROM pragma_table_info('log')",
      "SELECT * FROM pragma_database_list", "SELECT * FROM dbstat", "SELECT * FROM id_set(1)",
      "ATTACH 'other.db' AS other", "VACUUM INTO 'other.db'", "VACUUM",
      "INSERT INTO observation DEFAULT VALUES", "DELETE FROM ref", "UPDATE ref SET name = 'x'",
      "CREATE TABLE x (y)", "CREATE TEMP TABLE x (y)", "CREATE VIEW v_x AS SELECT 1",
      "DROP VIEW v_tags", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT x", "REINDEX", "ANALYZE",
      "SELECT randomblob(9)", "SELECT zeroblob(9)", "SELECT printf('%9s', 1)",
      "SELECT format('%9s', 1)", "SELECT replace('a', 'a', 'b')", "SELECT load_extension('x')",
      "SELECT readfile('/etc/passwd')", "SELECT writefile('x', 'y')", "SELECT edit('x')",
      "SELECT fts3_tokenizer('x')", "SELECT sqlite_version()",
      "SELECT 1; SELECT 2", "SELECT 1; DROP TABLE ref", "", "-- nothing", "SELEKT 1",
    ])
  func refused(_ sql: String) async throws {
    try await withHistory { history in
      #expect(code { _ = try history.sql(sql) } == .wrongStatement)
      try expectQuery(history, "tags | count", rows: ["1"])
    }
  }

  @Test("after a statement of the user's own, the language answers on the same connection")
  func sameConnection() async throws {
    try await withHistory { history in
      let store = try HistoryStore(reading: history.path)
      for _ in 0..<2 {
        try store.read { session in
          #expect(throws: StoreError.self) {
            try session.runSQL("SELECT * FROM ref", limits: QueryLimits())
          }
          _ = try session.runSQL("SELECT name FROM v_tags", limits: QueryLimits())
          #expect(try session.status().map(\.commits) == [1])
        }
      }
    }
  }

  private let endless = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n
    """

  @Test("the time limit stops a statement that would not end")
  func timeLimit() async throws {
    try await withHistory { history in
      let limits = QueryLimits(timeout: 50_000)
      #expect(code { _ = try history.sql(endless, limits: limits) } == .interrupted)
      let rows = try history.sql("SELECT count(*) FROM v_tags", limits: limits)
      #expect(rows == ["1"])
    }
  }

  @Test("the limit of rows cuts the answer and says so")
  func rowLimit() async throws {
    try await GitFixture.with { git in
      for number in 0..<5 { try await git.commit("\(number)") }
      let history = IndexedHistory(git)
      try await history.index(git)
      for (limit, isCut) in [(3, true), (5, false), (0, true)] {
        let limits = QueryLimits(maximumRows: limit)
        let answer = try history.ask("commits | select subject", limits: limits)
        #expect(answer.rows.count == limit)
        #expect(answer.isTruncated == isCut)
        #expect(try history.sql("SELECT subject FROM v_commits", limits: limits).count == limit)
      }
    }
  }

  @Test("a regular expression that would take for ever is an error")
  func regularExpressionLimits() async throws {
    try await withHistory { history in
      let query = #"commits | where subject matches "(a+)+$" | count"#
      #expect(code { _ = try history.ask(query) } == .wrongStatement)
      try expectQuery(
        history, #"commits | where subject matches "^feat: a+!$" | count"#, rows: ["1"])
      for pattern in ["(", String(repeating: "a", count: 513)] {
        #expect(
          code { _ = try history.sql("SELECT subject REGEXP '\(pattern)' FROM v_commits") }
            == .wrongStatement)
      }
    }
  }
}
