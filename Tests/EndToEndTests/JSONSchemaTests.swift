import Foundation
import TestSupport
import Testing

@Suite("Published JSON schemas")
struct JSONSchemaTests {
  private func schema(_ name: String) throws -> JSONSchema {
    let tests = URL(filePath: #filePath).deletingLastPathComponent()
    return try JSONSchema(path: tests.appending(path: "../../docs/schemas/\(name)").path)
  }

  private func withHistory(_ body: (GitFixture) async throws -> Void) async throws {
    try await GitFixture.with { git in
      try await git.commit("feat: sell \u{1F6D2} things")
      try await git.tag("v1.0.0", message: "x")
      try await git.commit("fix: count once")
      try await git.updateRef(Array("refs/tags/odd-".utf8) + [0xFF], git.id("HEAD"))
      try await git.index()
      try await body(git)
    }
  }

  @Test(
    "Answers are as the schema of answers says",
    arguments: [
      ["tags"], ["commits"], ["releases"], ["history"], ["moves"], ["coverage"], ["lines"],
      ["commits | summarize list(subject) as s, avg(parents) as p, count() as n"],
      ["commits | add age(time) as a, null as nothing | select a, nothing, parents / 2 as half"],
      ["param n: int = 2; param t: time = null; commits | take $n"],
      ["as of 2023-01-01; branches"], ["tags as of 2199-01-01", "--max-rows", "1"],
      ["tags | where name = \"none\""],
    ])
  func answers(_ arguments: [String]) async throws {
    try await withHistory { git in
      let result = try await stemma(["query"] + arguments + ["--format", "json"], in: git.path)
      #expect([0, 3].contains(result.exitCode), "\(result.errorText)")
      #expect(try schema("answer.schema.json").problems(in: result.output) == [])
    }
  }

  @Test("The schema of answers tells a wrong document from a right one")
  func wrongAnswers() throws {
    let right = #"""
      {"schema":1,"query":"q","params":{},"as_of":null,"repo":null,"columns":[],"rows":[],
      "notes":[],"complete":true}
      """#
    let schema = try schema("answer.schema.json")
    #expect(try schema.problems(in: Array(right.utf8)) == [])
    for (from, to) in [
      ("\"schema\":1", "\"schema\":2"), ("\"complete\":true", "\"complete\":1"),
      ("\"rows\":[]", "\"rows\":[[1]]"), ("\"as_of\":null", "\"as_of\":\"yesterday\""),
      ("\"notes\":[],", ""), ("\"repo\":null", "\"repo\":null,\"more\":1"),
      ("\"columns\":[]", "\"columns\":[{\"name\":\"a\",\"type\":\"blob\"}]"),
    ] {
      let wrong = right.replacingOccurrences(of: from, with: to)
      #expect(wrong != right)
      #expect(try !schema.problems(in: Array(wrong.utf8)).isEmpty, "\(to)")
    }
  }

  @Test(
    "Errors are as the schema of errors says",
    arguments: [
      ["query", "tags | wher x"], ["query", "tags | where nope = 1 and nada = 2"],
      ["query", "commits in v9.9.9..v1.0.0"], ["query", "tags | where name matches \"(\""],
      ["query", "tags", "--repo", "nowhere"], ["query", ""], ["run", "lates-release"],
      ["query", "tags", "--db", "absent.db"], ["query", "-f", "absent.stq"],
    ])
  func errors(_ arguments: [String]) async throws {
    try await withHistory { git in
      let result = try await stemma(arguments + ["--error-format", "json"], in: git.path)
      #expect([2, 4].contains(result.exitCode))
      #expect(
        try schema("errors.schema.json").problems(in: Array(result.errorText.utf8)) == [],
        "\(result.errorText)")
    }
  }

  @Test("The schema of errors tells a wrong document from a right one")
  func wrongErrors() throws {
    let right = #"""
      [{"code":"E102","message":"m","span":{"start":1,"end":2,"line":1,"column":2},"label":null,
      "hints":["h"],"option":null}]
      """#
    let schema = try schema("errors.schema.json")
    #expect(try schema.problems(in: Array(right.utf8)) == [])
    for (from, to) in [
      ("\"E102\"", "\"X102\""), ("\"E102\"", "102"), ("\"start\":1,", ""),
      ("\"line\":1", "\"line\":0"), ("\"m\"", "null"), ("[\"h\"]", "\"h\""),
      ("\"label\":null,", ""), ("\"option\":null", "\"option\":null,\"more\":1"),
    ] {
      let wrong = right.replacingOccurrences(of: from, with: to)
      #expect(wrong != right)
      #expect(try !schema.problems(in: Array(wrong.utf8)).isEmpty, "\(to)")
    }
  }

  @Test(
    "Release logs and reports are as their schema says",
    arguments: [
      ["log", "--format", "json"], ["log", "--format", "json", "--unreleased"],
      ["notes", "v1.0.0", "--format", "json"], ["report"], ["report", "--range", "v1.0.0.."],
    ])
  func logs(_ arguments: [String]) async throws {
    try await withHistory { git in
      let result = try await stemma(arguments, in: git.path)
      #expect(result.exitCode == 0, "\(result.errorText)")
      #expect(try schema("release-log.schema.json").problems(in: result.output) == [])
    }
  }

  @Test("The relations are described as their schema says")
  func relations() async throws {
    try await GitFixture.with { git in
      for arguments in [["schema", "--json"], ["schema", "commits", "--json"]] {
        let result = try await stemma(arguments, in: git.path)
        #expect(try schema("relations.schema.json").problems(in: result.output) == [])
      }
    }
  }
}
