import QueryLanguage
import Testing

@testable import Reports

@Suite("Tables")
struct TableTests {
  private static let columns: [(String, ValueType)] = [
    ("name", .text), ("at", .time), ("commits", .int), ("subject", .text),
  ]
  private static let rows: [[Value]] = [
    [
      .text("v1.28.0"), .integer(1_742_231_849_000_000), .integer(12_345),
      .text("A subject that goes on for longer than any line of a terminal has room for it"),
    ],
    [.text("release/日本語のとても長い名前のブランチ"), .null, .integer(7), .text("e\u{301}té 😀")],
  ]

  @Test("A table fits 80 cells: the widest text is shortened")
  func eightyCells() throws {
    let text = try answerText(
      .table, Self.columns, Self.rows, options: AnswerOptions(terminalWidth: 80))
    #expect(
      text == """
        name                     at                    commits  subject
        ───────────────────────  ────────────────────  ───────  ────────────────────────
        v1.28.0                  2025-03-17T17:17:29Z    12345  A subject that goes on …
        release/日本語のとても…                              7  e\u{301}té 😀

        """)
  }

  @Test("A table fits 40 cells: times give way when text cannot, numbers never")
  func fortyCells() throws {
    let text = try answerText(
      .table, Self.columns, Self.rows, options: AnswerOptions(terminalWidth: 40))
    #expect(
      text == """
        name       at         commits  subject
        ─────────  ─────────  ───────  ─────────
        v1.28.0    2025-03-…    12345  A subjec…
        release/…                   7  e\u{301}té 😀

        """)
  }

  @Test("No line is wider than the terminal", arguments: [30, 40, 55, 80, 120, 200])
  func widths(terminalWidth: Int) throws {
    let text = try answerText(
      .table, Self.columns, Self.rows, options: AnswerOptions(terminalWidth: terminalWidth))
    for line in text.split(separator: "\n") {
      let width = Array(line.utf8).withUnsafeBytes { cellWidth($0) }
      #expect(width <= terminalWidth, "\(line)")
    }
  }

  @Test(
    "Widths are counted in cells",
    arguments: [
      ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("😀", 2), ("ｆｕｌｌ", 8), ("한국", 4),
      ("か\u{3099}", 2),
      ("…", 1), ("─", 1), ("", 0),
    ])
  func cells(text: String, expected: Int) {
    #expect(Array(text.utf8).withUnsafeBytes { cellWidth($0) } == expected)
  }

  @Test("Past its limit a table streams with the widths it has seen")
  func streaming() throws {
    let output = ByteWriter()
    var writer = TableWriter(output: output, terminalWidth: nil, limit: 8)
    try writer.begin(
      columns: [AnswerColumn(name: "a", type: .text), AnswerColumn(name: "b", type: .int)],
      metadata: AnswerMetadata(query: ""))
    for text in ["x", "yyyy", "zz", "longer than seen"] {
      try FakeRow.withRow([.text(text), .integer(1)]) { try writer.row($0) }
    }
    try writer.end(notes: [], complete: true)
    #expect(
      String(decoding: output.contents, as: UTF8.self) == """
        a     b
        x     1
        yyyy  1
        zz    1
        longer than seen  1

        """)
  }

  @Test("The times of a column have equally many decimals")
  func decimals() throws {
    #expect(
      try answerText(
        .table, [("at", .time), ("until", .time), ("n", .int)],
        [
          [.integer(1_742_231_849_000_000), .integer(1_742_231_849_000_000), .integer(1)],
          [.null, .null, .integer(2)],
          [.integer(1_742_231_849_120_000), .null, .integer(3)],
        ]) == """
          at                       until                 n
          2025-03-17T17:17:29.00Z  2025-03-17T17:17:29Z  1
                                                         2
          2025-03-17T17:17:29.12Z                        3

          """)
  }

  @Test("A table without rows has its header; without columns it is empty")
  func noRows() throws {
    #expect(try answerText(.table, [("a", .text), ("b", .int)], []) == "a  b\n")
    #expect(try answerText(.table, [], [[]]) == "")
  }
}
