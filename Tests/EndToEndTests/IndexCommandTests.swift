import TestSupport
import Testing

@Suite("stemma index")
struct IndexCommandTests {
  @Test("A summary counts one thing as one")
  func one() async throws {
    try await GitFixture.with { git in
      try await git.commit("one")
      let result = try await git.stemma("index", "--name", "shop")
      let first = result.outputText.split(separator: "(")[0]
      #expect(first == "shop: 1 commit, 0 tags, 1 branch\n  1 new commit, 1 new ref ")
    }
  }

  @Test("That a clone is partial is said at its first look, and not with --quiet")
  func partialClone() async throws {
    try await GitFixture.with { git in
      try await git.commit("one")
      try await git.git("config", "remote.origin.promisor", "true")
      let note = "note: shop is a partial clone; absent objects were not fetched\n"
      #expect(try await git.stemma("index", "--name", "shop").errorText == note)
      #expect(try await git.stemma("index").errorText == "")
      let quiet = try await git.stemma("index", "--name", "shop", "--quiet", "--db", "other.db")
      #expect(quiet.errorText == "")
    }
  }

  @Test("A pattern of refs that matches none is named")
  func unmatchedPattern() async throws {
    try await GitFixture.with { git in
      try await git.commit("one")
      try await git.git("update-ref", "refs/pull/7/head", "HEAD")
      let result = try await git.stemma(
        "index", "--name", "shop", "--refs", "refs/pull/*/head", "--refs", "refs/pull/7/",
        "--refs", "refs/pull", "--refs", "refs/merge-requests/*/head")
      #expect(result.exitCode == 0)
      #expect(
        result.errorText
          == "warning: shop has no ref that matches --refs refs/merge-requests/*/head\n")
    }
  }
}
