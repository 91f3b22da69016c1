internal import CommitGraph
internal import CommitMessages
internal import HistoryStore
internal import Reports

/// Who has commits in each release, and who had none before.
struct Contributions {
  /// Someone whom the message of a commit names as an author.
  struct CoAuthor {
    var commit: Int32
    /// The place among the people.
    var person: Int
  }

  /// For each block of 64 commits that releases are compared with, a word for each person: bit `i` says
  /// whether they have a commit that commit `i` of the block contains.
  private var seen: [[UInt64]] = []
  private var places: [Int32: Int] = [:]

  /// - Parameters:
  ///   - rows: The row ids of the authors of all commits, by ordinal.
  ///   - coAuthors: Those of all commits that the starts contain, in any order.
  ///   - starts: The commits that releases are compared with.
  init(
    _ history: ReleaseHistory, authors rows: [Int64], coAuthors: [CoAuthor], people: People,
    starts: [Int32]
  ) {
    // The place of the author of each commit, by ordinal; -1 for nobody.
    let authors = rows.map { people.place(ofRow: $0).map { Int32($0) } ?? -1 }
    let starts = Set(starts).sorted()
    for (place, start) in starts.enumerated() { places[start] = place }
    var seen: [[UInt64]] = []
    let count = people.all.count
    history.graph.forEachBlock(of: starts) { _, holders in
      var words = [UInt64](repeating: 0, count: count)
      for (commit, author) in authors.enumerated() where author >= 0 {
        words[Int(author)] |= holders[commit]
      }
      for coAuthor in coAuthors { words[coAuthor.person] |= holders[Int(coAuthor.commit)] }
      seen.append(words)
    }
    self.seen = seen
  }

  /// Returns the people of a release, those with most commits first.
  ///
  /// Merges do not count: who only merged changed nothing. Someone's first commit is found by the
  /// authors and co-authors of all that the release before contains.
  func people(
    of commits: some Sequence<ReadCommit>, since start: Int32?, among people: People
  ) -> [ReleaseLog.Contributor] {
    var counts: [Int: Int] = [:]
    for commit in commits where !commit.isMerge {
      for author in commit.authors { counts[author, default: 0] += 1 }
    }
    let contributors = counts.map { place, count in
      ReleaseLog.Contributor(
        name: people.all[place].name, email: people.all[place].email, commitCount: count,
        isFirstTime: !people.isProgram(place) && !wasSeen(place, before: start))
    }
    return contributors.sorted { first, second in
      if first.commitCount != second.commitCount { return first.commitCount > second.commitCount }
      if first.name != second.name { return first.name.lexicographicallyPrecedes(second.name) }
      return first.email.lexicographicallyPrecedes(second.email)
    }
  }

  private func wasSeen(_ person: Int, before start: Int32?) -> Bool {
    guard let start, let place = places[start], person < seen[place >> 6].count else {
      return false
    }
    return seen[place >> 6][person] >> UInt64(place & 63) & 1 != 0
  }
}
