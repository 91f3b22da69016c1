import QueryLanguage
import Testing

/// What is said to the habits of other languages.
struct HabitTests {
  @Test(
    "A value or stage written as elsewhere is answered with how to write it",
    arguments: HabitTests.habits)
  func explained(_ example: BindErrorCase) {
    expectErrors(example)
  }

  static let habits: [BindErrorCase] = [
    BindErrorCase(
      #"tags limit 5"#,
      """
      error[E001]: expected "|" or the end of the query after the source, found "limit"
        | tags limit 5
        |      ^^^^^ write | take
      """),
    BindErrorCase(
      #"tags | where class = Release"#,
      """
      error[E102]: relation "tags" has no column "Release"
        | tags | where class = Release
        |                      ^^^^^^^ write "release"
        columns: repo, name, line, is_main, class, scheme, version, annotated, tagger, tagged_at, since, precision; links: repo, commit
      """),
    BindErrorCase(
      #"tags | where name in (nam, "v1")"#,
      """
      error[E102]: relation "tags" has no column "nam"
        | tags | where name in (nam, "v1")
        |                       ^^^ did you mean "name"? as a value: "nam"
        columns: repo, name, line, is_main, class, scheme, version, annotated, tagger, tagged_at, since, precision; links: repo, commit
      """),
    BindErrorCase(
      #"commits | sort -time | take 1"#,
      """
      error[E301]: "-" needs a number or a duration, not time
        | commits | sort -time | take 1
        |                ^^^^^ write time desc
      """),
    BindErrorCase(
      #"releases | where version > 1.2"#,
      """
      error[E304]: cannot compare version with real
        | releases | where version > 1.2
        |                            ^^^ write v1.2.0, or use: version in v1.2.x
      """),
    BindErrorCase(
      #"releases | where version = v1 | count"#,
      """
      error[E102]: relation "releases" has no column "v1"
        | releases | where version = v1 | count
        |                            ^^ write v1.0.0, or use: version in v1.x
        columns: project, repo, line, is_main, version, released_at, released_source, prerelease, yanked, notes, highest_before, verdict, previous, known_by; links: repo, project, tag, commit, image
      """),
    BindErrorCase(
      #"commits | where sha = 51f400ac"#,
      """
      error[E009]: "51f400ac" is neither a number nor a duration
        | commits | where sha = 51f400ac
        |                       ^^^^^^^^ write sha:51f400ac for the id of a commit
      """),
    BindErrorCase(
      #"commits | where sha = 5140012"#,
      """
      error[E304]: cannot compare sha with int
        | commits | where sha = 5140012
        |                       ^^^^^^^ write sha:5140012
      """),
    BindErrorCase(
      #"commits | where sha = deadbeef | take 1"#,
      """
      error[E102]: relation "commits" has no column "deadbeef"
        | commits | where sha = deadbeef | take 1
        |                       ^^^^^^^^ write sha:deadbeef
        columns: repo, sha, time, author_time, author, email, committer, subject, body, parents, reachable, type, scope, breaking, first_release; links: repo
      """),
    BindErrorCase(
      #"commits | where time > 1 month ago"#,
      """
      error[E008]: "1 month" has no fixed length
        | commits | where time > 1 month ago
        |                        ^^^^^^^ write 30d ago
        months and years differ in length, so durations are made of w, d, h, m and s
      """),
    BindErrorCase(
      #"tags as of 2 days ago"#,
      """
      error[E008]: a duration is one word, found "2 days"
        | tags as of 2 days ago
        |            ^^^^^^ write 2d ago
      """),
    BindErrorCase(
      #"commits | where time in 2025-01-01..2025-02-01"#,
      """
      error[E011]: a value is never "in" a range of times
        | commits | where time in 2025-01-01..2025-02-01
        |                         ^^^^^^^^^^^^^^^^^^^^^^ write time >= 2025-01-01 and time < 2025-02-01
      """),
    BindErrorCase(
      #"commits in 2025-01-01..2025-02-01"#,
      """
      error[E201]: no refs match "2025-01-01..2025-02-01", and a range of refs is none of times
        | commits in 2025-01-01..2025-02-01
        |            ^^^^^^^^^^^^^^^^^^^^^^ write: where time >= 2025-01-01 and time < 2025-02-01
      """),
  ]

  @Test("Several errors of one stage are reported together", arguments: HabitTests.together)
  func severalErrors(_ query: String, _ names: [String]) {
    do {
      _ = try compiled(query)
      Issue.record("it compiled")
    } catch let error as QueryError {
      #expect(
        error.diagnostics.map(\.message)
          == names.map { "relation \"tags\" has no column \"\($0)\"" })
    } catch {
      Issue.record(error)
    }
  }

  static let together = [
    ("tags | where nope = 1 and nada = 2", ["nope", "nada"]),
    ("tags | where not (a = 1 or b = 2) and c = 3", ["a", "b", "c"]),
    ("tags | select name, nope, nada", ["nope", "nada"]),
    ("tags | add nope as a, nada as b", ["nope", "nada"]),
    ("tags | sort nope, nada desc", ["nope", "nada"]),
    ("tags | summarize max(nope) as a, min(nada) as b by nix, name", ["nix"]),
  ]
}
