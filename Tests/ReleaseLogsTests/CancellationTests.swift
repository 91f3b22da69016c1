import Testing

@testable import ReleaseLogs

@Suite("Commits that take each other back")
struct CancellationTests {
  /// Returns the digits of the commits that are left, those that begin the ids.
  private func left(_ messages: [Message], members: [Int]? = nil) -> [Int] {
    let commits = read(messages)
    let members = members ?? Array(commits.indices)
    let omissions = Cancellation(commits, members: members).omissions
    return members.filter { omissions[$0] == nil }.map { $0 + 1 }
  }

  private static let change = Message("feat: cart (#4)")

  @Test("A revert and what it names cancel, by id, subject or request")
  func reverts() {
    for revert in [
      Message("Revert the cart", "This reverts commit 1111111111111111111111111111111111111111."),
      Message("Revert the cart", "This reverts commit 1111111."),
      Message("Revert \"feat: cart (#4)\" (#5)"), Message("revert: cart", "Refs: 1111111"),
      Message("Revert something", "Reverts #4"),
    ] {
      #expect(left([Self.change, Message("fix: other"), revert]) == [2], "\(revert)")
    }
  }

  @Test("A revert of a revert brings the change back, and both reverts are left out")
  func restored() {
    let revert = Message("Revert \"feat: cart (#4)\"", "This reverts commit 1111111.")
    for again in [
      Message("Reapply \"feat: cart (#4)\""),
      Message("Reapply \"feat: cart (#4)\"", "This reverts commit 2222222."),
      Message("Revert \"Revert \"feat: cart (#4)\"\"", "This reverts commit 2222222."),
    ] {
      #expect(left([Self.change, revert, again]) == [1], "\(again)")
      let third = Message("Revert it at last", "This reverts commit 3333333.")
      #expect(left([Self.change, revert, again, third]) == [], "\(again)")
    }
  }

  @Test("What an earlier release has is not cancelled")
  func acrossReleases() {
    let revert = Message("Revert \"feat: cart (#4)\"", "This reverts commit 1111111.")
    #expect(left([Self.change, Message("fix: other"), revert], members: [1, 2]) == [2, 3])
    // The same subject again is another change: the id names the one that is meant.
    #expect(left([Self.change, Self.change, revert], members: [1, 2]) == [2, 3])
  }

  @Test("A copy of the named commit is taken back on its branch")
  func copies() {
    let copy = Message("feat: cart (#4)", "(cherry picked from commit 1111111111111111)")
    let revert = Message("Revert \"feat: cart (#4)\"", "This reverts commit 1111111.")
    #expect(left([Self.change, copy, revert], members: [1, 2]) == [])
  }

  @Test("A later change with the subject of a reverted one stays")
  func again() {
    let revert = Message("Revert \"feat: cart (#4)\"", "This reverts commit 1111111.")
    #expect(left([Self.change, revert, Self.change]) == [3])
  }

  @Test("An ambiguous or unknown name cancels nothing")
  func unknown() {
    #expect(left([Self.change, Message("x", "This reverts commit 7777777.")]) == [1, 2])
    #expect(
      left([Self.change, Message("fix: y (#4)"), Message("Revert", "Reverts #4")]) == [1, 2, 3])
  }
}
