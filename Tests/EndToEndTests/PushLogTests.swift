import Foundation
import TestSupport
import Testing

@Suite("stemma index push-log, and reflogs")
struct PushLogTests {
  private let zero = String(repeating: "0", count: 40)

  @Test("The hook of the documentation writes what the command reads")
  func hook() async throws {
    try await withTemporaryFolder { folder in
      let document = try String(
        contentsOf: DocumentationTests.root.appending(path: "docs/sources.md"), encoding: .utf8)
      let script = try #require(
        document.components(separatedBy: "```sh\n#!/bin/sh\n").dropFirst().first?
          .components(separatedBy: "```").first)
      let git = try await GitFixture.create(in: folder)
      try await git.commit("One")
      let server = try await git.clone("server.git", ["--bare"])
      let hook = "\(server.path)/hooks/post-receive"
      try writeFile(hook, "#!/bin/sh\nUSER='Ann Example'\n\(script)")
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hook)
      let database = "\(folder)/shop.db"
      try #require(
        await stemma(["index", server.path, "--name", "shop", "--db", database], in: folder)
          .exitCode == 0)

      func push(_ references: String...) async throws {
        let result = try await runProgram(
          "git",
          ["-c", "core.hooksPath=\(server.path)/hooks", "push", "--quiet", server.path]
            + references, environment: git.environment(), workingDirectory: git.path)
        try #require(result.exitCode == 0, "\(result.errorText)")
      }
      try await git.commit("Two")
      try await push("main", "main:topic")
      try await push(":topic")
      let log = "\(server.path)/pushes.log"
      let first = try await stemma(
        ["index", "push-log", log, "--repo", "shop", "--db", database], in: folder)
      #expect(first.exitCode == 0, "\(first.errorText)")
      #expect(first.outputText == "shop: 3 entries\n  3 new entries of 2 refs\n")
      #expect(first.errorText == "")
      let text = try String(contentsOfFile: log, encoding: .utf8)
      let second = try await stemma(
        ["index", "push-log", "-", "--repo", "shop", "--db", database], in: folder, input: text)
      #expect(second.outputText == "shop: 3 entries\n  nothing new\n")

      let query =
        "moves | where actor = \"Ann Example\" | sort name, at | select name, change, precision"
      let moves = try await stemma(
        ["query", query, "--format", "csv", "--db", database], in: folder)
      #expect(
        moves.outputText == """
          name,change,precision
          main,move,exact
          topic,create,exact
          topic,delete,exact

          """)
      // The commit that was pushed is read by the next look, which finds nothing else new.
      let look = try await stemma(["index", server.path, "--db", database], in: folder)
      #expect(look.outputText.contains("\n  1 new commit ("))
      let status = try await stemma(["status", "--db", database], in: folder)
      #expect(status.outputText.contains("  holds           the log of its pushes\n"))
    }
  }

  @Test(
    "Malformed lines are left out and make the run incomplete; all else is said with its way out")
  func problems() async throws {
    try await GitFixture.with { git in
      let id = try await git.commit("One")
      try await git.index("--name", "shop")
      try writeFile(
        "\(git.path)/log", "nonsense\n1704067200 \(zero) \(id) refs/heads/other\n\u{1B}[2J\n")
      let result = try await git.stemma("index", "push-log", "log", "--repo", "shop")
      #expect(result.exitCode == 3)
      #expect(result.outputText == "shop: 1 entry\n  nothing new\n")
      #expect(
        result.errorText == """
          note: shop: the log of refs/heads/other differs from what was seen; it was used as far as it agrees
          warning: log: 2 malformed lines were left out
            hint: a line is TIME OLD NEW REF [ACTOR]

          """)
      for (arguments, code, text) in [
        (["log", "--repo", "shpo"], 64, "did you mean \"shop\"?"), (["log"], 64, "--repo"),
        (["nowhere", "--repo", "shop"], 4, "cannot read nowhere"),
        (["log", "--repo", "shop", "--db", "none.db"], 4, "there is no history at none.db"),
      ] as [([String], Int32, String)] {
        let result = try await EndToEndTests.stemma(
          ["index", "push-log"] + arguments, in: git.path)
        #expect(result.exitCode == code, "\(arguments)")
        #expect(result.errorText.contains(text), "\(result.errorText)")
        #expect(result.output.isEmpty)
      }
      #expect(!FileManager.default.fileExists(atPath: "\(git.path)/none.db"))
    }
  }

  @Test("Indexing a clone tells what its branches were, and names a log that contradicts")
  func reflog() async throws {
    try await GitFixture.with { git in
      try await git.commit("One", date: "2024-01-01T00:00:00Z")
      try await git.git(
        ["commit", "--quiet", "--amend", "--allow-empty", "-m", "Other"],
        date: "2024-01-02T00:00:00Z")
      let first = try await git.stemma("index", "--name", "shop", "--json")
      #expect(first.outputText.contains("\"log_entries\":2,"))
      let answer = try await git.answer(
        "query", "history of branch:main | select since, commit.subject")
      #expect(answer.texts("since") == ["2024-01-01T00:00:00Z", "2024-01-02T00:00:00Z"])
      let lost = try await git.answer("query", "commits | where not reachable | select subject")
      #expect(lost.texts("subject") == ["One"])

      // The clock of this commit says that it was made before the look that did not see it.
      try await git.commit("Late", date: "2024-01-03T00:00:00Z")
      let late = try await git.stemma("index")
      #expect(late.exitCode == 0)
      #expect(
        late.errorText
          == "note: shop: the reflog of refs/heads/main differs from what was seen; it was used as far as it agrees\n"
      )
      #expect(try await git.stemma("index", "--quiet").errorText == "")
      let bounded = try await git.answer("query", "branches | select precision")
      #expect(bounded.texts("precision") == ["bounded"])
    }
  }
}
