/// A set of ids as a bitmap that starts at `base`.
///
/// It carries the commits of a range, or the refs that contain a commit, into a statement.
struct IDSet: Sendable {
  /// The id of the lowest bit; a multiple of nothing in particular.
  let base: Int64
  /// Bit `i % 64` of word `i / 64` stands for id `base + i`.
  let words: [UInt64]

  init(base: Int64, words: [UInt64]) {
    self.base = base
    self.words = words
  }

  init(ids: some Sequence<Int64>) {
    let sorted = ids.sorted()
    guard let first = sorted.first, let last = sorted.last else {
      self.init(base: 0, words: [])
      return
    }
    var words = [UInt64](repeating: 0, count: Int((last - first) / 64) + 1)
    for id in sorted {
      words[Int((id - first) / 64)] |= 1 << UInt64((id - first) % 64)
    }
    self.init(base: first, words: words)
  }

  var count: Int {
    words.reduce(0) { $0 + $1.nonzeroBitCount }
  }

  func contains(_ id: Int64) -> Bool {
    let bit = id &- base
    guard bit >= 0, bit < Int64(words.count) * 64 else { return false }
    return words[Int(bit >> 6)] >> UInt64(bit & 63) & 1 != 0
  }

  /// Returns the highest id below `limit` that is in the set.
  ///
  /// A descending scan with it costs O(words + ids).
  func last(below limit: Int64) -> Int64? {
    let top = min(limit &- base, Int64(words.count) * 64)
    guard top > 0 else { return nil }
    var index = Int((top - 1) >> 6)
    let keep = UInt64((top - 1) & 63) + 1
    var word = keep == 64 ? words[index] : words[index] & ((1 << keep) - 1)
    while word == 0 {
      guard index > 0 else { return nil }
      index -= 1
      word = words[index]
    }
    return base + Int64(index) * 64 + Int64(63 - word.leadingZeroBitCount)
  }
}
