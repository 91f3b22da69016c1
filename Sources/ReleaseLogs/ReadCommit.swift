internal import Reports

/// A commit as a release log takes it: its entries, or why it has none.
struct ReadCommit {
  /// What a commit takes back.
  struct Reversal {
    var subject: [UInt8]?
    /// The ids of the commits, as digits, perhaps abbreviated.
    var commits: [String]
    var requests: [Int]
    var isReapplication: Bool
  }

  var commit: Int32
  var sha: [UInt8]
  var subject: [UInt8]
  var isMerge: Bool
  /// The authors by their places among the people, the commit's author first.
  var authors: [Int]
  var entries: [ReleaseLog.Entry] = []
  /// Why the commit has no entries.
  var omission: String?
  /// Whether the configuration leaves it out.
  var isHidden = false
  /// Whether it changes none of the paths that the log is about.
  var isElsewhere = false
  /// What was squashed into the commit and made no entry, with the reasons.
  var parts: [ReleaseLog.Skipped] = []
  /// The pull or merge request that it came in by.
  var pullRequest: Int?
  var reversal: Reversal?
  /// The ids of the commits that it is a copy of, as digits.
  var origins: [String] = []
}
