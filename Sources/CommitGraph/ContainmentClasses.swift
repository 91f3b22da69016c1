/// Tells for every commit which tags contain it, by one small number per commit.
///
/// A tag contains its commit and all ancestors of it. Commits with the same set of containing tags
/// form a *class*. Histories have few of them: about as many as tags (1,295 classes for 203,352
/// commits and 1,001 tags), because a line of commits between two tags is one class. So a question
/// about tags costs one look-up of a number, and anything that follows from the set, such as the
/// first release, is computed once per class and not once per commit.
///
/// A tag is a *slot*: a small number that stays with it, its bit in the sets.
package struct ContainmentClasses: Sendable {
  /// A tag and the commit it points at.
  package struct Tag: Sendable, Equatable {
    /// The tag's bit in the sets.
    package var slot: Int

    /// The commit behind the tag.
    package var ordinal: Int32

    /// Creates a tag.
    package init(slot: Int, ordinal: Int32) {
      self.slot = slot
      self.ordinal = ordinal
    }
  }

  /// The class of each commit.
  ///
  /// Class 0 is that of the commits that no tag contains.
  package internal(set) var labels: [Int32]

  /// The sets of all classes: bit `s & 63` of word `class * wordsPerSet + s >> 6` for slot `s`.
  package internal(set) var sets: [UInt64]

  /// The number of words that a set takes.
  package let wordsPerSet: Int

  /// The commit of each slot's tag, or -1 for a slot without tag.
  package let tagOrdinals: [Int32]

  /// One more than the highest class number.
  ///
  /// Without ``renumbered(keeping:)`` every number below is in use (0 always counts as such).
  package var count: Int { sets.count / wordsPerSet }

  /// The numbers of the classes that commits have, in ascending order, and 0.
  ///
  /// - Complexity: O(commits).
  package var usedClasses: [Int32] {
    var isUsed = [Bool](repeating: false, count: count)
    isUsed[0] = true
    for label in labels { isUsed[Int(label)] = true }
    return isUsed.indices.lazy.filter { isUsed[$0] }.map(Int32.init)
  }

  /// Returns the words of a class's set.
  package func set(ofClass number: Int32) -> ArraySlice<UInt64> {
    sets[Int(number) * wordsPerSet..<(Int(number) + 1) * wordsPerSet]
  }

  /// Returns whether a tag contains the commits of a class.
  package func contains(_ slot: Int, inClass number: Int32) -> Bool {
    let index = slot >> 6
    guard slot >= 0, index < wordsPerSet else { return false }
    return sets[Int(number) * wordsPerSet + index] &>> UInt64(slot & 63) & 1 != 0
  }

  /// Returns the tags that contain the commits of a class, in ascending order of slots.
  package func slots(ofClass number: Int32) -> [Int] {
    CommitSet(words: Array(set(ofClass: number))).map(Int.init)
  }

  /// Returns whether one tag's commit is an ancestor of another's, or the same commit.
  ///
  /// - Complexity: O(1).
  package func isAncestor(_ ancestor: Int, of slot: Int) -> Bool {
    guard tagOrdinals.indices.contains(ancestor), tagOrdinals[ancestor] >= 0 else { return false }
    return contains(slot, inClass: labels[Int(tagOrdinals[ancestor])])
  }
}

extension ContainmentClasses {
  /// Finds the classes of a graph's commits.
  ///
  /// Commits are walked from the highest down. A commit's set is the union of its children's sets
  /// and its own tags; sets are interned, so that a union is mostly a look-up of two numbers.
  ///
  /// A history can be so tangled that there are about as many classes as commits. Beyond 64 classes
  /// per tag (or 4,096 in all), or 128 MB of sets, the classes are given up and the result is nil:
  /// then ``CommitGraph/descendants(of:)`` answers single questions instead.
  ///
  /// - Parameters:
  ///   - graph: The commits.
  ///   - tags: The tags, in any order, each with a slot of its own.
  ///   - limit: The number of sets, intermediate ones included, beyond which there is no result;
  ///     nil for the rule above.
  /// - Complexity: O(commits + edges + unions of distinct sets × slots / 64); about 2 ms for
  ///   203,352 commits and 1,000 tags.
  package init?(graph: CommitGraph, tags: [Tag], limit: Int? = nil) {
    let slotCount = (tags.lazy.map(\.slot).max() ?? 0) + 1
    wordsPerSet = (slotCount + 63) >> 6
    var ordinals = [Int32](repeating: -1, count: slotCount)
    for tag in tags {
      precondition(tag.slot >= 0 && ordinals[tag.slot] < 0, "each tag must have its own slot")
      precondition(tag.ordinal >= 0 && tag.ordinal < graph.count, "a tag must be on a commit")
      ordinals[tag.slot] = tag.ordinal
    }
    tagOrdinals = ordinals
    let ruled = min(max(4_096, 64 * tags.count), max(4_096, (1 << 24) / wordsPerSet))
    var interner = TagSetInterner(wordsPerSet: wordsPerSet, limit: limit ?? ruled)
    labels = []
    sets = []
    let found = Self.interned(graph, tags.sorted { $0.ordinal < $1.ordinal }, &interner)
    guard let found else { return nil }
    (labels, sets) = Self.compacted(found, interner)
  }

  /// Returns the interned set of each commit, or nil if there are too many sets.
  private static func interned(
    _ graph: CommitGraph, _ tags: [Tag], _ interner: inout TagSetInterner
  ) -> [Int32]? {
    var result = [Int32](repeating: 0, count: graph.count)
    var labels = result.mutableSpan
    let starts = graph.parentStart.span
    let edges = graph.parents.span
    var nextTag = tags.count - 1
    var commit = graph.count - 1
    while commit >= 0 {
      var label = labels[commit]
      while nextTag >= 0, Int(tags[nextTag].ordinal) == commit {
        label = interner.set(label, inserting: tags[nextTag].slot)
        nextTag -= 1
      }
      labels[commit] = label
      var edge = Int(starts[commit])
      let end = label == 0 ? edge : Int(starts[commit + 1])
      while edge < end {
        let parent = Int(edges[edge])
        let old = labels[parent]
        if old == 0 {
          labels[parent] = label
        } else if old != label {
          labels[parent] = interner.union(old, label)
        }
        edge &+= 1
      }
      if interner.isOverflown { return nil }
      commit &-= 1
    }
    return result
  }

  /// Drops the sets that no commit has in the end (unions of some children only).
  private static func compacted(
    _ labels: [Int32], _ interner: TagSetInterner
  ) -> ([Int32], [UInt64]) {
    var numbers = [Int32](repeating: -1, count: interner.count)
    numbers[0] = 0
    for label in labels { numbers[Int(label)] = 0 }
    var sets: [UInt64] = []
    var next: Int32 = 0
    for set in numbers.indices where numbers[set] == 0 {
      numbers[set] = next
      next += 1
      let first = set * interner.wordsPerSet
      sets.append(contentsOf: interner.words[first..<first + interner.wordsPerSet])
    }
    return (labels.map { numbers[Int($0)] }, sets)
  }
}
