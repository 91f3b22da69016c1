import Testing

@testable import QueryLanguage

/// Places of faults in text that is more than ASCII.
@Suite("Places in multi-byte text")
struct PlaceTests {
  /// Texts before a fault, and the cells that a terminal gives them.
  static let texts: [(text: String, cells: Int)] = [
    ("é", 1), ("e\u{301}", 1), ("日本", 4), ("日\u{3000}本", 12), ("😀", 2), ("한글", 4), ("ﬁ", 1),
    ("\u{1F1E9}\u{1F1EA}", 2), ("ａｂ", 4), ("ａ\tb", 4), ("A\u{308}\u{323}o", 2), ("🎉🎉", 4),
    ("\u{202E}abc", 11), ("\u{200B}", 8), ("ß", 1), ("न\u{93F}", 2), ("\u{FE0F}", 0),
  ]

  @Test("The caret stands under the fault, whatever stands before it", arguments: texts)
  func columns(text: String, cells: Int) {
    let query = "tags | where name = \"\(text)\" and nope = 1"
    let start = query.utf8.count - "nope = 1".utf8.count
    do {
      _ = try compiled(query)
      Issue.record("it compiled")
    } catch let error as QueryError {
      #expect(error.diagnostics.map(\.span) == [SourceSpan(start, start + 4)])
      let lines = DiagnosticRenderer(source: query).text(error.diagnostics).split(separator: "\n")
      let before = "  | tags | where name = \"".utf8.count + cells + "\" and ".utf8.count
      #expect(lines[2].hasPrefix("  | " + String(repeating: " ", count: before - 4) + "^^^^ did"))
    } catch {
      Issue.record(error)
    }
  }

  @Test("The carets are as wide as what they stand under", arguments: texts)
  func widths(text: String, cells: Int) {
    let typed = "tags | where annotated = \"\(text)\""
    do {
      _ = try compiled(typed)
      Issue.record("it compiled")
    } catch let error as QueryError {
      let lines = DiagnosticRenderer(source: typed).text(error.diagnostics).split(separator: "\n")
      #expect(lines[2].count { $0 == "^" } == cells + 2)
    } catch {
      Issue.record(error)
    }
  }

  @Test("A place on a later line is counted from that line")
  func laterLine() {
    expectSyntaxError(
      "-- 日本\ntags\n\t| where \"é\u{301}日\" == name",
      """
      error[E003]: there is no operator "=="
        |  | where "é\u{301}日" == name
        |                ^^ write =
      """)
  }

  @Test(
    "A character that is not seen is named, wherever it stands",
    arguments: [
      ("\u{A0}", "U+00A0 NO-BREAK SPACE"), ("\u{200B}", "U+200B ZERO WIDTH SPACE"),
      ("\u{FEFF}", "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
      ("\u{202E}", "U+202E RIGHT-TO-LEFT OVERRIDE"), ("\u{2060}", "U+2060 WORD JOINER"),
      ("\u{3000}", "U+3000 IDEOGRAPHIC SPACE"), ("\u{2028}", "U+2028 LINE SEPARATOR"),
      ("\u{AD}", "U+00AD SOFT HYPHEN"), ("\u{0}", "U+0000 NULL"), ("\u{1B}", "U+001B ESCAPE"),
      ("\u{E0041}", "U+E0041 TAG LATIN CAPITAL LETTER A"), ("\u{7F}", "U+007F DELETE"),
    ])
  func invisible(character: String, name: String) {
    let places = [
      "@tags", "tags@", "tags@| count", "tags |@count", "tags | where@name = \"x\"",
      "tags | where name =@\"x\"", "tags | where na@me = \"x\"", "tags | where name = \"x\"@",
      "tags of@v1.28.0", "commits in@v1.27.3..v1.28.0", "tags | take@5", "tags | select na@me",
      "as of@now; tags", "tags as@of now",
    ]
    for place in places {
      let query = place.replacingFirst("@", with: character)
      let found = faults(query)
      #expect(
        found.first?.message == "the query holds the character \(name)"
          || found.first?.message == "\(name) cannot stand in a ref without quotes",
        "\(place): \(found.map(\.message))")
      let start = place.utf8.prefix { $0 != UInt8(ascii: "@") }.count
      #expect(found.first?.span == SourceSpan(start, start + character.utf8.count), "\(place)")
    }
    #expect(faults("tags | where name = \"a\(character)b\"").isEmpty)
  }
}

extension String {
  fileprivate func replacingFirst(_ mark: Character, with text: String) -> String {
    guard let place = firstIndex(of: mark) else { return self }
    return self[..<place] + text + self[index(after: place)...]
  }
}
