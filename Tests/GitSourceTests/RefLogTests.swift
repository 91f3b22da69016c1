import Foundation
import GitSource
import Indexing
import TestSupport
import Testing

@Suite("Reflogs")
struct RefLogTests {
  private func log(_ git: GitFixture) async throws -> RefLog {
    try await git.open().refLog()
  }

  /// An entry without its reason, ids cut to seven digits.
  private func text(_ entry: RefLogEntry) -> String {
    let ids = [entry.old, entry.new].map { id in id.map { "\($0)".prefix(7) } ?? "none" }
    return
      "\(GitSourceTests.text(entry.ref)) \(ids[0]) \(ids[1]) \(entry.at / 1_000_000) \(entry.line)"
  }

  @Test(
    "The logs of branches, remote-tracking branches and tags are read, and no others",
    arguments: ["sha1", "sha256"])
  func read(format: String) async throws {
    try await GitFixture.with(format: format) { git in
      try await git.git("config", "core.logAllRefUpdates", "always")
      let one = try await git.commit("One")
      try await git.tag("v1")
      try await git.git("update-ref", "-m", "fetch", "refs/remotes/origin/a/b", one)
      try await git.git("update-ref", "refs/pull/7/head", one)
      let two = try await git.commit("Two", date: "2024-01-02T00:00:00Z")
      let log = try await log(git)
      let (first, second) = (one.prefix(7), two.prefix(7))
      let seconds = GitFixture.seconds
      #expect(
        log.entries.map(text) == [
          "refs/heads/main none \(first) \(seconds) 1",
          "refs/heads/main \(first) \(second) \(seconds + 86_400) 2",
          "refs/remotes/origin/a/b none \(first) \(seconds) 1",
          "refs/tags/v1 none \(first) \(seconds) 1",
        ])
      #expect(log.skipped == 0 && log.notes.isEmpty)
      #expect(GitSourceTests.text(log.entries[1].message) == "commit: Two")
      #expect(GitSourceTests.text(log.entries[1].who) == GitFixture.identity)
      #expect(log.entries[1].actor.map(GitSourceTests.text) == "Release Engineer")
      #expect(log.entries[1].zone == 0)
      // A linked working tree shares them.
      let worktree = try await git.addWorktree("linked")
      #expect(try await GitRepository.open(worktree).refLog().entries == log.entries)
    }
  }

  @Test("Malformed lines are counted and left out, and a symbolic link is not followed")
  func malformed() async throws {
    try await GitFixture.with { git in
      let id = try await git.commit("One")
      let zero = String(repeating: "0", count: 40)
      try git.writeGitFile(
        "logs/refs/heads/other",
        """
        \(zero) \(id) A <a@example.com> 100 +0100\twhy
        \(zero) \(id) A <a@example.com> +0100\tno time
        \(zero)\(id) A <a@example.com> 100 +0100
        \(zero.dropLast()) \(id) A <a@example.com> 100 +0100

        no ids at all
        \(id) \(zero) A <a@example.com> 200 +0000
        \(id) \(zero) B <b@example.com> 300 +0000 not finished
        """)
      try writeFile("\(git.folder)/secret", "\(zero) \(id) A <a@example.com> 100 +0100\n")
      try FileManager.default.createSymbolicLink(
        atPath: "\(git.gitDirectory)/logs/refs/heads/link",
        withDestinationPath: "\(git.folder)/secret")
      let log = try await log(git)
      let other = log.entries.filter { GitSourceTests.text($0.ref) == "refs/heads/other" }
      #expect(other.map(\.line) == [1, 7])
      #expect(other.map(\.at) == [100_000_000, 200_000_000])
      #expect(other.map(\.zone) == [60, 0])
      #expect(other[1].new == nil)
      #expect(log.skipped == 5)
      #expect(!log.entries.contains { GitSourceTests.text($0.ref) == "refs/heads/link" })
    }
  }

  @Test("What only a log names is found as long as the repository has it")
  func pastObjects() async throws {
    try await GitFixture.with { git in
      let one = try await git.commit("One")
      let tag = try await git.tag("v1", message: "First")
      try await git.git("commit", "--quiet", "--amend", "--allow-empty", "-m", "Other")
      try await git.deleteTag("v1")
      let ids = try [one, tag, String(repeating: "ab", count: 20)].map {
        try #require(ObjectID(hex: $0))
      }
      let past = try await git.open().pastObjects(ids)
      #expect(
        past.objects == [
          ids[0]: PeeledObject(kind: .commit, peeled: ids[0], peeledKind: .commit),
          ids[1]: PeeledObject(kind: .tag, peeled: ids[0], peeledKind: .commit),
        ])
      #expect(past.tags.map(\.id) == [ids[1]])
      let shallow = try await git.clone("shallow", ["--depth=1"])
      let tip = try #require(ObjectID(hex: try await git.id("HEAD")))
      #expect(try await shallow.open().pastObjects([tip]).objects.isEmpty)
    }
  }
}

@Suite("Logs of pushes")
struct PushLogTests {
  private static let a = String(repeating: "ab", count: 20)
  private static let b = String(repeating: "cd", count: 20)
  private static let zero = String(repeating: "0", count: 40)

  @Test(
    "A time is a number of seconds or as RFC 3339 has it",
    arguments: [
      ("1704067200", 1_704_067_200_000_000),
      ("0", 0),
      ("2024-01-01T00:00:00Z", 1_704_067_200_000_000),
      ("2024-01-01T00:00:00.25Z", 1_704_067_200_250_000),
      ("2024-01-01t01:30:00.1234567+01:30", 1_704_067_200_123_456),
      ("2023-12-31T19:00:00-05:00", 1_704_067_200_000_000),
      ("2024-02-29T00:00:00Z", 1_709_164_800_000_000),
      ("1969-12-31T23:59:59Z", -1_000_000),
      ("0001-01-01T00:00:00Z", -62_135_596_800_000_000),
    ] as [(String, Int64)])
  func time(text: String, at: Int64) {
    let log = PushLog.parse(Array("\(text) \(Self.zero) \(Self.a) refs/heads/main\n".utf8))
    #expect(log.entries.map(\.at) == [at])
    #expect(log.skipped == 0)
  }

  @Test(
    "A malformed line is counted and left out",
    arguments: [
      "", "2024-01-01 \(a) \(b) refs/heads/main", "2024-02-30T00:00:00Z \(a) \(b) refs/heads/main",
      "2024-01-01T00:00:00 \(a) \(b) refs/heads/main",
      "2024-01-01T24:00:00Z \(a) \(b) refs/heads/x",
      "-5 \(a) \(b) refs/heads/main", "1234567890123 \(a) \(b) refs/heads/main",
      "1 \(a) \(b) main", "1 \(a) \(b) refs/", "1 \(a) \(b)", "1 \(a.dropLast()) \(b) refs/heads/x",
      "1 \(zero) \(zero) refs/heads/x", "1 \(a) \(b)\(b.prefix(24)) refs/heads/x",
      #"{"at":1,"old":null,"new":null,"ref":"refs/heads/x"}"#, #"{"at":1,"ref":"refs/heads/x""#,
      #"[1]"#, #"{"at":1,"old":"\#(a)","new":"\#(b)"}"#,
    ])
  func malformed(line: String) {
    let good = "1 \(Self.a) \(Self.b) refs/heads/main"
    let log = PushLog.parse(Array("\(line)\n\(good)\n".utf8))
    #expect(log.entries.count == 1)
    #expect(log.skipped == (line.isEmpty ? 0 : 1))
  }

  @Test("Lines of both forms are read, sorted by time, and equal ones are one entry")
  func forms() throws {
    let log = PushLog.parse(
      Array(
        """
        1704067203  \(Self.b)\t\(Self.zero) refs/heads/topic Ann Example \r
        {"at":"2024-01-01T00:00:02Z","old":"\(Self.a)","new":"\(Self.b)","ref":"refs/tags/v1","actor":"bob"}
        {"at":1704067201,"new":"\(Self.a)","ref":"refs/heads/ü","actor":7}
        1704067203  \(Self.b)\t\(Self.zero) refs/heads/topic Ann Example \r
        1704067203 \(Self.a) \(Self.b) refs/heads/main
        """.utf8))
    #expect(log.skipped == 0)
    #expect(log.entries.map(\.line) == [3, 2, 1, 5])
    #expect(
      log.entries.map { text($0.ref) } == [
        "refs/heads/ü", "refs/tags/v1", "refs/heads/topic", "refs/heads/main",
      ])
    #expect(log.entries.map { $0.actor.map(text) } == ["7", "bob", "Ann Example", nil])
    #expect(log.entries.map { $0.old == nil } == [true, false, false, false])
    #expect(log.entries.map { $0.new == nil } == [false, false, true, false])
  }
}
