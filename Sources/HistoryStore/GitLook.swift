public import Indexing

/// What one look at a git repository showed, before any commit is read.
public struct GitLook: Sendable {
  /// The name of the repository in the history; it stays the same for every clone of it.
  public var repository: String
  /// The project that the repository belongs to.
  public var project: String
  public var facts: RepositoryFacts
  public var listing: RefListing
  /// The time of the clock before the refs were listed, in microseconds since 1970 UTC.
  public var lookedAt: Int64
  /// The reflogs of the clone; null if they were not read.
  public var refLog: RefLog?
  /// What the objects are that only the reflogs name.
  public var past = PastObjects()
  /// What is declared about the tags, here or in the repository.
  public var rules = RepositoryRules()
  /// What the repository declares; null if it was not looked for.
  public var declaration: RepositoryDeclarationFile?
  /// The notes that correct release logs; null if they were not read, or are as they were.
  public var notes: NotesLook?

  public init(
    repository: String, project: String, facts: RepositoryFacts, listing: RefListing,
    lookedAt: Int64
  ) {
    self.repository = repository
    self.project = project
    self.facts = facts
    self.listing = listing
    self.lookedAt = lookedAt
  }
}

/// What must be read from the repository to record a look.
public struct ReadingPlan: Sendable {
  /// The commits to start from; empty if all are known.
  public var roots: [ObjectID]
  /// Commits that are known with all their ancestors.
  ///
  /// Some may be absent from this clone.
  public var known: [ObjectID]
  /// Tag objects that are not stored yet.
  public var tagObjects: [ObjectID]
  /// Whether the repository was never read before.
  public var isFirst: Bool
}

extension ReadingPlan {
  /// All that a look found, of a repository that was never read before.
  init(all look: GitLook) {
    self.init(roots: look.commits, known: [], tagObjects: look.tagObjects, isFirst: true)
  }
}

/// What recording a look did.
public struct RecordingSummary: Sendable {
  /// Commits that were not known before.
  public var commits = 0
  /// All commits of the repository.
  public var totalCommits = 0
  public var tags = 0
  public var branches = 0
  public var refs = RefChanges()
  /// Lines whose scheme changed.
  public var schemes: [SchemeChange] = []
  /// Tags that were seen before and are read as another version or class now.
  public var reread: [String] = []
  /// Declarations that cannot be followed.
  public var notes: [String] = []
  /// What could not be read: each is also recorded as an observation.
  public var problems: [SourceProblem] = []
  /// Commits that were stored although they are malformed.
  public var malformed = 0
  /// How many entries of reflogs told something new.
  public var logEntries = 0
  /// The full names of refs whose reflogs state what was not seen.
  public var contradicted: [[UInt8]] = []
  /// Whether the history before some commits is absent.
  public var isShallow = false
  /// The bytes of the raw commits that were read.
  public var rawBytes: Int64 = 0
}

/// A stream of nothing, for a look that brought no new commits.
public struct EmptyCommitStream: CommitStream {
  public let order = CommitOrder.parentsFirst(count: 0)
  public let problems: [SourceProblem] = []

  public init() {}

  public mutating func next() -> CommitBatch? { nil }
}
