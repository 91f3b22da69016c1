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
        var (ran, found) = (0, 0)
        var unseen = Set(["expand", "join (", "join left", "union", "prev", "next", "summarize"])
        for _ in 0..<250 {
          let query = queries.next()
          let resolver = StoreResolver(session, now: IndexedHistory.now)
          do {
            let statement = try QueryCompiler.compile(
              QueryParser.parse(query), source: query, resolver: resolver)
            var rows = 0
            _ = try session.run(statement, limits: QueryLimits(maximumRows: 20)) { _ in rows += 1 }
            ran += 1
            guard rows > 0 else { continue }
            found += 1
            unseen = unseen.filter { !query.contains($0) }
          } catch is QueryError {
          } catch let error as StoreError {
            if error.message != "integer overflow" { Issue.record("\(error.message): \(query)") }
          }
        }
        #expect(ran > 100, "\(ran)")
        #expect(found > 70, "\(found)")
        #expect(unseen.isEmpty, "no query with them has rows")
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
    "v1.27.3", "v1.28.0", "4bf2c9", "storefront", "prod/shop", "example.com", "acme",
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
    "let qxz = tags | where name = \"qxz\"; qxz | where version in (qxz | select version)",
    "tags | select name, version | join (releases | select version, yanked as qxz) on version",
    "tags | join left (branches | select name as qxz2) as qxz on name = qxz.qxz2 and line = \"é\"",
    "tags | select name as qxz | union (branches | where name = \"qxz\" | select name as qxz)",
    "commits | expand tags as qxz | where qxz.name != \"qxz\" | select qxz.name as qxz2",
    "releases | add prev(version, line) as qxz, next(coalesce(notes, \"é\"), yanked) as qxz2",
    "commits | where search(\"qxz\") or search(\"'7391 é' qxz*\")",
    "commits | summarize count() as qxz by bucket(time, 7391d) as qxz2",
    "commits in merge_base(v1.27.3, v1.28.0)..v1.28.0 | count",
    "image_tags of image:storefront:latest", "commits in image:acme/shop:v1.27.3..v1.28.0",
    "deploys of env:prod/shop", "modules of go:example.com/shop@v1.28.0",
    "commits in ..image:acme/shop@sha256:4bf2c9", "history | where target = sha256:4bf2c9",
  ]

  private static func marker(_ type: ParameterType) -> String {
    switch type {
    case .int: "73917391"
    case .real: "7391.7391"
    case .version: "v73.91.7391-qxz"
    case .time: "2073-09-17"
    case .duration: "7391d"
    case .ref, .commit: "v1.28.0"
    case .digest: "sha256:4bf2c9"
    default: "qxz'; DROP TABLE tag; --\u{1F600}"
    }
  }

  @Test(
    "What is long or hard is answered, or refused with the reason", .timeLimit(.minutes(20)),
    arguments: [
      ("commits | where author in (\(list(10_000) { _ in "\"a\"" }))", "0 rows"),
      ("commits | where parents in (\(list(10_000) { "\($0)" }))", "3 rows"),
      ("commits | where \(list(900, " or ") { _ in "author = \"x\"" })", "0 rows"),
      ("commits | where \(list(60, "") { _ in "(" })true\(list(60, "") { _ in ")" })", "3 rows"),
      ("commits | where 0 = 1\(list(200, "") { _ in " + parents" })", "0 rows"),
      (
        list(12, "") { _ in "commits | where sha in (" } + "commits"
          + list(12, "") { _ in " | select sha)" },
        "the query is nested too deeply for SQLite"
      ),
      ("commits | where body matches \"(.*)*(.*)*(.*)*(.*)*x$\"", "0 rows"),
      ("commits | where subject matches \"(((((a{1,9}){1,9}){1,9}){1,9}){1,9}){1,9}\"", "E307"),
      (
        "commits | where \"\(list(40, "") { _ in "a" })!\" matches \"^(a+)+$\"",
        "regular expression: match limit exceeded"
      ),
      ("commits | where lower(subject) matches \"^(([a-z: ])+.)+[A-Z]([a-z])+$\"", "0 rows"),
      ("commits | where subject glob \"\(list(400, "") { _ in "*a" })\"", "0 rows"),
      (
        "history | summarize count() as n, list(name) as l, max(version) as m by kind, since",
        "2 rows"
      ),
      ("moves" + list(15, "") { _ in " | summarize count() as n by repo | select repo" }, "1 rows"),
      (
        "tags" + list(10, "") { _ in " | distinct | sort name desc | take 3 per class" },
        "the query is nested too deeply for SQLite"
      ),
    ])
  func runaway(query: String, expected: String) async throws {
    try await withHistory { history in
      #expect(Self.outcome(of: query, in: history, QueryLimits(maximumRows: 100)) == expected)
      try expectQuery(history, "tags | count", rows: ["3"])
    }
  }

  @Test("A query that would not end in years is stopped at its time", .timeLimit(.minutes(20)))
  func endless() async throws {
    try await withHistory { history in
      // All names are of one length: 3^21 rows.
      let pairs = Self.list(20, "") {
        " | join (tags | select name as n\($0)) on len(name) = len(n\($0))"
      }
      let query = "tags | select name\(pairs) | count"
      let found = Self.outcome(of: query, in: history, QueryLimits(timeout: 100_000))
      #expect(found == "the query was stopped at its time limit")
      try expectQuery(history, "tags | count", rows: ["3"])
    }
  }

  private static func list(
    _ count: Int, _ separator: String = ", ", _ text: (Int) -> String
  ) -> String {
    (0..<count).map(text).joined(separator: separator)
  }

  /// Returns how many rows come, the codes of the errors in the query, or the store's message.
  private static func outcome(
    of query: String, in history: IndexedHistory, _ limits: QueryLimits
  ) -> String {
    do {
      return "\(try history.ask(query, limits: limits).rows.count) rows"
    } catch let error as QueryError {
      return error.diagnostics.map(\.code).joined(separator: " ")
    } catch {
      return (error as? StoreError)?.message ?? "\(error)"
    }
  }
}
