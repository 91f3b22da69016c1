import Testing
import Versions

@Suite("Version queries of Go modules")
struct GoVersionQueryTests {
  /// The versions of a repository with gaps, backports and prereleases.
  static let versions = [
    "v0.0.0-pre1", "v0.0.0", "v0.0.1", "v0.0.2", "v0.0.3", "v0.1.0", "v0.1.1", "v0.1.2", "v0.3.0",
    "v1.0.0", "v1.1.0", "v1.9.0", "v1.9.9", "v1.9.10-pre1",
  ]

  private func resolve(
    _ query: String, in candidates: GoVersionCandidates
  ) throws -> String {
    try GoVersionQuery(query).resolve(in: candidates)
  }

  @Test(
    "A query chooses the version that the Go command chooses",
    arguments: [
      ("<v0.0.0", nil, "v0.0.0-pre1"), ("<v0.0.0-pre1", nil, nil), ("<=v0.0.0", nil, "v0.0.0"),
      (">v0.0.0", nil, "v0.0.1"), (">=v0.0.0", nil, "v0.0.0"), ("v0.0.1", nil, "v0.0.1"),
      ("v0.0.1+foo", nil, "v0.0.1"), ("v0.0.99", nil, nil), ("v0", nil, "v0.3.0"),
      ("v0.1", nil, "v0.1.2"), ("v0.2", nil, nil), ("v0.0", nil, "v0.0.3"), ("v1", nil, "v1.9.9"),
      ("v1.9", nil, "v1.9.9"), ("latest", nil, "v1.9.9"), ("latest", "v1.9.10-pre1", "v1.9.9"),
      ("upgrade", nil, "v1.9.9"), ("upgrade", "v1.9.10-pre1", "v1.9.10-pre1"),
      ("upgrade", "v0.1.0", "v1.9.9"), ("upgrade", "v1.99.99", "v1.99.99"),
      ("patch", "v0.1.0", "v0.1.2"), ("patch", "v1.9.0", "v1.9.9"),
      ("patch", "v1.9.10-pre1", "v1.9.10-pre1"), ("patch", "v1.2.0", "v1.2.0"),
      (">v1.9.9", nil, "v1.9.10-pre1"), (">v1.10.0", nil, nil), (">=v1.10.0", nil, nil),
      ("<v1", nil, "v0.3.0"), (">=v1.9", nil, "v1.9.0"), ("<v0.1", nil, "v0.0.3"),
      ("<=v1.9.10-pre1", nil, "v1.9.9"), ("v1.9.10-pre1", nil, "v1.9.10-pre1"),
    ] as [(String, String?, String?)])
  func table(query: String, current: String?, expected: String?) throws {
    let candidates = GoVersionCandidates(versions: Self.versions.reversed(), current: current)
    if let expected {
      #expect(try resolve(query, in: candidates) == expected)
    } else {
      let error = #expect(throws: GoModuleError.self) { try resolve(query, in: candidates) }
      #expect(error?.code == .noMatchingVersion)
    }
  }

  @Test(
    "A prefix takes a prerelease only if it is higher than the prefix and no release is",
    arguments: [
      (["v1.2.0-rc1"], "v1.2", nil), (["v1.2.1-rc1"], "v1.2", "v1.2.1-rc1"),
      (["v1.0.0-rc1", "v1.3.0-rc1"], "v1", "v1.3.0-rc1"),
      (["v1.2.0", "v1.2.1-rc1"], "v1.2", "v1.2.0"), (["v10.0.0", "v1.20.0"], "v1.2", nil),
    ] as [([String], String, String?)])
  func prefixes(versions: [String], query: String, expected: String?) throws {
    let candidates = GoVersionCandidates(versions: versions)
    #expect((try? resolve(query, in: candidates)) == expected)
  }

  @Test(
    "Queries that say nothing definite are refused with the reason",
    arguments: [
      (
        "<=v1.2",
        #""v1.2" in the query "<=v1.2" is ambiguous: it does not say whether v1.2's later patches "#
          + "are meant"
      ),
      (
        ">v1",
        #""v1" in the query ">v1" is ambiguous: it does not say whether v1's later patches are "#
          + "meant"
      ),
      ("<1.2.3", #""1.2.3" in the query "<1.2.3" is not a version such as v1.2.3"#),
      ("<>v1.2.3", #""v1.2.3" in the query "<>v1.2.3" is not a version such as v1.2.3"#),
      (">=", #""" in the query ">=" is not a version such as v1.2.3"#),
      ("main", #"the query "main" names a branch, a tag or a commit, not a version"#),
      ("", #"the query "" names a branch, a tag or a commit, not a version"#),
    ])
  func refused(query: String, message: String) {
    let error = #expect(throws: GoModuleError.self) { try GoVersionQuery(query) }
    #expect(error?.code == .invalidQuery)
    #expect(error?.message == message)
  }

  @Test("A query that nothing fits names the current version if it depends on it")
  func noMatch() {
    let candidates = GoVersionCandidates(versions: [], current: "v1.0.0")
    let error = #expect(throws: GoModuleError.self) { try resolve("latest", in: candidates) }
    #expect(error?.message == #"no version fits the query "latest""#)
    let patch = #expect(throws: GoModuleError.self) {
      try resolve("patch", in: GoVersionCandidates(versions: ["v1.0.0"]))
    }
    #expect(patch?.message == #"the query "patch" needs a current version"#)
  }

  @Test("Retracted versions are passed over, but can be named and kept")
  func retracted() throws {
    var candidates = GoVersionCandidates(
      versions: ["v1.0.0", "v1.1.0", "v1.2.0-rc1"], isRetracted: { $0 == "v1.1.0" })
    #expect(try resolve("latest", in: candidates) == "v1.0.0")
    #expect(try resolve(">v1.0.0", in: candidates) == "v1.2.0-rc1")
    #expect(try resolve("v1.1.0", in: candidates) == "v1.1.0")
    candidates.current = "v1.1.0"
    #expect(try resolve("upgrade", in: candidates) == "v1.1.0")
    candidates.isRetracted = { _ in true }
    candidates.current = nil
    #expect(throws: GoModuleError.self) { try resolve("latest", in: candidates) }
  }

  @Test("Without versions, or from a pseudo-version, the tip of the default branch is taken")
  func tip() throws {
    let tip = "v0.0.0-20180704023549-7bb914627242"
    var candidates = GoVersionCandidates(versions: [], tip: tip)
    #expect(try resolve("latest", in: candidates) == tip)
    #expect(try resolve("upgrade", in: candidates) == tip)
    #expect(throws: GoModuleError.self) { try resolve(">v0.0.0-0", in: candidates) }
    candidates.current = "v0.0.0-20170704023549-aaaaaaaaaaaa"
    #expect(try resolve("upgrade", in: candidates) == tip)
    #expect(try resolve("patch", in: candidates) == tip)
    candidates.current = "v0.0.0-20190704023549-aaaaaaaaaaaa"
    #expect(try resolve("upgrade", in: candidates) == candidates.current)
    candidates.current = "v0.0.1"
    #expect(try resolve("upgrade", in: candidates) == "v0.0.1")
  }

  @Test("From a pseudo-version, no upgrade goes to an earlier commit")
  func earlier() throws {
    let times = ["v1.0.0": "20190101000000", "v1.1.0": "20190601000000"]
    var candidates = GoVersionCandidates(
      versions: ["v1.0.0", "v1.1.0"], current: "v0.0.0-20190513201126-42abcb6df8ee",
      time: { times[$0].flatMap(GoTimestamp.init) })
    #expect(try resolve("upgrade", in: candidates) == "v1.1.0")
    candidates.versions = ["v1.0.0"]
    #expect(try resolve("upgrade", in: candidates) == candidates.current)
    #expect(try resolve("latest", in: candidates) == "v1.0.0")
  }

  @Test("Incompatible versions are passed over where a fitting other one has a go.mod file")
  func incompatible() throws {
    var candidates = GoVersionCandidates(
      versions: ["v1.0.0", "v1.1.0-rc1", "v2.0.0+incompatible", "v3.0.0+incompatible"])
    #expect(try resolve("latest", in: candidates) == "v1.0.0")
    #expect(try resolve(">v1.0.0", in: candidates) == "v1.1.0-rc1")
    #expect(try resolve("v2", in: candidates) == "v2.0.0+incompatible")
    #expect(try resolve("<v3.0.0", in: candidates) == "v2.0.0+incompatible")
    #expect(try resolve("v2.0.0", in: candidates) == "v2.0.0+incompatible")
    candidates.current = "v2.0.0+incompatible"
    #expect(try resolve("upgrade", in: candidates) == "v3.0.0+incompatible")
    candidates.current = nil
    candidates.hasGoMod = { $0 != "v1.1.0-rc1" }
    #expect(try resolve("latest", in: candidates) == "v3.0.0+incompatible")
    candidates.versions.removeFirst()
    candidates.hasGoMod = { _ in true }
    #expect(try resolve("latest", in: candidates) == "v1.1.0-rc1")
  }

  @Test("A module from v2 on is queried within its major version")
  func secondMajor() throws {
    let suffix = try #require(GoModulePath.split("h.io/r/v2")).suffix
    let candidates = GoVersionCandidates(
      versions: ["v2.0.0", "v2.1.0", "v2.2.0", "v2.5.5", "v2.6.0-pre1"], suffix: suffix)
    for (query, expected) in [
      (">v0.0.0", "v2.0.0"), (">=v0.0.0", "v2.0.0"), ("v2", "v2.5.5"), ("v2.5", "v2.5.5"),
      ("v2.6.0-pre1", "v2.6.0-pre1"), ("latest", "v2.5.5"),
    ] {
      #expect(try resolve(query, in: candidates) == expected)
    }
    for query in ["<v0.0.0", "<=v0.0.0", "v2.6"] {
      #expect(throws: GoModuleError.self) { try resolve(query, in: candidates) }
    }
  }
}
