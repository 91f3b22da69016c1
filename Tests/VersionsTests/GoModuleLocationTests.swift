import Testing
import Versions

@Suite("Where Go modules lie in repositories")
struct GoModuleLocationTests {
  @Test(
    "A module's tags have its folder but not its major suffix",
    arguments: [
      ("h.io/r", "h.io/r", "", "v1.2.3", "v1.2.3"),
      ("h.io/r/v2", "h.io/r", "", "v2.0.0", "v2.0.0"),
      ("h.io/r/sub", "h.io/r", "sub", "v0.1.0-rc.1", "sub/v0.1.0-rc.1"),
      ("h.io/r/sub/deep/v3", "h.io/r", "sub/deep", "v3.0.1", "sub/deep/v3.0.1"),
      ("h.io/r/v2", "h.io/r/v2", "", "v2.0.2", "v2.0.2"),
      ("gopkg.in/yaml.v2", "gopkg.in/yaml.v2", "", "v2.2.8", "v2.2.8"),
    ])
  func tags(path: String, root: String, folder: String, version: String, tag: String) throws {
    let module = try GoModuleLocation(path: path, repository: root)
    #expect(module.folder == folder)
    #expect(module.tag(of: version) == tag)
    #expect(module.version(of: tag) == version)
    #expect(module.mayBeIncompatible == (path == "h.io/r"))
  }

  @Test("A version that is incompatible has the tag without that word, a pseudo-version has none")
  func specialTags() throws {
    let module = try GoModuleLocation(path: "h.io/r", repository: "h.io/r")
    #expect(module.tag(of: "v4.1.2+incompatible") == "v4.1.2")
    #expect(module.tag(of: "v0.0.0-20060102150405-abcdefabcdef") == nil)
  }

  @Test(
    "A module outside its repository, or with a malformed suffix, is refused",
    arguments: [
      ("h.io/other", "h.io/r"), ("h.io/rest", "h.io/r"), ("h.io/r", "h.io/r/sub"),
      ("h.io/r/v1", "h.io/r"), ("h.io/r/v2.0", "h.io/r"),
      ("gopkg.in/yaml.v2", "github.com/go-yaml/yaml"), ("h.io/r/v2", "h.io/r/v2/x"),
    ])
  func outside(path: String, root: String) {
    #expect(throws: GoModuleError.self) { try GoModuleLocation(path: path, repository: root) }
  }

  @Test(
    "Other tags name no version of the module",
    arguments: [
      "", "v1", "v1.2", "1.2.3", "V1.2.3", "v1.2.3+meta", "v4.1.2+incompatible", "sub/v1.2.3",
      "v01.2.3", "release-v1.2.3", "v1.🐕.🐄", "v0.0.0-20060102150405-abcdefabcdef",
    ])
  func otherTags(tag: String) throws {
    let module = try GoModuleLocation(path: "h.io/r", repository: "h.io/r")
    #expect(module.version(of: tag) == nil)
    let isNear = tag == "v1.2.3+meta" || tag == "v4.1.2+incompatible"
    #expect((module.version(near: tag) != nil) == isNear)
  }

  /// Path below `h.io/r`, the module paths that go.mod files declare, and the folder found.
  static let folders: [(String, [String: String], String?)] = [
    ("", [:], ""), ("", ["": "h.io/r"], ""), ("", ["": "fork.io/r"], ""), ("", ["": ""], nil),
    ("", ["": "h.io/r/v2"], nil), ("", ["": "h.io/r/v1"], nil), ("", ["": "gopkg.in/r.v3"], ""),
    ("/v2", [:], nil), ("/v2", ["": "h.io/r"], nil), ("/v2", ["": "h.io/r/v2"], ""),
    ("/v2", ["v2": "h.io/r/v2"], "v2"), ("/v2", ["": "h.io/r", "v2": "h.io/r/v2"], "v2"),
    ("/v2", ["": "h.io/r/v2", "v2": "h.io/r/v2"], nil), ("/v2", ["v2": "h.io/r"], nil),
    ("/v2", ["": "h.io/r/v2", "v2": "h.io/r"], nil), ("/v2", ["v2": ""], nil),
    ("/v2", ["": "gopkg.in/r.v2"], ""), ("/sub", [:], nil), ("/sub", ["": "h.io/r"], nil),
    ("/sub", ["sub": "h.io/r/sub"], "sub"), ("/sub/v3", ["sub": "h.io/r/sub/v3"], "sub"),
    ("/sub/v3", ["sub/v3": "h.io/r/sub/v3"], "sub/v3"), ("/sub/v3", ["v3": "h.io/r/v3"], nil),
  ]

  @Test("A go.mod file in one of two folders declares the module", arguments: folders)
  func folder(path: String, declared: [String: String], expected: String?) throws {
    let module = try GoModuleLocation(path: "h.io/r" + path, repository: "h.io/r")
    if let expected {
      #expect(try module.folder(declared: declared) == expected)
    } else {
      #expect(throws: GoModuleError.self) { try module.folder(declared: declared) }
    }
  }

  @Test("A module at gopkg.in needs no go.mod file, one whose repository is its path does")
  func ownRepository() throws {
    let atGopkg = try GoModuleLocation(path: "gopkg.in/r.v2", repository: "gopkg.in/r.v2")
    #expect(try atGopkg.folder(declared: [:]) == "")
    #expect(atGopkg.goModFolders == [""])
    let vanity = try GoModuleLocation(path: "h.io/r/v2", repository: "h.io/r/v2")
    #expect(vanity.goModFolders == [""])
    let error = #expect(throws: GoModuleError.self) { try vanity.folder(declared: [:]) }
    #expect(error?.code == .noGoMod)
  }

  @Test("Errors name the files that are missing or at odds")
  func messages() throws {
    let module = try GoModuleLocation(path: "h.io/r/v2", repository: "h.io/r")
    for (declared, message) in [
      ([:], #"the commit has no "go.mod" or "v2/go.mod", which the module "h.io/r/v2" needs"#),
      (
        ["": "h.io/r"],
        #""go.mod" declares the module "h.io/r", which does not fit "h.io/r/v2""#
      ),
      (["v2": ""], #""v2/go.mod" declares no module, which does not fit "h.io/r/v2""#),
      (
        ["": "h.io/r/v2", "v2": "h.io/r/v2"],
        #"both "go.mod" and "v2/go.mod" declare the major version of "h.io/r/v2""#
      ),
    ] as [([String: String], String)] {
      let error = #expect(throws: GoModuleError.self) { try module.folder(declared: declared) }
      #expect(error?.message == message)
    }
  }
}
