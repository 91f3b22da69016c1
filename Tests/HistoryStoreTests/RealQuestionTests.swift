import Foundation
import QueryLanguage
import Testing

@Suite("Real questions")
struct RealQuestionTests {
  @Test("each question has its answer", arguments: ShopQuestion.all)
  func answer(_ question: ShopQuestion) async throws {
    try await ShopHistory.with { history, _ in
      let answer = try history.ask(question.text, parameters: question.parameters)
      let rows = answer.rows.map { $0.replacing(/0{20,}/, with: "…") }
      #expect(rows == question.rows.split(separator: "\n").map(String.init))
      #expect(answer.notes.map(\.code) == question.notes)
    }
  }

  @Test(
    "each question searches an index where one holds what it asks for", arguments: ShopQuestion.all)
  func plan(_ question: ShopQuestion) async throws {
    try await ShopHistory.with { history, _ in
      let plan = try history.plan(question.text, parameters: question.parameters)
      let scans = plan.filter { $0.hasPrefix("SCAN ") && !Self.isInner($0) }
        .map { $0.split(separator: " ")[1] }
      #expect(
        scans.map(String.init) == (question.reads.map { [String($0.prefix { $0 != "," })] } ?? []),
        "\(plan)")
      #expect(plan.contains { $0.hasPrefix("USE TEMP B-TREE") } == question.sorts, "\(plan)")
    }
  }

  /// Whether a step reads a computed set, the rows of a level below, or the handful of
  /// repositories.
  private static func isInner(_ step: String) -> Bool {
    step.contains("VIRTUAL TABLE") || step.hasPrefix("SCAN rows")
      || step.hasPrefix("SCAN (subquery") || step.hasPrefix("SCAN repo1 ")
  }

  @Test("all 31 questions of the language are there, and each has rows in the shop")
  func numbers() async throws {
    #expect(ShopQuestion.all.map(\.number) == Array(1...31))
    try await ShopHistory.with { history, _ in
      for question in ShopQuestion.all {
        let rows = try history.ask(question.text, parameters: question.parameters).rows
        #expect(!rows.isEmpty, "\(question.number)")
      }
    }
  }
}

extension ShopQuestion {
  /// The query with the repository that the questions assume.
  var text: String { query.contains("param ") ? query : "repo acme/shop;\n" + query }

  var parameters: [String: String] {
    query.contains("param ") ? ["from": "v1.27.3", "to": "v1.28.0"] : [:]
  }
}
