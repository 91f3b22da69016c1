/// What a manifest or an index says, with what its config and its attestations say of it.
///
/// The digest was computed from the raw bytes, or comes from somebody's word where only events
/// are known.
public struct ImageManifest: Hashable, Sendable {
  public var digest: Digest
  /// Such as `application/vnd.oci.image.index.v1+json`; parameters left out.
  public var mediaType: String?
  /// The bytes of its config and layers as it states them; of an index, null.
  public var size: Int64?
  /// The labels of the config: of an index, those that all its platforms share.
  public var labels: [String: String]
  /// The annotations of the manifest or index itself.
  public var annotations: [String: String]
  /// When its config says that it was made, in microseconds since 1970 UTC.
  public var createdAt: Int64?
  /// What an index lists, in its order.
  public var children: [ImageChild]
  /// The manifest that this one is about (a signature, an attestation), or null.
  public var subject: Digest?
  /// What kind of artifact it is if it is no image, such as `application/vnd.dev.cosign.artifact`.
  public var artifactType: String?
  /// The commits that it was built from, as attestations about it say.
  public var origins: [BuildOrigin]
  /// Whether its config, or that of an image which it lists, could not be read: the next look reads
  /// it again.
  public var isPartial = false

  public init(
    digest: Digest, mediaType: String? = nil, size: Int64? = nil, labels: [String: String] = [:],
    annotations: [String: String] = [:], createdAt: Int64? = nil, children: [ImageChild] = [],
    subject: Digest? = nil, artifactType: String? = nil, origins: [BuildOrigin] = []
  ) {
    self.digest = digest
    self.mediaType = mediaType
    self.size = size
    self.labels = labels
    self.annotations = annotations
    self.createdAt = createdAt
    self.children = children
    self.subject = subject
    self.artifactType = artifactType
    self.origins = origins
  }
}

/// One entry of an index.
public struct ImageChild: Hashable, Sendable {
  /// What the entry is.
  public enum Role: Hashable, Sendable {
    /// An image for a platform, or another index.
    case image
    /// BuildKit's attestations about another entry of the index.
    case attestation(of: Digest)
    /// Neither, such as a media type that is not known.
    case other
  }

  public var digest: Digest
  /// Such as `linux/arm64/v8`; empty if the index does not say.
  public var platform: String
  public var mediaType: String
  public var role: Role

  public init(digest: Digest, platform: String, mediaType: String, role: Role = .image) {
    self.digest = digest
    self.platform = platform
    self.mediaType = mediaType
    self.role = role
  }
}

/// A commit that an image was built from, as an attestation of its build says.
public struct BuildOrigin: Hashable, Sendable {
  /// The 40 or 64 hexadecimal digits of the commit's id, in lower case.
  public var commit: String
  /// The URL of the repository as the attestation writes it, without a user name, or null.
  public var repositoryURL: String?
  /// The type of the statement, such as `https://slsa.dev/provenance/v1`.
  public var predicateType: String

  public init(commit: String, repositoryURL: String?, predicateType: String) {
    self.commit = commit
    self.repositoryURL = repositoryURL
    self.predicateType = predicateType
  }
}
