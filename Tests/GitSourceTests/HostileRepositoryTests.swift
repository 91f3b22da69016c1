import Foundation
import GitSource
import Indexing
import TestSupport
import Testing

@Suite("Hostile repositories")
struct HostileRepositoryTests {
  /// Settings and files that make git run programs: each writes a file into the canary folder.
  private func plant(_ git: GitFixture, canaries: String) throws {
    func program(_ name: String) throws -> String {
      let path = "\(git.folder)/\(name).sh"
      try writeFile(path, "#!/bin/sh\ntouch '\(canaries)/\(name)'\nexit 1\n")
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
      return path
    }
    try writeFile(
      "\(git.folder)/included",
      "[core]\n\tfsmonitor = \(try program("included"))\n\tpager = \(try program("pager2"))\n")
    try git.appendConfiguration(
      """
      [core]
      \trepositoryFormatVersion = 1
      \tfsmonitor = \(try program("fsmonitor"))
      \thooksPath = \(git.folder)/hooks
      \tsshCommand = \(try program("ssh"))
      \tpager = \(try program("pager"))
      \taskPass = \(try program("askpass"))
      \tgitProxy = \(try program("proxy"))
      \teditor = \(try program("editor"))
      \talternateRefsCommand = \(try program("alternates"))
      \tattributesFile = \(git.folder)/attributes
      [extensions]
      \tpartialClone = origin
      [remote "origin"]
      \turl = ext::\(try program("promisor"))
      \tpromisor = true
      \tpartialCloneFilter = blob:none
      \tuploadpack = \(try program("uploadpack"))
      [protocol]
      \tallow = always
      [protocol "ext"]
      \tallow = always
      [gpg]
      \tprogram = \(try program("gpg"))
      [gpg "ssh"]
      \tprogram = \(try program("gpgssh"))
      [log]
      \tshowSignature = true
      [diff "evil"]
      \ttextconv = \(try program("textconv"))
      \tcommand = \(try program("diff"))
      [filter "evil"]
      \tclean = \(try program("clean"))
      \tsmudge = \(try program("smudge"))
      \tprocess = \(try program("process"))
      [credential]
      \thelper = \(try program("credential"))
      [uploadpack]
      \tpackObjectsHook = \(try program("packobjects"))
      [alias]
      \trev-list = !\(try program("alias"))
      [includeIf "gitdir:/**"]
      \tpath = \(git.folder)/included
      """)
    try git.writeGitFile("info/attributes", "* filter=evil diff=evil\n")
    for hook in ["post-index-change", "reference-transaction", "post-checkout", "pre-auto-gc"] {
      let path = "\(git.folder)/hooks/\(hook)"
      try writeFile(path, "#!/bin/sh\ntouch '\(canaries)/hook-\(hook)'\n")
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }
  }

  @Test("Nothing that a repository's settings name is executed", arguments: [false, true])
  func settings(hasGraph: Bool) async throws {
    try await GitFixture.with { git in
      let canaries = "\(git.folder)/canaries"
      try FileManager.default.createDirectory(
        atPath: canaries, withIntermediateDirectories: true)
      let gone = try await git.commit("One", files: ["a": "1"])
      let two = try await git.commit("Two", files: ["a": "2"])
      let signed = try await git.oddCommit([
        "parent \(two)", soundAuthor, soundCommitter, "gpgsig -----BEGIN PGP SIGNATURE-----",
        " ", " x", " -----END PGP SIGNATURE-----",
      ])
      let tag = try await git.tag("signed", message: "x\n-----BEGIN PGP SIGNATURE-----\n\nx\n")
      let absent = String(repeating: "ab", count: 20)
      try git.writeGitFile("refs/tags/absent", absent + "\n")
      if hasGraph {
        let tips = Array("\(signed)\n".utf8)
        try await git.git("commit-graph", "write", "--stdin-commits", input: tips)
      }
      try git.removeLooseObject(gone)
      try plant(git, canaries: canaries)

      let repository = try await git.open()
      #expect(repository.facts.isPartialClone)
      let listing = try await repository.refs()
      #expect(listing.problems.map(\.object?.description) == [absent])
      let tags = try await repository.tagObjects(
        [tag, absent].compactMap { ObjectID(hex: $0) })
      #expect(tags.tags.count == 1)
      let reading = try await repository.readAll()
      #expect(Set(reading.ids) == [two, signed])
      #expect(reading.problems.map(\.object?.description) == [gone])
      _ = try await repository.readAll(excluding: [gone, absent])
      #expect(try FileManager.default.contentsOfDirectory(atPath: canaries) == [])

      // The trap is real: an unguarded git walks into it.
      _ = try await runProgram(
        "git", ["cat-file", "-p", absent], environment: ["PATH": searchPath, "HOME": git.folder],
        workingDirectory: git.path)
      #expect(try FileManager.default.contentsOfDirectory(atPath: canaries).contains("promisor"))
    }
  }

  @Test("A program called git in the repository is not run")
  func programInRepository() async throws {
    try await GitFixture.with { git in
      let id = try await git.commit("One")
      try writeFile("\(git.path)/git", "#!/bin/sh\ntouch '\(git.folder)/canary'\n")
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: "\(git.path)/git")
      #expect(try await git.open().readAll().ids == [id])
      #expect(!FileManager.default.fileExists(atPath: "\(git.folder)/canary"))
    }
  }

  @Test("A path with spaces, quotes, colons and line ends is opened", arguments: [false, true])
  func oddPath(isBare: Bool) async throws {
    try await withTemporaryFolder { folder in
      for name in ["a b", "a'b\"c", "a:b", "-x", "$(touch canary)", "two\nlines", "é", "e\u{301}"] {
        let git = try await GitFixture.create(in: "\(folder)/\(name)", bare: isBare)
        try await git.fastImport(
          "commit refs/heads/main\ncommitter A <a@b> 1700000000 +0000\ndata 0\n")
        let repository = try await git.open()
        #expect(text(repository.facts.location) == git.path)
        #expect(try await repository.readAll().commits.count == 1)
      }
    }
  }

  @Test("A folder of the parent is not read in place of a damaged repository")
  func damagedInside() async throws {
    try await GitFixture.with { git in
      try await git.commit("Outer")
      try writeFile("\(git.path)/inner/.git/HEAD", "ref: refs/heads/main\n")
      try writeFile("\(git.path)/inner/.git/objects/x", "")
      try writeFile("\(git.path)/inner/.git/refs/x", "")
      try writeFile("\(git.path)/inner/.git/config", "[core\n")
      await #expect(throws: GitError.self) { try await GitRepository.open("\(git.path)/inner") }
    }
  }
}
