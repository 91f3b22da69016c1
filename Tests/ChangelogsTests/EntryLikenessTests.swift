import Changelogs
import Testing

@Suite("Entries that were only written otherwise")
struct EntryLikenessTests {
  private func entries(_ count: Int, _ text: (Int) -> String) -> [ChangelogEntry] {
    (0..<count).map { ChangelogEntry(text: text($0), markdown: "", line: $0 + 1) }
  }

  @Test(
    "Of two long lists neighbours are compared, whichever is longer",
    arguments: [(400, 700), (700, 400), (1, 300_000), (300_000, 1), (600, 600)])
  func longLists(vanished: Int, appeared: Int) {
    let old = entries(vanished) { "The sum of the cart number \($0) is right" }
    let new = entries(appeared) { "Now the sum of the cart number \($0) is right again" }
    let found = EntryLikeness.predecessors(of: new, among: old)
    #expect(found.count == appeared)
    #expect(found.compactMap(\.self).count == min(vanished, appeared))
    #expect(found[0] == 0)
  }
}
