import Changelogs
import Testing

@Suite("Entries")
struct EntryTests {
  @Test(
    "What an entry names is found",
    arguments: [
      ("Do it (#12)", "Do it (#12) {#12}"),
      ("Do it #12, #13", "Do it #12, #13 {#12 #13}"),
      ("Do it !45", "Do it !45 {!45}"),
      ("Do it GH-12", "Do it GH-12 {#12}"),
      ("Do it (PR #12)", "Do it (PR #12) {!12}"),
      ("Do it, see issue #12", "Do it, see issue #12 {i12}"),
      ("Do it, closes #12", "Do it, closes #12 {closes i12}"),
      (
        "Do it, fixes #12, #13 and #14.",
        "Do it, fixes #12, #13 and #14. {closes i12 closes i13 closes i14}"
      ),
      ("Do it acme/shop#12", "Do it acme/shop#12 {acme/shop #12}"),
      (
        "Do it [#12](https://gitlab.com/a/b/c/-/merge_requests/12)",
        "Do it #12 {gitlab.com/a/b/c !12}"
      ),
      (
        "Do it [GH issue](https://github.com/a/b/issues/12#c-1)",
        "Do it GH issue {github.com/a/b i12}"
      ),
      (
        "Do it <https://www.github.com/a/b/pull/12>",
        "Do it https://www.github.com/a/b/pull/12 {github.com/a/b !12}"
      ),
      (
        "Do it (#12) ([#12](https://github.com/a/b/pull/12))",
        "Do it (#12) (#12) {#12 github.com/a/b !12}"
      ),
      ("Do it (abc1234)", "Do it (abc1234) {abc1234}"),
      ("Do it `ABC1234`", "Do it ABC1234 {abc1234}"),
      ("Do it, commit abc1234", "Do it, commit abc1234 {abc1234}"),
      (
        "Do it 0123456789012345678901234567890123456abc",
        "Do it 0123456789012345678901234567890123456abc {0123456789012345678901234567890123456abc}"
      ),
      ("Do it by @jo", "Do it by @jo {@jo}"),
      ("Do it (@jo, @al-roe)", "Do it (@jo, @al-roe) {@jo @al-roe}"),
      ("Do it. Thanks to [@jo](https://github.com/jo)!", "Do it. Thanks to @jo! {@jo}"),
      ("Do it by @dependabot[bot] in #3", "Do it by @dependabot[bot] in #3 {#3 @dependabot[bot]}"),
      (
        "Do it\n\n  *Jo Doe*, *Al Roe*, and *Bo*",
        "Do it Jo Doe, Al Roe, and Bo {@Jo Doe @Al Roe @Bo}"
      ),
      // What only looks alike.
      ("Do `#12` it", "Do #12 it"),
      ("Colour #123abc and &#39;", "Colour #123abc and '"),
      ("Set `@Input()` and @angular/core", "Set @Input() and @angular/core"),
      ("Mail to a@example.com", "Mail to a@example.com"),
      ("Wow!12 things", "Wow!12 things"),
      ("It is (1234567) and effaced", "It is (1234567) and effaced"),
      ("Number #0 and #99999999999", "Number #0 and #99999999999"),
    ])
  func references(markdown: String, expected: String) {
    #expect(entries(read("## 1.0.0\n\n- \(markdown)\n")) == [expected])
  }

  @Test(
    "Scopes and marks before a text are taken from it",
    arguments: [
      ("**parser:** read it", "(parser) read it"),
      ("**parser**: read it", "(parser) read it"),
      ("**a, b:** read it", "(a, b) read it"),
      ("parser: read it", "(parser) read it"),
      ("command/init: read it", "(command/init) read it"),
      ("`acme run`: read it", "(acme run) read it"),
      ("**parser!:** read it", "(parser) ! read it"),
      ("Note: read it", "Note: read it"),
      ("Fixed: read it", "Fixed: read it"),
      ("https://example.com is read", "https://example.com is read"),
      ("A whole sentence: read it", "A whole sentence: read it"),
      ("BREAKING CHANGE: read it", "! read it"),
      ("**BREAKING** read it", "! read it"),
      ("**Breaking:** read it", "! read it"),
      ("Breaking news is read", "Breaking news is read"),
      ("[BREAKING] read it", "[BREAKING] ! read it"),
      ("⚠️ read it", "! read it"),
      ("[x] read it", "read it"),
      ("[docs](https://example.com) are read", "docs are read"),
      ("parser:", "parser:"),
      ("", ""),
    ])
  func scopes(markdown: String, expected: String) {
    #expect(entries(read("## 1.0.0\n\n- \(markdown)\n")) == [expected])
  }

  @Test("Markup is resolved on one line, and kept as written beside")
  func markup() throws {
    let markdown =
      "- *a* **b** `c` [d](https://e.com) ![f](g.png) h<br>i &amp; \\*j\\*  \n  k\n\n  l\n\n  ```\n  m\n  ```\n  1. n\n  2. o\n     - p"
    let entry = try #require(read("## 1.0.0\n\n\(markdown)\n").releases.first?.entries.first)
    #expect(entry.text == "a b c d f h i & *j* k l m • n • o • p")
    #expect(entry.markdown == markdown)
  }

  @Test(
    "The usual names of sections have a kind",
    arguments: [
      ("Added", .added), ("🚀 Features", .added), ("NEW FEATURES:", .added), ("Changed", .changed),
      ("Enhancements", .changed), ("API Change", .changed), ("Deprecated", .deprecated),
      ("Deprecations and Removals", .removed), ("Removed", .removed), ("Bug Fixes", .fixed),
      ("🐛 Fixes", .fixed), ("Bug or Regression", .fixed), ("Fixes since v2.44", .fixed),
      ("Security", .security), ("⚠ BREAKING CHANGES", .breaking), ("Major Changes", .breaking),
      ("Backward Compatibility Notes", .breaking), ("Breaking changes in the API", .breaking),
      ("Performance Improvements", .performance), ("Improved Documentation", .documentation),
      ("Dependencies", .dependencies), ("Dependency updates", .dependencies),
      ("Miscellaneous", .other), ("Code Refactoring", .other),
    ] as [(String, ChangelogSectionKind)])
  func kinds(name: String, kind: ChangelogSectionKind) {
    let changelog = read("## 1.0.0\n\n### \(name)\n\n- a\n")
    #expect(changelog.releases.first?.entries.map(\.kind) == [kind])
    #expect(changelog.releases.first?.entries.first?.isBreaking == (kind == .breaking))
  }
}
