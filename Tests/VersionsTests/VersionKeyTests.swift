import Foundation
import Testing
import Versions

@Suite("Order keys")
struct VersionKeyTests {
  @Test("The recorded vectors have their recorded keys")
  func vectors() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "version-keys.tsv")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 400)
    for line in lines {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      let (text, expected) = (String(fields[0]), String(fields[1]))
      #expect(hex(Version(text)?.key.bytes) == expected, "\(text)")
      #expect(hex(Version(text, scheme: .semver)?.key.bytes) == expected, "\(text)")
      #expect(hex(Version("v" + text, scheme: .go)?.key.bytes) == expected, "\(text)")
    }
  }

  @Test(
    "Published examples have their keys",
    arguments: [
      ("0.0.0", "01000000f0"), ("1.2.3", "01013101320133f0"), ("1.10.0", "01013102313000f0"),
      ("1.0.0-alpha", "010131000020616c7068610000"),
      ("1.0.0-alpha.1", "010131000020616c7068610010013100"),
      ("1.0.0-rc.1", "01013100002072630010013100"), ("20.4.255", "01023230013403323535f0"),
      ("v1.2.3.4", "01013101320133f80134f0"), ("v1.0.0a", "0101310000f46100"),
      ("1.2.3.0", "01013101320133f0"), ("01.002.3", "01013101320133f0"),
      ("1.2.3.0.5", "01013101320133f800f80135f0"),
    ])
  func examples(text: String, expected: String) {
    #expect(hex(Version(text)?.key.bytes) == expected)
  }

  @Test("Key order is the precedence of Semantic Versioning, on random pairs")
  func randomPairs() throws {
    var random = SplitMix64(seed: 2_000)
    for _ in 0..<20_000 {
      let (a, b) = (random.version(), random.version())
      let expected = try #require(SemanticVersion(a))
        .precedence(comparedTo: try #require(SemanticVersion(b)))
      let (keyA, keyB) = (try #require(Version(a)).key, try #require(Version(b)).key)
      let actual: Precedence = keyA == keyB ? .equal : keyA < keyB ? .lower : .higher
      #expect(actual == expected, "\(a) \(b)")
    }
  }

  @Test("Sorting by key is sorting by precedence, and no key begins another")
  func fullSort() throws {
    var random = SplitMix64(seed: 5_000)
    let versions = (0..<5_000).compactMap { _ in Version(random.version()) }.sorted()
    #expect(versions.count == 5_000)
    for (a, b) in zip(versions, versions.dropFirst()) {
      let precedence = try #require(SemanticVersion(a.text))
        .precedence(comparedTo: try #require(SemanticVersion(b.text)))
      #expect(precedence != .higher, "\(a.text) \(b.text)")
      #expect((precedence == .equal) == (a.key == b.key), "\(a.text) \(b.text)")
      #expect(a.key == b.key || !b.key.bytes.starts(with: a.key.bytes), "\(a.text) \(b.text)")
    }
  }

  @Test("All versions of a series are one range of keys, from its prefix to the prefix and FF")
  func prefixRanges() throws {
    var random = SplitMix64(seed: 7)
    let versions = try (0..<3_000).map { _ in try #require(SemanticVersion(random.version())) }
    let keys = try versions.map { try #require(Version(join($0))).key }
    for series in versions.prefix(60) {
      for count in 1...2 {
        let lower = prefix(Array(series.numbers[..<count]))
        let upper = VersionKey(bytes: lower.bytes + [0xFF])
        for (version, key) in zip(versions, keys) {
          let belongs = version.numbers[..<count] == series.numbers[..<count]
          if (lower <= key && key < upper) != belongs { Issue.record("\(series) \(version)") }
        }
      }
    }
  }

  @Test("A key at the start of a buffer is found whatever follows it")
  func lengths() throws {
    var random = SplitMix64(seed: 11)
    let loose = ["1.2.3.4", "1.2.3.4-rc1", "v1.0.0a", "1.2.3.4b", "3.0.0.beta4"]
    for text in (0..<2_000).map({ _ in random.version() }) + loose {
      let key = try #require(Version(text)).key
      #expect(VersionKey.length(in: key.bytes + Array(text.utf8)) == key.bytes.count, "\(text)")
      for end in 0..<key.bytes.count {
        #expect(VersionKey.length(in: Array(key.bytes[..<end])) == nil, "\(text)")
      }
    }
  }

  @Test(
    "Bytes that are no key have no parts",
    arguments: [
      [], [0x02, 0, 0, 0, 0xF0], [1], [1, 5, 0x31], [1, 0, 0, 0, 0x00], [1, 0, 0, 0, 0x33],
      [1, 0xFF, 0, 0, 0xF0], [1, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0x31], [1, 0, 0, 0, 0xF8],
      [1, 0, 0, 0, 0x20, 0x61], [1, 0, 0, 0, 0xF4, 0x61],
    ] as [[UInt8]])
  func malformed(bytes: [UInt8]) {
    let key = VersionKey(bytes: bytes)
    #expect(VersionKey.length(in: bytes) == nil)
    #expect(key.number(3) == nil)
    #expect(key.prerelease == nil || key.isPrerelease)
  }

  @Test("The numbers and the prerelease are read back from a key")
  func decoding() throws {
    let key = try #require(Version("v12.0.340.5-rc.1.0-x+build")).key
    let numbers = (0..<5).map { key.number($0).map { String(decoding: $0, as: UTF8.self) } }
    #expect(numbers == ["12", "0", "340", "5", nil])
    #expect(key.number(-1) == nil)
    #expect(key.prerelease == "rc.1.0-x")
    #expect(key.isPrerelease)
    for text in ["1.2.3", "1.2.3+b", "1.2.3.4", "1.2.3a"] {
      let release = try #require(Version(text)).key
      #expect(!release.isPrerelease)
      #expect(release.prerelease == nil)
    }
  }

  @Test("What is read back from the key of a strict version is what was written")
  func decodingRandom() throws {
    var random = SplitMix64(seed: 13)
    for _ in 0..<2_000 {
      let text = random.version()
      let strict = try #require(SemanticVersion(text))
      let key = try #require(Version(text)).key
      #expect((0..<3).map { key.number($0) } == strict.numbers)
      let written = strict.prerelease.map { String(decoding: $0, as: UTF8.self) }
      #expect((key.prerelease ?? "") == written.joined(separator: "."))
    }
  }

  private func hex(_ bytes: [UInt8]?) -> String? {
    bytes?.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private func join(_ version: SemanticVersion) -> String {
    let parts = [version.numbers, version.prerelease].map {
      $0.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ".")
    }
    return parts[1].isEmpty ? parts[0] : parts[0] + "-" + parts[1]
  }

  /// The bytes that the keys of all versions with these first numbers begin with.
  private func prefix(_ numbers: [[UInt8]]) -> VersionKey {
    var bytes: [UInt8] = [1]
    for number in numbers {
      let digits = number == [0x30] ? [] : number
      if digits.count < 0xFE {
        bytes.append(UInt8(digits.count))
      } else {
        bytes += [0xFE, 0, 0, UInt8(digits.count >> 8), UInt8(digits.count & 0xFF)]
      }
      bytes += digits
    }
    return VersionKey(bytes: bytes)
  }
}
