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
