import Testing
import Versions

@Suite("Why a text is no version")
struct VersionErrorTests {
  @Test(
    "The reason names the bytes and their place",
    arguments: [
      (VersionScheme.semver, "1.05.0", "the minor number 05 at byte 2 has a leading zero"),
      (.semver, "", "the version is empty"),
      (.semver, "1.2", "the patch number is missing: the version ends at byte 3"),
      (.semver, "1.x.0", "the minor number is missing: x stands at byte 2"),
      (.semver, "1.2.3.4", ".4 at byte 5 follows the last number allowed"),
      (.semver, "1.2.3-a_b", "the prerelease has _ at byte 7, which is not allowed there"),
      (.semver, "1.2.3-é", "the prerelease has \\xC3 at byte 6, which is not allowed there"),
      (.semver, "1.2.3-01", "the prerelease 01 at byte 6 has a leading zero"),
      (.semver, "1.2.3-a..b", "the prerelease has an empty identifier at byte 8"),
      (.semver, "1.2.3+", "the build metadata has an empty identifier at byte 6"),
      (
        .semver, "1.2.3+a b", "the build metadata has a blank at byte 7, which is not allowed there"
      ),
      (.semver, "1.2.3rc1", "rc1 at byte 5 is no part of a version in this scheme"),
      (.go, "1.2.3", "1 stands at byte 0 where the v must stand"),
      (.semverLoose, "1.2.3foo", "foo at byte 5 is no part of a version in this scheme"),
      (.semverLoose, "1", "the minor number is missing: the version ends at byte 1"),
      (.pep440, "1.0-foo", "-foo at byte 3 is no part of a version in this scheme"),
      (.pep440, "x", "the release is missing: x stands at byte 0"),
      (.pep440, "1.0+a..b", "the local version has an empty identifier at byte 6"),
      (.debian, "a:1.0", "the epoch a is not a number"),
      (.debian, ":1.0", "the epoch before the colon is empty"),
      (.debian, "v1.0", "the upstream version is missing: v stands at byte 0"),
      (.debian, "1.0-", "the revision after the hyphen at byte 3 is empty"),
      (.debian, "1.0_1", "the upstream version has _ at byte 3, which is not allowed there"),
      (.calver, "2024.x", ".x at byte 4 is no part of a version in this scheme"),
      (.natural, "", "the version is empty"),
    ])
  func messages(scheme: VersionScheme, text: String, message: String) {
    #expect(scheme.error(in: text)?.message == message)
    #expect(!scheme.isValid(text))
    #expect(Version(text, scheme: scheme) == nil)
  }

  @Test("An error tells the kind, the text and the place")
  func parts() throws {
    let error = try #require(VersionScheme.semver.error(in: "1.05.0"))
    #expect(error.code == .leadingZero)
    #expect(error.text == "1.05.0")
    #expect(error.range == 2..<4)
    #expect(VersionScheme.semver.error(in: "v1.5.0") == nil)
  }

  @Test(
    "Each scheme has its canonical form",
    arguments: [
      (VersionScheme.go, "v1.2.3+incompatible", "v1.2.3+incompatible"), (.go, "v1.2.3+b", "v1.2.3"),
      (.semver, "v1.2.3-rc.1+b", "1.2.3-rc.1+b"), (.semverLoose, "V1.02rc1", "1.2.0-rc.1"),
      (.semverLoose, "1.0.0.0.5a", "1.0.0.0.5a"), (.semverLoose, "3.0.0.beta4", "3.0.0-beta.4"),
      (.calver, "24.04", "24.4"), (.calver, "20250405", "2025.4.5"), (.calver, "2024", "2024.0"),
      (.calver, "2016-07-28", "2016.7.28"), (.calver, "24.04b2", "24.4-b.2"),
      (.debian, "0:1.02-0", "1.2"), (.debian, "1:1.0~rc1-1", "1:1.0~rc1-1"),
      (.debian, "0:1:2", "0:1:2"), (.debian, "1-2-0", "1-2-0"), (.natural, "v1.0_RC.01", "1.0-rc1"),
    ])
  func canonical(scheme: VersionScheme, text: String, expected: String) throws {
    #expect(try scheme.canonical(text) == expected)
  }

  @Test(
    "The parts of a version are told in every scheme",
    arguments: [
      (VersionScheme.semver, "v0.20.3-rc.1+b", ["0", "20", "3", "rc.1", "b"], true, false),
      (.semver, "1.2.3", ["1", "2", "3", nil, nil], false, true),
      (.pep440, "1!2.0a1.dev3+x", ["2", "0", "0", "a1.dev3", "x"], true, false),
      (.pep440, "1.2.post1", ["1", "2", "0", nil, nil], false, true),
      (.pep440, "1.2.dev5", ["1", "2", "0", "dev5", nil], true, false),
      (.debian, "1:2.3~rc1-1", ["2", "3", nil, "rc1", nil], true, false),
      (.debian, "2.3+b1-1~bpo1", ["2", "3", nil, nil, nil], false, true),
      (.calver, "24.04", ["24", "4", "0", nil, nil], false, true),
      (.natural, "v1.02-RC2+x", ["1", "2", nil, "rc2+x", nil], true, false),
    ])
  func accessors(
    scheme: VersionScheme, text: String, parts: [String?], isPrerelease: Bool, isStable: Bool
  ) throws {
    let version = try Version(parsing: text, as: scheme)
    #expect(
      [version.major, version.minor, version.patch, version.prerelease, version.build] == parts)
    #expect(version.isPrerelease == isPrerelease)
    #expect(version.isStable == isStable)
  }

  @Test("Any text is read, or refused with a reason that lies inside it")
  func arbitraryTexts() {
    var random = SplitMix64(seed: 23)
    let pieces = [
      "0", "1", "02", ".", "-", "+", "_", "~", ":", "!", "v", "rc", "a", "post", "dev", " ", "é",
      "\u{0}", "||", "^", ">=", "x", "*", "20240101", "%",
    ]
    for _ in 0..<5_000 {
      let count = Int.random(in: 0...7, using: &random)
      let text = (0..<count).map { _ in random.pick(pieces) }.joined()
      for scheme in VersionScheme.allCases {
        let error = scheme.error(in: text)
        #expect((error == nil) == scheme.isValid(text))
        if let error { expectInside(error, text) }
      }
      do throws(VersionError) { _ = try NpmRange(text) } catch { expectInside(error, text) }
    }
  }

  private func expectInside(_ error: VersionError, _ text: String) {
    #expect(error.text == text)
    #expect(error.range.upperBound <= text.utf8.count, "\(text) \(error)")
    #expect(!error.message.isEmpty)
  }

  @Test("Bytes that are no key have no length, and none of their parts is read beyond the end")
  func arbitraryKeys() {
    var random = SplitMix64(seed: 29)
    let bytes: [UInt8] = [
      0, 1, 2, 3, 4, 0x10, 0x12, 0x20, 0x28, 0x30, 0x31, 0x40, 0xF0, 0xF8, 0xFE, 0xFF,
    ]
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...12, using: &random)
      let key = VersionKey(
        bytes: [random.pick([1, 2, 3, 4, 5])] + (0..<count).map { _ in random.pick(bytes) })
      if let length = VersionKey.length(in: key.bytes) { #expect(length <= key.bytes.count) }
      #expect(key.prerelease == nil || key.isPrerelease)
      #expect(key.number(2).map { !$0.isEmpty } ?? true)
    }
  }
}
