import Foundation
import Testing

@testable import QueryLanguage

/// No text makes the front end crash, hang or say something without a place.
@Suite("Mutated queries")
struct FuzzTests {
  @Test("Whatever is typed compiles, or fails with a few errors in their places", arguments: 0..<8)
  func mutations(seed: UInt64) {
    #expect(QueryMutations.seeds.count > 150)
    var texts = QueryMutations(seed: seed)
    var compiledQueries = 0
    for _ in 0..<2_500 {
      let bytes = texts.next()
      do {
        _ = try QueryCompiler.compile(
          QueryParser.parse(bytes: bytes), source: String(decoding: bytes, as: UTF8.self),
          user: "alice", resolver: FixedNames())
        compiledQueries += 1
      } catch let error as QueryError {
        if let problem = Self.problem(with: error.diagnostics, of: bytes) {
          Issue.record("\(problem) in \(String(decoding: bytes, as: UTF8.self).debugDescription)")
        }
      } catch {
        Issue.record(error)
      }
    }
    #expect(compiledQueries > 60)
  }

  @Test(
    "Long texts of one kind end with their errors",
    arguments: [
      "(", ")", "[", "\"", "'", "“", "«", "`", "|", "| where ", " and ", " in (", "not ", "- ", "$",
      "\\", "..", "a.", "a,", "a ", "v1", "1.", "~", "^1", "sha:", "--", "\u{200B}", "\u{301}",
      "é", "日", "\u{1F600}", "\u{0}", "\n", ";", "param a: int = 1;", "as of now;", "repo a;",
      "if(", "f(", "| add a as a", "| take 1", "= 1 or nope", "| select nope", "“a", "in a..b ",
      "tags of ", "2024-01-01", "7d ago ", "x in x..y ", "select from ", "is not ",
    ])
  func repeated(piece: String) {
    for start in ["", "tags | where name "] {
      let count = (6_144 - start.utf8.count) / piece.utf8.count
      let bytes = Array((start + String(repeating: piece, count: count)).utf8)
      do {
        _ = try QueryCompiler.compile(
          QueryParser.parse(bytes: bytes), source: String(decoding: bytes, as: UTF8.self),
          resolver: FixedNames())
      } catch let error as QueryError {
        #expect(Self.problem(with: error.diagnostics, of: bytes) == nil)
      } catch {
        Issue.record(error)
      }
    }
  }

  /// Returns what is wrong with the errors of a text, or nil.
  static func problem(with diagnostics: [Diagnostic], of bytes: [UInt8]) -> String? {
    if diagnostics.isEmpty { return "no error" }
    if diagnostics.count > 50 { return "\(diagnostics.count) errors" }
    let isText = String(validating: bytes, as: UTF8.self) != nil
    func isBoundary(_ offset: Int) -> Bool {
      !isText || offset >= bytes.count || bytes[offset] & 0xC0 != 0x80
    }
    let renderer = DiagnosticRenderer(source: bytes)
    for diagnostic in diagnostics {
      let span = diagnostic.span
      let isTooLong = diagnostic.message.hasPrefix("the query has ")
      guard span.lower >= 0, span.lower <= span.upper, span.upper <= bytes.count || isTooLong,
        isBoundary(span.lower), isBoundary(span.upper)
      else { return "\(diagnostic) is no place" }
      let text = renderer.text(diagnostic)
      if text.utf8.count > 20_000 + 3 * (span.upper - span.lower) { return "a long message" }
      if text.unicodeScalars.contains(where: { $0.isInvisible && $0 != "\n" }) {
        return "an unseen character in \(text.debugDescription)"
      }
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      if lines.count < 3 || !lines[2].contains("^") {
        return "no caret in \(text)"
      }
    }
    let json = Data(renderer.json(diagnostics).utf8)
    let array = try? JSONSerialization.jsonObject(with: json) as? [[String: Any]]
    return array?.count == diagnostics.count ? nil : "no JSON"
  }
}
