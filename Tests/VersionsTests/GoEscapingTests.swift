import Testing
import Versions

@Suite("Escaped paths and versions of Go modules")
struct GoEscapingTests {
  @Test(
    "Capital letters are escaped",
    arguments: [
      (
        "ascii.com/abcdefghijklmnopqrstuvwxyz.-/~_0123456789",
        "ascii.com/abcdefghijklmnopqrstuvwxyz.-/~_0123456789"
      ),
      ("github.com/GoogleCloudPlatform/omega", "github.com/!google!cloud!platform/omega"),
      ("github.com/Azure/azure-sdk-for-go", "github.com/!azure/azure-sdk-for-go"),
    ])
  func paths(path: String, escaped: String) throws {
    #expect(try GoModulePath.escape(path) == escaped)
    #expect(try GoModulePath.unescape(escaped) == path)
  }

  @Test(
    "Versions are escaped too, and need not be versions",
    arguments: [
      ("v1.0.0", "v1.0.0"), ("v1.0.0-RC1", "v1.0.0-!r!c1"), ("Master", "!master"),
      ("v2.0.0+incompatible", "v2.0.0+incompatible"),
    ])
  func versions(version: String, escaped: String) throws {
    #expect(try GoModulePath.escapeVersion(version) == escaped)
    #expect(try GoModulePath.unescapeVersion(escaped) == version)
  }

  @Test(
    "Other texts are no escaped paths",
    arguments: [
      "github.com/GoogleCloudPlatform/omega", "github.com/!google!cloud!platform!/omega",
      "github.com/!0google!cloud!platform/omega", "github.com/!_google!cloud!platform/omega",
      "github.com/!!google!cloud!platform/omega", "", "github.com/a!", "x.y/é",
    ])
  func unescapable(text: String) {
    #expect(throws: GoModuleError.self) { try GoModulePath.unescape(text) }
  }

  @Test("What is no module path has no escaped form", arguments: GoModulePathTests.table)
  func invalid(path: String, isModule: Bool, isPackage: Bool, isFile: Bool) {
    guard !isModule else { return }
    #expect(throws: GoModuleError.self) { try GoModulePath.escape(path) }
    #expect(throws: GoModuleError.self) { try GoModulePath.unescape(path) }
  }

  @Test(
    "What is no element of a file path, or holds an exclamation mark, is no version",
    arguments: ["", "a/b", "v1!", "aux", "a\nb", "vé", "v1."])
  func unescapableVersions(text: String) {
    #expect(throws: GoModuleError.self) { try GoModulePath.escapeVersion(text) }
  }

  @Test("Unescaping undoes escaping, for random paths and versions")
  func roundTrip() throws {
    var random = SplitMix64(seed: 7)
    var lengths = 0
    for _ in 0..<2_000 {
      let path = "example.com/\(random.word())/\(random.word())"
      let escaped = try GoModulePath.escape(path)
      #expect(try GoModulePath.unescape(escaped) == path)
      #expect(escaped.lowercased() == escaped)
      lengths += escaped.utf8.count - path.utf8.count
      let version = "v" + random.version() + "-" + random.word()
      #expect(
        try GoModulePath.unescapeVersion(GoModulePath.escapeVersion(version)) == version)
    }
    #expect(lengths > 2_000, "the paths hold capital letters")
  }
}

extension SplitMix64 {
  /// A word of letters in both cases and digits that may be an element of a module path.
  mutating func word() -> String {
    let letters = Array("abcXYZ059-_")
    let count = Int.random(in: 1...9, using: &self)
    return "w" + String((0..<count).map { _ in letters.randomElement(using: &self) ?? "a" })
  }
}
