/// Gives each distinct set of tags a small number, and remembers unions of sets.
///
/// Set 0 is the empty one. The sets lie one after the other in one array of words; a hash table
/// with open addressing finds equal ones. A walk over a history asks for the same few unions again
/// and again: a direct-mapped memo, in which a newer pair replaces an older one in its place,
/// answers most of them.
struct TagSetInterner {
  /// Words per set.
  let wordsPerSet: Int

  /// The words of all sets.
  private(set) var words: [UInt64]

  /// The number of sets.
  private(set) var count = 1

  /// Whether a set was refused because there were too many already; its number is 0 then.
  private(set) var isOverflown = false

  private let limit: Int
  private var table: [Int32]
  private var scratch: [UInt64]
  private var memoPairs: [UInt64]
  private var memoUnions: [Int32]

  private static let memoBits: UInt64 = 15

  init(wordsPerSet: Int, limit: Int) {
    self.wordsPerSet = wordsPerSet
    self.limit = limit
    words = [UInt64](repeating: 0, count: wordsPerSet)
    scratch = words
    table = [Int32](repeating: -1, count: 1024)
    memoPairs = [UInt64](repeating: 0, count: 1 << Self.memoBits)
    memoUnions = [Int32](repeating: 0, count: 1 << Self.memoBits)
  }

  /// Returns the number of a set with one more tag.
  mutating func set(_ set: Int32, inserting slot: Int) -> Int32 {
    let first = Int(set) * wordsPerSet
    for index in 0..<wordsPerSet { scratch[index] = words[first + index] }
    scratch[slot >> 6] |= 1 &<< UInt64(slot & 63)
    return internScratch()
  }

  /// Returns the number of the union of two different sets that are not empty.
  mutating func union(_ first: Int32, _ second: Int32) -> Int32 {
    let pair = UInt64(min(first, second)) &<< 32 | UInt64(max(first, second))
    let place = Int((pair &* 0x9E37_79B9_7F4A_7C15) &>> (64 &- Self.memoBits))
    if memoPairs[place] == pair { return memoUnions[place] }
    let firstStart = Int(first) * wordsPerSet
    let secondStart = Int(second) * wordsPerSet
    for index in 0..<wordsPerSet {
      scratch[index] = words[firstStart + index] | words[secondStart + index]
    }
    let union = internScratch()
    memoPairs[place] = pair
    memoUnions[place] = union
    return union
  }

  private mutating func internScratch() -> Int32 {
    if count * 2 > table.count { growTable() }
    var place = hash(scratch.span, from: 0) & (table.count - 1)
    while table[place] >= 0 {
      if isScratch(Int(table[place])) { return table[place] }
      place = (place + 1) & (table.count - 1)
    }
    guard count < limit else {
      isOverflown = true
      return 0
    }
    table[place] = Int32(count)
    words.append(contentsOf: scratch)
    count += 1
    return table[place]
  }

  private func isScratch(_ set: Int) -> Bool {
    let first = set * wordsPerSet
    var index = 0
    while index < wordsPerSet {
      if words[first + index] != scratch[index] { return false }
      index += 1
    }
    return true
  }

  private func hash(_ words: Span<UInt64>, from first: Int) -> Int {
    var hash: UInt64 = 0
    for index in first..<first + wordsPerSet {
      hash = (hash ^ words[index]) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash &>> 32
    }
    return Int(truncatingIfNeeded: hash &>> 1)
  }

  private mutating func growTable() {
    table = [Int32](repeating: -1, count: table.count * 4)
    for set in 1..<count {
      var place = hash(words.span, from: set * wordsPerSet) & (table.count - 1)
      while table[place] >= 0 { place = (place + 1) & (table.count - 1) }
      table[place] = Int32(set)
    }
  }
}
