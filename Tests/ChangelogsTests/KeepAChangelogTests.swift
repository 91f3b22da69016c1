import Changelogs
import Testing

@Suite("Keep a Changelog")
struct KeepAChangelogTests {
  static let sample = """
    # Changelog

    All notable changes are here.
    The format is based on [Keep a Changelog](https://keepachangelog.com/en/1.1.0/).

    ## [Unreleased]

    ### Added

    - A thing

    ## [1.1.0] - 2024-05-01

    It is a fine release.

    ### Changed

    - One `code` and **strong** text
      on two lines
    - Another
      - with a part
      - and one more

    ### Fixed

    ## [1.0.0] - 2024-04-01 [YANKED]

    ### Removed

    - Everything

    [Unreleased]: https://example.com/acme/shop/compare/v1.1.0...HEAD
    [1.1.0]: https://example.com/acme/shop/compare/v1.0.0...v1.1.0
    [1.0.0]: https://example.com/acme/shop/releases/tag/v1.0.0
    """

  @Test("The format's own form is read")
  func whole() throws {
    let changelog = read(Self.sample)
    #expect(
      lines(changelog) == [
        "= Changelog", "# - after v1.1.0 unreleased", "- [Added] A thing",
        "# 1.1.0 2024-05-01 after v1.0.0",
        "- [Changed] One code and strong text on two lines",
        "- [Changed] Another • with a part • and one more",
        "# 1.0.0 2024-04-01 yanked", "- [Removed] Everything", "? introduction 3",
      ])
    #expect(changelog.format == .keepAChangelog)
    let release = changelog.releases[1]
    #expect(release.heading == "1.1.0 - 2024-05-01")
    #expect(release.line == 12)
    #expect(release.notes.map(\.text) == ["It is a fine release."])
    #expect(release.compareURL == "https://example.com/acme/shop/compare/v1.0.0...v1.1.0")
    #expect(release.sections.map(\.heading) == ["Changed", "Fixed"])
    #expect(release.sections.map(\.line) == [16, 24])
    #expect(release.entries.map(\.line) == [18, 20])
    #expect(release.entries.map(\.kind) == [.changed, .changed])
    #expect(
      release.entries[0].markdown == "- One `code` and **strong** text\n  on two lines")
    #expect(changelog.releases[2].url == "https://example.com/acme/shop/releases/tag/v1.0.0")
    #expect(changelog.links.map(\.label) == ["Unreleased", "1.1.0", "1.0.0"])
    #expect(changelog.links.map(\.line) == [32, 33, 34])
  }

  @Test("The case of a version is kept")
  func versionCase() {
    #expect(read("## [1.0.0-RC.1] - 2024-05-01").releases.first?.version == "1.0.0-RC.1")
  }

  @Test("A heading may link inline, with the date behind it")
  func inlineLink() {
    let release = read("## [1.0.0](https://example.com/t/v1.0.0) (2024-05-01)").releases.first
    #expect(release.map(line) == "1.0.0 2024-05-01")
    #expect(release?.url == "https://example.com/t/v1.0.0")
  }

  @Test("A yanked release may be linked")
  func linkedYanked() {
    let changelog = read(
      "## [0.0.5][] - 2014-12-13 [YANKED]\n\n[0.0.5]: https://example.com/a/b/compare/v1...v2\n")
    #expect(changelog.releases.map(line) == ["0.0.5 2014-12-13 after v1 yanked"])
  }

  @Test("Two unreleased sections are kept both and told")
  func twoUnreleased() {
    let changelog = read("## Unreleased\n\n- a\n\n## [Unreleased]\n\n- b\n")
    #expect(
      lines(changelog) == [
        "# - unreleased", "- a", "# - unreleased", "- b",
        "! 5 the unreleased section stands on line 1 already",
      ])
    #expect(changelog.problems.map(\.code) == [.duplicateRelease])
  }

  @Test("Two sections of one version are kept both and told")
  func duplicates() {
    let changelog = read("## 1.0.0\n\n- a\n\n## [1.0.0] - 2024-05-01\n\n- b\n")
    #expect(changelog.releases.count == 2)
    #expect(changelog.problems.map(\.message) == ["\"1.0.0\" stands on line 1 already"])
  }

  @Test("Releases out of order are kept in the order of the file")
  func order() {
    let changelog = read("## 2.0.0\n## 1.0.1 - 2024-06-01\n## 1.1.0 - 2024-05-01\n")
    #expect(changelog.releases.map(\.version) == ["2.0.0", "1.0.1", "1.1.0"])
    #expect(changelog.problems.isEmpty)
  }

  @Test("A version without sections has entries without one")
  func looseItems() {
    #expect(entries(read("## 1.0.0\n\n- a\n- b\n")) == ["a", "b"])
  }

  @Test("Unknown sections are kept as written")
  func unknownSections() {
    let changelog = read("## 1.0.0\n\n### Miscellaneous\n\n- a\n\n### Très Spécial\n\n- b\n")
    #expect(entries(changelog) == ["[Miscellaneous] a", "[Très Spécial] b"])
    #expect(changelog.releases[0].entries.map(\.kind) == [.other, .other])
  }

  @Test("Deeper headings are subsections")
  func subsections() {
    let changelog = read(
      "## 1.0.0\n\n### Added\n\n- a\n\n#### API\n\n- b\n\n##### Deep\n\n- c\n\n### Fixed\n\n- d\n")
    #expect(
      entries(changelog) == ["[Added] a", "[Added/API] b", "[Added/API / Deep] c", "[Fixed] d"])
    #expect(changelog.releases[0].entries.map(\.kind) == [.added, .added, .added, .fixed])
    #expect(changelog.releases[0].sections.map(\.depth) == [1, 2, 3, 1])
  }

  @Test("All bullets make items", arguments: ["-", "*", "+", "1.", "1)"])
  func bullets(bullet: String) {
    #expect(entries(read("## 1.0.0\n\n\(bullet) a\n\(bullet) b\n")) == ["a", "b"])
  }

  @Test("A paragraph below a section is an entry, one before all sections a note")
  func paragraphs() {
    let changelog = read(
      "## 1.0.0\n\nHello.\n\n### Added\n\nOne thing\non two lines.\n\nAnother.\n")
    #expect(entries(changelog) == ["[Added] One thing on two lines.", "[Added] Another."])
    #expect(changelog.releases[0].notes.map(\.text) == ["Hello."])
  }

  @Test("Headings in code and in comments are none")
  func hiddenHeadings() {
    let changelog = read(
      """
      ## 1.1.0

      - a

        ```
        ## [9.9.9] - 2024-05-01
        ```

      ```md
      ## [8.8.8]
      ```

      <!--
      ## [7.7.7]
      -->

      ## 1.0.0

          ## [6.6.6]
      """)
    #expect(changelog.releases.map(\.version) == ["1.1.0", "1.0.0"])
    #expect(entries(changelog) == ["a ## [9.9.9] - 2024-05-01 ## [8.8.8]"])
    #expect(changelog.unread.map(\.text) == ["<!--\n## [7.7.7]\n-->"])
    #expect(changelog.releases[1].notes.map(\.text) == ["## [6.6.6]"])
  }

  @Test(
    "Link definitions are read in all forms",
    arguments: [
      "[1.0.0]: https://example.com/a/b/compare/v0...v1",
      "[1.0.0]: <https://example.com/a/b/compare/v0...v1>",
      "[1.0.0]:\n  https://example.com/a/b/compare/v0...v1",
      "[1.0.0]: https://example.com/a/b/compare/v0...v1 'Title'",
      "[1.0.0]: https://example.com/a/b/compare/v0...v1\n  \"Title\"",
    ])
  func definitions(text: String) {
    let changelog = read("## [1.0.0]\n\n- a\n\n\(text)\n")
    #expect(changelog.releases.map(line) == ["1.0.0 after v0"])
    #expect(changelog.links.map(\.url) == ["https://example.com/a/b/compare/v0...v1"])
    #expect(changelog.links.map(\.line) == [5])
    #expect(changelog.unread.isEmpty)
  }

  @Test("Labels match in any case")
  func labels() {
    let changelog = read("## [1.0.0-RC1]\n\n[1.0.0-rc1]: https://example.com/a/b/compare/v0...v1\n")
    #expect(changelog.releases.map(line) == ["1.0.0-RC1 after v0"])
  }

  @Test("Brackets in a text that are no link stay")
  func incompleteLink() {
    #expect(entries(read("## 1.0.0\n\n- Fixed [incomplete] text\n")) == ["Fixed [incomplete] text"])
  }

  @Test("Setext headings and closing signs are headings")
  func headingForms() {
    let changelog = read("1.1.0\n=====\n\n- a\n\n1.0.1\n-----\n\n- b\n\n## 1.0.0 ##\n\n- c\n")
    #expect(lines(changelog) == ["# 1.1.0", "- a", "# 1.0.1", "- b", "# 1.0.0", "- c"])
  }

  @Test("What stands below a rule at the end is a footer")
  func footer() {
    let changelog = read(
      "## 1.0.0\n\n- a\n\n---\n\nWritten by hand.\n\n- [link](https://example.com)\n")
    #expect(lines(changelog) == ["# 1.0.0", "- a", "? markup 5", "? footer 7"])
  }

  @Test("Rules between releases separate nothing else")
  func rules() {
    let changelog = read("## 1.1.0\n\n- a\n\n---\n\n## 1.0.0\n\n- b\n")
    #expect(lines(changelog) == ["# 1.1.0", "- a", "# 1.0.0", "- b", "? markup 5"])
  }

  @Test("A heading of something else ends the releases")
  func foreignHeading() {
    let changelog = read(
      "## 1.0.0 (Unreleased)\n\nBUG FIXES:\n\n* a\n\n## Who we are\n\n- [v0.9](https://example.com)\n"
    )
    #expect(
      lines(changelog) == ["# 1.0.0 unreleased", "- [BUG FIXES] a", "? foreign-heading 7"])
  }

  @Test("Metadata before the text is no heading")
  func metadata() {
    let changelog = read("---\ntitle: Changes\n---\n\n# Changelog\n\n## 1.0.0\n\n- a\n")
    #expect(lines(changelog) == ["= Changelog", "# 1.0.0", "- a", "? markup 1"])
  }

  @Test("Without a release everything is unread and told")
  func noRelease() {
    let changelog = read("# Changelog\n\nNothing yet.\n")
    #expect(
      lines(changelog) == [
        "= Changelog", "? no-release 3",
        "! 0 no heading names a release; the file was read as markdown",
      ])
  }

  @Test("A list of older changelogs behind the releases is a footer")
  func olderReleases() {
    let changelog = read(
      """
      ## 1.2.0

      - One

      ## Previous Releases

      - [v1.1](https://example.com/v1.1/CHANGELOG.md)

      """)
    #expect(changelog.unread.map(\.reason) == [.footer])
    #expect(changelog.unread.map(\.line) == [5])
  }
}
