import Testing
import Versions

@Suite("npm's ranges")
struct NpmRangeTests {
  @Test(
    "Each form stands for its comparators",
    arguments: [
      ("1.2.3 - 2.3.4", ">=1.2.3 <=2.3.4"), ("1.2 - 2.3.4", ">=1.2.0 <=2.3.4"),
      ("1.2.3 - 2.3", ">=1.2.3 <2.4.0-0"), ("1.2.3 - 2", ">=1.2.3 <3.0.0-0"), ("", ""), ("*", ""),
      ("x.x", ""), ("1.x", ">=1.0.0 <2.0.0-0"), ("1.2.X", ">=1.2.0 <1.3.0-0"),
      ("1.2.*", ">=1.2.0 <1.3.0-0"), ("1", ">=1.0.0 <2.0.0-0"), ("1.2", ">=1.2.0 <1.3.0-0"),
      ("~1.2.3", ">=1.2.3 <1.3.0-0"), ("~> 1.2", ">=1.2.0 <1.3.0-0"), ("~1", ">=1.0.0 <2.0.0-0"),
      ("~0.2.3-beta.2", ">=0.2.3-beta.2 <0.3.0-0"), ("^1.2.3", ">=1.2.3 <2.0.0-0"),
      ("^0.2.3", ">=0.2.3 <0.3.0-0"), ("^0.0.3", ">=0.0.3 <0.0.4-0"),
      ("^1.2.3-beta.2", ">=1.2.3-beta.2 <2.0.0-0"), ("^0.0.3-beta", ">=0.0.3-beta <0.0.4-0"),
      ("^1.2.x", ">=1.2.0 <2.0.0-0"), ("^0.0.x", "<0.1.0-0"), ("^0.0", "<0.1.0-0"),
      ("^1.x", ">=1.0.0 <2.0.0-0"), (">1.2", ">=1.3.0"), (">1", ">=2.0.0"), ("<=0.7.x", "<0.8.0-0"),
      ("<1.2", "<1.2.0-0"), (">=1", ">=1.0.0"), ("=1.2", ">=1.2.0 <1.3.0-0"), (">*", "<0.0.0-0"),
      (">= 1.2.3  < v2", ">=1.2.3 <2.0.0-0"), ("=v1.2.3+build", "1.2.3"), ("> =1.0.0", ">=1.0.0"),
      ("1.2.3 || ^2", "1.2.3||>=2.0.0 <3.0.0-0"), ("^1||*", ""), (">=0.0.0", ""),
      ("1 || >*", ">=1.0.0 <2.0.0-0"),
      ("^99999999999999999999", ">=99999999999999999999.0.0 <100000000000000000000.0.0-0"),
    ])
  func expansion(text: String, expected: String) throws {
    let range = try NpmRange(text)
    #expect(range.expansion == expected)
    #expect(range.text == text)
    #expect(try NpmRange(range.expansion).releaseRanges == range.releaseRanges)
  }

  @Test(
    "A prerelease is inside only beside a comparator with a prerelease of its numbers",
    arguments: [
      ("^1.2.3", ["1.2.3", "1.9.0"], ["2.0.0-0", "1.2.4-rc.1", "1.2.3-rc", "2.0.0"]),
      (">1.2.3-alpha.3", ["1.2.3-alpha.7", "3.4.5", "1.2.3"], ["3.4.5-alpha.9", "1.2.3-alpha.3"]),
      ("^1.2.3-beta.2", ["1.2.3-beta.4", "1.2.4"], ["1.2.4-beta.2", "1.2.3-beta.1"]),
      ("1.2.3-a - 2.0.0-b", ["1.2.3-z", "2.0.0-a", "1.5.0"], ["1.5.0-a", "2.0.0-c", "2.0.0"]),
      ("*", ["0.0.0", "9.9.9"], ["1.0.0-rc"]), ("* || 1.0.0-rc", ["1.0.0"], ["1.0.0-rc"]),
      ("<1.0.0 || >=2.0.0", ["0.9.0", "2.0.0"], ["1.0.0", "1.9.9"]),
      ("1.2.3 >2", [], ["1.2.3", "3.0.0"]), ("<0.0.0-0", [], ["0.0.0", "0.0.0-0"]),
    ])
  func contains(text: String, inside: [String], outside: [String]) throws {
    let range = try NpmRange(text)
    for version in inside { #expect(range.contains(try #require(Version(version))), "\(version)") }
    for version in outside {
      #expect(!range.contains(try #require(Version(version))), "\(version)")
    }
  }

  @Test(
    "If they are asked for, prereleases are inside like any version",
    arguments: [
      ("^1.2.3", ["1.2.4-rc.1", "1.9.0-0"], ["2.0.0-0", "1.2.3-rc"]),
      ("1.x", ["1.0.0-0", "1.5.0-b"], ["2.0.0-0"]), ("^0.1.2", ["0.1.2-alpha"], ["0.2.0-0"]),
      ("1.0.0 - 2.0.0", ["1.0.0-rc", "2.0.0"], ["2.0.1-0"]), ("*", ["0.0.0-0"], []),
    ])
  func includingPrereleases(text: String, inside: [String], outside: [String]) throws {
    let range = try NpmRange(text, includePrerelease: true)
    for version in inside { #expect(range.contains(try #require(Version(version))), "\(version)") }
    for version in outside {
      #expect(!range.contains(try #require(Version(version))), "\(version)")
    }
    #expect(range.prereleaseRanges == range.releaseRanges)
  }

  @Test("Ranges of keys are sorted and do not meet")
  func keyRanges() throws {
    let range = try NpmRange("^3 || 1.x || >=1.5.0 <2.5.0 || 2.0.0-rc.1 || 3.0.0")
    #expect(range.releaseRanges.count == 2)
    for (a, b) in zip(range.releaseRanges, range.releaseRanges.dropFirst()) {
      #expect(a.upper < b.lower)
    }
    #expect(range.prereleaseRanges.count == 1)
    #expect(range.releaseRanges.first?.lower == VersionKey(bytes: [1, 1, 0x31, 0, 0, 0xF0]))
  }

  @Test(
    "Other texts are no range, with the reason",
    arguments: [
      ("blerg", "blerg at byte 0 is no comparator of versions"),
      ("^1 | 2", "| at byte 3 is no comparator of versions"),
      ("1.2.3.4", "1.2.3.4 at byte 0 is no comparator of versions"),
      (">01.0.0", "the major number 01 at byte 1 has a leading zero"),
      ("1.2.3-", "the prerelease has an empty identifier at byte 6"),
      ("1.2.3-01", "the prerelease 01 at byte 6 has a leading zero"),
      (">", "> at byte 0 is no comparator of versions"),
      ("==1.0.0", "==1.0.0 at byte 0 is no comparator of versions"),
    ])
  func none(text: String, message: String) {
    let error = #expect(throws: VersionError.self) { try NpmRange(text) }
    #expect(error?.message == message)
  }
}
