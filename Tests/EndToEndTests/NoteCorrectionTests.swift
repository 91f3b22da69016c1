import Foundation
import TestSupport
import Testing

/// Notes of git in `refs/notes/stemma` correct release logs after the fact.
@Suite("Git notes as corrections")
struct NoteCorrectionTests {
  private func note(_ git: GitFixture, _ object: String, _ text: String) async throws {
    try await git.git(
      ["notes", "--ref=stemma", "add", "--force", "-F-", object], input: Array(text.utf8))
  }

  /// The notes of v1.1.0 without ids and people.
  private func notes(_ git: GitFixture) async throws -> String {
    let result = try await git.stemma(
      "notes", "v1.1.0", "--hide", "hashes", "--hide", "contributors", "--hide", "facts")
    #expect(result.exitCode == 0, "\(result.errorText)")
    return result.outputText
  }

  private static let changelog = """
    # Changelog

    ## [1.1.0] - 2024-03-01

    A calm release.

    ## [1.0.0] - 2024-01-01

    - one

    """

  /// Two releases and a changelog that says something of the second.
  private func withReleases(
    _ body: (GitFixture, _ ids: [String]) async throws -> Void
  ) async throws {
    try await GitFixture.with { git in
      let ids = try await git.makeReleases()
      try await git.commit(
        "docs: changelog", files: ["CHANGELOG.md": Self.changelog], date: "2024-03-02T00:00:00Z")
      try await body(git, ids)
    }
  }

  @Test("A note on a release is added to what the changelog says, or takes its place")
  func releases() async throws {
    try await withReleases { git, ids in
      try await git.index()
      let plain = try await notes(git)
      #expect(plain.contains("A calm release.\n\n### Features"), "\(plain)")

      try await note(git, "v1.1.0", "Do **not** use it: see v1.1.1.")
      try await git.index()
      #expect(
        try await notes(git).contains(
          "A calm release.\n\nDo **not** use it: see v1.1.1.\n\n### Features"))

      try await note(git, "v1.1.0", "Replace:\nWithdrawn.\n")
      let index = try await git.stemma("index")
      #expect(index.outputText.contains("  other notes of git ("), "\(index.outputText)")
      let again = try await git.stemma("index")
      #expect(again.outputText.contains("  nothing new ("), "\(again.outputText)")
      let replaced = try await notes(git)
      #expect(replaced.contains("Withdrawn.\n\n### Features"), "\(replaced)")
      #expect(!replaced.contains("calm"))

      // The configuration wins.
      try writeFile(
        "\(git.path)/.stemma/config.yaml",
        "repositories:\n  \(git.path):\n    notes:\n      v1.1.0: Kept.\n".utf8)
      #expect(try await notes(git).contains("Kept.\n\n### Features"))
      try FileManager.default.removeItem(atPath: "\(git.path)/.stemma/config.yaml")

      try await git.git("notes", "--ref=stemma", "remove", "v1.1.0")
      try await git.index()
      #expect(try await notes(git) == plain)
      // What was there is kept.
      let kept = try await git.stemma(
        "sql", "SELECT count(*) AS n FROM v_observations WHERE kind = 'note'", "--format", "csv")
      #expect(kept.outputText.contains("3"), "\(kept.outputText)\(kept.errorText)")
      #expect(ids.count == 3)
    }
  }

  @Test("A note on the commit of a lightweight tag is about the release")
  func lightweight() async throws {
    try await withReleases { git, ids in
      try await git.deleteTag("v1.1.0")
      try await git.git("tag", "v1.1.0", ids[2])
      try await note(git, ids[2], "Withdrawn.")
      try await git.index()
      #expect(try await notes(git).contains("A calm release.\n\nWithdrawn."))
    }
  }

  @Test("A note with a Release-note is about the entry of its commit")
  func entries() async throws {
    try await withReleases { git, ids in
      try await note(git, ids[1], "Release-note: round prices half up\n")
      try await note(git, ids[2], "Release-note: none\n")
      try await git.index()
      let text = try await notes(git)
      #expect(text.contains("### Fixes\n\n- round prices half up\n"), "\(text)")
      #expect(!text.contains("three"))
      #expect(!text.contains("two"))
    }
  }

  @Test("Notes in other refs say nothing")
  func otherRefs() async throws {
    try await withReleases { git, ids in
      try await git.index()
      let plain = try await notes(git)
      try await git.git("notes", "--ref=commits", "add", "-m", "Withdrawn.", "v1.1.0")
      try await git.git("notes", "--ref=stemma-old", "add", "-m", "Release-note: x", ids[1])
      try await git.index()
      #expect(try await notes(git) == plain)
    }
  }

  @Test("Notes that cannot be read are a warning, and all else is indexed")
  func unreadable() async throws {
    try await withReleases { git, ids in
      try await note(git, "v1.1.0", String(repeating: "x", count: 70_000))
      let tag = try await git.id("v1.1.0")
      let long = try await git.stemma("index")
      #expect(long.exitCode == 0)
      #expect(
        long.errorText.contains(
          "the note on \(tag) is absent or longer than 65536 bytes, and was left out"),
        "\(long.errorText)")
      try await note(git, ids[0], "Later.")
      try git.removeLooseObject(try await git.id("refs/notes/stemma^{tree}"))
      let absent = try await git.stemma("index")
      #expect(absent.exitCode == 0, "\(absent.errorText)")
      #expect(
        absent.errorText.contains("the notes in refs/notes/stemma were left out: "),
        "\(absent.errorText)")
      #expect(try await git.stemma("notes", "v1.1.0").exitCode == 0)
    }
  }

  @Test("A mirror of a remote repository has the notes, and a clone without them takes none away")
  func remote() async throws {
    try await withReleases { git, _ in
      try await note(git, "v1.1.0", "Withdrawn.")
      let clone = try await git.clone("clone", ["--bare"])
      let database = "\(git.folder)/history.db"
      func run(_ arguments: String...) async throws -> String {
        let result = try await stemma(arguments + ["--db", database], in: git.folder)
        #expect(result.exitCode == 0, "\(result.errorText)")
        return result.outputText
      }
      _ = try await run("index", "file://\(git.path)", "--name", "shop", "--quiet")
      #expect(try await run("notes", "v1.1.0").contains("Withdrawn."))
      _ = try await run("index", clone.path, "--name", "shop", "--quiet")
      #expect(try await run("notes", "v1.1.0").contains("Withdrawn."))
    }
  }

  @Test("A clone with older notes takes away none that another one has shown")
  func olderClone() async throws {
    try await withReleases { git, _ in
      try await note(git, "v1.0.0", "Old news.")
      let clone = try await git.clone("clone", ["--bare"])
      try await clone.git("fetch", "--quiet", "origin", "refs/notes/*:refs/notes/*")
      try await git.git(
        ["notes", "--ref=stemma", "add", "-m", "Withdrawn.", "v1.1.0"],
        date: "2024-06-01T00:00:00Z")
      let database = "\(git.folder)/history.db"
      func run(_ arguments: String...) async throws -> String {
        let result = try await stemma(arguments + ["--db", database], in: git.folder)
        #expect(result.exitCode == 0, "\(result.errorText)")
        return result.outputText
      }
      for path in [git.path, clone.path, git.path] {
        _ = try await run("index", path, "--name", "shop", "--quiet")
        #expect(try await run("notes", "v1.1.0").contains("Withdrawn."), "\(path)")
        #expect(try await run("notes", "v1.0.0").contains("Old news."), "\(path)")
      }
      try await git.git(
        ["notes", "--ref=stemma", "remove", "v1.0.0"], date: "2024-06-02T00:00:00Z")
      _ = try await run("index", git.path, "--name", "shop", "--quiet")
      #expect(try await !run("notes", "v1.0.0").contains("Old news."))
    }
  }

  @Test(
    "A revert that a note makes no entry is not named, in the whole log and in the notes of one release"
  )
  func revert() async throws {
    try await withReleases { git, ids in
      let revert = try await git.commit(
        "Revert \"three\"\n\nThis reverts commit \(ids[2]).", date: "2024-04-01T00:00:00Z")
      try await git.tag("v1.2.0", message: "Without", date: "2024-04-01T00:00:00Z")
      try await git.index()
      let mark = "reverted** by"
      #expect(try await notes(git).contains(mark))
      #expect(try await git.stemma("log").outputText.contains(mark))
      try await note(git, revert, "Release-note: none")
      try await git.index()
      #expect(try await !notes(git).contains(mark))
      #expect(try await !git.stemma("log").outputText.contains(mark))
    }
  }

  @Test("A tip of notes with a date that cannot be is read as any other")
  func oddDate() async throws {
    try await withReleases { git, _ in
      try await note(git, "v1.1.0", "Withdrawn.")
      let commit = try await git.git("cat-file", "commit", "refs/notes/stemma")
      let time = try #require(commit.split(separator: ">").last?.split(separator: " ").first)
      let odd = try await git.git(
        "hash-object", "-t", "commit", "-w", "--stdin", "--literally",
        input: Array((commit.replacing(time, with: "-9223372036854775808") + "\n").utf8))
      try await git.updateRef("refs/notes/stemma", odd)
      try await git.index()
      #expect(try await notes(git).contains("Withdrawn."))
    }
  }
}
