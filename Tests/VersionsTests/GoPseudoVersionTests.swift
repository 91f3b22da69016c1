import Testing
import Versions

@Suite("Pseudo-versions")
struct GoPseudoVersionTests {
  /// A major version, the version followed and the pseudo-version of the revision `hash`.
  static let table: [(String, String?, String)] = [
    ("v0", nil, "v0.0.0-20060102150405-hash"), ("v1", nil, "v1.0.0-20060102150405-hash"),
    ("v2", nil, "v2.0.0-20060102150405-hash"), ("v9", "v0.0.0", "v0.0.1-0.20060102150405-hash"),
    ("v9", "v1.2.3", "v1.2.4-0.20060102150405-hash"),
    ("v9", "v1.2.99999999999999999", "v1.2.100000000000000000-0.20060102150405-hash"),
    ("v9", "v1.2.3-pre", "v1.2.3-pre.0.20060102150405-hash"),
    ("v9", "v1.3.0-pre", "v1.3.0-pre.0.20060102150405-hash"),
    ("v9", "v0.0.0--", "v0.0.0--.0.20060102150405-hash"),
    ("v9", "v1.2.3-0", "v1.2.3-0.0.20060102150405-hash"),
    ("v9", "v1.0.0+metadata", "v1.0.1-0.20060102150405-hash+metadata"),
    ("v9", "v2.0.0+incompatible", "v2.0.1-0.20060102150405-hash+incompatible"),
    ("v9", "v2.3.0-pre+incompatible", "v2.3.0-pre.0.20060102150405-hash+incompatible"),
  ]

  static let time = GoTimestamp("20060102150405")

  @Test("Each form is built and taken apart", arguments: table)
  func forms(major: String, base: String?, text: String) throws {
    let time = try #require(Self.time)
    #expect(
      try GoPseudoVersion(major: major, base: base, time: time, revision: "hash").text == text)
    let version = try #require(GoPseudoVersion(text))
    #expect(try version.base() == base)
    #expect(version.time == time)
    #expect(version.time?.unixSeconds == 1_136_214_245)
    #expect(version.revision == "hash")
    #expect(version.isIncompatible == text.hasSuffix("+incompatible"))
    if let base { #expect(!GoPseudoVersion.matches(base)) }
    if let base { #expect(GoVersion.compare(base, text) == .lower) }
  }

  @Test(
    "Other versions are no pseudo-versions",
    arguments: [
      "", "---", "v1.2.3", "v0.0.0-", "v1.2.3-pre-1", "v0.0.0-20060102150405",
      "v0.0.0-20060102150405-", "v1.2.3-20060102150405-hash-",
      // An example of the Go manual, which lacks the `0.` before the time.
      "v2.0.1-20200722182040-012345abcdef+incompatible", "v1.2.3-20060102150405-hash",
      "v1.1.0-20060102150405-hash", "v1.2.3-rc-0.20060102150405-hash",
      "v1.2.3-rc0.20060102150405-hash", "v1.2.3-0.2006010215040-hash",
      "v1.2.3-0.120060102150405-hash", "v1.2.3-0.20060102150405-ha.sh",
      "v0.0.0-20060102150405-hash+a..b", "V0.0.0-20060102150405-hash",
      "0.0.0-20060102150405-hash", "v00.0.0-20060102150405-hash",
    ])
  func others(text: String) {
    #expect(GoPseudoVersion(text) == nil)
    #expect(!GoPseudoVersion.matches(text))
  }

  @Test(
    "Two forms that occur follow no version that can be",
    arguments: [
      (
        "v1.0.0-0.20060102150405-hash",
        #"the pseudo-version "v1.0.0-0.20060102150405-hash" would follow a version with a patch "#
          + "number below 0"
      ),
      (
        "v0.0.0-20060102150405-hash+incompatible",
        #"the pseudo-version "v0.0.0-20060102150405-hash+incompatible" follows no version, and "#
          + #"yet has the build metadata "+incompatible""#
      ),
    ])
  func impossible(text: String, message: String) throws {
    let version = try #require(GoPseudoVersion(text))
    let error = #expect(throws: GoModuleError.self) { try version.base() }
    #expect(error?.message == message)
    #expect(error?.code == .invalidPseudoVersion)
  }

  @Test(
    "The patch number goes back across powers of ten",
    arguments: [("1", "0"), ("2", "1"), ("10", "9"), ("100", "99"), ("101", "100"), ("110", "109")])
  func decrement(patch: String, before: String) throws {
    let version = try #require(GoPseudoVersion("v1.2.\(patch)-0.20060102150405-hash"))
    #expect(try version.base() == "v1.2.\(before)")
  }

  @Test("A time that does not exist is none, but the version is a pseudo-version")
  func noTime() throws {
    let version = try #require(GoPseudoVersion("v0.0.0-20061302150405-hash"))
    #expect(version.time == nil)
    #expect(version.timestamp == "20061302150405")
  }

  @Test("Parts that make no pseudo-version are refused")
  func invalidParts() throws {
    let time = try #require(Self.time)
    for (major, base, revision) in [
      ("v0", nil, ""), ("v0", nil, "a-b"), ("v0", "1.2.3", "hash"), ("0", nil, "hash"),
      ("v0", nil, "hash+x"),
    ] as [(String, String?, String)] {
      #expect(throws: GoModuleError.self) {
        try GoPseudoVersion(major: major, base: base, time: time, revision: revision)
      }
    }
  }

  @Test("Parsing undoes building, for random versions, times and revisions")
  func roundTrip() throws {
    var random = SplitMix64(seed: 11)
    for _ in 0..<2_000 {
      let seconds = Int64.random(in: -62_167_219_200...253_402_300_799, using: &random)
      let time = try #require(GoTimestamp(unixSeconds: seconds))
      let older = "v" + random.version()
      let base = Int.random(in: 0..<5, using: &random) == 0 ? nil : older
      let bits = UInt64.random(in: 0..<(1 << 48), using: &random)
      let digits = String(bits, radix: 16)
      let revision = String(repeating: "0", count: 12 - digits.count) + digits
      let made = try GoPseudoVersion(major: "v2", base: base, time: time, revision: revision)
      let read = try #require(GoPseudoVersion(made.text))
      #expect(read == made)
      #expect(try read.base() == base)
      #expect(read.time?.unixSeconds == seconds)
      #expect(read.revision == revision)
      if let base { #expect(GoVersion.compare(base, made.text) == .lower) }
    }
  }

  @Test(
    "Times are converted to seconds and back",
    arguments: [
      ("19700101000000", 0), ("20060102150405", 1_136_214_245), ("00000101000000", -62_167_219_200),
      ("00010101000000", -62_135_596_800), ("00000229000000", -62_162_121_600),
      ("20000229235959", 951_868_799), ("21000301000000", 4_107_542_400),
      ("99991231235959", 253_402_300_799), ("20240229120000", 1_709_208_000),
      ("19691231235959", -1),
    ])
  func times(text: String, seconds: Int64) throws {
    #expect(GoTimestamp(text)?.unixSeconds == seconds)
    #expect(GoTimestamp(unixSeconds: seconds)?.text == text)
  }

  @Test(
    "Times that do not exist are refused",
    arguments: [
      "", "2006010215040", "200601021504055", "20060002150405", "20061302150405", "20060100150405",
      "20060132150405", "20230229000000", "21000229000000", "20060431000000", "20060102240405",
      "20060102156005", "20060102150460", "2006010215040x", "-2006010215040",
    ])
  func invalidTimes(text: String) {
    #expect(GoTimestamp(text) == nil)
  }
}
