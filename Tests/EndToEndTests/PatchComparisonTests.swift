import TestSupport
import Testing

/// `stemma equivalents`: the copies of a commit, also those that only their patches tell.
@Suite("Copies by their patches")
struct PatchComparisonTests {
  /// A fix on the main branch and the same change by somebody else on a release branch.
  private func withRewrittenFix(
    _ body: (GitFixture, _ fix: String, _ copy: String) async throws -> Void
  ) async throws {
    try await GitFixture.with { git in
      let lines = (1...20).map { "line \($0)\n" }
      try await git.commit("Start", files: ["src/a.txt": lines.joined(), "b.txt": "1\n"])
      try await git.tag("v1.0.0", message: "1.0.0")
      try await git.branch("release-1.0")
      // Lines before the change, so that the numbers of lines differ.
      try await git.commit(
        "feat: more", files: ["src/a.txt": "0\n" + lines.joined()], date: "2024-01-02T00:00:00Z")
      let fixed = lines.joined().replacing("line 15\n", with: "line fifteen\n")
      let fix = try await git.commit(
        "fix: spell it out", files: ["src/a.txt": "0\n" + fixed, "b.txt": "2\n"],
        date: "2024-01-03T00:00:00Z")
      try await git.tag("v1.1.0", message: "1.1.0", date: "2024-01-03T01:00:00Z")
      try await git.checkout("release-1.0")
      try await git.commit(
        "fix: another", files: ["src/a.txt": lines.joined().replacing("line 3\n", with: "3\n")],
        date: "2024-01-04T00:00:00Z")
      let copy = try await git.commit(
        "Backport by hand",
        files: ["src/a.txt": fixed.replacing("line 3\n", with: "3\n"), "b.txt": "2\n"],
        date: "2024-01-05T00:00:00Z")
      try await git.tag("v1.0.1", message: "1.0.1", date: "2024-01-05T01:00:00Z")
      try await git.checkout("main")
      try await body(git, fix, copy)
    }
  }

  @Test("A backport that was written anew is found by its patch, and every later question knows it")
  func patch() async throws {
    try await withRewrittenFix { git, fix, copy in
      try await git.index()
      #expect(try await git.answer("equivalents", fix).rows.isEmpty)
      let result = try await git.stemma("equivalents", fix, "--patch-id", "--format", "csv")
      #expect(result.exitCode == 0, "\(result.errorText)")
      #expect(
        result.outputText.contains(
          "\(copy),Backport by hand,v1.0.1,same patch,A,"), "\(result.outputText)")
      #expect(
        result.errorText
          == "note: the patch of \(fix.prefix(8)) was compared with 2 commits on other sides of "
          + "forks that change src/a.txt: 1 is the same\n")

      #expect(try await git.answer("equivalents", copy).texts("sha") == [fix])
      let answer = try await git.answer("run", "fix-in", fix)
      #expect(answer.texts("version") == ["v1.0.1", "v1.1.0"])
      #expect(answer.texts("via_evidence") == ["same patch", "itself"])
      let notes = try await git.stemma("notes", "v1.0.1", "--format", "text")
      #expect(
        notes.outputText.contains("also in v1.1.0 (\(fix.prefix(7)), same patch)"),
        "\(notes.outputText)")
      // What is known is not computed again, and new commits do not undo it.
      try await git.commit("later", files: ["c.txt": "1"], date: "2024-01-06T00:00:00Z")
      try await git.index()
      let again = try await git.stemma("equivalents", copy, "--patch-id", "--format", "csv")
      #expect(again.outputText.contains("\(fix),"), "\(again.errorText)")
    }
  }

  @Test("A merge has no patch, and what is no commit is an error")
  func errors() async throws {
    try await withRewrittenFix { git, _, _ in
      let merge = try await git.merge("release-1.0", date: "2024-01-06T00:00:00Z")
      try await git.index()
      let result = try await git.stemma("equivalents", merge, "--patch-id")
      #expect(result.exitCode == 2)
      #expect(
        result.errorText
          == "error: commit \(merge.prefix(8)) has no patch: it is a merge, or changes no file\n")
      let unknown = try await git.stemma("equivalents", "nothing", "--patch-id")
      #expect(unknown.exitCode == 2)
      #expect(unknown.errorText.contains("nothing is named \"nothing\""))
    }
  }

  @Test("A clone without the contents of files says so, and fetches nothing")
  func partialClone() async throws {
    try await withRewrittenFix { git, fix, _ in
      try await git.git("config", "uploadpack.allowFilter", "true")
      let clone = try await git.clone("partial", ["--bare", "--filter=blob:none"])
      try await clone.index("--name", "shop", "--changelogs", "none")
      let result = try await clone.stemma("equivalents", fix, "--patch-id")
      #expect(result.exitCode == 4, "\(result.outputText)\(result.errorText)")
      #expect(
        result.errorText.hasPrefix("error: the patch of commit \(fix.prefix(8)) cannot be made\n"),
        "\(result.errorText)")
      #expect(result.errorText.contains("hint: a clone with --filter lacks the contents of files"))
    }
  }
}
