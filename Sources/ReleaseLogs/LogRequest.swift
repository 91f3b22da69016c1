package import CommitMessages
package import Reports

/// Which releases a log has, and what is known for it besides the history.
package struct LogRequest: Sendable {
  /// The part of the history.
  package enum Scope: Sendable {
    /// Every release, and what no release has yet.
    case everything
    /// What no release has yet.
    case unreleased
    /// One release, by its place in the history.
    case release(Int)
    case range(CommitRange)
  }

  /// The commits that one commit has and another has not.
  package struct CommitRange: Sendable {
    /// The commit that is excluded with its ancestors.
    package var lower: Int32
    package var upper: Int32
    /// The name of the upper end, for where no release is there.
    package var upperName: [UInt8]
    /// The id of the upper end as raw bytes.
    package var upperSHA: [UInt8]

    package init(lower: Int32, upper: Int32, upperName: [UInt8], upperSHA: [UInt8]) {
      self.lower = lower
      self.upper = upper
      self.upperName = upperName
      self.upperSHA = upperSHA
    }
  }

  package var scope: Scope
  /// The place of the one line of versions to show; nil for all of them.
  package var line: Int?
  /// Only releases from this time on, in microseconds since 1970 UTC.
  package var since: Int64?
  /// Only releases before this time.
  package var until: Int64?
  /// The most releases, the newest ones; what no release has yet is not counted.
  package var limit: Int?
  /// The ids of the commits that count, as raw bytes; nil for all.
  package var touching: Set<[UInt8]>?
  package var mailmap: Mailmap?
  /// What is to be said of whole releases instead of what changelogs say, by tag or version: Markdown.
  package var notes: [[UInt8]: [UInt8]] = [:]
  /// The ids of commits to leave out, as lower-case digits, perhaps abbreviated.
  package var hidden: [String] = []
  /// The repository's page, if it is told; nil: the one that its remote's URL leads to.
  package var web: WebAddress?
  /// Whose addresses the page has, if that is told.
  package var forge: WebAddress.Forge?
  /// Whether people are counted, which takes a look at the authors of all commits.
  package var needsContributors = true

  package init(_ scope: Scope) {
    self.scope = scope
  }
}
