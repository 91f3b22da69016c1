import Testing
import Versions

@Suite("Python, Debian, calendar and natural versions")
struct DialectTests {
  @Test(
    "PEP 440 spellings have one normal form",
    arguments: [
      ("1.1RC1", "1.1rc1"), ("00!1.01", "1.1"), ("1.0-a1", "1.0a1"), ("1.0.a-1", "1.0a1"),
      ("1.1a", "1.1a0"), ("1.0alpha1", "1.0a1"), ("1.1-BETA_2", "1.1b2"), ("1.0c1", "1.0rc1"),
      ("1.0pre2", "1.0rc2"), ("1.0-preview", "1.0rc0"), ("1.2-post2", "1.2.post2"),
      ("1.2post", "1.2.post0"), ("1.0-r4", "1.0.post4"), ("1.0.rev3", "1.0.post3"),
      ("1.0-5", "1.0.post5"), ("1.2-dev2", "1.2.dev2"), ("1.2dev", "1.2.dev0"), ("v1.0", "1.0"),
      ("1.0+ubuntu-1_A", "1.0+ubuntu.1.a"), ("1.0+foo0100", "1.0+foo0100"), ("1.0+007", "1.0+7"),
      (" 1.0\n", "1.0"), ("1.00.0", "1.0.0"), ("1.0a1.post2.dev3", "1.0a1.post2.dev3"),
    ])
  func pep440(text: String, normal: String) throws {
    #expect(try VersionScheme.pep440.canonical(text) == normal)
    #expect(VersionScheme.pep440.precedence(of: text, comparedTo: normal) == .equal)
  }

  @Test(
    "Ladders rise step by step",
    arguments: [
      (
        VersionScheme.pep440,
        [
          "1.dev0", "1.0.dev456", "1.0a1.dev1", "1.0a1", "1.0a2.dev456", "1.0a12.dev456", "1.0a12",
          "1.0b1.dev456", "1.0b2", "1.0b2.post345.dev456", "1.0b2.post345", "1.0rc1.dev456",
          "1.0rc1", "1.0", "1.0+abc.5", "1.0+abc.7", "1.0+5", "1.0.post456.dev34", "1.0.post456",
          "1.0.15", "1.1.dev1", "1!0.1",
        ]
      ),
      (
        .debian,
        [
          "1.0~~", "1.0~~a", "1.0~", "1.0~rc1-1", "1.0", "1.0-1~bpo1", "1.0-1", "1.0-1+b1", "1.0-2",
          "1.0-10", "1.0a", "1.0+b1", "1.0.1", "1.00002", "1:0.1",
        ]
      ),
      (
        .calver, ["2023.12.31", "2024.1b2", "2024.1", "2024.02", "2024.2.1", "20240301", "2024.10"]
      ),
      (
        .natural,
        [
          "v1.0-alpha", "v1.0-beta2", "v1.0.beta10", "v1.0-pre1", "v1.0rc1", "v1.0", "v1.0-post1",
          "v1.0.1", "v1.9", "v1.10", "v1.10a",
        ]
      ),
    ])
  func ladders(scheme: VersionScheme, ladder: [String]) {
    for (a, b) in zip(ladder, ladder.dropFirst()) {
      #expect(scheme.precedence(of: a, comparedTo: b) == .lower, "\(a) \(b)")
      #expect(scheme.precedence(of: b, comparedTo: a) == .higher, "\(a) \(b)")
    }
  }

  @Test(
    "Spellings of one version tie",
    arguments: [
      (VersionScheme.pep440, "1", "1.0.0"), (.pep440, "1.0-5", "1.0.post5"),
      (.debian, "1.0", "0:1.0-0"), (.debian, "1.01", "1.1"), (.debian, "1a", "1a0"),
      (.calver, "2024.2.1", "2024.02.1"), (.calver, "20240201", "2024.2.1"),
      (.natural, "1.0-rc.1", "v1.0RC1"), (.natural, "1.001", "1.1"),
    ])
  func ties(scheme: VersionScheme, a: String, b: String) {
    #expect(scheme.precedence(of: a, comparedTo: b) == .equal)
  }

  @Test("Versions of equal precedence order by build metadata, then by bytes")
  func totalOrder() throws {
    let texts = ["1.0.0", "v1.0.0", "1.0.0+2", "1.0.0+10", "v1.0.0+10", "1.0.0+a", "1.0.0+a.1"]
    #expect(texts.reversed().compactMap { Version($0) }.sorted().map(\.text) == texts)
  }

  @Test("Letters in identifiers compare by bytes, and the difference to their numbers is reported")
  func identifierOrder() throws {
    let texts = ["1.0.0-rc2", "1.0.0-rc10", "1.0.0-rc.2", "1.0.0-rc.10", "1.0.1-rc1", "v1.0.0-rc9"]
    let versions = try texts.map { try #require(Version($0)) }
    #expect(versions[1] < versions[0])
    #expect(versions[2] < versions[3])
    let findings = IdentifierOrder.findings(in: versions)
    #expect(findings.map { [$0.first, $0.second] } == [[1, 5]])
    #expect(findings.first?.identifiers == ["rc10", "rc9"])
    #expect(
      findings.first?.message
        == "rc10 comes before rc9, since identifiers with letters compare by bytes; a dot before "
        + "the number, as in rc.10, would compare it by value")
  }
}
