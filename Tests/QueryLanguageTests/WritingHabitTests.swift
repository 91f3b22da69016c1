import QueryLanguage
import Testing

/// What is said to operators, quotes and dates as they are written elsewhere.
@Suite("Habits of writing")
struct WritingHabitTests {
  @Test(
    "A value written as elsewhere is answered with its form", arguments: WritingHabitTests.values)
  func value(_ example: BindErrorCase) {
    expectErrors(example)
  }

  static let values: [BindErrorCase] = [
    BindErrorCase(
      #"tags | where name = 1"#,
      """
      error[E304]: cannot compare text with int
        | tags | where name = 1
        |                     ^ write "1"
      """),
    BindErrorCase(
      #"tags | where name not = "x""#,
      """
      error[E003]: after a value, "not" is only followed by "in"
        | tags | where name not = "x"
        |                   ^^^ write !=
      """),
    BindErrorCase(
      #"tags | where name not like "x""#,
      """
      error[E003]: after a value, "not" is only followed by "in"
        | tags | where name not like "x"
        |                   ^^^ write not before the whole comparison
        write: not name glob …
      """),
    BindErrorCase(
      #"tags | where name ~ "v1""#,
      """
      error[E003]: there is no operator "~"
        | tags | where name ~ "v1"
        |                   ^ write matches
      """),
    BindErrorCase(
      #"tags | where name !~ "v1""#,
      """
      error[E003]: there is no operator "!~"
        | tags | where name !~ "v1"
        |                   ^^ write not x matches …
      """),
    BindErrorCase(
      #"tags | where !annotated && name ~= "v" || is_main"#,
      """
      error[E003]: there is no operator "!"
        | tags | where !annotated && name ~= "v" || is_main
        |              ^ write not

      error[E003]: there is no operator "&&"
        | tags | where !annotated && name ~= "v" || is_main
        |                         ^^ write and

      error[E003]: there is no operator "~="
        | tags | where !annotated && name ~= "v" || is_main
        |                                 ^^ write matches

      error[E003]: there is no operator "||"
        | tags | where !annotated && name ~= "v" || is_main
        |                                        ^^ write or
      """),
    BindErrorCase(
      #"tags | where tagged_at > 2024/1/02"#,
      """
      error[E304]: cannot compare time with real
        | tags | where tagged_at > 2024/1/02
        |                          ^^^^^^^^^ write 2024-01-02
      """),
    BindErrorCase(
      #"tags | where tagged_at > 2024"#,
      """
      error[E304]: cannot compare time with int
        | tags | where tagged_at > 2024
        |                          ^^^^ write 2024-01-01
      """),
    BindErrorCase(
      #"tags | where tagged_at > 01.02.2024"#,
      """
      error[E304]: cannot compare time with version
        | tags | where tagged_at > 01.02.2024
        |                          ^^^^^^^^^^ write year, month and day, as in 2024-05-01
      """),
    BindErrorCase(
      #"tags | where name = “v1.0.0” or name in (‘a’, «b»)"#,
      """
      error[E002]: U+201C LEFT DOUBLE QUOTATION MARK is no quote of this language
        | tags | where name = “v1.0.0” or name in (‘a’, «b»)
        |                     ^^^^^^^^ write "v1.0.0"
        strings stand in "…" or '…'; names need no quotes

      error[E002]: U+2018 LEFT SINGLE QUOTATION MARK is no quote of this language
        | tags | where name = “v1.0.0” or name in (‘a’, «b»)
        |                                          ^^^ write "a"
        strings stand in "…" or '…'; names need no quotes

      error[E002]: U+00AB LEFT-POINTING DOUBLE ANGLE QUOTATION MARK is no quote of this language
        | tags | where name = “v1.0.0” or name in (‘a’, «b»)
        |                                               ^^^ write "b"
        strings stand in "…" or '…'; names need no quotes
      """),
    BindErrorCase(
      #"tags | where `name` = `v 1`"#,
      """
      error[E002]: U+0060 GRAVE ACCENT is no quote of this language
        | tags | where `name` = `v 1`
        |              ^^^^^^ write name
        strings stand in "…" or '…'; names need no quotes

      error[E002]: U+0060 GRAVE ACCENT is no quote of this language
        | tags | where `name` = `v 1`
        |                       ^^^^^ write "v 1"
        strings stand in "…" or '…'; names need no quotes
      """),
    BindErrorCase(
      #"tags | where name = "x” | count"#,
      """
      error[E004]: a string has no closing quote
        | tags | where name = "x” | count
        |                     ^^^^^^^^^^^ starts here, and ends on the same line
        U+201D RIGHT DOUBLE QUOTATION MARK does not close it: write "
      """),
    BindErrorCase(
      #"tags of “v1.0.0”"#,
      """
      error[E002]: U+201C LEFT DOUBLE QUOTATION MARK is no quote of this language
        | tags of “v1.0.0”
        |         ^^^^^^^^ write "v1.0.0"
        strings stand in "…" or '…'; names need no quotes
      """),
    BindErrorCase(
      #"tags | where name = "\u{D800}" or name = "\u{110000}""#,
      #"""
      error[E004]: "\u{D800}" is no character
        | tags | where name = "\u{D800}" or name = "\u{110000}"
        |                      ^^^^^^^^ half of a pair of UTF-16
        a character outside of the first 65,536 is written as one: \u{1F600}

      error[E004]: "\u{110000}" is no character
        | tags | where name = "\u{D800}" or name = "\u{110000}"
        |                                           ^^^^^^^^^^ the last one is \u{10FFFF}
        a character outside of the first 65,536 is written as one: \u{1F600}
      """#),
    BindErrorCase(
      #"releases | where version in "^1.0""#,
      """
      error[E001]: expected a list, a range of versions or a pipeline, found the text "^1.0"
        | releases | where version in "^1.0"
        |                             ^^^^^^ write ^v1.0
        a list is (1, 2), a range of versions v1.27.x, a pipeline (commits | select sha)
      """),
    BindErrorCase(
      #"releases | where version ^1.2"#,
      """
      error[E001]: expected "|" or the end of the query after the stage, found "^1.2"
        | releases | where version ^1.2
        |                          ^^^^ write in before it
      """),
    BindErrorCase(
      #"tags | offset 5"#,
      """
      error[E013]: there is no stage "offset"
        | tags | offset 5
        |        ^^^^^^ rows are not skipped
        the next ones: sort by a key, and ask where it is beyond the last one seen
      """),
    BindErrorCase(
      #"tags // comment"#,
      """
      error[E001]: expected "|" or the end of the query after the source, found "/"
        | tags // comment
        |      ^ write --
        a comment is written --, after a space or at the start of a line
      """),
    BindErrorCase(
      #"tags asof now"#,
      """
      error[E001]: expected "|" or the end of the query after the source, found "asof"
        | tags asof now
        |      ^^^^ write as of
      """),
    BindErrorCase(
      #"versions"#,
      """
      error[E101]: there is no relation "versions"
        | versions
        | ^^^^^^^^ did you mean "releases"?
        relations: projects, repos, commits, tags, branches, images, image_tags, refs, history, moves, releases, lines, changes, headings, changelogs, modules, deploys, equivalents, origins, coverage, findings
      """),
    BindErrorCase(
      #"param x: string; tags"#,
      """
      error[E018]: there is no type "string"
        | param x: string; tags
        |          ^^^^^^ write text
        types: text, int, real, bool, time, duration, version, commit, digest, ref
      """),
    BindErrorCase(
      #"tags | join commits on x = y"#,
      """
      error[E001]: expected "(" and a pipeline after "join", found "commits"
        | tags | join commits on x = y
        |             ^^^^^^^ write join (commits) on COLUMN
      """),
    BindErrorCase(
      #"commits in v1.0.0...v1.1.0"#,
      """
      error[E011]: there is no range "A...B"
        | commits in v1.0.0...v1.1.0
        |                  ^^^ write ..
        A..B: in B and not in A; a symmetric difference is two queries, A..B and B..A
      """),
    BindErrorCase(
      #"tags | having n > 1"#,
      """
      error[E013]: there is no stage "having"
        | tags | having n > 1
        |        ^^^^^^ write where
        stages: where, select, add, sort, take, summarize, distinct, count, expand, join, union
      """),
  ]
}
