/// What one look at an image repository showed.
public struct ImageLook: Sendable {
  /// Where a look was taken.
  public enum Kind: String, Sendable {
    /// A registry, through its API.
    case registry
    /// An OCI image layout: a folder or an archive.
    case layout
    /// The storage of a registry, as files.
    case storage
    /// What another program printed of a registry.
    case listing
  }

  /// What a tag pointed at, in the past.
  public struct PastState: Hashable, Sendable {
    public var tag: [UInt8]
    public var digest: Digest
    /// When it began, as the source claims, in microseconds since 1970 UTC; null if it does not say.
    public var since: Int64?

    public init(tag: [UInt8], digest: Digest, since: Int64?) {
      self.tag = tag
      self.digest = digest
      self.since = since
    }
  }

  /// The full name of the repository: `ghcr.io/acme/shop`, `docker.io/library/redis`.
  public var repository: String
  public var kind: Kind
  /// The place that was read: `https://ghcr.io/v2/acme/shop`, or a canonical path.
  public var location: [UInt8]
  /// The time of the clock before anything was asked, in microseconds since 1970 UTC.
  public var startedAt: Int64
  /// The time of the clock after the last answer.
  public var endedAt: Int64
  /// What the tags point at now, each once.
  public var tags: [[UInt8]: Digest]
  /// Tags that are listed, but whose digest could not be had: nothing is said of them.
  public var unresolved: Set<[UInt8]>
  /// Tags of which the source said in so many words that they do not exist.
  public var absent: Set<[UInt8]>
  /// Whether the list of tags was read to its end; a tag that a partial list lacks may be there.
  public var isComplete: Bool
  /// What tags pointed at before.
  public var past: [PastState]
  /// The manifests that were read, of tags or of what they list.
  public var manifests: [ImageManifest]
  /// What could not be read or is not believed.
  public var problems: [SourceProblem]

  public init(
    repository: String, kind: Kind, location: [UInt8], startedAt: Int64, endedAt: Int64,
    tags: [[UInt8]: Digest] = [:], unresolved: Set<[UInt8]> = [], absent: Set<[UInt8]> = [],
    isComplete: Bool = true, past: [PastState] = [], manifests: [ImageManifest] = [],
    problems: [SourceProblem] = []
  ) {
    self.repository = repository
    self.kind = kind
    self.location = location
    self.startedAt = startedAt
    self.endedAt = endedAt
    self.tags = tags
    self.unresolved = unresolved
    self.absent = absent
    self.isComplete = isComplete
    self.past = past
    self.manifests = manifests
    self.problems = problems
  }
}

/// What is recorded of an image repository already, so that a look need not ask for it again.
public struct KnownImages: Sendable {
  /// What the tags pointed at when the source was looked at last.
  public var tags: [[UInt8]: Digest]
  /// The digests whose manifests are recorded with all that they list.
  public var manifests: Set<Digest>

  public init(tags: [[UInt8]: Digest] = [:], manifests: Set<Digest> = []) {
    self.tags = tags
    self.manifests = manifests
  }
}
