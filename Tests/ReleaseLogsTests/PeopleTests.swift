import HistoryStore
import Testing

@testable import ReleaseLogs

@Suite("The people of a history")
struct PeopleTests {
  @Test("of several names of one address the same is shown, in whatever order they were recorded")
  func spelling() {
    let names = ["monkey", "Monkey", "", "Monkey D."]
    for first in names.indices {
      let rows = names.indices.map { place in
        let name = names[(first + place) % names.count]
        return (
          Int64(place),
          PersonRow(
            name: Array(name.utf8), email: Array("\(name.isEmpty ? "M" : "m")@example.com".utf8))
        )
      }
      let people = People(Dictionary(uniqueKeysWithValues: rows), mailmap: nil)
      let places = Set(rows.map { people.place(ofRow: $0.0) })
      #expect(places == [0])
      #expect(String(decoding: people.name(of: 0), as: UTF8.self) == "Monkey")
    }
  }
}
