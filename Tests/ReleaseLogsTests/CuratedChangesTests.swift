import HistoryStore
import Reports
import Testing

@testable import ReleaseLogs

@Suite("Changelogs and commits together")
struct CuratedChangesTests {
  private func line(
    _ text: String, kind: String? = "added", changelog: Int64 = 1,
    _ change: (inout ChangelogLine) -> Void = { _ in }
  ) -> ChangelogLine {
    var line = ChangelogLine(changelog: changelog, release: 1, text: Array(text.utf8))
    line.kind = kind.map { Array($0.utf8) }
    line.markdown = Array("*\(text)*".utf8)
    change(&line)
    return line
  }

  private func merged(_ lines: [ChangelogLine], _ messages: [Message]) -> [String] {
    CuratedChanges(lines).merged(with: read(messages).flatMap(\.entries)).map {
      "\($0.source.rawValue) \(text($0))"
    }
  }

  @Test("An entry that names a commit, a request or has its text is the same change")
  func matches() {
    let messages = [Message("fix: cart (#4)"), Message("feat: search")]
    #expect(
      merged([line("Carts are kept", kind: "fixed") { $0.pullRequest = 4 }], messages) == [
        "both fixes: *Carts are kept* PR 4", "commit features: search",
      ])
    #expect(
      merged([line("Finding") { $0.commits = [Array("222222222".utf8)] }], messages) == [
        "both features: *Finding*", "commit fixes: cart PR 4",
      ])
    #expect(
      merged([line("Search.")], messages) == [
        "both features: *Search.*", "commit fixes: cart PR 4",
      ])
  }

  @Test(
    "An entry that no commit has stands for itself, under its own heading if it has no usual one")
  func unmatched() {
    #expect(
      merged([line("New shop", kind: nil) { $0.section = Array("Highlights".utf8) }], []) == [
        "changelog Highlights: *New shop*"
      ])
  }

  @Test("What two changelogs say is said once")
  func twoChangelogs() {
    #expect(
      merged([line("New shop"), line("new shop.", changelog: 2)], []) == [
        "changelog features: *New shop*"
      ])
  }

  @Test("Each commit is taken once")
  func once() {
    let messages = [Message("feat: a (#4)"), Message("feat: b (#4)")]
    #expect(
      merged([line("b") { $0.pullRequest = 4 }, line("All") { $0.pullRequest = 4 }], messages)
        == ["both features: *b* PR 4", "both features: *All* PR 4"])
  }

  @Test("An entry about commits that are left out is left out, one about a merge of the log is not")
  func leftOut() {
    let messages = [
      Message("feat: a (#4)"), Message("fix: b (#5)"),
      Message("Merge pull request #6 from acme/c", "The third", parents: 2),
      Message("Merge pull request #8 from acme/d", "The fourth", parents: 2),
    ]
    let commits = read(messages)
    let entries = commits[0].entries
    var others = OtherCommits(
      leftOut: commits[1].entries, silent: [.init(commits[2], isShown: true)])
    others.leaveOut(commits[3])
    let lines = [
      line("A") { $0.pullRequest = 4 }, line("B") { $0.pullRequest = 5 },
      line("Fix: b again") {
        $0.commits = [Array("2222222".utf8)]
      }, line("C") { $0.issue = 6 }, line("D") { $0.pullRequest = 8 }, line("Nobody's"),
    ]
    func texts(keepsUnmatched: Bool) -> [String] {
      CuratedChanges(lines, keepsUnmatched: keepsUnmatched).merged(with: entries, others).map {
        String(decoding: $0.text.bytes, as: UTF8.self)
      }
    }
    #expect(texts(keepsUnmatched: true) == ["*A*", "*C*", "*Nobody's*"])
    #expect(texts(keepsUnmatched: false) == ["*A*", "*C*"])
  }

  @Test(
    "A number that stands beside a text is not in its end again",
    arguments: [
      ("Other fix (#7)", "Other fix"), ("Other fix (\\#7).", "Other fix."),
      ("Other fix ([#7](https://git.example/pull/7), #9)", "Other fix"),
      ("Other fix ([#7][], [#9])", "Other fix ([#7][], [#9])"),
      ("Other fix (see #7)", "Other fix (see #7)"), ("Other fix (#70)", "Other fix (#70)"),
      ("(#7)", "(#7)"), ("Other (fix) (!7)", "Other (fix)"),
      ("Other fix. #7", "Other fix."), ("Other fix #7 #9", "Other fix #7"),
      ("Other, fixes #7", "Other, fixes #7"), ("#7", "#7"),
    ])
  func numbers(markdown: String, text: String) {
    let entries = CuratedChanges([
      line("Other fix (#7)") {
        $0.markdown = Array(markdown.utf8)
        $0.pullRequest = 7
        $0.issue = 9
      }
    ]).merged(with: [])
    #expect(entries.map { String(decoding: $0.text.bytes, as: UTF8.self) } == [text])
  }

  @Test("One number is a request or an issue, as the commits say")
  func oneNumber() {
    #expect(
      merged([line("B") { ($0.pullRequest, $0.issue) = (7, 7) }], [Message("fix: b (#7)")]) == [
        "both features: *B* PR 7"
      ])
    #expect(
      merged([line("b") { $0.pullRequest = 7 }], [Message("fix: b", "Closes #7")]) == [
        "both features: *b* issue 7"
      ])
  }

  @Test("A commit is found by the beginning of its id, of six digits or more")
  func names() {
    let names = CommitNames([(sha(2), 4), (sha(1), 3), (sha(2), 1), (sha(1), 2)])
    #expect(names.places(named: Array("2222222".utf8)) == [1, 4])
    #expect(names.places(named: Array("111111".utf8)) == [2, 3])
    #expect(names.places(named: Array("11111".utf8)) == [])
    #expect(names.places(named: Array("111112".utf8)) == [])
    #expect(names.commit(named: "1111111") == nil)
  }

  @Test("Entries of one changelog stay although others say the same of other parts")
  func sameText() {
    let first = line("First version") { $0.scope = Array("api".utf8) }
    var second = line("First version") { $0.scope = Array("cli".utf8) }
    #expect(
      merged([first, second], []) == [
        "changelog features api: *First version*", "changelog features cli: *First version*",
      ])
    second.changelog += 1
    #expect(merged([first, second], []) == ["changelog features api: *First version*"])
  }
}
