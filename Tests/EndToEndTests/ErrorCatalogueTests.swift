import Foundation
import Testing

/// `docs/errors.md` against the sources.
@Suite("The catalogue of errors")
struct ErrorCatalogueTests {
  /// Codes that no example can provoke: they need a read-only disk, or damage.
  static let withoutExample: Set<String> = ["N410", "N421"]

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: DocumentationTests.root.appending(path: path), encoding: .utf8)
  }

  /// Returns the codes that the sources hold as literals.
  private static func codesInSources() throws -> Set<String> {
    let folder = DocumentationTests.root.appending(path: "Sources")
    var codes: Set<String> = []
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    while let file = files?.nextObject() as? URL {
      guard file.pathExtension == "swift" else { continue }
      // Comments name codes as examples.
      let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        .filter { !$0.drop { $0 == " " }.hasPrefix("//") }
      for match in lines.joined(separator: "\n").matches(of: /"([EN][0-9]{3})"/) {
        codes.insert(String(match.1))
      }
    }
    return codes
  }

  /// Returns the sections about codes, in the order of the document.
  private static func sections() throws -> [(code: String, text: String)] {
    try text("docs/errors.md").components(separatedBy: "\n### ").dropFirst().map { section in
      (String(section.prefix(4)), section.components(separatedBy: "\n## ")[0])
    }
  }

  @Test("Every code of the sources is in the catalogue, once and in order, and no other")
  func codes() throws {
    let documented = try Self.sections().map(\.code)
    let emitted = try Self.codesInSources()
    #expect(emitted.count > 60)
    let order = documented.filter { $0.hasPrefix("E") } + documented.filter { $0.hasPrefix("N") }
    #expect(documented == order)
    #expect(order == emitted.sorted(), "\(emitted.symmetricDifference(documented).sorted())")
  }

  @Test("Every example shows its code and no other, and every section says the way out")
  func examples() throws {
    for section in try Self.sections() {
      let shown = section.text.matches(of: /(?m)^(?:error|note)\[(\w+)\]/).map { String($0.1) }
      #expect(
        Set(shown) == (Self.withoutExample.contains(section.code) ? [] : [section.code]),
        "\(section.code)")
      let isConsole = section.text.hasSuffix("```\n")
      #expect(!isConsole, "\(section.code) ends with its example")
    }
  }
}
