import Testing
import Versions

@Suite("go.mod files")
struct GoModFileTests {
  @Test(
    "The module's path is read, bare or quoted, alone or in a block",
    arguments: [
      ("module example.com/m", "example.com/m"), ("module \"example.com/m\"\n", "example.com/m"),
      ("module `example.com/m`", "example.com/m"), ("module example.com/m // why", "example.com/m"),
      ("module (\n\texample.com/m\n)\n", "example.com/m"), ("\n\n  module\ta.b/c\r\n", "a.b/c"),
      ("go 1.21\nmodule a.b/c/v2", "a.b/c/v2"), (#"module "a.b\x2fc\u0064\057\\""#, #"a.b/cd/\"#),
      ("// just a comment\n", nil), ("", nil),
    ] as [(String, String?)])
  func path(text: String, path: String?) throws {
    #expect(try GoModFile(text).path == path)
    #expect(try GoModFile(text, mode: .strict).path == path)
  }

  @Test(
    "The path is found in a file that cannot be read otherwise",
    arguments: [
      ("/* no */\nmodule a.b/c // x\nrequire (", "a.b/c"), ("module \"a.b/c\"\n)", "a.b/c"),
      ("module `a.b/c`\r\n\"", "a.b/c"), ("modules a.b/c", nil), ("module", nil),
      ("// module a.b/c", nil), ("module \"a", nil), ("module (\n\ta.b/c\n)", nil),
      ("module // a.b/c", nil),
    ] as [(String, String?)])
  func tolerantPath(text: String, path: String?) {
    #expect(GoModFile.path(in: text) == path)
  }

  @Test("Other directives are passed over, and nothing of them is taken for the module's")
  func wholeFile() throws {
    let file = try GoModFile(
      """
      // Copyright.

      module example.com/m/v2 // the second

      go 1.24.0

      toolchain go1.24.1

      godebug default=go1.21
      require (
      \tgolang.org/x/mod v0.14.0 // indirect
      \t"quoted.org/x" v1.0.0
      )
      require example.org/one v1.0.0-20200101000000-abcdefabcdef
      exclude example.org/two v1.2.3
      replace example.org/one => ../one
      replace (
      \texample.org/a v1.0.0 => example.org/b v1.0.1
      )
      tool golang.org/x/tools/cmd/stringer
      ignore ( ./node_modules
      )
      retract v2.0.0
      """)
    #expect(file.path == "example.com/m/v2")
    #expect(file.goVersion == "1.24.0")
    #expect(file.toolchain == "go1.24.1")
    #expect(file.retractions.map(\.low) == ["v2.0.0"])
    #expect(file.deprecation == nil)
  }

  @Test(
    "Directives that are not known are errors only in strict mode",
    arguments: [
      ("module m\nfuture x y", "the directive \"future\" is not known", 2),
      ("future (\n\tx\n)\nmodule m", "the directive \"future\" is not one of a block", 1),
      ("module m\n\ngo (\n\t1.21\n)", "the directive \"go\" is not one of a block", 3),
      ("retract x (\n\tv1.0.0\n)", "the directive \"retract x\" is not one of a block", 1),
      (
        "module m\nretract (v1.0.0, v1.1.0]",
        "the directive \"retract\" has neither one version nor an interval such as [v1.0.0, v1.2.0]",
        2
      ),
      (
        "retract [v1.0.0]",
        "the directive \"retract\" has neither one version nor an interval such as [v1.0.0, v1.2.0]",
        1
      ),
      ("retract v1.0.0 v1.1.0", "the directive \"retract\" has \"v1.1.0\" after its versions", 1),
      (
        "toolchain 1.22",
        "the directive \"toolchain\" has \"1.22\", not a name such as go1.23.0 or default", 1
      ),
      (
        "go 1.21.x", "the directive \"go\" has \"1.21.x\", not a version such as 1.23.0", 1
      ),
    ])
  func strict(text: String, message: String, line: Int) {
    #expect(throws: Never.self) { try GoModFile(text) }
    let error = #expect(throws: GoModuleError.self) { try GoModFile(text, mode: .strict) }
    #expect(error?.message == message)
    #expect(error?.line == line)
  }

  @Test(
    "A broken file is an error with its line in both modes",
    arguments: [
      ("module m\n/* x */", "comments begin with \"//\"; \"/*\" does not begin one", 2),
      ("module m/*x*/", "comments begin with \"//\"; \"/*\" does not begin one", 1),
      ("module \"m\n\"", "the string does not end on its line", 1),
      ("module `m", "the string does not end on its line", 1),
      ("module \"m\\\n\"", "the string does not end on its line", 1),
      ("module m\n\u{7}", "the character U+7 stands outside a string", 2),
      ("module m\n\u{FEFF}go 1.21", "the character U+FEFF stands outside a string", 2),
      ("\nrequire (\n\ta v1.0.0\n", "the block that begins here has no closing parenthesis", 2),
      ("require (\n\ta v1.0.0\n) b", "text follows the closing parenthesis of a block", 3),
      ("module m\nmodule n", "the directive \"module\" occurs a second time", 2),
      ("module m n", "the directive \"module\" does not have exactly one path", 1),
      ("module 'm'", "the word 'm' holds a quotation mark", 1),
      (#"module "\q""#, #"the string "\q" holds an unknown escape"#, 1),
      ("go 1.21\ngo 1.22", "the directive \"go\" occurs a second time", 2),
      ("go 1.21 1.22", "the directive \"go\" does not have exactly one version", 1),
      ("go go1.21", "the directive \"go\" has \"go1.21\", not a version such as 1.23.0", 1),
      ("go v1.21", "the directive \"go\" has \"v1.21\", not a version such as 1.23.0", 1),
    ])
  func broken(text: String, message: String, line: Int) {
    for mode in [GoModFile.Mode.lax, .strict] {
      let error = #expect(throws: GoModuleError.self) { try GoModFile(text, mode: mode) }
      #expect(error?.message == message)
      #expect(error?.line == line)
      #expect(error?.description == "line \(line): \(message)")
    }
  }

  @Test("Random damage to a file is read or refused with a line of the file")
  func damage() throws {
    let whole = Array(
      """
      // Deprecated: no
      module "example.com/m\\x2fv" // a
      go 1.21
      retract ( // b
      \t// c
      \t[v1.0.0, "v1.2.0"] // d

      \tv1.3.0
      )
      require `a.b/c` v1.0.0 ()
      """.unicodeScalars)
    let pieces = Array("\"`\\()[],/*\n\r\t é\u{200B}v1x").map { Array($0.unicodeScalars) }
    var random = SplitMix64(seed: 3)
    var (read, refused) = (0, 0)
    for _ in 0..<1_000 {
      var text = whole
      for _ in 0..<Int.random(in: 1...2, using: &random) {
        let start = Int.random(in: 0..<text.count, using: &random)
        let end = min(text.count, start + Int.random(in: 0...2, using: &random))
        let piece = Bool.random(using: &random) ? pieces.randomElement(using: &random) : nil
        text.replaceSubrange(start..<end, with: piece ?? [])
      }
      let damaged = String(String.UnicodeScalarView(text))
      let lines = text.count { $0 == "\n" } + 1
      do throws(GoModuleError) {
        _ = try GoModFile(damaged)
        read += 1
      } catch {
        #expect((1...lines).contains(error.line ?? 0), "\(damaged)")
        refused += 1
      }
      _ = GoModFile.path(in: damaged)
    }
    #expect(read > 100)
    #expect(refused > 100)
  }

  @Test(
    "The language version is read, in lax mode also from near misses",
    arguments: [
      ("1.21", "1.21"), ("1.21.0", "1.21.0"), ("1.22rc2", "1.22rc2"), ("1.9", "1.9"),
      ("v1.21.3", "1.21"), ("1.21.x", "1.21"), ("1.18-dev", "1.18"), ("1.15beta", "1.15"),
    ])
  func goVersion(text: String, expected: String) throws {
    #expect(try GoModFile("go " + text).goVersion == expected)
  }

  @Test(
    "The deprecation is the paragraph that begins with its word",
    arguments: [
      ("module m", nil), ("// yo\nmodule m", nil), ("//Deprecated\nmodule m", nil),
      ("//Deprecated:blah\nmodule m", "blah"), ("// Deprecated: blah\nmodule m", "blah"),
      ("// deprecated: blah\nmodule m", nil), ("// Deprecated: one\n// two\nmodule m", "one\ntwo"),
      ("// other\n// Deprecated: blah\nmodule m", nil),
      ("// module m is Deprecated: blah\nmodule m", nil),
      ("// Deprecated: a\n// Deprecated: b\nmodule m", "a\nDeprecated: b"),
      ("// Deprecated: a\n// b\n//\n// c\nmodule m", "a\nb"),
      ("// Deprecated: space\n// \n// c\nmodule m", "space"),
      ("module m // Deprecated: blah", "blah"), ("// other\nmodule m // Deprecated: blah", nil),
      ("// other\n//\nmodule m // Deprecated: blah", "blah"),
      ("// Deprecated: blah\nmodule (\n\tm\n)", "blah"), ("// Deprecated: blah\n\nmodule m", nil),
      ("// Deprecated:\nmodule m", ""), ("//\n// Deprecated: blah\nmodule m", nil),
      ("// Deprecated: blah\r\nmodule m\r\n", "blah"),
    ] as [(String, String?)])
  func deprecation(text: String, expected: String?) throws {
    #expect(try GoModFile(text).deprecation == expected)
  }
}
