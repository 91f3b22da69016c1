import Foundation
import TestSupport
import Testing

@Suite("Forms of answers")
struct FormatTests {
  private static let subjects = ["=SUM(A1)", "say \"a, b\"", "<script>alert(1)</script> | *x*"]
  private static let query = "commits | sort subject | select subject, parents"

  private func withCommits(
    _ body: (GitFixture) async throws -> Void
  ) async throws {
    try await GitFixture.with { git in
      for subject in Self.subjects { try await git.commit(subject) }
      try await git.index()
      try await body(git)
    }
  }

  private func print(_ git: GitFixture, _ format: String) async throws -> String {
    let result = try await git.stemma("query", Self.query, "--format", format)
    #expect(result.exitCode == 0, "\(result.errorText)")
    #expect(result.errorText == "")
    return result.outputText
  }

  @Test("JSON is one object with the question, the columns, the rows and the notes")
  func json() async throws {
    try await withCommits { git in
      let answer = try await git.answer("query", Self.query)
      #expect(answer.schema == 1)
      #expect(answer.query == Self.query)
      #expect(answer.params.isEmpty)
      #expect(answer.columns.map(\.name) == ["subject", "parents"])
      #expect(answer.columns.map(\.type) == ["text", "int"])
      #expect(answer.texts("subject") == Self.subjects.sorted())
      #expect(answer.notes.isEmpty)
      #expect(answer.complete)
      let object = try JSONSerialization.jsonObject(with: Data(try await print(git, "json").utf8))
      #expect(
        Set((object as? [String: Any] ?? [:]).keys) == [
          "schema", "query", "params", "as_of", "repo", "columns", "rows", "notes", "complete",
        ])
    }
  }

  @Test("JSON lines are one object a line")
  func jsonLines() async throws {
    try await withCommits { git in
      let lines = try await print(git, "jsonl").split(separator: "\n")
      let rows = try lines.map {
        try JSONDecoder().decode([String: JSONValue].self, from: Data($0.utf8))
      }
      #expect(rows.map { $0["subject"] } == Self.subjects.sorted().map { .text($0) })
    }
  }

  @Test("CSV quotes what needs it and takes the edge off formulas")
  func csv() async throws {
    try await withCommits { git in
      #expect(
        try await print(git, "csv") == """
          subject,parents
          <script>alert(1)</script> | *x*,1
          '=SUM(A1),0
          "say ""a, b""\",1

          """)
      let raw = try await git.stemma("query", Self.query, "--format", "csv", "--csv-raw")
      #expect(raw.outputText.contains("\n=SUM(A1),0\n"))
    }
  }

  @Test("Markdown and HTML hold what was written, not what it would mean there")
  func documents() async throws {
    try await withCommits { git in
      let markdown = try await print(git, "markdown")
      #expect(markdown.hasPrefix("| subject | parents |\n| --- | ---: |\n"))
      #expect(markdown.contains("\n| \\<script\\>alert"))
      #expect(markdown.split(separator: "\n").count == 2 + Self.subjects.count)
      let html = try await print(git, "html")
      #expect(html.hasPrefix("<!DOCTYPE html>"))
      #expect(!html.contains("<script"))
      #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    }
  }

  @Test("A table and tab-separated values have a header and one line a row")
  func lines() async throws {
    try await withCommits { git in
      #expect(try await print(git, "table").split(separator: "\n").count == 4)
      let tsv = try await print(git, "tsv")
      #expect(tsv.hasPrefix("subject\tparents\n"))
      #expect(tsv.split(separator: "\n").allSatisfy { $0.split(separator: "\t").count == 2 })
    }
  }
}
