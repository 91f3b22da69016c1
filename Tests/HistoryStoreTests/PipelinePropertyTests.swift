import TestSupport
import Testing

@Suite("Pipelines mean what their stages say")
struct PipelinePropertyTests {
  private static let columns = ["subject", "author", "parents", "type"]

  /// 120 commits by four people, some with a Conventional Commits type, some merges.
  private static func script() -> String {
    var random = SeededGenerator(seed: 7)
    var script = ""
    for mark in 1...120 {
      let author = ["Änne", "Bob", "Zoë", "bob"].randomElement(using: &random) ?? ""
      let kind = ["fix: ", "feat: ", "", "docs: "].randomElement(using: &random) ?? ""
      let subject = "\(kind)\(mark % 17) things"
      script += "commit refs/heads/main\nmark :\(mark)\n"
      script += "author \(author) <a@example.com> \(1_700_000_000 + mark) +0000\n"
      script += "committer C <c@example.com> \(1_700_000_000 + mark) +0000\n"
      script += "data \(subject.utf8.count)\n\(subject)\n"
      if mark > 1 { script += "from :\(mark - 1)\n" }
      if mark > 9, mark % 6 == 0 { script += "merge :\(mark - 7)\n" }
      script += "\n"
    }
    for tag in 1...30 {
      script += "reset refs/tags/v1.\(tag / 4).\(tag % 4)\(tag % 5 == 0 ? "-rc.1" : "")\n"
      script += "from :\(tag * 4)\n\n"
    }
    return script
  }

  private func withCommits(_ body: (IndexedHistory) throws -> Void) async throws {
    try await GitFixture.with { git in
      try await git.fastImport(Self.script())
      let history = IndexedHistory(git)
      try await history.index(git)
      try body(history)
    }
  }

  @Test("Random pipelines yield what a plain reading of their stages yields, in one order")
  func bruteForce() async throws {
    try await withCommits { history in
      let answer = try history.rows("commits | select \(Self.columns.joined(separator: ", "))")
      let rows = answer.enumerated().map { index, line in
        let parts = line.split(separator: " | ", omittingEmptySubsequences: false).map(String.init)
        let values = zip(Self.columns, parts).map { column, part in
          (column, Self.value(part, of: column))
        }
        // The later a commit, the lower it stands among equals.
        return RandomPipeline.Row(
          values: Dictionary(uniqueKeysWithValues: values), rank: answer.count - index)
      }
      #expect(rows.count == 120)
      var answered = ["join (": 0, "join left": 0, "union": 0, "prev": 0, "summarize": 0]
      for seed in 1...600 as ClosedRange<UInt64> {
        let pipeline = RandomPipeline(seed: seed, rows: rows, columns: Self.columns)
        let found = try history.rows(pipeline.text)
        #expect(found == pipeline.lines, "seed \(seed): \(pipeline.text)")
        let staged = try history.ask(pipeline.text, isStaged: true).rows
        #expect(staged == pipeline.lines, "stage by stage, seed \(seed): \(pipeline.text)")
        for stage in answered.keys where !found.isEmpty && pipeline.text.contains(stage) {
          answered[stage, default: 0] += 1
        }
      }
      for (stage, count) in answered { #expect(count > 40, "\(stage): \(count) have rows") }
    }
  }

  private static func value(_ text: String, of column: String) -> RandomPipeline.Value {
    if text == "null" { return .null }
    if column == "parents", let number = Int64(text) { return .int(number) }
    return .text(text)
  }

  @Test(
    "A query that is read at once yields what it yields stage by stage",
    arguments: [
      "commits in v1.1.0..v1.3.0 | where author = \"Bob\" | expand tags | select subject, tags.name",
      "tags | where version in ^v1.2 and commit.parents > 1 | sort version desc | take 3",
      "tags containing v1.2.0 | where commit.author != \"Bob\" | select name, commit.subject",
      "releases | sort version | add prev(version) as p | where is_main | take 4 per prerelease",
      "releases | where version > v1.3.0 | join (tags | select version, annotated) on version",
      "commits | where sha in (tags | where class = \"release\" | select commit.sha) | count",
      "commits | where first_release in v1.2.x | summarize count() as n by first_release",
      "commits | join left (tags | select commit.sha as sha, name) on sha | where name is null",
      "repos | expand tags | expand releases | where releases.prerelease | select tags.name",
      "tags | select name, version | union (branches | select name, null as version) | distinct",
      "commits | summarize list(subject) as all, max(first_release) as v by author | sort v",
      "tags | summarize any(version in (releases | distinct version)) as a, count() as n",
      "tags | summarize count() as n, every(version in (releases | distinct version)) as a by class",
      "tags | count | select 1 as x",
      "tags | count | add count + 1 as more | where more > 5",
      "tags | count | union (branches | count) | summarize sum(count) as n",
      "tags | summarize count() as n by class | union (branches | summarize count() as n by name as class)",
      "commits | where parents in (tags | count | select 2 as x) | count",
      "tags | count | add prev(count) as p | take 1 per count",
      "tags | select name, version | join (releases | select version, prev(version) as p) on version",
      "history | where kind = \"tag\" and since > 2023-01-01 | select name, since | sort since",
    ])
  func stageByStage(_ query: String) async throws {
    try await withCommits { history in
      let usual = try history.ask(query)
      let staged = try history.ask(query, isStaged: true)
      #expect(!usual.rows.isEmpty)
      #expect(usual.rows == staged.rows)
      #expect(usual.columns == staged.columns)
    }
  }
}
