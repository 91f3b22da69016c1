import Foundation
import TestSupport
import Testing

@Suite("Finding the history")
struct DiscoveryTests {
  @Test("--db comes before STEMMA_DB, and that before the nearest .stemma above")
  func precedence() async throws {
    try await withTemporaryFolder { folder in
      func count(
        _ options: [String] = [], _ variables: [String: String] = [:]
      ) async throws
        -> String
      {
        try writeFile("\(folder)/near/deep/er/file", "")
        let result = try await stemma(
          ["query", "commits | count", "--format", "csv"] + options, in: "\(folder)/near/deep/er",
          environment: variables)
        #expect(result.exitCode == 0, "\(result.errorText)")
        return result.outputText
      }
      for (name, commits) in [("option", 1), ("variable", 2), ("near", 3)] {
        let git = try await GitFixture.create(in: folder, name: name)
        for number in 1...commits { try await git.commit("Commit \(number)") }
        try await git.index()
      }
      let option = "\(folder)/option/.stemma/history.db"
      let variable = "\(folder)/variable/.stemma/history.db"
      #expect(try await count() == "count\n3\n")
      #expect(try await count([], ["STEMMA_DB": variable]) == "count\n2\n")
      #expect(try await count(["--db", option], ["STEMMA_DB": variable]) == "count\n1\n")
    }
  }

  @Test("Indexing makes .stemma, which git does not see, and later finds it from below")
  func folder() async throws {
    try await GitFixture.with { git in
      try await git.commit("One", files: ["deep/a": "1"])
      try await git.index()
      let ignore = try String(contentsOfFile: "\(git.path)/.stemma/.gitignore", encoding: .utf8)
      #expect(ignore == "*\n")
      #expect(try await git.git("status", "--porcelain") == "")
      let below = try await stemma(["index"], in: "\(git.path)/deep")
      #expect(below.exitCode == 0, "\(below.errorText)")
      #expect(!FileManager.default.fileExists(atPath: "\(git.path)/deep/.stemma"))
    }
  }

  @Test("STEMMA_DB says where a new history is made")
  func newFromVariable() async throws {
    try await GitFixture.with { git in
      try await git.commit("One")
      let path = "\(git.folder)/new.db"
      let result = try await stemma(["index"], in: git.path, environment: ["STEMMA_DB": path])
      #expect(result.exitCode == 0, "\(result.errorText)")
      #expect(FileManager.default.fileExists(atPath: path))
      #expect(!FileManager.default.fileExists(atPath: "\(git.path)/.stemma"))
    }
  }

  @Test("The program works from any folder with an empty environment")
  func emptyEnvironment() async throws {
    try await GitFixture.with { git in
      let ids = try await git.makeReleases()
      let database = "\(git.folder)/x.db"
      func run(_ arguments: String...) async throws -> ProgramResult {
        try await runProgram(
          StemmaProgram.path, arguments + ["--db", database], environment: [:],
          workingDirectory: "/")
      }
      let index = try await run("index", git.path)
      #expect(index.exitCode == 0, "\(index.errorText)")
      let answer = try await run("run", "latest-release", "--format", "json")
      #expect(answer.exitCode == 0, "\(answer.errorText)")
      #expect(try JSONAnswer(answer).texts("version") == ["v1.1.0"])
      #expect(try JSONAnswer(answer).texts("sha") == [ids[2]])
    }
  }
}
