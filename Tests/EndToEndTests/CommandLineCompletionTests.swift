import Foundation
import TestSupport
import Testing

@Suite("Completion of command lines")
struct CommandLineCompletionTests {
  /// Calls the function of the script as bash does, for the words of a command line.
  private static let script = """
    eval "$(stemma completions bash)"
    COMP_WORDS=("$@")
    COMP_CWORD=$(($# - 1))
    COMP_LINE="$*"
    COMP_POINT=${#COMP_LINE}
    _stemma stemma "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
    printf '%s\\n' "${COMPREPLY[@]}"
    """

  /// Returns what bash offers for the last word of a command line.
  private func offered(_ words: String..., in folder: String) async throws -> [String] {
    let programs = URL(filePath: StemmaProgram.path).deletingLastPathComponent().path()
    let result = try await runProgram(
      "bash", ["-c", Self.script, "bash", "stemma"] + words,
      environment: ["PATH": programs + ":" + searchPath], workingDirectory: folder)
    #expect(result.exitCode == 0 && result.errorText == "", "\(words): \(result.errorText)")
    return result.outputText.split(separator: "\n").map(String.init)
  }

  @Test("bash offers commands, saved queries, their parameters, refs and repositories")
  func bash() async throws {
    try await GitFixture.with { repository in
      try await repository.makeReleases()
      try await repository.index("--name", "shop")
      let path = repository.path
      #expect(try await offered("ru", in: path) == ["run"])
      #expect(try await offered("", in: path).contains("shell"))
      #expect(
        try await offered("run", "latest-", in: path)
          == ["latest-commit", "latest-history", "latest-release"])
      #expect(try await offered("run", "contains", "v", in: path) == ["v1.1.0", "v1.0.0"])
      #expect(try await offered("run", "shipped", "v1.0.0", "ma", in: path) == ["main"])
      #expect(try await offered("run", "shipped", "--param", "fr", in: path) == ["from="])
      #expect(try await offered("query", "tags", "--format", "j", in: path) == ["json", "jsonl"])
      #expect(try await offered("query", "tags", "--form", in: path) == ["--format"])
      #expect(try await offered("query", "--repo", "", in: path) == ["shop"])
      #expect(try await offered("shell", "--repo", "sh", in: path) == ["shop"])
      #expect(try await offered("schema", "rel", in: path) == ["releases"])
      let absent = ["run", "--db", "/nowhere.db", "contains"]
      #expect(try await offered(absent[0], absent[1], absent[2], absent[3], "v", in: path) == [])
    }
  }

  @Test("A name that a shell would expand is not offered, and runs nothing")
  func hostileNames() async throws {
    try await GitFixture.with { repository in
      try await repository.makeReleases()
      try await repository.tag("v9$(touch${IFS}found)", message: "Hostile")
      try await repository.tag("v9`touch${IFS}found`", message: "Hostile")
      try await repository.tag("v9;touch", message: "Hostile")
      try await repository.tag("v9\u{202E}1v", message: "Hostile")
      try await repository.tag("v9.0.0+build", message: "Plain")
      try await repository.index()
      let words = try await offered("run", "contains", "v9", in: repository.path)
      #expect(words == ["v9.0.0+build"])
      #expect(!FileManager.default.fileExists(atPath: repository.path + "/found"))
    }
  }
}
