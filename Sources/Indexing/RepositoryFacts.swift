/// What is known of a git repository apart from its refs and objects.
///
/// Several facts change what the history looks like (a shallow boundary, replacement refs, grafts,
/// alternates, absent objects): they are recorded, so that an answer can say so.
public struct RepositoryFacts: Sendable, Hashable {
  /// The canonical path, the same for all ways to name the repository: the main working tree, or
  /// the git directory of a bare repository.
  ///
  /// Bytes, as paths need not be UTF-8.
  public var location: [UInt8]
  /// The git directory that the path led to: of a linked working tree, its private directory.
  public var gitDirectory: [UInt8]
  /// The git directory that holds the refs and objects.
  public var commonDirectory: [UInt8]
  public var isBare: Bool
  public var objectFormat: ObjectFormat
  public var isShallow: Bool
  /// Commits whose parents are absent on purpose, in the order of their ids.
  public var shallowBoundary: [ObjectID]
  /// The URL of the remote `origin` without user name and password, or null.
  public var originURL: String?
  /// Object directories of other repositories that this one borrows from, as written.
  public var alternates: [[UInt8]]
  /// Whether `refs/replace/` has a ref; replacements are ignored.
  public var hasReplaceRefs: Bool
  /// Whether `info/grafts` names a commit; grafts are ignored.
  public var hasGrafts: Bool
  /// Whether the clone leaves objects at its remote, from where they are never fetched.
  public var isPartialClone: Bool
  public var hasCommitGraph: Bool
  public var head: Head
  /// The full name of the ref of the default branch, or null: HEAD of a bare repository; else what
  /// `refs/remotes/origin/HEAD` points to, if that ref exists; else the attached HEAD.
  public var defaultBranch: [UInt8]?
  /// Sentences on what deserves attention, such as a HEAD that differs from the remote's.
  public var notes: [String]

  /// What HEAD says.
  public enum Head: Sendable, Hashable {
    /// HEAD names a ref, which an empty repository does not have yet.
    case attached([UInt8])
    case detached(ObjectID)
    /// HEAD is neither, or unreadable.
    case unknown
  }

  public init(
    location: [UInt8], gitDirectory: [UInt8], commonDirectory: [UInt8], isBare: Bool = false,
    objectFormat: ObjectFormat = .sha1, isShallow: Bool = false, shallowBoundary: [ObjectID] = [],
    originURL: String? = nil, alternates: [[UInt8]] = [], hasReplaceRefs: Bool = false,
    hasGrafts: Bool = false, isPartialClone: Bool = false, hasCommitGraph: Bool = false,
    head: Head = .unknown, defaultBranch: [UInt8]? = nil, notes: [String] = []
  ) {
    self.location = location
    self.gitDirectory = gitDirectory
    self.commonDirectory = commonDirectory
    self.isBare = isBare
    self.objectFormat = objectFormat
    self.isShallow = isShallow
    self.shallowBoundary = shallowBoundary
    self.originURL = originURL
    self.alternates = alternates
    self.hasReplaceRefs = hasReplaceRefs
    self.hasGrafts = hasGrafts
    self.isPartialClone = isPartialClone
    self.hasCommitGraph = hasCommitGraph
    self.head = head
    self.defaultBranch = defaultBranch
    self.notes = notes
  }
}
