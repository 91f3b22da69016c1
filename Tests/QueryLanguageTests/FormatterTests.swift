import Foundation
import Testing

@testable import QueryLanguage

@Suite("Canonical text of queries")
struct FormatterTests {
  @Test(
    "Short queries stand on one line",
    arguments: [
      ("tags|select name ,version", "tags | select name, version"),
      ("tags\n  | where name=\"a  b\"\n", "tags | where name = \"a  b\""),
      ("commits in  v1.0..v1.1 first  parent|count", "commits in v1.0..v1.1 first parent | count"),
      ("commits in ..main | take 5 per  author", "commits in ..main | take 5 per author"),
      ("commits of merge_base( a , b )", "commits of merge_base(a, b)"),
      ("tags as of now - 7d|count", "tags as of now - 7d | count"),
      (
        "commits | add if( parents>1,-1 , 2 - parents ) as n, count as c",
        "commits | add if(parents > 1, -1, 2 - parents) as n, count as c"
      ),
      (
        "tags | where not(class in(\"a\",\"b\"))and version in ^v1.2",
        "tags | where not (class in (\"a\", \"b\")) and version in ^v1.2"
      ),
      (
        "param n:int=5 in(1,5);tags|take $n", "param n: int = 5 in (1, 5);\ntags | take $n"
      ),
      (
        "commits|summarize count( * ) as n by month( time ) as m",
        "commits | summarize count(*) as n by month(time) as m"
      ),
      ("let a=tags;a|union(a)", "let a = tags;\na | union (a)"),
      ("tags of 'branch:a b'", "tags of 'branch:a b'"),
      ("commits|add - -1 as n,-parents as m", "commits | add - -1 as n, -parents as m"),
      ("commits in a. ..b", "commits in a. ..b"),
      ("let a=tags -- all\n;a|count", "let a =\n  tags -- all\n;\na | count"),
    ])
  func oneLine(_ text: String, _ expected: String) throws {
    #expect(try QueryFormatter.format(text) == expected + "\n")
  }

  @Test("What does not fit has a line for each stage; comments stay where they belong")
  func severalLines() throws {
    let text = """
      -- title: All
      let a=tags|where class="release"; -- releases
      -- own line
      commits in merge_base(a,b)..main|join left(releases|where not prerelease|select version, released_at, is_main, line, repo) as r on version=r.version
      |where x and -- why
      y | select aaaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, cccccccccccccccccccccccc, ddddd
      -- end
      """
    #expect(
      try QueryFormatter.format(text) == """
        -- title: All
        let a = tags | where class = "release"; -- releases
        -- own line
        commits in merge_base(a, b)..main
          | join left (
              releases | where not prerelease | select version, released_at, is_main, line, repo
            ) as r on version = r.version
          | where x and -- why
              y
          | select aaaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, cccccccccccccccccccccccc,
              ddddd
        -- end

        """)
  }

  @Test("A text that is no query is an error, not a text")
  func wrong() {
    #expect(throws: QueryError.self) { try QueryFormatter.format("tags | wher x") }
  }

  @Test(
    "Formatting keeps the meaning and every comment, and is done after one time",
    arguments: RealQuestions.all + newerStages)
  func meaning(_ question: String) throws {
    var random = SeededNoise(seed: 11)
    for _ in 0..<20 {
      let noisy = try random.respaced(question)
      let formatted = try QueryFormatter.format(noisy.text)
      #expect(try tree(formatted) == tree(question), "\(noisy.text)")
      #expect(try QueryFormatter.format(formatted) == formatted, "\(noisy.text)")
      #expect(formatted.components(separatedBy: "-- note").count - 1 == noisy.comments)
    }
  }

  private static let newerStages = [
    "let a = tags | where is_main; a | union (tags | where not is_main) | join left (a) as x on name = x.name",
    "commits in merge_base(v1.0.0, main)..main first parent | expand tags as t | where t.name has \"v\"",
    "releases | sort version | add prev(version, line) as before, -1 - -2 as n | where before < version",
    "commits | where search(\"lost cart\") and bucket(time, 1w) >= 2024-01-01 | select *, if(parents > 1, 1, 0) as m",
    "tags | join (releases | where prerelease) as r on version = r.version and r.released_at > 7d ago",
  ]

  private func tree(_ text: String) throws -> String {
    TreeText.query(try QueryParser.parse(text))
  }
}

/// Writes queries with other white space between the same tokens.
private struct SeededNoise {
  private var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(state: seed) }

  mutating func respaced(_ text: String) throws -> (text: String, comments: Int) {
    let bytes = Array(text.utf8)
    var result = ""
    var comments = 0
    var position = 0
    for token in try QueryParser.tokens(of: bytes) {
      // Where no white space stood, none may be allowed.
      if token.span.lower > position, position > 0 {
        switch random.below(12) {
        case 0:
          result += " -- note \(comments)\n"
          comments += 1
        case 1:
          result += "\n  -- note \(comments)\n  "
          comments += 1
        case 2: result += "\n"
        case 3: result += "\t  "
        default: result += " "
        }
      }
      result += String(decoding: bytes[token.span.lower..<token.span.upper], as: UTF8.self)
      position = token.span.upper
    }
    return (result, comments)
  }
}
