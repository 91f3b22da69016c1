import Testing

@testable import Reports

@Suite("Curated texts of changelogs")
struct CuratedTextTests {
  private func markdown(_ text: String) -> String {
    String(
      decoding: CuratedMarkdown.text(of: CuratedText.blocks(of: Array(text.utf8))), as: UTF8.self)
  }

  private func html(_ text: String) -> String {
    let output = ByteWriter()
    output.appendHTML(CuratedText.blocks(of: Array(text.utf8)))
    return String(decoding: output.contents, as: UTF8.self)
  }

  @Test(
    "Emphasis, code, lists and web links stay, all else becomes text",
    arguments: [
      ("*a* **b** `c`", "*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>\n"),
      ("_a_", "*a*", "<p><em>a</em></p>\n"),
      (
        "[page](https://a.example/x_(y)?q=1&z=2 \"title\")",
        "[page](https://a.example/x_%28y%29?q=1&amp;z=2)",
        "<p><a href=\"https://a.example/x_%28y%29?q=1&amp;z=2\">page</a></p>\n"
      ),
      ("[x](javascript:alert(1))", "x", "<p>x</p>\n"),
      ("[x](file:///etc) [y](/z) [z](//e)", "x y z", "<p>x y z</p>\n"),
      (
        "<https://a.example>", "<https://a.example>",
        "<p><a href=\"https://a.example\">https://a.example</a></p>\n"
      ),
      (
        "<https://a.example/?a=1&b=2>",
        "[https\\://a.example/?a=1\\&b=2](https://a.example/?a=1&amp;b=2)",
        "<p><a href=\"https://a.example/?a=1&amp;b=2\">https://a.example/?a=1&amp;b=2</a></p>\n"
      ),
      (
        "See (https://a.example/x_(y)), or http://b.example.",
        #"See ([https\://a.example/x\_(y)](https://a.example/x_%28y%29)), or <http://b.example>."#,
        "<p>See (<a href=\"https://a.example/x_%28y%29\">https://a.example/x_(y)</a>), or "
          + "<a href=\"http://b.example\">http://b.example</a>.</p>\n"
      ),
      (
        "xhttps://a.example ftp://a.example https://",
        #"xhttps\://a.example ftp\://a.example https\://"#,
        "<p>xhttps://a.example ftp://a.example https://</p>\n"
      ),
      (
        "https://user@a.example/", #"`https://user@a.example/`"#,
        "<p>https://user@a.example/</p>\n"
      ),
      (
        "[go https://a.example](https://b.example)",
        #"[go https\://a.example](https://b.example)"#,
        "<p><a href=\"https://b.example\">go https://a.example</a></p>\n"
      ),
      (
        "![logo](https://a.example/l.png)", "[logo](https://a.example/l.png)",
        "<p><a href=\"https://a.example/l.png\">logo</a></p>\n"
      ),
      ("![logo](data:image/png)", "logo", "<p>logo</p>\n"),
      ("a <b>c</b>", #"a \<b\>c\</b\>"#, "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n"),
      ("<script>x</script>", #"\<script\>x\</script\>"#, "<p>&lt;script&gt;x&lt;/script&gt;</p>\n"),
      ("# Title", "**Title**", "<p><strong>Title</strong></p>\n"),
      ("a\nb  \nc", "a b c", "<p>a b c</p>\n"),
      (
        "- a\n- b\n  - c", "- a\n- b\n  - c",
        "<ul>\n<li>a</li>\n<li>b\n<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>\n"
      ),
      ("3. a\n4. b", "3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n"),
      ("```sh\na\n\n\tb\n```", "```\na\n\n\tb\n```", "<pre><code>a\n\n    b</code></pre>\n"),
      ("> a\n> b", "> a b", "<blockquote>\n<p>a b</p>\n</blockquote>\n"),
      ("a\n\n---\n\nb", "a\n\nb", "<p>a</p>\n<p>b</p>\n"),
      ("hi @engineer", "hi `@engineer`", "<p>hi @engineer</p>\n"),
      ("&#x202E;x&#27;", #"\\u\{202E\}x\\x1b"#, "<p>\\u{202E}x\\x1b</p>\n"),
      ("- a\n\n\n* b", "- a\n\n* b", "<ul>\n<li>a</li>\n</ul>\n<ul>\n<li>b</li>\n</ul>\n"),
      ("", "", ""),
    ])
  func kept(text: String, expected: String, page: String) {
    #expect(markdown(text) == expected)
    #expect(html(text) == page)
  }

  @Test("Addresses that are made to take time stay text")
  func longAddresses() {
    let brackets = String(repeating: ")", count: 100_000)
    #expect(html("http://a\(brackets)") == "<p>http://a\(brackets)</p>\n")
    let starts = String(repeating: "(http://@", count: 2_000)
    #expect(html(starts + brackets) == "<p>\(starts)\(brackets)</p>\n")
  }

  @Test("Bytes that cannot be seen are written out before the text is read")
  func hidden() {
    let bytes = [UInt8]("\u{FEFF}a\r\nb\rc \u{1B}[0m ".utf8) + [0xFF]
    #expect(
      CuratedText.plainText(of: CuratedText.blocks(of: bytes)) == Array(#"a b c \x1b[0m \xff"#.utf8)
    )
  }

  @Test("Nothing arises in Markdown that was not in the text, whatever stands side by side")
  func property() {
    var random = FixedRandom(state: 3)
    let allowed: Set = [
      "document", "paragraph", "list", "item", "block_quote", "code_block", "emph", "strong",
      "link",
    ]
    for _ in 0..<6_000 {
      let blocks = CuratedText.blocks(of: HostileText.random(14, using: &random))
      let text = String(decoding: CuratedMarkdown.text(of: blocks), as: UTF8.self)
      #expect(allowed.isSuperset(of: RenderedMarkdown.elements(text)), "\(text)")
      let again = CuratedText.blocks(of: Array(text.utf8))
      #expect(
        squeezed(CuratedText.plainText(of: again)) == squeezed(CuratedText.plainText(of: blocks)),
        "\(text)")
    }
  }

  @Test("A text that is too long is shown as it stands")
  func long() {
    let text = [UInt8](repeating: 0x2A, count: CuratedText.maximalSize) + Array("x\u{1B}*".utf8)
    let expected = text.dropLast(2) + Array(#"\x1b*"#.utf8)
    #expect(CuratedText.blocks(of: text) == [.paragraph([.text(Array(expected))])])
  }

  @Test("An entry's text stays in its list item")
  func entries() throws {
    var random = FixedRandom(state: 4)
    for _ in 0..<3_000 {
      var release = ReleaseLog.Release(version: Array("v1".utf8))
      for _ in 0..<3 {
        let text = Prose(HostileText.random(12, using: &random), form: .markdown)
        release.entries.append(.init(group: .features, text: text))
      }
      var log = ReleaseLog(project: [], repository: [])
      log.releases = [release]
      let markdown = try logText(log, .markdown, options: LogOptions(parts: []))
      let top = RenderedMarkdown.outline(markdown).filter {
        $0.hasPrefix(" ") && !$0.hasPrefix("  ") || $0.hasPrefix("  item")
      }
      #expect(top == [" heading", " list", "  item", "  item", "  item"], "\(markdown)")
    }
  }

  private func squeezed(_ text: [UInt8]) -> [UInt8] { text.filter { $0 != 0x20 } }

  @Test("Deep nesting ends, and long runs of marks take little time")
  func deep() {
    let quotes = String(repeating: "> ", count: 5_000) + "x"
    #expect(CuratedText.plainText(of: CuratedText.blocks(of: Array(quotes.utf8))) == [0x78])
    for mark in ["[", "*", "_", "<", "`", "![", "- ", "&", "\\"] {
      let text = String(repeating: mark, count: 50_000) + "x"
      #expect(!CuratedMarkdown.text(of: CuratedText.blocks(of: Array(text.utf8))).isEmpty)
    }
  }
}
