import Foundation
import Testing

@testable import QueryLanguage

/// The views of the migrations against the catalog.
struct ViewTests {
  @Test("Each relation has a view that begins with its columns, with a key after each version")
  func viewsMatchTheCatalog() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folder = root.appending(path: "migrations")
    let text = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .map { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) }.joined()
    for relation in Relation.all {
      let names = relation.columns.flatMap {
        $0.type == .version ? [$0.name, $0.name + "_key"] : [$0.name]
      }
      let view = Self.columns(of: "v_" + relation.name, in: text)
      #expect(Array(view.prefix(names.count)) == names, "\(relation.name)")
      // What follows serves to join the views.
      #expect(view.dropFirst(names.count).allSatisfy { $0.hasSuffix("_id") }, "\(relation.name)")
    }
  }

  /// Returns the names that stand after `AS` between `SELECT` and `FROM`.
  private static func columns(of view: String, in text: String) -> [String] {
    // The last one counts: a later migration may have made it anew.
    guard let start = text.range(of: "CREATE VIEW \(view) AS\n", options: .backwards),
      let end = text.range(of: "\nFROM", range: start.upperBound..<text.endIndex)
    else { return [] }
    let list = text[start.upperBound..<end.lowerBound]
      .replacing(/\(SELECT [^)]*\)/, with: "")
    return list.matches(of: /\bAS (\w+)/).map { String($0.1) }
  }
}
