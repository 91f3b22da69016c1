import Foundation
import QueryLanguage
import Testing

@testable import Reports

@Suite("Formats")
struct FormatTests {
  @Test("JSON has the question, the columns, the rows and the notes in a stable order")
  func json() throws {
    let text = try answerText(
      .json, everyType, [plainRow, nullRow], metadata: plainMetadata, notes: plainNotes)
    #expect(
      text == #"""
        {"schema":1,"query":"tags\n| where name = \"x\"","params":{"line":"v","until":null},\#
        "as_of":"2025-03-17T17:17:29.25Z","repo":"shop","columns":[{"name":"name","type":"text"},\#
        {"name":"n","type":"int"},{"name":"share","type":"real"},{"name":"ok","type":"bool"},\#
        {"name":"at","type":"time"},{"name":"age","type":"duration"},\#
        {"name":"version","type":"version"},{"name":"sha","type":"sha"},\#
        {"name":"digest","type":"digest"},{"name":"tags","type":"list"},\#
        {"name":"nothing","type":"null"}],"rows":[
        {"name":"Zoë","n":-42,"share":0.5,"ok":true,"at":"2025-03-17T17:17:29Z","age":273600,\#
        "version":"v1.28.0","sha":"51f400ac","digest":"sha256:4bf2","tags":["v1.0.0","a\"b",3],\#
        "nothing":null},
        {"name":null,"n":null,"share":null,"ok":null,"at":null,"age":null,"version":null,\#
        "sha":null,"digest":null,"tags":null,"nothing":null}
        ],"notes":[{"code":"N401","message":"0 rows. \u003cshop\u003e is not observed"}],\#
        "complete":true}

        """#)
  }

  @Test("JSON without rows and cut off is a document, too")
  func jsonWithoutRows() throws {
    #expect(
      try answerText(.json, [("n", .int)], [], complete: false)
        == #"{"schema":1,"query":"tags","params":{},"as_of":null,"repo":null,"#
        + #""columns":[{"name":"n","type":"int"}],"rows":[],"notes":[],"complete":false}"# + "\n")
  }

  @Test("JSON lines are one object a row")
  func jsonLines() throws {
    let text = try answerText(
      .jsonl, [("name", .text), ("n", .int)],
      [[.text("a"), .integer(1)], [.null, .integer(2)]], notes: plainNotes)
    #expect(text == "{\"name\":\"a\",\"n\":1}\n{\"name\":null,\"n\":2}\n")
  }

  @Test("CSV quotes what needs it and leaves nulls empty")
  func csv() throws {
    #expect(
      try answerText(.csv, everyType, [plainRow, nullRow]) == """
        name,n,share,ok,at,age,version,sha,digest,tags,nothing
        Zoë,-42,0.5,true,2025-03-17T17:17:29Z,273600,v1.28.0,51f400ac,sha256:4bf2,\
        "v1.0.0, a""b, 3",
        ,,,,,,,,,,

        """)
  }

  @Test("TSV writes tabs, line ends and backslashes as escapes")
  func tsv() throws {
    #expect(
      try answerText(
        .tsv, [("name", .text), ("n", .int)], [[.text("a\tb\nc\\d\r\u{1B}"), .integer(1)]])
        == "name\tn\n" + #"a\tb\nc\\d\r\x1b"# + "\t1\n")
  }

  @Test("Markdown is a table with the notes below")
  func markdown() throws {
    #expect(
      try answerText(
        .markdown, [("name", .text), ("age", .duration)],
        [[.text("a|b *c*"), .integer(90_000_000)], [.text("zoe@example.com"), .null]],
        notes: plainNotes, complete: false) == #"""
          | name | age |
          | --- | ---: |
          | a\|b \*c\* | 1m 30s |
          | `zoe@example.com` |  |

          The answer is incomplete.

          - N401: 0 rows. \<shop\> is not observed

          """#)
  }

  @Test("HTML is a page that loads and runs nothing")
  func html() throws {
    let text = try answerText(
      .html, [("name", .text), ("n", .int)],
      [[.text(#"<script>alert("1")</script>&'"#), .integer(7)]],
      metadata: plainMetadata, notes: plainNotes, complete: false)
    let policy =
      #"<meta http-equiv="Content-Security-Policy" "#
      + #"content="default-src 'none'; style-src 'unsafe-inline'">"#
    #expect(text.contains(policy))
    let start = try #require(text.range(of: "<body>"))
    #expect(
      text[start.lowerBound...] == """
        <body>
        <pre>tags
        | where name = &quot;x&quot;</pre>
        <ul>
        <li>line: v</li>
        <li>until: null</li>
        <li>as of: 2025-03-17T17:17:29.25Z</li>
        <li>repository: shop</li>
        </ul>
        <table>
        <thead><tr><th>name</th><th class="n">n</th></tr></thead>
        <tbody>
        <tr><td>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;</td>\
        <td class="n">7</td></tr>
        </tbody>
        </table>
        <p>The answer is incomplete.</p>
        <ul>
        <li>N401: 0 rows. &lt;shop&gt; is not observed</li>
        </ul>
        </body>
        </html>

        """)
  }

  @Test("A table off a terminal is plain and shortens nothing")
  func table() throws {
    #expect(
      try answerText(.table, everyType, [plainRow, nullRow]) == #"""
        name    n  share  ok    at                      age  version  sha       digest       tags            nothing
        Zoë   -42    0.5  true  2025-03-17T17:17:29Z  3d 4h  v1.28.0  51f400ac  sha256:4bf2  v1.0.0, a"b, 3


        """#)
  }

  @Test("Every format names itself as on the command line")
  func names() {
    #expect(
      AnswerFormat.allCases.map(\.rawValue)
        == ["table", "json", "jsonl", "csv", "tsv", "markdown", "html"])
  }
}

@Suite("Values")
struct ValueTests {
  @Test(
    "Times are RFC 3339 in UTC, and numbers outside the years 0001 to 9999",
    arguments: [
      (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59.999999Z"),
      (1_742_231_849_000_000, "2025-03-17T17:17:29Z"),
      (951_782_400_500_000, "2000-02-29T00:00:00.5Z"),
      (-2_203_891_200_000_000, "1900-03-01T00:00:00Z"),
      (-62_135_596_800_000_000, "0001-01-01T00:00:00Z"),
      (253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z"),
      (-62_135_596_800_000_001, "-62135596800000001"),
      (253_402_300_800_000_000, "253402300800000000"),
      (Int64.min, "-9223372036854775808"), (Int64.max, "9223372036854775807"),
    ])
  func times(microseconds: Int64, expected: String) throws {
    #expect(timeText(microseconds) == expected)
    let json = try answerText(.jsonl, [("t", .time)], [[.integer(microseconds)]])
    let value = expected.contains("T") ? "\"\(expected)\"" : expected
    #expect(json == "{\"t\":\(value)}\n")
  }

  @Test("Times agree with Foundation's calendar")
  func timesAgainstFoundation() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      let seconds = Int64.random(in: -12_219_292_800...253_402_300_799, using: &random)
      let date = Date(timeIntervalSince1970: TimeInterval(seconds))
      #expect(timeText(seconds * 1_000_000) == date.formatted(.iso8601))
    }
  }

  @Test(
    "Durations are exact seconds for machines and two units for people",
    arguments: [
      (0, "0", "0s"), (250_000, "0.25", "0.25s"), (-1, "-0.000001", "-0.000001s"),
      (59_999_999, "59.999999", "59.999999s"), (60_000_000, "60", "1m"),
      (90_500_000, "90.5", "1m 30s"),
      (3_600_000_000, "3600", "1h"), (273_600_000_000, "273600", "3d 4h"),
      (86_400_000_000 * 400, "34560000", "400d"), (-5_400_000_000, "-5400", "-1h 30m"),
      (Int64.min, "-9223372036854.775808", "-106751991d 4h"),
    ] as [(Int64, String, String)])
  func durations(microseconds: Int64, seconds: String, units: String) throws {
    #expect(durationText(microseconds) == units)
    let json = try answerText(.jsonl, [("d", .duration)], [[.integer(microseconds)]])
    #expect(json == "{\"d\":\(seconds)}\n")
  }

  @Test(
    "Reals read back as the same number, and what is no number is null",
    arguments: [
      (1.0, "1.0"), (-0.1, "-0.1"), (1e300, "1e+300"), (.leastNonzeroMagnitude, "5e-324"),
      (.infinity, "null"),
      (.nan, "null"),
    ])
  func reals(value: Double, expected: String) throws {
    #expect(try answerText(.jsonl, [("r", .real)], [[.real(value)]]) == "{\"r\":\(expected)}\n")
  }

  @Test("Whole numbers keep all digits", arguments: [0, 9, 10, -1, Int64.min, Int64.max])
  func integers(value: Int64) throws {
    #expect(try answerText(.csv, [("n", .int)], [[.integer(value)]]) == "n\n\(value)\n")
  }

  @Test(
    "A list is joined in a table, and what is no flat array stays as it is",
    arguments: [
      ("[]", ""), (#"["a"]"#, "a"),
      (#" [ "a" , 1.5e3, true, null, "é\u00e9\n" ] "#, "a, 1.5e3, true, , éé\\n"),
      (#"["\ud83d\ude00","\ud83d","\ud83dx"]"#, "😀, \u{FFFD}, \u{FFFD}x"),
      ("[[1]]", "[[1]]"), ("[01]", "[01]"), ("[1,]", "[1,]"), (#"["a"#, #"["a"#),
      (#"{"a":1}"#, #"{"a":1}"#), ("[1] x", "[1] x"), (#"["\x"]"#, #"["\x"]"#), ("[1e]", "[1e]"),
    ])
  func lists(json: String, expected: String) throws {
    #expect(try answerText(.table, [("l", .list)], [[.text(json)]]) == "l\n\(expected)\n")
  }

  @Test("A list is an array in JSON, and a string when it is no flat array")
  func listsInJSON() throws {
    let text = try answerText(
      .jsonl, [("l", .list)], [[.text(#"["<b>",1]"#)], [.text("[1")], [.text("[[[[")]])
    #expect(
      text == #"{"l":["\u003cb\u003e",1]}"# + "\n" + #"{"l":"[1"}"# + "\n" + #"{"l":"[[[["}"# + "\n"
    )
  }
}
