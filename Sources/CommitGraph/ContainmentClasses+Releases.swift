extension ContainmentClasses {
  /// A tag that publishes a release.
  package struct Release: Sendable, Equatable {
    /// The tag's slot.
    package var slot: Int

    /// The place of its version among all versions, lowest first.
    package var rank: Int

    /// Creates a release.
    package init(slot: Int, rank: Int) {
      self.slot = slot
      self.rank = rank
    }
  }

  /// Returns for each class the slot of the first release that contains its commits, or nil where
  /// none does.
  ///
  /// That is a release without another containing release among its ancestors. Where there are
  /// several, such as a release and a backport to an older line, the one with the lowest version
  /// is taken, and so for two tags on one commit.
  ///
  /// Releases are tried in the order of their ordinals: the first one in a set has no ancestor
  /// there, and it strikes out all releases that contain it; the next one that is left has no
  /// ancestor either, and so on.
  ///
  /// - Complexity: O(classes × (releases + first releases × slots / 64)); 0.6 ms for 1,295
  ///   classes and 1,001 releases.
  package func firstReleases(among releases: [Release]) -> [Int?] {
    var mask = [UInt64](repeating: 0, count: wordsPerSet)
    for release in releases {
      precondition(
        tagOrdinals.indices.contains(release.slot) && tagOrdinals[release.slot] >= 0,
        "a release must be a tag")
      mask[release.slot >> 6] |= 1 &<< UInt64(release.slot & 63)
    }
    let ordered = releases.sorted {
      (tagOrdinals[$0.slot], $0.rank) < (tagOrdinals[$1.slot], $1.rank)
    }
    return (0..<count).map { firstRelease(ofClass: $0, ordered: ordered, mask: mask) }
  }

  private func firstRelease(ofClass number: Int, ordered: [Release], mask: [UInt64]) -> Int? {
    var left = mask
    var isEmpty = intersect(&left, ofClass: number)
    var best: Release?
    var position = 0
    while !isEmpty {
      let release = ordered[position]
      position += 1
      guard left[release.slot >> 6] &>> UInt64(release.slot & 63) & 1 != 0 else { continue }
      if release.rank < best?.rank ?? Int.max { best = release }
      isEmpty = strike(&left, ofClass: Int(labels[Int(tagOrdinals[release.slot])]))
    }
    return best?.slot
  }

  /// Keeps only the tags of a class's set; returns whether none is left.
  private func intersect(_ tags: inout [UInt64], ofClass number: Int) -> Bool {
    var all: UInt64 = 0
    for index in 0..<wordsPerSet {
      tags[index] &= sets[number * wordsPerSet + index]
      all |= tags[index]
    }
    return all == 0
  }

  /// Removes the tags of a class's set; returns whether none is left.
  private func strike(_ tags: inout [UInt64], ofClass number: Int) -> Bool {
    var all: UInt64 = 0
    for index in 0..<wordsPerSet {
      tags[index] &= ~sets[number * wordsPerSet + index]
      all |= tags[index]
    }
    return all == 0
  }
}
