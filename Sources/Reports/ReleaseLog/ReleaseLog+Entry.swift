extension ReleaseLog {
  /// One change of a release.
  package struct Entry: Hashable, Sendable {
    package var group: ChangeGroup
    /// What part of the product it touches; empty if it does not say.
    package var scope: [UInt8] = []
    package var text: Prose
    /// Whether users have to change something.
    package var isBreaking = false
    /// What they have to change; nil if that is in the text.
    package var breakingText: Prose?
    /// The commit's id as raw bytes; nil if only a changelog has the change.
    package var sha: [UInt8]?
    /// The number of the pull or merge request.
    package var pullRequest: Int?
    /// Issues that it names: a number of the same repository, or another tracker's name in full.
    package var issues: [[UInt8]] = []
    package var authors: [[UInt8]] = []
    package var source: EntrySource = .commit
    /// Commits elsewhere that make the same change, such as the original of a backport, the best
    /// evidence first.
    package var equivalents: [Equivalent] = []
    /// How many such commits there are beyond those listed.
    package var moreEquivalents = 0
    /// The id of a later commit that took the change back, as raw bytes.
    package var revertedBy: [UInt8]?

    package init(group: ChangeGroup, text: Prose) {
      self.group = group
      self.text = text
    }
  }

  /// Where a change is written down.
  package enum EntrySource: String, CaseIterable, Hashable, Sendable {
    case commit
    case changelog
    case both
  }

  /// A commit that makes the same change on another line.
  package struct Equivalent: Hashable, Sendable {
    /// The id as raw bytes.
    package var sha: [UInt8]
    /// The name of its repository; nil if that is the log's own.
    package var repository: [UInt8]?
    /// The version of the first release that has it; nil if none has.
    package var release: [UInt8]?
    /// What tells that it is the same change, such as `stated`.
    package var evidence: String
    /// How the message of one of the two names the other, such as `cherry-pick`; nil if neither does.
    package var statement: String?
    /// How far the evidence is to be trusted: `A`, `B` or `C`.
    package var grade: String

    package init(
      sha: [UInt8], repository: [UInt8]? = nil, release: [UInt8]? = nil, evidence: String,
      statement: String? = nil, grade: String
    ) {
      self.sha = sha
      self.repository = repository
      self.release = release
      self.evidence = evidence
      self.statement = statement
      self.grade = grade
    }
  }
}
