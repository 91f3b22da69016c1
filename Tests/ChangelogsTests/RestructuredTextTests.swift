import Changelogs
import Testing

@Suite("reStructuredText")
struct RestructuredTextTests {
  @Test("towncrier: a line that marks the start, underlined headings, issues as links")
  func towncrier() {
    let changelog = read(
      """
      Release notes
      #############

      ``acme`` issues are filed on `GitHub <https://github.com/acme/shop/issues>`_.

      .. towncrier release notes start

      Acme 24.8.0 (2024-08-23)
      ========================

      No changes since the previous release candidate.


      Features
      --------

      - Add ``.gitkeep`` as an *ignored* name. (`#643 <https://github.com/acme/shop/issues/643>`_)
      - Two
        lines

        and a paragraph (`#1
        <https://github.com/acme/shop/pull/1>`__)


      Deprecations and Removals
      -------------------------

      - Removed it

      Acme 24.7.0 (2024-07-31)
      ========================

      Misc
      ----

      - `#629 <https://github.com/acme/shop/issues/629>`_, `#630 <https://github.com/acme/shop/issues/630>`_
      """, path: "NEWS.rst")
    #expect(changelog.format == .restructuredText)
    #expect(
      lines(changelog) == [
        "= Release notes", "# 24.8.0 2024-08-23 of Acme",
        "- [Features] Add .gitkeep as an ignored name. (#643) {github.com/acme/shop i643}",
        "- [Features] Two lines and a paragraph (#1) {github.com/acme/shop !1}",
        "- [Deprecations and Removals] Removed it", "# 24.7.0 2024-07-31 of Acme",
        "- [Misc] #629, #630 {github.com/acme/shop i629 github.com/acme/shop i630}",
        "? introduction 4", "? markup 6",
      ])
    #expect(
      changelog.releases[0].notes.map(\.text) == [
        "No changes since the previous release candidate."
      ])
    #expect(changelog.releases[0].entries.map(\.kind) == [.added, .added, .removed])
  }

  @Test("A page of documentation: targets, three levels of headings, a link to the comparison")
  func page() {
    let changelog = read(
      """
      .. _changelog:

      Changelog
      =========

      Overview of all changes
      -----------------------

      v2.2.4 (2026-03-10)
      ^^^^^^^^^^^^^^^^^^^

      **Important security fixes.**

      Changelog
      \"\"\"\"\"\"\"\"\"

      * Fixed a bug by @jo `#373 <https://github.com/acme/shop/issues/373>`__

      **Full Changelog**: https://github.com/acme/shop/compare/v2.2.3...v2.2.4

      v2.2.3 (2026-03-04)
      ^^^^^^^^^^^^^^^^^^^

      Breaking Changes
      \"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"

      * No more
      """, path: "docs/changelog.rst")
    #expect(
      lines(changelog) == [
        "= Changelog", "# v2.2.4 2026-03-10 after v2.2.3",
        "- [Changelog] Fixed a bug by @jo #373 {github.com/acme/shop i373 @jo}",
        "# v2.2.3 2026-03-04", "- [Breaking Changes] ! No more", "? markup 1", "? introduction 6",
      ])
    #expect(
      changelog.releases[0].compareURL == "https://github.com/acme/shop/compare/v2.2.3...v2.2.4")
  }

  @Test(
    "Inline markup is resolved",
    arguments: [
      ("``code`` *em* **strong** `name`", "code em strong name"),
      ("`text <https://example.com>`_ and `b <https://e.com>`__.", "text and b."),
      ("see :issue:`12` and :pr:`13`", "see #12 and 13 {i12 !13}"),
      ("by :user:`jo`", "by jo {@jo}"),
      (":py:class:`Shop` is :ref:`here <target>`", "Shop is here"),
      ("`named link`_ and plain_ here", "named link and plain here {github.com/a/b i7}"),
      ("a \\*b\\* snake_case c\\ d 2*3*4", "a *b* snake_case cd 2*3*4"),
      ("`open and half", "`open and half"),
    ])
  func inlineMarkup(text: String, expected: String) {
    let changelog = read(
      """
      1.0.0
      =====

      - \(text)

      .. _named link: https://github.com/a/b/issues/7
      .. _plain: https://example.com
      """, path: "a.rst")
    #expect(entries(changelog) == [expected])
    #expect(changelog.links.map(\.label) == ["named link", "plain"])
    #expect(changelog.links.map(\.line) == [6, 7])
  }

  @Test("Directives, fields, literal blocks, overlines and tables keep their words")
  func blocks() {
    let changelog = read(
      """
      =====
      1.1.0
      =====

      :Date: 2024-05-01

      .. note::

         Read **this**.

      Fixes
      =====

      * Run it::

          acme run

      .. code-block:: sh

         acme walk

      .. comment that nobody
         sees

      ====  ====
      a     b
      ====  ====

      One::

        literal

      1.0.0
      =====

      1. first
      2. second
      """, path: "CHANGES.rst")
    #expect(
      lines(changelog) == [
        "# 1.1.0 2024-05-01", "- [Fixes] Run it:: acme run sh acme walk",
        "- [Fixes] One: literal", "# 1.0.0", "- first", "- second", "? markup 22",
      ])
    #expect(
      changelog.releases[0].notes.map(\.text) == [
        "Date: 2024-05-01", "Read this.", "==== ==== a b ==== ====",
      ])
  }
}
