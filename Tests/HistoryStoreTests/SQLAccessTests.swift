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

  private static let nested =
    String(repeating: "(", count: 300) + "1" + String(repeating: ")", count: 300)
  private static let sum = "1" + String(repeating: " + 1", count: 300)
  private static let union = "1" + String(repeating: " UNION SELECT 1", count: 30)

  /// Functions, tables, settings and shapes of statements beyond those above.
  private static let dangerous = [
    "SELECT randomblob(1000000000)", "SELECT zeroblob(1000000000)",
    "SELECT hex(zeroblob(1000000000))", "SELECT random()", "SELECT sqlite_source_id()",
    "SELECT sqlite_compileoption_get(0)", "SELECT total_changes()", "SELECT last_insert_rowid()",
    "SELECT * FROM generate_series(1, 1000000000)", "SELECT * FROM fsdir('/etc')",
    "SELECT * FROM sqlite_stat1", "SELECT * FROM sqlite_sequence",
    "SELECT * FROM main.commit_object", "SELECT * FROM ref_data",
    "SELECT * FROM json_tree('[1]')", "SELECT fts5('x')",
    "SELECT highlight(v_commits, 0, '', '') FROM v_commits",
    "SELECT * FROM pragma_function_list", "SELECT * FROM sqlite_dbpage", "DETACH main",
    "EXPLAIN SELECT * FROM ref", "EXPLAIN QUERY PLAN DELETE FROM ref", "RELEASE x",
    "REPLACE INTO ref DEFAULT VALUES", "ALTER TABLE ref RENAME TO x",
    "CREATE INDEX x ON ref (name)", "CREATE TRIGGER x AFTER INSERT ON ref BEGIN SELECT 1; END",
    "DROP TABLE ref", "CREATE VIRTUAL TABLE x USING fts5(y)",
    "INSERT INTO v_tags (name) VALUES ('x')", "WITH x AS (SELECT 1) DELETE FROM ref",
    "SELECT * FROM v_tags WHERE name IN person", "SELECT 1 UNION SELECT name FROM person",
    "SELECT (SELECT group_concat(sql) FROM sqlite_schema)",
    "VALUES ((SELECT max(name) FROM person))", "PRAGMA writable_schema = 1",
    "PRAGMA journal_mode = DELETE", "PRAGMA temp_store_directory = '/'", "SELECT \(nested)",
    "SELECT \(sum)", "SELECT \(union)",
  ]

  @Test("nothing of a longer list is let through")
  func dangerous() async throws {
    try await withHistory { history in
      for sql in Self.dangerous {
        #expect(code { _ = try history.sql(sql) } == .wrongStatement, "\(sql.prefix(80))")
      }
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

  @Test(
    "what would take all memory is stopped",
    arguments: [
      """
      WITH RECURSIVE n(i, t) AS (SELECT 1, 'x' UNION ALL SELECT i + 1, t || t FROM n WHERE i < 60)
      SELECT max(length(t)) FROM n
      """,
      """
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
      SELECT length(group_concat(hex(hex(hex('xxxxxxxxxxxxxxxxxxxxxxxxxxxxx' || i))))) FROM n
      """,
      """
      WITH RECURSIVE n(i, t) AS (
        SELECT 1, 'x' UNION ALL SELECT i + 1, iif(i < 24, t || t, t) FROM n LIMIT 100000)
      SELECT t FROM n
      """,
    ])
  func memory(sql: String) async throws {
    try await withHistory { history in
      let limits = QueryLimits(maximumRows: 100_000, timeout: 500_000)
      let found = code { _ = try history.sql(sql, limits: limits) }
      #expect(found == .wrongStatement || found == .interrupted)
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
