import Changelogs
import Testing

@Suite("Formats and paths")
struct FormatTests {
  @Test("A format may be forced")
  func forced() {
    let text = "1.0.0\n=====\n\n* ``a``\n"
    #expect(entries(read(text, path: "CHANGELOG.md", format: .restructuredText)) == ["a"])
    #expect(read(text, path: "CHANGELOG.md", format: .restructuredText).format == .restructuredText)
    #expect(entries(read(text, path: "CHANGES.rst", format: .keepAChangelog)) == ["a"])
    #expect(read(text, path: "CHANGES.rst", format: .keepAChangelog).format == .keepAChangelog)
    #expect(entries(read(text, path: "CHANGES.rst", format: .plainText)) == ["``a``"])
  }

  @Test(
    "Without an ending the text tells the format",
    arguments: [
      ("# Changes\n\n## 1.0.0\n\n- a\n", .markdown),
      ("Changes\n=======\n\n1.0\n---\n\n* a ``b`` `c <d>`_\n", .restructuredText),
      ("1.0.0 (2024-05-01)\n\n- a\n", .plainText), ("[1.0.0]\n\n * a\n", .plainText),
      (#"[{"tag_name": "v1", "body": ""}]"#, .gitHubReleases),
      (#"[{"tag_name": "v1", "description": "", "released_at": null}]"#, .gitLabReleases),
      ("shop (1.0) unstable; urgency=low\n", .debian),
      ("2024-05-01  Jo  <jo@example.com>\n\n\t* cart.c (add): One.\n", .gnu),
      ("Wed May  1 12:00:00 1996  Jo  (jo@example.com)\n\n\t* cart.c: One.\n", .gnu),
      ("Thu, 2 May 2024  Jo <jo@example.com>\n\n- a\n", .plainText),
    ] as [(String, ChangelogFormat)])
  func sniffed(text: String, format: ChangelogFormat) {
    #expect(read(text, path: "CHANGES").format == format)
  }

  @Test("Each format has a name and something it is written in")
  func names() {
    #expect(ChangelogFormat.allCases.count == 15)
    #expect(Set(ChangelogFormat.allCases.map(\.rawValue)).count == 15)
    #expect(ChangelogFormat.prometheus.syntax == .markdown)
    #expect(ChangelogFormat.gitLabReleases.syntax == .json)
  }

  @Test(
    "Paths of changelogs are known by their names",
    arguments: [
      ("CHANGELOG.md", "main"), ("Changelog", "main"), ("CHANGES.txt", "main"),
      ("ChangeLog", "main"),
      ("CHANGES.rst", "main"), ("HISTORY.md", "main"), ("NEWS", "main"), ("NEWS.adoc", "main"),
      ("RELEASES.md", "main"), ("RELEASE-NOTES.md", "main"), ("release_notes.txt", "main"),
      ("docs/changelog.rst", "main"), ("doc/source/changelog.rst", "main"),
      ("docs/release-notes.md", "main"), ("CHANGELOG-5.md", "series"), ("CHANGES.1", "series"),
      ("CHANGELOG/CHANGELOG-1.30.md", "series"), ("CHANGELOG_V18.md", "series"),
      ("debian/changelog", "debian"), ("pkg/debian/changelog", "debian of pkg"),
      ("Documentation/RelNotes/2.45.0.txt", "release"), ("doc/release-notes/v1.2.md", "release"),
      ("Documentation/RelNotes/1.5.0.adoc", "release"),
      ("packages/cli/CHANGELOG.md", "component of packages/cli"),
      ("packages/@acme/cli/CHANGELOG.md", "component of packages/@acme/cli"),
      ("activerecord/CHANGELOG.md", "component of activerecord"),
      ("tsdb/docs/CHANGELOG.md", "component of tsdb"),
    ])
  func paths(path: String, expected: String) throws {
    let found = try #require(ChangelogPath(Array(path.utf8)))
    let component = found.component.map { " of " + String(decoding: $0, as: UTF8.self) }
    #expect(found.kind.rawValue + (component ?? "") == expected)
  }

  @Test(
    "Other paths are none of changelogs",
    arguments: [
      "", "README.md", "changes.go", "src/changelog.ts", "scripts/changelog.sh", "history.c",
      "newsletter.md", "vendor/a/b/CHANGELOG.md", "node_modules/a/CHANGELOG.md",
      "tests/CHANGELOG.md", "testdata/CHANGELOG.md", "builtin/history.py", "changesets.md",
      "changelog.d/1.md", "a/b/c/d/e/f/CHANGELOG.md", "src/news/NEWS.md",
      "Documentation/RelNotes/README.md", "releases/v1.toml", "debian/changelog.in",
    ])
  func otherPaths(path: String) {
    #expect(ChangelogPath(Array(path.utf8)) == nil)
  }

  @Test("A path of any bytes is read")
  func anyPath() {
    #expect(ChangelogPath([0xFF, 0x2F, 0xFE]) == nil)
    let path = Array("p".utf8) + [0xFF] + Array("/CHANGELOG.md".utf8)
    #expect(ChangelogPath(path)?.component == [0x70, 0xFF])
  }

  @Test("A GNU ChangeLog has no versions, and keeps its text")
  func gnu() {
    let changelog = read(
      "2024-05-01  Jo  <jo@example.com>\n\n\t* cart.c (add): Count 1.2.0.\n", path: "ChangeLog")
    #expect(
      lines(changelog) == [
        "? no-versions 1",
        "! 0 a GNU ChangeLog tells changes by day and author: it has no versions",
      ])
    #expect(changelog.unread[0].text.hasSuffix("Count 1.2.0."))
  }
}
