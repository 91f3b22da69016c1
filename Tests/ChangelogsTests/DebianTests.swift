import Changelogs
import Testing

@Suite("Debian changelogs")
struct DebianTests {
  static let sample = """
    shop (1:2.3.4~rc1-1) UNRELEASED; urgency=medium

      [ Jo Doe ]
      * New upstream release. (Closes: #12, #13)
        - debian/rules: go on
          here
      * Fix it (LP: #77, #78)

      [ Al Roe ]
      * Another. Closes: Bug#5

     -- Jo Doe <jo@example.com>  Wed, 01 May 2024 12:00:00 +0200

    shop (2.3.3-1) unstable experimental; urgency=low, binary-only=yes

      * Old

     -- Al Roe <al@example.com>  Mon,  1 Apr 2024 00:00:00 +0000
    """

  @Test("The format's own form is read")
  func whole() throws {
    let changelog = read(Self.sample, path: "debian/changelog")
    #expect(changelog.format == .debian)
    #expect(
      lines(changelog) == [
        "# 1:2.3.4~rc1-1 2024-05-01 of shop unreleased",
        "- New upstream release. (Closes: #12, #13) • debian/rules: go on here {closes bugs.debian.org i12 closes bugs.debian.org i13 @Jo Doe}",
        "- Fix it (LP: #77, #78) {closes bugs.launchpad.net #77 closes bugs.launchpad.net #78 @Jo Doe}",
        "- Another. Closes: Bug#5 {closes bugs.debian.org i5 @Al Roe}",
        "# 2.3.3-1 2024-04-01 of shop", "- Old",
      ])
    let release = changelog.releases[0]
    #expect(release.heading == "shop (1:2.3.4~rc1-1) UNRELEASED; urgency=medium")
    #expect(release.date?.instant == 1_714_557_600_000_000)
    #expect(release.details.author == "Jo Doe <jo@example.com>")
    #expect(release.details.distributions == ["UNRELEASED"])
    #expect(release.details.urgency == "medium")
    #expect(release.entries[0].markdown.hasPrefix("  * New upstream"))
    #expect(release.entries.map(\.line) == [4, 7, 10])
    #expect(changelog.releases[1].details.distributions == ["unstable", "experimental"])
    #expect(changelog.releases[1].details.urgency == "low")
  }

  @Test("A first line that looks so is enough")
  func detection() {
    #expect(read(Self.sample, path: "changelog").format == .debian)
    #expect(read("\n" + Self.sample, path: "").format == .debian)
  }

  @Test(
    "What breaks the rules is told, and read as far as it goes",
    arguments: [
      (
        " -- Jo <jo@example.com> Wed, 01 May 2024 12:00:00 +0000",
        "! 5 one blank has to stand before the hyphens, and two before the date"
      ),
      (
        "-- Jo <jo@example.com>  Wed, 01 May 2024 12:00:00 +0000",
        "! 5 one blank has to stand before the hyphens, and two before the date"
      ),
      (
        " -- Jo <jo@example.com>  Fri, 01 May 2024 12:00:00 +0000",
        "! 5 2024-05-01 is a Wednesday, not as written: \"Fri, 01 May 2024 12:00:00 +0000\""
      ),
      (
        " -- Jo <jo@example.com>  yesterday", "! 5 \"yesterday\" is no date that can be read"
      ),
      ("", "! 1 the entry of \"1.0\" has no last line with a name and a date"),
    ])
  func broken(trailer: String, problem: String) {
    let changelog = read("shop (1.0) unstable; urgency=low\n\n  * a\n\n\(trailer)\n")
    #expect(lines(changelog).last == problem)
    #expect(changelog.problems.count == 1)
    #expect(changelog.releases.map(\.version) == ["1.0"])
    #expect(entries(changelog) == ["a"])
  }

  @Test("Tabs indent as blanks do")
  func tabs() {
    let changelog = read(
      "shop (1.0) unstable; urgency=low\n\n\t* a\n\t\t- b\n\tc\n\n -- Jo <jo@example.com>  Wed, 01 May 2024 12:00:00 +0000\n"
    )
    #expect(entries(changelog) == ["a • b c"])
    #expect(changelog.problems.isEmpty)
  }

  @Test("Settings of an editor at the end, and what is older than the format, are kept apart")
  func editors() {
    let changelog = read(
      Self.sample + "\n\nLocal variables:\nmode: debian-changelog\nEnd:\n")
    #expect(changelog.releases.count == 2)
    #expect(changelog.problems.isEmpty)
    #expect(lines(changelog).last == "? footer 20")
    let older = read(Self.sample + "\n\nOld Changelog:\n\nshop 0.9: first\n")
    #expect(lines(older).last == "? footer 20")
    #expect(older.problems.isEmpty)
  }

  @Test("Another line at the margin is told and kept")
  func margin() {
    let changelog = read(Self.sample + "\n\nWhat is this?\n")
    #expect(changelog.unread.map(\.text) == ["What is this?"])
    #expect(changelog.problems.map(\.line) == [20])
  }

  @Test("Repeated versions are kept both and told")
  func repeated() {
    let one =
      "shop (1.0) unstable; urgency=low\n\n  * a\n\n -- Jo <j@e.com>  Wed, 01 May 2024 12:00:00 +0000\n\n"
    let changelog = read(one + one)
    #expect(changelog.releases.count == 2)
    #expect(changelog.problems.map(\.message) == ["\"1.0\" stands on line 1 already"])
  }
}
