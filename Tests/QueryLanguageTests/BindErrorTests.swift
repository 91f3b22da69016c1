import QueryLanguage
import Testing

/// What is said about names and types that do not fit.
struct BindErrorTests {
  @Test("Wrong names and types are explained", arguments: BindErrorTests.names)
  func wrongNames(_ example: BindErrorCase) {
    expectBindError(example.query, example.text)
  }

  static let names: [BindErrorCase] = [
    BindErrorCase(
      #"comits | where tiem > now | take 1"#,
      """
      error[E101]: there is no relation "comits"
        | comits | where tiem > now | take 1
        | ^^^^^^ did you mean "commits"?
        relations: projects, repos, commits, tags, branches, images, image_tags, refs, history, moves, releases, lines, changes, headings, changelogs, modules, deploys, equivalents, origins, coverage, findings
      """),
    BindErrorCase(
      #"image_tag | count"#,
      """
      error[E101]: there is no relation "image_tag"
        | image_tag | count
        | ^^^^^^^^^ did you mean "image_tags"?
        relations: projects, repos, commits, tags, branches, images, image_tags, refs, history, moves, releases, lines, changes, headings, changelogs, modules, deploys, equivalents, origins, coverage, findings
      """),
    BindErrorCase(
      #"findings as of 2024-01-01 | count"#,
      """
      error[E402]: "findings" cannot be read as of a time: findings are judged anew with each run
        | findings as of 2024-01-01 | count
        |                ^^^^^^^^^^
        relations with as of: commits, tags, branches, images, image_tags, refs, history, moves, changes, headings, modules, deploys, equivalents, origins
      """),
    BindErrorCase(
      #"releases | where relased_at > 7d ago"#,
      """
      error[E102]: relation "releases" has no column "relased_at"
        | releases | where relased_at > 7d ago
        |                  ^^^^^^^^^^ did you mean "released_at"?
        columns: project, repo, line, is_main, version, released_at, released_source, prerelease, yanked, notes, highest_before, verdict, previous, known_by; links: repo, project, tag, commit, image
      """),
    BindErrorCase(
      #"commits | select sha, tags.name"#,
      """
      error[E110]: "tags" can have many rows
        | commits | select sha, tags.name
        |                       ^^^^^^^^^ add a stage: | expand tags | select tags.name
      """),
    BindErrorCase(
      #"tags | select commit"#,
      """
      error[E112]: "commit" is a link; a column of it is missing
        | tags | select commit
        |               ^^^^^^ such as commit.sha
        columns: repo, sha, time, author_time, author, email, committer, subject, body, parents, reachable, type, scope, breaking, first_release; links: repo
      """),
    BindErrorCase(
      #"tags | select repo.nam"#,
      """
      error[E102]: relation "repos" has no column "nam"
        | tags | select repo.nam
        |                    ^^^ did you mean "name"?
        columns: project, name, kind, url, default_branch; links: project
      """),
    BindErrorCase(
      #"tags | where name.x = 1"#,
      """
      error[E111]: "name" is a column of relation "tags", not a link
        | tags | where name.x = 1
        |              ^^^^
        columns: repo, name, line, is_main, class, scheme, version, annotated, tagger, tagged_at, since, precision; links: repo, commit
      """),
    BindErrorCase(
      #"tags | select name | where commit.sha is null"#,
      """
      error[E111]: "commit" cannot be followed: a stage before left only columns
        | tags | select name | where commit.sha is null
        |                            ^^^^^^ follow it before, and name what is needed: … as NAME
        columns: name
      """),
    BindErrorCase(
      #"commits | select sha, sha"#,
      """
      error[E105]: two columns are named "sha"
        | commits | select sha, sha
        |                       ^^^ give one another name: … as NAME
      """),
    BindErrorCase(
      #"repos | where containing v1.28.0"#,
      """
      error[E120]: rows of "repos" have no commit, which "containing" asks about
        | repos | where containing v1.28.0
        |               ^^^^^^^^^^^^^^^^^^
        relations with a commit: commits, tags, branches, images, image_tags, refs, history, moves, releases, changes, headings, changelogs, modules, deploys, equivalents, origins, findings
      """),
    BindErrorCase(
      #"commits | summarize count() as n by author | where containing v1.28.0"#,
      """
      error[E120]: "containing" asks about a commit, and these rows belong to none any more
        | commits | summarize count() as n by author | where containing v1.28.0
        |                                                    ^^^^^^^^^^^^^^^^^^
        ask before the stage that groups rows or puts others to them
      """),
    BindErrorCase(
      #"coverage of v1.28.0"#,
      """
      error[E121]: rows of "coverage" belong to no ref
        | coverage of v1.28.0
        |          ^^^^^^^^^^
        use a filter, such as: coverage | where source = "…"
      """),
    BindErrorCase(
      #"commits | where sort(author) = "x""#,
      """
      error[E103]: there is no function "sort"
        | commits | where sort(author) = "x"
        |                 ^^^^ did you mean "short"?
        functions: lower, upper, len, coalesce, short, major, minor, patch, prerelease, is_prerelease, is_stable, build, bump, next_major, next_minor, next_patch, semver_range, date, week, month, bucket, age, target_kind, search, prev, next, count, count_distinct, min, max, sum, avg, any, every, list
      """),
    BindErrorCase(
      #"commits | where lower(time) = "x""#,
      """
      error[E104]: "lower" cannot take time
        | commits | where lower(time) = "x"
        |                       ^^^^
        lower(text) -> text
      """),
    BindErrorCase(
      #"tags | select name | join (releases | select version as v) on len(name) > 3"#,
      """
      error[E114]: the condition does not compare the two sides of the join
        | tags | select name | join (releases | select version as v) on len(name) > 3
        |                                                               ^^^^^^^^^^^^^ compare a column of each side
        join (…) as x on digest = x.digest, or shorter: join (…) on digest
      """),
    BindErrorCase(
      #"tags | select name | join (releases | select version as v) on v > next(v)"#,
      """
      error[E104]: prev() and next() cannot read the joined rows in their own condition
        | tags | select name | join (releases | select version as v) on v > next(v)
        |                                                               ^^^^^^^^^^^ add the value inside the joined pipeline: join (… | add prev(…) as x)
      """),
    BindErrorCase(
      #"let a = b | take 1; let b = tags; a"#,
      """
      error[E101]: "b" is defined only later
        | let a = b | take 1; let b = tags; a
        |         ^ put its let before this one
      """),
    BindErrorCase(
      #"let a = a | take 1; a"#,
      """
      error[E101]: "a" cannot start with itself
        | let a = a | take 1; a
        |         ^ start with a relation
      """),
    BindErrorCase(
      #"let count = tags; tags"#,
      """
      error[E107]: "count" is a stage
        | let count = tags; tags
        |     ^^^^^ give the pipeline another name
      """),
    BindErrorCase(
      #"commits | expand parents"#,
      """
      error[E113]: "parents" is a column of "commits", not a link
        | commits | expand parents
        |                  ^^^^^^^
        links to many rows: tags, branches, releases, equivalents, origins
      """),
    BindErrorCase(
      #"tags | select name | join (tags) as o on o.commit.sha = name"#,
      """
      error[E102]: "o" has no column "commit"
        | tags | select name | join (tags) as o on o.commit.sha = name
        |                                            ^^^^^^
        columns: repo, name, line, is_main, class, scheme, version, annotated, tagger, tagged_at, since, precision; links are not followed behind a join: select what is needed inside it
      """),
    BindErrorCase(
      #"commits | where count() > 1"#,
      """
      error[E310]: "count" is an aggregate
        | commits | where count() > 1
        |                 ^^^^^ aggregates stand in a summarize stage
        such as: summarize count(…) as x by repo
      """),
    BindErrorCase(
      #"commits | summarize author as a by email"#,
      """
      error[E311]: "author" has a value per row, not one per group
        | commits | summarize author as a by email
        |                     ^^^^^^ add it to by, or use an aggregate such as max(author)
      """),
    BindErrorCase(
      #"commits | summarize max(count()) as x"#,
      """
      error[E310]: an aggregate cannot stand inside another one
        | commits | summarize max(count()) as x
        |                         ^^^^^
      """),
    BindErrorCase(
      #"commits | where author > 5 and autor = "x" | sort subjet | take 3"#,
      """
      error[E304]: cannot compare text with int
        | commits | where author > 5 and autor = "x" | sort subjet | take 3
        |                          ^ write "5"

      error[E102]: relation "commits" has no column "autor"
        | commits | where author > 5 and autor = "x" | sort subjet | take 3
        |                                ^^^^^ did you mean "author"?
        columns: repo, sha, time, author_time, author, email, committer, subject, body, parents, reachable, type, scope, breaking, first_release; links: repo

      error[E102]: relation "commits" has no column "subjet"
        | commits | where author > 5 and autor = "x" | sort subjet | take 3
        |                                                   ^^^^^^ did you mean "subject"?
        columns: repo, sha, time, author_time, author, email, committer, subject, body, parents, reachable, type, scope, breaking, first_release; links: repo
      """),
    BindErrorCase(
      #"tags | where version >= "1.27""#,
      """
      error[E304]: cannot compare version with text
        | tags | where version >= "1.27"
        |                         ^^^^^^ write v1.27.0, or use: version in v1.27.x
      """),
    BindErrorCase(
      #"commits | where time > 7d"#,
      """
      error[E304]: cannot compare time with duration
        | commits | where time > 7d
        |                        ^^
        a point in time is written as 7d ago, a length of time as 7d
      """),
    BindErrorCase(
      #"commits | where time > "yesterday""#,
      """
      error[E304]: cannot compare time with text
        | commits | where time > "yesterday"
        |                        ^^^^^^^^^^^ write 2024-05-01 or 2024-05-01T12:00Z: the year needs four digits
      """),
    BindErrorCase(
      #"commits | where sha = "xyz""#,
      """
      error[E304]: cannot compare sha with text
        | commits | where sha = "xyz"
        |                       ^^^^^ write sha: and 4 to 64 hex digits
      """),
    BindErrorCase(
      #"tags | where annotated = "yes""#,
      """
      error[E304]: cannot compare bool with text
        | tags | where annotated = "yes"
        |                          ^^^^^ write true or false
      """),
    BindErrorCase(
      #"commits | where author < v1.0.0"#,
      """
      error[E304]: cannot compare text with version
        | commits | where author < v1.0.0
        |                          ^^^^^^
        texts have no precedence; compare a column of type version, or use = or !=
      """),
    BindErrorCase(
      #"commits | where sha = sha256:4bf2c9aa"#,
      """
      error[E304]: cannot compare sha with digest
        | commits | where sha = sha256:4bf2c9aa
        |                       ^^^^^^^^^^^^^^^
        objects of git are named by sha:…, images by sha256:…
      """),
    BindErrorCase(
      #"images | where digest = sha:9f3c1ab"#,
      """
      error[E304]: cannot compare digest with sha
        | images | where digest = sha:9f3c1ab
        |                         ^^^^^^^^^^^
        objects of git are named by sha:…, images by sha256:…
      """),
    BindErrorCase(
      #"images | where digest = "latest""#,
      """
      error[E304]: cannot compare digest with text
        | images | where digest = "latest"
        |                         ^^^^^^^^ write sha256: and 4 to 64 hex digits
      """),
    BindErrorCase(
      #"refs | where target < sha:9f3c1ab"#,
      """
      error[E304]: cannot compare object with sha
        | refs | where target < sha:9f3c1ab
        |              ^^^^^^^^^^^^^^^^^^^^ it has no order; use = or !=
      """),
    BindErrorCase(
      #"commits | add subject + body as t"#,
      """
      error[E301]: "+" cannot take text and text
        | commits | add subject + body as t
        |               ^^^^^^^^^^^^^^
        texts cannot be joined; select them as separate columns
      """),
    BindErrorCase(
      #"commits | where subject"#,
      """
      error[E305]: a condition is true or false, and this is text
        | commits | where subject
        |                 ^^^^^^^ compare it, or ask: is not null
      """),
    BindErrorCase(
      #"commits | where sha in (tags)"#,
      """
      error[E306]: a pipeline after in needs one column, and this one has 12
        | commits | where sha in (tags)
        |                         ^^^^ end it with a select
        columns: repo, name, line, is_main, class, scheme, version, annotated, tagger, tagged_at, since, precision
      """),
    BindErrorCase(
      #"commits | where first_release in ^v1 and author in ^v2"#,
      """
      error[E301]: "in ^v2" needs a version, not text
        | commits | where first_release in ^v1 and author in ^v2
        |                                          ^^^^^^
      """),
  ]
}
