import Foundation
import TestSupport
import Testing

@Suite("stemma query")
struct QueryCommandTests {
  private func withHistory(
    _ body: (GitFixture, [String]) async throws -> Void
  ) async throws {
    try await GitFixture.with { git in
      let ids = try await git.makeReleases()
      try await git.index()
      try await body(git, ids)
    }
  }

  @Test("The text comes from the argument, the standard input or a file")
  func sources() async throws {
    try await withHistory { git, _ in
      let text = "-- what is new\ncommits in v1.0.0..v1.1.0\n  | count\n"
      try writeFile("\(git.path)/question.stq", text)
      for result in [
        try await git.stemma("query", text, "--format", "csv"),
        try await git.stemma("query", "-", "--format", "csv", input: text),
        try await git.stemma("query", "-f", "question.stq", "--format", "csv"),
      ] {
        #expect(result.exitCode == 0, "\(result.errorText)")
        #expect(result.outputText == "count\n2\n")
      }
      let absent = try await git.stemma("query", "-f", "absent.stq")
      #expect(absent.exitCode == 4)
      #expect(absent.errorText.contains("absent.stq"))
    }
  }

  @Test("Ranges and containing tags are those of git")
  func equalToGit() async throws {
    try await withHistory { git, ids in
      let range = try await git.answer("query", "commits in v1.0.0..v1.1.0 | select sha")
      let expected = try await git.git("rev-list", "--topo-order", "v1.0.0..v1.1.0")
      #expect(range.texts("sha") == expected.split(separator: "\n").map(String.init))
      for id in ids {
        let tags = try await git.answer("query", "tags containing sha:\(id) | select name")
        let names = try await git.git("tag", "--contains", id).split(separator: "\n")
        #expect(tags.texts("name") == names.map(String.init))
      }
    }
  }

  @Test("--as-of answers as of a time")
  func asOf() async throws {
    try await withHistory { git, _ in
      let query = "commits | count"
      #expect(try await git.answer("query", query).number == 3)
      #expect(try await git.answer("query", query, "--as-of", "2024-01-15").number == 1)
      #expect(try await git.answer("query", query, "--as-of", "2024-02-01T00:00Z").number == 2)
      let wrong = try await git.stemma("query", query, "--as-of", "2024-13-01")
      #expect(wrong.exitCode == 2)
      #expect(wrong.errorText.contains("^^^^"))
    }
  }

  @Test("Parameters are read in their types, and an unknown one is answered with the near one")
  func parameters() async throws {
    try await withHistory { git, ids in
      let answer = try await git.answer("run", "contains", "--param", "commit=\(ids[1])")
      #expect(answer.texts("name") == ["v1.1.0"])
      #expect(Array(answer.params.keys) == ["commit"])
      let unknown = try await git.stemma(
        "run", "contains", "--param", "commit=v1.0.0", "--param", "comit=v1.0.0")
      #expect(unknown.exitCode == 2)
      #expect(unknown.errorText.contains("comit"))
      #expect(unknown.errorText.contains("commit"))
      let text = "param since: time; commits | where time >= $since | count"
      #expect(try await git.answer("query", text, "--param", "since=2024-02-01").number == 2)
      let wrong = try await git.stemma("query", text, "--param", "since=soon")
      #expect(wrong.exitCode == 2)
      #expect(wrong.errorText.contains("since"))
      let twice = try await git.stemma(
        "query", text, "--param", "since=now", "--param", "since=now")
      #expect(twice.exitCode == 64)
    }
  }

  @Test("Several errors of a query are shown together, as text and as JSON")
  func severalErrors() async throws {
    try await withHistory { git, _ in
      let query = "tags | where nam = \"x\" | where clas = \"release\""
      let text = try await git.stemma("query", query)
      #expect(text.exitCode == 2)
      #expect(text.errorText.contains("did you mean \"name\"?"))
      #expect(text.errorText.contains("did you mean \"class\"?"))
      let json = try await git.stemma("query", query, "--error-format", "json")
      #expect(json.exitCode == 2)
      #expect(json.output.isEmpty)
      let errors = try JSONDecoder().decode([[String: JSONValue]].self, from: Data(json.errors))
      #expect(errors.map { $0["code"] } == [.text("E102"), .text("E102")])
      #expect(errors[0]["label"] == .text("did you mean \"name\"?"))
      guard case .object(let span)? = errors[0]["span"] else {
        Issue.record("no span")
        return
      }
      #expect(span["start"] == .number(13))
      #expect(span["line"] == .number(1))
    }
  }

  @Test("An error of an option, or of a regular expression, has its place for programs, too")
  func optionErrors() async throws {
    try await withHistory { git, _ in
      for (options, code, option) in [
        (["--as-of", "soon"], "E019", "--as-of soon"), (["--repo", "nix"], "E206", "--repo nix"),
        (["--param", "x=1"], "E604", "--param x"),
      ] {
        let text = try await stemma(["query", "commits"] + options, in: git.path)
        #expect(text.exitCode == 2)
        #expect(text.errorText.hasPrefix("error[\(code)]: "), "\(text.errorText)")
        #expect(text.errorText.contains("\n  | \(option)\n"), "\(text.errorText)")
        let json = try await stemma(
          ["query", "commits", "--error-format", "json"] + options, in: git.path)
        #expect(json.errorText.contains("\"option\":\"\(option)\""), "\(json.errorText)")
      }
      let pattern = try await git.stemma("query", "tags | where name matches \"v(1\"")
      #expect(pattern.exitCode == 2)
      #expect(
        pattern.errorText == """
          error[E307]: the regular expression is wrong: missing closing parenthesis
            | tags | where name matches "v(1"
            |                               ^

          """)
    }
  }

  @Test("The time at the relation is the time of the answer")
  func timeOfTheAnswer() async throws {
    try await withHistory { git, _ in
      let answer = try await git.stemma(
        "query", "commits as of 2024-01-15 | count", "--format", "json")
      #expect(answer.outputText.contains("\"as_of\":\"2024-01-15T00:00:00Z\""))
    }
  }

  @Test("With several repositories, one end of a range decides for the other")
  func severalRepositories() async throws {
    try await withHistory { git, _ in
      try await GitFixture.with { other in
        try await other.commit("other")
        _ = try await git.stemma("index", other.path, "--name", "other")
        let answer = try await git.answer("run", "unreleased", "v1.0.0")
        #expect(answer.rows.count == 2)
        let ambiguous = try await git.stemma("query", "commits reachable from HEAD")
        #expect(ambiguous.exitCode == 2)
        #expect(ambiguous.errorText.contains("\n  --repo NAME, or the header repo NAME; looks"))
      }
    }
  }

  @Test("--sql shows the statement and its bindings, --sql=shell what the sqlite3 program takes")
  func sql() async throws {
    try await withHistory { git, _ in
      let statement = try await git.stemma("query", "tags | where name = \"it's\"", "--sql")
      #expect(statement.exitCode == 0, "\(statement.errorText)")
      #expect(statement.outputText.hasPrefix("SELECT "))
      #expect(statement.outputText.contains("= 'it''s'"))
      let line = statement.outputText.split(separator: "\n").filter { !$0.hasPrefix("--") }
      #expect(!line.joined().contains("it's"))
      let shell = try await git.stemma(
        "query", "commits in v1.0.0..v1.1.0", "--sql=shell", "--max-rows", "9")
      #expect(shell.exitCode == 0, "\(shell.errorText)")
      #expect(shell.outputText.contains(".parameter"))
      #expect(shell.outputText.hasSuffix(";\n"))
      let tags = try await git.stemma(
        "query", "tags | where containing v1.0.0 and not containing v1.1.0", "--sql=shell")
      #expect(tags.outputText.contains("CREATE TEMP TABLE set_2"))
      #expect(!tags.outputText.contains("id_set("))
      for arguments in [["--sql=bogus"], ["tags", "--sql=bogus"]] {
        let wrong = try await stemma(["query"] + arguments, in: git.path)
        #expect(wrong.exitCode == 64)
        #expect(wrong.errorText == "error: --sql is statement or shell, not \"bogus\"\n")
      }
    }
  }

  @Test("--explain tells how the query was understood, and its plan")
  func explain() async throws {
    try await withHistory { git, _ in
      let result = try await git.stemma("query", "releases | where version in ^v1.0", "--explain")
      #expect(result.exitCode == 0, "\(result.errorText)")
      #expect(result.outputText.contains(">= v1.0.0 and < v2.0.0-0"))
      #expect(result.outputText.split(separator: "\n").contains { $0.hasPrefix("plan ") })
    }
  }

  @Test("A relation whose source was never read is empty, says so, and ends with 3")
  func neverRead() async throws {
    try await withHistory { git, _ in
      for (relation, source) in [
        ("images", "image repository"), ("image_tags", "image repository"),
        ("changes", "changelog"), ("modules", "Go module"), ("deploys", "environment"),
        ("findings", "rule"),
      ] {
        let result = try await git.stemma("query", "\(relation) | count", "--expect", "some")
        #expect(result.exitCode == 3)
        #expect(result.errorText.contains("note[N422]: no \(source) has been "))
      }
    }
  }
}
