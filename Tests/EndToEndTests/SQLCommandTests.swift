import TestSupport
import Testing

@Suite("stemma sql")
struct SQLCommandTests {
  @Test("SQL reads the views")
  func views() async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      try await git.index()
      let result = try await git.stemma(
        "sql", "SELECT name, time_text(tagged_at) AS at FROM v_tags ORDER BY version_key DESC",
        "--format", "csv")
      #expect(result.exitCode == 0, "\(result.errorText)")
      #expect(
        result.outputText == """
          name,at
          v1.1.0,2024-03-01T00:00:00Z
          v1.0.0,2024-01-01T00:00:00Z

          """)
      let fromInput = try await git.stemma(
        "sql", "-", "--format", "csv", input: "SELECT count(subject) AS n FROM v_commits")
      #expect(fromInput.outputText == "n\n3\n")
    }
  }

  @Test(
    "A relation or a table that SQL cannot read is answered with the views",
    arguments: [
      ("tags", "did you mean \"v_tags\"?"), ("v_tag", "did you mean \"v_tags\"?"),
      ("comits", "did you mean \"v_commits\"?"),
      ("ref", "SQL reads the views: v_projects, v_repos"),
    ])
  func views(table: String, hint: String) async throws {
    try await GitFixture.with { git in
      try await git.index()
      let result = try await git.stemma("sql", "SELECT * FROM \(table)")
      #expect(result.exitCode == 2)
      #expect(result.errorText.contains("\n  hint: \(hint)"), "\(result.errorText)")
    }
  }

  @Test(
    "SQL neither writes, nor attaches, nor sees more than the views",
    arguments: [
      "SELECT oid FROM commit_object", "SELECT * FROM sqlite_master", "PRAGMA user_version",
      "PRAGMA query_only = OFF", "ATTACH 'other.db' AS other",
      "INSERT INTO repo (name) VALUES ('x')", "INSERT INTO v_tags (name) VALUES ('x')",
      "UPDATE ref SET name = x''", "DELETE FROM v_tags", "DROP VIEW v_tags",
      "CREATE TABLE x (a)", "CREATE TEMP TABLE x (a)", "VACUUM INTO 'copy.db'",
      "BEGIN IMMEDIATE", "SELECT load_extension('x')", "SELECT readfile('/etc/passwd')",
      "SELECT 1; DELETE FROM ref",
      "WITH v_x AS (SELECT oid FROM commit_object) SELECT * FROM v_x", "SELEC 1", "",
    ])
  func refused(statement: String) async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      try await git.index()
      let result = try await git.stemma("sql", statement)
      #expect(result.exitCode == 2, "\(result.outputText)\(result.errorText)")
      #expect(result.errorText.hasPrefix("error: "))
      #expect(result.output.isEmpty)
      #expect(try await git.answer("query", "tags | count").number == 2)
      #expect(try await git.git("status", "--porcelain") == "")
    }
  }

  @Test(
    "A statement that would run for hours is stopped at its time limit",
    arguments: [
      """
      WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)
      SELECT count(*) FROM c, v_commits
      """,
      """
      WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)
      SELECT a.subject FROM v_commits a, c WHERE c.x < 0
      """,
    ])
  func hours(statement: String) async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      try await git.index()
      let result = try await git.stemma("sql", statement, "--timeout", "1")
      #expect(result.exitCode == 3, "\(result.errorText)")
      #expect(result.errorText.contains("time limit"))
      #expect(result.output.isEmpty)
    }
  }

  @Test("A long answer is cut with a note")
  func cut() async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      try await git.index()
      let result = try await git.stemma(
        "sql", "SELECT subject FROM v_commits", "--max-rows", "2", "--format", "csv")
      #expect(result.exitCode == 3)
      #expect(result.outputText.split(separator: "\n").count == 3)
      #expect(result.errorText.contains("note[N430]"))
    }
  }
}
