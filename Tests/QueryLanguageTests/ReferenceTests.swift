import Testing

@testable import QueryLanguage

@Suite("Refs in the text of a query")
struct ReferenceTests {
  @Test(
    "A range of refs needs no quotes",
    arguments: [
      ("v1.0.0-rc.1..v1.0.0", "v1.0.0-rc.1..v1.0.0"),
      ("branch:feature/x..tag:v1", "<branch>feature/x..<tag>v1"),
      ("..v1", "..v1"), ("v1 .. v2", "v1..v2"), ("$from..$to", "$from..$to"),
      ("v1.28..client/v2", "v1.28..client/v2"), ("..\"tag:a b\"", "..<tag>a b"),
      ("\"we..ird\"..HEAD", "we..ird..HEAD"), ("2024-05-01..3months", "2024-05-01..3months"),
      ("sha:ABCD12..branch:main", "<sha>abcd12..<branch>main"),
      ("a..b first parent", "a..b first-parent"),
      ("acme/shop:v1..acme/shop:v2", "acme/shop:v1..acme/shop:v2"),
      ("and..or", "and..or"), ("go:v1@x+y..v2", "<go>v1@x+y..v2"),
    ])
  func range(_ text: String, _ tree: String) {
    expectTree("commits in \(text) | count", "commits in \(tree) | count")
    expectTree("commits in \(text)|count", "commits in \(tree) | count")
  }

  @Test(
    "A single ref ends at a space, a bar, a parenthesis or a comma",
    arguments: [
      ("image:localhost:5000/shop:latest", "<image>localhost:5000/shop:latest"),
      ("branch:feature/a-b+c@d", "<branch>feature/a-b+c@d"), ("env:prod", "<env>prod"),
      ("sha256:4BF2", "<sha256>4bf2"), (#""caf\xe9""#, "caf\u{FFFD}"), ("$x", "$x"),
      ("'branch:#1'", "<branch>#1"), ("in", "in"),
    ])
  func single(_ text: String, _ tree: String) {
    expectTree("refs of \(text)", "refs of \(tree)")
    expectTree("(refs of \(text))|count", "(refs of \(tree)) | count")
    expectTree("releases containing \(text)", "releases containing \(tree)")
    expectTree("refs reachable from \(text) as of now", "refs reachable-from \(tree) as-of now")
  }

  @Test("A string keeps bytes that are not UTF-8")
  func bytes() throws {
    let query = try QueryParser.parse(#"refs of "caf\xe9""#)
    guard case .relation(_, .of(let ref, _), _) = query.pipeline.source else {
      Issue.record("no selector")
      return
    }
    #expect(ref.target == .name(Array("caf".utf8) + [0xE9]))
    #expect(ref.span == SourceSpan(8, 17))
  }

  @Test("Refs stand in predicates about the row's commit")
  func predicates() {
    expectPredicate("in v1..v2 and a = 1", "(and (in-range v1..v2) (= a 1))")
    expectPredicate(
      "in ..v1.28 or not containing sha:9f3c",
      "(or (in-range ..v1.28) (not (containing <sha>9f3c)))")
    expectPredicate("(reachable from branch:main)", "(reachable-from <branch>main)")
    expectPredicate("reachable and not reachable", "(and reachable (not reachable))")
    expectPredicate("containing = 1", "(= containing 1)")
  }

  @Test("`in` after a value is a list, a range of versions or a pipeline")
  func membership() {
    expectPredicate("v in v1.27.x", "(in v v1.27.x)")
    expectPredicate("v not in ^v1.27", "(not-in v ^v1.27)")
    expectPredicate("a in (1, 2 + 3, \"x\")", "(in a [1 (+ 2 3) 'x'])")
    expectPredicate("a in (commits)", "(in a {commits})")
    expectPredicate("a in (commits, b)", "(in a [commits b])")
    expectPredicate("a in (commit)", "(in a [commit])")
    expectPredicate("a in (comits | count)", "(in a {comits | count})")
    expectPredicate("a in (tags as of now | select b)", "(in a {tags as-of now | select b})")
    expectPredicate("a in (commits in ..v1)", "(in a {commits in ..v1})")
    expectPredicate("a in ((refs of x) | select b)", "(in a {(refs of x) | select b})")
  }

  @Test("A range without an end names the branch to write")
  func openRange() {
    expectSyntaxError(
      "commits in v1.28.0.. | count",
      """
      error[E011]: a range needs a ref after ".."
        | commits in v1.28.0.. | count
        |            ^^^^^^^^^ write v1.28.0..branch:main
      """)
    for text in ["v1..", "v1.. first parent", "v1.. as of now", "v1..)"] {
      #expect(faults("commits in \(text)").first?.code == "E011", "\(text)")
    }
    expectSyntaxError(
      "commits in v1...v2",
      """
      error[E011]: there is no range "A...B"
        | commits in v1...v2
        |              ^^^ write ..
        A..B: in B and not in A; a symmetric difference is two queries, A..B and B..A
      """)
  }

  @Test("A ref where a range belongs, and a range where a ref belongs, are told apart")
  func confusedRanges() {
    expectSyntaxError(
      "commits in v1.28.0 | count",
      """
      error[E011]: "in" needs a range of refs, found "v1.28.0"
        | commits in v1.28.0 | count
        |            ^^^^^^^ a range is A..B or ..B
        everything in it: in ..v1.28.0
        the row itself: commits of v1.28.0
      """)
    expectSyntaxError(
      "releases | where version in v1.27.0..v1.28.0",
      """
      error[E011]: a value is never "in" a range of refs
        | releases | where version in v1.27.0..v1.28.0
        |                             ^^^^^^^^^^^^^^^^ compare with >= and <=, or ask the history: where in \
      v1.27.0..v1.28.0
        a range of versions is version in v1.27.x
      """)
  }

  @Test(
    "A character that no ref holds without quotes is named",
    arguments: [
      ("HEAD~3", "\"~\" cannot stand in a ref"),
      ("a#b", "\"#\" cannot stand in a ref without quotes"),
      ("é", "U+00E9 LATIN SMALL LETTER E WITH ACUTE cannot stand in a ref without quotes"),
      ("tag:", "no name follows \"tag:\""), ("\"\"", "a ref has an empty name"),
      ("branch:\"x y\"", "a quote cannot stand inside a ref"),
    ])
  func badReference(_ text: String, _ message: String) {
    #expect(faults("commits of \(text) | count").map(\.message) == [message])
    #expect(faults("commits of \(text) | count").map(\.code) == ["E010"])
  }
}
