import QueryLanguage
import Testing

@Suite("Queries read line by line")
struct QueryTextTests {
  @Test(
    "A query goes on behind a bar, a comma, a header and in parentheses",
    arguments: [
      "tags |", "tags | select name,", "repo acme/shop;", "param x: int = 1; as of now;",
      "tags | where name in (", "tags | where (name = \"x\"", "tags | -- why", "-- a title", "",
      "(",
    ])
  func goesOn(text: String) {
    #expect(QueryText.goesOn(text))
  }

  @Test(
    "Any other query ends with its line, a wrong one too",
    arguments: [
      "tags", "tags | where name = \"(\"", "tags | where name = \"open", "tags;", "tags | count;",
      "repo acme/shop; tags;", "tags)", "repos", "tags | where", "commits in v1.0.0..",
    ])
  func ends(text: String) {
    #expect(!QueryText.goesOn(text))
  }

  @Test("A bar at the begin of a line goes on with the query before")
  func continues() {
    #expect(QueryText.continuesQuery("  | count"))
    #expect(!QueryText.continuesQuery("tags | count"))
    #expect(!QueryText.continuesQuery(""))
  }

  @Test("A semicolon at the end is left out, those of headers stay")
  func semicolons() {
    #expect(QueryText.withoutEnd("tags | count;") == "tags | count")
    #expect(QueryText.withoutEnd("tags; -- done") == "tags")
    #expect(QueryText.withoutEnd("repo x;") == "repo x;")
    #expect(QueryText.withoutEnd("repo x; tags") == "repo x; tags")
    #expect(QueryText.withoutEnd("tags;;") == "tags;")
  }

  @Test("A query in one line is the same query without its comments")
  func singleLine() {
    #expect(
      QueryText.singleLine("-- title\ntags -- all\n  | where name = \"a -- b\"\n| count -- n")
        == "tags | where name = \"a -- b\" | count")
    #expect(
      QueryText.singleLine("commits in v1.0.0..branch:a/b--c") == "commits in v1.0.0..branch:a/b--c"
    )
    #expect(QueryText.singleLine("-- nothing") == "")
    #expect(QueryText.isEmpty("-- nothing\n ") && !QueryText.isEmpty("-- a\ntags"))
  }
}
