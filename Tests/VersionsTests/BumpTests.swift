import Testing
import Versions

@Suite("Bumps and renumbering")
struct BumpTests {
  @Test(
    "A bump gives the next version and keeps the v",
    arguments: [
      ("v1.2.3", VersionBump.major, nil, "v2.0.0"), ("1.2.3", .minor, nil, "1.3.0"),
      ("V1.2.3+b", .patch, nil, "V1.2.4"), ("1.2.3", .prerelease, nil, "1.2.4-0"),
      ("1.2.3", .prerelease, "rc", "1.2.4-rc.0"), ("1.3.0-rc.9", .prerelease, nil, "1.3.0-rc.10"),
      ("1.3.0-rc.9", .prerelease, "rc", "1.3.0-rc.10"),
      ("1.3.0-alpha", .prerelease, nil, "1.3.0-alpha.0"),
      ("1.3.0-alpha.4", .prerelease, "beta", "1.3.0-beta.0"),
      ("1.3.0-rc.1", .prerelease, "beta", "1.3.1-beta.0"), ("2.0.0-rc.1", .major, nil, "2.0.0"),
      ("2.1.0-rc.1", .major, nil, "3.0.0"), ("2.1.0-rc.1", .minor, nil, "2.1.0"),
      ("2.1.1-rc.1", .patch, nil, "2.1.1"), ("1.2.3.4-rc1", .patch, nil, "1.2.4"),
      ("v1.0.0a", .patch, nil, "v1.0.1"),
      ("18446744073709551615.9.9", .major, nil, "18446744073709551616.0.0"),
    ] as [(String, VersionBump, String?, String)])
  func bumps(text: String, part: VersionBump, name: String?, expected: String) throws {
    #expect(try #require(Version(text)).bumped(part, named: name)?.text == expected)
  }

  @Test("A bumped version is always higher")
  func higher() throws {
    var random = SplitMix64(seed: 3)
    for _ in 0..<3_000 {
      let version = try #require(Version(random.version()))
      for part in [VersionBump.major, .minor, .patch, .prerelease] {
        let name = part == .prerelease && random.chance(2) ? "beta" : nil
        let next = try #require(version.bumped(part, named: name))
        #expect(next.key > version.key, "\(version.text) \(next.text)")
      }
    }
  }

  @Test("Other families and words that are numbers have no bump")
  func none() throws {
    #expect(try Version(parsing: "1.0", as: .pep440).bumped(.major) == nil)
    #expect(Version("1.0.0")?.bumped(.prerelease, named: "1") == nil)
    #expect(Version("1.0.0")?.bumped(.prerelease, named: "") == nil)
  }

  @Test(
    "A major number that drops and never returns is suspected, a release of an old series is not",
    arguments: [
      (["v6.0.1", "v1.6.2"], [[0, 1]]), (["v1.9.0", "v2.0.0", "v1.9.1"], []),
      (["v1.0.0", "v1.1.0", "v2.0.0"], []), (["v2.0.0", "v1.0.0", "v2.1.0"], []),
      (["v1.5.0", "v6.0.0", "v6.0.1", "v1.5.1", "v1.6.2", "v1.7.0"], [[2, 4]]),
      (["v28.5.2", "v2.0.0-beta.1"], [[0, 1]]),
      (["v9.0.0", "v5.0.0", "v1.0.0"], [[0, 1], [1, 2]]),
      (["v10.0.0", "v9.0.0"], [[0, 1]]), ([], []),
    ] as [([String], [[Int]])])
  func renumbering(texts: [String], expected: [[Int]]) throws {
    let versions = try texts.map { try #require(Version($0)) }
    #expect(Renumbering.suspected(in: versions).map { [$0.before, $0.after] } == expected)
  }
}
