import Reports
import Testing

@testable import ReleaseLogs

@Suite("What a commit brings to a release log")
struct CommitReaderTests {
  @Test(
    "Subjects and bodies make entries",
    arguments: [
      (Message("feat(cart): remember the cart (#12)"), ["features cart: remember the cart PR 12"]),
      (Message("fix: round prices", "Closes #7, #8"), ["fixes: round prices issue 7 issue 8"]),
      (Message("fix!: round prices"), ["fixes: round prices !"]),
      (
        Message("feat: prices", "BREAKING CHANGE: prices are\nin cents"),
        ["features: prices ! (prices are\nin cents)"]
      ),
      (Message("net/http: keep connections"), ["other net/http: keep connections"]),
      (Message("Keep the (#12) in front"), ["other: Keep the (#12) in front"]),
      (Message("perf: x", "Release-note: It is faster."), ["performance: It is faster."]),
      (Message("x", "Changelog: fixed"), ["fixes: x"]),
      (Message("x", "Changelog: The cart is kept now"), ["other: The cart is kept now"]),
      (
        Message("Fix it", "```release-note\nThe cart\n is kept.\n```"),
        ["other: The cart is kept."]
      ),
      (
        Message("feat: shop (#9)", "* feat: cart\n\n* fix(cart): count\n\n* more work"),
        ["features: shop PR 9", "features: cart PR 9", "fixes cart: count PR 9"]
      ),
      (Message("feat: shop (#9)", "* feat: Shop.\n\n* fix: typo"), ["features: shop PR 9"]),
      (
        Message(
          "fix: remember the cart of everyone who … (#9)",
          "* fix: remember the cart of everyone who was here"),
        ["fixes: remember the cart of everyone who was here PR 9"]
      ),
      (
        Message("Merge pull request #5 from acme/cart", "feat(cart): remember it"),
        ["features cart: remember it PR 5"]
      ),
      (
        Message("Merge branch 'x'", "Release-note: All of x", parents: 2), ["other: All of x"]
      ),
    ])
  func entries(message: Message, expected: [String]) {
    let commit = read([message])[0]
    #expect(commit.entries.map(text) == expected)
    #expect(commit.omission == nil)
  }

  @Test(
    "A commit without an entry has a reason",
    arguments: [
      (
        Message("Merge pull request #5 from acme/cart", "feat: cart", parents: 2),
        "merge commit; the commits that it merges are listed"
      ),
      (
        Message("feat: a title of its own (#5)", parents: 2),
        "merge commit; the commits that it merges are listed"
      ),
      (Message("fixup! feat: cart"), "fixup of another commit"),
      (Message(""), "no message"),
      (Message("chore(release): 1.2.0"), "makes the release itself"),
      (Message("fix: x", "Release-note: NONE"), "declares that there is nothing to note"),
      (Message("fix: x", "Changelog: skip"), "declares that there is nothing to note"),
    ])
  func omissions(message: Message, reason: String) {
    let commit = read([message])[0]
    #expect(commit.entries.isEmpty)
    #expect(commit.omission == reason)
  }

  @Test("What was squashed and makes no entry is kept with a reason")
  func parts() {
    let commit = read(
      "feat: shop", "* feat: cart\n\n* more work\n\n* fix: review comments\n\n* Merge branch 'main'"
    )
    #expect(
      commit.parts.map { "\(String(decoding: $0.subject, as: UTF8.self)): \($0.reason)" } == [
        "more work: part of a squashed commit, without a type; the entry of that commit stands for it",
        "fix: review comments: part of a squashed commit that only mends the others",
        "Merge branch 'main': merge commit; the commits that it merges are listed",
      ])
  }

  @Test("Co-authors are authors, each once")
  func coAuthors() {
    let commit = read(
      "feat: x",
      """
      Co-authored-by: On-Call Engineer <o@example.com>
      Co-authored-by: Release Engineer <R@example.com>
      """)
    #expect(
      commit.entries[0].authors.map { String(decoding: $0, as: UTF8.self) } == [
        "Release Engineer", "On-Call Engineer",
      ])
  }

  @Test(
    "A hint is never missing where there is something to read",
    arguments: [
      ("Co-authored-by: A <a@example.com>", MessageHints.coAuthor),
      ("co-Authored-By: A <a@example.com>", .coAuthor), ("RELEASE-NOTE: x", .note),
      ("Release-Notes: x", .note), ("```release-note", .note), ("Changelog: x", .changelog),
      ("CHANGELOG: x", .changelog), ("closes #1", .reference), ("GH-12", .reference),
      ("see https://example.com/a/b/issues/1", .reference), ("group/project!3", .reference),
      ("This reverts commit 1234567", .reversal), ("REVERTS #1", .reversal),
      ("(cherry picked from commit 1234567)", .origin), ("(Backported from 1234567)", .origin),
      ("[ Upstream commit 1234567 ]", .origin),
    ])
  func hints(body: String, hint: MessageHints) {
    #expect(MessageHints(Array(body.utf8)).contains(hint))
  }
}
