import Reports
import Testing

@testable import ReleaseLogs

@Suite("Requests that build on each other")
struct StackedChangesTests {
  @Test("A squashed change that is another commit of the release is listed once")
  func stacked() {
    let commits = read([
      Message("feat(cart): remember it (#1)"),
      Message("feat: shop (#2)", "* feat(cart): Remember it.\n\n* fix: prices"),
    ])
    let all = StackedChanges(commits, members: [0, 1])
    #expect(all.own(commits, 0).entries.map(text) == ["features cart: remember it PR 1"])
    #expect(
      all.own(commits, 1).entries.map(text) == ["features: shop PR 2", "fixes: prices PR 2"])
    #expect(
      all.own(commits, 1).skipped.map(\.reason) == [
        "part of a squashed commit; 1111111 of the same release is that change"
      ])
    // In a release without that commit it is listed.
    let alone = StackedChanges(commits, members: [1])
    #expect(alone.own(commits, 1).entries.count == 3)
  }
}
