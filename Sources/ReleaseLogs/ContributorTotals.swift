internal import CommitMessages
internal import Reports

extension People {
  /// Returns who has commits among these, each commit counted once for each of its authors; those with
  /// most first.
  ///
  /// A commit can be new in several lines, so that the sums over releases would be too high. Merges do
  /// not count, as in releases.
  func totals(of commits: some Sequence<ReadCommit>) -> [ReleaseLog.Person] {
    var counts = [Int](repeating: 0, count: all.count)
    for commit in commits where !commit.isMerge {
      for author in commit.authors { counts[author] += 1 }
    }
    let places = counts.indices.filter { counts[$0] > 0 }.sorted { first, second in
      if counts[first] != counts[second] { return counts[first] > counts[second] }
      let (one, other) = (all[first], all[second])
      return one.name == other.name
        ? one.email.lexicographicallyPrecedes(other.email)
        : one.name.lexicographicallyPrecedes(other.name)
    }
    return places.map { place in
      ReleaseLog.Person(
        name: all[place].name, email: all[place].email, commitCount: counts[place])
    }
  }
}
