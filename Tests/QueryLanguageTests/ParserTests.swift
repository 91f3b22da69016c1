import QueryLanguage
import Testing

@Suite("Syntax trees")
struct ParserTests {
  @Test("Every real question parses", arguments: RealQuestions.all)
  func realQuestion(_ text: String) {
    #expect(faults(text).isEmpty)
  }

  @Test("Real questions have the trees they mean")
  func realTrees() {
    let questions = RealQuestions.all
    expectTree(
      questions[1],
      """
      releases | where (and (and is_main (not prerelease)) (not yanked)) | sort version- \
      | take 1 per repo | select repo version commit.sha released_at
      """)
    expectTree(
      questions[7],
      """
      commits in v1.27.3..v1.28.0 | where (not-in email {commits in ..v1.27.3 | select email}) \
      | distinct author email
      """)
    expectTree(
      questions[11],
      """
      deploys as-of @1714744800000000 | where (and (= env 'prod') (containing <sha>9f3c1ab)) \
      | select service version digest started_at
      """)
    expectTree(
      questions[28],
      """
      deploys | where (and (= env 'prod') (> started_at ago(7776000000000))) \
      | add (- started_at commit.time):lead \
      | summarize (count):n (avg lead):avg_lead (max lead):worst by service
      """)
    expectTree(
      questions[30],
      """
      param from: ref; param to: ref; param breaking_only: bool = false; \
      changes in $from..$to | where (or breaking (not $breaking_only)) \
      | sort version- section+ position+ | select version section text pr
      """)
  }

  @Test("Operators bind from `or`, the loosest, to unary minus")
  func precedence() {
    expectPredicate(
      "a or b and not c = 1 + 2 * -d", "(or a (and b (not (= c (+ 1 (* 2 (neg d)))))))")
    expectPredicate("a - b - c = -5", "(= (- (- a b) c) -5)")
    expectPredicate("(a or b) and c", "(and (or a b) c)")
    expectPredicate("a * (b + 1) / 2 % 3 > 0", "(> (% (/ (* a (+ b 1)) 2) 3) 0)")
    expectPredicate("not not a", "(not (not a))")
    expectPredicate("(a = 1) = true", "(= (= a 1) true)")
  }

  @Test("Predicates of every kind")
  func predicates() {
    expectPredicate("a is null or b is not null", "(or (is-null a) (is-not-null b))")
    expectPredicate(
      "a glob \"v*\" and b matches 'x' and c has \"y\"",
      "(and (and (glob a 'v*') (matches b 'x')) (has c 'y'))")
    expectPredicate("if(a > 1, \"x\", if(b, 1, 2)) = $p", "(= (if (> a 1) 'x' (if b 1 2)) $p)")
    expectPredicate(
      "count(*) >= coalesce(a.b.c, age(x)) ", "(>= (count *) (coalesce a.b.c (age x)))")
  }

  @Test("Times are literals, words or a duration ago, and add up after `as of`")
  func times() {
    expectPredicate(
      "t > 7d ago and t < now and t != 2024-05-01",
      "(and (and (> t ago(604800000000)) (< t now)) (!= t @1714521600000000))")
    expectPredicate("t - 1h > yesterday", "(> (- t 3600000000us) yesterday)")
    expectTree("tags as of now - 1d + 1h", "tags as-of now -82800000000")
    expectTree("tags as of $t - 1d", "tags as-of $t -86400000000")
    expectTree("as of 7d ago; tags", "as-of ago(604800000000); tags")
  }

  @Test("Stages take their parts in order")
  func stages() {
    expectTree(
      "commits | select *, a.b, c + 1 as d, e as f", "commits | select * a.b (+ c 1):d e:f")
    expectTree("commits | sort a desc, b asc, len(c)", "commits | sort a- b+ (len c)+")
    expectTree("commits | take $n per repo, a.b", "commits | take $n per repo a.b")
    expectTree("commits | distinct | count", "commits | distinct | count")
    expectTree(
      "commits | summarize count() as n by repo, date(time) as day",
      "commits | summarize (count):n by repo (date time):day")
    expectTree("(commits | take 1) | count", "(commits | take 1) | count")
  }

  @Test("Only reserved words cannot be names")
  func contextualWords() {
    expectTree(
      "commits | where where = 1 and count > desc and first = per | select take, select as sort",
      """
      commits | where (and (and (= where 1) (> count desc)) (= first per)) \
      | select take select:sort
      """)
    expectTree("param | count", "param | count")
    expectTree("repo | count", "repo | count")
  }

  @Test("Headers come before the pipeline")
  func headers() {
    expectTree(
      """
      -- title: x
      param to: ref = branch:main; param n: int = -5 in (1, 2);
      param at: time = 7d ago; as of $at; repo acme/shop; commits of $to
      """,
      """
      param to: ref = 'branch:main'; param n: int = -5 in [1 2]; \
      param at: time = ago(604800000000); as-of $at; repo acme/shop; commits of $to
      """)
  }

  @Test("Spans are offsets of bytes")
  func spans() throws {
    let query = try QueryParser.parse("commits | where a = \"é\" and bb > 1 | count")
    #expect(query.pipeline.stages.map(\.span) == [SourceSpan(10, 35), SourceSpan(38, 43)])
    #expect(query.pipeline.span == SourceSpan(0, 43))
    guard
      case .filter(.and(_, .comparison(_, let left, _, let span)), _) = query.pipeline.stages[0],
      case .path(let parts) = left
    else {
      Issue.record("another tree")
      return
    }
    #expect(span == SourceSpan(29, 35))
    #expect(parts == [Name("bb", SourceSpan(29, 31))])
  }

  @Test(
    "A parameter's value on the command line is read in its type",
    arguments: [
      ("a | \"b\"", .text, "'a | \"b\"'"), ("v1.27.3", .ref, "v1.27.3"),
      ("branch:my #1", .ref, "<branch>my #1"), ("sha:ABCD", .commit, "<sha>abcd"),
      ("42", .int, "42"), ("-42", .int, "-42"), ("2", .real, "2.0"), ("true", .bool, "true"),
      ("7d ago", .time, "ago(604800000000)"), ("now - 1h", .time, "now -3600000000"),
      ("1h", .duration, "3600000000us"), ("v1.2.3", .version, "v1.2.3"),
      ("sha256:4bf2", .digest, "sha256:4bf2"),
    ] as [(String, ParameterType, String)])
  func parameterValue(_ text: String, _ type: ParameterType, _ expected: String) throws {
    let shown =
      switch try QueryParser.parseValue(text, type: type) {
      case .literal(let literal): TreeText.literal(literal)
      case .ref(let ref): TreeText.ref(ref)
      case .time(let time): TreeText.time(time)
      }
    #expect(shown == expected)
  }

  @Test(
    "A parameter's value of another type is refused",
    arguments: [
      ("x", .int, "E019"), ("1.5", .int, "E019"), ("yes", .bool, "E019"), ("", .int, "E019"),
      ("7d", .time, "E008"), ("2024-02-30", .time, "E007"), ("v1.2", .version, "E006"),
      ("1 + 1", .int, "E019"), ("", .ref, "E010"), ("now", .duration, "E019"),
      ("1) | count", .int, "E019"),
    ] as [(String, ParameterType, String)])
  func badParameterValue(_ text: String, _ type: ParameterType, _ code: String) {
    do throws(QueryError) {
      _ = try QueryParser.parseValue(text, type: type)
      Issue.record("accepted")
    } catch {
      #expect(error.diagnostics.map(\.code) == [code])
    }
  }

  @Test("A saved query's comments give its title and description")
  func savedQuery() {
    let text = """
      -- title: Release log
      -- description: What shipped,
      --   by section.
      --
      -- Not part of it.
      param from: ref;
      -- title: no
      commits
      """
    let saved = SavedQueryText(text)
    #expect(saved.title == "Release log")
    #expect(saved.description == "What shipped, by section.")
    #expect(saved.body == text)
    #expect(SavedQueryText("commits").title == nil)
  }
}
