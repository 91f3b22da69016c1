import Testing
import Versions

@Suite("The versions of a Go module")
struct GoModuleVersionsTests {
  private func module(_ path: String) throws -> GoModuleLocation {
    try GoModuleLocation(
      path: path, repository: path.hasPrefix("gopkg.in/") ? path : "h.io/r")
  }

  @Test(
    "Tags are listed if they are canonical and fit the path",
    arguments: [
      (
        "h.io/r", ["v1.0.1", "huh?", "1.0.1", "v1.🐕.🐄", "v1", "v0.1", "", "sub/v1.9.0"],
        ["v1.0.1"]
      ),
      (
        "h.io/r", ["v1.10.0", "v1.9.0", "v1.9.0-rc1", "v0.1.0"],
        ["v0.1.0", "v1.9.0-rc1", "v1.9.0", "v1.10.0"]
      ),
      (
        "h.io/r/v2", ["v1.0.0", "v2.0.0", "v3.0.0", "v2.1.0-0", "v20.0.0"], ["v2.0.0", "v2.1.0-0"]
      ),
      ("h.io/r/sub", ["sub/v1.0.0", "v1.1.0", "sub/v2.0.0", "sub/x/v1.0.0"], ["v1.0.0"]),
      ("h.io/r/sub/v2", ["sub/v2.0.0", "sub/v2/v2.0.1", "sub/v1.0.0"], ["v2.0.0"]),
      ("h.io/r", ["v0.0.0-20060102150405-abcdefabcdef", "v1.0.0+meta"], []),
      ("gopkg.in/r.v1", ["v1.0.0", "v0.9.0", "v2.0.0"], ["v1.0.0"]),
      ("gopkg.in/r.v2-unstable", ["v2.0.0"], []),
    ] as [(String, [String], [String])])
  func listing(path: String, tags: [String], expected: [String]) throws {
    #expect(try module(path).versions(ofTags: tags) { _ in true } == expected)
  }

  @Test(
    "Incompatible versions are listed by major number, unless the project turned to modules",
    arguments: [
      ([], ["v1.0.0", "v2.0.0+incompatible", "v2.1.0+incompatible", "v3.0.0+incompatible"]),
      (["v1.0.0"], ["v1.0.0"]),
      (["v2.1.0"], ["v1.0.0", "v3.0.0+incompatible"]),
      (
        ["v2.0.0"], ["v1.0.0", "v2.0.0+incompatible", "v2.1.0+incompatible", "v3.0.0+incompatible"]
      ),
      (["v2.1.0", "v3.0.0"], ["v1.0.0"]),
    ] as [([String], [String])])
  func incompatible(withGoMod: [String], expected: [String]) throws {
    let tags = ["v3.0.0", "v2.1.0", "v1.0.0", "v2.0.0"]
    let versions = try module("h.io/r").versions(ofTags: tags, hasGoMod: withGoMod.contains)
    #expect(versions == expected)
    let inFolder = try module("h.io/r/s").versions(ofTags: tags.map { "s/" + $0 }) { _ in false }
    #expect(inFolder == ["v1.0.0"])
  }

  @Test("Without a v0 or v1 version, incompatible ones are all there are")
  func onlyIncompatible() throws {
    let versions = try module("h.io/r").versions(ofTags: ["v10.0.0", "v9.0.0"]) { _ in false }
    #expect(versions == ["v9.0.0+incompatible", "v10.0.0+incompatible"])
  }

  @Test(
    "The highest release speaks for the module, else the highest prerelease",
    arguments: [
      (["v1.0.0", "v1.1.0-rc1", "v2.0.0+incompatible"], "v1.0.0"),
      (["v0.1.0-a", "v0.1.0-b"], "v0.1.0-b"), (["v2.0.0+incompatible"], nil), ([], nil),
    ] as [([String], String?)])
  func authority(versions: [String], expected: String?) {
    #expect(GoModuleLocation.authority(of: versions) == expected)
  }
}

@Suite("The version that a commit is of a Go module")
struct GoCommitVersionTests {
  /// A commit at the repository `h.io/r`.
  private func commit(
    tags: [String] = [], ancestors: [String] = [], declared: [String: String] = ["": "h.io/r"]
  ) throws -> GoCommitFacts {
    GoCommitFacts(
      objectID: "42abcb6df8eeb63a1b43ae3bf5c4c7a2d3a9a6f1",
      time: try #require(GoTimestamp("20190513201126")), tags: tags, ancestorTags: ancestors,
      declared: declared)
  }

  private func version(
    _ commit: GoCommitFacts, path: String = "h.io/r", requested: String? = nil,
    retracted: [String] = []
  ) throws -> String {
    try GoModuleLocation(path: path, repository: "h.io/r")
      .version(of: commit, requested: requested, isRetracted: retracted.contains)
  }

  @Test("Of several tags the highest that fits and is not retracted is the version")
  func tagged() throws {
    let tagged = try commit(tags: ["v1.0.0", "v1.1.0", "v1", "v1.2.0+meta", "v2.0.0", "x/v1.9.0"])
    #expect(try version(tagged) == "v1.1.0")
    #expect(try version(tagged, retracted: ["v1.1.0"]) == "v1.0.0")
    #expect(try version(tagged, requested: "v1.0.0") == "v1.0.0")
    #expect(try version(tagged, requested: "v1.1.0", retracted: ["v1.1.0"]) == "v1.1.0")
    #expect(try version(tagged, requested: "main") == "v1.1.0")
  }

  @Test("One commit may be versions of several modules")
  func several() throws {
    let tagged = try commit(
      tags: ["v1.1.0", "v2.0.0", "sub/v0.3.0"],
      declared: ["": "h.io/r", "v2": "h.io/r/v2", "sub": "h.io/r/sub"])
    #expect(try version(tagged) == "v1.1.0")
    #expect(try version(tagged, path: "h.io/r/v2") == "v2.0.0")
    #expect(try version(tagged, path: "h.io/r/sub") == "v0.3.0")
  }

  @Test(
    "A pseudo-version follows the highest tag among the ancestors",
    arguments: [
      ([], "v0.0.0-20190513201126-42abcb6df8ee"),
      (["v0.9.0"], "v0.9.1-0.20190513201126-42abcb6df8ee"),
      (["v1.9.0", "v1.10.0", "v1.9.5"], "v1.10.1-0.20190513201126-42abcb6df8ee"),
      (["v1.0.0", "v1.1.0-rc.1"], "v1.1.0-rc.1.0.20190513201126-42abcb6df8ee"),
      (["v1.0.0", "v2.0.0", "sub/v1.5.0"], "v1.0.1-0.20190513201126-42abcb6df8ee"),
      (["v1.0.0+meta"], "v1.0.1-0.20190513201126-42abcb6df8ee"),
      (["v1.1", "v1", "1.5.0"], "v0.0.0-20190513201126-42abcb6df8ee"),
    ])
  func derived(ancestors: [String], expected: String) throws {
    #expect(try version(commit(ancestors: ancestors)) == expected)
  }

  /// Commits of public repositories: module, repository, object id, committer's time, tags of the
  /// ancestors, and the version that the Go command gives.
  static let realCommits: [(String, String, String, String, [String], String)] = [
    (
      "golang.org/x/text", "golang.org/x/text", "4e4a3210bb54bb31f6ab2cdca2edcc0b50c420c1",
      "20180208041248", ["v0.1.0", "v0.2.0", "v0.3.0"], "v0.3.1-0.20180208041248-4e4a3210bb54"
    ),
    (
      "gopkg.in/yaml.v2", "gopkg.in/yaml.v2", "7b8349ac747c6a24702b762d2c4fd9266cf4f1d6",
      "20190319135612", ["v2.0.0", "v2.1.0", "v2.1.1", "v2.2.0", "v2.2.1", "v2.2.2"],
      "v2.2.3-0.20190319135612-7b8349ac747c"
    ),
    (
      "gopkg.in/check.v1", "gopkg.in/check.v1", "20d25e2804050c1cd24a7eea1e7a6447dd0e74ec",
      "20161208181325", [], "v1.0.0-20161208181325-20d25e280405"
    ),
    (
      "gopkg.in/natefinch/lumberjack.v2", "gopkg.in/natefinch/lumberjack.v2",
      "a96e63847dc3c67d17befa69c303767e2f84e54f", "20170531160350", ["v2.1"],
      "v2.0.0-20170531160350-a96e63847dc3"
    ),
  ]

  @Test(
    "Commits of public repositories have the versions that the Go command gives",
    arguments: realCommits)
  func known(
    path: String, repository: String, objectID: String, time: String, ancestors: [String],
    expected: String
  ) throws {
    let commit = GoCommitFacts(
      objectID: objectID, time: try #require(GoTimestamp(time)), ancestorTags: ancestors)
    let module = try GoModuleLocation(path: path, repository: repository)
    #expect(try module.version(of: commit) == expected)
    #expect(try module.version(of: commit, requested: expected) == expected)
  }

  @Test("A pseudo-version with an invented time, as one go.sum file has it, is refused")
  func inventedTime() throws {
    let commit = GoCommitFacts(
      objectID: "9d24e82272b4f38b78bc8cff74fa936d31ccd8ef",
      time: try #require(GoTimestamp("20190308202827")))
    let module = try GoModuleLocation(path: "golang.org/x/time", repository: "golang.org/x/time")
    let error = #expect(throws: GoModuleError.self) {
      try module.version(of: commit, requested: "v0.0.0-20190513212739-9d24e82272b4")
    }
    #expect(
      error?.message
        == #"the pseudo-version "v0.0.0-20190513212739-9d24e82272b4" is not the commit's: its time "#
        + "20190513212739 is not the committer's, 20190308202827")
  }

  @Test("A retracted tag is followed by no pseudo-version")
  func retractedBase() throws {
    let untagged = try commit(ancestors: ["v1.0.0", "v1.1.0"])
    #expect(
      try version(untagged, retracted: ["v1.1.0"]) == "v1.0.1-0.20190513201126-42abcb6df8ee")
  }

  @Test("A tag with build metadata on the commit is followed by its pseudo-version")
  func metadata() throws {
    let tagged = try commit(tags: ["v1.9.10-pre2+metadata"], ancestors: ["v1.9.9"])
    let expected = "v1.9.10-pre2.0.20190513201126-42abcb6df8ee"
    #expect(try version(tagged) == expected)
    #expect(try version(tagged, requested: "v1.9.10-pre2+metadata") == expected)
    let both = try commit(tags: ["v1.9.10-pre2+metadata"], ancestors: ["v1.9.11"])
    #expect(try version(both, requested: "v1.9.10-pre2+metadata") == expected)
  }

  @Test("The major suffix is the major version of a pseudo-version without a base")
  func majors() throws {
    let second = try commit(ancestors: ["v1.4.0"], declared: ["": "h.io/r/v2"])
    #expect(try version(second, path: "h.io/r/v2") == "v2.0.0-20190513201126-42abcb6df8ee")
    let check = try GoModuleLocation(path: "gopkg.in/check.v1", repository: "gopkg.in/check.v1")
    #expect(
      try check.version(of: commit(declared: [:])) == "v1.0.0-20190513201126-42abcb6df8ee")
  }

  @Test("Without a go.mod file at the root, higher major versions are incompatible")
  func incompatible() throws {
    let plain = try commit(tags: ["v4.1.2", "v1.0.0"], declared: [:])
    #expect(try version(plain) == "v4.1.2+incompatible")
    #expect(try version(plain, requested: "v4.1.2") == "v4.1.2+incompatible")
    #expect(try version(plain, requested: "v4.1.2+incompatible") == "v4.1.2+incompatible")
    let later = try commit(ancestors: ["v4.1.2"], declared: [:])
    let pseudo = "v4.1.3-0.20190513201126-42abcb6df8ee+incompatible"
    #expect(try version(later) == pseudo)
    #expect(try version(later, requested: pseudo) == pseudo)
  }

  @Test("A folder vN with a go.mod file takes the tags of that major version")
  func majorFolder() throws {
    let mixed = try commit(tags: ["v2.0.0", "v1.4.0"], declared: ["v2": "h.io/r/v2"])
    #expect(try version(mixed) == "v1.4.0")
    #expect(try version(mixed, requested: "v2.0.0+incompatible") == "v2.0.0+incompatible")
    #expect(throws: GoModuleError.self) { try version(mixed, requested: "v2.0.0") }
  }

  @Test("Versions that the commit cannot be are refused")
  func refused() throws {
    let tagged = try commit(tags: ["v2.0.0", "v1.0.0"])
    for (requested, message) in [
      (
        "v2.0.0",
        #"the version "v2.0.0" has a go.mod file, so that its module path has to be "h.io/r/v2""#
      ),
      (
        "v1.0.0+incompatible",
        #""v1.0.0+incompatible" must not end in +incompatible: its module path admits its major "#
          + "version"
      ),
      ("v1.5.0", #""v1.5.0" is not a tag of the commit, whose version is "v1.0.0""#),
    ] {
      let error = #expect(throws: GoModuleError.self) {
        try version(tagged, requested: requested)
      }
      #expect(error?.message == message)
    }
    #expect(throws: GoModuleError.self) { try version(tagged, path: "h.io/r/sub") }
  }

  @Test(
    "An existing pseudo-version is the commit's if time, revision and an ancestor's tag agree",
    arguments: [
      ("v0.0.0-20190513201126-42abcb6df8ee", nil), ("v1.0.1-0.20190513201126-42abcb6df8ee", nil),
      ("v1.9.10-0.20190513201126-42abcb6df8ee", nil),
      ("v1.3.0-rc.1.0.20190513201126-42abcb6df8ee", nil),
      ("v0.0.0-20190513201126-42abcb6df8e", #"its revision "42abcb6df8e" is shorter than "#),
      ("v0.0.0-20190513201126-42abcb6df8eeb", #"its revision "42abcb6df8eeb" is longer than "#),
      ("v0.0.0-20190513201126-52abcb6df8ee", #"its revision "52abcb6df8ee" is not "42abcb"#),
      ("v0.0.0-20190513201127-42abcb6df8ee", "its time 20190513201127 is not the committer's"),
      ("v1.0.0-20190513201126-42abcb6df8ee", "without a version that it follows it has to be v0"),
      ("v1.0.2-0.20190513201126-42abcb6df8ee", #"no ancestor of the commit has the tag "v1.0.1""#),
      (
        "v1.3.1-0.20190513201126-42abcb6df8ee",
        #"the tag "v1.3.0" that it follows is on the commit itself"#
      ),
      ("v1.0.0-0.20190513201126-42abcb6df8ee", "with a patch number below 0"),
      ("v2.0.1-0.20190513201126-42abcb6df8ee", "its module path has to be"),
    ] as [(String, String?)])
  func existing(text: String, reason: String?) throws {
    let commit = try commit(
      tags: ["v1.3.0"], ancestors: ["v1.0.0", "v1.9.9", "v1.3.0-rc.1", "v2.0.0"])
    if let reason {
      let error = #expect(throws: GoModuleError.self) { try version(commit, requested: text) }
      #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    } else {
      #expect(try version(commit, requested: text) == text)
    }
  }
}
