import Foundation
import Testing
import Versions

@Suite("The scheme of a line")
struct SchemeVerdictTests {
  @Test(
    "The whole list tells the scheme, with its counts",
    arguments: [
      (["v1.0.0", "v1.1.0"], VersionScheme.go, 2, 2), (["1.0.0", "v1.1.0"], .semver, 2, 2),
      (["v3.0.0.beta4", "v3.0.0", "v7.1.0.rc1", "v6.1.7.10"], .semverLoose, 4, 4),
      (["v1.0.0", "v1.0.0a", "v0.99.9n", "v1.8.5.1", "v0.99"], .semverLoose, 4, 4),
      (["v9.6.0b1", "v9.0.0", "v2.1", "v1"], .semverLoose, 2, 2),
      (["1.0", "1.1", "1.2rc1", "1.2", "2.0a1"], .semverLoose, 5, 5),
      (["1.0.0", "1.0.0.post1", "1.1.0.dev2"], .pep440, 3, 3),
      (["1!1.0", "1!1.1.0"], .pep440, 2, 2), (["24.04", "22.04", "23.10.1"], .calver, 3, 3),
      (["24.04", "22.04"], .calver, 2, 2), (["20250405", "20250406"], .calver, 2, 2),
      (["2016-07-28", "2016-08-01"], .calver, 2, 2), (["1234567", "1234568"], .semverLoose, 2, 2),
      (["2024.1.1", "2024.2.1"], .calver, 2, 2), (["v1", "v2"], .semverLoose, 0, 0),
      ((0..<40).map { "1.\($0).0" } + ["1.40.0.dev1"], .semver, 41, 40),
    ])
  func verdicts(names: [String], scheme: VersionScheme, nameCount: Int, parsed: Int) throws {
    let line = try #require(list(names).lines.first)
    #expect(line.scheme == scheme)
    #expect(line.nameCount == nameCount)
    #expect(line.fittingCount == parsed)
    #expect(!line.isDeclared)
  }

  @Test("Packaging tags under debian/ are Debian versions")
  func debian() throws {
    let names = ["debian/0.1.1-1", "debian/1%2.0_rc1-1", "debian/1%2.0-1", "debian/1%2.0-2"]
    let list = list(names)
    let line = try #require(list.lines.first)
    #expect(line.scheme == .debian)
    #expect(line.releaseCount == 3)
    let versions = list.tags.compactMap(\.version)
    #expect(versions.map(\.text) == ["0.1.1-1", "1:2.0~rc1-1", "1:2.0-1", "1:2.0-2"])
    #expect(versions.sorted() == versions)
  }

  @Test("A declared scheme takes the place of the one that the list tells")
  func declared() throws {
    let rules = TagRules(lines: [TagRules.Line(prefix: Array("v".utf8), scheme: .pep440)])
    let list = list(["1.0", "1.1", "2.0.1"], rules)
    let line = try #require(list.lines.first)
    #expect(line.isDeclared)
    #expect(line.scheme == .pep440)
    #expect(line.releaseCount == 3)
    #expect(list.tags.map(\.class) == [.release, .release, .release])
  }

  @Test("A declared main line wins over one with more releases, and one declared not to be loses")
  func declaredMain() {
    let names = ["v1.0.0", "v1.1.0", "docker-v29.0.0"]
    func main(_ line: TagRules.Line) -> [String] {
      list(names, TagRules(lines: [line])).lines.filter(\.isMain)
        .map { String(decoding: $0.name, as: UTF8.self) }
    }
    #expect(main(TagRules.Line(prefix: Array("docker-v".utf8), isMain: true)) == ["docker-v"])
    #expect(main(TagRules.Line(prefix: [], isMain: false)) == ["docker-v"])
    #expect(main(TagRules.Line(prefix: Array("docker-".utf8))) == ["v"])
  }

  @Test("An ignored tag is no version and belongs to no line")
  func ignored() throws {
    let rules = TagRules(isIgnored: { $0 == Array("v9.0.0-retract".utf8) })
    let list = list(["v1.0.0", "v9.0.0-retract"], rules)
    #expect(list.tags[1].class == .other)
    #expect(list.tags[1].lineKey == nil)
    #expect(list.lines.map(\.nameCount) == [1])
  }

  @Test("A name read by its line's scheme may gain a version")
  func reading() throws {
    let python = list(["1.0.0", "1.0.0.post1", "1.1.0.dev2"])
    #expect(python.tags.map(\.class) == [.release, .release, .prerelease])
    #expect(python.tags[1].lineKey == [])
    #expect(python.tags[1].version?.text == "1.0.0.post1")
    let calendar = list(["24.04", "24.10"])
    #expect(calendar.tags.map(\.class) == [.calver, .calver])
    #expect(calendar.tags.map { $0.version?.minor } == ["4", "10"])
    #expect(list(["latest", "v1.0.0"]).tags[0] == classifyTag(Array("latest".utf8)))
  }

  @Test("A name that its line's scheme cannot read has no version: keys of two families never meet")
  func unreadable() throws {
    let names = (0..<40).map { "1.0.\($0).post1" } + ["1.0.41-nightly.x"]
    let list = list(names)
    #expect(list.lines.map(\.scheme) == [.pep440])
    #expect(list.tags.last?.class == .prerelease)
    #expect(list.tags.last?.version == nil)
    #expect(Set(list.tags.compactMap { $0.version?.key.family }) == [.pep440])
  }

  @Test("Short numbers are releases where a line counts so, and series where it does not")
  func shortReleases() {
    let kernel = ["v6.1-rc1", "v6.1", "v6.1.1", "v6.2", "v6.3"]
    #expect(
      list(kernel).tags.map(\.class) == [.prerelease, .release, .release, .release, .release])
    let action = ["v1", "v1.2", "v1.2.0", "v1.3", "v1.3.0", "v1.4", "v1.4.0", "v2", "v2.0.0"]
    #expect(list(action).tags.filter { $0.class == .float }.count == 5)
    let counted = ["v248", "v249", "v250-rc1", "v250"]
    #expect(list(counted).tags.map(\.class) == [.release, .release, .other, .release])
    #expect(list(["v1", "v2"]).tags.map(\.class) == [.float, .float])
  }

  @Test("Every row of the table of names has its class and its numbers")
  func table() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "tag-classification.tsv")
    let rows = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    #expect(rows.count == 70)
    for row in rows {
      let tag = classify(row[0])
      #expect(tag.class.rawValue == row[1], "\(row[0])")
      guard let version = tag.version else { continue }
      #expect(String(decoding: tag.prefix, as: UTF8.self) == row[2], "\(row[0])")
      #expect(version.text.contains(row[3]), "\(row[0])")
      #expect(version.isPrerelease == !row[4].isEmpty, "\(row[0])")
    }
  }

  private func list(_ names: [String], _ rules: TagRules = TagRules()) -> TagList {
    TagList(names.map { Array($0.utf8) }, rules: rules)
  }

  private func classify(_ name: String) -> TagClassification { classifyTag(Array(name.utf8)) }
}
