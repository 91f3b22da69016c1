import Changelogs
import HistoryStore
import TestSupport
import Testing

/// What is known of changelogs as files.
@Suite("Changelogs as files")
struct ChangelogFileTests {
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

  @Test("a file is listed with what it holds, what was not understood and what is wrong")
  func row() async throws {
    try await Self.with { history, story in
      let summary = try story.read(
        """
        # Changes

        All that changed.

        ## 1.0.0
        - Pay by card
        - Search

        ## How we number
        By hand.

        ## 1.0.0
        - Twice
        """, at: "2024-01-01T00:00:00Z")
      try expectQuery(
        history,
        "changelogs | select path, format, title, versions, entries, unread, problems, changed, since",
        rows: [
          "CHANGELOG.md | markdown | Changes | 2 | 3 | 2 | 1 | 2024-01-01T00:00:00Z"
            + " | 2024-01-01T00:00:00Z"
        ])
      try expectQuery(
        history, "changelogs | select unread_text, frame, problem_text",
        rows: [
          "line 9: ## How we number\nBy hand. | line 3: All that changed."
            + " | line 12: \"1.0.0\" stands on line 5 already"
        ])
      #expect(summary.unclear.map(\.unreadLines) == [2])
      #expect(summary.unclear.map(\.problems) == [1])
      try expectQuery(
        history, "changelogs | expand headings as h | select h.version", rows: ["1.0.0", "1.0.0"])
    }
  }

  @Test("a later version says what is unread now, and a file that is gone is not listed")
  func laterVersions() async throws {
    try await Self.with { history, story in
      try story.read("## 1.0.0\n- One\n\n## Odd\nText\n", at: "2024-01-01T00:00:00Z")
      let summary = try story.read("## 1.0.0\n- One\n", at: "2024-02-01T00:00:00Z")
      #expect(summary.unclear.isEmpty)
      let columns = "changelogs | select unread, unread_text, changed, since"
      try expectQuery(
        history, columns,
        rows: ["0 | null | 2024-02-01T00:00:00Z | 2024-01-01T00:00:00Z"])
      try story.read(nil, at: "2024-03-01T00:00:00Z")
      try expectQuery(history, columns, rows: [])
      try story.read("## 1.0.0\n- One\n", at: "2024-04-01T00:00:00Z")
      try expectQuery(
        history, columns, rows: ["0 | null | 2024-04-01T00:00:00Z | 2024-04-01T00:00:00Z"])
    }
  }

  @Test("of a long unread text the begin is kept, and how much more there is")
  func bounds() async throws {
    try await Self.with { history, story in
      let odd = (1...3_000).map { "## Odd\n\nNo version has text \($0) of all these.\n\n" }.joined()
      try story.read("## 1.0.0\n- One\n\n# Us\n\n" + odd, at: "2024-01-01T00:00:00Z")
      let row = try #require(try history.ask("changelogs | select unread, unread_text").rows.first)
      #expect(row.hasPrefix("12001 | line 4: # Us"))
      #expect(row.hasSuffix(" more lines)"))
      #expect(row.utf8.count < 66_000)
    }
  }
}
