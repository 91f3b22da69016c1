import Foundation
import TestSupport
import Testing

@Suite("Exit codes")
struct ExitCodeTests {
  @Test(
    "An expectation decides between 0 and 1",
    arguments: [
      ("none", "tags | where name = \"x\"", 0), ("none", "tags", 1), ("some", "tags", 0),
      ("some", "tags | where name = \"x\"", 1), ("one", "tags | take 1", 0), ("one", "tags", 1),
    ] as [(String, String, Int32)])
  func expectation(expected: String, query: String, code: Int32) async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      try await git.index()
      let result = try await git.stemma("query", query, "--expect", expected)
      #expect(result.exitCode == code, "\(result.errorText)")
      #expect(result.errorText.contains("error: expected \(expected)") == (code == 1))
    }
  }

  @Test("A wrong query ends with 2 and shows the place and the suggestion")
  func wrongQuery() async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      try await git.index()
      let result = try await git.stemma("query", "releases | where relased_at > 7d ago")
      #expect(result.exitCode == 2)
      #expect(result.output.isEmpty)
      #expect(
        result.errorText.hasPrefix(
          """
          error[E102]: relation "releases" has no column "relased_at"
            | releases | where relased_at > 7d ago
            |                  ^^^^^^^^^^ did you mean "released_at"?

          """))
      let unknown = try await git.stemma("run", "moved-tag")
      #expect(unknown.exitCode == 2)
      #expect(unknown.errorText.contains("\"moved-tag\": did you mean \"moved-tags\"?"))
      let missing = try await git.stemma("run", "contains")
      #expect(missing.exitCode == 2)
      #expect(missing.errorText.contains("parameter $commit has no value"))
      let absent = try await git.stemma("query", "commits in v1.0.1..v1.1.0")
      #expect(absent.exitCode == 2)
      #expect(absent.errorText.contains("error[E201]: no ref matches \"v1.0.1\""))
    }
  }

  @Test("An answer that was cut ends with 3 and says so")
  func cut() async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      try await git.index()
      let table = try await git.stemma("query", "commits | select sha", "--max-rows", "1")
      #expect(table.exitCode == 3)
      #expect(table.errorText.contains("note[N430]"))
      let json = try await git.stemma(
        "query", "commits | select sha", "--max-rows", "1", "--format", "json")
      #expect(json.exitCode == 3)
      let answer = try JSONAnswer(json)
      #expect(answer.rows.count == 1)
      #expect(!answer.complete)
      #expect(answer.notes.map(\.code) == ["N430"])
      let whole = try await git.stemma("query", "commits", "--max-rows", "3")
      #expect(whole.exitCode == 0, "\(whole.errorText)")
    }
  }

  @Test("A question about the graph of a shallow clone ends with 3, one about tags with 0")
  func shallow() async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      let clone = try await git.clone("shallow", ["--depth=1"])
      let index = try await clone.stemma("index")
      #expect(index.exitCode == 0)
      #expect(index.errorText.contains("shallow clone"))
      let range = try await clone.stemma("query", "commits in ..v1.1.0", "--format", "json")
      #expect(range.exitCode == 3)
      let answer = try JSONAnswer(range)
      #expect(!answer.complete)
      #expect(answer.notes.map(\.code).contains("N420"))
      let all = try await clone.stemma("query", "commits | count")
      #expect(all.exitCode == 3)
      #expect(all.errorText.contains("N420"))
      #expect(try await clone.stemma("query", "tags").exitCode == 0)
    }
  }

  @Test("Without a history, and outside of a repository, the end is 4 and nothing is left behind")
  func nothingThere() async throws {
    try await withTemporaryFolder { folder in
      for arguments in [
        ["query", "tags"], ["run", "latest-release"], ["sql", "SELECT 1"], ["status"], ["index"],
        ["index", "absent"], ["query", "tags", "--db", "absent/history.db"],
      ] {
        let result = try await stemma(arguments, in: folder)
        #expect(result.exitCode == 4, "\(arguments)")
        #expect(result.errorText.hasPrefix("error: "))
        #expect(result.output.isEmpty)
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    }
  }

  @Test(
    "A repository of another owner is read only when that is asked for",
    .enabled(if: getuid() == 0, "only root can give a folder away"))
  func otherOwner() async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      _ = try await runProgram("chown", ["-R", "65534", git.path])
      let result = try await stemma(["index", git.path], in: git.folder)
      #expect(result.exitCode == 4)
      #expect(result.errorText.contains("belongs to another user"))
      #expect(result.errorText.contains("--trust-owner"))
      #expect(!FileManager.default.fileExists(atPath: "\(git.folder)/.stemma"))
      let trusted = try await stemma(["index", git.path, "--trust-owner"], in: git.folder)
      #expect(trusted.exitCode == 0, "\(trusted.errorText)")
    }
  }

  @Test("A folder that cannot be written ends with 4", .enabled(if: getuid() != 0))
  func readOnlyFolder() async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: git.path)
      let result = try await git.stemma("index")
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: git.path)
      #expect(result.exitCode == 4)
      #expect(result.errorText.hasPrefix("error: "))
    }
  }

  @Test(
    "A history on a read-only file system can be asked, but not added to",
    .enabled("needs a mount of its own") { try await canMount() })
  func readOnlyFileSystem() async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      try await git.index()
      let result = try await runProgram(
        "unshare",
        [
          "-m", "sh", "-c",
          """
          mkdir ../mount && mount -t tmpfs none ../mount && cp -R .stemma ../mount || exit 99
          mount -o remount,ro ../mount || exit 99
          "$1" query 'tags | count' --format csv --db ../mount/.stemma/history.db || exit 98
          "$1" index --db ../mount/.stemma/history.db
          """, "sh", StemmaProgram.path,
        ], workingDirectory: git.path)
      #expect(result.exitCode == 4, "\(result.errorText)")
      #expect(result.outputText == "count\n2\n")
      #expect(result.errorText.contains("error: "))
    }
  }

  @Test("A limit of open files is raised where that is allowed, and named where it is not")
  func fewFiles() async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      let refused = try await shell("ulimit -n 32; exec \"$1\" index", in: git.path)
      #expect(refused.exitCode == 4)
      #expect(
        refused.errorText == """
          error: reading a repository takes more files than this process may open
            cause: it may open 32 at a time
            hint: ulimit -n 64 lets it open enough

          """)
      let raised = try await shell("ulimit -S -n 32; exec \"$1\" index", in: git.path)
      #expect(raised.exitCode == 0, "\(raised.errorText)")
      let tags = try await git.stemma("query", "tags | count", "--format", "csv")
      #expect(tags.outputText == "count\n2\n")
    }
  }

  @Test(
    "A wrong command line ends with 64",
    arguments: [
      ["query", "tags", "--no-such-option"], ["query"], ["query", "tags", "-f", "file"],
      ["query", "tags", "--format", "xml"], ["query", "tags", "--max-rows", "0"],
      ["query", "tags", "--timeout", "-1"], ["query", "tags", "--param", "x"],
      ["index", "http://example.com/a.git"], ["index", "a", "b", "--name", "x"], ["run"],
      ["completions", "tcsh"],
    ])
  func commandLine(arguments: [String]) async throws {
    try await withTemporaryFolder { folder in
      let result = try await stemma(arguments, in: folder)
      #expect(result.exitCode == 64, "\(result.errorText)")
      #expect(result.output.isEmpty)
      #expect(result.errorText.hasPrefix("error: "))
    }
  }

  @Test("A misspelt command is answered with the near one")
  func misspeltCommand() async throws {
    let result = try await stemma(["qeury", "tags"], in: "/")
    #expect(result.exitCode == 64)
    #expect(result.errorText.contains("there is no command \"qeury\": did you mean \"query\"?"))
  }

  @Test("An answer that cannot be written ends with 4, one whose reader has gone by its signal")
  func output() async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      try await git.index()
      for format in ["table", "json", "jsonl", "csv", "tsv", "markdown", "html"] {
        let full = try await shell(
          "\"$1\" query commits --format \(format) > /dev/full", in: git.path)
        #expect(full.exitCode == 4)
        #expect(full.errorText.contains("No space left on device"))
      }
      let gone = try await shell(
        """
        { "$1" sql 'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 99999)
          SELECT x FROM c' --max-rows 99999 --format csv; echo $? > ../code; } | true
        cat ../code
        """, in: git.path)
      #expect(gone.outputText == "141\n")
      #expect(gone.errorText == "")
      for help in ["--help", "--version"] {
        let full = try await shell("\"$1\" \(help) > /dev/full", in: git.path)
        #expect(full.exitCode == 4)
        #expect(full.errorText.contains("No space left on device"))
      }
    }
  }

  @Test("Input that nobody reads changes no exit code")
  func unreadInput() async throws {
    try await withTemporaryFolder { folder in
      let input = String(repeating: "unread\n", count: 1 << 17)
      let version = try await stemma(["--version"], in: folder, input: input)
      #expect(version.exitCode == 0)
      let wrong = try await stemma(["query", "tags ||"], in: folder, input: input)
      #expect(wrong.exitCode == 2)
    }
  }
}
