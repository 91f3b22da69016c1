import Testing
import Versions

@Suite("Semantic Versioning 2.0.0")
struct SemanticVersionTests {
  @Test(
    "The specification's valid versions are valid",
    arguments: [
      "0.0.4", "1.2.3", "10.20.30", "1.1.2-prerelease+meta", "1.1.2+meta", "1.1.2+meta-valid",
      "1.0.0-alpha", "1.0.0-beta", "1.0.0-alpha.beta", "1.0.0-alpha.beta.1", "1.0.0-alpha.1",
      "1.0.0-alpha0.valid", "1.0.0-alpha.0valid",
      "1.0.0-alpha-a.b-c-somethinglong+build.1-aef.1-its-okay", "1.0.0-rc.1+build.1",
      "2.0.0-rc.1+build.123", "1.2.3-beta", "10.2.3-DEV-SNAPSHOT", "1.2.3-SNAPSHOT-123", "1.0.0",
      "2.0.0", "1.1.7", "2.0.0+build.1848", "2.0.1-alpha.1227", "1.0.0-alpha+beta",
      "1.2.3----RC-SNAPSHOT.12.9.1--.12+788", "1.2.3----R-S.12.9.1--.12+meta",
      "1.2.3----RC-SNAPSHOT.12.9.1--.12", "1.0.0+0.build.1-rc.10000aaa-kk-0.1",
      "99999999999999999999999.999999999999999999.99999999999999999", "1.0.0-0A.is.legal",
    ])
  func valid(text: String) throws {
    #expect(SemanticVersion(text) != nil)
    let key = try #require(Version(text, scheme: .semver)).key
    #expect(Version(text)?.key == key)
    #expect(Version("v" + text)?.key == key)
  }

  @Test(
    "The specification's invalid versions are invalid",
    arguments: [
      "1", "1.2", "1.2.3-0123", "1.2.3-0123.0123", "1.1.2+.123", "+invalid", "-invalid",
      "-invalid+invalid", "-invalid.01", "alpha", "alpha.beta", "alpha.beta.1", "alpha.1",
      "alpha+beta", "alpha_beta", "alpha.", "alpha..", "beta", "1.0.0-alpha_beta", "-alpha.",
      "1.0.0-alpha..", "1.0.0-alpha..1", "1.0.0-alpha...1", "1.0.0-alpha....1",
      "1.0.0-alpha.....1", "1.0.0-alpha......1", "1.0.0-alpha.......1", "01.1.1", "1.01.1",
      "1.1.01", "1.2", "1.2.3.DEV", "1.2-SNAPSHOT", "1.2.31.2.3----RC-SNAPSHOT.12.09.1--..12+788",
      "1.2-RC-SNAPSHOT", "-1.0.3-gamma+b7718", "+justmeta", "9.8.7+meta+meta",
      "9.8.7-whatever+meta+meta",
      "99999999999999999999999.999999999999999999.99999999999999999----RC-SNAPSHOT.12.09.1-----..12",
      "", "v1.2.3", " 1.2.3", "1.2.3 ", "1.2.3-", "1.2.3+", "1..3", "1.2.", "1.2.3-é", "１.2.3",
    ])
  func invalid(text: String) {
    #expect(SemanticVersion(text) == nil)
    if !text.hasPrefix("v") { #expect(Version(text, scheme: .semver) == nil) }
  }

  @Test("The specification's ladders rise step by step, by precedence and by key")
  func ladders() throws {
    let ladders = [
      ["1.0.0", "2.0.0", "2.1.0", "2.1.1"],
      [
        "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2",
        "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0",
      ],
      [
        "1.0.0-0", "1.0.0-1", "1.0.0--", "1.0.0-A", "1.0.0-a", "1.0.0-a-", "1.0.0-rc10",
        "1.0.0-rc2",
      ],
    ]
    for ladder in ladders {
      for (a, b) in zip(ladder, ladder.dropFirst()) {
        let (low, high) = (try #require(SemanticVersion(a)), try #require(SemanticVersion(b)))
        #expect(low.precedence(comparedTo: high) == .lower, "\(a) \(b)")
        #expect(high.precedence(comparedTo: low) == .higher, "\(a) \(b)")
        #expect(try #require(Version(a)) < #require(Version(b)), "\(a) \(b)")
      }
    }
  }

  @Test("Build metadata takes no part in precedence but keeps versions apart")
  func build() throws {
    let (a, b) = (try #require(Version("1.0.0+a")), try #require(Version("1.0.0+b")))
    #expect(a.key == b.key)
    #expect(a != b)
    #expect(a < b)
    #expect(a.build == "a")
    #expect(Version("1.0.0")?.build == nil)
    let strict = try #require(SemanticVersion("1.0.0+a"))
    #expect(strict.precedence(comparedTo: try #require(SemanticVersion("1.0.0+b"))) == .equal)
  }
}
