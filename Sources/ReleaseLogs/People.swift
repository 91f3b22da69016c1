internal import CommitMessages
internal import HistoryStore

/// The people of a history, each once, by their proper names and addresses.
struct People {
  /// Someone, by one of the names that go with the address.
  private(set) var all: [Identity] = []
  private var byRow: [Int64: Int] = [:]
  private var byKey: [[UInt8]: Int] = [:]
  private let mailmap: Mailmap?

  /// - Parameter rows: The people of the store by their row ids.
  init(_ rows: [Int64: PersonRow], mailmap: Mailmap?) {
    self.mailmap = mailmap
    byRow.reserveCapacity(rows.count)
    // Of several spellings one is chosen by its bytes: in what order they were recorded depends on how
    // git walked.
    let ordered = rows.sorted { first, second in
      let (a, b) = (first.value, second.value)
      if a.name.isEmpty != b.name.isEmpty { return b.name.isEmpty }
      if a.name != b.name { return a.name.lexicographicallyPrecedes(b.name) }
      return a.email.lexicographicallyPrecedes(b.email)
    }
    for (id, row) in ordered { byRow[id] = place(of: Identity(name: row.name, email: row.email)) }
  }

  /// Returns the place of the person with a row id.
  func place(ofRow id: Int64) -> Int? { byRow[id] }

  /// Returns the place of someone whom a message names; new ones are added.
  mutating func place(of identity: Identity) -> Int {
    let proper = mailmap?.proper(identity) ?? identity
    // Addresses are compared as git's mailmap compares them; without one, names are.
    let key =
      (proper.email.isEmpty ? [0] + proper.name : proper.email).map { byte in
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
      }
    if let place = byKey[key] { return place }
    all.append(proper)
    byKey[key] = all.count - 1
    return all.count - 1
  }

  /// Whether it is a program's account, as forges name them: `dependabot[bot]`.
  func isProgram(_ place: Int) -> Bool {
    let mark = Array("[bot]".utf8)
    let email = all[place].email.prefix { $0 != UInt8(ascii: "@") }
    return all[place].name.suffix(mark.count) == mark[...] || email.suffix(mark.count) == mark[...]
  }

  /// Returns the name of someone, or the address where there is none.
  func name(of place: Int) -> [UInt8] {
    all[place].name.isEmpty ? all[place].email : all[place].name
  }
}
