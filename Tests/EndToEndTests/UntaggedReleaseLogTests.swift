import TestSupport
import Testing

@Suite("Release logs of versions without a tag")
struct UntaggedReleaseLogTests {
  /// A repository with the tags v1.0.0 and v1.1.0 and a changelog that tells of more.
  private static func with(_ body: (GitFixture) async throws -> Void) async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      try await git.commit(
        "docs: write",
        files: [
          "CHANGELOG.md": """
          ## 11.0.0
          ### Fixed
          - Misspelt
          ## 1.1.0 - 2024-03-01
          ### Added
          - Three
          ## 1.0.5 - 2024-02-10
          ### Fixed
          - Between
          ## 1.0.2
          ### Fixed
          - Without a day

          """
        ], date: "2024-04-01T00:00:00Z")
      try await git.index("--name", "shop")
      try await body(git)
    }
  }

  @Test("The log has them in their place and says that they have no tag")
  func log() async throws {
    try await Self.with { git in
      let log = try await git.stemma("log", "--hide", "contributors", "--hide", "hashes")
      #expect(log.exitCode == 0, "\(log.errorText)")
      #expect(
        log.outputText == """
          # Changelog of shop

          ## Unreleased

          1 commit since v1.1.0

          ### Documentation

          - write

          ## v1.1.0 - 2024-03-01

          2 commits since v1.0.0

          ### Features

          - Three

          ### Fixes

          - two

          ## v11.0.0

          no tag of it is known

          ### Fixes

          - Misspelt

          ## v1.0.5 - 2024-02-10

          no tag of it is known

          ### Fixes

          - Between

          ## v1.0.2

          no tag of it is known

          ### Fixes

          - Without a day

          ## v1.0.0 - 2024-01-01

          1 commit

          ### Features

          - one

          """)
      let newest = try await git.stemma("log", "--limit", "1", "--format", "text")
      #expect(!newest.outputText.contains("11.0.0"))
    }
  }

  @Test("Notes of one are what the changelog says, with a word on the missing tag")
  func notes() async throws {
    try await Self.with { git in
      let notes = try await git.stemma("notes", "1.0.5")
      #expect(notes.exitCode == 0)
      #expect(
        notes.outputText == """
          no tag of it is known

          ### Fixes

          - Between

          """)
    }
  }

  @Test("What people take for the latest release has a tag")
  func latest() async throws {
    try await Self.with { git in
      let latest = try await git.stemma("run", "latest-release", "--format", "tsv")
      #expect(latest.outputText.contains("\tv1.1.0\t"))
      let missing = try await git.stemma("run", "sections-without-release", "--format", "tsv")
      #expect(missing.outputText.split(separator: "\n").count == 4)
      let told = try await git.stemma("run", "releases-without-section", "--format", "tsv")
      #expect(told.outputText.split(separator: "\n").count == 1)
      let page = try await git.stemma("report", "--html")
      #expect(page.outputText.contains("<span class=\"tag\">no tag</span>"))
      #expect(!page.outputText.contains("<dd>v11.0.0</dd>"))
    }
  }

  @Test(
    "An unknown version is answered with those that begin so, near ones, or the highest",
    arguments: [
      (
        "v1.0",
        "error: there is no release \"v1.0\"\n"
          + "  hint: versions that begin so: v1.0.5, v1.0.2, v1.0.0\n"
      ),
      (
        "v9.9.9",
        "error: there is no release \"v9.9.9\"\n  hint: the highest: v1.1.0, v1.0.0\n"
      ),
      (
        "v1.1.1",
        "error: there is no release \"v1.1.1\": did you mean \"v1.1.0\"?\n"
          + "  hint: nearest: v1.1.0, v1.0.0, v1.0.2, v1.0.5\n"
      ),
      (
        "v1",
        "error: \"v1\" is a moving tag, not a release\n"
          + "  hint: versions that begin so: v1.1.0, v1.0.5, v1.0.2, v1.0.0\n"
      ),
    ])
  func suggestions(name: String, answer: String) async throws {
    try await Self.with { git in
      try await git.tag("v1")
      try await git.index("--name", "shop")
      let notes = try await git.stemma("notes", name)
      #expect(notes.exitCode == 2)
      #expect(notes.errorText == answer)
    }
  }
}
