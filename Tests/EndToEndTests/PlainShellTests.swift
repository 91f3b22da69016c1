import TestSupport
import Testing

@Suite("stemma shell without a terminal")
struct PlainShellTests {
  /// The name under which a fixture is indexed.
  private static let name = "shop"

  @Test("Statements of a pipe are answered one after the other, without a prompt")
  func statements() async throws {
    try await GitFixture.with { repository in
      try await repository.makeReleases()
      try await repository.index("--name", Self.name)
      let input = """
        -- Every line is a query,
        tags | count
        .format csv
        tags
          | sort name
          -- unless the next one goes on with it,
          | select name

        repo \(Self.name);
        branches |
        count;
        tags | where name in (
          "v1.0.0"
        ) | select name
        .run latest-release
        .format
        """
      let result = try await repository.stemma("shell", input: input)
      let lines = result.outputText.split(separator: "\n")
      try #require(lines.count == 12, "\(result.outputText)")
      #expect(lines[0] == "count" && lines[1].hasSuffix("2"), "\(result.outputText)")
      #expect(
        lines[2...].prefix(7) == ["name", "v1.0.0", "v1.1.0", "count", "1", "name", "v1.0.0"],
        "\(result.outputText)")
      #expect(lines.last == "csv")
      #expect(result.errorText == "")
      #expect(result.exitCode == 0)
    }
  }

  @Test("The exit code is that of the worst answer")
  func exitCode() async throws {
    try await GitFixture.with { repository in
      try await repository.makeReleases()
      try await repository.index("--name", Self.name)
      let wrong = try await repository.stemma("shell", input: "tags | wher\nprojects | count\n")
      #expect(wrong.exitCode == 2)
      #expect(wrong.outputText.contains("count\n"))
      #expect(wrong.errorText.contains("did you mean \"where\"?"))
      let unknown = try await repository.stemma("shell", input: ".quti\ntags | wher\n")
      #expect(unknown.exitCode == 64)
      let empty = try await repository.stemma("shell", input: "\n\n-- nothing\n")
      #expect(empty.exitCode == 0 && empty.outputText == "" && empty.errorText == "")
      let cut = try await repository.stemma("shell", "--max-rows", "1", input: "tags")
      #expect(cut.exitCode == 3)
    }
  }

  @Test("Commands of the shell describe the language and change how queries are asked")
  func commands() async throws {
    try await GitFixture.with { repository in
      try await repository.makeReleases()
      try await repository.index("--name", Self.name)
      let input = """
        \\?
        \\d tags
        .functions
        .queries
        .explain on
        tags | count
        .explain off
        .sql on
        tags | count
        .sql off
        .timing on
        .run shipped from=v1.0.0 v1.1.0
        .repo \(Self.name)
        .repo
        """
      let result = try await repository.stemma("shell", input: input)
      #expect(result.exitCode == 0, "\(result.errorText)")
      for text in [
        ".as-of [TIME|off]", "tags: Tags and what they point at.", "is_prerelease(version) -> bool",
        "latest-release", "tags, now", "SELECT count(*)", "fix: two",
      ] {
        #expect(result.outputText.contains(text), "\(text)")
      }
      #expect(result.outputText.hasSuffix("\n\(Self.name)\n"))
      #expect(result.errorText.wholeMatch(of: /time: \d+\.\d{3} s\n/) != nil)
    }
  }

  @Test(
    "Commands have the names that other shells give them",
    arguments: [
      ("\\h", ".help"), ("\\?", ".help"), ("\\d", ".schema"), ("\\dt", ".schema"),
      (".tables", ".schema"), ("\\d tags", ".schema tags"), ("\\df", ".functions"),
      (".mode", ".format"), (".exit\ntags", ".quit\ntags"), ("\\q\ntags", ".quit\ntags"),
    ])
  func aliases(line: String, command: String) async throws {
    try await GitFixture.with { repository in
      try await repository.makeReleases()
      try await repository.index()
      let result = try await repository.stemma("shell", input: line)
      let expected = try await repository.stemma("shell", input: command)
      #expect(result.exitCode == 0 && result.errorText == "")
      #expect(result.outputText == expected.outputText)
      #expect(result.outputText.isEmpty == command.hasPrefix(".quit"))
    }
  }

  @Test("Options say where, as of when and for how long questions are asked")
  func options() async throws {
    try await GitFixture.with { repository in
      try await repository.makeReleases()
      try await repository.index("--name", Self.name)
      let past = try await repository.stemma(
        "shell", "--as-of", "2024-02-01", "--format", "csv", input: "tags | count\n.as-of\n")
      #expect(past.outputText == "count\n1\n2024-02-01\n")
      let repo = try await repository.stemma("shell", "--repo", Self.name, input: ".repo\n")
      #expect(repo.outputText == "\(Self.name)\n")
      let unknown = try await repository.stemma(
        "shell", "--repo", "nowhere", input: "commits in ..v1.0.0")
      #expect(unknown.errorText.contains("nowhere") && unknown.exitCode == 2)
      let joins = (1...10).map {
        " | join (commits | select sha) as a\($0) on sha >= a\($0).sha or sha < a\($0).sha"
      }
      let slow = try await repository.stemma(
        "shell", "--timeout", "0.001", input: "commits | select sha\(joins.joined()) | count")
      #expect(slow.exitCode == 3, "\(slow.errorText)")
      let wrong = try await repository.stemma("shell", "--timeout", "0", input: "tags")
      #expect(wrong.exitCode == 64)
    }
  }

  @Test(
    "Wrong commands say what is right",
    arguments: [
      (".format jsn", "error: there is no format \"jsn\": did you mean \"json\"?"),
      (".repo nowhere", "error: there is no repository \"nowhere\""),
      (".run latest", "error: there is no saved query \"latest\""),
      (".run", "error: which saved query?"),
      (".run latest-release a b", "error: latest-release takes 0 values"),
      (".sql maybe", "error: write .sql [on|off]"),
      (".schema tgas", "error: there is no relation \"tgas\": did you mean \"tags\"?"),
      (".as-of someday", "error["),
      ("\\x", "error: there is no shell command \"x\""),
    ])
  func wrongCommands(line: String, message: String) async throws {
    try await GitFixture.with { repository in
      try await repository.makeReleases()
      try await repository.index("--name", Self.name)
      let result = try await repository.stemma("shell", input: line)
      #expect(result.errorText.hasPrefix(message), "\(result.errorText)")
      #expect(result.exitCode != 0)
    }
  }

  @Test("Without a database the shell does not begin")
  func noDatabase() async throws {
    try await withTemporaryFolder { folder in
      let result = try await stemma(["shell"], in: folder)
      #expect(result.exitCode == 4)
      #expect(result.errorText.hasPrefix("error: there is no history here"))
    }
  }
}
