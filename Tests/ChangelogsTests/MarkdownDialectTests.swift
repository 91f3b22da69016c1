import Changelogs
import Testing

@Suite("Dialects of Markdown")
struct MarkdownDialectTests {
  @Test("conventional-changelog: anchors, dates in parentheses, scopes, references")
  func conventional() {
    let changelog = read(
      """
      # Change Log

      <a name="4.4.0"></a>
      # [4.4.0](https://github.com/acme/shop/compare/v4.3.0...v4.4.0) (2018-05-21)

      ### ⚠ BREAKING CHANGES

      * **cli:** no more flags

      ### Bug Fixes

      * **parser:** read it ([#12](https://github.com/acme/shop/issues/12)) ([abc1234](https://github.com/acme/shop/commit/abc1234def5678abc1234def5678abc1234def56)), closes [#7](https://github.com/acme/shop/issues/7)
      * show the output ([#13](https://github.com/acme/shop/pull/13))

      # 1.0.0 (2016-01-01)
      """)
    #expect(changelog.format == .conventional)
    #expect(
      lines(changelog) == [
        "= Change Log", "# 4.4.0 2018-05-21 after v4.3.0",
        "- [⚠ BREAKING CHANGES] (cli) ! no more flags",
        "- [Bug Fixes] (parser) read it (#12) (abc1234), closes #7 {github.com/acme/shop i12 closes github.com/acme/shop i7 abc1234def5678abc1234def5678abc1234def56}",
        "- [Bug Fixes] show the output (#13) {github.com/acme/shop !13}",
        "# 1.0.0 2016-01-01", "? markup 3",
      ])
  }

  @Test("changesets: sections by bump, thanks, dependencies below an item")
  func changesets() {
    let changelog = read(
      """
      # @acme/shop

      ## 3.0.1

      ### Major Changes

      - [#1](https://github.com/acme/shop/pull/1) [`fdfdc93`](https://github.com/acme/shop/commit/fdfdc93) Thanks [@jo](https://github.com/jo)! - Drop it

      ### Patch Changes

      - Updated dependencies [[`d0386b6`](https://github.com/acme/shop/commit/d0386b6)]:
        - @acme/write@1.0.1
      - 5b5c4e2: a change

      ## @acme/other@1.0.0
      """)
    #expect(changelog.format == .changesets)
    #expect(
      lines(changelog) == [
        "= @acme/shop", "# 3.0.1",
        "- [Major Changes] ! #1 fdfdc93 Thanks @jo! - Drop it {github.com/acme/shop !1 fdfdc93 @jo}",
        "- [Patch Changes] Updated dependencies [d0386b6]: • @acme/write@1.0.1 {d0386b6}",
        "- [Patch Changes] a change {5b5c4e2}", "# 1.0.0 of @acme/other",
      ])
    #expect(changelog.releases[0].entries.map(\.kind) == [.breaking, .changed, .changed])
  }

  @Test("Prometheus: dates behind a slash, tags before the text")
  func prometheus() {
    let changelog = read(
      """
      ## 2.45.0 / 2023-06-23

      This release is fine.

      * [FEATURE] API: New endpoint. #12
      * [BUGFIX/CHANGE] TSDB: Faster. #13 #14
      - [x] [ENHANCEMENT] Better
      * [SECURITY] No scope here
      """)
    #expect(changelog.format == .prometheus)
    #expect(
      lines(changelog) == [
        "# 2.45.0 2023-06-23", "- [FEATURE] (API) New endpoint. #12 {#12}",
        "- [BUGFIX/CHANGE] (TSDB) Faster. #13 #14 {#13 #14}", "- [ENHANCEMENT] Better",
        "- [SECURITY] No scope here",
      ])
    #expect(
      changelog.releases[0].entries.map(\.kind) == [.added, .other, .changed, .security])
    #expect(changelog.releases[0].notes.map(\.text) == ["This release is fine."])
  }

  @Test(
    "The Markdown of an entry begins where its text does",
    arguments: [
      ("[BUGFIX] TSDB: Fix `x`", "Fix `x`"), ("**cart:** *sell* more", "*sell* more"),
      ("[FEATURE] `cart`: sell", "sell"), ("**Breaking:** drop **it**", "drop **it**"),
      ("[cart](https://a.example/c:d): sell", "[cart](https://a.example/c:d): sell"),
      ("No scope, `code`", "No scope, `code`"),
    ])
  func markdown(item: String, expected: String) {
    let changelog = read("# Changelog\n\n## 1.0.0 / 2024-01-01\n\n* \(item)\n* [BUGFIX] Other\n")
    #expect(changelog.releases[0].entries.first?.markdown == "* " + expected)
  }

  @Test("HashiCorp: English dates, lines in capitals as sections")
  func hashicorp() {
    let changelog = read(
      """
      ## 1.6.0 (Unreleased)

      BUG FIXES:
      * command/init: no panic ([#3](https://github.com/acme/shop/issues/3))

      ## 1.5.0 (June 12, 2023)

      NOTES:

      * one

      FEATURES:

      * **New thing**: two
      """)
    #expect(changelog.format == .hashicorp)
    #expect(
      lines(changelog) == [
        "# 1.6.0 unreleased",
        "- [BUG FIXES] (command/init) no panic (#3) {github.com/acme/shop i3}",
        "# 1.5.0 2023-06-12", "- [NOTES] one", "- [FEATURES] New thing: two",
      ])
  }

  @Test("Kubernetes: explicit predecessors, downloads, kinds, and dependencies that are added")
  func kubernetes() throws {
    let changelog = read(
      """
      <!-- BEGIN MUNGE: GENERATED_TOC -->

      - [v1.30.3](#v1303)
        - [Downloads for v1.30.3](#downloads-for-v1303)

      <!-- END MUNGE: GENERATED_TOC -->

      # v1.30.3

      ## Downloads for v1.30.3

      ### Source Code

      filename | sha512 hash
      -------- | -----------
      [kubernetes.tar.gz](https://dl.example.com/k.tar.gz) | `3ab4`

      ### Container Images

      All images are for all architectures.

      ## Changelog since v1.30.2

      ## Changes by Kind

      ### API Change

      - New field ([#125163](https://github.com/kubernetes/kubernetes/pull/125163), [@jo](https://github.com/jo)) [SIG Node]

      ### Bug or Regression

      - No crash ([#126](https://github.com/kubernetes/kubernetes/pull/126), [@al](https://github.com/al))

      ## Dependencies

      ### Added
      - github.com/a/b: v1.0.0

      ### Changed
      _Nothing has changed._

      # v1.30.0-rc.1

      ## Changelog since v1.30.0-beta.0

      ## Urgent Upgrade Notes

      ### (No, really, you MUST read this before you upgrade)

      - Read it
      """, path: "CHANGELOG/CHANGELOG-1.30.md")
    #expect(changelog.format == .kubernetes)
    #expect(
      lines(changelog) == [
        "# v1.30.3 after v1.30.2",
        "- [Changes by Kind/API Change] New field (#125163, @jo) [SIG Node] {github.com/kubernetes/kubernetes !125163 @jo}",
        "- [Changes by Kind/Bug or Regression] No crash (#126, @al) {github.com/kubernetes/kubernetes !126 @al}",
        "- [Dependencies/Added] (github.com/a/b) v1.0.0",
        "- [Dependencies/Changed] Nothing has changed.",
        "# v1.30.0-rc.1 after v1.30.0-beta.0",
        "- [Urgent Upgrade Notes/(No, really, you MUST read this before you upgrade)] ! Read it",
        "? markup 1", "? introduction 3", "? markup 6",
      ])
    let release = try #require(changelog.releases.first)
    #expect(release.entries.map(\.kind) == [.changed, .fixed, .dependencies, .dependencies])
    #expect(release.notes.map(\.section) == ["Downloads for v1.30.3", "Downloads for v1.30.3"])
    #expect(release.sections.first?.kind == .downloads)
  }

  @Test("auto-changelog: the date quoted below the heading")
  func autoChangelog() {
    let changelog = read(
      """
      ### Changelog

      All notable changes are here. Dates are displayed in UTC.

      #### [v1.1.0](https://github.com/acme/shop/compare/v1.0.0...v1.1.0)

      > 22 August 2018

      - A change [`#3`](https://github.com/acme/shop/pull/3)
      - Another [`abc1234`](https://github.com/acme/shop/commit/abc1234)

      #### v1.0.0

      > 1 August 2018
      """)
    #expect(changelog.format == .autoChangelog)
    #expect(
      lines(changelog) == [
        "= Changelog", "# v1.1.0 2018-08-22 after v1.0.0",
        "- A change #3 {github.com/acme/shop !3}", "- Another abc1234 {abc1234}",
        "# v1.0.0 2018-08-01", "? introduction 3",
      ])
  }

  @Test("The generator of GitHub's changelogs: links to comparisons, sections in bold, a notice")
  func generator() {
    let changelog = read(
      """
      ## [v1.1](https://github.com/acme/shop/tree/v1.1) (2018-08-22)

      [Full Changelog](https://github.com/acme/shop/compare/v1.0...v1.1)

      **Closed issues:**

      - It fails [\\#3](https://github.com/acme/shop/issues/3)

      **Merged pull requests:**

      - Repair it [\\#4](https://github.com/acme/shop/pull/4) ([jo](https://github.com/jo))


      \\* *This Changelog was automatically generated by a program*
      """)
    #expect(
      lines(changelog) == [
        "# v1.1 2018-08-22 after v1.0",
        "- [Closed issues] It fails #3 {github.com/acme/shop i3}",
        "- [Merged pull requests] Repair it #4 (jo) {github.com/acme/shop !4 @jo}",
      ])
    #expect(changelog.releases[0].notes.count == 2)
  }

  @Test("Automatic notes of GitHub: addresses as they are, new contributors that are no changes")
  func automaticNotes() {
    let changelog = read(
      """
      ## v1.1.0

      ## What's Changed
      * Repair it by @jo in https://github.com/acme/shop/pull/4

      ## New Contributors
      * @jo made their first contribution in https://github.com/acme/shop/pull/4

      **Full Changelog**: https://github.com/acme/shop/compare/v1.0.0...v1.1.0
      """)
    #expect(
      lines(changelog) == [
        "# v1.1.0 after v1.0.0",
        "- [What's Changed] Repair it by @jo in https://github.com/acme/shop/pull/4 {github.com/acme/shop !4 @jo}",
      ])
    #expect(
      changelog.releases[0].compareURL == "https://github.com/acme/shop/compare/v1.0.0...v1.1.0")
    #expect(changelog.releases[0].notes.count == 2)
  }
}
