import Testing
import Versions

@Suite("Go's versions")
struct GoVersionTests {
  /// Versions in rising order with their canonical forms; empty for invalid ones.
  static let table: [(String, String)] = [
    ("bad", ""), ("v1-alpha.beta.gamma", ""), ("v1-pre", ""), ("v1+meta", ""),
    ("v1-pre+meta", ""), ("v1.2-pre", ""), ("v1.2+meta", ""), ("v1.2-pre+meta", ""),
    ("v1.0.0-alpha", "v1.0.0-alpha"), ("v1.0.0-alpha.1", "v1.0.0-alpha.1"),
    ("v1.0.0-alpha.beta", "v1.0.0-alpha.beta"), ("v1.0.0-beta", "v1.0.0-beta"),
    ("v1.0.0-beta.2", "v1.0.0-beta.2"), ("v1.0.0-beta.11", "v1.0.0-beta.11"),
    ("v1.0.0-rc.1", "v1.0.0-rc.1"), ("v1", "v1.0.0"), ("v1.0", "v1.0.0"), ("v1.0.0", "v1.0.0"),
    ("v1.2", "v1.2.0"), ("v1.2.0", "v1.2.0"), ("v1.2.3-456", "v1.2.3-456"),
    ("v1.2.3-456.789", "v1.2.3-456.789"), ("v1.2.3-456-789", "v1.2.3-456-789"),
    ("v1.2.3-456a", "v1.2.3-456a"), ("v1.2.3-pre", "v1.2.3-pre"),
    ("v1.2.3-pre+meta", "v1.2.3-pre"), ("v1.2.3-pre.1", "v1.2.3-pre.1"),
    ("v1.2.3-zzz", "v1.2.3-zzz"), ("v1.2.3", "v1.2.3"), ("v1.2.3+meta", "v1.2.3"),
    ("v1.2.3+meta-pre", "v1.2.3"), ("v1.2.3+meta-pre.sha.256a", "v1.2.3"),
  ]

  @Test("Validity and the canonical form are those of the Go library", arguments: table)
  func canonical(text: String, expected: String) {
    #expect(GoVersion.canonical(text) == expected)
    #expect(GoVersion.isValid(text) == !expected.isEmpty)
  }

  @Test("Versions compare as their places in the table, equal if their canonical forms are")
  func compare() {
    for (i, a) in Self.table.enumerated() {
      for (j, b) in Self.table.enumerated() {
        let expected: Precedence = a.1 == b.1 ? .equal : i < j ? .lower : .higher
        #expect(GoVersion.compare(a.0, b.0) == expected, "\(a.0) \(b.0)")
      }
    }
  }

  @Test(
    "The parts are those of the Go library",
    arguments: [
      ("v1", "v1", "v1.0", "", ""), ("v1.2", "v1", "v1.2", "", ""),
      ("v2.1.0-pre+meta", "v2", "v2.1", "-pre", "+meta"),
      ("v10.20.30+incompatible", "v10", "v10.20", "", "+incompatible"),
      ("v1.2.3-a.1.-", "v1", "v1.2", "-a.1.-", ""), ("1.2.3", "", "", "", ""),
    ])
  func parts(text: String, major: String, majorMinor: String, prerelease: String, build: String) {
    #expect(GoVersion.major(text) == major)
    #expect(GoVersion.majorMinor(text) == majorMinor)
    #expect(GoVersion.prerelease(text) == prerelease)
    #expect(GoVersion.build(text) == build)
  }

  @Test(
    "Other texts are invalid",
    arguments: [
      "", "v", "V1.2.3", "1.2.3", "v01", "v1.", "v1.02", "v1.2.", "v1.2.03", "v1.2.3.4",
      "v1.2.3-", "v1.2.3-01", "v1.2.3+", "v1.2.3-a..b", "v1.2.3 ", "vx",
    ])
  func invalid(text: String) {
    #expect(!GoVersion.isValid(text))
    #expect(Version(text, scheme: .go) == nil)
  }

  @Test("As a full version a Go version needs three numbers and its v")
  func fullVersion() {
    #expect(Version("v1.2.3", scheme: .go) != nil)
    #expect(Version("v1.2", scheme: .go) == nil)
    #expect(Version("1.2.3", scheme: .go) == nil)
  }
}
