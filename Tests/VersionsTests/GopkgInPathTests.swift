import Testing
import Versions

@Suite("Module paths at gopkg.in")
struct GopkgInPathTests {
  @Test(
    "A path stands for a repository at GitHub",
    arguments: [
      ("gopkg.in/yaml.v3", "github.com/go-yaml/yaml", "v3", false),
      ("gopkg.in/natefinch/lumberjack.v2", "github.com/natefinch/lumberjack", "v2", false),
      ("gopkg.in/check.v1", "github.com/go-check/check", "v1", false),
      (
        "gopkg.in/macaroon-bakery.v2-unstable", "github.com/go-macaroon-bakery/macaroon-bakery",
        "v2", true
      ),
      ("gopkg.in/pkg.x.v0", "github.com/go-pkg.x/pkg.x", "v0", false),
    ])
  func repositories(path: String, repository: String, major: String, isUnstable: Bool) throws {
    let path = try #require(GopkgInPath(path))
    #expect(path.repository == repository)
    #expect(path.major == major)
    #expect(path.isUnstable == isUnstable)
  }

  @Test(
    "Other paths stand for none",
    arguments: [
      "gopkg.in/yaml", "gopkg.in/yaml.v01", "gopkg.in/yaml.v2/abc", "gopkg.in/a/b/yaml.v2",
      "gopkg.in/1yaml.v2", "gopkg.in/u/yaml.v2", "gopkg.in/.v2", "github.com/go-yaml/yaml.v2",
    ])
  func others(path: String) {
    #expect(GopkgInPath(path) == nil)
  }

  @Test(
    "The highest ref of the major version is taken",
    arguments: [
      ("gopkg.in/p.v2", ["v1", "v2", "v2.1", "v2.0.5", "v3"], "v2.1"),
      ("gopkg.in/p.v2", ["v2", "v2.0"], "v2.0"), ("gopkg.in/p.v2", ["v2.9.9", "v2.10"], "v2.10"),
      ("gopkg.in/p.v2", ["v2.0.0-rc1", "v2.1.0.0", "v2.01", "2.3"], nil),
      ("gopkg.in/p.v2", ["v2.1", "v2.2-unstable"], "v2.1"),
      ("gopkg.in/p.v2-unstable", ["v2.1", "v2-unstable"], "v2-unstable"),
      ("gopkg.in/p.v1", ["v10.1", "master"], nil),
    ] as [(String, [String], String?)])
  func refs(path: String, names: [String], expected: String?) throws {
    #expect(try #require(GopkgInPath(path)).selectRef(from: names) == expected)
  }
}
