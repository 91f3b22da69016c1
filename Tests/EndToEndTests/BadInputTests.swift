import Foundation
import TestSupport
import Testing

/// Input that is wrong in unusual ways ends with one clear error.
@Suite("Bad input")
struct BadInputTests {
  private func withHistory(_ body: (GitFixture) async throws -> Void) async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      try await git.index()
      try await body(git)
    }
  }

  private static func repeated(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
  }

  /// Queries on standard input, with the one error of each.
  private static let texts: [(text: String, error: String)] = [
    (repeated("(", 65_536), "E016]: the query is nested more than 64 deep"),
    (repeated(" ", 65_537), "E016]: the query has 65537 bytes, and the most is 65536"),
    (
      "commits | where author in (\(repeated("\"a\",", 10_000))\"a\")",
      "E016]: a list has at most 10,000 items"
    ),
    (
      "commits | where \(repeated("(", 65))true\(repeated(")", 65))",
      "E016]: the query is nested more than 64 deep"
    ),
    ("tags\(repeated(" | count", 33))", "E016]: a pipeline has at most 32 stages"),
    (
      "tags | where name matches \"\(repeated("a", 513))\"",
      "E016]: the pattern has 513 characters, and the most is 512"
    ),
    ("tags\0 | count", "E002]: the query holds the character U+0000 NULL"),
    ("tags | where name = \"\\u{D800}\"", "E004]: \"\\u{D800}\" is no character"),
    ("\u{FEFF}tags", "E002]: the query holds the character U+FEFF ZERO WIDTH NO-BREAK SPACE"),
    ("commits of both", "E202]: \"both\" is ambiguous"),
    ("param x: text; tags | where name = $x", "E603]: parameter $x has no value"),
    ("as of now; as of now; tags", "E017]: the header \"as of\" stands twice"),
    ("tags as of 0001-01-01 - 15250000w", "E404]: the time is outside the range of int64"),
  ]

  @Test("Each text has its one error, as text and as JSON")
  func wrongTexts() async throws {
    try await withHistory { git in
      try await git.git("tag", "both")
      try await git.git("branch", "both", "HEAD~1")
      try await git.index()
      for (text, error) in Self.texts {
        let result = try await git.stemma("query", "-", input: text)
        #expect(result.exitCode == 2)
        #expect(result.output.isEmpty)
        #expect(
          result.errorText.hasPrefix("error[\(error)"), "\(error)\n\(result.errorText.prefix(200))")
        #expect(!result.errorText.contains("\n\nerror"), "\(error)")
        #expect(result.errors.count < 5_000, "\(error)")
        let json = try await git.stemma("query", "-", "--error-format", "json", input: text)
        let errors = try JSONDecoder().decode([[String: JSONValue]].self, from: Data(json.errors))
        #expect(errors.map { $0["code"] } == [.text(String(error.prefix(4)))])
      }
    }
  }

  @Test("A time before everything has a note")
  func past() async throws {
    try await withHistory { git in
      let past = try await git.stemma("query", "tags as of 0001-01-01 | count")
      #expect(past.exitCode == 0)
      #expect(past.outputText == "count\n    0\n")
      #expect(past.errorText.hasPrefix("note[N401]: the first look at the tags of "))
    }
  }

  @Test("Errors that are about no text are JSON, too, where that is asked for")
  func json() async throws {
    try await withHistory { git in
      let bomb = "commits | where \"\(Self.repeated("a", 40))b\" matches $p"
      for (arguments, code, message) in [
        (["run", "lates-release"], 2, "there is no saved query \"lates-release\""),
        (["query", "tags", "--db", "absent.db"], 4, "there is no history at "),
        (["query", "-f", "absent.stq"], 4, "cannot read absent.stq"),
        (
          ["query", "param p: text; \(bomb)", "--param", "p=(a+)+$"], 2,
          "regular expression: match limit exceeded"
        ),
      ] as [([String], Int32, String)] {
        let result = try await stemma(arguments + ["--error-format", "json"], in: git.path)
        #expect(result.exitCode == code, "\(arguments)")
        let errors = try JSONDecoder().decode([[String: JSONValue]].self, from: Data(result.errors))
        #expect(errors.count == 1 && errors[0]["span"] == .null && errors[0]["code"] == .null)
        guard case .text(let text)? = errors[0]["message"] else {
          Issue.record("no message")
          continue
        }
        #expect(text.contains(message), "\(text)")
      }
    }
  }

  @Test(
    "A value of an option is wrong in its place",
    arguments: [
      (["--param", "n=a"], "E019", "--param n=a"), (["--param", "m=1"], "E604", "--param m"),
      (["--param", "n=1", "--as-of", "2024-13-01"], "E007", "--as-of 2024-13-01"),
      (["--param", "n=1", "--repo", "nix"], "E206", "--repo nix"),
      (["--param", "n=1", "--as-of", "99999999999d ago"], "E008", "--as-of 99999999999d ago"),
    ])
  func options(options: [String], code: String, line: String) async throws {
    try await withHistory { git in
      let query = ["query", "param n: int = 1; tags | take $n"]
      let text = try await stemma(query + options, in: git.path)
      #expect(text.exitCode == 2)
      #expect(text.errorText.hasPrefix("error[\(code)]: "), "\(text.errorText)")
      #expect(text.errorText.contains("\n  | \(line)\n"), "\(text.errorText)")
      let json = try await stemma(query + options + ["--error-format", "json"], in: git.path)
      #expect(json.errorText.contains("\"option\":\"\(line)\""), "\(json.errorText)")
    }
  }

  @Test("An error that cannot be written has its exit code all the same")
  func errorOutput() async throws {
    try await withHistory { git in
      let full = try await shell("\"$1\" query nope 2> /dev/full; echo $?", in: git.path)
      #expect(full.outputText == "2\n")
    }
  }
}
