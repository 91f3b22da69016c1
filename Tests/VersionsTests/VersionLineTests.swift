import Testing
import Versions

@Suite("Lines of versions")
struct VersionLineTests {
  @Test("A product's tags, its internal builds and stray names are told apart")
  func internalBuilds() {
    let product = (0..<8).map { "v1.\($0).0" } + ["v0.3.0-alpha", "v1.31.5-internal"]
    let builds = (1...6).map { "i1.36.\($0)" }
    let stray = ["19_6_26_with_instrumentation", "i1.latency-fix.1", "w0.1"]
    #expect(
      lines(product + builds + stray) == [
        "'' v go 8 main", "'i' i semver 6", "'w' w semver-loose 1",
      ])
  }

  @Test("Modules in folders have lines of their own")
  func submodules() {
    #expect(
      lines([
        "v9.0.0", "v9.1.0", "v9.6.0b1", "v2.1", "extra/rediscmd/v9.0.0",
        "extra/rediscmd/v9.1.0-rc.1",
        "extra/redisotel/v9.0.0",
      ]) == [
        "'' v semver-loose 2 main", "'extra/rediscmd/' extra/rediscmd/v go 1",
        "'extra/redisotel/' extra/redisotel/v go 1",
      ])
  }

  @Test("The v is spelling: both spellings are one line, shown as the commoner one")
  func spelling() {
    #expect(lines(["0.7.6", "0.7.7", "v0.7.7"]) == ["''  semver 3 main"])
    #expect(lines(["0.7.7", "v0.7.7", "v0.7.8"]) == ["'' v semver 3 main"])
    #expect(lines(["1.0.0", "v1.0.0"]) == ["'' v semver 2 main"])
    #expect(lines(["1.0.0", "v1", "v1.1", "v2"]) == ["''  semver 1 main"])
  }

  @Test("The main line has the most releases; of equals the bare one, the shortest, the first")
  func mainLine() {
    #expect(lines(["v1.0.0", "api-1.0.0", "api-1.1.0"]).last == "'api-' api- semver 2 main")
    #expect(lines(["api-1.0.0", "v1.0.0"]).first == "'' v go 1 main")
    #expect(lines(["bb-1.0.0", "a-1.0.0"]).first == "'a-' a- semver 1 main")
    #expect(lines(["b-1.0.0", "a-1.0.0"]).first == "'a-' a- semver 1 main")
    #expect(lines(["v1.0.0-rc.1", "v1.0.0-rc.2", "x-1.0.0"]).last == "'x-' x- semver 1 main")
    #expect(lines(["v1.0.0-rc.1", "x-v1"]).first == "'' v go 0 main")
  }

  @Test("Without a version there is no main line, without a prefix no line")
  func noVersions() {
    #expect(lines(["v1", "v2"]) == ["'' v semver-loose 0"])
    #expect(lines(["latest", "main", "checkout"]) == [])
    #expect(lines([]) == [])
  }

  @Test(
    "The scheme is go, semver or loose by how many versions keep to it",
    arguments: [
      (["v1.0.0", "v1.1.0-rc.1"], VersionScheme.go), (["v1.0.0", "1.1.0"], .semver),
      (["v1.0.0", "v1.1.0+build"], .semver), (["v1.0.0", "v1.0.0.1"], .semverLoose),
      (["v17.12.1-ce"], .semverLoose), (["go1.21", "go1.21.1"], .semverLoose),
      ((0..<19).map { "v1.\($0).0" } + ["v1.0.0.rc1"], .semver),
      ((0..<18).map { "v1.\($0).0" } + ["v1.0.0.rc1"], .semverLoose),
      (["2024.1.1", "2024.2.1"], .calver), (["2024.01.1"], .calver), (["24.04", "24.10"], .calver),
    ])
  func scheme(names: [String], expected: VersionScheme) {
    let lines = TagList(names.map { Array($0.utf8) }).lines
    #expect(lines.map(\.scheme) == [expected])
  }

  @Test("The order of the list does not matter")
  func orderOfList() {
    let names = ["v1.0.0", "1.0.1", "b-1.0.0", "a-1.0.0", "a-v1.1.0", "x/v1", "latest", "1.2"]
    #expect(lines(names) == lines(names.reversed()))
  }

  /// Each line as its key, name, scheme and number of releases, and whether it is the main line.
  private func lines(_ names: [String]) -> [String] {
    TagList(names.map { Array($0.utf8) }).lines.map { line in
      let key = String(decoding: line.key, as: UTF8.self)
      let name = String(decoding: line.name, as: UTF8.self)
      return "'\(key)' \(name) \(line.scheme.rawValue) \(line.releaseCount)"
        + (line.isMain ? " main" : "")
    }
  }
}
