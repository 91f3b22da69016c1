/// A change of an image repository as its registry announced it, whatever form the announcement
/// had.
public struct PushEvent: Hashable, Sendable {
  /// What happened.
  public enum Action: Hashable, Sendable {
    /// A tag was pointed at a digest, or a digest was pushed without a tag.
    case push
    /// A tag was removed; without a tag, the digest was removed with every tag on it.
    case delete
  }

  /// The form of the announcement, such as `distribution`, `harbor` or `generic`.
  public var format: String
  /// What the sender calls this event, the same for each delivery of it; null if it has no name.
  public var id: [UInt8]?
  /// The host of the registry, with a port if it has one; null if the event does not say.
  ///
  /// Whoever pushed may have chosen it.
  public var registry: String?
  /// The path of the repository in its registry, such as `acme/shop`.
  public var repository: String
  /// Null for a push or removal by digest.
  public var tag: [UInt8]?
  /// Null if the announcement does not say: it is a hint that the tag has to be looked at.
  public var digest: Digest?
  public var action: Action
  /// When it happened, as the source says, in microseconds since 1970 UTC; null if it does not say.
  public var at: Int64?
  /// Who did it, as the source says.
  public var actor: String?
  /// The manifest as far as the event describes it; null without a digest, and for a removal.
  public var manifest: ImageManifest?

  public init(
    format: String, id: [UInt8]? = nil, registry: String? = nil, repository: String,
    tag: [UInt8]? = nil, digest: Digest? = nil, action: Action = .push, at: Int64? = nil,
    actor: String? = nil, manifest: ImageManifest? = nil
  ) {
    self.format = format
    self.id = id
    self.registry = registry
    self.repository = repository
    self.tag = tag
    self.digest = digest
    self.action = action
    self.at = at
    self.actor = actor
    self.manifest = manifest
  }
}
