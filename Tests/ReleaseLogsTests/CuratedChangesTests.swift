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
}
