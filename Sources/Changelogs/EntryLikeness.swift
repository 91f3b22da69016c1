/// Tells the entries of a changelog that were only written otherwise from those that are new.
///
/// Both lists are of one heading: what went from it and what came to it with one version of the
/// file. An entry goes on from another one if it has the same words, or names the same issues or
/// commits and is not too unlike, or is alike enough; and if it is a part of another one.
package struct EntryLikeness {
  private let vanished: [Profile]
  private let appeared: [Profile]
  private var predecessors: [Int?]
  private var isTaken: [Bool]

  /// The limit on pairs that are compared word by word; beyond it only near places are.
  private static let pairLimit = 1 << 18
  /// How far apart the places of two entries are at most where there are many.
  private static let window = 40

  /// Returns for each entry that appeared the place of the one that it goes on from, or null.
  package static func predecessors(
    of appeared: [ChangelogEntry], among vanished: [ChangelogEntry]
  ) -> [Int?] {
    guard !appeared.isEmpty, !vanished.isEmpty else { return appeared.map { _ in nil } }
    var likeness = EntryLikeness(vanished.map(Profile.init), appeared.map(Profile.init))
    likeness.takeSameWords()
    likeness.takeAlike()
    likeness.takeParts()
    return likeness.predecessors
  }

  private init(_ vanished: [Profile], _ appeared: [Profile]) {
    self.vanished = vanished
    self.appeared = appeared
    predecessors = appeared.map { _ in nil }
    isTaken = vanished.map { _ in false }
  }

  private mutating func take(_ new: Int, _ old: Int) {
    predecessors[new] = old
    isTaken[old] = true
  }

  /// Takes entries that differ in marks, or stand in another section.
  private mutating func takeSameWords() {
    var places: [Profile.Words: [Int]] = [:]
    for old in vanished.indices.reversed() { places[vanished[old].words, default: []].append(old) }
    for new in appeared.indices {
      if let old = places[appeared[new].words]?.popLast() { take(new, old) }
    }
  }

  /// Takes pairs that are alike, the most alike ones first.
  private mutating func takeAlike() {
    let olds = vanished.indices.filter { !isTaken[$0] }
    let news = appeared.indices.filter { predecessors[$0] == nil }
    let isNear = olds.count * news.count > Self.pairLimit
    var pairs: [(new: Int, old: Int, score: Double)] = []
    for (place, new) in news.enumerated() {
      let near =
        isNear ? olds.dropFirst(max(0, place - Self.window)).prefix(2 * Self.window) : olds[...]
      for old in near {
        let score = appeared[new].likeness(to: vanished[old])
        if score > 0 { pairs.append((new, old, score)) }
      }
    }
    pairs.sort { ($1.score, $0.new, $0.old) < ($0.score, $1.new, $1.old) }
    for pair in pairs where predecessors[pair.new] == nil && !isTaken[pair.old] {
      take(pair.new, pair.old)
    }
  }

  /// Takes entries whose words another one held, as where an entry was split.
  private mutating func takeParts() {
    guard vanished.count * appeared.count <= Self.pairLimit else { return }
    for new in appeared.indices where predecessors[new] == nil {
      predecessors[new] = vanished.indices.first { appeared[new].isPart(of: vanished[$0]) }
    }
  }
}

/// What entries are compared by.
private struct Profile {
  /// The hashes of the words in their order.
  struct Words: Hashable {
    var hashes: [UInt64]
  }

  let words: Words
  /// The different words in the order of their hashes.
  private let set: [UInt64]
  /// The issues, pull requests and commits that it names.
  private let names: Set<String>

  init(_ entry: ChangelogEntry) {
    let text = (entry.scope.map { $0 + " " } ?? "") + entry.text
    words = Words(hashes: WordHashes.of(Array(text.utf8)))
    set = Array(Set(words.hashes)).sorted()
    names = Set(
      entry.references.map { "#\($0.number)" } + entry.commits.map { String($0.prefix(7)) })
  }

  /// The share of common words, from 0 to 1; 0 for what is not the same entry.
  func likeness(to other: Profile) -> Double {
    guard !set.isEmpty, !other.set.isEmpty else { return 0 }
    let share = 2 * Double(commonWords(with: other)) / Double(set.count + other.set.count)
    let limit =
      if names.isEmpty || other.names.isEmpty { 0.5 } else if names.isDisjoint(with: other.names) {
        0.85
      } else { 0.3 }
    return share >= limit ? share : 0
  }

  /// Whether nearly all of at least four words stand in another entry.
  func isPart(of other: Profile) -> Bool {
    guard set.count >= 4, set.count < other.set.count,
      names.isEmpty || other.names.isEmpty || !names.isDisjoint(with: other.names)
    else { return false }
    return commonWords(with: other) * 5 >= set.count * 4
  }

  private func commonWords(with other: Profile) -> Int {
    var (a, b, count) = (0, 0, 0)
    while a < set.count, b < other.set.count {
      if set[a] == other.set[b] {
        count += 1
        a += 1
        b += 1
      } else if set[a] < other.set[b] {
        a += 1
      } else {
        b += 1
      }
    }
    return count
  }
}
