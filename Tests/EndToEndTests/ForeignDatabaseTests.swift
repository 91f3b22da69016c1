import Foundation
import TestSupport
import Testing

@Suite("Databases that are not ours to touch")
struct ForeignDatabaseTests {
  /// Commands that open the history `x.db`, reading and writing.
  private static let commands = [
    ["query", "tags"], ["run", "latest-release"], ["sql", "SELECT 1"], ["status"], ["index"],
  ]

  /// An SQLite database without tables, of another program.
  private func otherDatabase() -> [UInt8] {
    var page = [UInt8](repeating: 0, count: 4096)
    let header: [UInt8] =
      Array("SQLite format 3\0".utf8) + [0x10, 0, 1, 1, 0, 64, 32, 32, 0, 0, 0, 1, 0, 0, 0, 1]
    page.replaceSubrange(0..<header.count, with: header)
    page[47] = 4  // the schema format
    page[59] = 1  // UTF-8
    page[60...63] = [0, 0, 0, 7]  // the user version
    page[100] = 13  // an empty leaf of the schema table
    page[105] = 0x10
    return page
  }

  @Test("A file of another program is refused with 5 and not touched", arguments: 0..<4)
  func foreign(kind: Int) async throws {
    let contents: [UInt8] = [
      Array("some notes\n".utf8), [], otherDatabase(),
      Array(otherDatabase().prefix(2000)),
    ][kind]
    try await GitFixture.with { git in
      try await git.makeReleases()
      let path = "\(git.folder)/own/x.db"
      try writeFile(path, contents)
      for command in Self.commands {
        let result = try await git.stemma(command, "--db", path)
        #expect(result.exitCode == 5, "\(command): \(result.errorText)")
        #expect(result.errorText.contains("is not a history of Stemma"))
        #expect(result.output.isEmpty)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(contents))
        #expect(
          try FileManager.default.contentsOfDirectory(atPath: "\(git.folder)/own") == ["x.db"])
      }
    }
  }

  @Test("A history of a newer version is refused with 4 and not touched")
  func newer() async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      try await git.index()
      let path = "\(git.folder)/x.db"
      var contents = try Data(contentsOf: URL(fileURLWithPath: "\(git.path)/.stemma/history.db"))
      contents[60] = 0x7F  // the first byte of the user version
      try contents.write(to: URL(fileURLWithPath: path))
      for command in Self.commands {
        let result = try await git.stemma(command, "--db", path)
        #expect(result.exitCode == 4, "\(command): \(result.errorText)")
        #expect(result.errorText.contains("newer"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == contents)
      }
    }
  }

  @Test("A history that was cut short is refused, not half answered")
  func truncated() async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      try await git.index()
      let path = "\(git.folder)/x.db"
      let contents = try Data(contentsOf: URL(fileURLWithPath: "\(git.path)/.stemma/history.db"))
      try contents.prefix(contents.count / 2).write(to: URL(fileURLWithPath: path))
      let result = try await git.stemma(["query", "commits | select subject"], "--db", path)
      #expect(result.exitCode == 5, "\(result.errorText)")
    }
  }
}

extension GitFixture {
  fileprivate func stemma(_ command: [String], _ options: String...) async throws -> ProgramResult {
    try await EndToEndTests.stemma(command + options, in: path)
  }
}
