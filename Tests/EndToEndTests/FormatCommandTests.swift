import Foundation
import TestSupport
import Testing

@Suite("stemma fmt")
struct FormatCommandTests {
  @Test("Files are rewritten in place; those in canonical form are left alone")
  func files() async throws {
    try await GitFixture.with { git in
      let wild = "\(git.folder)/wild.stq"
      let tidy = "\(git.folder)/tidy.stq"
      try Data("-- title: X\ntags|select name".utf8).write(to: URL(filePath: wild))
      try Data("tags | select name\n".utf8).write(to: URL(filePath: tidy))

      let check = try await git.stemma("fmt", "--check", wild, tidy)
      #expect(check.exitCode == 1)
      #expect(check.outputText == wild + "\n")
      #expect(try String(contentsOfFile: wild, encoding: .utf8).hasSuffix("|select name"))

      let format = try await git.stemma("fmt", wild, tidy)
      #expect(format.exitCode == 0, "\(format.errorText)")
      #expect(
        try String(contentsOfFile: wild, encoding: .utf8) == "-- title: X\ntags | select name\n")
      #expect(try await git.stemma("fmt", "--check", wild, tidy).exitCode == 0)
    }
  }

  @Test("A file that holds no query is named with its error and left alone; the others are done")
  func wrong() async throws {
    try await GitFixture.with { git in
      let wrong = "\(git.folder)/wrong.stq"
      let good = "\(git.folder)/good.stq"
      try Data("tags | wher x".utf8).write(to: URL(filePath: wrong))
      try Data("tags|count".utf8).write(to: URL(filePath: good))
      let result = try await git.stemma("fmt", wrong, good)
      #expect(result.exitCode == 2)
      #expect(result.errorText.hasPrefix(wrong + ":\nerror[E013]"))
      #expect(try String(contentsOfFile: wrong, encoding: .utf8) == "tags | wher x")
      #expect(try String(contentsOfFile: good, encoding: .utf8) == "tags | count\n")
      let absent = try await git.stemma("fmt", "\(git.folder)/absent.stq")
      #expect(absent.exitCode == 4)
      #expect(absent.errorText.contains("cannot read"))
      try Data("tags|count".utf8).write(to: URL(filePath: good))
      let both = try await git.stemma("fmt", "\(git.folder)/absent.stq", good)
      #expect(both.exitCode == 4)
      #expect(try String(contentsOfFile: good, encoding: .utf8) == "tags | count\n")
    }
  }

  @Test("What a link names is rewritten, with the permissions that it had")
  func links() async throws {
    try await GitFixture.with { git in
      let file = "\(git.folder)/shared.stq"
      let link = "\(git.folder)/link.stq"
      let files = FileManager.default
      try Data("tags|count".utf8).write(to: URL(filePath: file))
      try files.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file)
      try files.createSymbolicLink(atPath: link, withDestinationPath: "shared.stq")
      #expect(try await git.stemma("fmt", link).exitCode == 0)
      #expect(try String(contentsOfFile: file, encoding: .utf8) == "tags | count\n")
      #expect(try files.destinationOfSymbolicLink(atPath: link) == "shared.stq")
      let mode = try files.attributesOfItem(atPath: file)[.posixPermissions] as? Int
      #expect(mode == 0o640)
    }
  }

  @Test("Without files the standard input is formatted")
  func standardInput() async throws {
    try await GitFixture.with { git in
      let result = try await git.stemma("fmt", input: "tags|count")
      #expect(result.outputText == "tags | count\n")
    }
  }
}
