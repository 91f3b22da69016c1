import Changelogs
import Testing

@Suite("Plain text")
struct PlainTextTests {
  @Test("git's release notes: one release a file, sections with and without underlines")
  func releaseNotes() {
    let changelog = read(
      """
      Git v2.45 Release Notes
      =======================

      Backward Compatibility Notes

      UI, Workflows & Features

       * "git add" learned it
         on two lines.

       * Another.
         (merge abc1234 jd/topic later to maint).

      Fixes since v2.44
      -----------------

       * "git log" works.
          . in part
          . and whole

       * Other code cleanup, docfix, build fix, etc.
      """, path: "Documentation/RelNotes/2.45.0.txt")
    #expect(changelog.format == .releaseNotes)
    #expect(
      lines(changelog) == [
        "# v2.45 of Git after v2.44",
        "- [UI, Workflows & Features] \"git add\" learned it on two lines.",
        "- [UI, Workflows & Features] Another. (merge abc1234 jd/topic later to maint). {abc1234}",
        "- [Fixes since v2.44] \"git log\" works. . in part . and whole",
        "- [Fixes since v2.44] Other code cleanup, docfix, build fix, etc.",
      ])
    #expect(
      changelog.releases[0].sections.map(\.heading) == [
        "Backward Compatibility Notes", "UI, Workflows & Features", "Fixes since v2.44",
      ])
    #expect(changelog.releases[0].sections.map(\.kind) == [.breaking, .other, .fixed])
  }

  @Test("In a file about one release each heading is a section of it")
  func noForeignHeadings() {
    let changelog = read(
      """
      Git v1.8.2 Release Notes
      ========================

      Backward compatibility notes (this release)
      ===========================================

      Pushing a tag needs "--force".

      Updates since v1.8.1
      ====================

       * "git add" works.
      """, path: "Documentation/RelNotes/1.8.2.adoc")
    #expect(changelog.releases.map(\.version) == ["v1.8.2"])
    #expect(changelog.unread.isEmpty)
    #expect(
      changelog.releases[0].entries.map(\.text) == [
        "Pushing a tag needs \"--force\".", "\"git add\" works.",
      ])
  }

  @Test("Lines that name a release are headings")
  func changes() {
    let changelog = read(
      """
      Changes of the shop

      Version 1.1.0 (2024-05-01)

      Bug fixes:
        - one #3
          goes on
        - two
          * inner

      1.0.1 - 1 April 2024
      * three

      Changes in 1.0:

      A word of warning,
      on two lines.
      """, path: "CHANGES.txt")
    #expect(changelog.format == .plainText)
    #expect(
      lines(changelog) == [
        "# 1.1.0 2024-05-01", "- [Bug fixes] one #3 goes on {#3}", "- [Bug fixes] two • inner",
        "# 1.0.1 2024-04-01", "- three", "# 1.0", "? introduction 1",
      ])
    #expect(changelog.releases[2].notes.map(\.text) == ["A word of warning, on two lines."])
  }

  @Test("Outlines of Emacs have stars for headings")
  func outline() {
    let changelog = read(
      """
      GNU shop NEWS                                    -*- outline -*-

      * Noteworthy changes in release 9.1 (2022-04-15) [stable]

      ** Bug fixes

        shop no longer fails.
        [bug introduced in shop-8.0]

      * Noteworthy changes in release 9.0 (2021-09-24) [stable]

      ** New Features

        All of it.
      """, path: "NEWS")
    #expect(
      lines(changelog) == [
        "# 9.1 2022-04-15", "- [Bug fixes] shop no longer fails. [bug introduced in shop-8.0]",
        "# 9.0 2021-09-24", "- [New Features] All of it.", "? introduction 1",
      ])
  }

  @Test("AsciiDoc has equals signs for headings")
  func asciiDoc() {
    let changelog = read(
      "= Changes\n\n== 1.1.0 (2024-05-01)\n\n=== Fixes\n\n* one\n\n== 1.0.0\n\n* two\n",
      path: "CHANGELOG.adoc")
    #expect(
      lines(changelog) == ["= Changes", "# 1.1.0 2024-05-01", "- [Fixes] one", "# 1.0.0", "- two"])
  }

  @Test("Steps from one version to the next name both")
  func steps() {
    let changelog = read(
      "CHANGES FROM 3.3 TO 3.3a\n\n* one\n\nCHANGES FROM 3.2 TO 3.3\n\n* two\n", path: "CHANGES")
    #expect(lines(changelog) == ["# 3.3a after 3.3", "- one", "# 3.3 after 3.2", "- two"])
  }
}
