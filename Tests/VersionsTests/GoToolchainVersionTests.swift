import Testing
import Versions

@Suite("Versions of the Go toolchain")
struct GoToolchainVersionTests {
  @Test("Versions rise from language over prereleases to releases")
  func ladder() throws {
    let ladder = [
      "go1", "1.1", "1.5", "1.6", "1.6.1", "1.10", "1.19alpha3", "1.19beta2", "1.19rc1", "1.19rc2",
      "1.19", "1.19.1", "1.20rc1", "go1.20", "1.21", "1.21rc1", "1.21rc2", "1.21.0rc1", "1.21.0",
      "go1.22", "go1.22rc2", "go1.22.0", "go1.22.1", "1.99999999999999998", "1.99999999999999999",
    ].map { ($0, GoToolchainVersion($0)) }
    for (i, a) in ladder.enumerated() {
      for (j, b) in ladder.enumerated() {
        #expect(try (#require(a.1) < #require(b.1)) == (i < j), "\(a.0) \(b.0)")
      }
    }
  }

  @Test(
    "Before 1.21 the first release has two forms, and a vendor's name takes no part",
    arguments: [("1.19", "1.19.0"), ("go1.20", "1.20.0"), ("1", "1.0.0"), ("1.21.3-x", "go1.21.3")])
  func equal(a: String, b: String) throws {
    #expect(try #require(GoToolchainVersion(a)) == #require(GoToolchainVersion(b)))
  }

  @Test(
    "The language is the first two numbers",
    arguments: [
      ("1.2rc3", "1.2", false), ("1.2.3", "1.2", false), ("1.2", "1.2", false), ("1", "1", false),
      ("1.999testmod", "1.999", false), ("1.22", "1.22", true), ("1.21", "1.21", true),
      ("1.20", "1.20", false),
    ])
  func language(text: String, language: String, isLanguage: Bool) throws {
    let version = try #require(GoToolchainVersion(text))
    #expect(version.language == language)
    #expect(version.isLanguage == isLanguage)
  }

  @Test(
    "Other texts are no versions",
    arguments: [
      "", "x", "go", "1.", "1.x", "01.2", "1.02", "1.21.", "1.600+auto", "1.21rc01", "1.21RC1",
      "1.21.0.0", "v1.21", "1.21rc1x", "weekly.2011-12-22", "release.r60.3", " 1.21",
    ])
  func invalid(text: String) {
    #expect(GoToolchainVersion(text) == nil)
  }
}
