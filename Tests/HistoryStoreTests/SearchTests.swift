import HistoryStore
import TestSupport
import Testing

@Suite("Search of texts")
struct SearchTests {
  private func indexTexts(_ history: IndexedHistory) throws {
    let writer = try HistoryWriter(path: history.path)
    defer { writer.close() }
    try writer.indexTexts()
  }

  @Test("All words have to occur; quotes keep words together, a star finds every ending")
  func words() async throws {
    try await GitFixture.with { git in
      try await git.commit("fix: lose no cart\n\nThe Café forgot carts at midnight.")
      try await git.commit("feat: find carts; nothing is lost (see cart.go)")
      try await git.commit("docs: NEAR OR AND \"NOT\" * ^ :")
      let history = IndexedHistory(git)
      try await history.index(git)
      try indexTexts(history)
      for (words, subjects) in [
        ("lose CART", ["fix: lose no cart"]),
        ("cart*", ["feat: find carts; nothing is lost (see cart.go)", "fix: lose no cart"]),
        ("los*", ["feat: find carts; nothing is lost (see cart.go)", "fix: lose no cart"]),
        ("'cafe forgot'", ["fix: lose no cart"]),
        ("\\\"no cart\\\"", ["fix: lose no cart"]),
        ("\\\"cart no\\\"", []),
        ("cart.go", ["feat: find carts; nothing is lost (see cart.go)"]),
        ("cafe\u{301}", ["fix: lose no cart"]),
        ("near or and not", ["docs: NEAR OR AND \"NOT\" * ^ :"]),
        ("absent", []),
      ] {
        try expectQuery(
          history, "commits | where search(\"\(words)\") | select subject", rows: subjects)
      }
      try expectQuery(
        history, "commits | where not search(\"cart*\") and subject has \"docs\" | count",
        rows: ["1"])
    }
  }

  @Test("Later looks add what is new; a clone that gets its past finds that, too")
  func keptUpToDate() async throws {
    try await GitFixture.with { git in
      for number in 1...6 { try await git.commit("change number\(number)") }
      let clone = try await git.clone("clone", ["--depth=2"])
      let history = IndexedHistory(git)
      try await history.index(clone)
      try indexTexts(history)
      try expectQuery(history, "commits | where search(\"change\") | count", rows: ["2"])
      try expectQuery(history, "commits | where search(\"number2\") | count", rows: ["0"])

      try await git.commit("change number7")
      try await clone.git("fetch", "--quiet", "--unshallow")
      try await history.index(clone, at: "2024-02-02T00:00:00Z")
      for number in 1...7 {
        try expectQuery(
          history, "commits | where search(\"number\(number)\") | select subject",
          rows: ["change number\(number)"])
      }
    }
  }

  @Test("Without an index, search says how to make one")
  func absent() async throws {
    try await GitFixture.with { git in
      try await git.commit("one")
      let history = IndexedHistory(git)
      try await history.index(git)
      #expect {
        try history.rows("commits | where search(\"one\")")
      } throws: { "\($0)".contains("E502") }
    }
  }

  @Test("Texts of changelogs are found by their words, and only by those")
  func changelogs() async throws {
    try await ShopHistory.with { history, _ in
      try indexTexts(history)
      for (word, entries) in [
        ("items", ["Count items once"]), ("CARD", ["Pay by card"]),
        ("half up", ["Round prices half up"]), ("cart", ["The old cart"]),
        ("by", ["Find things by name", "Pay by card"]), ("pay name", []),
      ] {
        try expectQuery(
          history, "changes | where search(\"\(word)\") | sort text | select text", rows: entries)
      }
    }
  }
}
