import Changelogs
import Testing

@Suite("Bad input")
struct BadInputTests {
  static let sample = "# Changelog\n\n## 1.1.0\n\n- ä\n\n## 1.0.0\n\n- b\n"
  static let expected = ["= Changelog", "# 1.1.0", "- ä", "# 1.0.0", "- b"]

  @Test("Nothing says nothing", arguments: ["", "\n", " \r\n\t\n", "\u{FEFF}"])
  func empty(text: String) {
    let changelog = read(text)
    #expect(changelog.releases.isEmpty)
    #expect(changelog.unread.isEmpty)
    #expect(changelog.problems.map(\.code) == [.noReleases])
  }

  @Test("The ends of lines make no difference", arguments: ["\n", "\r\n", "\r"])
  func lineEnds(end: String) {
    let changelog = read(Self.sample.replacing("\n", with: end))
    #expect(lines(changelog) == Self.expected)
    #expect(changelog.releases.map(\.line) == [3, 7])
  }

  @Test("A byte order mark is passed over")
  func byteOrderMark() {
    #expect(lines(read("\u{FEFF}## 1.0.0\n")) == ["# 1.0.0"])
  }

  @Test("UTF-16 is read and told", arguments: [true, false])
  func utf16(isBigEndian: Bool) {
    let bytes = ("\u{FEFF}" + Self.sample).utf16.flatMap { unit -> [UInt8] in
      let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
      return isBigEndian ? pair : pair.reversed()
    }
    let changelog = ChangelogReader().read(bytes, path: "CHANGELOG.md")
    #expect(
      lines(changelog) == Self.expected + ["! 0 the changelog is UTF-16, and was read as such"])
    #expect(changelog.problems.map(\.code) == [.encoding])
  }

  @Test("Bytes that are not UTF-8 are kept as far as they can be, and told")
  func invalidUTF8() {
    let bytes = Array("## 1.0.0\n\n- caf".utf8) + [0xE9] + Array(" au lait\n".utf8)
    let changelog = ChangelogReader().read(bytes, path: "CHANGELOG.md")
    #expect(
      lines(changelog) == [
        "# 1.0.0", "- caf\u{FFFD} au lait",
        "! 3 the bytes are not UTF-8; what is no character is shown as \u{FFFD}",
      ])
  }

  @Test(
    "A binary file is told",
    arguments: [
      ([0x1F, 0x8B, 0x08, 0x00], ["a compressed file has to be unpacked, by gzip -dc"]),
      ([0x23, 0x00, 0x01], []),
    ] as [([UInt8], [String])])
  func binary(bytes: [UInt8], hints: [String]) {
    let changelog = ChangelogReader().read(bytes, path: "CHANGELOG.md")
    #expect(changelog.problems.map(\.code) == [.binary])
    #expect(changelog.problems.first?.hints == hints)
    #expect(changelog.releases.isEmpty)
  }

  @Test("A file beyond the limit is told and not read")
  func limit() {
    #expect(ChangelogReader.standardMaximumSize == 32 << 20)
    let bytes = Array("## 1.0.0\n".utf8)
    #expect(ChangelogReader(maximumSize: 9).read(bytes, path: "a.md").problems.isEmpty)
    let changelog = ChangelogReader(maximumSize: 8).read(bytes, path: "a.md")
    #expect(changelog.problems.map(\.message) == ["the changelog has 9 bytes, more than 8"])
    #expect(changelog.releases.isEmpty)
  }

  @Test("The limits on Markdown are generous")
  func markdownLimits() {
    let limits = ChangelogReader().markdownLimits
    #expect(limits.maximumWork == 50_000_000)
    #expect(limits.maximumMarkup == 4_000_000)
  }

  @Test("Lists that lie too deep are read as plain text")
  func nesting() {
    var reader = ChangelogReader()
    reader.markdownLimits.maximumWork = 900
    let deep = "1.0.0 (2024-05-01)\n\n" + String(repeating: "- ", count: 250) + "a\n\n"
    let changelog = reader.read(Array(deep.utf8), path: "a.md")
    #expect(changelog.releases.map(\.version) == ["1.0.0"])
    #expect(
      changelog.problems.map(\.description) == [
        "line 3: up to 250 lists and quotes lie in one another: the file was read as plain text"
      ])
    let flat = "## 1.0.0\n\n" + String(repeating: "- a\n", count: 800)
    #expect(reader.read(Array(flat.utf8), path: "a.md").problems.isEmpty)
  }

  @Test("Markup beyond the limit is read as plain text")
  func muchMarkup() {
    var reader = ChangelogReader()
    reader.markdownLimits.maximumMarkup = 10
    let text = "1.0.0 (2024-05-01)\n\n- " + String(repeating: "[", count: 11) + "\n"
    let changelog = reader.read(Array(text.utf8), path: "a.md")
    #expect(lines(changelog).prefix(2) == ["# 1.0.0 2024-05-01", "- [[[[[[[[[[["])
    #expect(
      changelog.problems.map(\.message) == [
        "the file has 11 characters of markup, more than 10: it was read as plain text"
      ])
  }

  @Test(
    "What nests without end is read without end",
    arguments: [
      "> ", "- ", "* ", "*a_", "[", "![", "[a](", "<!--", "`", "\\", "&", "((", "@", "#", "http://",
    ])
  func bombs(piece: String) {
    let changelog = read("## 1.0.0\n\n- b\n\n" + String(repeating: piece, count: 20_000) + "\n")
    #expect(changelog.releases.map(\.version) == ["1.0.0"])
  }

  @Test("Of endless problems a thousand are told, and the others counted")
  func endlessProblems() {
    let changelog = read(String(repeating: "## 1.0.0\n\n", count: 1_501))
    #expect(changelog.releases.count == 1_501)
    #expect(changelog.problems.count == Changelog.maximumProblems)
    #expect(changelog.furtherProblems == 500)
  }

  @Test("A message shows no control characters of the file")
  func controlCharacters() {
    let changelog = read("## 1.0.0 - 2024-99-99\u{1B}[31m\n")
    #expect(changelog.problems.allSatisfy { !$0.description.utf8.contains(0x1B) })
  }
}
