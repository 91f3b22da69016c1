import HistoryStore
import QueryLanguage
import TestSupport
import Testing

@Suite("Names, texts and objects out of the ordinary")
struct StrangeObjectsTests {
  @Test("SHA-256 repositories live beside SHA-1 ones")
  func hashes() async throws {
    try await withTemporaryFolder { folder in
      let history = IndexedHistory(path: "\(folder)/history.db")
      var fixtures: [String: GitFixture] = [:]
      for format in ["sha1", "sha256"] {
        let git = try await GitFixture.create(in: folder, name: format, format: format)
        fixtures[format] = git
        try await git.commit("Start")
        try await git.tag("v1.0.0", message: "x")
        try await git.commit("Next")
        try await history.index(git, as: format)
      }
      for (format, git) in fixtures {
        let tip = try await git.id("main")
        #expect(tip.utf8.count == (format == "sha1" ? 40 : 64))
        try expectQuery(
          history, "repo \(format); commits in v1.0.0..branch:main | select sha", rows: [tip])
        try expectQuery(
          history,
          "repo \(format); tags containing sha:\(try await git.id("main~1")) | select repo",
          rows: [format])
      }
    }
  }

  @Test("a repository of another hash is refused under a name that is taken")
  func hashMismatch() async throws {
    try await withTemporaryFolder { folder in
      let history = IndexedHistory(path: "\(folder)/history.db")
      let first = try await GitFixture.create(in: folder, name: "a")
      try await first.commit("Start")
      try await history.index(first)
      let second = try await GitFixture.create(in: folder, name: "b", format: "sha256")
      try await second.commit("Start")
      let error = await #expect(throws: StoreError.self) { try await history.index(second) }
      #expect(error?.code == .environment)
      #expect(error?.hints.isEmpty == false)
      try expectQuery(history, "commits | count", rows: ["1"])
    }
  }

  @Test("forks hold the same commits, each with its own releases")
  func forks() async throws {
    try await GitFixture.with { git in
      try await git.commit("Start")
      try await git.tag("v1.0.0")
      let fork = try await git.clone("fork", ["--bare"])
      try await fork.deleteTag("v1.0.0")
      try await fork.git("tag", "v7.0.0")
      let history = IndexedHistory(git)
      try await history.index(git, as: "shop")
      try await history.index(fork, as: "fork")
      try expectQuery(
        history, "commits | sort repo | select repo, first_release",
        rows: ["fork | v7.0.0", "shop | v1.0.0"])
      let commit = try await git.id("main")
      for (repo, tag) in [("shop", "v1.0.0"), ("fork", "v7.0.0")] {
        try expectQuery(
          history, "repo \(repo); tags containing sha:\(commit) | select name", rows: [tag])
      }
    }
  }

  @Test("ref names are bytes: not UTF-8, and twins that look alike stay apart")
  func refNames() async throws {
    try await GitFixture.with { git in
      let commit = try await git.commit("Start")
      let names: [[UInt8]] = [
        Array("caf\u{E9}".utf8), Array("cafe\u{301}".utf8), [0x63, 0x61, 0x66, 0xE9],
        Array("a$(id)".utf8), Array("--upload-pack=x".utf8), Array("x\u{202E}y".utf8),
      ]
      // Written as packed refs, since file systems and git's own checks know better.
      let lines = names.map { "\(commit) refs/tags/".utf8 + $0 + [0x0A] }
      try writeFile("\(git.gitDirectory)/packed-refs", Array(lines.joined()))
      let history = IndexedHistory(git)
      #expect(try await history.index(git).tags == names.count)
      #expect(
        Set(try history.sql("SELECT CAST(name AS BLOB) FROM v_tags")) == Set(names.map { hex($0) }))
      try expectQuery(history, "tags of \"caf\\xE9\" | count", rows: ["1"])
      try expectQuery(history, "tags of \"caf\u{E9}\" | count", rows: ["1"])
      #expect(try await history.index(git, at: "2024-02-02T00:00:00Z").refs.isEmpty)
    }
  }

  private func raw(_ git: GitFixture, _ headers: String, _ message: [UInt8]) async throws -> String
  {
    let tree = try await git.git("hash-object", "-t", "tree", "-w", "/dev/null")
    return try await git.rawObject(
      "commit", Array("tree \(tree)\n\(headers)\n".utf8) + message)
  }

  @Test("a commit that declares Latin-1 is shown decoded, and one that does not is kept as it is")
  func encodings() async throws {
    try await GitFixture.with { git in
      let person = "Release Engineer <release@example.com> 1704067200 +0000"
      let message = Array("Gr".utf8) + [0xFC] + Array("n\n".utf8)
      let declared = try await raw(
        git, "author \(person)\ncommitter \(person)\nencoding ISO-8859-1\n", message)
      let undeclared = try await raw(git, "author \(person)\ncommitter \(person)\n", message)
      try await git.updateRef("refs/heads/a", declared)
      try await git.updateRef("refs/heads/b", undeclared)
      let history = IndexedHistory(git)
      try await history.index(git)
      try expectQuery(history, "commits of sha:\(declared) | select subject", rows: ["Gr\u{FC}n"])
      #expect(
        try history.sql("SELECT CAST(subject AS BLOB) FROM v_commits WHERE sha = '\(undeclared)'")
          == ["4772fc6e"])
    }
  }

  @Test("malformed commits are stored, with null for what cannot be read")
  func malformed() async throws {
    try await GitFixture.with { git in
      let person = "Release Engineer <release@example.com>"
      let cases = [
        (
          "long",
          "author \(person) 1704067200 +0000\ncommitter \(person) 99999999999999999999 +0000\n"
        ),
        ("none", "author \(person) 1704067200 +0000\n"),
        ("words", "author \(person) soon +0000\ncommitter \(person) later +0000\n"),
      ]
      for (name, headers) in cases {
        let commit = try await raw(git, headers, Array("\(name)\n".utf8))
        try writeFile("\(git.gitDirectory)/refs/heads/\(name)", "\(commit)\n")
      }
      let history = IndexedHistory(git)
      #expect(try await history.index(git).malformed == 3)
      try expectQuery(
        history, "commits | sort subject | select subject, author_time, time",
        rows: [
          "long | 2024-01-01T00:00:00Z | null", "none | 2024-01-01T00:00:00Z | null",
          "words | null | null",
        ])
      #expect(
        try history.sql("SELECT count(*) FROM v_observations WHERE kind = 'commit'") == ["3"])
    }
  }

  @Test(
    "the subject is the first paragraph on one line, and the body what follows",
    arguments: [
      ("one\n", "one", ""),
      ("one\ntwo\n\nthree\nfour\n", "one two", "three\nfour"),
      ("\n\n  \none\n\n\n\nbody\n\n", "one", "body"),
      ("", "", ""),
      ("one\r\ntwo\r\n\r\nbody\r\n", "one two", "body\r"),
    ])
  func subjects(_ message: String, _ subject: String, _ body: String) async throws {
    try await GitFixture.with { git in
      try await git.commit(message)
      let history = IndexedHistory(git)
      try await history.index(git)
      #expect(
        try history.sql("SELECT hex(subject), hex(body) FROM v_commits")
          == [hex(subject.utf8).uppercased() + " | " + hex(body.utf8).uppercased()])
    }
  }

  @Test("a missing object is a gap that the answer states, not a failure")
  func missingObject() async throws {
    try await GitFixture.with { git in
      let first = try await git.commit("1", date: "2024-01-01T00:00:00Z")
      try await git.commit("2", date: "2024-01-02T00:00:00Z")
      try git.removeLooseObject(first)
      let history = IndexedHistory(git)
      let summary = try await history.index(git)
      #expect(summary.totalCommits == 1)
      #expect(!summary.problems.isEmpty)
      let answer = try history.ask("commits in ..branch:main | select subject")
      #expect(answer.rows == ["2"])
      #expect(answer.notes.contains { $0.isIncomplete })
      #expect(
        try history.rows("coverage | select gaps, status").allSatisfy {
          $0.hasPrefix("1 | damaged")
        })
    }
  }
}
