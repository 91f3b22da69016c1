import CommitMessages
import Testing

@Suite("Conventional bodies and footers")
struct ConventionalBodyTests {
  private func breaking(_ text: String) -> [String] {
    message(text).breakingTexts.map { CommitMessagesTests.text($0) }
  }

  @Test("Footers are the paragraphs at the end that begin with tokens")
  func footers() {
    let body = ConventionalBody(bytes("Text.\n\nMore: text\nhere\n\nReviewed-by: Z\nRefs #133"))
    #expect(text(body.text) == "Text.")
    #expect(lines(body.footers) == ["More=text\nhere", "Reviewed-by=Z", "Refs#133"])
  }

  @Test("A value goes on over lines and blank lines until the next token")
  func longValues() {
    let body = ConventionalBody(
      bytes("BREAKING CHANGE: one\ntwo\n\nthree\n\n- four: x\nAcked-by: A\n\nand B\n"))
    #expect(text(body.text) == "")
    #expect(
      lines(body.footers) == [
        "BREAKING CHANGE=one\ntwo\n\nthree\n\n- four: x", "Acked-by=A\n\nand B",
      ])
  }

  @Test("A paragraph of the text that begins with a word and a colon stays text")
  func prose() {
    let body = ConventionalBody(bytes("Note: x\n\nMore text.\n\nRefs: 1"))
    #expect(text(body.text) == "Note: x\n\nMore text.")
    #expect(lines(body.footers) == ["Refs=1"])
    #expect(ConventionalBody(bytes("Note: x\n\nMore text.")).footers.isEmpty)
  }

  @Test(
    "A number within a sentence begins no footers",
    arguments: ["Issue #1 shows that", "See #1 and #2 for more", "Fixes #1 by luck"])
  func numbers(_ line: String) {
    let body = ConventionalBody(bytes("\(line)\n\nMore text.\n\nCloses #1, #2"))
    #expect(lines(body.footers) == ["Closes#1, #2"])
  }

  @Test("A token within a paragraph is text, since a blank line stands before footers")
  func withinParagraph() {
    let body = ConventionalBody(bytes("Text.\nRefs: 1\nBREAKING CHANGE: y"))
    #expect(body.footers.isEmpty)
    #expect(breaking("feat: x\n\nText.\nBREAKING CHANGE: y") == [])
  }

  @Test("A line of hyphens ends a value")
  func separator() {
    let body = ConventionalBody(bytes("BREAKING CHANGE: y\n\n---------\n\nCo-authored-by: A <a@b>"))
    #expect(lines(body.footers) == ["BREAKING CHANGE=y", "Co-authored-by=A <a@b>"])
  }

  @Test(
    "Breaking changes are announced by a mark or by footers in upper case",
    arguments: [
      ("feat!: drop x", ["drop x"]), ("feat: x\n\nBREAKING CHANGE: y", ["y"]),
      ("feat: x\n\nBREAKING-CHANGE: y", ["y"]), ("feat!: x\n\nBREAKING CHANGE: y", ["y"]),
      ("feat!: x\n\nRefs: 1", ["x"]), ("x\n\nBREAKING CHANGE: y", ["y"]),
      (
        "chore: x\n\nBREAKING CHANGE: a\nmore\nRefs: 1\nBREAKING CHANGE: b\n\nlast",
        ["a\nmore", "b\n\nlast"]
      ),
      ("feat: x\r\n\r\nText.\r\n\r\nBREAKING CHANGE: a\r\nb\r\n", ["a\r\nb"]),
      ("feat: x", []),
    ] as [(String, [String])])
  func breakingTexts(_ text: String, _ expected: [String]) {
    #expect(breaking(text) == expected)
    #expect(message(text).isBreaking == !expected.isEmpty)
  }

  // Other tools take each of these for a breaking change. The specification asks for upper case, the
  // singular, a colon and a space, and the beginning of a line among the footers.
  @Test(
    "Other words for a breaking change break nothing, and are told",
    arguments: [
      "Breaking change: y", "breaking change: y", "BREAKING CHANGE y", "BREAKING CHANGES: y",
      "BREAKING CHANGE:y", "BREAKING CHANGE:", "BREAKING CHANGE #12", "* BREAKING CHANGE: y",
      "  BREAKING CHANGE: y", "Breaking-Change: y",
    ])
  func otherForms(_ line: String) {
    let message = message("feat: x\n\nText.\n\n\(line)\n\nRefs: 1")
    #expect(message.breakingTexts == [])
    #expect(!message.isBreaking)
    #expect(message.possibleBreakingLines.map { text($0) } == [line])
  }

  @Test("A breaking footer that was read is not told as a possible one")
  func noDoubt() {
    #expect(message("feat: x\n\nBREAKING CHANGE: y").possibleBreakingLines == [])
  }

  @Test("A footer directly under the subject is part of it, as git joins the first paragraph")
  func withoutBlankLine() {
    let message = message("feat: x\nBREAKING CHANGE: y")
    #expect(text(message.subject) == "feat: x BREAKING CHANGE: y")
    #expect(!message.isBreaking)
  }

  @Test("Git's trailers need folded lines, conventional footers do not")
  func foldedOrNot() {
    let message = message("feat: x\n\nRefs: a\nb\nSigned-off-by: A <a@b>")
    #expect(lines(message.footers) == ["Refs=a\nb", "Signed-off-by=A <a@b>"])
    #expect(message.trailers.map { text($0.value) } == ["a", "A <a@b>"])
  }
}
