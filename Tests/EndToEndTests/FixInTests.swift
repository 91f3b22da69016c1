import TestSupport
import Testing

/// From a fix and its picks in a repository to the answer of the program.
@Suite("A fix and its copies")
struct FixInTests {
  @Test("A fix cherry-picked to a release branch is found in both releases, with the evidence")
  func fixIn() async throws {
    try await GitFixture.with { git in
      try await git.commit("Start", files: ["a.txt": "1"], date: "2024-01-01T00:00:00Z")
      try await git.tag("v1.0.0", message: "1.0.0", date: "2024-01-01T01:00:00Z")
      try await git.branch("release-1.0")
      try await git.branch("release-0.9")
      try await git.commit("feat: more", files: ["b.txt": "1"], date: "2024-01-02T00:00:00Z")
      let fix = try await git.commit(
        "fix: round half up", files: ["c.txt": "1"], date: "2024-01-03T00:00:00Z")
      try await git.tag("v1.1.0", message: "1.1.0", date: "2024-01-03T01:00:00Z")
      try await git.checkout("release-1.0")
      try await git.git(["cherry-pick", "-x", fix], date: "2024-01-04T00:00:00Z")
      let stated = try await git.id("HEAD")
      try await git.tag("v1.0.1", message: "1.0.1", date: "2024-01-04T01:00:00Z")
      // Without -x the message says nothing; the author's date stays.
      try await git.checkout("release-0.9")
      try await git.git(["cherry-pick", fix], date: "2024-01-05T00:00:00Z")
      let silent = try await git.id("HEAD")
      try await git.tag("v0.9.1", message: "0.9.1", date: "2024-01-05T01:00:00Z")
      try await git.index()

      #expect(
        try await git.answer("query", "releases containing sha:\(fix) | select version")
          .texts("version") == ["v1.1.0"])
      for commit in [fix, stated, silent] {
        let answer = try await git.answer("run", "fix-in", commit)
        #expect(answer.texts("version") == ["v0.9.1", "v1.0.1", "v1.1.0"])
        #expect(answer.texts("via") == [silent, stated, fix])
      }
      #expect(
        try await git.answer("run", "fix-in", "v1.1.0").texts("via_evidence")
          == ["same author, time and subject", "stated", "itself"])

      let backports = try await git.answer("run", "backports", "release-1.0", "main")
      #expect(backports.texts("sha") == [stated])
      #expect(backports.texts("other_sha") == [fix])
      #expect(backports.texts("grade") == ["A"])
      #expect(backports.texts("statement") == ["cherry-pick"])
    }
  }

  @Test("Release logs say in which other releases a change is, and what a later one took back")
  func copiesInLogs() async throws {
    try await GitFixture.with { git in
      try await git.commit("Start", files: ["a.txt": "1"], date: "2024-01-01T00:00:00Z")
      try await git.tag("v1.0.0", message: "1.0.0", date: "2024-01-01T01:00:00Z")
      try await git.branch("release-1.0")
      let fix = try await git.commit(
        "fix: round half up", files: ["c.txt": "1"], date: "2024-01-03T00:00:00Z")
      try await git.tag("v1.1.0", message: "1.1.0", date: "2024-01-03T01:00:00Z")
      let revert = try await git.commit(
        "Revert \"fix: round half up\"\n\nThis reverts commit \(fix).",
        date: "2024-01-04T00:00:00Z")
      try await git.tag("v1.2.0", message: "1.2.0", date: "2024-01-04T01:00:00Z")
      try await git.branch("topic", at: "v1.0.0")
      try await git.checkout("release-1.0")
      try await git.git(["cherry-pick", "-x", fix], date: "2024-01-05T00:00:00Z")
      let pick = try await git.id("HEAD")
      try await git.tag("v1.0.1", message: "1.0.1", date: "2024-01-05T01:00:00Z")
      // A copy that is in no release yet.
      try await git.checkout("topic")
      try await git.git(["cherry-pick", fix], date: "2024-01-06T00:00:00Z")
      try await git.checkout("main")
      try await git.index()

      let short = { (id: String) in String(id.prefix(7)) }
      let notes = try await git.stemma(
        "notes", "v1.0.1", "--format", "text", "--hide", "contributors")
      #expect(
        notes.outputText.contains(
          """
          - round half up (\(short(pick))); also in v1.1.0 (\(short(fix)), picked with -x)

          """), "\(notes.outputText)")
      let old = try await git.stemma(
        "notes", "v1.1.0", "--format", "text", "--hide", "contributors", "--hide", "hashes")
      #expect(
        old.outputText.contains(
          "- round half up; also in v1.0.1 (picked with -x); reverted by \(short(revert))\n"),
        "\(old.outputText)")
      let plain = try await git.stemma("notes", "v1.0.1", "--hide", "copies")
      #expect(!plain.outputText.contains("also in"))
    }
  }

  @Test("A note says what was counted, and the columns stay out where rows are filtered")
  func notes() async throws {
    try await GitFixture.with { git in
      _ = try await git.makeReleases()
      try await git.index()
      let result = try await git.stemma(
        "query", "releases | where containing v1.0.0 or equivalent | count", "--format", "csv")
      #expect(result.exitCode == 0)
      #expect(result.errorText.contains("note[N413]: no copy of tag v1.0.0 is known"))
      let wrong = try await git.stemma("query", "releases containing v1.0.0 or equivalents")
      #expect(wrong.exitCode == 2)
      #expect(wrong.errorText.contains("expected \"equivalent\" after \"or\""))
    }
  }
}
