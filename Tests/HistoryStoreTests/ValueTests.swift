import HistoryStore
import TestSupport
import Testing

@Suite("Values of answers")
struct ValueTests {
  private func withTags(
    _ tags: [String], _ body: (IndexedHistory) throws -> Void
  ) async throws {
    try await GitFixture.with { git in
      try await git.commit("first", date: "2024-01-01T10:00:00Z")
      for tag in tags { try await git.git("tag", tag) }
      let history = IndexedHistory(git)
      try await history.index(git)
      try body(history)
    }
  }

  @Test("What does not fit into 64 bits is an error, not another number")
  func overflow() async throws {
    try await withTags([]) { history in
      for value in ["9223372036854775807 + 1", "3000000000 * 4000000000"] {
        let error = #expect(throws: StoreError.self) {
          try history.rows("repos | select \(value) as a")
        }
        #expect(error?.message == "integer overflow")
      }
    }
  }

  @Test("Spellings of one version are counted and listed apart")
  func spellings() async throws {
    try await withTags(["v1.0.0", "1.0.0", "v1.1.0"]) { history in
      try expectQuery(
        history, "tags | summarize count_distinct(version) as n", rows: ["3"])
      try expectQuery(history, "tags | distinct version | count", rows: ["3"])
      try expectQuery(history, "tags | where version = v1.0.0 | count", rows: ["2"])
    }
  }
}
