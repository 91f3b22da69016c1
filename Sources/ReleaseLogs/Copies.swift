internal import CommitGraph
internal import HistoryStore
internal import QueryLanguage
internal import Reports

/// The copies of one release's changes in other releases.
struct Copies {
  private let all: EquivalentCommits
  private let history: ReleaseHistory
  private let own: CommitSet

  /// - Parameter own: The commits of the release: of two copies in it neither is news.
  init(_ all: EquivalentCommits, _ history: ReleaseHistory, in own: CommitSet) {
    self.all = all
    self.history = history
    self.own = own
  }

  /// Adds the copies of a commit to the first of its entries, which is about the commit as a whole.
  func add(of commit: Int32, to entries: inout [ReleaseLog.Entry]) {
    guard !entries.isEmpty else { return }
    let found = all.of(commit)
    for copy in found.copies {
      if let ordinal = history.ordinal(ofRow: copy.commit), own.contains(ordinal) { continue }
      entries[0].equivalents.append(
        ReleaseLog.Equivalent(
          sha: copy.sha, repository: copy.repository.map { Array($0.utf8) },
          release: copy.release, evidence: copy.evidence.text,
          statement: copy.statement.map { String(decoding: $0, as: UTF8.self) },
          grade: copy.evidence.grade))
    }
    entries[0].moreEquivalents = found.more
  }
}
