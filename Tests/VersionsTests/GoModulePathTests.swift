import Testing
import Versions

@Suite("Paths of Go modules")
struct GoModulePathTests {
  /// A path, and whether it is one of a module, of a package, of a file.
  static let table: [(String, Bool, Bool, Bool)] = [
    ("x.y/z", true, true, true), ("x.y", true, true, true), ("", false, false, false),
    ("x.y/\u{FFFD}z", false, false, false), ("/x.y/z", false, false, false),
    ("x./z", false, false, false), (".x/z", false, true, true), ("-x/z", false, false, true),
    ("x..y/z", true, true, true), ("x.y/z/../../w", false, false, false),
    ("x.y//z", false, false, false), ("x.y/z//w", false, false, false),
    ("x.y/z/", false, false, false), ("x.y/z/v0", false, true, true),
    ("x.y/z/v1", false, true, true), ("x.y/z/v2", true, true, true),
    ("x.y/z/v2.0", false, true, true), ("x.y/z/v02", false, true, true),
    ("x.y/v2", true, true, true), ("x.y/z/v", true, true, true), ("X.y/z", false, true, true),
    ("!x.y/z", false, false, true), ("_x.y/z", false, true, true), ("x.y-/z", true, true, true),
    ("x.y./zt", false, false, false), ("x.y+/z", false, true, true),
    ("x.y_/z", false, true, true), ("x.y~/z", false, true, true), ("x.y/z++", false, true, true),
    ("x.y/z-", true, true, true), ("x.y/z.t", true, true, true), ("x.y/z_", true, true, true),
    ("x.y/z~", true, true, true), ("x.y/x.foo", true, true, true),
    ("x.y/aux.foo", false, false, false), ("x.y/AuX.foo", false, false, false),
    ("x.y/prn", false, false, false), ("x.y/prn2", true, true, true), ("x.y/com", true, true, true),
    ("x.y/com0", true, true, true), ("x.y/com1", false, false, false),
    ("x.y/LPT9", false, false, false), ("x.y/com1.txt", false, false, false),
    ("x.y/calm1", true, true, true), ("x.y/z~0", false, false, true),
    ("x.y/z~09", false, false, true), ("x.y/z~1.txt", false, false, true),
    ("x.y/z09", true, true, true), ("x.y/z09~", true, true, true),
    ("x.y/z09~09z", true, true, true), ("x.y/z09~09z~09", false, false, true),
    ("github.com/!123/logrus", false, false, true),
    ("github.com/user/unicode/испытание", false, false, true), ("../x", false, false, false),
    ("./y", false, false, false), ("x:y", false, false, false),
    (#"\temp\foo"#, false, false, false), (".gitignore", false, true, true),
    (".github/ISSUE_TEMPLATE", false, true, true), ("x☺y", false, false, false),
    ("x", false, true, true), ("x y", false, false, true), ("x.y/a b", false, false, true),
    ("gopkg.in/yaml.v3", true, true, true), ("gopkg.in/yaml", false, true, true),
    ("gopkg.in/yaml.v01", false, true, true), ("gopkg.in/yaml.v2/abc", false, true, true),
    ("gopkg.in/macaroon.v2-unstable", true, true, true),
  ]

  @Test("A path is one of a module, a package or a file as the Go library says", arguments: table)
  func kinds(path: String, isModule: Bool, isPackage: Bool, isFile: Bool) {
    #expect(accepts { () throws(GoModuleError) in try GoModulePath.check(path) } == isModule)
    #expect(
      accepts { () throws(GoModuleError) in try GoModulePath.checkImportPath(path) } == isPackage)
    #expect(accepts { () throws(GoModuleError) in try GoModulePath.checkFilePath(path) } == isFile)
  }

  @Test("Of ASCII's signs, only some may stand in each kind of path")
  func signs() {
    let allowed = [("-._~", "-._~", "-._~"), ("", "+", "+"), ("", "", "!#$%&(),=@[]^{} ")]
    for scalar in (0x20...0x7E).compactMap(Unicode.Scalar.init) {
      guard !scalar.properties.isAlphabetic, !("0"..."9").contains(scalar), scalar != "/" else {
        continue
      }
      let path = "x.y/a\(scalar)z"
      let sign = Character(scalar)
      let isModule = allowed.contains { $0.0.contains(sign) }
      let isPackage = allowed.contains { $0.1.contains(sign) }
      let isFile = allowed.contains { $0.2.contains(sign) }
      kinds(path: path, isModule: isModule, isPackage: isPackage, isFile: isFile)
    }
  }

  @Test(
    "An error names the element and the rule",
    arguments: [
      ("", "the module path is empty"),
      ("-x.y", #"the module path "-x.y" begins with a dash"#),
      (
        "x.y//z",
        #"the module path "x.y//z" has an empty element: a slash stands at its beginning, at its "#
          + "end or next to another"
      ),
      ("x.y/..", #"the element ".." of the module path "x.y/.." consists of dots only"#),
      ("x.y/.z", #"the element ".z" of the module path "x.y/.z" begins with a dot"#),
      ("x.y/z.", #"the element "z." of the module path "x.y/z." ends with a dot"#),
      (
        "x.y/a+b",
        #"the element "a+b" of the module path "x.y/a+b" holds "+" (U+002B), which module paths do "#
          + "not allow"
      ),
      (
        "x.y/Con.d",
        #"the element "Con.d" of the module path "x.y/Con.d" is a name that Windows reserves"#
      ),
      (
        "x.y/a~1",
        #"the element "a~1" of the module path "x.y/a~1" ends in a tilde and digits, as the short "#
          + "names of Windows do"
      ),
      (
        "std/fmt",
        #"the element "std" of the module path "std/fmt" is the first and has no dot, so that it "#
          + "is no domain name"
      ),
      (
        "X.y",
        #"the element "X.y" of the module path "X.y" is the first and holds "X" (U+0058), which "#
          + "domain names do not allow"
      ),
      (
        "x.y/v1",
        #"the element "v1" of the module path "x.y/v1" is no major version: those begin at v2 and "#
          + #"are "v" and digits without a leading zero"#
      ),
      (
        "gopkg.in/yaml",
        #"the element "yaml" of the module path "gopkg.in/yaml" does not end in a major version "#
          + #"such as ".v2", which paths at gopkg.in must"#
      ),
    ])
  func messages(path: String, message: String) {
    let error = #expect(throws: GoModuleError.self) { try GoModulePath.check(path) }
    #expect(error?.message == message)
    #expect(error?.code == .invalidPath)
    #expect(error?.line == nil)
  }

  @Test(
    "Splitting parts the major suffix from the path",
    arguments: [
      ("x.y/z", "x.y/z", "", nil), ("x.y/z/v2", "x.y/z", "/v2", "v2"),
      ("x.y/z/v10", "x.y/z", "/v10", "v10"), ("x.y/v", "x.y/v", "", nil),
      ("v2", "v2", "", nil), ("x.y/zv2", "x.y/zv2", "", nil),
      ("gopkg.in/yaml.v0", "gopkg.in/yaml", ".v0", "v0"),
      ("gopkg.in/yaml.v1", "gopkg.in/yaml", ".v1", "v1"),
      ("gopkg.in/u/yaml.v3", "gopkg.in/u/yaml", ".v3", "v3"),
      ("gopkg.in/yaml.v2-unstable", "gopkg.in/yaml", ".v2-unstable", "v2"),
    ] as [(String, String, String, String?)])
  func split(path: String, prefix: String, suffix: String, major: String?) throws {
    let parts = try #require(GoModulePath.split(path))
    #expect(parts.prefix == prefix)
    #expect(parts.suffix.text == suffix)
    #expect(parts.suffix.major == major)
  }

  @Test(
    "A path and a version belong together if the major versions agree",
    arguments: [
      ("rsc.io/quote", "0.1.0", false), ("rsc io/quote", "v1.0.0", false),
      ("github.com/go-yaml/yaml", "v0.8.0", true), ("github.com/go-yaml/yaml", "v1.0.0", true),
      ("github.com/go-yaml/yaml", "v2.0.0", false), ("github.com/go-yaml/yaml", "v3.0.0", false),
      ("github.com/go-yaml/yaml/v2", "v1.0.0", false),
      ("github.com/go-yaml/yaml/v2", "v2.1.5", true),
      ("github.com/go-yaml/yaml/v2", "v3.0.0", false), ("gopkg.in/yaml.v0", "v0.8.0", true),
      ("gopkg.in/yaml.v0", "v1.0.0", false), ("gopkg.in/yaml.v1", "v0.8.0", false),
      ("gopkg.in/yaml.v1", "v1.0.0", true), ("gopkg.in/check.v1", "v0.0.0", false),
      ("gopkg.in/check.v1", "v0.0.0-20160102150405-abcdef123456", true),
      ("gopkg.in/yaml.v2", "v2.1.5", true), ("gopkg.in/yaml.v2-unstable", "v2.1.5", true),
      ("gopkg.in/yaml.v2", "v3.0.0", false), ("rsc.io/quote", "v17.0.0", false),
      ("rsc.io/quote", "v17.0.0+incompatible", true),
    ])
  func pairs(path: String, version: String, isValid: Bool) {
    let accepted = accepts { () throws(GoModuleError) in
      try GoModulePath.check(path, version: version)
    }
    #expect(accepted == isValid)
  }

  @Test("An error of a pair names the major version that the path asks for")
  func pairMessages() {
    let error = #expect(throws: GoModuleError.self) {
      try GoModulePath.check("x.y/z/v2", version: "v3.0.0")
    }
    #expect(error?.code == .majorMismatch)
    #expect(
      error?.message
        == #"the version "v3.0.0" is v3, and its module path asks for v2"#)
  }

  @Test(
    "The canonical form of a module's version keeps +incompatible only",
    arguments: [
      ("v1.2.3", "v1.2.3"), ("v1", "v1.0.0"), ("v1.2.3+meta", "v1.2.3"),
      ("v2.0.0+incompatible", "v2.0.0+incompatible"), ("v2.0.0+incompatible.1", "v2.0.0"),
      ("2.0.0+incompatible", ""),
    ])
  func canonical(version: String, canonical: String) {
    #expect(GoVersion.moduleCanonical(version) == canonical)
  }
}

/// Returns whether an operation does not throw.
func accepts(_ operation: () throws(GoModuleError) -> Void) -> Bool {
  do {
    try operation()
    return true
  } catch {
    return false
  }
}
