import Testing

@testable import QueryLanguage

/// `containing X or equivalent`, from the text to the statement.
struct EquivalentTests {
  @Test("The words after a ref belong to it, in a selector and in a predicate")
  func trees() {
    expectTree(
      "releases containing v1.28.0 or equivalent", "releases containing v1.28.0 or equivalent")
    expectTree(
      "tags containing branch:main or equivalent as of now | count",
      "tags containing <branch>main or equivalent as-of now | count")
    expectPredicate("containing v1 or equivalent", "(containing v1 or equivalent)")
    expectPredicate(
      "not containing v1 or equivalent and a = 1",
      "(and (not (containing v1 or equivalent)) (= a 1))")
    expectPredicate(
      "(containing v1 or equivalent) or b", "(or (containing v1 or equivalent) b)")
    expectPredicate(
      "containing v1 or equivalent or b", "(or (containing v1 or equivalent) b)")
  }

  @Test(
    "A column of that name is one where it goes on as a value, or stands elsewhere",
    arguments: [
      ("containing v1 or equivalent = 1", "(or (containing v1) (= equivalent 1))"),
      ("containing v1 or equivalent.a", "(or (containing v1) equivalent.a)"),
      ("containing v1 or equivalent is null", "(or (containing v1) (is-null equivalent))"),
      ("containing v1 or equivalent in (1)", "(or (containing v1) (in equivalent [1]))"),
      ("(containing v1) or equivalent", "(or (containing v1) equivalent)"),
      ("equivalent or containing v1", "(or equivalent (containing v1))"),
    ])
  func columns(_ text: String, _ tree: String) {
    expectPredicate(text, tree)
  }

  @Test("Another word after `or` in a selector is an error at that word")
  func otherWord() {
    expectSyntaxError(
      "releases containing v1.28.0 or v1.27.3",
      """
      error[E001]: expected "equivalent" after "or", found "v1.27.3"
        | releases containing v1.28.0 or v1.27.3
        |                                ^^^^^^^
      """)
  }

  @Test("Rows of tags are those of the tags that contain a copy, with the way and the evidence")
  func tags() {
    expectQuery(
      "tags containing v1.28.0 or equivalent | select via, via_evidence",
      """
      SELECT CASE WHEN EXISTS (SELECT 1 FROM id_set(?1) AS set2 WHERE set2.id = ref1.id) THEN ?2 ELSE CASE WHEN EXISTS (SELECT 1 FROM id_set(?3) AS set3 WHERE set3.id = ref1.id) THEN ?4 ELSE ?5 END END, CASE WHEN EXISTS (SELECT 1 FROM id_set(?1) AS set4 WHERE set4.id = ref1.id) THEN ?6 ELSE CASE WHEN EXISTS (SELECT 1 FROM id_set(?3) AS set5 WHERE set5.id = ref1.id) THEN ?7 ELSE ?8 END END
      FROM ref AS ref1
        JOIN ref_span AS span1 ON span1.ref = ref1.id AND span1.until IS NULL
        JOIN repo AS repo1 ON repo1.id = ref1.repo
      WHERE ref1.kind = 'tag' AND EXISTS (SELECT 1 FROM id_set(?9) AS set1 WHERE set1.id = ref1.id)
      ORDER BY repo1.name, ref1.name, ref1.id;
      -- ?1 = 2 (tags containing tag v1.28.0)
      -- ?2 = x'0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e' (tag v1.28.0)
      -- ?3 = 3 (tags containing commit 0f0f0f0)
      -- ?4 = x'0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f' (commit 0f0f0f0)
      -- ?5 = x'1010101010101010101010101010101010101010' (commit 1010101)
      -- ?6 = 'itself' (evidence)
      -- ?7 = 'stated' (evidence)
      -- ?8 = 'same author, time and subject' (evidence)
      -- ?9 = 1 (tags containing tag v1.28.0, commit 0f0f0f0 or commit 1010101)
      """)
  }

  @Test("Commits of several repositories are several sets")
  func requests() throws {
    for (query, expected) in [
      (
        "tags | where containing v1.28.0 or equivalent",
        [SetRequest.tagsContainingAny([140, 150, 1 << 41])]
      ),
      (
        "refs | where containing v1.28.0 or equivalent",
        [.descendantsOfAny([140, 150]), .descendants(of: 1 << 41)]
      ),
      ("tags | where containing v1.27.2 or equivalent", [.tagsContaining(120)]),
    ] {
      let names = FixedNames()
      _ = try compiled(query, names: names)
      #expect(names.requests == expected, "\(query)")
    }
  }

  @Test("A note tells which copies are counted, or that none is known")
  func notes() throws {
    let some = try compiled("tags containing v1.28.0 or equivalent")
    #expect(
      some.notes.map { "\($0.code): \($0.message)" } == [
        "N413: besides tag v1.28.0, what contains a copy of it is counted: "
          + "commit 0f0f0f0 (stated) and commit 1010101 (same author, time and subject)"
      ])
    let none = try compiled("tags containing v1.27.2 or equivalent")
    #expect(
      none.notes.map { "\($0.code): \($0.message)" } == [
        "N413: no copy of tag v1.27.2 is known: only what contains it itself is counted"
      ])
  }

  @Test("The words stay with their ref on a line")
  func format() throws {
    let name = String(repeating: "n", count: 60)
    #expect(
      try QueryFormatter.format("tags containing v1  or  equivalent|count")
        == "tags containing v1 or equivalent | count\n")
    #expect(
      try QueryFormatter.format(
        "tags | where class = 'release' and containing \(name) or equivalent")
          == """
          tags
            | where class = 'release'
                and containing \(name) or equivalent

          """)
  }
}
