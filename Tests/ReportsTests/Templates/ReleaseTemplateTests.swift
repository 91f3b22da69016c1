import Foundation
import Testing

@testable import Reports

@Suite("Templates of release logs")
struct ReleaseTemplateTests {
  private func render(
    _ template: String, _ log: ReleaseLog = sampleLog(), kind: ReleaseTemplate.Kind = .text
  ) throws -> String {
    let template = try ReleaseTemplate([UInt8](template), name: "log.mustache", kind: kind)
    let output = ByteWriter()
    try template.write(log, to: output)
    return String(decoding: output.contents, as: UTF8.self)
  }

  @Test("A template walks through releases, groups and entries")
  func walk() throws {
    let template = """
      # {{project}}
      {{#releases}}
      == {{title}}{{#day}} of {{.}}{{/day}}{{#previous}} since {{version}}{{/previous}}
      {{#groups}}
      {{title}}:
      {{#entries}}
      * {{#scope}}{{.}}: {{/scope}}{{text}}{{#pull_request}} (#{{.}}){{/pull_request}}{{#short}} {{.}}{{/short}}
      {{#breaking_text}}
        {{{rendered}}}
      {{/breaking_text}}
      {{/entries}}
      {{/groups}}
      {{^entries}}
      nothing
      {{/entries}}
      {{/releases}}
      """
    #expect(
      try render(template) == """
        # shop
        == Unreleased since v1.2.0
        Fixes:
        * count *once*
        == v1.2.0 of 2024-03-06 since v1.1.0
        Breaking changes:
        * drop the old API, thanks @engineer 2b2b2b2
          Calls of `v1` have to change.

        Soon.
        Features:
        * cart: sell <b>bold</b> things (#12) 1a1a1a1
        Fixes:
        * Round prices up
        == v1.1.0 of 2023-11-14
        nothing

        """)
  }

  @Test("Two braces make text inert, three keep it, and rendered keeps what is safe")
  func escaping() throws {
    var log = sampleLog()
    log.releases = [log.releases[1]]
    log.releases[0].entries = [
      .init(group: .fixes, text: Prose([UInt8]("<b> *x* @engineer\u{1B}[0m"))),
      .init(group: .fixes, text: Prose([UInt8]("<b> *x* &#27;"), form: .markdown)),
    ]
    let template =
      "{{#releases}}{{#entries}}{{text}}|{{{text}}}|{{{text.rendered}}}\n{{/entries}}{{/releases}}"
    #expect(
      try render(template, log, kind: .markdown) == #"""
        \<b\> \*x\* `@engineer\x1b[0m`|<b> *x* @engineer\x1b[0m|\<b\> \*x\* `@engineer\x1b[0m`
        \<b\> x \\x1b|<b> x \x1b|\<b\> *x* \\x1b

        """#)
    #expect(
      try render(template, log, kind: .html) == #"""
        &lt;b&gt; *x* @engineer\x1b[0m|<b> *x* @engineer\x1b[0m|&lt;b&gt; *x* @engineer\x1b[0m
        &lt;b&gt; x \x1b|<b> x \x1b|&lt;b&gt; <em>x</em> \x1b

        """#)
    #expect(
      try render(template, log) == #"""
        <b> *x* @engineer\x1b[0m|<b> *x* @engineer\x1b[0m|<b> *x* @engineer\x1b[0m
        <b> x \x1b|<b> x \x1b|<b> x \x1b

        """#)
  }

  @Test("The document's kind does not depend on where a tag stands")
  func firstLine() throws {
    #expect(try render("{{project}}") == "shop")
    #expect(try render("  {{#releases}}\n.\n  {{/releases}}\n") == ".\n.\n.\n")
    #expect(try render("{{! a comment }}\n{{=<% %>=}}\n<%project%> {{x}}\n") == "shop {{x}}\n")
    #expect(try render("a\r\n{{project}}\r\n") == "a\r\nshop\r\n")
    #expect(try render("") == "")
  }

  @Test(
    "An error names the template, the line and the cause",
    arguments: [
      ("a\n{{versoin}}", 2, "a log has no member \"versoin\"", "did you mean version?"),
      ("{{#releases}}\n{{x.tag}}{{/releases}}", 2, "a log has no member \"x\"", nil),
      (
        "{{zzzzzzzz}}", 1, "a log has no member \"zzzzzzzz\"",
        "docs/release-logs.md lists the members"
      ),
      ("\n\n{{project", 3, "the tag that begins with {{project has no }}", nil),
      ("{{{project}}", 1, "the tag that begins with {{{project}} has no }}}", nil),
      (
        "{{#releases}}\n{{#entries}}\n", 2, "the section \"entries\" is not closed",
        "close it with {{/entries}}"
      ),
      (
        "{{#releases}}\n{{/entries}}", 2,
        "the tag closes the section \"entries\" while \"releases\" of line 1 is open", nil
      ),
      ("{{/entries}}", 1, "the tag closes the section \"entries\" which is not open", nil),
      (
        "{{> header}}", 1, "the tag > header is not available: a template stands alone",
        "write what is included into the template itself"
      ),
      (
        "{{$block}}", 1, "the tag $block is not available: a template stands alone",
        "write what is included into the template itself"
      ),
      (
        "{{%CONTENT_TYPE:HTML}}", 1,
        "the tag %CONTENT_TYPE:HTML is not available: a template stands alone",
        "write what is included into the template itself"
      ),
      ("{{ }}", 1, "a tag has no name", nil), ("{{#}}x{{/}}", 1, "a tag has no name", nil),
      ("{{shout(project)}}", 1, "there is no function \"shout\" in templates", nil),
      (
        "{{=x=}}", 1, "new delimiters are two words between equals signs",
        "write them as {{=<% %>=}}"
      ),
      (
        "\n{{uppercased(project}}", 2,
        "the tag cannot be read: uppercased(project needs one ) for each (", nil
      ),
      ("\n{{project name}}", 2, "a log has no member \"project name\"", nil),
      ("\u{1B}{{\u{1B}}}", 1, #"a log has no member "\x1b""#, nil),
    ] as [(String, Int, String, String?)])
  func errors(template: String, line: Int, message: String, hint: String?) {
    let error = #expect(throws: TemplateError.self) { try render(template) }
    #expect(error?.line == line)
    #expect(error?.message == message)
    #expect(error?.description == "log.mustache:\(line): \(message)")
    if let hint { #expect(error?.hints == [hint]) }
  }

  /// A log whose release has all that its parts can be asked for, while these have nothing.
  private static var logOfEmptyParts: ReleaseLog {
    var log = sampleLog()
    var release = log.releases[1]
    release.version = [UInt8]("v2")
    release.tag = [UInt8]("v2")
    release.previous = .init(version: [], tag: nil)
    release.entries = [.init(group: .fixes, text: Prose([]))]
    release.entries[0].equivalents = [
      .init(sha: sampleID(0x3C), repository: [UInt8]("fork"), evidence: "stated", grade: "A")
    ]
    release.images = [.init(repository: [], tags: [], digest: [], precision: "")]
    release.contributors = [.init(name: [], email: [], commitCount: 0)]
    log.releases = [release]
    return log
  }

  @Test(
    "A name means the innermost object that has it, also where it has no value there",
    arguments: [
      ("{{#previous}}[{{version}}|{{tag}}]{{/previous}}", "[|]"),
      (
        "{{#previous}}{{^tag}}none{{/tag}}{{#empty(tag)}}, empty{{/empty(tag)}}{{/previous}}",
        "none, empty"
      ),
      ("{{#entries}}[{{commit_url}}|{{sha}}|{{short}}|{{text}}]{{/entries}}", "[|||]"),
      (
        "{{#entries}}{{#commit_url}}url{{/commit_url}}{{^text}}no text{{/text}}{{/entries}}",
        "no text"
      ),
      (
        "{{#entries}}{{#equivalents}}[{{short}}|{{commit_url}}|{{repository}}|{{release}}]{{/equivalents}}{{/entries}}",
        "[3c3c3c3||fork|]"
      ),
      ("{{#groups}}{{title}}{{#entries}}[{{group}}]{{/entries}}{{/groups}}", "Fixes[fixes]"),
      ("{{#images}}[{{repository}}|{{#tags}}{{.}}{{/tags}}]{{/images}}", "[|]"),
      ("{{#contributors}}[{{commits}}|{{name}}]{{/contributors}}", "[0|]"),
      ("{{#summary}}[{{form}}]{{/summary}}{{commits}}", "[markdown]12"),
      ("{{#skipped}}[{{short}}]{{/skipped}}", "[5e5e5e5]"),
      ("{{#line}}line{{/line}}{{^line}}main{{/line}}", "main"),
    ])
  func levels(template: String, text: String) throws {
    #expect(
      try render("{{#releases}}\(template){{/releases}}", Self.logOfEmptyParts) == text)
  }

  @Test("Every name of several objects is one that a test of levels has")
  func sharedNames() {
    var owners: [String: Int] = [:]
    for shape in TemplateShape.all {
      for name in shape.members.keys { owners[name, default: 0] += 1 }
    }
    #expect(
      owners.filter { $0.value > 1 }.keys.sorted() == [
        "commit_url", "commits", "entries", "repository", "sha", "short", "tag", "text", "title",
        "version",
      ])
  }

  @Test(
    "A name or function that has no meaning where it stands is an error",
    arguments: [
      (
        "{{#releases}}\n{{subject}}{{/releases}}", 2,
        "a release has no member \"subject\", nor has what is around it",
        ["a skipped commit has it, inside of {{#skipped}}"]
      ),
      (
        "{{title}}", 1, "a log has no member \"title\"",
        ["a release has it, inside of {{#releases}}", "a group has it, inside of {{#groups}}"]
      ),
      (
        "{{#releases}}{{.project}}{{/releases}}", 1, "a release has no member \"project\"",
        ["a log has it, outside of all sections"]
      ),
      (
        "{{#releases}}{{tag.version}}{{/releases}}", 1, "a text has no member \"version\"",
        [
          "a release has it, inside of {{#releases}}",
          "a previous release has it, inside of {{#previous}}",
        ]
      ),
      (
        "{{releases.day}}", 1, "a list has no member \"day\"",
        ["a release has it, inside of {{#releases}}"]
      ),
      (
        "{{#releases}}{{/releases}}{{^releases}}{{day}}{{/releases}}", 1,
        "a list has no member \"day\", nor has what is around it",
        ["a release has it, inside of {{#releases}}"]
      ),
      (
        "{{#complete}}{{day}}{{/complete}}", 1, "a log has no member \"day\"",
        ["a release has it, inside of {{#releases}}"]
      ),
      (
        "{{uppercased(count(releases))}}", 1, "the function \"uppercased\" is not for a number",
        ["docs/release-logs.md tells what functions are for"]
      ),
      (
        "{{sorted(releases)}}", 1, "the function \"sorted\" is not for a list",
        ["docs/release-logs.md tells what functions are for"]
      ),
      (
        "{{last()}}", 1, "last() does not stand directly in the section of a list",
        ["first(), last(), index(), even() and odd() tell of the place in the nearest section"]
      ),
      (
        "{{=<% %>=}}\n<%{project}%>", 2,
        "three braces stand for text as it is only where {{ and }} are the delimiters",
        ["write it as <%& project %>"]
      ),
      (
        "{{=a= b=}}", 1, "new delimiters are two words between equals signs",
        ["write them as {{=<% %>=}}"]
      ),
    ] as [(String, Int, String, [String])])
  func places(template: String, line: Int, message: String, hints: [String]) {
    let error = #expect(throws: TemplateError.self) { try render(template) }
    #expect(error?.line == line)
    #expect(error?.message == message)
    #expect(error?.hints == hints)
  }

  @Test("A template that is no text, or too large, is refused")
  func bytes() {
    #expect(throws: TemplateError.notText("t")) {
      try ReleaseTemplate([0xFF], name: "t", kind: .text)
    }
    let size = ReleaseTemplate.maximalSize + 1
    #expect(throws: TemplateError.tooLarge("t", bytes: size, limit: size - 1)) {
      try ReleaseTemplate([UInt8](repeating: 0x20, count: size), name: "t", kind: .text)
    }
  }

  @Test("Functions of lists and texts work")
  func functions() throws {
    #expect(
      try render("{{#releases}}{{uppercased(title)}}{{^last()}}, {{/last()}}{{/releases}}")
        == "UNRELEASED, V1.2.0, V1.1.0")
    #expect(try render("{{count(releases)}}") == "3")
    #expect(
      try render(
        "{{#first(releases)}}{{title}}{{/first(releases)}} {{uppercased(project)}} "
          + "{{#releases}}{{plusone(index())}}{{#entries}}{{uppercased(text)}}{{/entries}}{{/releases}}"
      )
        == "Unreleased SHOP 1COUNT *ONCE*2SELL <B>BOLD</B> THINGSROUND PRICES UPDROP THE OLD API, "
        + "THANKS @ENGINEER3")
    #expect(try render("{{=<% %>=}}<%& project %>") == "shop")
  }

  @Test("Every member of the JSON log is a member of templates")
  func members() throws {
    let tests = URL(filePath: #filePath).deletingLastPathComponent()
    let data = try Data(
      contentsOf: tests.appending(path: "../../../docs/schemas/release-log.schema.json"))
    let schema = try #require(
      JSONSerialization.jsonObject(with: data) as? [String: Any])
    var names = Set((schema["properties"] as? [String: Any] ?? [:]).keys)
    names.subtract(["schema", "made_at", "selection", "moves", "coverage"])
    for (name, definition) in schema["$defs"] as? [String: [String: Any]] ?? [:]
    where !["move", "coverage", "selection", "person"].contains(name) {
      names.formUnion((definition["properties"] as? [String: Any] ?? [:]).keys)
    }
    names = names.filter { !$0.hasSuffix("_b64") }
    #expect(
      names.isSubset(of: TemplateContext.members), "\(names.subtracting(TemplateContext.members))")
  }

  @Test("Every member has a value somewhere, and the documentation tells of it")
  func documented() throws {
    let tests = URL(filePath: #filePath).deletingLastPathComponent()
    let text = try String(
      contentsOf: tests.appending(path: "../../../docs/release-logs.md"), encoding: .utf8)
    let context = TemplateContext(log: sampleLog(), kind: .text, groups: .standard)
    var found: Set<String> = []
    func visit(_ value: Any?) {
      if let list = value as? [Any] { list.forEach(visit) }
      guard let object = value as? TemplateObject else { return }
      for name in TemplateContext.members {
        guard let child = object.child(named: name), !(child is TemplateNull) else { continue }
        found.insert(name)
        visit(child)
      }
    }
    visit(context.root())
    #expect(found == TemplateContext.members)
    for name in TemplateContext.members {
      #expect(text.contains("`\(name)`"), "docs/release-logs.md does not tell of \(name)")
    }
  }

  @Test("No text that is not a template ends the program")
  func damage() {
    var random = FixedRandom(state: 8)
    let pieces = [
      "{", "}", "{{", "}}", "{{{", "}}}", "#", "^", "/", "!", "&", "=", "%", ">", "<", "$", "(",
      ")",
      ".", "releases", "entries", "text", " ", "\n", "\r\n", "last", "{{#releases}}",
      "{{/releases}}",
      "{{title}}", "é", "{{=<% %>=}}", "<%", "%>",
    ]
    for _ in 0..<5_000 {
      let count = Int.random(in: 0...12, using: &random)
      let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      do {
        _ = try render(text)
      } catch {
        #expect(error is TemplateError)
      }
    }
  }
}
