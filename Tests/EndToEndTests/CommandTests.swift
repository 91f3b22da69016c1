import Foundation
import TestSupport
import Testing

@Suite("Commands and their help")
struct CommandTests {
  /// The commands that `stemma --help` lists.
  private func commands() async throws -> [String] {
    let help = try await stemma(["--help"], in: "/").outputText
    let lines = help.split(separator: "\n").drop { $0 != "SUBCOMMANDS:" }.dropFirst()
    return lines.compactMap { line in
      guard line.hasPrefix("  "), !line.hasPrefix("   ") else { return nil }
      let words = line.split(separator: " ")
      return words.first == "See" ? nil : words.first.map(String.init)
    }
  }

  @Test("Every command has help")
  func help() async throws {
    let commands = try await commands()
    #expect(commands.contains("index") && commands.contains("query") && commands.contains("sql"))
    for arguments in [["--help"], ["-h"], ["help"], ["--version"]]
      + commands.flatMap({ [[$0, "--help"], [$0, "-h"], ["help", $0]] })
    {
      let result = try await stemma(arguments, in: "/")
      #expect(result.exitCode == 0, "\(arguments)")
      #expect(!result.output.isEmpty, "\(arguments)")
      #expect(result.errors.isEmpty, "\(arguments)")
    }
  }

  @Test("There are completions for every shell", arguments: ["bash", "zsh", "fish"])
  func completions(shell: String) async throws {
    let script = try await stemma(["completions", shell], in: "/")
    #expect(script.exitCode == 0)
    #expect(script.outputText.contains("stemma"))
    if shell == "bash" {
      let check = try await runProgram("bash", ["-n"], input: script.output)
      #expect(check.exitCode == 0, "\(check.errorText)")
    }
  }

  private struct Saved: Decodable {
    struct Parameter: Decodable {
      let name: String
      let type: String
      let required: Bool
    }
    let name: String
    let title: String
    let description: String
    let parameters: [Parameter]
  }

  @Test("Every saved query has a title and a description, can be shown, and runs")
  func savedQueries() async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      try await git.index()
      // Some ask about changelogs or images; nothing tells of deployments yet.
      let changelog = try await git.stemma("index", "changelog", "-", input: "## 1.0.0\n- One\n")
      #expect(changelog.exitCode == 0, "\(changelog.errorText)")
      let push = """
        {"repository":"ghcr.io/acme/shop","tag":"v1.0.0","at":1714557600,\
        "digest":"sha256:\(String(repeating: "4b", count: 32))"}
        """
      let pushed = try await git.stemma("index", "events", "-", input: push)
      #expect(pushed.exitCode == 0, "\(pushed.errorText)")
      let list = try await git.stemma("queries", "--json")
      let queries = try JSONDecoder().decode([Saved].self, from: Data(list.output))
      #expect(queries.map(\.name).contains("moved-tags"))
      let names = try await git.stemma("queries").outputText
      for query in queries {
        #expect(!query.title.isEmpty && !query.description.isEmpty, "\(query.name)")
        #expect(names.contains(query.name))
        let shown = try await git.stemma("queries", "show", query.name)
        #expect(shown.outputText.contains("-- title: \(query.title)"))
        let values = ["to": "v1.1.0", "branch": "main", "image": "image:v1.0.0"]
        let parameters = query.parameters.filter { $0.required }.flatMap {
          ["--param", "\($0.name)=\(values[$0.name] ?? "v1.0.0")"]
        }
        let result = try await EndToEndTests.stemma(
          ["run", query.name, "--format", "json"] + parameters, in: git.path)
        let isKnown = !["moved-module-tags", "mutable-tags-in-use"].contains(query.name)
        #expect(result.exitCode == (isKnown ? 0 : 3), "\(query.name): \(result.errorText)")
        #expect(try JSONAnswer(result).complete == isKnown)
      }
    }
  }

  @Test("The schema describes every relation and the functions")
  func schema() async throws {
    let list = try await stemma(["schema", "--json"], in: "/")
    let relations = try JSONDecoder().decode([[String: JSONValue]].self, from: Data(list.output))
    #expect(relations.count >= 10)
    for relation in relations {
      guard case .text(let name)? = relation["name"] else { continue }
      let description = try await stemma(["schema", name], in: "/")
      #expect(description.exitCode == 0)
      #expect(description.outputText.hasPrefix("\(name): "))
    }
    for name in ["v_tags", "v_observations", "observations", "functions"] {
      #expect(try await stemma(["schema", name], in: "/").exitCode == 0)
    }
    let tags = try await stemma(["schema", "tags"], in: "/")
    #expect(
      tags.outputText.contains(
        """
        only in SQL, in v_tags
          version_key  The order of `version`: ORDER BY it.
          commit_id    The commit: `commit_id` of `v_commits`.
          ref_id       The ref, the same in all views.
        """))
    let wrong = try await stemma(["schema", "tag"], in: "/")
    #expect(wrong.exitCode == 2)
    #expect(wrong.errorText.contains("did you mean \"tags\"?"))
  }

  @Test("status tells what the history holds")
  func status() async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      try await git.index()
      let text = try await git.stemma("status")
      #expect(text.exitCode == 0, "\(text.errorText)")
      #expect(text.outputText.contains("3 commits, 2 tags, 1 branch, 2 releases"))
      let json = try await git.stemma("status", "--json")
      let object = try JSONDecoder().decode([String: JSONValue].self, from: Data(json.output))
      guard case .list(let sources)? = object["sources"], case .object(let source)? = sources.first
      else {
        Issue.record("no sources: \(json.outputText)")
        return
      }
      #expect(source["commits"] == .number(3))
      #expect(source["gaps"] == .number(0))
    }
  }
}
