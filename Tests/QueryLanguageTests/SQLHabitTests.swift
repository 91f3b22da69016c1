import QueryLanguage
import Testing

/// What is said to those who know SQL.
@Suite("Habits of SQL")
struct SQLHabitTests {
  @Test("A clause of SQL is answered with the stage for it", arguments: SQLHabitTests.clauses)
  func clause(_ example: BindErrorCase) {
    expectErrors(example)
  }

  static let clauses: [BindErrorCase] = [
    BindErrorCase(
      #"select * from tags"#,
      """
      error[E013]: a query starts with a relation, found "select"
        | select * from tags
        | ^^^^^^ name the relation first
        write: tags | where … | select …
      """),
    BindErrorCase(
      #"FROM tags | where x"#,
      """
      error[E013]: a query starts with a relation, found "FROM"
        | FROM tags | where x
        | ^^^^ name the relation first
        write: tags | …
      """),
    BindErrorCase(
      #"tags order by name"#,
      """
      error[E001]: expected "|" or the end of the query after the source, found "order"
        | tags order by name
        |      ^^^^^^^^ write | sort
      """),
    BindErrorCase(
      #"tags | order by name | group by class"#,
      """
      error[E013]: there is no stage "order"
        | tags | order by name | group by class
        |        ^^^^^^^^ write sort
        stages: where, select, add, sort, take, summarize, distinct, count, expand, join, union

      error[E013]: there is no stage "group"
        | tags | order by name | group by class
        |                        ^^^^^^^^ write summarize count() as n by …
        stages: where, select, add, sort, take, summarize, distinct, count, expand, join, union
      """),
    BindErrorCase(
      #"tags | sort name DESC"#,
      """
      error[E001]: expected "|" or the end of the query after the stage, found "DESC"
        | tags | sort name DESC
        |                  ^^^^ keywords are in lower case: desc
      """),
    BindErrorCase(
      #"tags | name desc"#,
      """
      error[E013]: there is no stage "name"
        | tags | name desc
        |        ^^^^ write sort before it
        stages: where, select, add, sort, take, summarize, distinct, count, expand, join, union
      """),
    BindErrorCase(
      #"tags | desc name"#,
      """
      error[E013]: there is no stage "desc"
        | tags | desc name
        |        ^^^^ write sort name desc
        stages: where, select, add, sort, take, summarize, distinct, count, expand, join, union
      """),
    BindErrorCase(
      #"tags desc"#,
      """
      error[E001]: expected "|" or the end of the query after the source, found "desc"
        | tags desc
        |      ^^^^ write | sort KEY desc
      """),
    BindErrorCase(
      #"tags | count(*)"#,
      """
      error[E001]: expected "|" or the end of the query after the stage, found "("
        | tags | count(*)
        |             ^ write count without parentheses
      """),
    BindErrorCase(
      #"tags | count by class"#,
      """
      error[E001]: expected "|" or the end of the query after the stage, found "by"
        | tags | count by class
        |              ^^ write summarize count() as n by …
      """),
    BindErrorCase(
      #"tags | distinct(name)"#,
      """
      error[E001]: expected "|" or the end of the query after the stage, found "("
        | tags | distinct(name)
        |                ^ write the columns without parentheses
      """),
    BindErrorCase(
      #"tags | take 5 by class"#,
      """
      error[E001]: expected "|" or the end of the query after the stage, found "by"
        | tags | take 5 by class
        |               ^^ write per
      """),
    BindErrorCase(
      #"tags | take "5""#,
      """
      error[E001]: expected a number of rows, found the text "5"
        | tags | take "5"
        |             ^^^ write a whole number
      """),
    BindErrorCase(
      #"tags | select name from tags"#,
      """
      error[E001]: expected "|" or the end of the query after the stage, found "from"
        | tags | select name from tags
        |                    ^^^^ a query starts with the relation
      """),
    BindErrorCase(
      #"tags | select name n"#,
      """
      error[E001]: expected "|" or the end of the query after the stage, found "n"
        | tags | select name n
        |                    ^ write as n
      """),
    BindErrorCase(
      #"tags | select name as "Name""#,
      """
      error[E001]: expected a name after "as", found the text "Name"
        | tags | select name as "Name"
        |                       ^^^^^^ write Name without quotes
      """),
    BindErrorCase(
      #"tags | add n = 1"#,
      """
      error[E014]: the column "n = 1" needs a name
        | tags | add n = 1
        |            ^^^^^ write 1 as n
      """),
    BindErrorCase(
      #"tags | summarize n = count() by class"#,
      """
      error[E014]: the column "n = count()" needs a name
        | tags | summarize n = count() by class
        |                  ^^^^^^^^^^^ write count() as n
      """),
    BindErrorCase(
      #"tags | where name = "a", class = "release""#,
      """
      error[E001]: expected "|" or the end of the query after the stage, found ","
        | tags | where name = "a", class = "release"
        |                        ^ write and
      """),
    BindErrorCase(
      #"tags | where name = "a" or "b""#,
      """
      error[E305]: a condition is true or false, and this is text
        | tags | where name = "a" or "b"
        |                            ^^^ and, or stand between whole comparisons: x = "b"
      """),
    BindErrorCase(
      #"tags | where name is not "x""#,
      """
      error[E001]: expected "null" after "is", found the text "x"
        | tags | where name is not "x"
        |                          ^^^ write = or !=
      """),
    BindErrorCase(
      #"tags | where name is none"#,
      """
      error[E001]: expected "null" after "is", found "none"
        | tags | where name is none
        |                      ^^^^ write null
      """),
    BindErrorCase(
      #"tags | where name = NULL"#,
      """
      error[E102]: relation "tags" has no column "NULL"
        | tags | where name = NULL
        |                     ^^^^ write null
        columns: repo, name, line, is_main, class, scheme, version, annotated, tagger, tagged_at, since, precision; links: repo, commit
      """),
    BindErrorCase(
      #"tags | where annotated = TRUE"#,
      """
      error[E102]: relation "tags" has no column "TRUE"
        | tags | where annotated = TRUE
        |                          ^^^^ write true
        columns: repo, name, line, is_main, class, scheme, version, annotated, tagger, tagged_at, since, precision; links: repo, commit
      """),
  ]
}
