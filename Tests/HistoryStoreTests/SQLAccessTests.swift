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

  /// Statements that name what is there, by how their refusals begin.
  static let refusals: [(message: String, statements: [String])] = [
    (
      "not allowed: access to ",
      [
        "SELECT * FROM commit_object", "SELECT * FROM sqlite_schema", "SELECT * FROM sqlite_master",
        "SELECT * FROM temp.sqlite_schema", "SELECT * FROM observation", "SELECT name FROM person",
        "WITH v_x AS (SELECT * FROM log) SELECT * FROM v_x",
        "WITH v_x AS (SELECT sql FROM sqlite_schema) SELECT * FROM v_x",
        "WITH v_commits AS (SELECT sql FROM sqlite_schema) SELECT * FROM v_commits",
        "SELECT * FROM (SELECT sql FROM sqlite_schema) AS v_x",
        "SELECT (SELECT max(name) FROM person) FROM v_tags", "SELECT * FROM main.commit_object",
        "EXPLAIN SELECT * FROM ref", "SELECT * FROM v_tags WHERE name IN person",
        "SELECT 1 UNION SELECT name FROM person",
        "SELECT (SELECT group_concat(sql) FROM sqlite_schema)",
        "VALUES ((SELECT max(name) FROM person))",
      ]
    ),
    (
      "not authorized to use function: ",
      [
        "SELECT randomblob(9)", "SELECT zeroblob(9)", "SELECT hex(zeroblob(1000000000))",
        "SELECT printf('%9s', 1)", "SELECT format('%9s', 1)", "SELECT replace('a', 'a', 'b')",
        "SELECT load_extension('x')", "SELECT fts3_tokenizer('x')", "SELECT fts5('x')",
        "SELECT highlight(v_commits, 0, '', '') FROM v_commits", "SELECT random()",
        "SELECT sqlite_version()", "SELECT sqlite_source_id()",
        "SELECT sqlite_compileoption_get(0)", "SELECT total_changes()",
        "SELECT last_insert_rowid()",
      ]
    ),
    (
      "not authorized",
      [
        "SELECT * FROM pragma_table_info('log')", "SELECT * FROM pragma_database_list",
        "SELECT * FROM pragma_function_list",
      ]
    ),
    (
      "not allowed: not authorized",
      [
        "SELECT count(*) FROM sqlite_schema", "PRAGMA user_version", "PRAGMA query_only = 0",
        "PRAGMA writable_schema = 1", "PRAGMA journal_mode = DELETE",
        "PRAGMA temp_store_directory = '/'", "ATTACH 'other.db' AS other", "DETACH main",
        "INSERT INTO observation DEFAULT VALUES", "INSERT INTO v_tags (name) VALUES ('x')",
        "REPLACE INTO ref DEFAULT VALUES", "DELETE FROM ref",
        "WITH x AS (SELECT 1) DELETE FROM ref", "EXPLAIN QUERY PLAN DELETE FROM ref",
        "UPDATE ref SET name = 'x'", "CREATE TABLE x (y)", "CREATE TEMP TABLE x (y)",
        "CREATE VIEW v_x AS SELECT 1", "CREATE VIRTUAL TABLE x USING fts5(y)",
        "CREATE INDEX x ON ref (name)",
        "CREATE TRIGGER x AFTER INSERT ON ref BEGIN SELECT 1; END", "ALTER TABLE ref RENAME TO x",
        "DROP VIEW v_tags", "DROP TABLE ref", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT x",
        "RELEASE x", "REINDEX", "ANALYZE",
      ]
    ),
    // What is not allowed is to declare the table that such a module makes.
    (
      "vtable constructor failed: ",
      ["SELECT * FROM dbstat", "SELECT * FROM id_set(1)", "SELECT * FROM json_tree('[1]')"]
    ),
    ("cannot VACUUM from within a transaction", ["VACUUM INTO 'other.db'", "VACUUM"]),
    ("more than one statement was given", ["SELECT 1; SELECT 2", "SELECT 1; DROP TABLE ref"]),
    ("the statement is empty", ["", "-- nothing"]),
    ("near \"SELEKT\": syntax error", ["SELEKT 1"]),
  ]

  @Test("all else is refused, and the refusal says why", arguments: refusals)
  func refused(message: String, statements: [String]) async throws {
    try await withHistory { history in
      for sql in statements {
        let error = #expect(throws: StoreError.self, "\(sql)") { try history.sql(sql) }
        #expect(error?.code == .wrongStatement, "\(sql)")
        #expect(error?.message.hasPrefix(message) == true, "\(sql): \(error?.message ?? "")")
      }
      try expectQuery(history, "tags | count", rows: ["1"])
    }
  }

  @Test(
    "tables and functions that SQLite has elsewhere do not exist here",
    arguments: [
      ("SELECT * FROM generate_series(1, 9)", "no such table: generate_series"),
      ("SELECT * FROM fsdir('/etc')", "no such table: fsdir"),
      ("SELECT * FROM sqlite_dbpage", "no such table: sqlite_dbpage"),
      ("SELECT * FROM sqlite_stat1", "no such table: sqlite_stat1"),
      ("SELECT * FROM sqlite_sequence", "no such table: sqlite_sequence"),
      ("SELECT readfile('/etc/passwd')", "no such function: readfile"),
      ("SELECT writefile('x', 'y')", "no such function: writefile"),
      ("SELECT edit('x')", "no such function: edit"),
    ])
  func absent(sql: String, message: String) async throws {
    try await withHistory { history in
      let error = #expect(throws: StoreError.self) { try history.sql(sql) }
      #expect(error?.message == message)
    }
  }

  @Test(
    "statements that nest or repeat too much are refused",
    arguments: [
      (
        String(repeating: "(", count: 300) + "1" + String(repeating: ")", count: 300),
        "the query is nested too deeply for SQLite"
      ),
      (
        "1" + String(repeating: " + 1", count: 300),
        "Expression tree is too large (maximum depth 100)"
      ),
      (
        "1" + String(repeating: " UNION SELECT 1", count: 30),
        "too many terms in compound SELECT"
      ),
    ])
  func tooLong(selected: String, message: String) async throws {
    try await withHistory { history in
      let error = #expect(throws: StoreError.self) { try history.sql("SELECT \(selected)") }
      #expect(error?.message == message)
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
      let rows = try history.sql("SELECT count(*) FROM v_tags")
      #expect(rows == ["1"])
    }
  }

  /// The first number doubles a text until it has 2^n letters.
  private static func doubling(_ count: Int, rows: Int, _ selected: String) -> String {
    """
    WITH RECURSIVE n(i, t) AS (
      SELECT 1, 'x' UNION ALL SELECT i + 1, iif(i <= \(count), t || t, t) FROM n LIMIT \(rows))
    SELECT \(selected) FROM n
    """
  }

  private static let manyMore = String(repeating: ", t", count: 98)

  @Test(
    "what would take all memory is stopped",
    arguments: [
      (doubling(60, rows: 61, "max(length(t))"), "string or blob too big"),
      (doubling(10, rows: 100_000, "length(group_concat(t))"), "string or blob too big"),
      (doubling(16, rows: 100_000, "t"), "the answer is larger than 1 MB"),
      (doubling(1, rows: 1_000_000, "t"), "the answer is larger than 1 MB"),
      (
        doubling(20, rows: 100_000, "length(json_group_array(t))"),
        "the statement takes more than 256 MB of memory"
      ),
      (
        doubling(23, rows: 24, "max(iif(i < 24, 0, length(json_array(t\(manyMore)))))"),
        "the statement takes more than 256 MB of memory"
      ),
    ])
  func memory(sql: String, message: String) async throws {
    try await withHistory { history in
      let limits = QueryLimits(timeout: 60_000_000, maximumSize: 1_000_000)
      let error = #expect(throws: StoreError.self) { try history.sql(sql, limits: limits) }
      #expect(error?.code == .wrongStatement)
      #expect(error?.message == message)
      try expectQuery(history, "tags | count", rows: ["1"])
    }
  }

  @Test("an answer just below the limit of its size is given")
  func sizeLimit() async throws {
    try await withHistory { history in
      let sql = Self.doubling(2, rows: 10, "t")
      // 1, 2 and eight times 4 letters.
      let rows = try history.sql(sql, limits: QueryLimits(maximumSize: 35))
      #expect(rows.count == 10)
      #expect(throws: StoreError.self) {
        try history.sql(sql, limits: QueryLimits(maximumSize: 34))
      }
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
