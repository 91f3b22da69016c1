import Testing
import Versions

@Suite("Ranges of versions")
struct VersionRangeTests {
  @Test(
    "Each form stands for its comparisons",
    arguments: [
      ("^v1.27", ">= v1.27.0 and < v2.0.0-0"), ("^v1.27.3", ">= v1.27.3 and < v2.0.0-0"),
      ("^v1", ">= v1.0.0 and < v2.0.0-0"), ("^v0.2", ">= v0.2.0 and < v0.3.0-0"),
      ("^v0.2.3", ">= v0.2.3 and < v0.3.0-0"), ("^v0.0.3", ">= v0.0.3 and < v0.0.4-0"),
      ("^v0.0", ">= v0.0.0 and < v0.1.0-0"), ("^v0", ">= v0.0.0 and < v1.0.0-0"),
      ("^v0.0.0", ">= v0.0.0 and < v0.0.1-0"), ("^1.2.3", ">= 1.2.3 and < 2.0.0-0"),
      ("~v1.27.3", ">= v1.27.3 and < v1.28.0-0"), ("~v1.27", ">= v1.27.0 and < v1.28.0-0"),
      ("~v1", ">= v1.0.0 and < v2.0.0-0"), ("~1.2.3", ">= 1.2.3 and < 1.3.0-0"),
      ("v1.27.x", ">= v1.27.0 and < v1.28.0-0"), ("1.27.x", ">= 1.27.0 and < 1.28.0-0"),
      ("v1.x", ">= v1.0.0 and < v2.0.0-0"), ("v0.x", ">= v0.0.0 and < v1.0.0-0"),
      ("^v9.9", ">= v9.9.0 and < v10.0.0-0"), ("~v1.99.1", ">= v1.99.1 and < v1.100.0-0"),
      ("^v18446744073709551615", ">= v18446744073709551615.0.0 and < v18446744073709551616.0.0-0"),
    ])
  func expansion(text: String, expected: String) throws {
    let range = try #require(VersionRange(text))
    #expect(range.text == text)
    #expect(range.expansion == expected)
    let parts = expected.split(separator: " ").map(String.init)
    #expect(range.lower == Version(parts[1])?.key)
    #expect(range.upper == Version(parts[4])?.key)
  }

  @Test(
    "A range contains the releases between its bounds and never a prerelease",
    arguments: [
      (
        "^v1.27", ["v1.27.0", "1.27.0+b", "v1.27.0a", "v1.99.0", "v1.27.0.1"],
        ["v1.26.9", "v2.0.0", "v1.28.0-rc.1", "v2.0.0-0", "v1.27.0-rc.1", "v1.28.0rc1"]
      ),
      ("^v0.2", ["v0.2.0", "v0.2.99"], ["v0.3.0", "v0.3.0-rc.1", "v0.1.9", "v1.0.0"]),
      ("^v0.0.3", ["v0.0.3", "v0.0.3.1"], ["v0.0.4", "v0.0.2", "v0.0.4-0"]),
      ("~v1.27.3", ["v1.27.3", "v1.27.10"], ["v1.27.2", "v1.28.0", "v1.28.0-0"]),
      ("v1.x", ["v1.0.0", "v1.10.0"], ["v0.9.0", "v2.0.0", "v1.5.0-rc.1"]),
    ])
  func contains(text: String, inside: [String], outside: [String]) throws {
    let range = try #require(VersionRange(text))
    for version in inside {
      #expect(range.contains(try #require(Version(version)).key), "\(version)")
    }
    for version in outside {
      #expect(!range.contains(try #require(Version(version)).key), "\(version)")
    }
  }

  @Test(
    "Other texts are no range",
    arguments: [
      "", "^", "^v", "v1", "v1.27", "v1.27.3", "^1.27", "~1", "1.x", "x", "vx", "v1.x.x",
      "v1.2.3.x",
      "^v1.x", "^v1.2.3.4", "^v1.2.3-rc.1", "^v1.2.3+b", "^^v1", "v1.X", "v1.27.*", "^v1.",
      "v1.27x",
    ])
  func none(text: String) {
    #expect(VersionRange(text) == nil)
  }
}
