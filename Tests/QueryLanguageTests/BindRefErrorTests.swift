import QueryLanguage
import Testing

/// What is said about refs, times and parameters that do not fit.
struct BindRefErrorTests {
  @Test("Wrong refs, times and parameters are explained", arguments: BindRefErrorTests.refs)
  func wrongRefs(_ example: BindErrorCase) {
    expectBindError(example.query, example.text)
  }

  static let refs: [BindErrorCase] = [
    BindErrorCase(
      #"commits in v1.27.30..v1.28.0"#,
      """
      error[E201]: no ref matches "v1.27.30"
        | commits in v1.27.30..v1.28.0
        |            ^^^^^^^^ did you mean tag:v1.27.3?  nearest: tag:v1.27.3, tag:v1.27.2
      """),
    BindErrorCase(
      #"commits in tag:v1.0.0..v1.28.0"#,
      """
      error[E207]: tag v1.0.0 was deleted between 2024-05-20T00:00:00Z and 2024-05-21T00:00:00Z
        | commits in tag:v1.0.0..v1.28.0
        |            ^^^^^^^^^^ it pointed at 9f3c1ab000000000000000000000000000000000 last
        the commit: sha:9f3c1ab00000, or ask as of 2024-05-20T00:00:00Z
        all its states: history of tag:v1.0.0
      """),
    BindErrorCase(
      #"releases containing sha:9f3c"#,
      """
      error[E202]: sha:9f3c is ambiguous (3 commits)
        | releases containing sha:9f3c
        |                     ^^^^^^^^ 9f31c2d "fix: login", 9f3b004 "docs", 9f3ffe1 "ci"
      """),
    BindErrorCase(
      #"commits of both"#,
      """
      error[E202]: "both" is ambiguous
        | commits of both
        |            ^^^^ write tag:both or branch:both
      """),
    BindErrorCase(
      #"commits in v1.28.0..other/tool:v1.0.0"#,
      """
      error[E204]: tag v1.28.0 and tag other/tool:v1.0.0 are in different repositories
        | commits in v1.28.0..other/tool:v1.0.0
        |            ^^^^^^^^^^^^^^^^^^^^^^^^^^ a range stays in one repository
      """),
    BindErrorCase(
      #"tags of branch:main"#,
      """
      error[E205]: "branch:main" cannot name rows of "tags"
        | tags of branch:main
        |         ^^^^^^^^^^^
        use: refs of branch:main
      """),
    BindErrorCase(
      #"branches of v1.28.0"#,
      """
      error[E201]: no ref matches "v1.28.0"
        | branches of v1.28.0
        |             ^^^^^^^
      """),
    BindErrorCase(
      #"refs of image:shop:latest"#,
      """
      error[E206]: no image repository is named "shop"
        | refs of image:shop:latest
        |         ^^^^^^^^^^^^^^^^^
        no image repository has been indexed
      """),
    BindErrorCase(
      #"tags of image:latest"#,
      """
      error[E205]: "image:latest" cannot name rows of "tags"
        | tags of image:latest
        |         ^^^^^^^^^^^^
        use: refs of image:latest
      """),
    BindErrorCase(
      #"refs of sha256:4bf2c9"#,
      """
      error[E205]: "sha256:4bf2c9" cannot name rows of "refs"
        | refs of sha256:4bf2c9
        |         ^^^^^^^^^^^^^
        use: images of sha256:4bf2c9, or: history | where target = sha256:4bf2c9
      """),
    BindErrorCase(
      #"repo nowhere; commits | count"#,
      """
      error[E206]: no repository is named "nowhere"
        | repo nowhere; commits | count
        |      ^^^^^^^
        repositories: acme/shop
      """),
    BindErrorCase(
      #"releases as of 2024-01-01"#,
      """
      error[E402]: "releases" cannot be read as of a time: releases are derived from the present tags
        | releases as of 2024-01-01
        |                ^^^^^^^^^^
        relations with as of: commits, tags, branches, images, image_tags, refs, history, moves, changes, headings, modules, deploys, equivalents, origins
      """),
    BindErrorCase(
      #"as of 2024-01-01; commits | select first_release"#,
      """
      error[E403]: "first_release" is derived from the present refs and cannot be read as of a time
        | as of 2024-01-01; commits | select first_release
        |                                    ^^^^^^^^^^^^^
      """),
    BindErrorCase(
      #"commits in v1.28.0..main as of 2024-01-15"#,
      """
      error[E203]: what branch main pointed at is not known as of 2024-01-15T00:00:00Z
        | commits in v1.28.0..main as of 2024-01-15
        |                     ^^^^
      """),
    BindErrorCase(
      #"param n: int = 3; param who: text; commits | take $n"#,
      """
      error[E603]: parameter $who has no value
        | param n: int = 3; param who: text; commits | take $n
        |                         ^^^
        give one: --param who=TEXT
      """),
    BindErrorCase(
      #"commits | where $x = 1"#,
      """
      error[E601]: parameter $x is not declared
        | commits | where $x = 1
        |                 ^^
        declare it at the start: param x: text;
      """),
    BindErrorCase(
      #"param a: int = "x"; commits | take $a"#,
      """
      error[E605]: the value "x" of parameter $a is not of type int
        | param a: int = "x"; commits | take $a
        |                ^^^
      """),
    BindErrorCase(
      #"param a: text = "x" in ("y", "z"); commits | where author = $a"#,
      """
      error[E606]: parameter $a cannot be "x"
        | param a: text = "x" in ("y", "z"); commits | where author = $a
        |       ^
        choices: y, z
      """),
    BindErrorCase(
      #"param a: int = 1; param a: int = 2; commits"#,
      """
      error[E602]: parameter $a is declared twice
        | param a: int = 1; param a: int = 2; commits
        |                         ^
      """),
  ]
}
