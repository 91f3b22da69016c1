import TestSupport
import Testing

@Suite("Git tags that were taken over")
struct TagTakeoverTests {
  @Test("all version tags move to one commit outside every branch, and are put back")
  func takeover() async throws {
    try await GitFixture.with { git in
      var commits: [String] = []
      for number in 0..<8 {
        commits.append(try await git.commit("\(number)", date: "2024-01-0\(number + 1)T00:00:00Z"))
        try await git.tag("v1.\(number).0")
      }
      try await git.index("--name", "action")
      try await git.git("checkout", "--quiet", "--detach")
      let evil = try await git.commit("chore: update", date: "2024-02-01T00:00:00Z")
      try await git.git("checkout", "--quiet", "main")
      for number in 0..<8 { try await git.tag("v1.\(number).0", at: evil, force: true) }
      try await git.index("--name", "action")

      let moves = try await git.answer("run", "mass-moves")
      try #require(moves.rows.count == 1)
      #expect(moves.rows[0]["tags"] == .number(8))
      #expect(moves.rows[0]["targets"] == .number(1))
      #expect(moves.texts("a_target") == [String(evil.prefix(7))])
      #expect(
        try await git.answer("query", "branches containing sha:\(evil) | count").number == 0)
      #expect(
        try await git.answer("query", "tags | where commit.sha = sha:\(evil) | count").number == 8)

      for number in 0..<8 { try await git.tag("v1.\(number).0", at: commits[number], force: true) }
      try await git.index("--name", "action")
      let history = try await git.answer(
        "query", "history of v1.3.0 | sort coalesce(until, now) | select target")
      #expect(history.texts("target") == [commits[3], evil, commits[3]])
    }
  }
}
