import CommitMessages
import Testing

@Suite("Trailers, as git finds them")
struct TrailerTests {
  private func trailers(_ body: String) -> [String] {
    CommitMessage(subject: bytes("x"), body: bytes(body)).trailers.map {
      text($0.token) + "=" + text($0.unfoldedValue)
    }
  }

  // Each case was compared with `git interpret-trailers --parse --no-divider`.
  @Test(
    "The last paragraph has the trailers",
    arguments: [
      ("Signed-off-by: A <a@b>", ["Signed-off-by=A <a@b>"]),
      ("Text.\n\nA: 1\nB: 2", ["A=1", "B=2"]),
      ("A: 1\n\nText.", []), ("A: 1\n\nB: 2", ["B=2"]), ("Text.\nA: 1", []),
      ("Token : x", ["Token=x"]), ("two words: x", []), ("A:", ["A="]), ("A:1", ["A=1"]),
      ("https://example.com", ["https=//example.com"]), ("2: x", ["2=x"]), (" A: 1", []),
      ("A: 1\n  more\n\tand more\nB: 2", ["A=1 more and more", "B=2"]),
      ("A: 1  \n  x", ["A=1   x"]),
      ("\n\nA: 1\n\n  \n", ["A=1"]), ("A: 1\r\nB: 2\r\n", ["A=1", "B=2"]),
      ("", []), ("Text.", []),
    ] as [(String, [String])])
  func lastParagraph(_ body: String, _ expected: [String]) {
    #expect(trailers(body) == expected)
  }

  @Test(
    "With a line that git writes, a quarter of the paragraph is enough",
    arguments: [
      ("a\nb\nc\nSigned-off-by: A", ["Signed-off-by=A"]),
      ("a\nb\nc\nd\nSigned-off-by: A", []),
      ("a\nb\nc\nReviewed-by: A", []),
      ("a\nSigned-off-by: A\nb: c", ["Signed-off-by=A", "b=c"]),
      ("a\nsigned-off-by: A", []),
      ("(cherry picked from commit 1234567)", []),
      ("x: y\n(cherry picked from commit 1234567)\ntext", ["x=y"]),
      ("text\n  indented\n  indented\n  indented\nSigned-off-by: A", []),
    ] as [(String, [String])])
  func quarter(_ body: String, _ expected: [String]) {
    #expect(trailers(body) == expected)
  }

  @Test(
    "Comments, conflicts and what is cut off do not count",
    arguments: [
      ("A: 1\n\nConflicts:\n\ta.c\n\tb.c\n", ["A=1"]), ("A: 1\n# a comment\n", ["A=1"]),
      ("A: 1\n\nConflicts:\n\ta.c\n\nText.", []), ("A: 1\n# comment\nB: 2", ["A=1", "B=2"]),
      ("A: 1\n# ------------------------ >8 ------------------------\ndiff\n", ["A=1"]),
    ] as [(String, [String])])
  func ignored(_ body: String, _ expected: [String]) {
    #expect(trailers(body) == expected)
  }

  @Test("A message of one paragraph has none")
  func subjectOnly() {
    #expect(message("Signed-off-by: A <a@b>\nB: 1").trailers == [])
  }

  @Test("Co-authors are read with name and address, whatever the case of the token")
  func coAuthors() {
    let message = message(
      "x\n\nCo-authored-by: Release Engineer <re@example.com>\nCO-AUTHORED-BY: <ci@example.com>\n"
        + "Co-Authored-By: nobody")
    #expect(message.coAuthors.map { text($0.name) } == ["Release Engineer", ""])
    #expect(message.coAuthors.map { text($0.email) } == ["re@example.com", "ci@example.com"])
  }

  @Test("Release notes stand in trailers and in fenced blocks")
  func releaseNotes() {
    let notes = message(
      "x\n\n```release-note\nFaster\nimports.\n```\n\n```go\nx\n```\n\n```release-note\nNONE\n```\n"
        + "\nRelease-Note: Two words\nChangelog: added\nrelease-notes: none"
    ).releaseNotes
    #expect(
      notes.map { "\($0.form) \(text($0.text)) \($0.isNone)" } == [
        "fencedBlock Faster\nimports. false", "fencedBlock NONE true",
        "trailer Two words false", "changelogKind added false", "trailer none true",
      ])
    #expect(
      message("x\n\n```release-note-none\n```\n\n```release-note\ncut off").releaseNotes.map {
        text($0.text)
      } == ["", "cut off"])
  }
}
