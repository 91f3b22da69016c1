import CommitMessages
import Testing

@Suite("Messages")
struct MessageTests {
  @Test(
    "A message is divided into subject and body as git does",
    arguments: [
      ("x", "x", ""), ("x\n", "x", ""), ("x\n\ny\n", "x", "y"),
      ("\n\n x \ny\n\n\n  z\n\n", " x y", "  z"),
      ("x\r\n\r\ny\r\nz\r\n", "x", "y\r\nz"), ("", "", ""), ("\n \n", "", ""),
      ("a\nb\nc\n\nd", "a b c", "d"), ("a\u{0}b\n\nc\u{0}", "a\u{0}b", "c\u{0}"),
    ])
  func division(_ text: String, _ subject: String, _ body: String) {
    #expect(CommitMessagesTests.text(message(text).subject) == subject)
    #expect(CommitMessagesTests.text(message(text).body) == body)
  }

  /// Everything that can be asked of a message, so that a trap would show.
  private func askAll(_ message: CommitMessage) -> Int {
    message.footers.count + message.breakingTexts.count + message.possibleBreakingLines.count
      + message.trailers.count + message.coAuthors.count + message.releaseNotes.count
      + message.references.count + message.origins.count + message.changes.count
      + (message.reversal == nil ? 0 : 1) + (message.merge == nil ? 0 : 1)
      + (message.isBreaking ? 1 : 0) + message.classification.summary.count
  }

  @Test("An empty message has nothing, and is no error")
  func empty() {
    #expect(askAll(message("")) == 0)
  }

  @Test("A body that other parsers give up on hides nothing")
  func unbalanced() {
    let message = message("fix(db): x\n\nMIN(COALESCE(\nfix(a: ((\n\nBREAKING CHANGE: y\nCloses #1")
    #expect(message.breakingTexts.map { text($0) } == ["y"])
    #expect(message.references.map { line($0) } == ["closes issueOrRequest 1"])
  }

  // Each unit is one that a careless reader looks at again and again: with a time that grew with the
  // square of the size, the test would not end.
  @Test(
    "A large body is read in linear time",
    arguments: [
      "\n", " ", "a", "#1 ", "(", "[", "a/b", "a/b#1,", "*", "* feat: a\n", "-", "---\n", "A: 1\n",
      "BREAKING CHANGE: x\n", "```\n", "https://a/b/c/issues/1 ", "https://", "a:b:", "(#", "R\"",
      "reverts commit ", "1234567 ", "fix #", "(cherry picked from ", "\r\n", "\u{0}", "<", "!1",
      "gh-1", "Revert \"", "commit 1234567\n", "    x\n",
    ])
  func largeBodies(_ unit: String) {
    let large = String(repeating: unit, count: (1 << 15) / unit.utf8.count)
    #expect(askAll(CommitMessage(subject: bytes("x"), body: bytes(large))) >= 0)
    let squash = "x\n\nSquashed commit of the following:\n\ncommit 1234567\n\n    x\n\n" + large
    #expect(askAll(message(squash)) >= 0)
    #expect(askAll(CommitMessage(subject: bytes(large), body: bytes(unit))) >= 0)
  }

  @Test("What stands at the end of a body of a megabyte is read")
  func megabyte() {
    let body = String(repeating: "a line of text, as long as usual\n", count: (1 << 20) / 33)
    let message = CommitMessage(
      subject: bytes("fix: x"), body: bytes(body + "\nBREAKING CHANGE: y\nCloses: #1"))
    #expect(message.breakingTexts.map { text($0) } == ["y"])
    #expect(message.references.map { line($0) } == ["closes issueOrRequest 1"])
  }
}
