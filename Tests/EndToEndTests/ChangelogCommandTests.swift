import TestSupport
import Testing

@Suite("Changelogs of a repository, and stemma index changelog")
struct ChangelogCommandTests {
  @Test("each version of a changelog on the default branch is read, and later only the new ones")
  func repository() async throws {
    try await withTemporaryFolder { folder in
      let git = try await GitFixture.create(in: folder)
      func write(_ text: String, _ date: String, path: String = "CHANGELOG.md") async throws {
        try await git.commit("Write", files: [path: text], date: date)
      }
      try await write("## [Unreleased]\n- Pay by card\n", "2024-01-01T00:00:00Z")
      try await write(
        "## [Unreleased]\n\n## [1.0.0] - 2024-01-02\n- Pay by card\n", "2024-01-02T00:00:00Z")
      try await git.tag("v1.0.0")
      let database = "\(folder)/shop.db"
      func index() async throws -> String {
        let result = try await stemma(
          ["index", git.path, "--name", "shop", "--db", database, "--json"], in: folder)
        #expect(result.exitCode == 0, "\(result.errorText)")
        return result.outputText
      }
      func ask(_ query: String, _ options: String...) async throws -> String {
        let result = try await stemma(
          ["query", query, "--db", database, "--format", "tsv"] + options, in: folder)
        #expect(result.exitCode == 0, "\(result.errorText)")
        return result.outputText
      }
      _ = try await index()
      let entries = "changes | select version, text, since, since_commit.subject"
      #expect(
        try await ask(entries) == """
          version\ttext\tsince\tsubject
          1.0.0\tPay by card\t2024-01-02T00:00:00Z\tWrite

          """)
      #expect(
        try await ask("changes | select version, text", "--as-of", "2024-01-01T12:00Z")
          == "version\ttext\n\tPay by card\n")

      // Another file comes, the first one goes on, and a branch is merged.
      try await git.git("checkout", "--quiet", "-b", "side")
      try await write(
        "## 2.0.0\n- Of the client\n", "2024-02-01T00:00:00Z", path: "web/CHANGELOG.md")
      try await git.checkout("main")
      try await git.merge("side", date: "2024-02-02T00:00:00Z")
      try await write(
        "## [Unreleased]\n- Search\n\n## [1.0.0] - 2024-01-02\n- Pay by card\n",
        "2024-02-03T00:00:00Z")
      _ = try await index()
      #expect(
        try await ask("changes | select changelog, text, since | sort since") == """
          changelog\ttext\tsince
          CHANGELOG.md\tPay by card\t2024-01-02T00:00:00Z
          web/CHANGELOG.md\tOf the client\t2024-02-02T00:00:00Z
          CHANGELOG.md\tSearch\t2024-02-03T00:00:00Z

          """)

      // The branch is rewound: what was said there was never said on it.
      try await git.git("reset", "--quiet", "--hard", "v1.0.0")
      _ = try await index()
      #expect(
        try await ask("changes | select changelog, text")
          == "changelog\ttext\nCHANGELOG.md\tPay by card\n")
    }
  }

  @Test(
    "a changelog that is renamed goes on, whether its past is read at once or it was known",
    arguments: [false, true])
  func renames(isKnown: Bool) async throws {
    try await withTemporaryFolder { folder in
      let git = try await GitFixture.create(in: folder)
      let text = "1.0.0\n-----\n\n- Pay by card\n- Find things by name\n"
      try await git.commit("Begin", files: ["CHANGELOG": text], date: "2024-01-01T00:00:00Z")
      let database = "\(folder)/shop.db"
      func index() async throws {
        let result = try await stemma(
          ["index", git.path, "--name", "shop", "--db", database], in: folder)
        #expect(result.exitCode == 0, "\(result.errorText)")
      }
      func ask(_ query: String) async throws -> String {
        try await stemma(["query", query, "--db", database, "--format", "tsv"], in: folder)
          .outputText
      }
      if isKnown { try await index() }
      try await git.git("mv", "CHANGELOG", "CHANGELOG.md")
      try await git.commit(
        "Rename", files: ["CHANGELOG.md": "# Changes\n\n" + text], date: "2024-01-02T00:00:00Z")
      if isKnown { try await index() }
      try await git.commit(
        "Go on", files: ["CHANGELOG.md": "# Changes\n\n" + text + "- Count items once\n"],
        date: "2024-01-03T00:00:00Z")
      // Another name and the same content, as the last version.
      try await git.git("mv", "CHANGELOG.md", "HISTORY.md")
      try await git.commit("Rename again", date: "2024-01-04T00:00:00Z")
      try await index()
      #expect(
        try await ask("changes | select changelog, text, since") == """
          changelog\ttext\tsince
          HISTORY.md\tPay by card\t2024-01-01T00:00:00Z
          HISTORY.md\tFind things by name\t2024-01-01T00:00:00Z
          HISTORY.md\tCount items once\t2024-01-03T00:00:00Z

          """)
      #expect(
        try await ask("changelogs | select path, since, changed")
          == "path\tsince\tchanged\nHISTORY.md\t2024-01-01T00:00:00Z\t2024-01-04T00:00:00Z\n")
    }
  }

  @Test("an entry that the tagged tree has is not late, also if the default branch gets it later")
  func taggedTrees() async throws {
    try await withTemporaryFolder { folder in
      let git = try await GitFixture.create(in: folder)
      try await git.commit(
        "Begin", files: ["CHANGELOG.md": "## 1.0.0\n- One\n"], date: "2024-01-01T00:00:00Z")
      try await git.git("checkout", "--quiet", "-b", "release")
      try await git.commit(
        "Release", files: ["CHANGELOG.md": "## v1.1.0\n- Pay by card\n\n## 1.0.0\n- One\n"],
        date: "2024-02-01T00:00:00Z")
      try await git.tag("v1.1.0")
      try await git.checkout("main")
      // Under another name by now.
      try await git.git("mv", "CHANGELOG.md", "CHANGELOG.markdown")
      try await git.commit(
        "Bring back",
        files: [
          "CHANGELOG.markdown":
            "## 1.1.0\n- Pay by *card*\n- Added much later by hand\n\n## 1.0.0\n- One\n"
        ], date: "2024-03-01T00:00:00Z")
      let database = "\(folder)/shop.db"
      for _ in 1...2 {
        let index = try await stemma(
          ["index", git.path, "--name", "shop", "--db", database], in: folder)
        #expect(index.exitCode == 0, "\(index.errorText)")
        let all = try await stemma(
          ["query", "changes | select text, at_tag", "--db", database, "--format", "tsv"],
          in: folder)
        #expect(
          all.outputText
            == "text\tat_tag\nPay by card\ttrue\nAdded much later by hand\tfalse\nOne\t\n")
        let late = try await stemma(
          ["run", "late-entries", "--db", database, "--format", "jsonl"], in: folder)
        #expect(late.outputText.contains("Added much later by hand"))
        #expect(!late.outputText.contains("Pay by"))
      }
    }
  }

  @Test("a changelog whose path is not UTF-8 is followed as any other")
  func bytesInPath() async throws {
    try await withTemporaryFolder { folder in
      let git = try await GitFixture.create(in: folder)
      // What a checkout cannot hold everywhere is put into the tree alone.
      func commit(_ text: String, _ date: String) async throws {
        let blob = try await git.git("hash-object", "-w", "--stdin", input: Array(text.utf8))
        try await git.git(
          "update-index", "-z", "--index-info",
          input: Array("100644 \(blob)\tpackages/caf".utf8) + [0xE9] + Array("/CHANGELOG.md\0".utf8)
        )
        try await git.git(["commit", "--quiet", "-m", "Write"], date: date)
      }
      try await commit("## 1.0.0\n- One\n", "2024-01-01T00:00:00Z")
      try await commit("## 1.0.0\n- One\n- Two\n", "2024-01-02T00:00:00Z")
      let database = "\(folder)/shop.db"
      _ = try await stemma(["index", git.path, "--name", "shop", "--db", database], in: folder)
      let answer = try await stemma(
        ["query", "changes | select text, since", "--db", database, "--format", "tsv"], in: folder)
      #expect(
        answer.outputText
          == "text\tsince\nOne\t2024-01-01T00:00:00Z\nTwo\t2024-01-02T00:00:00Z\n")
    }
  }

  @Test("a changelog that comes when another one goes is a new one if it says something else")
  func replacement() async throws {
    try await withTemporaryFolder { folder in
      let git = try await GitFixture.create(in: folder)
      try await git.commit(
        "Begin", files: ["CHANGELOG": "1.0.0\n-----\n\n- Pay by card\n"],
        date: "2024-01-01T00:00:00Z")
      try await git.git("rm", "--quiet", "CHANGELOG")
      try await git.commit(
        "Other", files: ["docs/history.md": "## 0.1.0\n- How the shop was founded in a garage\n"],
        date: "2024-01-02T00:00:00Z")
      let database = "\(folder)/shop.db"
      _ = try await stemma(["index", git.path, "--name", "shop", "--db", database], in: folder)
      let answer = try await stemma(
        ["query", "changelogs | select path, since", "--db", database, "--format", "tsv"],
        in: folder)
      #expect(answer.outputText == "path\tsince\ndocs/history.md\t2024-01-02T00:00:00Z\n")
    }
  }

  @Test("what was not understood of a changelog is told once, and an ordinary one needs no word")
  func unread() async throws {
    try await withTemporaryFolder { folder in
      let git = try await GitFixture.create(in: folder)
      let ordinary = "# Changelog\n\nAll that changed.\n\n## [Unreleased]\n\n## 1.0.0\n- One\n"
      try await git.commit("One", files: ["CHANGELOG.md": ordinary])
      let database = "\(folder)/shop.db"
      func index() async throws -> String {
        let result = try await stemma(
          ["index", git.path, "--name", "shop", "--db", database], in: folder)
        #expect(result.exitCode == 0, "\(result.errorText)")
        return result.errorText
      }
      let first = try await index()
      #expect(!first.contains("belong"))
      try await git.commit(
        "Two", files: ["docs/changes.md": "# News\n\n## 1.0.0\n- One\n\n## Us\n\nWho we are.\n"])
      let told = try await index()
      #expect(
        told.hasSuffix(
          """
          note: shop: docs/changes.md: 3 lines belong to no version
            hint: stemma query 'changelogs | where unread > 0 or problems > 0' shows all of it

          """))
      let again = try await index()
      #expect(!again.contains("belong"))
    }
  }

  @Test("a clone without trees is indexed, and says that its changelogs were not read")
  func treeless() async throws {
    try await withTemporaryFolder { folder in
      let git = try await GitFixture.create(in: folder)
      try await git.commit("One", files: ["CHANGELOG.md": "## 1.0.0\n- One\n"])
      try await git.removeLooseObject(git.id("HEAD^{tree}"))
      let database = "\(folder)/shop.db"
      let index = try await stemma(
        ["index", git.path, "--name", "shop", "--db", database], in: folder)
      #expect(index.exitCode == 0, "\(index.errorText)")
      #expect(index.errorText.contains("warning: shop: its changelogs were not read: "))
      let answer = try await stemma(
        ["query", "commits | count", "--db", database, "--format", "tsv"], in: folder)
      #expect(answer.outputText == "count\n1\n")
    }
  }

  @Test("a version that a damaged clone lacks ends no entry")
  func missing() async throws {
    try await withTemporaryFolder { folder in
      let git = try await GitFixture.create(in: folder)
      try await git.commit(
        "One", files: ["CHANGELOG.md": "## 1.0.0\n- One\n"], date: "2024-01-01T00:00:00Z")
      try await git.commit(
        "Two", files: ["CHANGELOG.md": "## 1.0.0\n- One\n- Two\n"], date: "2024-01-02T00:00:00Z")
      try await git.removeLooseObject(git.id("HEAD:CHANGELOG.md"))
      let database = "\(folder)/shop.db"
      let index = try await stemma(
        ["index", git.path, "--name", "shop", "--db", database], in: folder)
      #expect(index.exitCode == 0, "\(index.errorText)")
      let answer = try await stemma(
        ["query", "changes | select text, since", "--db", database, "--format", "tsv"], in: folder)
      #expect(answer.outputText == "text\tsince\nOne\t2024-01-01T00:00:00Z\n")
    }
  }

  @Test("an entry behind a version that a clone lacks has no date")
  func afterMissing() async throws {
    try await GitFixture.with { git in
      try await git.commit(
        "One", files: ["CHANGELOG.md": "## 1.0.0\n- One\n"], date: "2020-01-01T00:00:00Z")
      try await git.removeLooseObject(git.id("HEAD:CHANGELOG.md"))
      for (text, year) in [("- One\n- Two\n", 2024), ("- One\n- Two\n- Three\n", 2025)] {
        try await git.commit(
          "More", files: ["CHANGELOG.md": "## 1.0.0\n\(text)"], date: "\(year)-01-01T00:00:00Z")
      }
      try await git.index("--name", "shop")
      let answer = try await git.stemma(
        "query", "changes | sort position | select text, since", "--format", "tsv")
      #expect(answer.outputText == "text\tsince\nOne\t\nTwo\t\nThree\t2025-01-01T00:00:00Z\n")
    }
  }

  @Test("a changelog that lies elsewhere is read again and again; bad input is named")
  func file() async throws {
    try await withTemporaryFolder { folder in
      let git = try await GitFixture.create(in: folder)
      try await git.commit("One")
      try await git.tag("v1.0.0")
      let database = "\(folder)/shop.db"
      func run(_ arguments: String..., input: String = "") async throws -> ProgramResult {
        try await stemma(
          ["index", "changelog"] + arguments + ["--db", database], in: folder, input: input)
      }
      try #require(
        await stemma(["index", git.path, "--name", "shop", "--db", database], in: folder).exitCode
          == 0)
      let text = "# Changes\n\n## 1.0.0\n\n- Pay by card\n"
      let first = try await run("-", input: text)
      #expect(first.exitCode == 0, "\(first.errorText)")
      #expect(first.outputText == "shop: 1 section, 1 entry (markdown)\n  1 new entry\n")
      let second = try await run("-", "--repo", "shop", input: text)
      #expect(second.outputText == "shop: 1 section, 1 entry (markdown)\n  0 new entries\n")
      let empty = try await run("-", input: "nothing of that kind\n")
      #expect(empty.exitCode == 5)
      #expect(empty.errorText.hasPrefix("error: the standard input holds no changelog"))
      let format = try await run("-", "--format", "keepachangelog", input: text)
      #expect(format.exitCode == 64)
      #expect(format.errorText.contains("formats: keep-a-changelog, "))
      let repository = try await run("-", "--repo", "shap", input: text)
      #expect(repository.exitCode == 64)
      #expect(
        repository.errorText
          == "error: the history has no git repository named \"shap\": did you mean \"shop\"?\n"
          + "  hint: repositories: shop\n")
      let absent = try await run("absent.md")
      #expect(absent.exitCode == 4)
    }
  }
}
