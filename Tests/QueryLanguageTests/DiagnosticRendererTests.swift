import Testing

@testable import QueryLanguage

@Suite("Printed diagnostics")
struct DiagnosticRendererTests {
  private func rendered(_ source: String, _ lower: Int, _ upper: Int) -> String {
    DiagnosticRenderer(source: source).text(
      Diagnostic(code: "E1", message: "m", span: SourceSpan(lower, upper), label: "l"))
  }

  @Test("Code, message, line, carets, label and hints have their places")
  func shape() {
    let source = "releases | where relased_at > 7d ago"
    let diagnostic = Diagnostic(
      code: "E102", message: "relation \"releases\" has no column \"relased_at\"",
      span: SourceSpan(17, 27), label: "did you mean \"released_at\"?",
      hints: ["columns: project, repo", "links: tag"])
    let text = """
      error[E102]: relation "releases" has no column "relased_at"
        | releases | where relased_at > 7d ago
        |                  ^^^^^^^^^^ did you mean "released_at"?
        columns: project, repo
        links: tag

      """
    #expect(DiagnosticRenderer(source: source).text(diagnostic) == text)
    #expect(
      DiagnosticRenderer(source: source).text([diagnostic, diagnostic]) == text + "\n" + text)
  }

  @Test("Carets count the cells of wide and combining characters")
  func width() {
    #expect(
      rendered("a = \"日本\" x", 13, 14) == "error[E1]: m\n  | a = \"日本\" x\n  |            ^ l\n")
    #expect(rendered("日本", 3, 6) == "error[E1]: m\n  | 日本\n  |   ^^ l\n")
    #expect(rendered("e\u{301}x y", 3, 4) == "error[E1]: m\n  | e\u{301}x y\n  |  ^ l\n")
    #expect(rendered("😀 x", 5, 6) == "error[E1]: m\n  | 😀 x\n  |    ^ l\n")
    #expect(rendered("é x", 3, 4) == "error[E1]: m\n  | é x\n  |   ^ l\n")
  }

  @Test("Only the line of the place is shown")
  func lines() {
    #expect(rendered("aa\nbb cc\r\ndd", 6, 8) == "error[E1]: m\n  | bb cc\n  |    ^^ l\n")
    #expect(rendered("aa\nbb", 1, 4) == "error[E1]: m\n  | aa\n  |  ^ l\n")
    #expect(rendered("aa |\n\n", 6, 6) == "error[E1]: m\n  | aa |\n  |     ^ l\n")
    #expect(rendered("", 0, 0) == "error[E1]: m\n  |\n  | ^ l\n")
  }

  @Test("Characters that a terminal obeys or hides are shown escaped, and carets stay in place")
  func escapes() {
    #expect(
      rendered("a\u{202E}b\u{1B}[31m x", 10, 11)
        == "error[E1]: m\n  | a\\u{202E}b\\u{1B}[31m x\n  |                     ^ l\n")
    #expect(rendered("a\tb", 2, 3) == "error[E1]: m\n  | a b\n  |   ^ l\n")
    #expect(rendered("\u{A0}x", 0, 2) == "error[E1]: m\n  | \\u{A0}x\n  | ^^^^^^ l\n")
    let hostile = Diagnostic(
      code: "E1", message: "a\u{1B}b\nc", span: SourceSpan(0, 1), hints: ["\u{202E}"])
    #expect(
      DiagnosticRenderer(source: [0xFF]).text(hostile)
        == "error[E1]: a\\u{1B}b\\u{A}c\n  | \\xFF\n  | ^^^^\n  \\u{202E}\n")
  }

  @Test("A very long line is shortened around the place")
  func longLine() {
    let source = String(repeating: "é", count: 5_000) + "X" + String(repeating: "b", count: 5_000)
    let lines = rendered(source, 10_000, 10_001).split(separator: "\n")
    #expect(
      lines[1] == "  | …" + String(repeating: "é", count: 200) + "X"
        + String(repeating: "b", count: 400) + "…")
    #expect(lines[2] == "  | " + String(repeating: " ", count: 201) + "^ l")
  }

  @Test("The JSON form has offsets, line and column")
  func json() {
    let source = "commits\n| é \"x"
    let diagnostics = [
      Diagnostic(
        code: "E1", message: "a \"b\"\\\n\u{1B}\u{202E}é", span: SourceSpan(13, 15),
        hints: ["h1", "h2"]),
      Diagnostic(code: "E2", message: "m", span: SourceSpan(0, 7), label: "l"),
      Diagnostic(code: "E3", message: "m", span: SourceSpan(0, 4)).given(
        by: "--as-of ", value: "soon"),
    ]
    #expect(
      DiagnosticRenderer(source: source).json(diagnostics) == #"""
        [{"code":"E1","message":"a \"b\"\\\n\u001b\u202eé","span":{"start":13,"end":15,"line":2,"column":5},"label":null,"hints":["h1","h2"],"option":null},{"code":"E2","message":"m","span":{"start":0,"end":7,"line":1,"column":1},"label":"l","hints":[],"option":null},{"code":"E3","message":"m","span":{"start":8,"end":12,"line":1,"column":9},"label":null,"hints":[],"option":"--as-of soon"}]

        """#)
    #expect(DiagnosticRenderer(source: "").json([]) == "[]\n")
  }

  @Test("A note is one line")
  func note() {
    #expect(
      DiagnosticRenderer.text(AnswerNote(code: "N401", message: "0 rows")) == "note[N401]: 0 rows\n"
    )
  }

  @Test("Near names are at most two typing errors away, nearest first")
  func nearNames() {
    let columns = ["released_at", "released_source", "repo", "line", "version", "is_main", "at"]
    #expect(NearNames.matches("relased_at", among: columns) == ["released_at"])
    #expect(NearNames.matches("REPO", among: columns) == ["repo"])
    #expect(NearNames.matches("vresion", among: columns) == ["version"])
    #expect(NearNames.matches("lnie", among: columns) == ["line"])
    #expect(NearNames.matches("xyzzy", among: columns).isEmpty)
    #expect(NearNames.matches("ab", among: columns) == ["at"])
    #expect(
      NearNames.label("lime", among: ["time", "line", "name"])
        == "did you mean \"line\" or \"time\"?")
    #expect(
      NearNames.label("a1", among: (2...8).map { "a\($0)" })
        == "did you mean \"a2\", \"a3\", \"a4\", \"a5\", \"a6\" and 2 more?")
    #expect(NearNames.matches("x", among: ["y", "X"]) == ["X"])
    #expect(NearNames.label("xyzzy", among: columns) == nil)
    #expect(NearNames.list(["1", "2", "3", "4", "5", "6", "7"]) == "1, 2, 3, 4, 5 and 2 more")
  }
}
