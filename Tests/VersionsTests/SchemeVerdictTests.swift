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
      (["1.0", "1.1", "1.2rc1", "1.2", "2.0a1"], .pep440, 5, 5),
      (["1.0.0", "1.0.0.post1", "1.1.0.dev2"], .pep440, 3, 3),
      (["1!1.0", "1!1.1.0"], .pep440, 2, 2), (["24.04", "22.04", "23.10.1"], .natural, 3, 3),
      (["24.04", "22.04"], .calver, 2, 2), (["20250405", "20250406"], .calver, 2, 2),
      (["2016-07-28", "2016-08-01"], .calver, 2, 2), (["1234567", "1234568"], .natural, 2, 2),
      (["2024.1.1", "2024.2.1"], .semver, 2, 2), (["v1", "v2"], .semverLoose, 0, 0),
      ((0..<40).map { "1.\($0).0" } + ["1.40.0.dev1"], .semver, 41, 40),
    ])
  func verdicts(names: [String], scheme: VersionScheme, nameCount: Int, parsed: Int) throws {
    let line = try #require(VersionLine.lines(of: names.map(classify)).first)
    #expect(line.scheme == scheme)
    #expect(line.verdict.nameCount == nameCount)
    #expect(line.verdict.parsedCount == parsed)
    #expect(!line.verdict.isDeclared)
  }

  @Test("Packaging tags under debian/ are Debian versions")
  func debian() throws {
    let names = ["debian/0.1.1-1", "debian/1%2.0_rc1-1", "debian/1%2.0-1", "debian/1%2.0-2"]
    let line = try #require(VersionLine.lines(of: names.map(classify)).first)
    #expect(line.scheme == .debian)
    #expect(line.releaseCount == 3)
    let versions = names.compactMap { classify($0).read(as: line.scheme).version }
    #expect(versions.map(\.text) == ["0.1.1-1", "1:2.0~rc1-1", "1:2.0-1", "1:2.0-2"])
    #expect(versions.sorted() == versions)
  }

  @Test("A declared scheme takes the place of the one that the list tells")
  func declared() throws {
    let tags = ["1.0", "1.1", "2.0.1"].map(classify)
    let line = try #require(VersionLine.lines(of: tags, declared: [[]: .pep440]).first)
    #expect(line.verdict.isDeclared)
    #expect(line.scheme == .pep440)
    #expect(line.releaseCount == 3)
  }

  @Test("With the years of the tags two digits of the year are a calendar version")
  func years() throws {
    let tags = ["24.10", "24.11", "25.1"].map(classify)
    #expect(VersionLine.lines(of: tags, years: [2024, 2024, 2025]).map(\.scheme) == [.calver])
    #expect(VersionLine.lines(of: tags, years: [2018, 2018, 2019]).map(\.scheme) == [.semverLoose])
    #expect(VersionLine.lines(of: tags).map(\.scheme) == [.semverLoose])
  }

  @Test("A name read by its line's scheme may gain a version or lose one")
  func reading() throws {
    let post = classify("1.0.post1").read(as: .pep440)
    #expect(post.class == .release)
    #expect(post.lineKey == [])
    #expect(post.version?.text == "1.0.post1")
    #expect(classify("24.04").read(as: .calver).class == .calver)
    #expect(classify("24.04").version(in: .calver)?.minor == "4")
    #expect(classify("v3.0.0.beta4").version(in: .semver) == nil)
    #expect(classify("v3.0.0.beta4").version(in: .semverLoose) != nil)
    #expect(classify("v1.0.0-foo").read(as: .pep440).version == nil)
    #expect(classify("latest").read(as: .natural) == classify("latest"))
    #expect(classify("v1.2.3").read(as: .go) == classify("v1.2.3"))
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

  private func classify(_ name: String) -> TagClassification { classifyTag(Array(name.utf8)) }
}
