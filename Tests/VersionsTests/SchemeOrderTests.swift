import Testing
import Versions

@Suite("The order of each scheme")
struct SchemeOrderTests {
  @Test("Keys of semver order as the specification says")
  func semver() throws { try expectOrder(ReferenceSemantic.self, .semver) }

  @Test("Keys of Go's versions order as those of semver, and need the v")
  func go() throws {
    try expectOrder(ReferenceGo.self, .go)
    #expect(Version("1.0.0", scheme: .go) == nil)
  }

  @Test("Keys of the loose form order by numbers, then by prerelease")
  func loose() throws { try expectOrder(ReferenceLoose.self, .semverLoose) }

  @Test("Keys of calendar versions order by segments")
  func calver() throws { try expectOrder(ReferenceCalendar.self, .calver) }

  @Test("Keys of Python versions order as PEP 440 says")
  func pep440() throws { try expectOrder(ReferencePep440.self, .pep440) }

  @Test("Keys of Debian versions order as deb-version(7) says")
  func debian() throws { try expectOrder(ReferenceDebian.self, .debian) }

  @Test("Keys of any names order by their tokens")
  func natural() throws { try expectOrder(ReferenceNatural.self, .natural) }

  /// Checks 100,000 random versions: pairs both ways, a sorted part pair by pair, the length of
  /// each key before other bytes, and the canonical form.
  private func expectOrder<V: ReferenceVersion>(_: V.Type, _ scheme: VersionScheme) throws {
    var random = SplitMix64(seed: 440)
    var versions: [(reference: V, key: VersionKey)] = []
    for index in 0..<100_000 {
      let reference = V(&random)
      guard let key = Version(reference.text, scheme: scheme)?.key else {
        Issue.record("\(reference.text) is not read")
        return
      }
      if index % 64 == 0 { try expectRoundTrip(reference.text, key, scheme) }
      versions.append((reference, key))
    }
    for (a, b) in zip(versions, versions.dropFirst()) {
      let expected = V.compare(a.reference, b.reference).signum()
      if order(a.key, b.key) != expected || order(b.key, a.key) != -expected {
        Issue.record("\(a.reference.text) \(b.reference.text)")
        return
      }
    }
    let sorted = versions.prefix(10_000).sorted { $0.key < $1.key }
    for (a, b) in zip(sorted, sorted.dropFirst()) {
      let isOrdered = V.compare(a.reference, b.reference).signum() == order(a.key, b.key)
      // In sorted keys a proper prefix would stand right before a key that it begins.
      let isPrefix = a.key != b.key && b.key.bytes.starts(with: a.key.bytes)
      if !isOrdered || isPrefix { Issue.record("\(a.reference.text) \(b.reference.text)") }
    }
  }

  private func order(_ a: VersionKey, _ b: VersionKey) -> Int { a == b ? 0 : a < b ? -1 : 1 }

  private func expectRoundTrip(
    _ text: String, _ key: VersionKey, _ scheme: VersionScheme
  ) throws {
    let canonical = try scheme.canonical(text)
    #expect(try scheme.key(of: canonical) == key, "\(text) \(canonical)")
    #expect(try scheme.canonical(canonical) == canonical, "\(text)")
    #expect(VersionKey.length(in: key.bytes + [0, 0x31, 0xFF]) == key.bytes.count, "\(text)")
    for end in 0..<key.bytes.count where VersionKey.length(in: Array(key.bytes[..<end])) != nil {
      Issue.record("\(text) has a shorter key inside")
    }
    #expect(key.family == scheme.family)
  }

  @Test(
    "The versions that begin with some numbers are one range of keys",
    arguments: [
      (
        VersionScheme.semver, "1.2", ["1.2.0-0", "1.2.0", "v1.2.99"],
        ["1.1.9", "1.3.0-0", "12.0.0"]
      ),
      (.calver, "2024", ["2024", "2024.1.1", "20241231"], ["2023.12.31", "2025"]),
      (
        .pep440, "1.0", ["1", "1.0.dev0", "1.0a1", "1.0.5.post1", "1.0.0+x"],
        ["1.1.dev0", "0.9", "1!1.0", "10.0"]
      ),
      (.pep440, "1.2", ["1.2.dev1", "1.2", "1.2.0.3"], ["1.20", "1.1.9", "1.3a1"]),
      (
        .debian, "1.2", ["1.2~rc1", "1.2", "1.2-3", "1.2a", "1.2.9-1", "1.2+b1"],
        ["1.20", "1:1.2", "1.1", "1.3~"]
      ),
      (.natural, "1.2", ["v1.2-rc1", "1.2", "1.02x", "1.2.3"], ["1.20", "1.1", "1_2"]),
    ])
  func prefixRanges(
    scheme: VersionScheme, numbers: String, inside: [String], outside: [String]
  ) throws {
    let range = try #require(scheme.prefixRange(numbers))
    for text in inside { #expect(range.contains(try scheme.key(of: text)), "\(text)") }
    for text in outside { #expect(!range.contains(try scheme.key(of: text)), "\(text)") }
    #expect(scheme.prefixRange("1.x") == nil)
  }
}
