import QueryLanguage
import Testing
import Versions

/// What comes with a statement: bindings, notes, requests to the resolver, renderings.
struct CompilerTests {
  @Test(
    "No literal reaches the text of the statement",
    arguments: [
      #"tags | where name = "zqx' OR 1=1 --" or name glob "zqx*" or name has "zqx""#,
      #"tags | where name in ("zqx", "zqx2") and version > v7777.0.0"#,
      #"commits | where sha = sha:9f3c1ab and parents = 7777 and subject matches "zqx""#,
      #"commits in v1.27.3..v1.28.0 | add 7777 as zqx | select zqx | take 7777"#,
      #"param zqx: text = "zqx7777"; commits | where author = $zqx | add $zqx as zqx2"#,
      #"tags as of 7777-01-01 | where since > 7777d ago | summarize list("zqx") as zqx by name"#,
    ])
  func literalsAreBound(_ query: String) throws {
    let sql = try compiled(query).sql
    #expect(!sql.contains("zqx"))
    #expect(!sql.contains("7777"))
    #expect(!sql.contains("9f3c1ab"))
    #expect(!sql.contains("1.28"))
  }

  @Test("The columns of the answer have names, types and places")
  func columns() throws {
    let statement = try compiled("releases | select version, commit.sha, age(released_at) as age")
    #expect(
      statement.columns == [
        ResultColumn(column: AnswerColumn(name: "version", type: .version), index: 0),
        ResultColumn(column: AnswerColumn(name: "sha", type: .sha), index: 1),
        ResultColumn(column: AnswerColumn(name: "age", type: .duration), index: 2),
      ])
  }

  @Test("Equal sets are computed once")
  func setsAreShared() throws {
    let names = FixedNames()
    let statement = try compiled(
      "commits in v1.27.3..v1.28.0 | where in v1.27.3..v1.28.0 and containing v1.27.2",
      names: names)
    #expect(
      names.requests == [
        .range(lower: 130, upper: 140, firstParent: false), .descendants(of: 120),
      ])
    #expect(statement.sets.map(\.handle) == [1, 2])
    #expect(
      statement.sets.map(\.description) == [
        "commits in v1.27.3..v1.28.0", "commits containing tag v1.27.2",
      ])
  }

  @Test("Releases and tags are found by the tags that contain a commit, other rows by commits")
  func containing() throws {
    for (query, request) in [
      ("releases containing v1.27.2", SetRequest.tagsContaining(120)),
      ("tags | where containing v1.27.2", .tagsContaining(120)),
      ("refs containing v1.27.2", .descendants(of: 120)),
      ("commits containing v1.27.2", .descendants(of: 120)),
      ("commits reachable from main", .ancestors(of: 200)),
      ("tags in ..main", .range(lower: nil, upper: 200, firstParent: false)),
    ] {
      let names = FixedNames()
      _ = try compiled(query, names: names)
      #expect(names.requests == [request], "\(query)")
    }
  }

  @Test("Refs are looked up at the time of the source, in the default repository")
  func lookUps() throws {
    let names = FixedNames()
    _ = try compiled("commits in ..v1.28.0 as of 2024-05-20", names: names)
    #expect(
      names.lookups == [
        RefRequest(
          kind: nil, name: Array("v1.28.0".utf8), repository: 1,
          accepts: Set(ResolvedKind.allCases).subtracting([.tagObject]),
          asOf: 1_716_163_200_000_000)
      ])
  }

  @Test("With several repositories there is no default, unless the query names one")
  func defaultRepository() throws {
    let names = FixedNames()
    names.known.append(ResolvedRepository(id: 2, name: "other/tool"))
    #expect(try compiled("commits of main", names: names).repository == nil)
    #expect(names.lookups.last?.repository == nil)
    let statement = try compiled("repo tool; commits of main", names: names)
    #expect(statement.repository == "other/tool")
    #expect(names.lookups.last?.repository == 2)
  }

  @Test("The time of a source overrides the header, which overrides the command line")
  func times() throws {
    let day: Int64 = 86_400_000_000
    #expect(try compiled("tags", asOf: day).bindings.first?.value == .integer(day))
    let header = try compiled("as of 1970-01-03; tags", asOf: day)
    #expect(header.asOf == 2 * day)
    #expect(header.bindings.first?.value == .integer(2 * day))
    let clause = try compiled("as of 1970-01-03; tags as of 1970-01-04", asOf: day)
    #expect(clause.bindings.first?.value == .integer(3 * day))
  }

  @Test(
    "Notes say what is not known of the past",
    arguments: [
      (
        "tags of v1.28.0 as of 2023-01-01",
        """
        N401: tag v1.28.0 has no row: it is first known 2024-01-01T00:00:00Z, and the query asks \
        as of 2023-01-01T00:00:00Z
        """
      ),
      (
        "branches of main as of 2023-01-01 | select name",
        """
        N401: branch main has no row: it is first observed 2024-05-01T00:00:00Z, and the query \
        asks as of 2023-01-01T00:00:00Z
        """
      ),
      (
        "tags of v1.28.0 as of 2024-02-01",
        """
        N402: tag v1.28.0 is first observed 2024-05-01T00:00:00Z; that it pointed there at \
        2024-02-01T00:00:00Z is what its date claims
        """
      ),
      (
        "tags as of 2023-01-01 | count",
        """
        N401: the first look at the tags of acme/shop was 2024-05-01T00:00:00Z; nothing is known of \
        them as of 2023-01-01T00:00:00Z
        """
      ),
      (
        "tags as of 2024-02-01 | count",
        """
        N402: tags of acme/shop were first seen 2024-05-01T00:00:00Z; that they were there at \
        2024-02-01T00:00:00Z is what their dates claim
        """
      ),
      (
        "as of 2024-02-01; history | count",
        """
        N402: tags of acme/shop were first seen 2024-05-01T00:00:00Z; that they were there at \
        2024-02-01T00:00:00Z is what their dates claim
        N401: the first look at the branches of acme/shop was 2024-05-01T00:00:00Z; nothing is known \
        of them as of 2024-02-01T00:00:00Z
        """
      ),
      (
        "tags as of 2030-01-01",
        "N403: 2030-01-01T00:00:00Z is in the future; the rows are those known now"
      ),
      (
        "branches as of 2024-05-20 | where is_default | select name",
        "N404: is_default of branches is shown as it is now: its past is not kept"
      ),
    ])
  func notes(_ query: String, _ note: String) throws {
    let notes = try compiled(query).notes.map { "\($0.code): \($0.message)" }
    #expect(notes.joined(separator: "\n") == note)
  }

  @Test("All columns of commits as of a time leave out what the present decides")
  func implicitColumns() throws {
    let statement = try compiled("commits as of 2024-05-20")
    #expect(!statement.columns.contains { $0.column.name == "reachable" })
    #expect(statement.notes.map(\.code) == ["N405", "N405"])
  }

  @Test("Given parameters replace defaults and are bound")
  func parameters() throws {
    let query = "param to: ref; param n: int = 5; commits in ..$to | take $n"
    let ref = try QueryParser.parseValue("v1.28.0", type: .ref)
    let statement = try compiled(query, parameters: ["to": ref, "n": .literal(.integer(2))])
    #expect(statement.bindings.last == SQLBinding(.integer(2), "$n"))
    #expect(statement.parameters.map(\.name) == ["to", "n"])
    #expect(statement.parameters.map(\.text) == ["v1.28.0", "2"])
  }

  @Test("The shell rendering has parameters and a table for each set")
  func shell() throws {
    let statement = try compiled(#"commits in v1.27.3..v1.28.0 | where author = "a'b" | count"#)
    #expect(
      statement.shellSQL { _ in [3, 2] } == """
        -- commits in v1.27.3..v1.28.0
        CREATE TEMP TABLE set_1 (id INTEGER PRIMARY KEY);
        INSERT INTO set_1 VALUES (3), (2);
        .parameter init
        .parameter set ?1 "1"
        .parameter set ?2 "'a''b'"
        SELECT count(*)
        FROM set_1 AS set1
          CROSS JOIN commit_object AS commit1 ON commit1.id = set1.id
          JOIN person AS author1 ON author1.id = commit1.author
        WHERE author1.name = ?2;

        """)
  }

  @Test("The explanation names source, refs, ranges and filters")
  func explanation() throws {
    let statement = try compiled("tags as of 2024-05-20 | where version in ^v1.27 | select name")
    #expect(
      statement.explanation.map { "\($0.label): \($0.text)" } == [
        "repository: acme/shop",
        "source: tags, as of 2024-05-20T00:00:00Z (given for this source)",
        "range: ^v1.27 is >= v1.27.0 and < v2.0.0-0, without prereleases",
        "filter: where version in ^v1.27", "stage: select name",
      ])
  }

  @Test("Columns that build on each other cannot grow without limit")
  func growth() {
    let stages = (1...25).map { "add c\($0 - 1) + c\($0 - 1) as c\($0)" }
    let query = "commits | add parents + 1 as c0 | " + stages.joined(separator: " | ")
    #expect(throws: QueryError.self) { try compiled(query) }
  }
}
