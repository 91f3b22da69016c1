import Testing
import Versions

@Suite("Names of tags")
struct TagClassificationTests {
  /// A name and what it says.
  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let `class`: RefClass
    let prefix: String
    let line: String?
    let version: String?
    var testDescription: String { name }

    init(
      _ name: String, _ class: RefClass, prefix: String, line: String?, version: String?
    ) {
      self.name = name
      self.class = `class`
      self.prefix = prefix
      self.line = line
      self.version = version
    }
  }

  /// Real names of well-known repositories, and names by common conventions.
  static let worked: [Row] = [
    Row("1", .float, prefix: "", line: "", version: nil),
    Row("1.2", .float, prefix: "", line: "", version: nil),
    Row("1.2.3", .release, prefix: "", line: "", version: "1.2.3"),
    Row("v1.2.3", .release, prefix: "v", line: "", version: "v1.2.3"),
    Row("1.2.3-alpine", .variant, prefix: "", line: "", version: nil),
    Row("1.2.3-alpine3.19", .variant, prefix: "", line: "", version: nil),
    Row("1.2-bookworm-slim", .variant, prefix: "", line: "", version: nil),
    Row("1.2.3-rc.1", .prerelease, prefix: "", line: "", version: "1.2.3-rc.1"),
    Row("1.2.3-rc1-alpine", .variant, prefix: "", line: "", version: nil),
    Row("8.2.0RC1-fpm-alpine", .variant, prefix: "", line: "", version: nil),
    Row("3.13.0a1-slim", .variant, prefix: "", line: "", version: nil),
    Row("v1.2.3-abc1234", .build, prefix: "v", line: "", version: nil),
    Row("1.2.3-5-gdeadbee", .describe, prefix: "", line: "", version: nil),
    Row("v1.2.0-snapshot-20250405", .snapshot, prefix: "v", line: "", version: nil),
    Row("1.2.3-SNAPSHOT", .snapshot, prefix: "", line: "", version: nil),
    Row("latest", .channel, prefix: "", line: nil, version: nil),
    Row("stable", .channel, prefix: "", line: nil, version: nil),
    Row("edge", .channel, prefix: "", line: nil, version: nil),
    Row("nightly", .channel, prefix: "", line: nil, version: nil),
    Row("nightly-20250101", .datedChannel, prefix: "nightly-", line: nil, version: nil),
    Row("main", .branch, prefix: "", line: nil, version: nil),
    Row("pr-123", .pullRequest, prefix: "", line: nil, version: nil),
    Row("sha-abc1234", .commit, prefix: "", line: nil, version: nil),
    Row(
      "sha-860c1904a1ce19322e91ac35af1ab07466440c37",
      .commit, prefix: "", line: nil, version: nil),
    Row("abc1234def", .commit, prefix: "", line: nil, version: nil),
    Row("1234567", .release, prefix: "", line: "", version: nil),
    Row("20250405", .calver, prefix: "", line: "", version: nil),
    Row("2025.04.05", .calver, prefix: "", line: "", version: "2025.04.05"),
    Row("24.04", .calver, prefix: "", line: "", version: nil),
    Row("2024.1.1", .calver, prefix: "", line: "", version: "2024.1.1"),
    Row(
      "sha256-4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a.sig",
      .cosign, prefix: "", line: nil, version: nil),
    Row("1.2.3_beta", .other, prefix: "", line: nil, version: nil),
    Row("1.2.3-windows-amd64", .variant, prefix: "", line: "", version: nil),
    Row("1.2.3-1", .variant, prefix: "", line: "", version: nil),
    Row("release-1.2", .release, prefix: "release-", line: "release-", version: "1.2"),
    Row("pkg@1.2.3", .release, prefix: "pkg@", line: "pkg@", version: "1.2.3"),
    Row(
      "@scope/pkg@1.2.3-beta.1",
      .prerelease, prefix: "@scope/pkg@", line: "@scope/pkg@", version: "1.2.3-beta.1"),
    Row("sub/dir/v1.2.3", .release, prefix: "sub/dir/v", line: "sub/dir/", version: "v1.2.3"),
    Row("sub/dir/v1", .float, prefix: "sub/dir/v", line: "sub/dir/", version: nil),
    Row(
      "docker-v29.1.0-rc.1",
      .prerelease, prefix: "docker-v", line: "docker-", version: "v29.1.0-rc.1"),
    Row("v17.05.0-ce-rc1", .prerelease, prefix: "v", line: "", version: "v17.05.0-ce-rc1"),
    Row("v17.12.1-ce", .release, prefix: "v", line: "", version: "v17.12.1"),
    Row("v3.2.0+git", .release, prefix: "v", line: "", version: "v3.2.0+git"),
    Row("v3.2.0_plus_git", .other, prefix: "v", line: nil, version: nil),
    Row("v2.43.0+stringlabels", .release, prefix: "v", line: "", version: "v2.43.0+stringlabels"),
    Row("v1.99.0-retract", .prerelease, prefix: "v", line: "", version: "v1.99.0-retract"),
    Row("v35.9.3-sec", .variant, prefix: "v", line: "", version: nil),
    Row("v1.8.5.1", .release, prefix: "v", line: "", version: "v1.8.5.1"),
    Row("v1.0.0a", .release, prefix: "v", line: "", version: "v1.0.0a"),
    Row("v1.1.0_RC1", .prerelease, prefix: "v", line: "", version: "v1.1.0_RC1"),
    Row("v3.0.0.beta4", .prerelease, prefix: "v", line: "", version: "v3.0.0.beta4"),
    Row("v7.1.0.rc1", .prerelease, prefix: "v", line: "", version: "v7.1.0.rc1"),
    Row("0.16.0rc1", .prerelease, prefix: "", line: "", version: "0.16.0rc1"),
    Row("v9.6.0b1", .prerelease, prefix: "v", line: "", version: "v9.6.0b1"),
    Row(
      "v0.12.0-dev20190520H16",
      .prerelease, prefix: "v", line: "", version: "v0.12.0-dev20190520H16"),
    Row(
      "v1.17.0-alpha20260812",
      .prerelease, prefix: "v", line: "", version: "v1.17.0-alpha20260812"),
    Row("go1.22.3", .release, prefix: "go", line: "go", version: "1.22.3"),
    Row("go1.22rc2", .prerelease, prefix: "go", line: "go", version: "1.22rc2"),
    Row("go1.21", .release, prefix: "go", line: "go", version: "1.21"),
    Row("weekly.2011-12-22", .datedChannel, prefix: "weekly.", line: nil, version: nil),
    Row("release.r60.3", .release, prefix: "release.r", line: "release.r", version: "60.3"),
    Row("debian/0.1.1-1", .release, prefix: "debian/", line: "debian/", version: "0.1.1"),
    Row("upstream/0.1.4", .release, prefix: "upstream/", line: "upstream/", version: "0.1.4"),
    Row("docs-v1.12.0-2016-07-28", .other, prefix: "docs-v", line: nil, version: nil),
    Row("xdocs-v1.10-28-mar-2016", .other, prefix: "xdocs-v", line: nil, version: nil),
    Row("junio-gpg-pub", .other, prefix: "", line: nil, version: nil),
    Row("list", .other, prefix: "", line: nil, version: nil),
    Row("checkout", .other, prefix: "", line: nil, version: nil),
    Row("autorun/1", .float, prefix: "autorun/", line: "autorun/", version: nil),
    Row("0", .float, prefix: "", line: "", version: nil),
  ]

  /// Names near the borders between the classes.
  static let borders: [Row] = [
    Row("V1.2.3", .release, prefix: "V", line: "", version: "V1.2.3"),
    Row("v1.0.0-foo", .prerelease, prefix: "v", line: "", version: "v1.0.0-foo"),
    Row("v1.0.0-0", .prerelease, prefix: "v", line: "", version: "v1.0.0-0"),
    Row("v1.0.0-12345", .prerelease, prefix: "v", line: "", version: "v1.0.0-12345"),
    Row("v1.0.0-20250405", .snapshot, prefix: "v", line: "", version: nil),
    Row("v1.0.0-defaced", .prerelease, prefix: "v", line: "", version: "v1.0.0-defaced"),
    Row("v1.0.0-20200722182040-012345abcdef", .build, prefix: "v", line: "", version: nil),
    Row("v1.0.0-rc1-5-gdeadbee", .describe, prefix: "v", line: "", version: nil),
    Row("v1.9-rc0", .prerelease, prefix: "v", line: "", version: "v1.9-rc0"),
    Row("v1.0rc1", .prerelease, prefix: "v", line: "", version: "v1.0rc1"),
    Row("v0.99", .float, prefix: "v", line: "", version: nil),
    Row("v0.99.7a", .release, prefix: "v", line: "", version: "v0.99.7a"),
    Row("w0.1", .release, prefix: "w", line: "w", version: "0.1"),
    Row("i1.36.3", .release, prefix: "i", line: "i", version: "1.36.3"),
    Row("i1.latency-fix.1", .other, prefix: "", line: nil, version: nil),
    Row("19_6_26_with_instrumentation", .other, prefix: "", line: nil, version: nil),
    Row(
      "extra/redisotel-native/v9.22.0-beta.1", .prerelease, prefix: "extra/redisotel-native/v",
      line: "extra/redisotel-native/", version: "v9.22.0-beta.1"),
    Row("dev1.2.3", .release, prefix: "dev", line: "dev", version: "1.2.3"),
    Row("i18n-v1.2.3", .release, prefix: "i18n-v", line: "i18n-", version: "v1.2.3"),
    Row("log4j-2.17.1", .release, prefix: "log4j-", line: "log4j-", version: "2.17.1"),
    Row("k8s/v1.2.3", .release, prefix: "k8s/v", line: "k8s/", version: "v1.2.3"),
    Row("2fa-v1.2.3", .release, prefix: "2fa-v", line: "2fa-", version: "v1.2.3"),
    Row("docker-v29", .float, prefix: "docker-v", line: "docker-", version: nil),
    Row("foo-1", .other, prefix: "", line: nil, version: nil),
    Row("go1", .other, prefix: "", line: nil, version: nil),
    Row("test2", .other, prefix: "", line: nil, version: nil),
    Row("b1234", .other, prefix: "", line: nil, version: nil),
    Row("v1-alpine", .variant, prefix: "v", line: "", version: nil),
    Row("v1-rc1", .other, prefix: "v", line: nil, version: nil),
    Row("v2024.1.1", .calver, prefix: "v", line: "", version: "v2024.1.1"),
    Row("2024.10", .calver, prefix: "", line: "", version: nil),
    Row("24.10", .float, prefix: "", line: "", version: nil),
    Row("24.10.0", .release, prefix: "", line: "", version: "24.10.0"),
    Row("2024.1.1-rc1", .prerelease, prefix: "", line: "", version: "2024.1.1-rc1"),
    Row("release-1.2-foo", .other, prefix: "release-", line: nil, version: nil),
    Row("release-1.2-rc1", .prerelease, prefix: "release-", line: "release-", version: "1.2-rc1"),
    Row("pkg@1", .float, prefix: "pkg@", line: "pkg@", version: nil),
    Row("pkg@v1.2.3", .release, prefix: "pkg@v", line: "pkg@", version: "v1.2.3"),
    Row("v2.0.1+incompatible", .release, prefix: "v", line: "", version: "v2.0.1+incompatible"),
    Row("v18.06.1-ce-rc2", .prerelease, prefix: "v", line: "", version: "v18.06.1-ce-rc2"),
    Row("debian/0.1.1-rc1", .prerelease, prefix: "debian/", line: "debian/", version: "0.1.1-rc1"),
    Row("windows-1.2.3", .release, prefix: "windows-", line: "windows-", version: "1.2.3"),
    Row("jdk-17.0.1+12", .release, prefix: "jdk-", line: "jdk-", version: "17.0.1+12"),
    Row("vault", .other, prefix: "", line: nil, version: nil),
    Row("v", .other, prefix: "", line: nil, version: nil),
    Row("v1.", .other, prefix: "v", line: nil, version: nil),
    Row("1.2.3.", .other, prefix: "", line: nil, version: nil),
    Row(".1.2.3", .release, prefix: ".", line: ".", version: "1.2.3"),
    Row("refs/1.2.3/x", .other, prefix: "", line: nil, version: nil),
    Row("abcdefa", .commit, prefix: "", line: nil, version: nil),
    Row("1234567abc", .commit, prefix: "", line: nil, version: nil),
    Row("pull/12/head", .other, prefix: "", line: nil, version: nil),
    Row("2016-07-28", .calver, prefix: "", line: nil, version: nil),
  ]

  @Test("Worked examples have their class, line and version", arguments: worked)
  func workedExamples(row: Row) { expectClassification(row) }

  @Test("Names near the borders have their class, line and version", arguments: borders)
  func borderCases(row: Row) { expectClassification(row) }

  @Test("A version's text is what stands in the name between the line's key and the suffix")
  func textInName() throws {
    for row in Self.worked + Self.borders {
      let tag = classifyTag(Array(row.name.utf8))
      guard let version = tag.version else { continue }
      #expect(
        try #require(tag.lineKey) + Array(version.text.utf8) + tag.suffix == Array(row.name.utf8))
      if let again = Version(version.text) { #expect(again == version, "\(row.name)") }
      #expect((tag.class == .prerelease) == version.isPrerelease, "\(row.name)")
    }
  }

  @Test("A name that is not UTF-8 is read as bytes")
  func notUTF8() {
    let tag = classifyTag([0xFF, 0xE9] + Array("-v1.2.3".utf8))
    #expect(tag.class == .release)
    #expect(tag.prefix == [0xFF, 0xE9] + Array("-v".utf8))
    #expect(tag.lineKey == [0xFF, 0xE9] + Array("-".utf8))
    #expect(tag.version?.text == "v1.2.3")
    #expect(classifyTag([0xFF]).class == .other)
    #expect(classifyTag(Array("v1.2.3-".utf8) + [0xFF]).class == .other)
    #expect(classifyTag([]).class == .other)
  }

  @Test("Any bytes are classified, and a version keeps its place in the name")
  func arbitraryBytes() {
    var random = SplitMix64(seed: 17)
    let alphabet = Array("0123v.v..--+_/@agrc\u{ff}".utf8)
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...14, using: &random)
      let name = (0..<count).map { _ in alphabet.randomElement(using: &random) ?? 0 }
      let tag = classifyTag(name)
      #expect(name.starts(with: tag.prefix))
      if let version = tag.version {
        #expect((tag.lineKey ?? []) + Array(version.text.utf8) + tag.suffix == name)
      }
    }
  }

  @Test("An edition and a Debian revision are no part of the version")
  func suffixes() {
    #expect(classifyTag(Array("v17.12.1-ce".utf8)).suffix == Array("-ce".utf8))
    #expect(classifyTag(Array("debian/0.1.1-1".utf8)).suffix == Array("-1".utf8))
    #expect(classifyTag(Array("v1.2.3+b".utf8)).suffix.isEmpty)
  }

  private func expectClassification(_ row: Row) {
    let tag = classifyTag(Array(row.name.utf8))
    #expect(tag.class == row.class)
    #expect(String(decoding: tag.prefix, as: UTF8.self) == row.prefix)
    #expect(tag.lineKey.map { String(decoding: $0, as: UTF8.self) } == row.line)
    #expect(tag.version?.text == row.version)
  }
}
