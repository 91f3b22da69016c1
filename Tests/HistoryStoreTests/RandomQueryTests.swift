import HistoryStore
import QueryLanguage
import TestSupport
import Testing

/// What compiles runs, and what is asked never becomes part of the statement.
@Suite("Random queries")
struct RandomQueryTests {
  private func withHistory(_ body: (IndexedHistory) async throws -> Void) async throws {
    try await GitFixture.with { git in
      for (number, tag) in ["v1.27.2", "v1.27.3", "v1.28.0"].enumerated() {
        try await git.commit("feat: \(number)")
        try await git.tag(tag)
      }
      let history = IndexedHistory(git)
      try await history.index(git)
      try await body(history)
    }
  }

  @Test("Every query that compiles runs", arguments: 0..<3)
  func everyOneRuns(seed: UInt64) async throws {
    try await ShopHistory.with { history, _ in
      let store = try HistoryStore(reading: history.path)
      try store.read { session in
        var queries = RandomQueries(seed: seed)
        var ran = 0
        var rows = 0
        for _ in 0..<250 {
          let query = queries.next()
          let resolver = StoreResolver(session, now: IndexedHistory.now)
          do {
            let statement = try QueryCompiler.compile(
              QueryParser.parse(query), source: query, resolver: resolver)
            rows += try session.run(statement, limits: QueryLimits(maximumRows: 20)) { _ in }.rows
            ran += 1
          } catch is QueryError {
          } catch let error as StoreError {
            if error.message != "integer overflow" { Issue.record("\(error.message): \(query)") }
          }
        }
        #expect(ran > 100, "\(ran)")
        #expect(rows > 200, "\(rows)")
      }
    }
  }

  @Test(
    "Columns without a key, constant columns and the one row of a count can be grouped and ranked",
    arguments: [
      (
        "tags | distinct name | select upper(name) as n | sort n",
        ["V1.27.2", "V1.27.3", "V1.28.0"]
      ),
      ("releases | distinct yanked, notes", ["false | null"]),
      ("releases | take 1 per yanked | count", ["1"]),
      ("releases | sort yanked, notes | count", ["3"]),
      ("tags | count | take 2 per count", ["3"]),
    ])
  func groups(query: String, rows: [String]) async throws {
    try await withHistory { history in try expectQuery(history, query, rows: rows) }
  }

  @Test("No text, number, name or parameter of a query becomes part of its SQL")
  func taint() async throws {
    try await ShopHistory.with { history, _ in
      let writer = try HistoryWriter(path: history.path)
      try writer.indexTexts()
      writer.close()
      let store = try HistoryStore(reading: history.path)
      try store.read { session in
        for query in Self.tainted {
          let resolver = StoreResolver(session, now: IndexedHistory.now)
          var values: [String: ParameterValue] = [:]
          let syntax = try QueryParser.parse(query)
          for case .parameter(let declaration) in syntax.headers {
            let text = Self.marker(declaration.type)
            values[declaration.name.text] = try QueryParser.parseValue(
              text, type: declaration.type)
          }
          let statement = try QueryCompiler.compile(
            syntax, source: query, parameters: values, resolver: resolver)
          for mark in Self.marks {
            #expect(!statement.sql.lowercased().contains(mark), "\(mark) in \(statement.sql)")
          }
          _ = try session.run(statement, limits: QueryLimits()) { _ in }
        }
      }
    }
  }

  /// What the queries below hold, in lower case; none of it is a word of the schema.
  static let marks = [
    "qxz", "7391", "v73.91", "2073-09-17", "73917391", "deadbee7", "é", "\u{1F600}", "--", ";",
    "v1.27.3", "v1.28.0", "latest", "prod", "example.com",
  ]

  static let tainted = [
    #"tags | where name = "qxz' OR 1=1; --""#, #"tags | where name glob "qxz*" or name has "é""#,
    #"tags | where name matches "qxz(7391)?" | take 7391"#,
    #"tags | where name in ("qxz", "\u{1F600}", 'qxz"') | count"#,
    #"tags | where name in (\#((0..<40).map { "\"qxz\($0)\"" }.joined(separator: ", ")))"#,
    "tags | where version > v73.91.0-qxz and version in ^v73.91",
    "tags | where version in (v73.91.1, v73.91.2) or since < 2073-09-17",
    "commits | where sha = sha:\(String(repeating: "deadbee7", count: 5)) or parents = 7391",
    "commits | add parents + 7391 as n | where n > 73917391 and age(time) > 7391d",
    "commits in v1.27.3..v1.28.0 | where containing v1.28.0", "tags of v1.28.0",
    "tags as of 2073-09-17 | select name as qxz, class as qxz2",
    "tags | add name as qxz | where qxz = \"qxz\" | summarize count() as qxz7391 by qxz",
    "tags | sort name | take 7391 per class | select if(is_main, \"qxz\", \"é\") as qxz",
    "param qxz: text; tags | where name = $qxz or repo = $qxz",
    "param qxz: int; commits | where parents = $qxz | take $qxz",
    "param qxz: version; tags | where version >= $qxz", "param qxz: time; tags as of $qxz",
    "param qxz: ref; commits in ..$qxz", "param qxz: duration; commits | where age(time) > $qxz",
    "param qxz: real; commits | where parents > $qxz",
    "param qxz: digest; images | where digest = $qxz",
    "let qxz = tags | where name != \"qxz\"; qxz | join left (qxz | select name) as qxz2 on name = qxz2.name",
    "tags | select name as qxz | union (branches | select name as qxz) | distinct qxz",
    "commits | expand tags as qxz | where qxz.name = \"qxz\" or qxz.version > v73.91.0",
    "tags | add prev(name, class) as qxz, next(version, \"qxz\") as qxz2 | where qxz is null",
    "commits | where search(\"qxz \\\"7391 é\\\"\") | summarize count() as qxz by bucket(time, 7391d) as qxz2",
    "commits in merge_base(v1.27.3, v1.28.0)..v1.28.0", "image_tags of image:shop:latest",
    "history of env:prod/shop", "modules of go:example.com/shop@v1.28.0",
    "history | where target = sha256:4bf2c9 or target = sha:\(String(repeating: "deadbee7", count: 5))",
  ]

  private static func marker(_ type: ParameterType) -> String {
    switch type {
    case .int: "73917391"
    case .real: "7391.7391"
    case .version: "v73.91.7391-qxz"
    case .time: "2073-09-17"
    case .duration: "7391d"
    case .ref, .commit: "v1.28.0"
    case .digest: "sha256:" + String(repeating: "deadbee7", count: 8)
    default: "qxz'; DROP TABLE tag; --\u{1F600}"
    }
  }

  @Test(
    "What would run for long answers, or ends with an error, by its deadline",
    .timeLimit(.minutes(1)),
    arguments: [
      "commits | where author in (\(Array(repeating: "\"a\"", count: 10_000).joined(separator: ",")))",
      "commits | where parents in (\((0..<10_000).map { "\($0)" }.joined(separator: ",")))",
      "commits | where \(Array(repeating: "author = \"x\"", count: 900).joined(separator: " or "))",
      "commits | where \(String(repeating: "(", count: 60))true\(String(repeating: ")", count: 60))",
      "commits | where 0 = 1\(String(repeating: " + parents", count: 200))",
      String(repeating: "commits | where sha in (", count: 12) + "commits"
        + String(repeating: " | select sha)", count: 12),
      "commits | where body matches \"(.*)*(.*)*(.*)*(.*)*x$\"",
      "commits | where subject matches \"(((((a{1,9}){1,9}){1,9}){1,9}){1,9}){1,9}\"",
      "commits | where lower(subject) matches \"^(([a-z: ])+.)+[A-Z]([a-z])+$\"",
      "commits | where subject glob \"\(String(repeating: "*a", count: 400))\"",
      "history | summarize count() as n, list(name) as l, max(version) as m by repo, kind, since",
      "moves" + String(repeating: " | summarize count() as n by repo | select repo", count: 15),
      "tags" + String(repeating: " | distinct | sort name desc | take 3 per class", count: 10),
    ])
  func runaway(query: String) async throws {
    try await withHistory { history in
      do {
        _ = try history.ask(query, limits: QueryLimits(maximumRows: 100, timeout: 500_000))
      } catch let error as QueryError {
        #expect(error.diagnostics.count <= 2)
      } catch let error as StoreError {
        #expect(
          error.code == .interrupted || error.message.hasPrefix("regular expression: ")
            || error.message.contains("nested too deeply"),
          "\(error.message)")
      }
      try expectQuery(history, "tags | count", rows: ["3"])
    }
  }
}
