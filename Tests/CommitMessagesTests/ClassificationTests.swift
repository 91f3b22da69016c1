import CommitMessages
import Testing

@Suite("Classification")
struct ClassificationTests {
  private func line(_ text: String) -> String {
    let found = message(text).classification
    return
      "\(found.form) \(found.group) \(found.area.map { CommitMessagesTests.text($0) } ?? "-"): "
      + CommitMessagesTests.text(found.summary)
  }

  @Test(
    "Conventional subjects are grouped by type and scope",
    arguments: [
      ("feat: x", "conventional features -: x"), ("Fix(cart)!: x", "conventional fixes cart: x"),
      ("build(deps): bump x", "conventional dependencies deps: bump x"),
      ("chore(deps-dev): x", "conventional dependencies deps-dev: x"),
      ("chore(release): 1.2.0", "conventional releases release: 1.2.0"),
      ("fix(security): x", "conventional security security: x"),
      (
        "ci: x",
        "conventional continuousIntegration -: x"
      ), ("revert: x", "conventional reverts -: x"),
      ("docs: x", "conventional documentation -: x"), ("perf: x", "conventional performance -: x"),
    ])
  func conventional(_ subject: String, _ expected: String) {
    #expect(line(subject) == expected)
  }

  @Test(
    "Areas, brackets and emoji are read where the subject has no type",
    arguments: [
      ("net: fix a race", "area other net: fix a race"),
      ("net/http, net/url: x", "area other net/http, net/url: x"),
      ("ARM: dts: imx6: x", "area other ARM: dts: imx6: x"), ("*: x", "area other *: x"),
      ("t/t1234.sh: x", "area other t/t1234.sh: x"), ("x86, mm: y", "area other x86, mm: y"),
      ("Two words: x", "plain other -: Two words: x"), ("a::b is c", "plain other -: a::b is c"),
      ("feat:nospace", "plain other -: feat:nospace"), ("http://x: y", "area other http://x: y"),
      ("[cart] x", "bracketed other cart: x"), ("[Fix] x", "bracketed fixes -: x"),
      ("[docs][cart]: x", "bracketed documentation cart: x"),
      ("[Fix #12] x", "bracketed fixes -: x"), ("[link](url) x", "plain other -: [link](url) x"),
      ("[only]", "plain other -: [only]"), ("🐛 x", "emoji fixes -: x"),
      (":bug: x", "emoji fixes -: x"), ("♻️ x", "emoji refactoring -: x"),
      ("⬆️ bump x", "emoji dependencies -: bump x"), ("🐛 feat(cart): x", "emoji features cart: x"),
      ("🦄 x", "emoji other -: x"), (":unknown: x", "emoji other -: x"), ("🐛", "emoji fixes -: 🐛"),
      ("ünder x", "plain other -: ünder x"), ("日本: x", "plain other -: 日本: x"),
      ("Add x", "plain other -: Add x"), ("1.2.3", "plain other -: 1.2.3"),
    ])
  func otherForms(_ subject: String, _ expected: String) {
    #expect(line(subject) == expected)
  }

  @Test("GitLab's trailer tells the group of a subject that does not")
  func trailer() {
    #expect(line("Add x\n\nChangelog: fixed") == "plain fixes -: Add x")
    #expect(line("feat: x\n\nChangelog: fixed") == "conventional features -: x")
    #expect(line("Add x\n\nChangelog: unheard of") == "plain other -: Add x")
  }

  @Test(
    "What notes leave out has a group, too, and a reason",
    arguments: [
      ("Merge branch 'x'", "merge merges -: Merge branch 'x'", "merge"),
      ("fixup! feat(a): x", "autosquash features a: x", "autosquash"),
      ("", "empty other -: ", "emptyMessage"), (" \n\n ", "empty other -: ", "emptyMessage"),
      ("Revert \"feat: x\"", "revert reverts -: Revert \"feat: x\"", "none"),
      ("feat: x", "conventional features -: x", "none"),
    ])
  func omissions(_ text: String, _ expected: String, _ reason: String) {
    #expect(line(text) == expected)
    #expect(message(text).classification.omissionReason.map { "\($0)" } ?? "none" == reason)
  }

  @Test(
    "Merges are known by the subjects that git and the hosts write",
    arguments: [
      ("Merge pull request #12 from acme/fix", "request acme/fix -"),
      ("Merge branch 'x' into main", "branch x main"), ("Merge branch 'x'", "branch x -"),
      ("Merge branch 'x' of example.com:acme/shop into 'y'", "branch x y"),
      ("Merge branches 'a' and 'b' into c", "branch a c"),
      ("Merge remote-tracking branch 'origin/x'", "branch origin/x -"),
      ("Merge tag 'v1' of git://example.com/x", "tag v1 -"),
      (
        "Merge commit '1234567'",
        "commit 1234567 -"
      ),
      ("Merge 1234567 into 89abcde", "commit 1234567 89abcde"), ("Merge #12", "request - -"),
      ("Merged in x (pull request #1)", "request x -"), ("Merged PR 12: x", "request - -"),
      ("Auto merge of #12 - x", "request - -"), ("Merge duplicated code", "none"),
      ("Merged in the fix", "none"), ("Merge", "none"), ("merge branch 'x'", "none"),
    ])
  func merges(_ subject: String, _ expected: String) {
    let merge = message(subject).merge
    let found = merge.map { merge in
      "\(merge.kind) \(merge.source.map { text($0) } ?? "-") "
        + (merge.destination.map { text($0) } ?? "-")
    }
    #expect(found ?? "none" == expected)
  }

  @Test("Every group has a title of its own")
  func titles() {
    #expect(Set(ChangeGroup.allCases.map(\.title)).count == ChangeGroup.allCases.count)
  }
}
