import CommitMessages
import Testing

@Suite("References to issues and requests")
struct ReferenceTests {
  @Test(
    "References are found in their forms",
    arguments: [
      ("see #12", ["mentions issueOrRequest 12"]),
      (
        "GH-12 gh-13",
        [
          "mentions issueOrRequest 12", "mentions issueOrRequest 13",
        ]
      ),
      ("!45", ["mentions request 45"]), ("acme/shop#12", ["mentions issueOrRequest acme/shop 12"]),
      ("acme/sub/shop!4", ["mentions request acme/sub/shop 4"]),
      ("(#12)", ["mentions issueOrRequest 12"]), ("#12.", ["mentions issueOrRequest 12"]),
      ("修复#12问题", ["mentions issueOrRequest 12"]), ("#12 #12", ["mentions issueOrRequest 12"]),
      ("#12/#13", ["mentions issueOrRequest 12"]),
      ("C#12 &#39; ##12 #1a #1.2 #0 #012 #12345678901234 #fff word!5 a//b#1 /#4", []),
      ("# 12 #", []),
    ] as [(String, [String])])
  func forms(_ body: String, _ expected: [String]) {
    let message = CommitMessage(subject: bytes("x"), body: bytes(body))
    #expect(message.references.map { line($0) } == expected)
  }

  @Test(
    "URLs of issues and requests are read as a whole",
    arguments: [
      ("https://example.com/acme/shop/issues/12", "mentions issue example.com/acme/shop 12"),
      (
        "<https://example.com/acme/shop/pull/12#issuecomment-3>",
        "mentions request example.com/acme/shop 12"
      ),
      ("https://example.com/acme/shop/pull/12/files.", "mentions request example.com/acme/shop 12"),
      (
        "http://example.com/a/b/shop/-/merge_requests/4",
        "mentions request example.com/a/b/shop 4"
      ),
      ("https://example.com/a/shop/-/issues/4?x=#9", "mentions issue example.com/a/shop 4"),
    ])
  func urls(_ body: String, _ expected: String) {
    let message = CommitMessage(subject: bytes("x"), body: bytes("see \(body)"))
    #expect(message.references.map { line($0) } == [expected])
  }

  @Test(
    "Other URLs are no references",
    arguments: [
      "https://example.com/acme/shop/commit/12", "https://example.com/issues/12",
      "https://user:secret@example.com/acme/shop/issues/12", "https://example.com/x#12",
      "https://example.com/acme/shop/issues/12a", "https://", "https://example.com/a/b/issues",
    ])
  func otherURLs(_ body: String) {
    #expect(CommitMessage(subject: bytes("x"), body: bytes(body)).references == [])
  }

  @Test(
    "The request that a commit came in by is told from others",
    arguments: [
      ("feat: x (#12)", ["ownRequest request 12"]), ("x (!12)", ["ownRequest request 12"]),
      ("x (acme/shop#12)", ["ownRequest request acme/shop 12"]),
      ("fix crash #3 (#12)", ["mentions issueOrRequest 3", "ownRequest request 12"].reversed()),
      ("x (#12) (#34)", ["mentions issueOrRequest 12", "ownRequest request 34"].reversed()),
      ("x (fixes #12)", ["closes issueOrRequest 12"]),
      ("x (see #12)", ["mentions issueOrRequest 12"]),
      ("x (#12) again", ["mentions issueOrRequest 12"]),
      (
        "Revert \"x (#12)\" (#13)",
        ["mentions issueOrRequest 12", "ownRequest request 13"].reversed()
      ),
      ("Merge pull request #12 from acme/fix-3", ["ownRequest request 12"]),
      ("Merged in fix (pull request #12)", ["ownRequest request 12"]),
      ("Merged PR 12: x", ["ownRequest request 12"]),
      (
        "Merge #12 #13",
        [
          "ownRequest request 12", "ownRequest request 13",
        ]
      ),
      ("Auto merge of #12 - acme:x, r=y", ["ownRequest request 12"]),
      (
        "Merge branch 'x' into 'main'\n\nx\n\nSee merge request acme/shop!12",
        [
          "ownRequest request acme/shop 12"
        ]
      ),
      (
        "x\n\nPR-URL: https://example.com/acme/shop/pull/12",
        [
          "ownRequest request example.com/acme/shop 12"
        ]
      ),
    ] as [(String, [String])])
  func own(_ text: String, _ expected: [String]) {
    #expect(Set(message(text).references.map { line($0) }) == Set(expected))
  }

  @Test(
    "A closing keyword closes what follows it, and the list that begins there",
    arguments: [
      ("Closes #1, #2", "closes 1 closes 2"), ("fixes: #1 and #2", "closes 1 closes 2"),
      ("Resolved GH-1, acme/shop#2, and #3", "closes 1 closes 2 closes 3"),
      ("Fixes issue #1", "closes 1"), ("FIX #1", "closes 1"), ("Closes #1 #2", "closes 1 closes 2"),
      ("Closes #1, see #2", "closes 1 mentions 2"), ("Closes #1\n#2", "closes 1 mentions 2"),
      ("Closes #1,\n#2", "closes 1 closes 2"),
      (
        "prefix #1 hotfixes #2 re-fix #3",
        "mentions 1 mentions 2 mentions 3"
      ), ("fix\n#1", "mentions 1"),
      ("Closes https://example.com/a/b/issues/1", "closes 1"), ("see #1. Closes #1", "closes 1"),
      ("Reverts #1", "reverts 1"), ("This reverts merge request !1", "reverts 1"),
      ("Backport of #1", "backports 1"), ("(backport #1)", "backports 1"),
      ("Backport: #1, #2", "backports 1 backports 2"),
      ("Automated cherry pick of #1: x", "backports 1"),
      (
        "Backport PR #1 on branch 2.x",
        "backports 1"
      ),
      ("(cherry picked from merge request !1)", "backports 1"),
    ])
  func roles(_ body: String, _ expected: String) {
    let references = CommitMessage(subject: bytes("x"), body: bytes(body)).references
    #expect(references.map { "\($0.role) \($0.number)" }.joined(separator: " ") == expected)
  }

  @Test("A request and an issue of the same number are both told")
  func twoRoles() {
    #expect(
      message("x (#12)\n\nCloses #12\nsee #12").references.map { line($0) } == [
        "ownRequest request 12", "closes issueOrRequest 12",
      ])
  }
}
