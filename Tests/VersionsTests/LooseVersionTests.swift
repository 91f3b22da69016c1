import Testing
import Versions

@Suite("The loose form")
struct LooseVersionTests {
  @Test(
    "Forms outside the strict grammar are read",
    arguments: [
      ("V1.2.3", "1.2.3"), ("v1.02.003", "1.2.3"), ("1.2.3.0", "1.2.3"),
      ("0.16.0rc1", "0.16.0-rc.1"), ("v3.0.0.beta4", "3.0.0-beta.4"),
      ("v3.0.0.beta.4", "3.0.0-beta.4"), ("v1.1.0_RC1", "1.1.0-rc.1"), ("8.2.0RC1", "8.2.0-rc.1"),
      ("3.13.0a1", "3.13.0-a.1"), ("1.2.3-01", "1.2.3-1"), ("1.2.3beta", "1.2.3-beta"),
      ("3.0.0_RC", "3.0.0-rc"), ("1.2.3rc1+b.07", "1.2.3-rc.1"),
    ])
  func sameAs(text: String, strict: String) throws {
    let version = try #require(Version(text))
    #expect(version.text == text)
    #expect(version.key == Version(strict, scheme: .semver)?.key)
  }

  @Test("Letters and further components come after the release, stages before it")
  func ladder() throws {
    let ladder = [
      "1.0.0.alpha1", "1.0.0.beta2", "1.0.0.beta10", "1.0.0rc1", "1.0.0rc2", "1.0.0rc10", "v1.0.0",
      "v1.0.0a", "v1.0.0b", "1.0.0.1-rc1", "1.0.0.1", "1.0.0.1a", "1.0.0.1.1", "1.0.0.2",
      "1.0.0.10", "1.0.1-0",
    ]
    for (a, b) in zip(ladder, ladder.dropFirst()) {
      #expect(try #require(Version(a)).key < #require(Version(b)).key, "\(a) \(b)")
    }
  }

  @Test(
    "Other texts are no full version",
    arguments: [
      "", "v", "1", "v1.28", "1.2", "vv1.2.3", "1.2.3-", "1.2.3+", "1.2.3.", "1.2.3..4",
      "1.2.3_beta",
      "v3.2.0_plus_git", "1.2.3foo", "1.2.3p1", "1.2.3.RELEASE", "1.2.3-a..b", "1.2.3-a_b",
      "1.2.3 ",
      "1.2.3+a+b", "i1.36.3", "1.2.3-ü", "1.2.3rc1-", "latest",
    ])
  func none(text: String) {
    #expect(Version(text) == nil)
  }

  @Test("The names of the schemes are stable")
  func schemes() {
    #expect(
      VersionScheme.allCases.map(\.rawValue)
        == ["go", "semver", "semver-loose", "pep440", "debian", "calver", "natural"])
  }
}
