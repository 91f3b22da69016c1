import QueryLanguage
import Testing

/// What is said about values that no row has, about options, and about several repositories.
struct BindValueTests {
  @Test(
    "A value outside of a closed set, and a wrong pattern, are errors",
    arguments: BindValueTests.values)
  func wrongValues(_ example: BindErrorCase) {
    expectBindError(example.query, example.text)
  }

  static let values: [BindErrorCase] = [
    BindErrorCase(
      #"refs | where kind = "tags""#,
      """
      error[E309]: "kind" is never "tags"
        | refs | where kind = "tags"
        |                     ^^^^^^ did you mean "tag"?
        values of kind: tag, branch, image, env, release, other
      """),
    BindErrorCase(
      #"releases | where verdict in ("stray", "Backport")"#,
      """
      error[E309]: "verdict" is never "Backport"
        | releases | where verdict in ("stray", "Backport")
        |                                       ^^^^^^^^^^ did you mean "backport"?
        values of verdict: forward, backport, stray, late, same-commit, unrelated, unknown
      """),
    BindErrorCase(
      #"param c: text = "moved"; moves | where $c != change"#,
      """
      error[E309]: "change" is never "moved"
        | param c: text = "moved"; moves | where $c != change
        |                                        ^^ did you mean "move"?
        values of change: create, move, delete, retag
      """),
    BindErrorCase(
      #"tags | where name matches "v(1""#,
      """
      error[E307]: the regular expression is wrong: missing closing parenthesis
        | tags | where name matches "v(1"
        |                             ^
      """),
    BindErrorCase(
      #"param p: text = "("; tags | where name matches $p"#,
      """
      error[E307]: the regular expression is wrong: missing closing parenthesis
        | param p: text = "("; tags | where name matches $p
        |                                                ^^
      """),
    BindErrorCase(
      #"commits of tag:nowhere:v1.28.0"#,
      """
      error[E206]: no repository is named "nowhere"
        | commits of tag:nowhere:v1.28.0
        |            ^^^^^^^^^^^^^^^^^^^
        repositories: acme/shop
      """),
    BindErrorCase(
      #"param user: text; commits"#,
      """
      error[E602]: parameter $user is built in
        | param user: text; commits
        |       ^^^^
      """),
  ]

  @Test(
    "Notes say that no repository has a name, and that a range is one of versions",
    arguments: [
      (
        "tags | where repo = \"shop\" | count",
        "N407: no repository is named \"shop\": did you mean \"acme/shop\"?"
      ),
      (
        "tags | where repo.name in (\"nix\") | count",
        "N407: no repository is named \"nix\": the names are acme/shop"
      ),
      ("tags | where repo = \"acme/shop\" | count", ""),
      (
        "commits | where first_release > v1.27.3 and first_release <= v1.28.0 | count",
        "N408: first_release between v1.27.3 and v1.28.0 is by the order of versions, which takes in "
          + "backports; what v1.28.0 contains and v1.27.3 does not is: in v1.27.3..v1.28.0"
      ),
      ("commits | where first_release > v1.27.3 | count", ""),
      ("releases | where version > v1.27.3 and version <= v1.28.0 | count", ""),
    ])
  func notes(_ query: String, _ note: String) throws {
    let notes = try compiled(query).notes.map { "\($0.code): \($0.message)" }
    #expect(notes.joined(separator: "\n") == note)
  }

  @Test("An explanation says that a range of versions is by their order")
  func versionOrder() throws {
    let query = "releases | where version > v1.27.3 and version <= v1.28.0 | count"
    #expect(
      try compiled(query).explanation.first { $0.label == "range" }?.text
        == "version between v1.27.3 and v1.28.0 is by the order of versions, not by the history")
  }

  @Test("$user is the name of the user")
  func user() throws {
    let statement = try compiled("commits | where author = $user")
    #expect(statement.bindings.contains(SQLBinding(.text(Array("alice".utf8)), "$user")))
  }

  @Test("The time of an answer is the one on which all its sources agree")
  func asOf() throws {
    let day: Int64 = 86_400_000_000
    #expect(try compiled("tags as of 1970-01-02").asOf == day)
    #expect(try compiled("as of 1970-01-03; tags as of 1970-01-02").asOf == day)
    let within = "tags as of 1970-01-02 | where commit.sha in (commits REST | select sha)"
    let here = within.split(separator: "REST").joined(separator: "as of 1970-01-02")
    #expect(try compiled(here).asOf == day)
    #expect(try compiled(within.split(separator: "REST").joined()).asOf == nil)
  }

  // MARK: Options

  private func errors(
    _ query: String, parameters: [String: ParameterValue] = [:], repository: String? = nil,
    names: FixedNames = FixedNames()
  ) throws -> String {
    do {
      _ = try compiled(query, parameters: parameters, repository: repository, names: names)
      return ""
    } catch let error as QueryError {
      return DiagnosticRenderer(source: query).text(error.diagnostics)
    }
  }

  @Test("What is wrong with an option is shown at the option")
  func options() throws {
    #expect(
      try errors("commits", repository: "shpo") == """
        error[E206]: no repository is named "shpo"
          | --repo shpo
          |        ^^^^ did you mean "shop"?
          repositories: acme/shop

        """)
    #expect(
      try errors(
        "param n: int in (1, 2); commits",
        parameters: ["n": .literal(.integer(3))]) == """
          error[E606]: parameter $n cannot be "3"
            | --param n=3
            |           ^
            choices: 1, 2

          """)
  }

  @Test("A misspelt parameter is reported beside the one that is missing for it")
  func misspeltParameter() throws {
    #expect(
      try errors(
        "param since: text; commits", parameters: ["sinc": .literal(.string([]))]) == """
          error[E603]: parameter $since has no value
            | param since: text; commits
            |       ^^^^^
            give one: --param since=TEXT

          error[E604]: the query has no parameter "sinc"
            | --param sinc
            |         ^^^^ did you mean "since"?
            parameters: since

          """)
  }

  // MARK: Several repositories

  private var two: FixedNames {
    let names = FixedNames()
    names.known.append(ResolvedRepository(id: 2, name: "other/tool"))
    return names
  }

  @Test("An end of a range that several repositories have is looked up in that of the other end")
  func otherEnd() throws {
    for (range, ids) in [("v1.28.0..HEAD", (140, 200)), ("HEAD..v1.28.0", (200, 140))] {
      let names = two
      _ = try compiled("commits in \(range)", names: names)
      #expect(names.lookups.last { $0.name == Array("HEAD".utf8) }?.repository == 1)
      #expect(
        names.requests == [.range(lower: Int64(ids.0), upper: Int64(ids.1), firstParent: false)])
    }
  }

  @Test("A name that several repositories have is answered with how to choose one")
  func ambiguous() throws {
    #expect(
      try errors("commits in ..HEAD", names: two) == """
        error[E202]: "HEAD" is ambiguous
          | commits in ..HEAD
          |              ^^^^ write branch:acme/shop:main or branch:other/tool:main
          --repo NAME, or the header repo NAME; looks names up in one repository

        """)
    #expect(
      try errors("commits of both", names: two) == """
        error[E202]: "both" is ambiguous
          | commits of both
          |            ^^^^ write tag:both or branch:both

        """)
  }
}
