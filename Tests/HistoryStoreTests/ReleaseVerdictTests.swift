import TestSupport
import Testing

/// What it means that a version was published after a higher one of its line.
@Suite("Versions published after a higher one")
struct ReleaseVerdictTests {
  private let query = """
    releases | where version < highest_before | sort version
    | select version, highest_before, verdict
    """

  private func day(_ number: Int) -> String {
    "2024-01-\(number < 10 ? "0" : "")\(number)T00:00:00Z"
  }

  /// `v1.0.0` and `v2.0.0` on `main`, tagged on days 1 and 3.
  private func withReleases(
    _ body: (GitFixture) async throws -> Void, rows: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    try await GitFixture.with { git in
      try await git.commit("1", date: day(1))
      try await git.tag("v1.0.0", message: "x", date: day(1))
      try await git.commit("2", date: day(2))
      try await git.commit("3", date: day(3))
      try await git.tag("v2.0.0", message: "x", date: day(3))
      try await body(git)
      let history = IndexedHistory(git)
      try await history.index(git)
      try expectQuery(history, query, rows: rows, sourceLocation: sourceLocation)
    }
  }

  @Test("releases in order have no finding")
  func forward() async throws {
    try await withReleases({ _ in }, rows: [])
  }

  @Test("maintenance on a branch that left before the higher release is a backport")
  func backport() async throws {
    try await withReleases(
      { git in
        try await git.git("checkout", "--quiet", "-b", "maintenance", "v1.0.0")
        try await git.commit("fix", date: day(5))
        try await git.tag("v1.0.1", message: "x", date: day(5))
        try await git.checkout("main")
      }, rows: ["v1.0.1 | v2.0.0 | backport"])
  }

  @Test("a lower number on top of the higher release is a stray")
  func stray() async throws {
    try await withReleases(
      { git in
        try await git.commit("4", date: day(5))
        try await git.tag("v1.5.0", message: "x", date: day(5))
      }, rows: ["v1.5.0 | v2.0.0 | stray"])
  }

  @Test("a lower number on the main line beside a higher release of a branch is a stray")
  func strayBeside() async throws {
    try await GitFixture.with { git in
      try await git.commit("1", date: day(1))
      try await git.git("checkout", "--quiet", "-b", "release")
      try await git.commit("2", date: day(2))
      try await git.tag("v2.0.0", message: "x", date: day(2))
      try await git.checkout("main")
      try await git.commit("3", date: day(3))
      try await git.tag("v1.0.0", message: "x", date: day(3))
      let history = IndexedHistory(git)
      try await history.index(git)
      try expectQuery(history, query, rows: ["v1.0.0 | v2.0.0 | stray"])
    }
  }

  @Test("an old commit that is tagged afterwards is late")
  func late() async throws {
    try await withReleases(
      { git in try await git.tag("v1.1.0", at: "HEAD~1", message: "x", date: day(5)) },
      rows: ["v1.1.0 | v2.0.0 | late"])
  }

  @Test("two numbers on one commit are the same commit")
  func sameCommit() async throws {
    try await withReleases(
      { git in try await git.tag("v1.9.0", message: "x", date: day(5)) },
      rows: ["v1.9.0 | v2.0.0 | same-commit"])
  }

  @Test("a lower release without common history is unrelated")
  func unrelated() async throws {
    try await withReleases(
      { git in
        try await git.git("checkout", "--quiet", "--orphan", "other")
        try await git.commit("alone", date: day(5))
        try await git.tag("v0.1.0", message: "x", date: day(5))
        try await git.checkout("main")
      }, rows: ["v0.1.0 | v2.0.0 | unrelated"])
  }

  @Test("other lines and prereleases have an order of their own")
  func lines() async throws {
    try await withReleases(
      { git in
        try await git.commit("4", date: day(5))
        try await git.tag("client/v0.1.0", message: "x", date: day(5))
        try await git.tag("v3.0.0-rc.1", message: "x", date: day(5))
        try await git.tag("v2.1.0", message: "x", date: day(6))
      }, rows: [])
  }

  @Test("without the history between, a shallow clone has no verdict but what it can prove")
  func shallow() async throws {
    try await GitFixture.with { git in
      try await git.commit("1", date: day(1))
      try await git.git("checkout", "--quiet", "-b", "maintenance")
      try await git.commit("fix", date: day(5))
      try await git.tag("v1.0.1", message: "x", date: day(5))
      try await git.checkout("main")
      try await git.commit("2", date: day(2))
      try await git.tag("v2.0.0", message: "x", date: day(3))
      let clone = try await git.clone("clone", ["--depth=1", "--no-single-branch"])
      let history = IndexedHistory(git)
      try await history.index(clone)
      try expectQuery(history, query, rows: ["v1.0.1 | v2.0.0 | unknown"])
    }
  }
}
