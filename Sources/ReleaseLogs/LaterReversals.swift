internal import Reports

/// Marks changes that a later release took back: they stay in both.
///
/// A revert that was reverted itself, in its own release or a later one, took nothing back.
struct LaterReversals {
  /// The ids of reverts by those of the commits that they take back.
  private var reverts: [[UInt8]: [UInt8]] = [:]
  /// The places of reverts that were taken back.
  private var undone: Set<Int> = []
  /// The subjects that commits without an id brought back.
  private var broughtBack: Set<[UInt8]> = []

  /// - Parameter commits: All that were read.
  static func mark(_ releases: inout [ReleaseLog.Release], _ commits: [ReadCommit]) {
    let found = LaterReversals(commits)
    if found.reverts.isEmpty { return }
    for index in releases.indices {
      for entry in releases[index].entries.indices {
        guard let sha = releases[index].entries[entry].sha, let revert = found.reverts[sha] else {
          continue
        }
        releases[index].entries[entry].revertedBy = revert
      }
    }
  }

  private init(_ commits: [ReadCommit]) {
    let reversals = commits.indices.filter { commits[$0].reversal != nil && !commits[$0].isMerge }
    if reversals.isEmpty { return }
    let names = CommitNames(commits, Array(commits.indices))
    // The newest ones first: whether a revert still holds is known before what it names is looked at.
    for place in reversals.sorted(by: { commits[$0].commit > commits[$1].commit }) {
      guard !undone.contains(place), let reversal = commits[place].reversal else { continue }
      if reversal.isReapplication, reversal.commits.isEmpty, let subject = reversal.subject {
        broughtBack.insert(subject)
      }
      for name in reversal.commits {
        guard let target = names.commit(named: name), target != place else { continue }
        take(target, back: place, commits)
      }
    }
  }

  private mutating func take(_ target: Int, back place: Int, _ commits: [ReadCommit]) {
    guard let reversal = commits[place].reversal else { return }
    if commits[target].reversal != nil {
      undone.insert(target)
    } else if reversal.isReapplication {
      return
    } else if let subject = reversal.subject, broughtBack.contains(subject) {
      return
    }
    // One without an entry, such as a hidden one, is not named.
    guard !commits[place].isHidden, !commits[place].entries.isEmpty else { return }
    let sha = commits[target].sha
    if reverts[sha] == nil { reverts[sha] = commits[place].sha }
  }
}
