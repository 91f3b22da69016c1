import Foundation
import QueryLanguage
import Testing

@Suite("Completion at every place")
struct CompletionPropertyTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The saved queries, and the examples of the documentation.
  private static let queries: [String] = {
    let folder = root.appending(path: "queries")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
    var texts = names.filter { $0.hasSuffix(".stq") }.sorted().compactMap {
      try? String(contentsOf: folder.appending(path: $0), encoding: .utf8)
    }
    for document in ["README.md", "docs/language.md"] {
      let lines = (try? String(contentsOf: root.appending(path: document), encoding: .utf8)) ?? ""
      for line in lines.split(separator: "\n") where line.hasPrefix("$ stemma query '") {
        texts.append(String(line.dropFirst("$ stemma query '".count).prefix { $0 != "'" }))
      }
    }
    return texts + RealQuestions.all
  }()

  @Test("Every beginning of every query has an answer that replaces its end")
  func prefixes() {
    #expect(Self.queries.count > 50)
    for query in Self.queries {
      for length in 0...query.utf8.count {
        let found = QueryCompletion.complete(query, at: length, names: FewNames())
        #expect(found.range.upper == length || query.utf8.count > 65_536)
        #expect(found.range.lower >= 0 && found.range.lower <= length)
      }
    }
  }

  @Test("What is offered is known at its place, and makes no fault before the cursor")
  func candidates() {
    var checked = 0
    for query in Self.queries {
      let known = Self.faults(query)
      var places: Set<Int> = []
      for length in 0...query.utf8.count {
        let found = QueryCompletion.complete(query, at: length, names: FewNames())
        // One place for each word is enough.
        guard places.insert(found.range.lower).inserted else { continue }
        for candidate in found.candidates where Self.kinds.contains(candidate.kind) {
          let lower = found.range.lower
          let start = String(decoding: query.utf8.prefix(lower), as: UTF8.self)
          let text = start + candidate.text + Self.end(of: candidate)
          checked += 1
          for fault in Self.faults(text) {
            let isCandidate = fault.span.lower == lower && Self.unknown.contains(fault.code)
            guard isCandidate || fault.span.upper <= lower else { continue }
            if isCandidate, Self.begins(text, fault) { continue }
            if known.contains(where: { $0.span == fault.span }) { continue }
            Issue.record("\(text)▮ \(candidate.kind): \(fault.code) \(fault.message)")
          }
        }
      }
    }
    #expect(checked > 15_000)
  }

  /// Whether the name that a fault is about is known as the begin of a predicate, as that of a
  /// column of one side of a join is behind `on`.
  private static func begins(_ text: String, _ fault: Diagnostic) -> Bool {
    !faults(text + " is null").contains { $0.code == fault.code && $0.span == fault.span }
  }

  /// Returns what makes a candidate that goes on a whole one.
  private static func end(of candidate: CompletionCandidate) -> String {
    switch candidate.text {
    // Without another word behind them these would be names of relations.
    case "param", "let", "repo": " x"
    case let text where text.hasSuffix("."): "x"
    default: ""
    }
  }

  /// What a name that means nothing at its place is told with.
  private static let unknown: Set<String> = ["E013", "E101", "E102", "E103", "E111", "E113"]

  /// Those that the place alone decides; what a ref or a value stands for is another question.
  private static let kinds: Set<CompletionCandidate.Kind> = [
    .relation, .stage, .keyword, .column, .link,
  ]

  private static func faults(_ text: String) -> [Diagnostic] {
    do {
      let syntax = try QueryParser.parse(text)
      var values: [String: ParameterValue] = [:]
      for case .parameter(let declaration) in syntax.headers
      where declaration.type == .ref || declaration.type == .commit {
        values[declaration.name.text] = try QueryParser.parseValue("v1.27.3", type: .ref)
      }
      _ = try QueryCompiler.compile(
        syntax, source: text, parameters: values, resolver: FixedNames())
      return []
    } catch let error as QueryError {
      return error.diagnostics
    } catch {
      return []
    }
  }

  @Test(
    "Texts that are no queries have an answer, too",
    arguments: [
      String(repeating: "(", count: 5_000), String(repeating: "tags | where (", count: 2_000),
      "tags | where " + String(repeating: "- ", count: 20_000),
      "tags | where " + String(repeating: "not ", count: 10_000),
      String(repeating: "|", count: 5_000),
      "tags | where name in " + String(repeating: "(", count: 99),
      String(repeating: "x", count: 70_000), "'\u{1F980}", "tags of 'é", "$", "$$", "..", "\\q",
      ".",
      "tags | where class = \"\\", "param p: ref = ", "let a = ", "let a = tags; a | where ",
      "commits in ..", "commits in $", "commits in ...", "tags | summarize max(", "as of 7d",
      "tags | select *, ", "tags | take ", "tags | distinct ", "tags | join (", ";", "param",
    ])
  func nonsense(text: String) {
    for length in Set([0, 1, 7, text.utf8.count / 2, text.utf8.count]) {
      _ = QueryCompletion.complete(text, at: length, names: FewNames())
    }
  }

  @Test("Random mixtures of tokens have an answer")
  func mixtures() {
    let pieces = [
      "tags", "commits", "|", "where", "select", "(", ")", ",", "in", "..", "v1.0.0", "of", "as",
      "class", "=", "\"", "'", "$x", "param", ":", ";", "not", "is", "null", "summarize", "by",
      "count(", "commit", ".", "7d", "ago", "-", "--", "\n", "é", "sort", "take", "5", "let", "*",
    ]
    var random = SplitMix64(state: 12)
    for _ in 0..<2_000 {
      let text = (0..<1 + random.below(20)).map { _ in
        pieces[random.below(pieces.count)] + [" ", ""][random.below(2)]
      }.joined()
      let found = QueryCompletion.complete(text, at: text.utf8.count, names: FewNames())
      #expect(found.range.upper == text.utf8.count, "\(text)")
    }
  }
}
