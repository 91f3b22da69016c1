import Changelogs
import HistoryStore
import TestSupport
import Testing

/// Entries that were written otherwise, and those that are new.
@Suite("Reworded entries of changelogs")
struct ChangelogRevisionTests {
  private static let first = "2024-01-01T00:00:00Z"
  private static let second = "2024-02-01T00:00:00Z"

  private static func with(
    _ body: (IndexedHistory, ChangelogStory) async throws -> Void
  ) async throws {
    try await GitFixture.with { git in
      try await git.commit("One")
      try await git.tag("v1.0.0")
      let history = IndexedHistory(git)
      try await history.index(git)
      try await body(history, ChangelogStory(history: history))
    }
  }

  @Test(
    "an entry that was only written otherwise is as old as the first of its kind",
    arguments: [
      // Markup, links and wrapping.
      ("- Fix `cart` (#12)", "- Fix *cart* ([#12](https://example.com/acme/shop/issues/12))", true),
      ("- Fixed typoes in the manual", "- Fixed typos in the manual", true),
      ("- Pay by card", "### Added\n- Pay by card", true),
      ("- Round up #12", "- Prices are rounded up to cents now #12", true),
      ("- Find things by name, and count all items once", "- Count all items once", true),
      ("- Find things by name", "- Count all items once", false),
      ("- Fix the total of the cart #12", "- Fix the colour of the cart #13", false),
      ("- Pay by card", "- Pay by card\n- Pay by card, too", true),
    ])
  func rewording(before: String, after: String, isSame: Bool) async throws {
    try await Self.with { history, story in
      try story.read("## 1.0.0\n\(before)\n", at: Self.first)
      try story.read("## 1.0.0\n\(after)\n", at: Self.second)
      let rows = try history.ask("changes | where position = 1 | select first_since").rows
      #expect(rows == [isSame ? Self.first : Self.second])
    }
  }

  @Test("an entry beside one that stayed is new")
  func addition() async throws {
    try await Self.with { history, story in
      try story.read("## 1.0.0\n- Pay by card\n", at: Self.first)
      try story.read("## 1.0.0\n- Pay by card\n- Pay by cards\n", at: Self.second)
      try expectQuery(
        history, "changes | select text, since, first_since",
        rows: [
          "Pay by card | \(Self.first) | \(Self.first)",
          "Pay by cards | \(Self.second) | \(Self.second)",
        ])
    }
  }

  @Test("of many entries that are reworded at once each goes on from its own")
  func manyEntries() async throws {
    try await Self.with { history, story in
      func text(_ verb: String, _ numbers: [Int]) -> String {
        "## 1.0.0\n" + numbers.map { "- \(verb) the module number\($0) of the shop\n" }.joined()
      }
      try story.read(text("Check", [1, 2]), at: Self.first)
      try story.read(text("Check", [1, 2, 3]), at: "2024-01-15T00:00:00Z")
      try story.read(text("Test", [3, 2, 1, 4]), at: Self.second)
      try expectQuery(
        history, "changes | select text, first_since",
        rows: [
          "Test the module number3 of the shop | 2024-01-15T00:00:00Z",
          "Test the module number2 of the shop | \(Self.first)",
          "Test the module number1 of the shop | \(Self.first)",
          "Test the module number4 of the shop | \(Self.second)",
        ])
    }
  }

  @Test(
    "a heading that is written otherwise keeps its entries",
    arguments: [
      ("## 1.0.0", "## [v1.0.0] - 2024-01-31"), ("## v1.0.0", "## Version 1.0.0"),
      ("## 1.0.0 (Unreleased)", "## 1.0.0 (January 31, 2024)"),
    ])
  func headings(before: String, after: String) async throws {
    try await Self.with { history, story in
      try story.read("\(before)\n- Pay by card\n", at: Self.first)
      try story.read("\(after)\n- Pay by card\n", at: Self.second)
      try expectQuery(
        history, "changes | select text, since, first_since",
        rows: ["Pay by card | \(Self.first) | \(Self.first)"])
    }
  }

  @Test("what is not known of the first wording is not known of the next")
  func unknown() async throws {
    try await Self.with { history, story in
      try story.read("## 1.0.0\n- Pay by card\n", at: Self.first, followsGap: true)
      try story.read("## 1.0.0\n- Pay by any card\n", at: Self.second)
      try expectQuery(
        history, "changes | select text, since, first_since",
        rows: ["Pay by any card | \(Self.second) | null"])
    }
  }
}
