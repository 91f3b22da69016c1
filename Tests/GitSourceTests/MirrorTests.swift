import Foundation
import GitSource
import Indexing
import TestSupport
import Testing

@Suite("Mirrors of remote repositories")
struct MirrorTests {
  private func mirror(_ git: GitFixture) throws -> GitMirror {
    GitMirror(of: try RemoteURL("file://\(git.path)"), in: "\(git.folder)/mirrors")
  }

  private func refs(_ repository: GitRepository) async throws -> [String: String] {
    let refs = try await repository.refs(["refs/pull/*/head", "refs/notes/[a-z]*"]).refs
    return Dictionary(uniqueKeysWithValues: refs.map { (text($0.fullName), "\($0.target)") })
  }

  @Test("A mirror follows what is made, moved by force and deleted")
  func follows() async throws {
    try await GitFixture.with { git in
      let first = try await git.commit("One")
      let moved = try await git.tag("v1", message: "First")
      try await git.tag("v0")
      try await git.branch("old")
      let mirror = try mirror(git)
      let repository = try await mirror.fetch()
      #expect(text(repository.facts.location) == "file://\(git.path)")
      #expect(repository.facts.isBare)
      #expect(repository.facts.defaultBranch.map(text) == "refs/heads/main")
      #expect(
        try await refs(repository) == [
          "refs/heads/main": first, "refs/heads/old": first, "refs/tags/v0": first,
          "refs/tags/v1": moved,
        ])

      try await git.git("commit", "--quiet", "--amend", "--allow-empty", "-m", "Other")
      let other = try await git.id("HEAD")
      try await git.tag("v1", force: true)
      try await git.deleteTag("v0")
      // A name that was a file is a folder now.
      try await git.git("branch", "--quiet", "-m", "old", "old/er")
      let again = try await mirror.fetch()
      #expect(
        try await refs(again) == [
          "refs/heads/main": other, "refs/heads/old/er": first, "refs/tags/v1": other,
        ])
      #expect(Set(try await again.readAll().ids) == [first, other])
      #expect(!FileManager.default.fileExists(atPath: "\(mirror.path)/FETCH_HEAD"))
    }
  }

  @Test("Further refs are fetched by their patterns")
  func patterns() async throws {
    try await GitFixture.with { git in
      let id = try await git.commit("One")
      for name in ["refs/pull/7/head", "refs/pull/7/merge", "refs/notes/x", "refs/other/x"] {
        try await git.updateRef(name, id)
      }
      let repository = try await mirror(git).fetch(["pull/*/head", "refs/notes/[a-z]*"])
      #expect(
        Set(try await refs(repository).keys)
          == ["refs/heads/main", "refs/pull/7/head", "refs/notes/x"])
      let one = GitMirror(of: try RemoteURL("file://\(git.path)"), in: "\(git.folder)/one")
      #expect(try await refs(one.fetch(["refs/pull/7/"])).count == 2)
    }
  }

  @Test("The default branch follows the remote's, and a detached HEAD is guessed")
  func defaultBranch() async throws {
    try await GitFixture.with { git in
      try await git.commit("One")
      try await git.git("branch", "trunk")
      let mirror = try mirror(git)
      _ = try await mirror.fetch()
      try await git.git("symbolic-ref", "HEAD", "refs/heads/trunk")
      #expect(try await mirror.fetch().facts.defaultBranch.map(text) == "refs/heads/trunk")
      try await git.checkout("main", detached: true)
      #expect(try await mirror.fetch().facts.defaultBranch.map(text) == "refs/heads/main")
      try await git.commit("Two")
      #expect(try await mirror.fetch().facts.defaultBranch == nil)
    }
  }

  @Test(
    "An empty repository is one without refs, and is followed when it fills",
    arguments: [
      "sha1", "sha256",
    ])
  func empty(format: String) async throws {
    try await GitFixture.with(format: format) { git in
      let mirror = try mirror(git)
      for _ in 1...2 {
        let repository = try await mirror.fetch()
        #expect(try await repository.refs().refs.isEmpty)
      }
      let id = try await git.commit("One")
      let repository = try await mirror.fetch()
      #expect(try await refs(repository) == ["refs/heads/main": id])
      #expect(repository.facts.objectFormat.rawValue == format)
      #expect(try await repository.readAll().ids == [id])
      // And emptied again, all refs are gone.
      try await git.git("update-ref", "-d", "refs/heads/main")
      #expect(try await mirror.fetch().refs().refs.isEmpty)
    }
  }

  @Test("Another repository at the address takes the place of the mirror, also with other ids")
  func replaced() async throws {
    try await withTemporaryFolder { folder in
      let old = try await GitFixture.create(in: folder)
      try await old.commit("Old")
      let mirror = try mirror(old)
      _ = try await mirror.fetch()
      try FileManager.default.removeItem(atPath: old.path)
      let new = try await GitFixture.create(in: folder, format: "sha256")
      let id = try await new.commit("New")
      #expect(try await refs(mirror.fetch()) == ["refs/heads/main": id])
    }
  }

  @Test("A shallow remote makes a shallow mirror")
  func shallow() async throws {
    try await GitFixture.with { git in
      try await git.commit("One")
      try await git.commit("Two")
      let clone = try await git.clone("clone", ["--depth=1"])
      let repository = try await mirror(clone).fetch()
      #expect(repository.facts.isShallow)
      #expect(try await repository.readAll().ids == [try await git.id("HEAD")])
    }
  }

  @Test("What a killed fetch left does not refuse the next one")
  func leftovers() async throws {
    try await GitFixture.with { git in
      try await git.commit("One")
      let mirror = try mirror(git)
      _ = try await mirror.fetch()
      let id = try await git.commit("Two")
      let left = ["packed-refs.lock", "refs/heads/main.lock", "objects/pack/tmp_pack_x1y2z3"]
      for name in left { try writeFile("\(mirror.path)/\(name)", "") }
      #expect(try await refs(mirror.fetch()) == ["refs/heads/main": id])
      for name in left {
        #expect(!FileManager.default.fileExists(atPath: "\(mirror.path)/\(name)"), "\(name)")
      }
    }
  }

  @Test("A mirror whose making broke off is made anew")
  func brokenOff() async throws {
    try await GitFixture.with { git in
      let id = try await git.commit("One")
      let mirror = try mirror(git)
      try writeFile("\(mirror.path)/objects/x", "")
      #expect(try await refs(mirror.fetch()) == ["refs/heads/main": id])
    }
  }

  @Test("A limit on the size refuses the mirror, and leaves no part of a pack")
  func size() async throws {
    try await GitFixture.with { git in
      try await git.commit("One", files: ["a": String(repeating: "x1y2", count: 5_000)])
      let mirror = try mirror(git)
      var options = GitMirror.Options()
      options.maximumSize = 64
      let error = await #expect(throws: GitError.self) { try await mirror.fetch(options: options) }
      #expect(error?.code == .fetchLimit)
      #expect(error?.message.contains("exceeds 64 bytes") == true)
      let packs = try FileManager.default.contentsOfDirectory(
        atPath: "\(mirror.path)/objects/pack")
      #expect(!packs.contains { $0.hasPrefix("tmp_") })
      #expect(try await mirror.fetch().refs().refs.count == 1)
    }
  }

  @Test("Old harmless faults of objects are let in, and dangerous ones are not")
  func faults() async throws {
    try await GitFixture.with { git in
      try await git.commit("One", files: ["a": "1"])
      let tree = try await git.id("HEAD^{tree}")
      let blob = try await git.id("HEAD:a")
      func commit(_ tree: String, _ committer: String) async throws -> String {
        try await git.rawObject(
          "commit",
          "tree \(tree)\nauthor A <a@example.com> 1 +0000\ncommitter \(committer)\n\nx\n".utf8)
      }
      func treeObject(_ entry: String) async throws -> String {
        let id = try #require(ObjectID(hex: blob))
        return try await git.rawObject("tree", Array(entry.utf8) + [0] + id.bytes)
      }
      try await git.updateRef("refs/tags/a", commit(tree, "A 1 +0000"))
      try await git.updateRef("refs/tags/b", commit(tree, "A <a@example.com> 1 +051800"))
      try await git.updateRef(
        "refs/tags/c", commit(treeObject("0100644 a"), "A <a@example.com> 1 +0000"))
      let mirror = try mirror(git)
      #expect(try await mirror.fetch().refs().refs.count == 4)
      let before = try await refs(mirror.fetch())

      try await git.updateRef(
        "refs/tags/d", commit(treeObject("100644 .git"), "A <a@example.com> 1 +0000"))
      let error = await #expect(throws: GitError.self) { try await mirror.fetch() }
      #expect(error?.code == .fetchFailed)
      #expect(error?.message.hasSuffix("was not fetched: an object of it is unsound") == true)
      #expect(error?.cause?.contains("hasDotgit") == true)
      #expect(error?.hints.first?.contains("git clone --mirror") == true)
      #expect(try await refs(GitRepository.open(mirror.path)) == before)
    }
  }
}
