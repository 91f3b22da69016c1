public import Indexing

/// What recording a look at an image repository, or announcements of registries, did.
public struct ImageSummary: Sendable {
  /// The repositories concerned, by name.
  public var repositories: Set<String> = []
  /// Tags that are there now.
  public var tags = 0
  public var changes = RefChanges()
  /// Announcements that were recorded.
  public var events = 0
  /// Announcements that had been recorded before.
  public var duplicates = 0
  /// Announcements without a digest by repository: the tags have to be looked at.
  public var hints: [String: Int] = [:]
  /// Announcements that do not say which registry they are of, by the repository that they name.
  public var unplaced: [String: Int] = [:]
  /// Announcements without a time: they tell what a tag had, but not when.
  public var timeless = 0
  /// Announcements of a time that is yet to come.
  public var future = 0
  /// Tags that the list lacked for the first time; a second look decides.
  public var missing: [String] = []
  public var schemes: [SchemeChange] = []
  /// Tags that were seen before and are read as another version or class now.
  public var reread: [String] = []
  public var notes: [String] = []
  public var problems: [SourceProblem] = []

  public init() {}

  mutating func add(_ lines: LineProjection.Changes) {
    schemes += lines.schemes
    reread += lines.reread
    notes += lines.notes
  }
}

/// A stream of announcements, read in batches.
public protocol PushEventStream: ~Copyable {
  /// Returns the next announcements, null at the end.
  mutating func next() throws -> [KeyedPushEvent]?
}

/// Where an announcement belongs.
public struct ImagePlace: Sendable {
  /// The full name of the repository, such as `ghcr.io/acme/shop`.
  public var repository: String
  /// The project that it shall belong to; null leaves it where it is.
  public var project: String?
  public var rules: RepositoryRules

  public init(
    repository: String, project: String? = nil, rules: RepositoryRules = RepositoryRules()
  ) {
    self.repository = repository
    self.project = project
    self.rules = rules
  }
}
