import CommitMessages
import Testing

@Suite("Squashed messages")
struct SquashTests {
  private func changes(_ text: String) -> [String] {
    message(text).changes.map {
      [
        $0.commit, CommitMessagesTests.text($0.message.subject),
        CommitMessagesTests.text($0.message.body),
      ]
      .compactMap(\.self).joined(separator: "|")
    }
  }

  @Test("The bullets of a host's squash are changes with bodies of their own")
  func bullets() {
    let text = """
      feat: shop (#12)

      * feat(cart): add

      It adds:

      - items
      * more

      BREAKING CHANGE: carts

      * wip

      * fix!: sums

      ---------

      Co-authored-by: A <a@b>
      """
    #expect(
      changes(text) == [
        "feat(cart): add|It adds:\n\n- items\n* more\n\nBREAKING CHANGE: carts", "wip|",
        "fix!: sums|",
      ])
    #expect(message(text).breakingTexts.map { CommitMessagesTests.text($0) } == ["carts", "sums"])
    #expect(lines(message(text).footers) == ["Co-authored-by=A <a@b>"])
  }

  @Test("A tight list of headers is a list of changes")
  func tightList() {
    #expect(
      changes("x\n\n* feat: a\n* fix: b\n  more\n* wip")
        == ["feat: a|", "fix: b|more\n* wip"])
    #expect(changes("x\n\n- feat: a\n- fix: b") == ["feat: a|", "fix: b|"])
  }

  @Test(
    "Any other list is text",
    arguments: [
      "x\n\n* one\n* two", "x\n\nText.\n\n* feat: a", "x\n\n*feat: a", "x\n\n* note: a",
      "x\n\n** feat: a",
    ])
  func otherLists(_ text: String) {
    #expect(changes(text) == [])
  }

  @Test("Git's squash message has names, subjects and bodies")
  func log() {
    let text = """
      x

      Squashed commit of the following:

      commit 0123456789abcdef0123456789abcdef01234567
      Merge: 1234567 2345678
      Author: Release Engineer <re@example.com>
      Date:   Thu Jan 1 00:00:00 2026 +0000

          feat!: a

          Body.

          Refs: 1

      commit 1234567
      Author: CI <ci@example.com>
      Date:   Thu Jan 1 00:00:00 2026 +0000

          fix: b

      BREAKING CHANGE: own
      """
    #expect(
      changes(text) == [
        "0123456789abcdef0123456789abcdef01234567|feat!: a|Body.\n\nRefs: 1", "1234567|fix: b|",
      ])
    #expect(message(text).breakingTexts.map { CommitMessagesTests.text($0) } == ["own", "a"])
  }

  @Test(
    "Marks for a rebase are read, also several",
    arguments: [
      ("fixup! feat: x", "fixup feat: x"), ("squash! x", "squash x"), ("amend! x", "amend x"),
      ("fixup! squash! x", "fixup x"), ("fixup!x", "none"), ("Fixup! x", "none"), ("x", "none"),
    ])
  func autosquash(_ subject: String, _ expected: String) {
    let mark = message(subject).autosquash
    #expect(mark.map { "\($0.kind) \(text($0.target))" } ?? "none" == expected)
  }
}
