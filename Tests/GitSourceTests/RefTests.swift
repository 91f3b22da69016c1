import Foundation
import GitSource
import Indexing
import TestSupport
import Testing

@Suite("Refs and tag objects")
struct RefTests {
  private func ref(_ listing: RefListing, _ name: String) throws -> RefObservation {
    try #require(
      listing.refs.first { $0.fullName.elementsEqual(name.utf8) }, "\(name) is listed")
  }

  @Test("Tags, branches and remote-tracking branches are listed; other refs when asked for")
  func kinds() async throws {
    try await GitFixture.with { source in
      let id = try await source.commit("Start")
      let git = try await source.clone()
      try await git.tag("v1")
      try await git.updateRef("refs/pull/7/head", id)
      try await git.updateRef("refs/notes/commits", id)
      let repository = try await git.open()
      let listing = try await repository.refs()
      #expect(
        listing.refs.map { text($0.fullName) } == [
          "refs/heads/main", "refs/remotes/origin/main", "refs/tags/v1",
        ])
      #expect(
        listing.refs.map(\.kind) == [.branch, .remoteBranch(remote: Array("origin".utf8)), .tag])
      #expect(listing.refs.map { text($0.shortName) } == ["main", "origin/main", "v1"])
      #expect(
        listing.patterns.map(text) == ["refs/tags", "refs/heads", "refs/remotes"])
      for pattern in ["refs/pull/*/head", "pull/*/head", "pull", "refs/pull/"] {
        let more = try await repository.refs([pattern])
        #expect(
          more.refs.map { text($0.fullName) }.contains("refs/pull/7/head"), "with \(pattern)")
        #expect(!more.refs.map { text($0.fullName) }.contains("refs/notes/commits"))
      }
    }
  }

  @Test("Annotated, lightweight and nested tags lead to the same commit")
  func tags() async throws {
    try await GitFixture.with { git in
      let commit = try await git.commit("Start")
      try await git.tag("light")
      let annotated = try await git.tag(
        "annotated", message: "First\n\nBody", date: "1700000000 +0530")
      let nested = try await git.tag("nested", at: "annotated", message: "Second")
      let deep = try await git.tag("deep", at: "nested", message: "Third")
      let repository = try await git.open()
      let listing = try await repository.refs()
      #expect(listing.problems.isEmpty)
      for name in ["light", "annotated", "nested", "deep"] {
        let found = try ref(listing, "refs/tags/\(name)")
        #expect(found.commit?.description == commit, "\(name)")
        #expect(found.targetKind == (name == "light" ? .commit : .tag))
      }
      let found = try await repository.tagObjects([try ref(listing, "refs/tags/deep").target])
      #expect(found.problems.isEmpty)
      #expect(found.tags.map(\.id.description) == [annotated, nested, deep].sorted())
      let tag = try #require(found.tags.first { $0.id.description == annotated })
      #expect(text(tag.name) == "annotated")
      #expect(text(tag.taggerName) == "Release Engineer")
      #expect(text(tag.taggerEmail) == "release@example.com")
      #expect(tag.taggedAt == 1_700_000_000)
      #expect(tag.zone == 330)
      #expect(text(tag.message) == "First\n\nBody\n")
      #expect(tag.targetKind == .commit)
      #expect(tag.flaws.isEmpty)
    }
  }

  @Test("A chain of 2,000 tags is peeled")
  func longChain() async throws {
    try await GitFixture.with { git in
      let commit = try await git.commit("Start")
      var script = "tag t0\nfrom \(commit)\ntagger A <a@b> 1700000000 +0000\ndata 0\n"
      script = (1..<2000).reduce(into: "tag t0\nmark :1\nfrom \(commit)\n" + tagger) {
        $0 += "tag t\($1)\nmark :\($1 + 1)\nfrom :\($1)\n" + tagger
      }
      try await git.fastImport(script)
      let listing = try await git.open().refs()
      #expect(listing.problems.isEmpty)
      #expect(try ref(listing, "refs/tags/t1999").commit?.description == commit)
      try await git.git("pack-refs", "--all")
      #expect(try ref(await git.open().refs(), "refs/tags/t1999").commit?.description == commit)
    }
  }

  private var tagger: String { "tagger A <a@b> 1700000000 +0000\ndata 0\n" }

  @Test("Tags of trees and blobs lead to no commit and are no root")
  func treesAndBlobs() async throws {
    try await GitFixture.with { git in
      let commit = try await git.commit("Start", files: ["a": "1"])
      try await git.tag("tree", at: "HEAD^{tree}")
      try await git.tag("blob", at: "HEAD:a", message: "A blob")
      let repository = try await git.open()
      let listing = try await repository.refs()
      #expect(try ref(listing, "refs/tags/tree").peeledKind == .tree)
      #expect(try ref(listing, "refs/tags/blob").peeledKind == .blob)
      #expect(listing.refs.compactMap(\.commit).count == 1)
      let reading = try await repository.readAll()
      #expect(reading.ids == [commit])
      #expect(reading.problems.isEmpty)
    }
  }

  @Test(
    "Odd names are listed unchanged",
    arguments: [
      "--upload-pack=x", "-x", "a$(id)", "a`id`", "v1;rm", "a|b", "%s", "%00", "=cmd",
      "left\u{202E}right", "zero\u{200B}width", "<script>alert(1)</script>", "a'b\"c", "@",
    ])
  func oddNames(name: String) async throws {
    try await GitFixture.with { git in
      let id = try await git.commit("Start")
      try await git.updateRef("refs/tags/\(name)", id)
      try await git.updateRef("refs/heads/\(name)", id)
      let repository = try await git.open()
      let listing = try await repository.refs()
      #expect(listing.problems.isEmpty)
      #expect(try text(ref(listing, "refs/tags/\(name)").shortName) == name)
      #expect(try text(ref(listing, "refs/heads/\(name)").shortName) == name)
      #expect(try await repository.readAll().ids == [id])
    }
  }

  @Test("Names that are not UTF-8, and twins in NFC and NFD, stay apart")
  func nameBytes() async throws {
    try await GitFixture.with { git in
      let first = try await git.commit("Start")
      let second = try await git.commit("Next")
      let prefix = Array("refs/tags/".utf8)
      let composed = prefix + [0x76, 0xC3, 0xA9]
      let decomposed = prefix + [0x76, 0x65, 0xCC, 0x81]
      let latin = prefix + [0x76, 0xE9]
      let other = prefix + [0x76, 0xEA]
      for (name, id) in [(composed, first), (decomposed, second), (latin, first), (other, second)] {
        try await git.updateRef(name, id)
      }
      for _ in 0..<2 {
        let tags = try await git.open().refs().refs.filter { $0.kind == .tag }
        #expect(tags.map(\.fullName) == [decomposed, composed, latin, other])
        #expect(tags.map(\.target.description) == [second, first, first, second])
        try await git.git("pack-refs", "--all")
      }
    }
  }

  @Test("Packed refs with impossible names are reported and the others are listed")
  func impossibleNames() async throws {
    try await GitFixture.with { git in
      let id = try await git.commit("Start")
      try git.writeGitFile(
        "packed-refs", "\(id) refs/tags/a b\n\(id) refs/tags/good\n\(id) refs/tags/x..y\n")
      let listing = try await git.open().refs()
      #expect(listing.refs.map { text($0.shortName) } == ["main", "good"])
      #expect(
        listing.problems.map { $0.ref.map(text) } == ["refs/tags/a b", "refs/tags/x..y"])
      #expect(!listing.isComplete)
    }
  }

  @Test("A ref without an id is reported as broken")
  func brokenRef() async throws {
    try await GitFixture.with { git in
      try await git.commit("Start")
      try git.writeGitFile("refs/tags/broken", "no id\n")
      try git.writeGitFile("refs/tags/empty", "")
      let listing = try await git.open().refs()
      #expect(listing.refs.count == 1)
      #expect(
        listing.problems.map { $0.ref.map(text) } == ["refs/tags/broken", "refs/tags/empty"])
      #expect(!listing.isComplete)
    }
  }

  @Test("A ref to an absent object is listed and reported, and the others are not lost")
  func absentTarget() async throws {
    try await GitFixture.with { git in
      let commit = try await git.commit("Start")
      let nested = try await git.tag("t", message: "One")
      try await git.tag("nested", at: "t", message: "Two")
      let gone = String(repeating: "ab", count: 20)
      try git.writeGitFile("refs/tags/gone", gone + "\n")
      let listing = try await git.open().refs()
      #expect(
        listing.refs.map { text($0.shortName) } == ["main", "gone", "nested", "t"])
      #expect(try ref(listing, "refs/tags/gone").targetKind == nil)
      #expect(try ref(listing, "refs/tags/gone").commit == nil)
      #expect(try ref(listing, "refs/tags/nested").commit?.description == commit)
      #expect(listing.problems.map(\.code) == [.missing])
      #expect(
        listing.problems.map(\.message) == [
          "ref refs/tags/gone names object \(gone), which is not in the repository"
        ])

      try git.removeLooseObject(nested)
      let worse = try await git.open().refs()
      #expect(worse.refs.count == 4)
      #expect(try ref(worse, "refs/tags/nested").commit == nil)
      #expect(worse.problems.allSatisfy { $0.code == .missing })
      #expect(Set(worse.problems.compactMap { $0.object?.description }) == [gone, nested])
    }
  }

  @Test("Malformed tag objects keep what can be read, and state their flaws")
  func malformedTags() async throws {
    try await GitFixture.with { git in
      let commit = try await git.commit("Start")
      func tag(_ rest: String) async throws -> TagListing {
        let id = try await git.rawObject("tag", rest.utf8)
        return try await git.open().tagObjects([try #require(ObjectID(hex: id))])
      }
      let start = "object \(commit)\ntype commit\ntag v1\n"
      let old = try await tag(start + "\nNo tagger\n").tags.first
      #expect(old?.taggedAt == nil)
      #expect(old?.taggerName == [])
      #expect(old.map { text($0.message) } == "No tagger\n")
      let late = try await tag(start + "tagger A <a@b> 12345678901234567890 +0000\n\nx").tags.first
      #expect(late?.taggedAt == nil)
      #expect(late?.flaws == .timeOutOfRange)
      let silent = try await tag(start + "tagger A <a@b> 1700000000 +0000\n").tags.first
      #expect(silent?.flaws == [])
      #expect(silent?.message == [])
      let hidden = try await tag(start + "tagger A <a@b> 1 +0000\n\nx\0hidden").tags.first
      #expect(hidden?.flaws == .nulInMessage)
      #expect(hidden?.message.count == 8)
      let twice = try await tag(
        start + "tagger A <a@b> 1 +0000\ntagger B <b@b> 2 +0000\n\nx"
      ).tags.first
      #expect(twice.map { text($0.taggerName) } == "A")
      #expect(twice?.flaws == .repeatedHeader)
      let aimless = try await tag("type commit\ntag v1\n\nx")
      #expect(aimless.tags.isEmpty)
      #expect(aimless.problems.map(\.code) == [.unreadable])
    }
  }

  @Test("The files at the root of many trees are those that git lists")
  func rootFiles() async throws {
    try await GitFixture.with { git in
      var commits: [String] = []
      for number in 0..<120 {
        commits.append(
          try await git.commit(
            "Change \(number)", files: ["CHANGES": "\(number)\n", "a\(number) b": "", "dir/x": ""]))
      }
      try await git.git("update-index", "--chmod=+x", "CHANGES")
      try await git.git(
        "update-index", "--add", "--cacheinfo", "120000,\(try await git.id("HEAD:CHANGES")),link")
      try await git.git("commit", "--quiet", "-m", "Odd modes")
      commits.append(try await git.id("HEAD"))
      let absent = try #require(ObjectID(hex: String(repeating: "1", count: 40)))
      let ids = try commits.map { try #require(ObjectID(hex: $0)) }
      let found = try await git.open().rootFiles(of: [absent] + ids)
      #expect(found.count == 121)
      for (id, hex) in zip(ids, commits).enumerated().filter({ $0.offset % 40 == 0 }).map(\.element)
      {
        let listed = try await git.git("ls-tree", hex).split(separator: "\n")
          .filter { $0.hasPrefix("100") }.map { $0.split(separator: " ", maxSplits: 2)[2] }
        let files = found[id]?.map { "\($0.blob)\t\(String(decoding: $0.name, as: UTF8.self))" }
        #expect(files == listed.map(String.init))
      }
    }
  }
}
