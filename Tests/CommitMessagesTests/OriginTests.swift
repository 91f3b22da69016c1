import CommitMessages
import Testing

@Suite("Reverts and origins")
struct OriginTests {
  private let name = "0123456789abcdef0123456789abcdef01234567"

  private func reversal(_ text: String) -> String {
    guard let reversal = message(text).reversal else { return "none" }
    let parts =
      [reversal.subject.map { CommitMessagesTests.text($0) } ?? "-"] + reversal.commits
      + reversal.requests.map { "#\($0.number)" } + (reversal.isReapplication ? ["again"] : [])
    return parts.joined(separator: " | ")
  }

  @Test(
    "Reverts name the subject and the commits",
    arguments: [
      ("Revert \"feat: x\"\n\nThis reverts commit 1234567.", "feat: x | 1234567"),
      ("Revert \"x (#1)\" (#2)\n\nReverts acme/shop#1", "x (#1) | #1"),
      ("Reapply \"x\"\n\nThis reverts commit 1234567.", "x | 1234567 | again"),
      ("Revert \"Revert \"x\"\"", "x | again"), ("Revert \"Reapply \"x\"\"", "x"),
      ("Revert \"Revert \"Revert \"x\"\"\"", "x"), ("Revert \"cut off", "cut off"),
      ("Revert \"say \"hi\"\"", "say \"hi\""),
      ("drm/i915: Revert \"x\"", "x"), ("[3.x] Revert \"x\"", "x"),
      ("x\n\nThis reverts commit 1234567.\nThis reverts commit ABCDEF0.", "- | 1234567 | abcdef0"),
      (
        "x\n\nThis reverts commits 1234567, 2345678 and\n3456789.",
        "- | 1234567 | 2345678 | 3456789"
      ),
      (
        "Revert \"Merge branch 'x'\"\n\nThis reverts commit 1234567, reversing\nchanges made to 2345678.",
        "Merge branch 'x' | 1234567"
      ),
      ("revert: let us never\n\nRefs: 676104e, a215868", "let us never | 676104e | a215868"),
      ("revert(cart): x\n\nThis reverts commit 1234567.", "x | 1234567"),
      ("revert: x\n\nRefs: 1234567\n\nThis reverts commit 1234567", "x | 1234567"),
      ("x\n\nReverts #12", "- | #12"), ("Revert the \"x\" flag", "none"),
      ("Reverting is hard", "none"),
      ("x\n\nit reverts commit messages to bytes", "none"), ("x\n\nRefs: 676104e", "none"),
    ])
  func reversals(_ text: String, _ expected: String) {
    #expect(reversal(text) == expected)
  }

  @Test(
    "Origins are read from what picks and backports write",
    arguments: [
      ("(cherry picked from commit 1234567)", ["cherryPick 1234567"]),
      (
        "(cherry picked from commit 1234567)\n(cherry picked from commit 2345678)",
        [
          "cherryPick 1234567", "cherryPick 2345678",
        ]
      ),
      ("  (Cherry-picked from 1234567)", ["cherryPick 1234567"]),
      ("(backported from commit 1234567 linux-next)", ["backport 1234567"]),
      ("[ Upstream commit 1234567 ]", ["upstreamCommit 1234567"]),
      ("[Upstream commit 1234567]", ["upstreamCommit 1234567"]),
      ("commit 1234567 upstream.", ["upstreamCommit 1234567"]),
      ("Commit 1234567 upstream", ["upstreamCommit 1234567"]),
      ("Backported-from: 1234567", ["trailer 1234567"]),
      ("Backported-from: release-1.2", ["trailer 'release-1.2'"]),
      ("Backported-from: #12", ["request backports issueOrRequest 12"]),
      ("Backport of #12", ["request backports issueOrRequest 12"]),
      ("Backports acme/shop!12", ["request backports request acme/shop 12"]),
      (
        "(cherry picked from commit 1234567)\ntext (cherry picked from commit 1234567)",
        [
          "cherryPick 1234567"
        ]
      ),
      ("commit 1234567 upstream broke it", []), ("(cherry picked from commit x)", []),
      ("[ Upstream commit 1234567", []), ("(cherry picked from commit 123456)", []),
      ("cherry picked from commit 1234567", []),
    ] as [(String, [String])])
  func origins(_ body: String, _ expected: [String]) {
    let message = CommitMessage(subject: bytes("x"), body: bytes(body))
    #expect(message.origins.map { line($0) } == expected)
  }

  @Test("Full names are read in lower case")
  func fullNames() {
    let message = message("x\n\n(cherry picked from commit \(name.uppercased()))")
    #expect(message.origins.map { line($0) } == ["cherryPick \(name)"])
  }

  @Test("A statement may be all that there is; one that a revert quotes is none")
  func subjects() {
    #expect(
      message("(cherry picked from commit \(name))").origins.map { line($0) }
        == ["cherryPick \(name)"])
    #expect(message("Revert \"(cherry picked from commit \(name))\"").origins == [])
  }

  @Test("A subject may name the request that it brings to another branch")
  func subject() {
    #expect(
      message("fix: x (backport #12) (#34)").origins.map { line($0) } == [
        "request backports issueOrRequest 12"
      ])
  }
}
