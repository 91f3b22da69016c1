import QueryLanguage
import Testing

@Suite("Completion")
struct CompletionTests {
  @Test("A query begins with a relation or a header")
  func beginning() {
    #expect(offered("", .relation) == Catalog.relations.map(\.name))
    #expect(offered("", .keyword) == ["param", "let", "repo", "as of"])
    #expect(offered("re") == ["repos", "refs", "releases", "repo"])
    #expect(offered("repo acme/shop; ta") == ["tags"])
    #expect(offered("param x: int = 1; as of today; bra") == ["branches"])
    #expect(offered("tags | where name in (bra") == ["branches"])
  }

  @Test("A relation is followed by what its rows can be narrowed with")
  func selectors() {
    #expect(
      offered("commits ") == ["of", "in", "containing", "reachable from", "as of", "|"])
    #expect(offered("coverage ") == ["|"])
    #expect(offered("commits in v1.27.3..v1.28.0 ") == ["first parent", "as of", "|"])
    #expect(offered("commits reachable ") == ["from"])
    #expect(offered("tags as ") == ["of"])
  }

  @Test("A bar is followed by the stages")
  func stages() {
    let all = ["where", "select", "add", "sort", "take", "summarize", "distinct", "count"]
    #expect(Set(offered("tags |")).isSuperset(of: all))
    #expect(offered("tags | s", .stage).prefix(3) == ["select", "sort", "summarize"])
    #expect(completion("tags | s").candidates.allSatisfy { !$0.documentation.isEmpty })
  }

  @Test("The columns are those of the stages before")
  func columns() {
    let tags = Catalog.relations.first { $0.name == "tags" }
    #expect(offered("tags | where ", .column) == tags?.columns.map(\.name))
    #expect(offered("tags | where ", .link) == ["repo.", "commit."])
    #expect(offered("tags | select name, version | where ", .column) == ["name", "version"])
    #expect(offered("tags | select name, version | where ", .link) == [])
    #expect(
      offered("tags | summarize count() as n, max(since) as last by line | sort ", .column)
        == ["line", "n", "last"])
    #expect(offered("tags | select name | add len(name) as size | where s", .column) == ["size"])
    #expect(offered("tags | count | where ", .column) == ["count"])
    #expect(offered("tags | where is_m▮ | count", .column) == ["is_main"])
  }

  @Test("A stage with a fault does not hide the columns behind it")
  func faults() {
    #expect(
      offered("tags | where nonsense = = 1 | select name, line | where ", .column)
        == ["name", "line"])
    #expect(offered("tags of gone-tag | where la", .column) == [])
    #expect(offered("tags of gone-tag | where na", .column) == ["name"])
    #expect(offered("tags | where ) | where is_m", .column) == ["is_main"])
    #expect(offered("param n: int; tags | take $n | where is_m", .column) == ["is_main"])
    #expect(offered("repo nowhere; tags | where is_m", .column) == ["is_main"])
  }

  @Test("expand is followed by a link to many, and a name for the rows behind it")
  func expand() {
    #expect(
      offered("commits | expand ")
        == ["tags", "branches", "releases", "equivalents", "origins"])
    #expect(offered("commits | expand tags ") == ["as", "|"])
    #expect(offered("commits | expand tags as ") == [])
    #expect(offered("commits | expand tags as t ") == ["|"])
    #expect(offered("commits | expand tags as t | where ", .link) == ["repo.", "t."])
    #expect(offered("commits | expand tags as t | where t.is_m") == ["is_main"])
    #expect(offered("commits | expand tags | where tags.commit.ema") == ["email"])
    #expect(offered("commits | select sha | expand ") == [])
  }

  @Test("join is followed by a pipeline, a name for its rows, and what is equal")
  func join() {
    #expect(offered("tags | join ") == ["left", "("])
    #expect(offered("tags | join l") == ["left"])
    #expect(offered("tags | join left ") == ["("])
    #expect(offered("tags | join (rel") == ["releases"])
    #expect(offered("tags | join (releases | where prerel", .column) == ["prerelease"])
    #expect(offered("tags | join (releases) ") == ["as", "on"])
    #expect(offered("tags | join (releases) as ") == [])
    #expect(offered("tags | join left (releases) as r ") == ["on"])
    #expect(offered("tags | join (releases) as r on version = r.version ") == ["and", "or", "|"])
  }

  @Test("The condition of a join has the columns of both sides, those that are shared first")
  func joinCondition() {
    let head = "tags | select name, line | join (releases | select line, yanked) "
    #expect(offered(head + "on ", .column) == ["line", "name", "yanked"])
    #expect(offered(head + "on line, ", .column) == ["line"])
    #expect(offered(head + "as r on ", .link) == ["r."])
    #expect(offered(head + "as r on line = r.") == ["line", "yanked"])
    #expect(offered(head + "as r on line = r.li▮ | where name") == ["line"])
    #expect(offered(head + "as r on line = r.line | where r.ya") == ["yanked"])
    #expect(offered(head + "as r on line = r.line | where r.yanked = ", .value).isEmpty == false)
    #expect(
      offered("tags | join (releases | where nonsense = = 1) as r on line = r.li") == ["line"])
    #expect(offered("tags | join (tags | where name in (bran") == ["branches"])
    #expect(
      offered("tags | join (branches) as b on name in (moves | select at_e", .column).count > 0)
    #expect(
      offered("tags | join (tags) as t on line = t.line | where t.class = \"rel")
        == ["\"release\""])
  }

  @Test("union is followed by a pipeline")
  func union() {
    #expect(offered("tags | union ") == ["("])
    #expect(offered("tags | union (bra") == ["branches"])
    #expect(offered("tags | select name | union (branches | select na", .column) == ["name"])
    #expect(offered("tags | union (tags) ") == ["|"])
    #expect(
      offered("tags | select name | union (branches | select name) | where n", .column)
        == ["name"])
  }

  @Test("A pipeline with a name is offered behind its header, with its columns")
  func definitions() {
    #expect(offered("let ") == [])
    #expect(offered("let main_tags = ta") == ["tags"])
    #expect(!offered("let main_tags = ").contains("main_tags"))
    #expect(offered("let main_tags = tags | where is_m", .column) == ["is_main"])
    let head = "let main_tags = tags | select name, line; "
    #expect(offered(head + "ma") == ["main_tags"])
    #expect(offered(head + "main_tags ") == ["|"])
    #expect(offered(head + "main_tags | where ", .column) == ["name", "line"])
    #expect(offered(head + "tags | join (main_tags) as m on line = m.") == ["name", "line"])
    #expect(offered("let a = tags | nonsense; b") == ["branches"])
  }

  @Test("Words can be searched for where a predicate stands")
  func search() {
    #expect(offered("commits | where sea") == ["search("])
    #expect(offered("commits | where search(\"x\") ").suffix(3) == ["and", "or", "|"])
  }

  @Test("A link is followed by the columns of its relation")
  func links() {
    #expect(offered("tags | select commit.au", .column) == ["author_time", "author"])
    #expect(offered("releases | where tag.commit.ema", .column) == ["email"])
    #expect(offered("releases | where tag.", .link).contains("commit."))
    #expect(offered("tags | where name.") == [])
    #expect(completion("tags | select commit.au").range == SourceSpan(21, 23))
  }

  @Test("A query in parentheses has columns of its own")
  func nested() {
    #expect(
      offered("tags | where name in (commits in ..main | select ema", .column) == ["email"])
    #expect(
      offered("tags | where name in (branches | select name) and is_m", .column)
        == ["is_main"])
    #expect(offered("(tags | select name, line) | where ", .column) == ["name", "line"])
  }

  @Test("Refs are offered where a ref stands, with quotes where they are needed")
  func refs() {
    let all = ["v1.28.0", "v1.27.3", "main", "feature/x", "\"odd name\"", "\"a..b\""]
    #expect(offered("commits in ", .ref) == all)
    #expect(offered("commits in v1.27.3..", .ref) == all)
    #expect(offered("releases containing ", .ref) == all)
    #expect(offered("releases | where containing fea", .ref) == ["feature/x"])
    #expect(offered("releases containing main o") == ["or equivalent"])
    #expect(offered("releases containing main or ") == ["equivalent"])
    #expect(
      offered("releases | where containing main ") == ["or equivalent", "and", "or", "|"])
    #expect(
      offered("releases containing main or equivalent | select via", .column)
        == ["via", "via_evidence"])
    #expect(offered("commits in v1.27.3..v1.2") == ["v1.28.0", "v1.27.3"])
    #expect(offered("tags of ", .ref) == ["v1.28.0", "v1.27.3"])
    #expect(offered("branches of \"o") == ["\"odd name\""])
    #expect(offered("repo acme/s") == ["acme/shop"])
    #expect(completion("commits in v1.27.3..v1.2").range == SourceSpan(20, 24))
  }

  @Test("The common ancestor of two refs can stand where a commit does")
  func mergeBase() {
    #expect(offered("commits in merge_b") == ["merge_base("])
    #expect(offered("commits in main..merge_b") == ["merge_base("])
    #expect(offered("commits of merge_b") == ["merge_base("])
    #expect(offered("releases | where containing merge_b") == ["merge_base("])
    #expect(offered("tags of merge_b") == [])
    #expect(offered("commits in merge_base(ma") == ["main"])
    #expect(offered("commits in merge_base(main ") == [","])
    #expect(offered("commits in merge_base(main, fea") == ["feature/x"])
    #expect(offered("commits in merge_base(main, v1.27.3)..v1.28") == ["v1.28.0"])
    #expect(offered("commits of merge_base(main, v1.27.3) | where ema", .column) == ["email"])
    #expect(completion("commits in merge_base(ma").range == SourceSpan(22, 24))
  }

  @Test("The values of a column are offered behind a comparison")
  func values() {
    #expect(offered("tags | where class = ", .value).contains("\"release\""))
    #expect(offered("tags | where class = \"rel") == ["\"release\""])
    #expect(offered("tags | where class = 'rel") == ["'release'"])
    #expect(offered("tags | where class in (\"float\", rel", .value) == ["\"release\""])
    #expect(offered("tags | where commit.author = G") == ["\"Grace \\\"Amazing\\\" Hopper\""])
    #expect(
      offered("tags | where version >= v1.2") == ["v1.28.0", "v1.27.3"])
    #expect(offered("tags | where version = \"20") == ["\"2024.01\""])
    #expect(offered("tags | where is_main = ", .value) == ["true", "false"])
    #expect(offered("tags | select version as v | where v = v1.28") == ["v1.28.0"])
  }

  @Test("Times are offered where a time stands")
  func times() {
    #expect(
      offered("tags as of ") == ["now", "today", "yesterday", "7d ago", "2024-05-01"])
    #expect(offered("as of y") == ["yesterday"])
    #expect(offered("tags | where since > 7d ").first == "ago")
    #expect(offered("tags | where since > y", .time) == ["yesterday"])
  }

  @Test("A value is followed by the operators of its type")
  func operators() {
    #expect(
      offered("tags | where name ") == [
        "=", "!=", "<", "<=", ">", ">=", "in", "not in", "is null", "is not null", "glob", "has",
        "matches", "and", "or", "|",
      ])
    #expect(!offered("tags | where since ").contains("glob"))
    #expect(!offered("tags | where is_main ").contains("="))
    #expect(offered("tags | where name = \"x\" ") == ["and", "or", "|"])
    #expect(offered("tags | where name not ") == ["in"])
    #expect(offered("tags | sort name ") == ["asc", "desc", "|"])
    #expect(offered("tags | take 5 ") == ["per", "|"])
    #expect(offered("tags | select name ").suffix(2) == ["as", "|"])
    #expect(offered("tags | select len(name) ").suffix(1) == ["as"])
    #expect(!offered("tags | select len(name) ").contains("|"))
    #expect(offered("tags | summarize count() as n ") == ["by", "|"])
  }

  @Test("Aggregates are offered in summarize, and columns inside them")
  func functions() {
    #expect(offered("tags | summarize cou", .function) == ["count(", "count_distinct("])
    #expect(offered("tags | summarize ", .column) == [])
    #expect(offered("tags | summarize max(ver", .column) == ["version"])
    #expect(offered("tags | where maj", .function) == ["major("])
    #expect(offered("tags | where cou", .function) == [])
    #expect(offered("tags | summarize count() as n by mon", .function) == ["month("])
  }

  @Test("Declared parameters are offered behind a dollar sign")
  func parameters() {
    let head = "param first: ref; param size: int = 5; "
    #expect(offered(head + "commits in $") == ["$first", "$size", "$now", "$repo", "$user"])
    #expect(offered(head + "tags | take $s") == ["$size"])
    #expect(offered(head + "tags | where major(version) = $s") == ["$size"])
    #expect(offered("param x: ve") == ["version"])
  }

  @Test("Nothing is offered in a comment, in a new name, or where the text is wrong")
  func nothing() {
    #expect(offered("tags -- wh") == [])
    #expect(offered("-- ") == [])
    #expect(offered("tags | select len(name) as n") == [])
    #expect(offered("param na") == [])
    #expect(offered("tags | nonsense nam") == [])
    #expect(offered("-- a comment\nta") == ["tags"])
  }
}
