import Foundation
import GitSource
import Indexing
import TestSupport
import Testing

@Suite("Finding a repository")
struct LocationTests {
  @Test("A working tree, a folder in it and its git directory are one repository")
  func workingTree() async throws {
    try await GitFixture.with { git in
      try await git.commit("Start", files: ["deep/er/file.txt": "1"])
      for path in ["", "/deep/er", "/deep/er/file.txt", "/.git", "/.git/refs"] {
        let facts = try await GitRepository.open(git.path + path).facts
        #expect(text(facts.location) == git.path, "from \(path)")
        #expect(text(facts.gitDirectory) == git.path + "/.git")
        #expect(!facts.isBare)
        #expect(facts.objectFormat == .sha1)
      }
    }
  }

  @Test("A bare repository is found at its folder and inside it")
  func bare() async throws {
    try await GitFixture.with { source in
      try await source.commit("Start")
      let git = try await source.clone("bare.git", ["--bare"])
      for path in [git.path, git.path + "/refs/heads"] {
        let facts = try await GitRepository.open(path).facts
        #expect(facts.isBare)
        #expect(text(facts.location) == git.path)
        #expect(facts.defaultBranch.map(text) == "refs/heads/main")
      }
      #expect(try await git.open().readAll().commits.count == 1)
    }
  }

  @Test("A linked working tree has the location, the refs and the commits of its main one")
  func linkedWorkingTree() async throws {
    try await GitFixture.with { git in
      let first = try await git.commit("Start", files: ["a/b": "1"])
      try await git.commit("Next")
      let path = try await git.addWorktree("linked", at: first)
      for path in [path, path + "/a"] {
        let repository = try await GitRepository.open(path)
        #expect(text(repository.facts.location) == git.path)
        #expect(text(repository.facts.gitDirectory) == git.path + "/.git/worktrees/linked")
        #expect(text(repository.facts.commonDirectory) == git.path + "/.git")
        #expect(repository.facts.head == .detached(try #require(ObjectID(hex: first))))
        #expect(repository.facts.defaultBranch.map(text) == "refs/heads/main")
        #expect(try await repository.readAll().commits.count == 2)
      }
    }
  }

  @Test("A .git file leads to the git directory that it names")
  func gitFile() async throws {
    try await GitFixture.with { git in
      let id = try await git.commit("Start")
      try FileManager.default.moveItem(
        atPath: git.gitDirectory, toPath: "\(git.folder)/elsewhere")
      try writeFile("\(git.path)/.git", "gitdir: ../elsewhere\n")
      let repository = try await git.open()
      #expect(text(repository.facts.gitDirectory) == "\(git.folder)/elsewhere")
      #expect(try await repository.readAll().ids == [id])
    }
  }

  @Test(
    "A .git file that names no git directory is refused",
    arguments: ["gitdir: /etc\n", "gitdir: ../nothing\n", "gitdir: \n", "something else", ""])
  func badGitFile(contents: String) async throws {
    try await withTemporaryFolder { folder in
      try writeFile("\(folder)/.git", contents)
      let error = await #expect(throws: GitError.self) { try await GitRepository.open(folder) }
      #expect(error?.code == .notARepository)
      #expect(error?.path == folder)
    }
  }

  @Test("A folder without a repository, an empty .git and an absent path are told apart")
  func notARepository() async throws {
    try await withTemporaryFolder { folder in
      let error = await #expect(throws: GitError.self) { try await GitRepository.open(folder) }
      #expect(error?.code == .notARepository)
      #expect(error?.message == "neither \(folder) nor a folder above it is a git repository")

      try writeFile("\(folder)/.git/readme", "nothing")
      let empty = await #expect(throws: GitError.self) { try await GitRepository.open(folder) }
      #expect(empty?.code == .notARepository)

      let absent = await #expect(throws: GitError.self) {
        try await GitRepository.open("\(folder)/absent")
      }
      #expect(absent?.code == .pathNotFound)
      #expect(absent?.cause == "No such file or directory")
    }
  }

  @Test("A folder that only looks like a git directory is refused with git's words")
  func damagedGitDirectory() async throws {
    try await withTemporaryFolder { folder in
      try writeFile("\(folder)/HEAD", "nonsense")
      try writeFile("\(folder)/objects/x", "")
      try writeFile("\(folder)/refs/x", "")
      let error = await #expect(throws: GitError.self) { try await GitRepository.open(folder) }
      #expect(error?.code == .notARepository)
    }
  }

  @Test("A repository of a newer format is refused with git's words")
  func newerFormat() async throws {
    try await GitFixture.with { git in
      try await git.git("config", "core.repositoryFormatVersion", "1")
      try await git.git("config", "extensions.fromTheFuture", "true")
      let error = await #expect(throws: GitError.self) { try await git.open() }
      #expect(error?.code == .unsupported)
      #expect(error?.cause?.contains("fromthefuture") == true)
    }
  }

  @Test(
    "A repository of another user is read only when its owner is trusted",
    .enabled(if: getuid() == 0, "only root can give files away"))
  func otherOwner() async throws {
    for isBare in [false, true] {
      try await GitFixture.with { source in
        try await source.commit("Start")
        let git = isBare ? try await source.clone("x.git", ["--bare"]) : source
        _ = try await runProgram("chown", ["-R", "65534", git.path])
        let error = await #expect(throws: GitError.self) { try await git.open() }
        #expect(error?.code == .ownedByAnotherUser)
        #expect(error?.hints == ["--trust-owner reads it all the same"])
        #expect(try await git.open(trustOwner: true).readAll().commits.count == 1)
      }
    }
  }
}
