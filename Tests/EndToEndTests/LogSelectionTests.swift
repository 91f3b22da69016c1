import TestSupport
import Testing

@Suite("Release logs of some of the commits")
struct LogSelectionTests {
  /// Returns what a command prints on standard output, which has to succeed.
  private func output(_ git: GitFixture, _ arguments: String...) async throws -> String {
    let result = try await stemma(
      arguments + ["--hide", "hashes", "--hide", "contributors"], in: git.path)
    try #require(result.exitCode == 0, "\(result.errorText)")
    return result.outputText
  }

  /// v1.0.0, and v1.1.0 with a change of the documents, a fix that its changelog names, and one that no
  /// commit has; returns the ids of the commits.
  private func with(_ body: (GitFixture, [String]) async throws -> Void) async throws {
    try await GitFixture.with { git in
      let changelog = """
        ## 1.1.0 - 2024-01-01
        ### Fixed
        - Mended the cart (#7)
        - Nobody knows where

        """
      var ids = [try await git.commit("feat: one", files: ["src/a.txt": "1"])]
      try await git.tag("v1.0.0")
      ids.append(try await git.commit("docs: write", files: ["docs/a.md": "1"]))
      ids.append(
        try await git.commit(
          "fix: the cart (#7)", files: ["src/a.txt": "2", "CHANGELOG.md": changelog]))
      try await git.tag("v1.1.0")
      try await git.index("--name", "shop")
      try await body(git, ids)
    }
  }

  @Test("Of a path a log has what changelogs say of its commits, and nothing else of theirs")
  func path() async throws {
    try await with { git, _ in
      #expect(
        try await output(git, "log", "--path", "docs", "--format", "text", "--limit", "1") == """
          Changelog of shop

          v1.1.0  2024-01-01
            1 of 2 commits since v1.0.0; dated by its commit

            Documentation
            - write

          """)
      let source = try await output(git, "log", "--path", "src", "--format", "text", "--limit", "1")
      #expect(source.contains("  Fixes\n  - Mended the cart (#7)\n"), "\(source)")
      #expect(!source.contains("Nobody"))
    }
  }

  @Test("A changelog names the merge of a branch: it is about the paths that the branch changes")
  func merges() async throws {
    try await GitFixture.with { git in
      try await git.commit("feat: one", files: ["src/a.txt": "1"])
      try await git.tag("v1.0.0")
      try await git.git("branch", "other")
      try await git.git("checkout", "--quiet", "-b", "topic")
      try await git.commit("Mend it", files: ["src/a.txt": "2"])
      try await git.git("checkout", "--quiet", "main")
      try await git.merge("topic", message: "Merge pull request #7 from acme/topic")
      try await git.git("checkout", "--quiet", "other")
      try await git.commit("Explain it", files: ["docs/a.md": "1"])
      try await git.git("checkout", "--quiet", "main")
      try await git.merge("other", message: "Merge pull request #8 from acme/other")
      let changelog = "## 1.1.0 - 2024-01-01\n### Fixed\n- The cart (#7)\n- The words (#8)\n"
      try await git.commit("docs: tell", files: ["CHANGELOG.md": changelog])
      try await git.tag("v1.1.0")
      try await git.index("--name", "shop")
      #expect(
        try await output(git, "log", "--path", "src", "--format", "text", "--limit", "1") == """
          Changelog of shop

          v1.1.0  2024-01-01
            2 of 5 commits since v1.0.0; dated by its commit

            Fixes
            - The cart (#7)

            Other changes
            - Mend it

          """)
    }
  }

  @Test("A range within a release leaves out what the changelog says of commits beyond it")
  func range() async throws {
    try await with { git, ids in
      try await git.git("branch", "middle", ids[1])
      try await git.commit("chore: last", date: "2024-02-01T00:00:00Z")
      try await git.tag("v1.2.0", message: "Last", date: "2024-02-01T00:00:00Z")
      try await git.index("--name", "shop")
      let late = try await output(
        git, "log", "--range", "branch:middle..v1.1.0", "--format", "text")
      #expect(
        late == """
          Changelog of shop

          v1.1.0  2024-01-01
            1 of 2 commits since v1.0.0; dated by its commit

            Fixes
            - Mended the cart (#7)
            - Nobody knows where

          """)
      let json = try await output(git, "log", "--range", "branch:middle..v1.1.0", "--json")
      #expect(json.contains(#""commits":2,"#), "\(json)")
    }
  }

  @Test("A part of what no release has yet tells how much there is")
  func unreleasedPart() async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      let first = try await git.commit("fix: four", date: "2024-04-01T00:00:00Z")
      try await git.commit("fix: five", date: "2024-04-02T00:00:00Z")
      try await git.index("--name", "shop")
      let log = try await output(git, "log", "--range", "\(first)..", "--format", "text")
      #expect(
        log == """
          Changelog of shop

          Unreleased
            1 of 2 commits since v1.1.0

            Fixes
            - five

          """)
    }
  }

  @Test("What a changelog says of a hidden commit is hidden, too")
  func hidden() async throws {
    try await with { git, ids in
      try writeFile(
        "\(git.path)/.stemma/config.yaml", "repositories: {shop: {hide: [\(ids[2])]}}".utf8)
      #expect(
        try await output(git, "notes", "v1.1.0") == """
          2 commits since v1.0.0

          ### Fixes

          - Nobody knows where

          ### Documentation

          - write

          """)
    }
  }

  @Test("A path is followed to the end of a range, also on a branch that no release has")
  func branch() async throws {
    try await with { git, _ in
      try await git.git("checkout", "--quiet", "-b", "feature")
      try await git.commit("docs: more", files: ["docs/a.md": "2"])
      try await git.git("checkout", "--quiet", "main")
      try await git.index("--name", "shop")
      let log = try await output(
        git, "log", "--path", "docs", "--range", "v1.1.0..branch:feature", "--format", "text")
      #expect(
        log == """
          Changelog of shop

          feature
            1 commit since v1.1.0

            Documentation
            - more

          """)
    }
  }

  @Test("A number is one link, whatever a changelog calls it")
  func numbers() async throws {
    try await with { git, _ in
      try await git.git("remote", "add", "origin", "https://github.com/acme/shop.git")
      try await git.index("--name", "shop")
      let notes = try await output(git, "notes", "v1.1.0")
      #expect(
        notes.contains("- Mended the cart ([#7](https://github.com/acme/shop/pull/7))\n"),
        "\(notes)")
    }
  }

  @Test("The log tells the date that the history has, and where it is from")
  func dates() async throws {
    try await GitFixture.with { git in
      try await git.commit(
        "feat: one", files: ["CHANGELOG.md": "## 1.0.0 - 2024-01-01\n### Added\n- One\n"])
      try await git.tag("v1.0.0")
      try await git.index("--name", "shop")
      let dates = try await git.stemma(
        "query", "releases | select released_at, released_source", "--format", "tsv")
      #expect(dates.outputText.hasSuffix("2024-01-01T00:00:00Z\tcommit\n"), "\(dates.outputText)")
      let log = try await output(git, "log", "--json")
      #expect(log.contains(#""date":"2024-01-01T00:00:00Z","date_source":"commit""#), "\(log)")

      // A date that is corrected, or taken back, leaves nothing behind.
      for (text, date) in [
        ("## 1.0.0 - 2024-03-06\n- One\n", "2024-03-06T00:00:00Z\tchangelog"),
        ("## 1.0.0 - 2024-03-05\n- One\n", "2024-03-05T00:00:00Z\tchangelog"),
        ("## 1.0.0 - 2024-03-05T10:00:00Z\n- One\n", "2024-03-05T10:00:00Z\tchangelog"),
        ("## 1.0.0\n- One\n", "2024-01-01T00:00:00Z\tcommit"),
      ] {
        try await git.commit("docs: date", files: ["CHANGELOG.md": text])
        try await git.index("--name", "shop")
        let dates = try await git.stemma(
          "query", "releases | select released_at, released_source", "--format", "tsv")
        #expect(dates.outputText.hasSuffix("\n\(date)\n"), "\(text)\(dates.outputText)")
      }
    }
  }
}

@Suite("Release logs over several releases")
struct LogOverReleasesTests {
  @Test("Who was a co-author of an earlier release is no newcomer")
  func coAuthors() async throws {
    try await GitFixture.with { git in
      let trailer = "\n\nCo-authored-by: Second Author <second@example.com>"
      try await git.commit("feat: one\(trailer)")
      try await git.tag("v1.0.0")
      try await git.commit("feat: two\(trailer)", date: "2024-02-01T00:00:00Z")
      try await git.tag("v1.1.0", message: "Two", date: "2024-02-01T00:00:00Z")
      try await git.index("--name", "shop")
      let log = try await git.stemma("log", "--format", "text")
      #expect(
        log.outputText.split(separator: "\n").filter { $0.contains("Second") } == [
          "  - Second Author (1 commit)", "  - Second Author (1 commit, first contribution)",
        ])
      // Of the earlier release only the people are looked at.
      let notes = try await git.stemma("notes", "v1.1.0", "--format", "text")
      #expect(notes.outputText.contains("Second Author (1 commit)\n"), "\(notes.outputText)")
    }
  }

  @Test("A change whose revert was reverted is not told to be reverted")
  func reverts() async throws {
    try await GitFixture.with { git in
      let first = try await git.commit("feat: cart")
      try await git.tag("v1.1.0")
      let revert = try await git.commit(
        "Revert \"feat: cart\"\n\nThis reverts commit \(first).", date: "2024-02-01T00:00:00Z")
      try await git.tag("v1.2.0", message: "Without", date: "2024-02-01T00:00:00Z")
      try await git.index("--name", "shop")
      func notes() async throws -> String {
        try await git.stemma("notes", "v1.1.0", "--format", "text").outputText
      }
      #expect(try await notes().contains("reverted by \(revert.prefix(7))"))
      for again in [
        "Reapply \"feat: cart\"\n\nThis reverts commit \(revert).",
        "Revert \"Revert \"feat: cart\"\"\n\nThis reverts commit \(revert).",
        "Reapply \"feat: cart\"",
      ] {
        try await git.git("checkout", "--quiet", "-B", "main", revert)
        try await git.commit(again, date: "2024-03-01T00:00:00Z")
        try await git.index("--name", "shop")
        #expect(try await !notes().contains("reverted by"), "\(again)")
      }
      // In one release both are left out, and the change stays as it is.
      try await git.tag("v1.2.0", force: true)
      try await git.index("--name", "shop")
      #expect(try await !notes().contains("reverted by"))
    }
  }
}
