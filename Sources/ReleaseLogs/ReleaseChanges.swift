internal import Reports

/// What the commits of one release bring to the log.
struct ReleaseChanges {
  /// The entries, newest first.
  private(set) var entries: [ReleaseLog.Entry] = []
  private(set) var skipped: [ReleaseLog.Skipped] = []
  /// What changelogs may speak of besides the entries.
  private(set) var others = OtherCommits()

  /// - Parameters:
  ///   - commits: What was read.
  ///   - members: The places of all commits of the release in it, parents before their children.
  ///   - shown: Those of them that the log is about, in the same order.
  init(_ commits: [ReadCommit], members: [Int], shown: [Int], _ copies: Copies) {
    let cancelled = Cancellation(commits, members: members)
    let stacked = StackedChanges(
      commits, members: shown.filter { cancelled.omissions[$0] == nil && !commits[$0].isHidden })
    entries.reserveCapacity(shown.count)
    var rest = shown[...]
    for member in members.reversed() {
      let commit = commits[member]
      let isShown = rest.last == member
      if isShown { rest.removeLast() }
      if !isShown || commit.isHidden {
        others.leaveOut(commit)
        if isShown { skip(commit, OmissionMessages.hidden) }
      } else if let reason = cancelled.omissions[member] ?? commit.omission {
        others.silent.append(.init(commit, isShown: true))
        skip(commit, reason)
      } else {
        var own = stacked.own(commits, member)
        copies.add(of: commit.commit, to: &own.entries)
        entries += own.entries
        skipped += own.skipped
      }
    }
  }

  private mutating func skip(_ commit: ReadCommit, _ reason: String) {
    skipped.append(
      ReleaseLog.Skipped(sha: commit.sha, subject: commit.subject, reason: reason))
  }
}

/// The commits of a release that have no entry in its log, which changelogs may speak of.
struct OtherCommits {
  /// A commit without an entry, such as a merge.
  struct Silent {
    let sha: [UInt8]
    let pullRequest: Int?
    /// Whether the log is about it.
    let isShown: Bool

    init(_ commit: ReadCommit, isShown: Bool) {
      sha = commit.sha
      pullRequest = commit.pullRequest
      self.isShown = isShown
    }
  }

  /// The entries of commits that the log leaves out: of other paths, beyond a range, or hidden.
  var leftOut: [ReleaseLog.Entry] = []
  var silent: [Silent] = []

  mutating func leaveOut(_ commit: ReadCommit) {
    leftOut += commit.entries
    if commit.entries.isEmpty { silent.append(Silent(commit, isShown: false)) }
  }
}
