import HistoryStore
import Reports
import Testing

@testable import ReleaseLogs

@Suite("Composing reports")
struct ReportComposerTests {
  private func move(_ name: String, _ key: [UInt8]?) -> NameMove {
    NameMove(
      at: 0, earliest: nil, precision: "exact", repository: Array("shop".utf8),
      name: Array(name.utf8), change: key == nil ? "delete" : "move", oldVersion: nil,
      newVersion: nil, newKey: key, direction: "up")
  }

  @Test("Moves are ranked among the versions that the same name stood for")
  func ranks() {
    let moves = [
      move("latest", [2, 5]), move("stable", [2, 9]), move("latest", [2, 7]), move("latest", nil),
      move("latest", [2, 5]), move("latest", [2, 5, 1]), move("stable", [2, 9]),
    ]
    #expect(ReportComposer.ranks(of: moves) == [0, 0, 2, nil, 0, 1, 0])
    #expect(ReportComposer.ranks(of: []) == [])
  }

  @Test("Totals count commits that are no merges, those with most first")
  func totals() throws {
    let people = People(
      [
        1: PersonRow(name: Array("Zoe".utf8), email: Array("z@example.com".utf8)),
        2: PersonRow(name: Array("Adam".utf8), email: Array("a@example.com".utf8)),
        3: PersonRow(name: Array("Eve".utf8), email: []),
      ], mailmap: nil)
    func commit(_ authors: [Int], isMerge: Bool = false) -> ReadCommit {
      ReadCommit(commit: 0, sha: [], subject: [], isMerge: isMerge, authors: authors)
    }
    let zoe = try #require(people.place(ofRow: 1))
    let adam = try #require(people.place(ofRow: 2))
    let totals = people.totals(
      of: [commit([zoe, adam]), commit([adam]), commit([zoe], isMerge: true), commit([zoe])])
    #expect(totals.map { String(decoding: $0.name, as: UTF8.self) } == ["Adam", "Zoe"])
    #expect(totals.map(\.commitCount) == [2, 2])
  }
}
