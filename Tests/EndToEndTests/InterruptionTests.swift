import Foundation
import TestSupport
import Testing

@Suite("Interrupted and simultaneous runs")
struct InterruptionTests {
  private static let commits = 3000

  /// Makes commits by a script, on top of those of earlier calls.
  private func grow(_ git: GitFixture, onto parent: String? = nil) async throws {
    var script = ""
    for number in 1...Self.commits {
      let message = "commit \(number) \(parent ?? "")"
      script += "commit refs/heads/main\ncommitter A <a@b> \(1_700_000_000 + number) +0000\n"
      script += "data \(message.utf8.count)\n\(message)\n"
      if number == 1, let parent { script += "from \(parent)\n" }
    }
    try await git.fastImport(script)
  }

  private func count(_ git: GitFixture) async throws -> Int? {
    let answer = try await git.answer("query", "commits | count", "--db", "../x.db")
    #expect(answer.complete)
    return answer.number.map { Int($0) }
  }

  /// Starts to index and kills the program as soon as a condition of the shell is true.
  private func indexAndKill(_ git: GitFixture, when condition: String) async throws {
    let result = try await shell(
      """
      "$1" index --db ../x.db & program=$!
      while kill -0 $program && ! { \(condition); }; do :; done 2> /dev/null
      kill -9 $program 2> /dev/null
      wait $program 2> /dev/null
      code=$?
      [ $code = 0 ] || [ $code = 137 ] || echo "ended with $code"
      """, in: git.path)
    #expect(!result.outputText.contains("ended with"), "\(result.outputText)")
  }

  @Test(
    "A first run that is killed leaves no history or a whole one, and the next run is whole",
    arguments: ["true", "[ -e ../x.db.lock ]", "[ -e ../x.db.new ]", "[ -e ../x.db ]"])
  func killedFirstRun(condition: String) async throws {
    try await GitFixture.with(bare: true) { git in
      try await grow(git)
      try await indexAndKill(git, when: condition)
      if FileManager.default.fileExists(atPath: "\(git.folder)/x.db") {
        #expect(try await count(git) == Self.commits)
      }
      try await git.index("--db", "../x.db")
      #expect(try await count(git) == Self.commits)
      #expect(!FileManager.default.fileExists(atPath: "\(git.folder)/x.db.new"))
    }
  }

  @Test(
    "A later run that is killed leaves the old or the new state",
    arguments: ["true", "[ -s ../x.db-wal ]", "[ -e ../x.db-wal ] && [ -s ../x.db-shm ]"])
  func killedLaterRun(condition: String) async throws {
    try await GitFixture.with(bare: true) { git in
      try await grow(git)
      try await git.index("--db", "../x.db")
      try await grow(git, onto: try await git.id("main"))
      try await indexAndKill(git, when: condition)
      let found = try await count(git)
      #expect(found == Self.commits || found == 2 * Self.commits)
      try await git.index("--db", "../x.db")
      #expect(try await count(git) == 2 * Self.commits)
      let tip = try await git.answer(
        "query", "branches | select commit.sha", "--db", "../x.db")
      #expect(tip.texts("sha") == [try await git.id("main")])
    }
  }

  @Test("Two indexers at once end with 0, or one with 4, and the history is whole")
  func twoIndexers() async throws {
    try await GitFixture.with(bare: true) { git in
      try await grow(git)
      async let first = git.stemma("index", "--db", "../x.db")
      async let second = git.stemma("index", "--db", "../x.db")
      let results = try await [first, second]
      #expect(results.contains { $0.exitCode == 0 })
      for result in results {
        #expect(result.exitCode == 0 || result.exitCode == 4, "\(result.errorText)")
      }
      #expect(try await count(git) == Self.commits)
      let moves = try await git.answer("query", "moves | count", "--db", "../x.db")
      #expect(moves.number == 1)
    }
  }
}
