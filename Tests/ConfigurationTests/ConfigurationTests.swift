import Configuration
import Foundation
import Testing
import Versions

@Suite("The configuration of a history")
struct ConfigurationTests {
  private func trusted(_ yaml: String) throws -> TrustedConfiguration {
    try TrustedConfiguration(yaml: Array(yaml.utf8), path: "config.yaml")
  }

  /// Returns what is wrong with a document, as it is shown.
  private func faults(_ yaml: String) -> String {
    faults(Array(yaml.utf8))
  }

  private func faults(_ yaml: [UInt8]) -> String {
    do {
      _ = try TrustedConfiguration(yaml: yaml, path: "config.yaml")
      return "none"
    } catch {
      return error.description
    }
  }

  private func shop(_ yaml: String) throws -> RepositoryConfiguration {
    let indented = yaml.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n")
    let configuration = try trusted("repositories:\n  shop:\n" + indented)
    return try #require(configuration.repositories["shop"])
  }

  @Test("Every key is read")
  func everyKey() throws {
    let shop = try shop(
      """
      project: store
      url: https://example.com/acme/shop.git
      refs: ["pull/*/head"]
      lines:
        - prefix: docker-v
          scheme: semver
          main: true
        - prefix: v
          main: false
          eras:
            - {from: v1.6.0, epoch: 1}
            - {from: v1.0.0, epoch: 2}
      ignore:
        - "nightly-*"
        - tag: v1.99.0-retract
          reason: carries retract directives only
      notes:
        v1.2.0: "Use **v1.2.1**."
        1.3: broken
      hide: [5C3E0F7A21, 1234567]
      web: https://git.acme.example/acme/shop
      forge: gitlab
      """)
    #expect(shop.web == "https://git.acme.example/acme/shop")
    #expect(shop.forge == .gitlab)
    #expect(shop.notes == ["v1.2.0": "Use **v1.2.1**.", "1.3": "broken"])
    #expect(shop.hidden == ["5c3e0f7a21", "1234567"])
    #expect(shop.project == "store")
    #expect(shop.url == "https://example.com/acme/shop.git")
    #expect(shop.refs == ["pull/*/head"])
    #expect(shop.lines.map(\.prefix) == ["docker-v", "v"])
    #expect(shop.lines.map(\.key) == [Array("docker-".utf8), []])
    #expect(shop.lines.map(\.scheme) == [.semver, nil])
    #expect(shop.lines.map(\.isMain) == [true, false])
    #expect(shop.lines[1].eras.map(\.from) == ["v1.6.0", "v1.0.0"])
    #expect(shop.lines[1].eras.map(\.epoch) == [1, 2])
    #expect(shop.ignored.map(\.pattern.pattern) == ["nightly-*", "v1.99.0-retract"])
    #expect(shop.ignored.map(\.reason) == [nil, "carries retract directives only"])
  }

  @Test("An empty document says nothing", arguments: ["", "\n", "# nothing\n"])
  func empty(yaml: String) throws {
    #expect(try trusted(yaml).repositories.isEmpty)
    #expect(
      try RepositoryDeclaration(yaml: Array(yaml.utf8), path: "stemma.yaml").lines.isEmpty)
  }

  @Test(
    "A fault is named with its place and the way out",
    arguments: [
      (
        "repositorys: {}",
        """
        config.yaml:1:1: error: there is no key "repositorys": did you mean "repositories"?
          hint: keys: repositories, images, registries
        """
      ),
      (
        "repositories: {a: {lines: [{prefix: v, scheme: pep441}]}}",
        """
        config.yaml:1:48: error: there is no scheme "pep441": did you mean "pep440"?
          hint: schemes: go, semver, semver-loose, pep440, debian, calver, natural
        """
      ),
      (
        "repositories: {a: {lines: [{scheme: go}]}}",
        "config.yaml:1:28: error: the key \"prefix\" is missing"
      ),
      (
        "repositories: {a: {lines: v}}",
        "config.yaml:1:27: error: lines needs a list, not \"v\""
      ),
      (
        "repositories: {a: {lines: [{prefix: v}, {prefix: \"\"}]}}",
        """
        config.yaml:1:41: error: the line "" is declared twice
          hint: a v at the end of a prefix is spelling: v and "" are one line
        """
      ),
      (
        "repositories: {a: {lines: [{prefix: v, main: true}, {prefix: x, main: true}]}}",
        "config.yaml:1:53: error: more than one line is declared to be the main one"
      ),
      (
        "repositories: {a: {lines: [{prefix: v, main: 7}]}}",
        "config.yaml:1:46: error: main needs true or false, not \"7\""
      ),
      (
        "repositories: {a: {lines: [{prefix: v, eras: [{from: a, epoch: 2}, {from: b, epoch: 2}]}]}}",
        """
        config.yaml:1:85: error: epoch 2 does not follow 2
          hint: epochs are 1 and more, in ascending order; what comes before an era is epoch 0
        """
      ),
      (
        "repositories: {a: {ignore: [{reason: x}]}}",
        "config.yaml:1:29: error: the key \"tag\" is missing"
      ),
      (
        "repositories: {a: {hide: [xyz]}}",
        """
        config.yaml:1:27: error: "xyz" is no id of a commit
          hint: an id has 7 to 64 hexadecimal digits
        """
      ),
      (
        "repositories: {a: {web: git@example.com:acme/shop}}",
        """
        config.yaml:1:25: error: "git@example.com:acme/shop" is no page of a repository
          hint: such as https://git.example.com/acme/shop, without a user name
        """
      ),
      (
        "repositories: {a: {forge: gittea}}",
        """
        config.yaml:1:27: error: there is no forge "gittea": did you mean "gitea"?
          hint: forges: github, gitlab, gitea, bitbucket; Forgejo has the addresses of gitea
        """
      ),
      (
        "- a",
        "config.yaml:1:1: error: a list stands where keys are needed\n  hint: keys: repositories, images, registries"
      ),
    ])
  func fault(yaml: String, expected: String) {
    #expect(faults(yaml) == expected)
  }

  @Test("All faults are shown at once, in their order")
  func allFaults() {
    let text = faults(
      """
      repositories:
        a:
          colour: red
          lines:
            - prefix: v
              scheme: x
      other: 1
      """)
    let places = text.split(separator: "\n").filter { !$0.hasPrefix(" ") }
      .map { $0.split(separator: ":")[1...2].joined(separator: ":") }
    #expect(places == ["3:5", "6:17", "7:1"])
  }

  @Test("What is no YAML, not UTF-8 or too long is refused")
  func unreadable() {
    #expect(faults("a: [1").hasPrefix("config.yaml:"))
    #expect(faults("a: [1").contains("error: the document is no YAML: "))
    #expect(faults([0x61, 0x3A, 0x20, 0xFF]).hasSuffix("error: the document is not UTF-8"))
    let long = [UInt8](repeating: 0x23, count: 65_537)
    #expect(
      faults(long).hasSuffix(
        "error: the document has 65537 bytes, and at most 65536 are allowed"))
  }

  @Test("A deeply nested document and one of many aliases are refused, with few words")
  func hostile() {
    let deep = String(repeating: "[", count: 30_000)
    #expect(faults("repositories: " + deep).contains("the document is no YAML"))
    let list = { (name: String) in Array(repeating: "*" + name, count: 9).joined(separator: ", ") }
    let bomb = """
      a: &a [x, x, x, x, x, x, x, x, x]
      b: &b [\(list("a"))]
      c: &c [\(list("b"))]
      d: &d [\(list("c"))]
      repositories: {shop: {lines: [\(list("d")), \(list("d"))]}}
      """
    let lines = faults(bomb).split(separator: "\n")
    #expect(lines.filter { $0.contains(" error: ") }.count == 10)
    #expect(lines.last?.hasPrefix("and ") == true)
  }

  @Test("What a document quotes cannot act on a terminal")
  func escapes() {
    #expect(!faults("\"a\\e[31m\": 1").contains("\u{1B}"))
  }

  @Test("A repository can declare its lines and cannot ignore tags")
  func repositoryDeclaration() throws {
    let yaml = "lines: [{prefix: v, scheme: calver}]"
    let own = try RepositoryDeclaration(yaml: Array(yaml.utf8), path: "stemma.yaml")
    #expect(own.lines.map(\.scheme) == [.calver])
    #expect(throws: ConfigurationError.self) {
      try RepositoryDeclaration(yaml: Array("ignore: [v1]".utf8), path: "stemma.yaml")
    }
  }

  @Test(
    "A pattern is over the whole name",
    arguments: [
      ("v1", ["v1"], ["v11", "xv1", ""]), ("v*", ["v", "v1.0"], ["xv"]),
      ("*-retract", ["v1-retract", "-retract"], ["v1-retracted"]), ("v?", ["v1"], ["v", "v12"]),
      ("v[0-9].*", ["v1.x"], ["va.x", "v11.x"]), ("[!v]*", ["1.0"], ["v1"]),
      ("[]a]", ["]", "a"], ["b"]), ("a[", ["a["], ["a"]), ("a\\*", ["a*"], ["ab"]),
      ("*a*b*", ["xaybz"], ["xbya"]), ("", [""], ["a"]),
    ])
  func globs(pattern: String, matching: [String], others: [String]) {
    let glob = TagGlob(pattern)
    for name in matching { #expect(glob.matches(Array(name.utf8)), "\(name)") }
    for name in others { #expect(!glob.matches(Array(name.utf8)), "\(name)") }
  }

  @Test("Every key is documented")
  func documented() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(
      contentsOf: root.appending(path: "docs/configuration.md"), encoding: .utf8)
    let keys = [
      "repositories", "project", "refs", "lines", "ignore", "tag", "reason", "prefix", "scheme",
      "main", "eras", "from", "epoch",
    ]
    for key in keys { #expect(text.contains("| `\(key)` |"), "\(key)") }
    for scheme in VersionScheme.allCases { #expect(text.contains("`\(scheme.rawValue)`")) }
  }
}
