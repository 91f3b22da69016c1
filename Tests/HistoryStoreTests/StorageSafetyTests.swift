import Foundation
import GRDB
import GitSource
import HistoryStore
import Indexing
import QueryLanguage
import TestSupport
import Testing

@Suite("The database file is safe")
struct StorageSafetyTests {
  private func withHistory(_ body: (GitFixture, IndexedHistory) async throws -> Void) async throws {
    try await GitFixture.with { git in
      for number in 0..<3 { try await git.commit("\(number)") }
      try await git.tag("v1.0.0")
      let history = IndexedHistory(git)
      try await history.index(git)
      try await body(git, history)
    }
  }

  private func contents(_ path: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: path))
  }

  private func files(beside path: String) throws -> [String] {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let name = URL(fileURLWithPath: path).lastPathComponent
    return try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasPrefix(name) }.sorted()
  }

  private func code(_ body: () throws -> Void) -> StoreError.Code? {
    do {
      try body()
      return nil
    } catch {
      return (error as? StoreError)?.code
    }
  }

  // MARK: Files that were built aside

  /// What SQLite finds wrong with the rows of a database, by its constraints and references.
  private func findings(_ path: String) throws -> [String] {
    try DatabaseQueue(path: path).read { db in
      let broken = try String.fetchAll(db, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
      return try broken + Row.fetchAll(db, sql: "PRAGMA foreign_key_check").map(\.description)
    }
  }

  @Test("a new database, which is built without checks, fulfils every constraint")
  func constraintsOfNew() async throws {
    try await withHistory { git, history in
      #expect(try findings(history.path) == [])
      try DatabaseQueue(path: history.path).writeWithoutTransaction { db in
        try db.execute(
          sql: """
            PRAGMA ignore_check_constraints = ON;
            PRAGMA foreign_keys = OFF;
            UPDATE ref_span SET precision = 'often', ref = 999
            WHERE seq = (SELECT min(seq) FROM ref_span);
            """)
      }
      #expect(try findings(history.path).count == 2)
    }
    try await ImageStory.with { story in
      try story.announce([
        ImageStory.push("2024-05-01T00:00:00Z", "1.0.0", 1),
        ImageStory.push("2024-05-02T00:00:00Z", "latest", 1),
        ImageStory.push("2024-05-03T00:00:00Z", "latest", 2),
        ImageStory.push(nil, "1.1.0", 2), ImageStory.push("2024-05-03T00:00:00Z", "hint", nil),
        ImageStory.removal("2024-05-04T00:00:00Z", tag: "latest"),
        ImageStory.removal("2024-05-05T00:00:00Z", digest: 2),
      ])
      #expect(try findings(story.history.path) == [])
    }
  }

  // MARK: Files of others

  @Test(
    "what is no history is refused and left as it is, with nothing beside it",
    arguments: [
      "", "hello", String(repeating: "x", count: 5_000), "SQLite format 3\0",
    ])
  func foreignFile(_ text: String) async throws {
    try await withTemporaryFolder { folder in
      let path = "\(folder)/history.db"
      try writeFile(path, text)
      #expect(code { _ = try HistoryStore(reading: path) } == .foreignDatabase)
      #expect(code { _ = try HistoryWriter(path: path) } == .foreignDatabase)
      #expect(try contents(path) == Data(text.utf8))
      #expect(try files(beside: path) == ["history.db"])
    }
  }

  @Test("another program's database is refused and left as it is")
  func foreignDatabase() async throws {
    try await withTemporaryFolder { folder in
      let path = "\(folder)/history.db"
      let queue = try DatabaseQueue(path: path)
      try await queue.write { try $0.execute(sql: "CREATE TABLE song (name TEXT)") }
      try queue.close()
      let before = try contents(path)
      #expect(code { _ = try HistoryStore(reading: path) } == .foreignDatabase)
      #expect(code { _ = try HistoryWriter(path: path) } == .foreignDatabase)
      #expect(try contents(path) == before)
      #expect(try files(beside: path) == ["history.db"])
    }
  }

  @Test("a folder is refused, and an absent file is named as such")
  func folderAndNothing() async throws {
    try await withTemporaryFolder { folder in
      #expect(code { _ = try HistoryStore(reading: folder) } == .foreignDatabase)
      #expect(code { _ = try HistoryWriter(path: folder) } == .foreignDatabase)
      #expect(code { _ = try HistoryStore(reading: "\(folder)/none") } == .noDatabase)
      #expect(code { _ = try HistoryWriter(path: "\(folder)/none/history.db") } == .environment)
    }
  }

  @Test("a newer schema is refused and left as it is")
  func newerSchema() async throws {
    try await withHistory { git, history in
      let queue = try DatabaseQueue(path: history.path)
      try await queue.writeWithoutTransaction { db in
        try db.execute(sql: "PRAGMA user_version = 9999; PRAGMA wal_checkpoint(TRUNCATE)")
      }
      try queue.close()
      let before = try contents(history.path)
      #expect(code { _ = try HistoryStore(reading: history.path) } == .newerSchema)
      #expect(code { _ = try HistoryWriter(path: history.path) } == .newerSchema)
      #expect(try contents(history.path) == before)
    }
  }

  @Test("a damaged file is named as such and left as it is", arguments: ["truncated", "garbled"])
  func damaged(_ how: String) async throws {
    try await withHistory { git, history in
      var bytes = try contents(history.path)
      if how == "truncated" {
        bytes = bytes.prefix(20_000)
      } else {
        for index in 16_384..<bytes.count { bytes[index] = 0xA5 }
      }
      try bytes.write(to: URL(fileURLWithPath: history.path))
      #expect(code { _ = try history.ask("commits") } == .corrupt)
      let error = await #expect(throws: StoreError.self) { try await history.index(git) }
      #expect(error?.code == .corrupt)
      #expect(try contents(history.path) == bytes)
    }
  }

  // MARK: Writers

  @Test(
    "observations are never changed or deleted",
    arguments: [
      "UPDATE observation SET subject = 'x'", "DELETE FROM observation",
    ])
  func appendOnly(_ sql: String) async throws {
    try await withHistory { git, history in
      let queue = try DatabaseQueue(path: history.path)
      let error = #expect(throws: DatabaseError.self) {
        try queue.write { try $0.execute(sql: sql) }
      }
      #expect(error?.message == "observations are append-only")
    }
  }

  @Test("a second writer is refused while the first one lives, and told who it is")
  func twoWriters() async throws {
    try await withHistory { git, history in
      let first = try HistoryWriter(path: history.path)
      let error = #expect(throws: StoreError.self) {
        try HistoryWriter(path: history.path, lockTimeout: 0)
      }
      #expect(error?.code == .locked)
      #expect(error?.message.contains("\(ProcessInfo.processInfo.processIdentifier)") == true)
      first.close()
    }
  }

  private struct StreamFailure: Error {}

  /// Delivers what another stream does, until it fails.
  private struct FailingStream<Base: CommitStream>: CommitStream {
    var base: Base
    var order: CommitOrder { base.order }
    var problems: [SourceProblem] { base.problems }

    mutating func next() throws -> CommitBatch? {
      guard let batch = try base.next() else { throw StreamFailure() }
      return batch
    }
  }

  private func indexAndFail(_ git: GitFixture, _ writer: HistoryWriter) async throws {
    let repository = try await GitRepository.open(git.path)
    let look = GitLook(
      repository: "shop", project: "shop", facts: repository.facts,
      listing: try await repository.refs(), lookedAt: instant("2024-02-02T00:00:00Z"))
    let plan = try writer.plan(look)
    nonisolated(unsafe) let writer = writer
    // What a source throws is told as it is.
    await #expect(throws: StreamFailure.self) {
      try await repository.withCommits(roots: plan.roots, excluding: plan.known) { stream in
        var failing = FailingStream(base: stream)
        _ = try writer.record(look, tags: [], commits: &failing)
      }
    }
  }

  @Test("a first run that fails in the middle leaves no database")
  func failedFirstRun() async throws {
    try await GitFixture.with { git in
      try await git.commit("1")
      let path = "\(git.folder)/history.db"
      let writer = try HistoryWriter(path: path)
      try await indexAndFail(git, writer)
      #expect(try files(beside: path).filter { $0 == "history.db" } == [])
      writer.close()
      #expect(try files(beside: path).filter { !$0.hasSuffix(".lock") } == [])
    }
  }

  @Test("after a repository that failed, the same writer records the next one")
  func failureThenSuccess() async throws {
    try await GitFixture.with { git in
      try await git.commit("1")
      let history = IndexedHistory(git)
      let writer = try HistoryWriter(path: history.path)
      try await indexAndFail(git, writer)
      _ = try await IndexedHistory.index(
        git, as: "shop", at: "2024-02-01T00:00:00Z", with: writer)
      writer.close()
      try expectQuery(history, "commits | count", rows: ["1"])
    }
  }

  @Test("after a database that could not be put in place, the same writer makes it anew")
  func unpublished() async throws {
    try await GitFixture.with { git in
      try await git.commit("1")
      let history = IndexedHistory(git)
      // What lies there cannot be removed as a journal is.
      let obstacle = history.path + "-journal"
      try FileManager.default.createDirectory(
        atPath: obstacle, withIntermediateDirectories: false)
      let writer = try HistoryWriter(path: history.path)
      for _ in 1...2 {
        let error = await #expect(throws: StoreError.self) {
          try await IndexedHistory.index(
            git, as: "shop", at: "2024-02-01T00:00:00Z", with: writer)
        }
        #expect(error?.message.contains(obstacle) == true)
      }
      #expect(!(try files(beside: history.path)).contains("history.db"))
      try FileManager.default.removeItem(atPath: obstacle)
      try await IndexedHistory.index(git, as: "shop", at: "2024-02-01T00:00:00Z", with: writer)
      writer.close()
      try expectQuery(history, "commits | count", rows: ["1"])
      #expect(try files(beside: history.path).filter { $0.contains(".new") } == [])
    }
  }

  @Test("a later run that fails in the middle leaves what was there")
  func failedLaterRun() async throws {
    try await withHistory { git, history in
      try await git.commit("new")
      try await git.tag("v1.0.0", force: true)
      let before = try history.sql("SELECT * FROM v_observations")
      let writer = try HistoryWriter(path: history.path)
      try await indexAndFail(git, writer)
      writer.close()
      #expect(try history.sql("SELECT * FROM v_observations") == before)
      try expectQuery(history, "commits | count", rows: ["3"])
      try expectQuery(history, "moves | where change != \"create\" | count", rows: ["0"])
      #expect(try await history.index(git).refs.moved == 2)
    }
  }

  @Test("what a killed first run left aside is replaced by the next run")
  func leftovers() async throws {
    try await withHistory { git, history in
      let path = "\(git.folder)/second.db"
      try writeFile(path + ".new", "half a database")
      try writeFile(path + ".new-journal", "x")
      let second = IndexedHistory(path: path)
      try await second.index(git)
      try expectQuery(second, "commits | count", rows: ["3"])
      #expect(try files(beside: path).filter { $0.contains(".new") } == [])
    }
  }

  @Test("the journal of a database that was removed is not taken for one of the new database")
  func orphanedJournal() async throws {
    try await withHistory { git, history in
      // A reader keeps the journal when the writer ends.
      let reader = try HistoryStore(reading: history.path)
      try reader.read { _ in }
      try await git.commit("new")
      let writer = try HistoryWriter(path: history.path)
      _ = try await IndexedHistory.index(
        git, as: "shop", at: "2024-02-02T00:00:00Z", with: writer)
      let journal = try contents(history.path + "-wal")
      #expect(!journal.isEmpty)
      writer.close()
      try FileManager.default.removeItem(atPath: history.path)
      try journal.write(to: URL(fileURLWithPath: history.path + "-wal"))
      try await history.index(git, as: "other")
      try expectQuery(history, "commits | count", rows: ["4"])
      try expectQuery(history, "repos | select name", rows: ["other"])
      #expect(try history.sql("SELECT count(*) FROM v_observations WHERE kind = 'look'") == ["1"])
    }
  }

  // MARK: Readers

  @Test("readers see the old state until a run is complete")
  func readersDuringRun() async throws {
    try await withHistory { git, history in
      let store = try HistoryStore(reading: history.path)
      try await git.commit("new")
      try await history.index(git, at: "2024-02-02T00:00:00Z")
      let counts = try store.read { session in
        try session.runSQL("SELECT count(*) FROM v_commits", limits: QueryLimits()).rows
      }
      #expect(counts == [[.integer(4)]])
    }
  }

  /// Tries it: a container may forbid it even to root.
  private static func canMount() async throws -> Bool {
    guard geteuid() == 0, FileManager.default.fileExists(atPath: "/bin/mount") else { return false }
    return try await withTemporaryFolder { folder in
      let mounted = try await runProgram("/bin/mount", ["-t", "tmpfs", "none", folder])
      guard mounted.exitCode == 0 else { return false }
      return try await runProgram("/bin/umount", [folder]).exitCode == 0
    }
  }

  @Test(
    "a history on a read-only disk is read as it is, and says so",
    .enabled("a file system has to be mounted read-only") { try await canMount() })
  func readOnlyDisk() async throws {
    try await withHistory { git, history in
      let disk = "\(git.folder)/disk"
      try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
      let mounted = try await runProgram("/bin/mount", ["-t", "tmpfs", "none", disk])
      try #require(mounted.exitCode == 0)
      do {
        try FileManager.default.copyItem(atPath: history.path, toPath: "\(disk)/history.db")
        _ = try await runProgram("/bin/mount", ["-o", "remount,ro", disk])
        let frozen = IndexedHistory(path: "\(disk)/history.db")
        let answer = try frozen.ask("commits | count")
        #expect(answer.rows == ["3"])
        #expect(answer.notes.map(\.code) == ["N410"])
        #expect(code { _ = try HistoryWriter(path: frozen.path) } == .environment)
      } catch {
        Issue.record(error)
      }
      _ = try await runProgram("/bin/umount", [disk])
    }
  }
}
