import Testing

@testable import Reports

@Suite("Text from elsewhere in Markdown")
struct InertMarkdownTests {
  @Test(
    "Marks lose their meaning, mentions become code",
    arguments: [
      ("plain text", "plain text"), ("fix: round up", "fix: round up"),
      ("use snake_case here", "use snake_case here"), ("a.b.c 1.2.3", "a.b.c 1.2.3"),
      ("- item", #"\- item"#), ("+ item", #"\+ item"#), ("12. item", #"12\. item"#),
      ("12) item", #"12\) item"#), ("12 items", "12 items"), ("# x", ##"\# x"##),
      ("=== x", #"\=== x"#), (" x ", "&#32;x&#32;"), ("    code", "&#32;   code"),
      ("<b>&amp;", #"\<b\>\&amp;"#), ("[x](http://y)", #"\[x\](http\://y)"#),
      ("thanks @engineer", "thanks `@engineer`"), ("thanks (@org/team)!", "thanks (`@org/team`)!"),
      ("to a@b.example, too", "to `a@b.example`, too"), ("@`a", "``@`a``"),
      ("*@a* and *b*", #"`*@a*` and \*b\*"#), ("see #12", ##"see \#12"##), ("a\nb", #"a\\nb"#),
      ("www.x.y", #"www\.x.y"#), ("", ""),
    ])
  func examples(text: String, expected: String) {
    let output = ByteWriter()
    output.appendInertMarkdown(Array(text.utf8), startsLine: true)
    #expect(String(decoding: output.contents, as: UTF8.self) == expected)
  }

  @Test("No subject, scope or name becomes an element, and each comes back as it was")
  func property() throws {
    var random = FixedRandom(state: 1)
    for round in 0..<6_000 {
      let text = HostileText.random(8, using: &random)
      let scope = round % 3 == 0 ? HostileText.random(4, using: &random) : []
      guard !text.isEmpty else { continue }
      var entry = ReleaseLog.Entry(group: .features, text: Prose(text))
      entry.scope = scope
      var release = ReleaseLog.Release(version: Array("v1".utf8))
      release.entries = [entry]
      var log = ReleaseLog(project: [], repository: [])
      log.releases = [release]
      let markdown = try logText(log, .markdown, options: LogOptions(parts: []))
      let before = scope.isEmpty ? "" : displayText(scope) + ": "
      #expect(
        RenderedMarkdown.text(markdown) == "Features" + before + displayText(text), "\(markdown)")
      let expected = ["document", "heading", "list", "item", "paragraph"]
      #expect(
        RenderedMarkdown.elements(markdown) == expected + (scope.isEmpty ? [] : ["strong"]),
        "\(markdown)")
    }
  }

  @Test("No name of a release, person or image becomes an element")
  func names() throws {
    var random = FixedRandom(state: 2)
    let plain = try shape(of: { _ in Array("x".utf8) })
    for _ in 0..<1_000 {
      let found = try shape { _ in
        let text = HostileText.random(5, using: &random)
        return text.isEmpty ? Array("x".utf8) : text
      }
      #expect(found == plain)
    }
  }

  /// Returns the elements of a document whose every name is made by `name`.
  private func shape(of name: (Int) -> [UInt8]) throws -> [String] {
    var release = ReleaseLog.Release(version: name(0))
    release.tag = name(1)
    release.otherTags = [name(2)]
    release.isMainLine = false
    release.line = name(3)
    release.date = 0
    release.previous = .init(version: name(4), tag: name(5))
    release.contributors = [.init(name: name(6), email: name(7), commitCount: 1)]
    release.images = [
      .init(repository: name(8), tags: [name(9)], digest: name(10), precision: "observed")
    ]
    release.skipped = [.init(sha: [0xAB], subject: name(11), reason: "merge commit")]
    var entry = ReleaseLog.Entry(group: ChangeGroup("x"), text: Prose(name(12)))
    entry.authors = [name(13)]
    entry.issues = [Array("x".utf8) + name(14)]
    entry.isBreaking = true
    entry.breakingText = Prose(Array("x ".utf8) + name(15).filter { $0 != 0x0A })
    release.entries = [entry]
    release.summary = Prose(Array("x ".utf8) + name(16).filter { $0 != 0x0A })
    var log = ReleaseLog(project: name(17), repository: name(18))
    log.web = WebAddress(remote: Array("https://github.com/acme/shop".utf8))
    log.releases = [release]
    let all = LogParts(rawValue: (1 << 10) - 1)
    return RenderedMarkdown.elements(
      try logText(log, .markdown, options: LogOptions(parts: all)))
  }
}
