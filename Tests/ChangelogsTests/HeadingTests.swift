import Changelogs
import Testing

@Suite("Headings of releases")
struct HeadingTests {
  @Test(
    "A heading is read by what it says",
    arguments: [
      ("[1.2.3] - 2024-05-01", "1.2.3 2024-05-01"),
      ("1.2.3 - 2024-05-01", "1.2.3 2024-05-01"),
      ("v1.2.3", "v1.2.3"),
      ("V1.2.3", "V1.2.3"),
      ("[v1.2.3]", "v1.2.3"),
      ("1.2.3 — 2024-05-01", "1.2.3 2024-05-01"),
      ("1.2.3 – 2024-05-01", "1.2.3 2024-05-01"),
      ("1.2.3 / 2024-05-01", "1.2.3 2024-05-01"),
      ("v1.2.3 (2024-05-01)", "v1.2.3 2024-05-01"),
      ("1.5.0 (June 12, 2023)", "1.5.0 2023-06-12"),
      ("1.5.0 (Unreleased)", "1.5.0 unreleased"),
      ("v3.5.34 (TBC)", "v3.5.34 unreleased"),
      ("1.2.0 - TBD", "1.2.0 unreleased"),
      ("1.2.0 - Unreleased", "1.2.0 unreleased"),
      ("[1.2.0] - 2024-XX-XX", "1.2.0 unreleased"),
      ("[1.2.0] - YYYY-MM-DD", "1.2.0 unreleased"),
      ("1.2.0 (????-??-??)", "1.2.0 unreleased"),
      ("0.0.5 - 2014-12-13 [YANKED]", "0.0.5 2014-12-13 yanked"),
      ("[0.0.5] [YANKED] - 2014-12-13", "0.0.5 2014-12-13 yanked"),
      ("0.0.5 (yanked)", "0.0.5 yanked"),
      ("[1.0.0-rc.1] - 2024-05-01", "1.0.0-rc.1 2024-05-01"),
      ("1.0.0-RC.1+Build.5 - 2024-05-01", "1.0.0-RC.1+Build.5 2024-05-01"),
      ("Version 1.2.3", "1.2.3"),
      ("Release 1.2 (2024-05-01)", "1.2 2024-05-01"),
      ("Release v1.2.3", "v1.2.3"),
      ("Version 12", "12"),
      ("v12", "v12"),
      ("1.2 beta 2", "1.2 beta 2"),
      ("1.2.0 RC1 (2024-05-01)", "1.2.0 RC1 2024-05-01"),
      ("1.2.3 - Codename Otter (2024-05-01)", "1.2.3 2024-05-01 \"Codename Otter\""),
      ("1.2.3 \"Otter\"", "1.2.3 \"Otter\""),
      ("🎉 1.2.3 🎉", "1.2.3"),
      ("1.2.3, released 1 May 2024", "1.2.3 2024-05-01"),
      ("1.2.3 released on 2024-05-01", "1.2.3 2024-05-01"),
      ("1.2.3:", "1.2.3"),
      ("@acme/shop@1.2.3", "1.2.3 of @acme/shop"),
      ("shop@1.2.3 (2024-05-01)", "1.2.3 2024-05-01 of shop"),
      ("shop-v1.2.3", "v1.2.3 of shop"),
      ("client/v1.2.3", "v1.2.3 of client"),
      ("Rails 7.1.0 (October 05, 2023)", "7.1.0 2023-10-05 of Rails"),
      ("Git v2.45 Release Notes", "v2.45 of Git"),
      ("Towncrier 24.8.0 (2024-08-23)", "24.8.0 2024-08-23 of Towncrier"),
      ("What's new in at-spi2-core 2.46.0:", "2.46.0 of at-spi2-core"),
      ("Noteworthy changes in release 3.8 (2021-08-01) [stable]", "3.8 2021-08-01"),
      ("Changes in 2.40:", "2.40"),
      ("Changes between 1.1.0 and 1.1.1 [14 Dec 2021]", "1.1.1 2021-12-14 after 1.1.0"),
      ("Changes between 1.1.1 and 1.1.2 [xx XXX xxxx]", "1.1.2 after 1.1.1 unreleased"),
      ("Changes from 2.35 to 2.36", "2.36 after 2.35"),
      ("Overview of Changes from GTK+ 2.24.32 to 2.24.33", "2.24.33 after 2.24.32"),
      ("Overview of changes from Shop 2.18.x to 2.19.0", "2.19.0"),
      ("Version v2.39.5; changes since v2.39.4:", "v2.39.5 after v2.39.4"),
      ("What's New in Python 3.7.0 release candidate 1?", "3.7.0 release candidate 1 of Python"),
      ("2022-12-28 (3.40.1)", "3.40.1 2022-12-28"),
      ("2022-11-02 babeltrace 1.5.11", "1.5.11 2022-11-02 of babeltrace"),
      ("2024.5.1 (2024-05-01)", "2024.5.1 2024-05-01"),
      ("2024-05-01", "- 2024-05-01"),
      ("Unreleased", "- unreleased"),
      ("[Unreleased]", "- unreleased"),
      ("[UNRELEASED] - 2024-05-01", "- 2024-05-01 unreleased"),
      ("Unreleased changes", "- unreleased"),
      ("Upcoming release", "- unreleased"),
      ("Next", "- unreleased"),
      ("HEAD", "- unreleased"),
      ("main / unreleased", "- unreleased"),
      ("In development", "- unreleased"),
      ("Unreleased (1.3.0)", "1.3.0 unreleased"),
      ("1:2.3.4~rc1-1", "1:2.3.4~rc1-1"),
    ])
  func heading(text: String, expected: String) throws {
    let changelog = read("## \(text)\n\n- A change\n")
    #expect(lines(changelog) == ["# \(expected)", "- A change"])
  }

  @Test(
    "A heading that only mentions a version is no release",
    arguments: [
      "Added", "Support for Go 1.21", "Upgrade to 2.0", "Redis 8.10 Support", "Python 3 support",
      "Downloads for v1.30.3", "1.2.x", "2024", "First steps", "1. Introduction",
      "Breaking Changes",
      "Migrating from 1.2.0", "Requires macOS 10.15", "Jo Doe (20 Feb 2023)",
      "The next steps for 2.0", "v", "1.",
    ])
  func noRelease(text: String) {
    let changelog = read("## 2.0.0\n\n### \(text)\n\n- A change\n")
    #expect(changelog.releases.map(line) == ["2.0.0"])
    #expect(changelog.releases.first?.sections.map(\.heading) == [text])
  }

  @Test("A level says nothing: releases stand on the levels 1 to 4, beside sections of level 3")
  func levels() {
    let changelog = read(
      """
      # [2.0.0](https://example.com/acme/shop/compare/v1.1.0...v2.0.0) (2024-03-01)

      ### Bug Fixes

      * one

      ## [1.1.0](https://example.com/acme/shop/compare/v1.0.1...v1.1.0) (2024-02-01)

      ### Features

      * two

      ### [1.0.1](https://example.com/acme/shop/compare/v1.0.0...v1.0.1) (2024-01-15)

      ### Bug Fixes

      * three

      #### 1.0.0 (2024-01-01)

      * four
      """)
    #expect(
      lines(changelog) == [
        "# 2.0.0 2024-03-01 after v1.1.0", "- [Bug Fixes] one",
        "# 1.1.0 2024-02-01 after v1.0.1", "- [Features] two",
        "# 1.0.1 2024-01-15 after v1.0.0", "- [Bug Fixes] three",
        "# 1.0.0 2024-01-01", "- four",
      ])
  }

  @Test("Where bare versions are headings, a deeper name with a number is a section")
  func namedSection() {
    let changelog = read("## 3.0.0\n\n### Go 1.21\n\n- new\n\n## 2.0.0\n\n- old\n")
    #expect(changelog.releases.map(line) == ["3.0.0", "2.0.0"])
    #expect(entries(changelog) == ["[Go 1.21] new", "old"])
  }

  @Test("The name that most headings have is the product")
  func names() {
    let changelog = read("# Acme 2.0.0\n\n- a\n\n## Go 1.21\n\n- b\n\n# Acme 1.0.0\n\n- c\n")
    #expect(changelog.releases.map(line) == ["2.0.0 of Acme", "1.0.0 of Acme"])
  }

  @Test("A title that holds a number is no release")
  func title() {
    let changelog = read("# Acme Shop 2\n\n## 2.0.1\n\n- a\n")
    #expect(lines(changelog) == ["= Acme Shop 2", "# 2.0.1", "- a"])
  }

  @Test("Without headings lines that stand alone may name releases")
  func paragraphs() {
    let changelog = read("**1.2.0** (2024-05-01)\n\n- a\n\n**1.1.0** (2024-04-01)\n\n- b\n")
    #expect(
      lines(changelog) == ["# 1.2.0 2024-05-01", "- a", "# 1.1.0 2024-04-01", "- b"])
  }

  @Test("Without headings items may name releases")
  func items() {
    let changelog = read("* 1.2.0\n  * a (#1)\n  * b\n* 1.1.0\n  * c\n")
    #expect(lines(changelog) == ["# 1.2.0", "- a (#1) {#1}", "- b", "# 1.1.0", "- c"])
  }
}
