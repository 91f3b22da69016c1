import Foundation
import TestSupport
import Testing

@Suite("Remote repositories")
struct RemoteTests {
  /// Runs `stemma` in a folder of its own beside the remote repository.
  private func stemma(
    _ git: GitFixture, _ arguments: String..., environment: [String: String] = [:]
  ) async throws -> ProgramResult {
    let folder = try Self.folder(beside: git)
    return try await EndToEndTests.stemma(arguments, in: folder, environment: environment)
  }

  private static func folder(beside git: GitFixture) throws -> String {
    let folder = "\(git.folder)/work"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder
  }

  private func rows(_ git: GitFixture, _ query: String) async throws -> String {
    let result = try await stemma(git, "query", query, "--format", "csv")
    try #require(result.exitCode == 0, "\(result.errorText)")
    return result.outputText
  }

  private func status(_ git: GitFixture) async throws -> String {
    let result = try await stemma(git, "status")
    try #require(result.exitCode == 0, "\(result.errorText)")
    return result.outputText
  }

  @Test("A URL is answered as its repository is, and a second run finds nothing new")
  func sameAnswers() async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      let url = "file://\(git.path)"
      let first = try await stemma(git, "index", url)
      #expect(first.exitCode == 0, "\(first.errorText)")
      #expect(
        first.outputText.hasPrefix("\(git.path): 3 commits, 2 tags, 1 branch\n  3 new commits, "))
      let second = try await stemma(git, "index", url)
      #expect(second.outputText.contains("\n  nothing new ("))
      let query = "commits | sort sha | select sha, subject, first_release, reachable"
      try await git.index()
      let direct = try await git.stemma("query", query, "--format", "csv")
      #expect(try await rows(git, query) == direct.outputText)
      #expect(
        try await rows(git, "coverage | select source, status")
          == "source,status\n\(url),complete\n")
      #expect(try await status(git).contains("default branch  refs/heads/main\n"))
    }
  }

  @Test("Tags and branches that upstream moves by force or deletes are recorded")
  func moves() async throws {
    try await GitFixture.with { git in
      let first = try await git.commit("One")
      try await git.tag("v1.0.0")
      try await git.tag("v0.9.0")
      try await git.branch("topic")
      let url = "file://\(git.path)"
      #expect(try await stemma(git, "index", url).exitCode == 0)
      try await git.git("commit", "--quiet", "--amend", "--allow-empty", "-m", "Other")
      let other = try await git.id("HEAD")
      try await git.tag("v1.0.0", force: true)
      try await git.deleteTag("v0.9.0")
      try await git.git("branch", "--quiet", "-D", "topic")
      let result = try await stemma(git, "index", url)
      #expect(result.outputText.contains("1 new commit, 2 moved, 2 deleted"))
      let moves = try await rows(
        git,
        "moves | where change != \"create\" | sort name | select name, change, old, new, precision")
      #expect(
        moves == """
          name,change,old,new,precision
          main,move,\(first),\(other),bounded
          topic,delete,\(first),,bounded
          v0.9.0,delete,\(first),,bounded
          v1.0.0,move,\(first),\(other),bounded

          """)
      #expect(
        try await rows(git, "commits | where not reachable | select sha") == "sha\n\(first)\n")
    }
  }

  @Test("Nothing that the remote repository contains or names is run")
  func hostile() async throws {
    try await GitFixture.with { git in
      let canaries = "\(git.folder)/canaries"
      try FileManager.default.createDirectory(
        atPath: canaries, withIntermediateDirectories: true)
      func canary(_ name: String) throws -> String {
        try writeProgram(name, "touch '\(canaries)/\(name)'; exit 1", in: git.folder) + "/\(name)"
      }
      try await git.commit(
        "One",
        files: [
          ".gitmodules": """
          [submodule "x"]
          \tpath = x
          \turl = ./other
          """, "a": "1",
        ])
      let gone = try await git.commit("Two", files: ["a": "2"])
      try await git.commit("Three", files: ["a": "3"])
      for hook in ["post-update", "reference-transaction", "pre-receive", "post-checkout"] {
        let text = "#!/bin/sh\ntouch '\(canaries)/\(hook)'\n"
        try writeFile("\(git.gitDirectory)/hooks/\(hook)", text)
        try FileManager.default.setAttributes(
          [.posixPermissions: 0o755], ofItemAtPath: "\(git.gitDirectory)/hooks/\(hook)")
      }
      try git.appendConfiguration(
        """
        [core]
        \tfsmonitor = \(try canary("fsmonitor"))
        \talternateRefsCommand = \(try canary("alternates"))
        \tsshCommand = \(try canary("ssh"))
        [uploadpack]
        \tpackObjectsHook = \(try canary("packobjects"))
        [extensions]
        \tpartialClone = origin
        [remote "origin"]
        \turl = ext::\(try canary("promisor"))
        \tpromisor = true
        [protocol]
        \tallow = always
        [credential]
        \thelper = \(try canary("credential"))
        """)
      let whole = try await stemma(git, "index", "file://\(git.path)")
      #expect(whole.exitCode == 0, "\(whole.errorText)")
      // An absent object would be fetched by git on its own.
      try git.removeLooseObject(gone)
      let other = try await stemma(git, "index", "file://\(git.path)", "--db", "other.db")
      #expect(other.exitCode == 4)
      #expect(try FileManager.default.contentsOfDirectory(atPath: canaries) == [])
      let mirrors = try FileManager.default.subpathsOfDirectory(
        atPath: "\(git.folder)/work/.stemma/mirrors")
      #expect(!mirrors.contains { $0.hasSuffix("/a") || $0.hasSuffix(".gitmodules") })
      // The trap is real: a plain git walks into it.
      _ = try await git.run(["cat-file", "-p", gone])
      #expect(try FileManager.default.contentsOfDirectory(atPath: canaries) == ["promisor"])
    }
  }

  @Test(
    "A transport that is not allowed is refused before anything is made",
    arguments: [
      "http://example.com/shop", "git://example.com/shop", "ext::touch", "fd::17",
      "ftp://example.com/shop", "https://me:s3cret@example.com", "ssh://me:s3cret@example.com/x",
    ])
  func refused(url: String) async throws {
    try await withTemporaryFolder { folder in
      let result = try await EndToEndTests.stemma(["index", url], in: folder)
      #expect(result.exitCode == 64)
      #expect(result.errorText.hasPrefix("error: "))
      #expect(result.errorText.contains("\n  hint: "))
      #expect(!result.errorText.contains("s3cret"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    }
  }

  @Test("A remote that vanishes is a gap of its source, and the history stays as it was")
  func vanishes() async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      let url = "file://\(git.path)"
      try #require(await stemma(git, "index", url).exitCode == 0)
      let before = try await rows(git, "moves | sort name")
      let other = try await GitFixture.create(in: git.folder, name: "other")
      try await other.commit("Other")
      try FileManager.default.moveItem(atPath: git.path, toPath: git.path + "-away")

      let alone = try await stemma(git, "index", url)
      #expect(alone.exitCode == 4)
      #expect(
        alone.errorText == """
          error: \(url) could not be fetched
            cause: fatal: '\(git.path)' does not appear to be a git repository
            cause: fatal: Could not read from remote repository.

          """)
      let both = try await stemma(git, "index", url, other.path, "--quiet")
      #expect(both.exitCode == 3)
      #expect(try await status(git).contains("  state           unreachable: \(url) could not be "))
      #expect(try await rows(git, "moves | where repo = \"\(git.path)\" | sort name") == before)
      #expect(
        try await rows(git, "coverage | where source = \"\(url)\" | select gaps") == "gaps\n2\n")

      try FileManager.default.moveItem(atPath: git.path + "-away", toPath: git.path)
      let again = try await stemma(git, "index", url)
      #expect(again.exitCode == 0)
      #expect(again.outputText.contains("nothing new"))
      #expect(try await status(git).contains("  state           complete, 2 gaps"))
    }
  }

  @Test("A mistyped address leaves no repository in the history")
  func mistyped() async throws {
    try await GitFixture.with { git in
      try await git.commit("One")
      try #require(await stemma(git, "index", git.path).exitCode == 0)
      #expect(try await stemma(git, "index", "file://\(git.path)x").exitCode == 4)
      #expect(try await rows(git, "repos | count") == "count\n1\n")
    }
  }

  @Test("A history outside of .stemma has its mirrors beside it")
  func mirrorsBesideDatabase() async throws {
    try await GitFixture.with { git in
      try await git.commit("One")
      let result = try await stemma(git, "index", "file://\(git.path)", "--db", "shop.db")
      #expect(result.exitCode == 0, "\(result.errorText)")
      let mirrors = try FileManager.default.contentsOfDirectory(
        atPath: "\(git.folder)/work/shop.db.mirrors")
      #expect(mirrors.count == 1 && mirrors[0].hasPrefix("repository-"))
      #expect(!FileManager.default.fileExists(atPath: "\(git.folder)/work/.stemma"))
    }
  }

  @Test("A mirror over the size limit, and a fetch over the time limit, are given up")
  func limits() async throws {
    try await GitFixture.with { git in
      try await git.commit("One", files: ["a": String(repeating: "x1y2", count: 5_000)])
      let url = "file://\(git.path)"
      let large = try await stemma(git, "index", url, "--max-mirror-size", "64B")
      #expect(large.exitCode == 4)
      #expect(large.errorText.contains("exceeds 64 bytes\n  hint: --max-mirror-size allows more"))
      // It waits for a word that never comes.
      let programs = try writeProgram("ssh", "exec cat > /dev/null", in: git.folder)
      let slow = try await stemma(
        git, "index", "git@example.com:shop.git", "--fetch-timeout", "0.5",
        environment: ["PATH": "\(programs):\(searchPath)"])
      #expect(slow.exitCode == 4)
      #expect(slow.errorText.contains("fetching example.com:shop.git took longer than"))
    }
  }

  @Test("Without arguments, the configured URLs are indexed, too, under their names")
  func configured() async throws {
    try await GitFixture.with { git in
      try await git.commit("One")
      let other = try await GitFixture.create(in: git.folder, name: "other")
      try await other.commit("Other")
      let folder = try Self.folder(beside: git)
      let config = """
        repositories:
          shop:
            url: file://\(git.path)
            project: store
          tools:
            url: file://\(other.path)
        """
      try writeFile("\(folder)/.stemma/config.yaml", config)
      let all = try await stemma(git, "index")
      #expect(all.exitCode == 0, "\(all.errorText)")
      #expect(
        try await rows(git, "repos | select project, name")
          == "project,name\nstore,shop\ntools,tools\n")

      // Beside the repository of the working directory.
      try writeFile("\(other.path)/.stemma/config.yaml", config)
      let both = try await other.stemma("index", "--json")
      #expect(both.exitCode == 0, "\(both.errorText)")
      for name in ["shop", "tools", other.path] {
        #expect(both.outputText.contains("\"repo\":\"\(name)\""), "\(name)")
      }
      let named = try await other.stemma("index", "--name", "x")
      #expect(named.exitCode == 64)
      #expect(named.errorText.contains("--name goes with one repository, not 3"))
      // An argument that is a configured URL has its name.
      let again = try await other.stemma("index", "file://\(git.path)/")
      #expect(again.outputText.hasPrefix("shop: "))

      // One that was never reached is a gap, too: it was asked for.
      try FileManager.default.removeItem(atPath: git.path)
      let missing = try await stemma(
        git, "index", "--db", "new.db", "--config", ".stemma/config.yaml")
      #expect(missing.exitCode == 3)
      let status = try await stemma(git, "status", "--db", "new.db")
      #expect(status.outputText.contains("unreachable: "))
    }
  }

  @Test("A wrong URL in the configuration ends the run before anything is written")
  func wrongConfiguration() async throws {
    try await GitFixture.with { git in
      try await git.commit("One")
      try writeFile(
        "\(git.path)/.stemma/config.yaml",
        "repositories:\n  shop:\n    url: http://example.com/shop\n")
      let result = try await git.stemma("index")
      #expect(result.exitCode == 64)
      #expect(result.errorText.hasPrefix("error: http://example.com/shop is not fetched: "))
      #expect(!FileManager.default.fileExists(atPath: "\(git.path)/.stemma/history.db"))
    }
  }
}

/// Writes a program into a folder of programs, which is returned.
func writeProgram(_ name: String, _ script: String, in folder: String) throws -> String {
  let path = "\(folder)/programs/\(name)"
  try writeFile(path, "#!/bin/sh\n\(script)\n")
  try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
  return "\(folder)/programs"
}
