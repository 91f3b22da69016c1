import Foundation
import TestSupport
import Testing

@Suite("Repositories that try to run programs")
struct HostileConfigurationTests {
  @Test("Comparing patches runs no program for differences, and converts nothing")
  func patches() async throws {
    try await GitFixture.with { git in
      let canaries = "\(git.folder)/canaries"
      try FileManager.default.createDirectory(
        atPath: canaries, withIntermediateDirectories: true)
      try await git.commit("Start", files: ["a": "1\n", ".gitattributes": "* diff=evil\n"])
      try await git.branch("side")
      try await git.commit("Two", files: ["a": "2\n"], date: "2024-01-02T00:00:00Z")
      try await git.tag("v1.0.0")
      try await git.checkout("side")
      let copy = try await git.commit("Other", files: ["a": "2\n"], date: "2024-01-03T00:00:00Z")
      try plant(git, canaries: canaries)
      try git.writeGitFile("info/attributes", "* filter=evil diff=evil\n")

      #expect(try await git.stemma("index").exitCode == 0)
      let result = try await git.stemma("equivalents", "v1.0.0", "--patch-id", "--format", "csv")
      #expect(result.exitCode == 0, "\(result.errorText)")
      #expect(result.outputText.contains("\(copy),Other,,same patch"), "\(result.outputText)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: canaries) == [])

      // The trap is real: git on its own walks into it.
      _ = try await runProgram(
        "git", ["diff", "v1.0.0~", "v1.0.0"],
        environment: ["PATH": searchPath, "HOME": git.folder],
        workingDirectory: git.path)
      #expect(try FileManager.default.contentsOfDirectory(atPath: canaries) != [])
    }
  }

  /// Writes settings, hooks and attributes that name programs, each of which leaves a canary.
  private func plant(_ git: GitFixture, canaries: String) throws {
    func program(_ name: String) throws -> String {
      let path = "\(git.folder)/programs/\(name)"
      try writeFile(path, "#!/bin/sh\ntouch '\(canaries)/\(name)'\nexit 1\n")
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
      return path
    }
    try git.appendConfiguration(
      """
      [core]
      \trepositoryFormatVersion = 1
      \tfsmonitor = \(try program("fsmonitor"))
      \thooksPath = \(git.folder)/programs
      \tsshCommand = \(try program("ssh"))
      \tpager = \(try program("pager"))
      \talternateRefsCommand = \(try program("alternates"))
      [pager]
      \trev-list = \(try program("revlist-pager"))
      [extensions]
      \tpartialClone = origin
      [remote "origin"]
      \turl = ext::\(try program("promisor"))
      \tpromisor = true
      \tuploadpack = \(try program("uploadpack"))
      [protocol]
      \tallow = always
      [gpg]
      \tprogram = \(try program("gpg"))
      [log]
      \tshowSignature = true
      [filter "evil"]
      \tclean = \(try program("clean"))
      \tprocess = \(try program("process"))
      [diff]
      \texternal = \(try program("external-diff"))
      [diff "evil"]
      \tcommand = \(try program("diff-command"))
      \ttextconv = \(try program("textconv"))
      [credential]
      \thelper = \(try program("credential"))
      [alias]
      \tfor-each-ref = !\(try program("alias"))
      """)
    try git.writeGitFile("info/attributes", "* filter=evil\n")
    for hook in ["post-index-change", "reference-transaction", "post-checkout"] {
      _ = try program(hook)
    }
  }

  @Test("Indexing runs nothing that the repository names, whatever objects are absent")
  func canaries() async throws {
    try await GitFixture.with { git in
      let canaries = "\(git.folder)/canaries"
      try FileManager.default.createDirectory(
        atPath: canaries, withIntermediateDirectories: true)
      let gone = try await git.commit("One", files: ["a": "1"])
      try await git.commit("Two", files: ["a": "2"])
      try await git.tag("v1.0.0", message: "x\n-----BEGIN PGP SIGNATURE-----\n\nx\n")
      try git.writeGitFile("refs/tags/absent", String(repeating: "ab", count: 20) + "\n")
      try git.removeLooseObject(gone)
      try plant(git, canaries: canaries)

      for _ in 1...2 {
        let result = try await git.stemma("index")
        #expect(result.exitCode == 3, "\(result.errorText)")
        #expect(result.errorText.contains("absent"))
      }
      let range = try await git.stemma("query", "commits in ..v1.0.0")
      #expect(range.exitCode == 3, "\(range.errorText)")
      #expect(range.errorText.contains("N420"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: canaries) == [])

      // The trap is real: git on its own walks into it.
      _ = try await runProgram(
        "git", ["cat-file", "-p", gone], environment: ["PATH": searchPath, "HOME": git.folder],
        workingDirectory: git.path)
      #expect(try FileManager.default.contentsOfDirectory(atPath: canaries).contains("promisor"))
    }
  }
}
