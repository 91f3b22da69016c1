import Foundation
import GitSource
import Indexing
import TestSupport
import Testing

@Suite("Facts of a repository")
struct FactsTests {
  @Test("An empty repository has an unborn HEAD, no refs and no commits")
  func empty() async throws {
    try await GitFixture.with { git in
      let repository = try await git.open()
      #expect(repository.facts.head == .attached(Array("refs/heads/main".utf8)))
      let listing = try await repository.refs()
      #expect(listing.refs.isEmpty)
      #expect(listing.isComplete)
      let reading = try await repository.readAll()
      #expect(reading.commits.isEmpty)
      #expect(reading.problems.isEmpty)
      #expect(reading.order == .parentsFirst(count: 0))
    }
  }

  @Test("A SHA-256 repository is read with ids of 64 digits")
  func sha256() async throws {
    try await GitFixture.with(format: "sha256") { git in
      let first = try await git.commit("Start", files: ["a": "1"])
      let second = try await git.commit("Next")
      let tag = try await git.tag("v1", message: "One")
      let repository = try await git.open()
      #expect(repository.facts.objectFormat == .sha256)
      let reading = try await repository.readAll()
      #expect(reading.problems.isEmpty)
      #expect(reading.sortedIDs == [first, second].sorted())
      #expect(reading[second]?.parents == [first])
      #expect(reading[second]?.tree == (try await git.id("HEAD^{tree}")))
      let listing = try await repository.refs()
      #expect(listing.refs.map(\.target.description) == [second, tag])
      let tags = try await repository.tagObjects(listing.refs.map(\.target).suffix(1))
      #expect(tags.tags.map(\.target.description) == [second])
      #expect(tags.problems.isEmpty)
    }
  }

  @Test("A shallow clone says so, names its boundary, and is no fault")
  func shallow() async throws {
    try await GitFixture.with { source in
      try await source.commit("Start")
      let last = try await source.commit("Next")
      let git = try await source.clone("shallow", ["--depth=1"])
      let repository = try await git.open()
      #expect(repository.facts.isShallow)
      #expect(repository.facts.shallowBoundary.map(\.description) == [last])
      let reading = try await repository.readAll()
      #expect(reading.ids == [last])
      #expect(reading[last]?.parents.count == 1)
      #expect(reading.problems.isEmpty)
      // What the boundary needs is not looked for in the walk of damaged repositories either.
      try await git.tag("gone", at: try await git.rawObject("blob", Array("x".utf8)))
      #expect(try await git.open().readAll().problems.isEmpty)
    }
  }

  @Test("A detached HEAD is a root of its own")
  func detached() async throws {
    try await GitFixture.with { git in
      try await git.commit("Start")
      try await git.checkout("main", detached: true)
      let lonely = try await git.commit("On no branch")
      let repository = try await git.open()
      #expect(repository.facts.head == .detached(try #require(ObjectID(hex: lonely))))
      #expect(repository.facts.defaultBranch == nil)
      #expect(try await repository.readAll().ids.contains(lonely))
    }
  }

  @Test("The default branch of a clone is its remote's, and another HEAD is noted")
  func defaultBranch() async throws {
    try await GitFixture.with { source in
      try await source.commit("Start")
      let git = try await source.clone()
      let fresh = try await git.open().facts
      #expect(fresh.defaultBranch.map(text) == "refs/remotes/origin/main")
      #expect(fresh.notes.isEmpty)
      #expect(fresh.originURL == "file://\(source.path)")
      try await git.git("checkout", "--quiet", "-b", "topic")
      let facts = try await git.open().facts
      #expect(facts.defaultBranch.map(text) == "refs/remotes/origin/main")
      #expect(
        facts.notes == ["HEAD is refs/heads/topic, but the remote's default branch is main"])
    }
  }

  @Test(
    "The remote's address loses its user name and password",
    arguments: [
      ("https://user:secret@example.com/a/b.git", "https://example.com/a/b.git"),
      ("https://example.com/a@b", "https://example.com/a@b"),
      ("ssh://git@example.com/a", "ssh://example.com/a"),
      ("git@example.com:a/b.git", "git@example.com:a/b.git"),
      ("https://u:p@ss@example.com?x", "https://example.com?x"),
    ])
  func originURL(written: String, shown: String) async throws {
    try await GitFixture.with { git in
      try await git.git("config", "remote.origin.url", written)
      #expect(try await git.open().facts.originURL == shown)
    }
  }

  @Test("Replacement refs are recorded and ignored")
  func replaceRefs() async throws {
    try await GitFixture.with { git in
      let first = try await git.commit("Start")
      let second = try await git.commit("Next")
      #expect(try await !git.open().facts.hasReplaceRefs)
      let other = try await git.git(
        "commit-tree", "-m", "Forged", try await git.emptyTree())
      try await git.git("replace", second, other)
      let repository = try await git.open()
      #expect(repository.facts.hasReplaceRefs)
      let reading = try await repository.readAll()
      #expect(reading.sortedIDs == [first, second].sorted())
      #expect(reading[second]?.messageText == "Next")
      #expect(reading.problems.isEmpty)
    }
  }

  @Test("Grafts are recorded and ignored")
  func grafts() async throws {
    try await GitFixture.with { git in
      let first = try await git.commit("Start")
      let second = try await git.commit("Next")
      #expect(try await !git.open().facts.hasGrafts)
      try git.writeGitFile("info/grafts", second + "\n")
      let repository = try await git.open()
      #expect(repository.facts.hasGrafts)
      #expect(try await repository.readAll().sortedIDs == [first, second].sorted())
    }
  }

  @Test("Objects in an alternate are read, and the alternate is recorded")
  func alternates() async throws {
    try await GitFixture.with { source in
      let id = try await source.commit("Start")
      try await source.git("clone", "--quiet", "--shared", source.path, "\(source.folder)/shared")
      let repository = try await GitRepository.open("\(source.folder)/shared")
      #expect(repository.facts.alternates.map(text) == ["\(source.path)/.git/objects"])
      #expect(try await repository.readAll().ids == [id])
    }
  }

  @Test("A partial clone is recorded, and all its commits are read")
  func partialClone() async throws {
    try await GitFixture.with { source in
      try await source.commit("Start", files: ["a": "1"])
      try await source.commit("Next", files: ["a": "2"])
      try await source.git("config", "uploadpack.allowFilter", "true")
      let git = try await source.clone("partial", ["--filter=blob:none", "--no-checkout"])
      let repository = try await git.open()
      #expect(repository.facts.isPartialClone)
      let reading = try await repository.readAll()
      #expect(reading.commits.count == 2)
      #expect(reading.problems.isEmpty)
    }
  }

  @Test("A commit-graph is noticed, as one file and as a chain")
  func commitGraph() async throws {
    try await GitFixture.with { git in
      try await git.commit("Start")
      #expect(try await !git.open().facts.hasCommitGraph)
      try await git.git("commit-graph", "write", "--reachable")
      #expect(try await git.open().facts.hasCommitGraph)
      try FileManager.default.removeItem(atPath: "\(git.gitDirectory)/objects/info/commit-graph")
      try await git.git("commit-graph", "write", "--reachable", "--split")
      #expect(try await git.open().facts.hasCommitGraph)
    }
  }
}
