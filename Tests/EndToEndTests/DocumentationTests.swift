import EmbeddedFiles
import Foundation
import QueryLanguage
import TestSupport
import Testing

@Suite("Documentation")
struct DocumentationTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  @Test(
    "Every example prints what the document shows",
    arguments: [
      "README.md", "docs/errors.md", "docs/language.md", "docs/schema.md", "docs/versions.md",
    ])
  func examples(document: String) async throws {
    let text = try String(contentsOf: Self.root.appending(path: document), encoding: .utf8)
    let commands = DocumentedCommand.all(in: text)
    #expect(commands.count >= 4)
    let program = StemmaProgram.path
    try await withTemporaryFolder { folder in
      let files = FileManager.default
      try files.createSymbolicLink(
        atPath: folder + "/docs", withDestinationPath: Self.root.appending(path: "docs").path())
      let programs = URL(filePath: program).deletingLastPathComponent().path()
      for command in commands {
        let result = try await runProgram(
          "/bin/sh", ["-c", command.command + " 2>&1"],
          environment: [
            "PATH": programs + ":" + searchPath, "HOME": folder, "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_COMMITTER_NAME": "Release Engineer",
            "GIT_COMMITTER_EMAIL": "release.engineer@example.com",
          ], workingDirectory: folder)
        let printed = Self.lines(result.outputText)
        #expect(
          command.matches(printed),
          "\(document):\(command.line): \(command)\n\(printed.joined(separator: "\n"))")
      }
    }
  }

  private static func lines(_ text: String) -> [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    return lines.map { line in
      var line = line[...]
      while line.last == " " { line.removeLast() }
      return String(line)
    }
  }

  @Test("Every command, option, saved query, relation, column and function is documented")
  func isComplete() async throws {
    let documents = try ["README.md", "docs/language.md", "docs/versions.md"].map {
      try String(contentsOf: Self.root.appending(path: $0), encoding: .utf8)
    }.joined()
    let help = try await runProgram(StemmaProgram.path, ["--experimental-dump-help"])
    let names = try Self.names(inHelp: Data(help.output))
    #expect(names.commands.count >= 8 && names.options.count >= 15)
    for command in names.commands {
      #expect(documents.contains("`stemma \(command)"), "\(command)")
    }
    for option in names.options { #expect(documents.contains("--\(option)"), "\(option)") }
    for file in EmbeddedFiles.queries {
      #expect(documents.contains("`\(file.name.dropLast(4))"), "\(file.name)")
    }
    for function in Catalog.functions {
      #expect(documents.contains("`\(function.signature)`"), "\(function.name)")
    }
    for relation in Catalog.relations {
      let parts = documents.components(separatedBy: "\n### \(relation.name)\n")
      try #require(parts.count == 2, "\(relation.name) has no section of its own")
      let section = parts[1].components(separatedBy: "\n##")[0]
      for column in relation.columns {
        #expect(
          section.contains(
            "| `\(column.name)` | \(column.type.rawValue) | \(column.documentation) |"),
          "\(relation.name).\(column.name)")
      }
      for link in relation.links {
        #expect(
          section.contains("`\(link.name)` (to \(link.target))"), "\(relation.name).\(link.name)")
      }
      for link in relation.manyLinks {
        #expect(section.contains("`\(link.name)`"), "\(relation.name).\(link.name)")
      }
    }
  }

  /// Returns the commands and the long options of a dump of the help.
  private static func names(
    inHelp data: Data
  ) throws -> (commands: [String], options: Set<String>) {
    let dump = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    let root = try #require(dump?["command"] as? [String: Any])
    func subcommands(_ command: [String: Any]) -> [[String: Any]] {
      (command["subcommands"] as? [[String: Any]] ?? []).filter {
        $0["commandName"] as? String != "help"
      }
    }
    let commands = subcommands(root)
    var options: Set<String> = []
    for command in commands + commands.flatMap(subcommands) {
      for argument in command["arguments"] as? [[String: Any]] ?? [] {
        for name in argument["names"] as? [[String: Any]] ?? []
        where name["kind"] as? String == "long" {
          if let text = name["name"] as? String { options.insert(text) }
        }
      }
    }
    return (
      commands.compactMap { $0["commandName"] as? String },
      options.subtracting(["help", "version"])
    )
  }
}
