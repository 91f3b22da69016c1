import Testing
import Versions

@Suite("Retracted versions in go.mod files")
struct GoRetractionTests {
  @Test(
    "The rationale is in the comments of the line, else in those of its block",
    arguments: [
      ("module m\nretract v1.0.0", ""), ("//   prefix\nretract v1.0.0\n", "prefix"),
      (
        "module m\n//  one\n//\n//     two\n//\n// three\nretract v1.0.0",
        "one\n\ntwo\n\nthree"
      ),
      ("retract v1.0.0 // suffix\n", "suffix"),
      ("// prefix\nretract v1.0.0 // suffix\n", "prefix\nsuffix"),
      ("// block\nretract (\n\tv1.0.0\n)\n", "block"),
      ("// block\nretract (\n\t// line\n\tv1.0.0\n)\n", "line"),
      ("// block\nretract (\n\tv1.0.0 // line\n)\n", "line"),
      ("// block\nretract ( // behind\n\tv1.0.0\n)\n", "block"),
      ("// block\nretract (\n\tv1.0.0\n\t// end\n) // behind\n", "block"),
      ("// apart\n\nretract v1.0.0", ""), ("// apart\n\nretract (\n\tv1.0.0\n)", ""),
      ("retract (\n\t// a\n\n\t// b\n\tv1.0.0 // c\n)", "a\nb\nc"),
      ("// a\r\nretract v1.0.0 // b\r\n", "a\nb"),
    ])
  func rationale(text: String, expected: String) throws {
    let file = try GoModFile(text)
    #expect(file.retractions.map(\.rationale) == [expected])
    #expect(try GoModFile(text, mode: .strict) == file)
  }

  @Test("A blank line above a line of a block keeps the block's comment from it")
  func blankLine() throws {
    let file = try GoModFile("// block\nretract (\n\n\tv1.0.0\n\tv1.0.1\n\n\tv1.0.2\n)")
    #expect(file.retractions.map(\.rationale) == ["block", "block", ""])
  }

  @Test("Versions and intervals, alone, in blocks and quoted, are read in the file's order")
  func forms() throws {
    let file = try GoModFile(
      """
      module m
      retract v1.0.0
      retract [v1.1.0, v1.2.0]
      retract (
      \t"v1.3.0" // quoted
      \t[v1.4.0,v1.5.0] // close
      \t[ v1.6.0 , `v1.7.0` ]
      )
      retract ()
      """)
    #expect(file.retractions.map(\.low) == ["v1.0.0", "v1.1.0", "v1.3.0", "v1.4.0", "v1.6.0"])
    #expect(file.retractions.map(\.high) == ["v1.0.0", "v1.2.0", "v1.3.0", "v1.5.0", "v1.7.0"])
  }

  @Test(
    "An interval includes both ends, prereleases and pseudo-versions",
    arguments: [
      ("v1.0.0", true), ("v1.0.1", false), ("v1.1.0-rc.1", false), ("v1.1.0", true),
      ("v1.1.5", true), ("v1.2.0-rc.1", true), ("v1.2.0", true), ("v1.2.0+meta", true),
      ("v1.2.1-0.20060102150405-abcdefabcdef", false),
      ("v1.1.1-0.20060102150405-abcdefabcdef", true),
      ("v1.2.1", false), ("v0.15.2", true), ("v0.0.0-20060102150405-abcdefabcdef", true),
      ("v0.15.3", false), ("v2.0.0+incompatible", false),
    ])
  func covered(version: String, isRetracted: Bool) throws {
    let file = try GoModFile(
      "retract v1.0.0\nretract [v1.1.0, v1.2.0]\nretract [v0.0.0-0, v0.15.2]\nretract v2.0.1")
    #expect(file.isRetracted(version) == isRetracted)
    #expect(file.retractions(of: version).isEmpty == !isRetracted)
  }

  @Test("Every retraction of a version is returned with its rationale")
  func several() throws {
    let file = try GoModFile(
      "retract v1.0.0 // broken\nretract [v0.9.0, v1.0.5] // all of them\nretract v1.0.1")
    #expect(file.retractions(of: "v1.0.0").map(\.rationale) == ["broken", "all of them"])
    #expect(file.retractions(of: "v1.0.2").map(\.rationale) == ["all of them"])
  }

  @Test("A module may retract the version that says so")
  func itself() throws {
    #expect(try GoModFile("module m\nretract [v1.0.0, v1.0.1]").isRetracted("v1.0.1"))
  }
}
