import Testing

@testable import QueryLanguage

@Suite("Syntax errors")
struct SyntaxErrorTests {
  @Test("Faults of several stages are reported at once, in their order")
  func severalErrors() {
    expectSyntaxError(
      "commits | where a == 1 && b <> 2 | limit 5 | sort by x | select short(sha)",
      """
      error[E003]: there is no operator "=="
        | commits | where a == 1 && b <> 2 | limit 5 | sort by x | select short(sha)
        |                   ^^ write =

      error[E003]: there is no operator "&&"
        | commits | where a == 1 && b <> 2 | limit 5 | sort by x | select short(sha)
        |                        ^^ write and

      error[E003]: there is no operator "<>"
        | commits | where a == 1 && b <> 2 | limit 5 | sort by x | select short(sha)
        |                             ^^ write !=

      error[E013]: there is no stage "limit"
        | commits | where a == 1 && b <> 2 | limit 5 | sort by x | select short(sha)
        |                                    ^^^^^ write take
        stages: where, select, add, sort, take, summarize, distinct, count, expand, join, union

      error[E013]: "sort" is followed by its keys
        | commits | where a == 1 && b <> 2 | limit 5 | sort by x | select short(sha)
        |                                                   ^^ leave out by

      error[E014]: the column "short(sha)" needs a name
        | commits | where a == 1 && b <> 2 | limit 5 | sort by x | select short(sha)
        |                                                                 ^^^^^^^^^^ write short(sha) as sha
      """)
  }

  @Test("Parsing goes on after a fault inside parentheses")
  func nestedRecovery() {
    #expect(
      faults("commits | where a in (tags | foo | select b) | bar | count").map(\.message) == [
        "there is no stage \"foo\"", "there is no stage \"bar\"",
      ])
    #expect(
      faults("commits | where f(a | foo | count").map(\.message) == [
        "expected \",\" or \")\", found \"|\"", "there is no stage \"foo\"",
      ])
    #expect(
      faults("commits | where x in (1, @, (2)) | foo").map(\.code) == ["E002", "E013"])
    #expect(faults("commits of tag: | foo").map(\.code) == ["E010", "E013"])
    #expect(
      faults("param x: txt; param y int; commits | foo").map(\.code) == ["E018", "E001", "E013"])
  }

  @Test(
    "Words of other languages lead to those of this one",
    arguments: [
      ("limit 5", "write take"), ("group by a", "write summarize count() as n by …"),
      ("order by a", "write sort"),
      ("filter a", "write where"), ("project a", "write select"), ("head 5", "write take"),
      ("top 5", "write take"), ("extend a = 1", "write add"),
      ("WHERE a", "did you mean \"where\"?"),
      ("slect a", "did you mean \"select\"?"), ("sotr a", "did you mean \"sort\"?"),
      ("where a like 1", "write glob or has"), ("where a contains 1", "write has"),
      ("where a between 1 and 2", "write >= and <="),
      ("where a AND b", "keywords are in lower case: and"),
      ("from commits", "a query starts with the relation"), ("where a < b < c", "write and b < …"),
      ("sort a descending", "write desc"), ("where version > v1.27.x", "write version in v1.27.x"),
      ("where a where b", "write \"|\" before it"),
    ])
  func foreignWords(_ stage: String, _ label: String) {
    #expect(faults("commits | \(stage)").map(\.label) == [label])
  }

  @Test("A query that starts like SQL is told to name the relation first")
  func likeSQL() {
    expectSyntaxError(
      "from commits | select sha",
      """
      error[E013]: a query starts with a relation, found "from"
        | from commits | select sha
        | ^^^^ name the relation first
        write: commits | …
      """)
    #expect(faults("SELECT a FROM commits").map(\.label) == ["name the relation first"])
  }

  @Test(
    "Everything else that the grammar has no place for is E001 with what belongs there",
    arguments: [
      ("commits |", "expected a stage after \"|\", found the end of the query"),
      ("commits | | count", "expected a stage after \"|\", found \"|\""),
      ("commits tags", "expected \"|\" or the end of the query after the source, found \"tags\""),
      ("commits | where", "expected a value, found the end of the query"),
      ("commits | where a >> 1", "expected a value, found \">\""),
      ("commits | where a is 1", "expected \"null\" after \"is\", found \"1\""),
      ("commits | take -1", "expected a number of rows, found \"-\""),
      ("commits | select a,", "expected a value, found the end of the query"),
      (
        "commits | select a b",
        "expected \"|\" or the end of the query after the stage, found \"b\""
      ),
      ("commits | where (a, b) = 1", "expected \")\", found \",\""),
      (
        "commits | where a in 5",
        "expected a list, a range of versions or a pipeline, found \"5\""
      ),
      ("commits | where (a", "expected \")\", found the end of the query"),
      ("(commits | count", "expected \"|\" or \")\", found the end of the query"),
      ("commits)", "expected \"|\" or the end of the query after the source, found \")\""),
      ("commits of | count", "expected a ref after \"of\", found \"|\""),
      ("commits as of v1.2.3", "expected a time, found \"v1.2.3\""),
      ("param x int; commits", "expected \":\" and the type of the parameter, found \"int\""),
      (
        "commits | distinct 5",
        "expected \"|\" or the end of the query after the stage, found \"5\""
      ),
    ])
  func unexpected(_ query: String, _ message: String) {
    #expect(faults(query).map(\.message) == [message])
    #expect(faults(query).map(\.code) == ["E001"])
  }

  @Test("A plus or minus between values needs spaces")
  func spaces() {
    for text in ["a-b", "a -b", "a- b", "a+b", "(a)-(b)"] {
      #expect(faults("commits | where \(text) > 1").map(\.code) == ["E003"], "\(text)")
    }
    #expect(faults("commits | where a - -b > 1").isEmpty)
  }

  @Test(
    "An empty query and a semicolon after the pipeline are explained", arguments: ["", " \n-- x"])
  func empty(_ text: String) {
    #expect(faults(text).map(\.code) == ["E017"])
    #expect(faults("commits | count;").map(\.code) == ["E017"])
  }

  @Test("Texts, nesting, stages, lists, patterns and arithmetic have limits")
  func limits() {
    func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }
    let cases: [(String, [String])] = [
      ("commits" + repeated(" ", 65_529), []), ("commits" + repeated(" ", 65_530), ["E016"]),
      ("commits" + repeated(" | count", 32), []), ("commits" + repeated(" | count", 33), ["E016"]),
      ("commits | where \(repeated("(", 62))a\(repeated(")", 62))", []),
      ("commits | where \(repeated("(", 64))a\(repeated(")", 64))", ["E016"]),
      ("commits | where \(repeated("not ", 200))a", ["E016"]),
      ("commits | where a = \(repeated("- ", 200))1", ["E016"]),
      ("commits | where a = \(repeated("if(a, ", 200))1", ["E016"]),
      (repeated("(", 20_000) + "commits", ["E016"]),
      ("commits | where \(repeated("a in (tags | where ", 100))b", ["E016"]),
      ("commits | where a in (\(repeated("1,", 9_999))1)", []),
      ("commits | where a in (\(repeated("1,", 10_000))1)", ["E016"]),
      ("commits | where a matches '\(repeated("é", 512))'", []),
      ("commits | where a matches '\(repeated("é", 513))'", ["E016"]),
      ("commits | where 0 = 1\(repeated(" + 1", 200))", []),
      ("commits | where 0 = 1\(repeated(" + 1", 201))", ["E016"]),
      ("commits | where a\(repeated(" or a", 12_000))", []),
    ]
    for (query, codes) in cases {
      #expect(faults(query).map(\.code) == codes, "\(query.prefix(60))")
    }
  }

  @Test("A text that is not UTF-8 names the byte and its offset")
  func notUTF8() {
    do throws(QueryError) {
      _ = try QueryParser.parse(bytes: Array("commits".utf8) + [0xC3, 0x28])
      Issue.record("accepted")
    } catch {
      #expect(error.diagnostics.map(\.message) == ["the query is not UTF-8: byte 0xC3 at offset 7"])
    }
  }
}

/// A generator whose numbers depend on its seed alone (Steele, Lea and Flood 2014).
struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ bound: Int) -> Int {
    bound <= 0 ? 0 : Int(next() % UInt64(bound))
  }
}
