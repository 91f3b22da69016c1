import Changelogs
import Testing

/// One version of a file is read as if all of it were.
@Suite("The section of one version")
struct VersionSectionTests {
  static func section(_ version: String, _ text: String, path: String) -> ChangelogRelease? {
    sections(version, text, path: path).first
  }

  static func sections(_ version: String, _ text: String, path: String) -> [ChangelogRelease] {
    ChangelogReader().sections(of: version, in: Array(text.utf8), path: Array(path.utf8))?.releases
      ?? []
  }

  /// What a release says, without the numbers of its lines.
  static func lines(_ release: ChangelogRelease?) -> [String]? {
    release.map { release in
      [line(release), release.url ?? "", release.compareURL ?? ""]
        + release.entries.map { line($0) }
        + release.notes.map(\.markdown)
    }
  }

  static func keepAChangelog() -> (text: String, versions: [String]) {
    let versions = (0..<900).reversed().map { "1.\($0 / 10).\($0 % 10)" }
    let sections = versions.map { version in
      """
      ## [\(version)] - 2024-01-01
      ### Fixed
      - The total of \(version) is right ([#12][issue]).
      - Another one since 1.0.\(version.count).


      """
    }
    let links = versions.map { "[\($0)]: https://example.com/compare/\($0)...\($0).1" }
    return (
      "# Changelog\n\n## [Unreleased]\n- Of 1.89.9 there is more.\n\n" + sections.joined()
        + links.joined(separator: "\n") + "\n[issue]: https://example.com/issues/12\n", versions
    )
  }

  @Test("Each section of a long changelog is the one of the whole, with its links")
  func longMarkdown() throws {
    let (text, versions) = Self.keepAChangelog()
    let whole = read(text)
    #expect(text.utf8.count > 100_000 && whole.releases.count == versions.count + 1)
    for version in versions.enumerated().filter({ $0.offset % 97 < 2 }).map(\.element) {
      let expected = whole.releases.first { $0.version == version }
      let found = Self.section("v\(version)", text, path: "CHANGELOG.md")
      #expect(Self.lines(found) == Self.lines(expected))
      #expect(found?.url == "https://example.com/compare/\(version)...\(version).1")
    }
    #expect(Self.section("1.90.0", text, path: "CHANGELOG.md") == nil)
  }

  @Test("Files with the oldest version first, and those in other forms, are read as a whole")
  func otherForms() {
    let oldestFirst = (0..<900).map { number -> String in
      "Version 1.\(number)\n-----------\n\n* Change \(number) since 1.\(899 - number)\n\n"
    }.joined()
    for number in [0, 1, 450, 898, 899] {
      let found = Self.section("1.\(number)", oldestFirst, path: "NEWS.rst")
      #expect(
        Self.lines(found)
          == Self.lines(
            read(oldestFirst, path: "NEWS.rst").releases.first { $0.version == "1.\(number)" }))
      #expect(found?.entries.count == 1)
    }
    let debian = (0..<900).reversed().map { number in
      "shop (1:1.\(number)-2) unstable; urgency=low\n\n  * Change \(number)\n\n"
        + " -- A <a@example.com>  Wed, 01 May 2024 12:00:00 +0000\n\n"
    }.joined()
    let upstream = Self.section("1.450", debian, path: "debian/changelog")
    #expect(upstream?.entries.map(\.text) == ["Change 450"])
  }

  @Test("A version is named with and without a v and zeros, and not by what only looks like it")
  func names() {
    let text = "## v2.0\n- Two\n\n## 1.10.0\n- Ten\n\n## 1.1.0 (Unreleased)\n- Not yet\n\n## 0.9\n"
    let path = "CHANGELOG.md"
    #expect(Self.section("2.0.0", text, path: path)?.entries.map(\.text) == ["Two"])
    #expect(Self.section("v1.10.0", text, path: path)?.entries.map(\.text) == ["Ten"])
    // Nobody changed the heading before the release.
    #expect(Self.section("1.1.0", text, path: path)?.entries.map(\.text) == ["Not yet"])
    #expect(Self.section("1.1", text, path: path)?.isUnreleased == false)
    #expect(Self.section("1.1.1", text, path: path) == nil)
    #expect(Self.section("v0.9.0", text, path: path)?.entries == [])
    #expect(Self.section("2.0.0-rc1", text, path: path) == nil)
  }

  @Test("A version that has several headings has all their sections, wherever they are")
  func severalHeadings() {
    let (text, _) = Self.keepAChangelog()
    let near = text.replacing("## [1.89.9]", with: "## [1.89.9]\n\n- No changes\n\n## [1.89.9]")
    let far = text.replacing("## [1.3.5]", with: "## 1.89.9\n\n- Forgotten\n\n## [1.3.5]")
    let path = "CHANGELOG.md"
    #expect(Self.sections("1.89.9", near, path: path).map(\.entries.count) == [1, 2])
    #expect(Self.sections("1.89.9", far, path: path).map(\.entries.count) == [2, 1])
    let both = "## 1.0.0\n- One\n## 1.0.0 (Unreleased)\n- Two\n"
    #expect(Self.sections("1.0.0", both, path: path).flatMap(\.entries).map(\.text) == ["One"])
  }

  @Test("Random documents say the same of each version")
  func random() {
    for seed in 0..<600 {
      let text = CompletenessTests.document(seed: UInt64(seed))
      let whole = read(text)
      for release in whole.releases where !release.isUnreleased {
        guard let version = release.version else { continue }
        let all = whole.releases.filter { other in
          !other.isUnreleased
            && other.version.map { VersionNumber($0).isSame(as: VersionNumber(version)) } == true
        }
        #expect(
          Self.sections(version, text, path: "CHANGELOG.md").map(Self.lines) == all.map(Self.lines),
          "seed \(seed), version \(version)")
      }
    }
  }
}
