import CommitMessages
import Testing

/// What is asked of every message before, or instead of, reading it.
@Suite("Searching messages for origins and requests")
struct OriginSearchTests {
  @Test(
    "a message that names an origin is never passed over",
    arguments: [
      "(cherry picked from commit 0123456789)", "(Cherry-Picked From 0123456)",
      "(backported from commit 0123456)", "commit 0123456 upstream.", "[ Upstream commit 0123456 ]",
      "Backport-of: 0123456", "backported-from: 0123456", "Cherry-picked-from: 0123456",
      "Upstream-commit: 0123456", "Backport of #12", "Automated cherry pick of #12: x",
      "Backports #1 and #2", "cherry-pick of #3", "cherry picked from #4",
    ])
  func found(_ line: String) {
    let search = OriginSearch()
    for before in ["", "x", "Text before.\n\n", "ba", "ups", String(repeating: "pick ", count: 9)] {
      for after in ["", "\n", "\nSigned-off-by: A <a@example.com>\n"] {
        let text = Array((before + line + after).utf8)
        #expect(text.withUnsafeBytes { search.mayMatch($0) }, "\(before)\(line)\(after)")
      }
    }
  }

  @Test(
    "a message without the words is passed over",
    arguments: [
      "", "pick", "Fix the stream", "Support more ports\n\nBack to the old port, picks up the rest",
      "upstrea", "backpor", "cherry",
    ])
  func passedOver(_ text: String) {
    #expect(!Array(text.utf8).withUnsafeBytes { OriginSearch().mayMatch($0) })
  }

  @Test("every window of random text is seen")
  func windows() {
    var state: UInt64 = 7
    for _ in 0..<2_000 {
      var text: [UInt8] = []
      while text.count < 40 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let words = ["cherry", " p", "-p", "back", "port", "up", "stream", "x", "e", "ack"]
        text += words[Int(state >> 33) % words.count].utf8
      }
      let expected = ["cherry p", "cherry-p", "backport", "upstream"].contains {
        String(decoding: text, as: UTF8.self).contains($0)
      }
      #expect(text.withUnsafeBytes { OriginSearch().mayMatch($0) } == expected)
      text.replaceSubrange(30..<38, with: Array("UPSTREAM".utf8))
      #expect(text.withUnsafeBytes { OriginSearch().mayMatch($0) })
    }
  }

  @Test(
    "subjects name the request that brought a commit",
    arguments: [
      ("Fix it (#12)", 12, "Fix it (#12)"), ("Fix it (#12)  ", 12, "Fix it (#12)"),
      ("Fix it (!7)", 7, "Fix it (!7)"), ("Fix it (#12) (#15)", 15, "Fix it (#12)"),
      ("a (#1) (#2) (#3)", 3, "a (#1)"),
      ("Revert \"Fix it (#12)\" (#13)", 13, "Revert \"Fix it (#12)\" (#13)"),
      ("Merge pull request #20 from a/b", 20, nil), ("Merge pull request #20", 20, nil),
    ] as [(String, UInt32, String?)])
  func requests(_ subject: String, _ number: UInt32, _ original: String?) {
    let expected = RequestSubject(number: number, originalCount: original?.utf8.count)
    #expect(Array(subject.utf8).withUnsafeBytes { RequestSubject($0) } == expected)
  }

  @Test(
    "other subjects name none",
    arguments: [
      "", "(#1)", "Fix it", "Fix it #12", "Fix it (#12), really", "Fix it(#12)", "Fix it (#)",
      "Fix it (#0)", "Fix it (#12345678901)", "Fix it (12)", "Merge pull request #x",
      "Fix it (a#12)",
      "Merge pull request #12x from a",
    ])
  func noRequests(_ subject: String) {
    #expect(Array(subject.utf8).withUnsafeBytes { RequestSubject($0) } == nil)
  }
}
