import TestSupport
import Testing

@Suite("The history over several runs")
struct HistoryTests {
  @Test("A tag that moved and one that vanished are shown with both targets and time bounds")
  func movedTags() async throws {
    try await GitFixture.with { git in
      let ids = try await git.makeReleases()
      try await git.tag("moving", at: ids[0])
      try await git.tag("gone", at: ids[1])
      try await git.index()
      try await git.index()
      #expect(try await git.answer("run", "moved-tags").rows.isEmpty)

      try await git.git("tag", "-f", "moving", ids[2])
      try await git.deleteTag("gone")
      try await git.index()
      let answer = try await git.answer("run", "moved-tags")
      let moves = answer.rows.sorted { "\($0["name"]!)" < "\($1["name"]!)" }
      try #require(moves.count == 2)
      func short(_ id: String) -> JSONValue { .text(String(id.prefix(7))) }
      #expect(moves[0]["name"] == .text("gone"))
      #expect(moves[0]["change"] == .text("delete"))
      #expect(moves[0]["old"] == short(ids[1]))
      #expect(moves[0]["new"] == .null)
      #expect(moves[1]["name"] == .text("moving"))
      #expect(moves[1]["change"] == .text("move"))
      #expect(moves[1]["old"] == short(ids[0]))
      #expect(moves[1]["new"] == short(ids[2]))
      for move in moves {
        guard case .text(let earliest)? = move["at_earliest"], case .text(let at)? = move["at"]
        else {
          Issue.record("a move without both bounds: \(move)")
          continue
        }
        #expect(earliest < at)
        #expect(move["precision"] == .text("bounded"))
      }
    }
  }

  @Test("A branch that was rewritten keeps its old commits, marked as out of reach")
  func rewritten() async throws {
    try await GitFixture.with { git in
      let first = try await git.commit("One")
      let second = try await git.commit("Two")
      try await git.index()
      try await git.git("reset", "--quiet", "--hard", first)
      try await git.index()
      let answer = try await git.answer("query", "commits | where not reachable | select sha")
      #expect(answer.texts("sha") == [second])
    }
  }

  @Test("An empty repository and a detached HEAD are indexed")
  func emptyAndDetached() async throws {
    try await GitFixture.with { git in
      try await git.index()
      #expect(try await git.answer("query", "commits").rows.isEmpty)
      try await git.commit("One")
      try await git.checkout("main", detached: true)
      let id = try await git.commit("Off the branches")
      try await git.index()
      let answer = try await git.answer("query", "commits | select sha")
      #expect(answer.texts("sha").first == id)
    }
  }

  @Test("Two repositories live in one history, each under its name")
  func twoRepositories() async throws {
    try await withTemporaryFolder { folder in
      let one = try await GitFixture.create(in: folder, name: "one")
      let two = try await GitFixture.create(in: folder, name: "two", bare: true)
      try await one.makeReleases()
      try await two.fastImport(
        "commit refs/heads/main\ncommitter A <a@b> 1700000000 +0000\ndata 0\n")
      let index = try await stemma(["index", "one", "two", "--json"], in: folder)
      #expect(index.exitCode == 0, "\(index.errorText)")
      let answer = try JSONAnswer(
        try await stemma(
          ["query", "commits | summarize count() as n by repo | sort n", "--format", "json"],
          in: folder))
      #expect(answer.rows.map { $0["n"] } == [.number(1), .number(3)])
      #expect(answer.texts("repo") == [two.path, one.path])
    }
  }

  @Test(
    "Refs whose names look like options or shell commands are indexed and can be asked for",
    arguments: ["--upload-pack=x", "-x", "a$(id)", "a;b", "\u{E9}", "e\u{301}"])
  func oddNames(name: String) async throws {
    try await GitFixture.with { git in
      let id = try await git.commit("One")
      try await git.updateRef("refs/tags/\(name)", id)
      try await git.updateRef("refs/tags/\(name)-other", id)
      try await git.index()
      let answer = try await git.answer(
        "query", "tags of \"\(name)\" | select name, commit.sha")
      #expect(answer.texts("name").map { $0.map { Array($0.utf8) } } == [Array(name.utf8)])
      #expect(answer.texts("sha") == [id])
    }
  }
}
