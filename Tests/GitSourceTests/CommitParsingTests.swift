import GitSource
import Indexing
import TestSupport
import Testing

@Suite("Commits as they are stored")
struct CommitParsingTests {
  private func read(_ headers: [String], message: String = "Odd\n") async throws -> ReadCommit {
    try await GitFixture.with { git in
      try await git.commit("Start")
      let id = try await git.oddCommit(headers, message: message)
      let reading = try await git.open().readAll()
      #expect(reading.problems.isEmpty)
      #expect(reading.commits.count == 2)
      return try #require(reading[id])
    }
  }

  @Test("A sound commit is read to its last byte")
  func sound() async throws {
    let commit = try await read([soundAuthor, soundCommitter], message: "Subject\n\nBody\n\n")
    #expect(commit.author == "A U Thor <author@example.com>")
    #expect(commit.committer == "C O Mitter <committer@example.com>")
    #expect(commit.record.authorTime == 1_700_000_000)
    #expect(commit.record.authorZone == 60)
    #expect(commit.record.committerTime == 1_700_000_060)
    #expect(commit.record.committerZone == -210)
    #expect(commit.messageText == "Subject\n\nBody\n\n")
    #expect(commit.record.flaws == [])
    #expect(commit.record.headers == [])
  }

  /// The headers behind the tree, and what is wrong with them.
  struct Malformed: Sendable {
    var headers: [String]
    var flaws: ObjectFlaws

    init(_ headers: [String], _ flaws: ObjectFlaws) {
      self.headers = headers
      self.flaws = flaws
    }
  }

  static let samples: [Malformed] = [
    Malformed([soundAuthor], ObjectFlaws.missingCommitter),
    Malformed([soundCommitter], .missingAuthor),
    Malformed([], [.missingAuthor, .missingCommitter]),
    Malformed([soundAuthor, soundAuthor, soundCommitter], .repeatedHeader),
    Malformed([soundAuthor, soundCommitter, "parent x"], .malformedParent),
    Malformed(["parent xyz", soundAuthor, soundCommitter], .malformedParent),
    Malformed(
      [soundAuthor, "committer C <c@example.com> 12345678901234567890 +0000"], .timeOutOfRange),
    Malformed([soundAuthor, "committer C <c@example.com> 1700000000 +9999"], .malformedZone),
    Malformed([soundAuthor, "committer C <c@example.com> 1700000000 0100"], .malformedZone),
    Malformed([soundAuthor, "committer C <c@example.com> 1700000000"], .malformedTime),
    Malformed([soundAuthor, "committer C <c@example.com> -5 +0000"], .malformedTime),
    Malformed([soundAuthor, "committer C <c@example.com>"], .malformedTime),
    Malformed(
      [soundAuthor, "committer C c@example.com 1 +0000"], [.malformedIdentity, .malformedTime]),
    Malformed([soundAuthor, "committer C <c>d> 1700000000 +0000"], .malformedIdentity),
    Malformed([soundAuthor, "committer "], [.malformedIdentity, .malformedTime]),
    Malformed([soundAuthor, "committer C\0D <c@example.com> 1 +0000"], .nulInHeader),
  ]

  @Test(
    "A malformed commit is delivered with its flaws, and nothing is invented",
    arguments: samples)
  func malformed(sample: Malformed) async throws {
    let flaws = sample.flaws
    let commit = try await read(sample.headers)
    #expect(commit.record.flaws == flaws, "\(commit.record.flaws)")
    #expect(commit.messageText == "Odd\n")
    if flaws.contains(.timeOutOfRange) || flaws.contains(.malformedTime) {
      #expect(commit.record.committerTime == nil)
    }
    if flaws == .repeatedHeader { #expect(commit.author == "A U Thor <author@example.com>") }
  }

  @Test("A NUL in a message hides nothing")
  func nulInMessage() async throws {
    let commit = try await read([soundAuthor, soundCommitter], message: "Subject\0hidden\n")
    #expect(commit.record.flaws == .nulInMessage)
    #expect(commit.messageText == "Subject\0hidden\n")
  }

  @Test("A commit without headers, without a message or without an end is delivered")
  func fragments() async throws {
    try await GitFixture.with { git in
      try await git.commit("Start")
      let tree = "tree \(try await git.emptyTree())\n"
      let sound = "\(tree)\(soundAuthor)\n\(soundCommitter)\n"
      var expected: [String: ObjectFlaws] = [:]
      for (index, (bytes, flaws)) in [
        (sound, ObjectFlaws.unfinishedHeaders), (sound + "\n", []),
        (String(sound.dropLast()), .unfinishedHeaders),
      ].enumerated() {
        let id = try await git.rawObject("commit", bytes.utf8)
        try git.writeGitFile("refs/heads/fragment\(index)", id + "\n")
        expected[id] = flaws
      }
      let reading = try await git.open().readAll()
      #expect(reading.problems.isEmpty)
      for (id, flaws) in expected {
        #expect(reading[id]?.record.flaws == flaws)
        #expect(reading[id]?.message == [])
      }
    }
  }

  @Test("A commit that names no tree is delivered or reported, not passed over in silence")
  func withoutTree() async throws {
    try await GitFixture.with { git in
      let first = try await git.commit("Start")
      let id = try await git.rawObject("commit", "\(soundAuthor)\n\(soundCommitter)\n\nx".utf8)
      try git.writeGitFile("refs/heads/treeless", id + "\n")
      let reading = try await git.open().readAll()
      #expect(reading.ids.contains(first))
      #expect(
        reading[id]?.record.flaws == .missingTree
          || reading.problems.compactMap(\.object?.description) == [id])
    }
  }

  @Test("Bytes of a declared encoding and of a false claim of UTF-8 stay as they are")
  func encodings() async throws {
    try await GitFixture.with { git in
      let tree = try await git.emptyTree()
      let latin: [UInt8] = [0x47, 0x72, 0xFC, 0xDF, 0x65]
      for encoding in ["encoding ISO-8859-1\n", ""] {
        let headers = "tree \(tree)\n\(soundAuthor)\n\(soundCommitter)\n\(encoding)\n"
        let id = try await git.rawObject("commit", Array(headers.utf8) + latin)
        try await git.updateRef("refs/heads/latin", id)
        let commit = try #require(try await git.open().readAll()[id])
        #expect(commit.message == latin)
        #expect(commit.encoding == (encoding.isEmpty ? "" : "ISO-8859-1"))
        #expect(commit.record.headers == (encoding.isEmpty ? [] : .encoding))
        #expect(commit.record.flaws == [])
      }
    }
  }

  @Test("Signatures, merge tags and unusual headers are skipped with their further lines")
  func otherHeaders() async throws {
    let commit = try await read([
      soundAuthor, soundCommitter, "gpgsig -----BEGIN-----", " author Forged <f@f> 1 +0000", " ",
      " -----END-----", "mergetag object x", " tag y", "HG:extra z",
    ])
    #expect(commit.record.headers == [.signature, .mergeTag, .unusual])
    #expect(commit.record.flaws == [])
    #expect(commit.author == "A U Thor <author@example.com>")
    #expect(commit.messageText == "Odd\n")
  }

  @Test("All of 300 parents are read in their order")
  func manyParents() async throws {
    try await GitFixture.with { git in
      let script = (0..<300).map {
        "commit refs/heads/p\($0)\nmark :\($0 + 1)\ncommitter A <a@b> \($0) +0000\ndata 0\n"
      }
      try await git.fastImport(script.joined())
      let ids = try await git.git(
        "for-each-ref", "--sort=version:refname", "--format=%(objectname)"
      )
      .split(separator: "\n").map(String.init)
      let id = try await git.oddCommit(ids.map { "parent \($0)" } + [soundAuthor, soundCommitter])
      let reading = try await git.open().readAll()
      #expect(reading[id]?.parents == ids)
      #expect(reading.commits.count == 301)
    }
  }
}
