package import Changelogs
internal import Crypto
package import Indexing

/// What changelogs of one repository said, version by version: the input of a recording.
package struct ChangelogReading: Sendable {
  /// The name of the repository in the history.
  package var repository: String
  /// Where it was read: the location of the clone, or the path of a file.
  package var location: [UInt8]
  /// The kind of that source.
  package var sourceKind: SourceKind
  /// The tip of the default branch up to which the files were read; null for a file that was given.
  package var tip: ObjectID?
  package var files: [File]
  /// When it was read, in microseconds since 1970 UTC.
  package var readAt: Int64

  package enum SourceKind: String, Sendable {
    case git, changelog
  }

  /// One changelog.
  package struct File: Sendable {
    /// In the repository, or as it was given.
    package var path: [UInt8]
    /// The name under which it was recorded, if it was renamed since.
    package var previousPath: [UInt8]?
    package var timeline: ChangelogTimeline<Moment>
    /// Whether the timeline begins anew, and not with what was recorded.
    package var isWhole: Bool
    /// The version that was read last: the id of a blob, or the digest of the file.
    package var content: [UInt8]?
    /// The part of the repository that it is about; null: all of it.
    package var component: [UInt8]?
    /// How many versions were compared.
    package var versionCount: Int
    /// Versions of it that could not be read.
    package var absent: [ChangelogProblem]

    package init(
      path: [UInt8], previousPath: [UInt8]? = nil, timeline: ChangelogTimeline<Moment>,
      isWhole: Bool, content: [UInt8]?,
      component: [UInt8]? = nil, versionCount: Int, absent: [ChangelogProblem] = []
    ) {
      self.path = path
      self.previousPath = previousPath
      self.timeline = timeline
      self.isWhole = isWhole
      self.content = content
      self.component = component
      self.versionCount = versionCount
      self.absent = absent
    }
  }

  /// Returns what tells the versions of a file apart that is in no repository: its SHA-256 digest.
  package static func content(of bytes: [UInt8]) -> [UInt8] {
    bytes.withUnsafeBytes { Array(SHA256.hash(data: $0)) }
  }

  /// When a version of a file came.
  package enum Moment: Hashable, Sendable {
    /// With a commit on the default branch.
    case commit(ObjectID)
    /// At a time, in microseconds since 1970 UTC.
    case time(Int64)
    /// As it was recorded: a time, and the row of a commit.
    case recorded(at: Int64?, commit: Int64?)
  }

  package init(
    repository: String, location: [UInt8], sourceKind: SourceKind, tip: ObjectID? = nil,
    files: [File], readAt: Int64
  ) {
    self.repository = repository
    self.location = location
    self.sourceKind = sourceKind
    self.tip = tip
    self.files = files
    self.readAt = readAt
  }
}

/// What is recorded of the changelogs of a repository.
package struct KnownChangelogs: Sendable {
  /// The tip of the default branch up to which they were read.
  package var tip: ObjectID?
  /// The recorded timelines and contents by path.
  package var files: [[UInt8]: File] = [:]

  package init() {}

  init(tip: ObjectID?, files: [[UInt8]: File]) {
    self.tip = tip
    self.files = files
  }

  /// Whether nothing was read of the repository itself.
  package var isEmpty: Bool { tip == nil && files.values.allSatisfy(\.isGiven) }

  package struct File: Sendable {
    package var timeline: ChangelogTimeline<ChangelogReading.Moment>
    /// The version that was read last.
    package var content: [UInt8]?
    /// Whether it is no file of the repository, but one that was given.
    package var isGiven: Bool
  }
}

/// What a recording of changelogs did.
package struct ChangelogSummary: Sendable {
  package var files = 0
  package var headings = 0
  package var entries = 0
  package var newEntries = 0
  package var endedEntries = 0
  /// The files of which something was not understood, in the order of the reading.
  package var unclear: [Unclear] = []

  /// What of a file was not understood.
  package struct Unclear: Sendable {
    package var path: [UInt8]
    /// How many lines belong to no version, without introductions, footers and markup.
    package var unreadLines: Int
    package var problems: Int
    /// The first problem; null if there is none.
    package var firstProblem: String?
  }
}
