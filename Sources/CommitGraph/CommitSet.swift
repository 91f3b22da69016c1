/// A set of commits of one graph: one bit per ordinal.
///
/// 200,000 commits take 25 KB whatever the number of members.
package struct CommitSet: Sendable {
  /// Bit `c & 63` of word `c >> 6` says whether commit `c` is a member.
  package private(set) var words: [UInt64]

  /// Creates an empty set for the ordinals below a number; inserting a higher one makes it grow.
  package init(capacity: Int = 0) {
    words = [UInt64](repeating: 0, count: (capacity + 63) >> 6)
  }

  /// Creates the set of the given commits.
  package init(_ commits: some Sequence<Int32>) {
    words = []
    for commit in commits { insert(commit) }
  }

  init(words: [UInt64]) {
    self.words = words
  }

  /// The number of members.
  ///
  /// - Complexity: O(capacity / 64); about 2 µs for 200,000 commits.
  package var count: Int {
    var total = 0
    for word in words { total &+= word.nonzeroBitCount }
    return total
  }

  /// Whether the set has no members.
  ///
  /// - Complexity: O(capacity / 64).
  package var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

  /// Returns whether a commit is a member; false for ordinals outside the capacity.
  package func contains(_ commit: Int32) -> Bool {
    let index = Int(commit) >> 6
    guard commit >= 0, index < words.count else { return false }
    return words[index] &>> UInt64(commit & 63) & 1 != 0
  }

  /// Adds a commit.
  package mutating func insert(_ commit: Int32) {
    let index = Int(commit) >> 6
    reserve(index + 1)
    words[index] |= 1 &<< UInt64(commit & 63)
  }

  /// Removes a commit.
  package mutating func remove(_ commit: Int32) {
    guard contains(commit) else { return }
    words[Int(commit) >> 6] &= ~(1 &<< UInt64(commit & 63))
  }

  /// Adds the members of another set.
  ///
  /// - Complexity: O(capacity / 64), as for the two operations below.
  package mutating func formUnion(_ other: CommitSet) {
    reserve(other.words.count)
    for index in other.words.indices { words[index] |= other.words[index] }
  }

  /// Removes the members of another set.
  package mutating func subtract(_ other: CommitSet) {
    let shared = Swift.min(words.count, other.words.count)
    for index in 0..<shared { words[index] &= ~other.words[index] }
  }

  /// Removes all but the members of another set.
  package mutating func formIntersection(_ other: CommitSet) {
    for index in words.indices {
      words[index] &= index < other.words.count ? other.words[index] : 0
    }
  }

  /// Returns the highest member below an ordinal, or nil if there is none.
  ///
  /// A whole set is walked down in O(members + capacity / 64); a single call may pass over that
  /// many words too.
  package func nextBelow(_ commit: Int32) -> Int32? {
    guard commit > 0 else { return nil }
    let highest = Int(commit) - 1
    var index = highest >> 6
    var word: UInt64
    if index < words.count {
      word = words[index] & (UInt64.max &>> UInt64(63 - highest & 63))
    } else {
      index = words.count
      word = 0
    }
    while word == 0 {
      index -= 1
      guard index >= 0 else { return nil }
      word = words[index]
    }
    return Int32(truncatingIfNeeded: index &<< 6 &+ 63 &- word.leadingZeroBitCount)
  }

  /// The highest member.
  package var last: Int32? { nextBelow(Int32.max) }

  /// The members, highest first: children before their parents.
  package var descending: some Sequence<Int32> {
    sequence(state: Int32.max) { commit in
      guard let next = nextBelow(commit) else { return nil }
      commit = next
      return next
    }
  }

  private mutating func reserve(_ count: Int) {
    guard count > words.count else { return }
    words.append(contentsOf: repeatElement(0, count: count - words.count))
  }
}

extension CommitSet: Sequence {
  /// Goes through the members, lowest first: parents before their children.
  package struct Iterator: IteratorProtocol {
    private let words: [UInt64]
    private var index = 0
    private var word: UInt64

    init(_ words: [UInt64]) {
      self.words = words
      word = words.first ?? 0
    }

    /// Returns the next member.
    package mutating func next() -> Int32? {
      while word == 0 {
        index += 1
        guard index < words.count else { return nil }
        word = words[index]
      }
      let bit = word.trailingZeroBitCount
      word &= word &- 1
      return Int32(truncatingIfNeeded: index &<< 6 &+ bit)
    }
  }

  /// Returns an iterator over the members, lowest first.
  package func makeIterator() -> Iterator { Iterator(words) }
}

extension CommitSet: Equatable {
  /// Returns whether two sets have the same members, whatever their capacities.
  package static func == (left: CommitSet, right: CommitSet) -> Bool {
    let shared = Swift.min(left.words.count, right.words.count)
    return left.words[..<shared] == right.words[..<shared]
      && left.words[shared...].allSatisfy { $0 == 0 }
      && right.words[shared...].allSatisfy { $0 == 0 }
  }
}
