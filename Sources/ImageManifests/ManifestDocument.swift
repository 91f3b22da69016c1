public import Indexing

/// A manifest or an index, read from its raw bytes.
///
/// OCI image specification, `manifest.md` and `image-index.md`; Docker's image manifest, version 2,
/// schema 2.
public struct ManifestDocument: Sendable {
  /// What a manifest is.
  public enum Kind: Hashable, Sendable {
    /// One image, or an artifact in the form of one.
    case image
    /// A list of manifests.
    case index
    /// Docker's first form, of which nothing but the digest is read.
    case schema1
    /// A form that is not known.
    case other
  }

  /// The SHA-256 of the raw bytes.
  public let digest: Digest
  public let kind: Kind
  /// What the manifest says that it is, or else what the source said; without parameters.
  public let mediaType: String?
  /// The config of an image.
  public let config: ContentDescriptor?
  public let layers: [ContentDescriptor]
  /// The entries of an index in their order, at most ``ManifestLimit/children``.
  public let children: [ImageChild]
  /// What the index states of the size of each child, in bytes.
  let childSizes: [Int64?]
  /// At most ``ManifestLimit/labels``.
  public let annotations: [String: String]
  /// The manifest that this one is about.
  public let subject: Digest?
  /// What kind of artifact it is if it is no image.
  public let artifactType: String?
  /// What was left out of the manifest.
  public let problems: [SourceProblem]

  /// - Parameter contentType: what the registry said it is, parameters allowed; null if nobody said.
  /// - Throws: `ManifestError` if the bytes are too many or no manifest, or if what they say of
  ///   themselves excludes what the registry said, or something else that they say.
  public init(bytes: [UInt8], contentType: String?) throws(ManifestError) {
    try self.init(bytes, digest: Digest(sha256: bytes), contentType: contentType)
  }

  /// - Parameter digest: that of the bytes.
  init(_ bytes: [UInt8], digest: Digest, contentType: String?) throws(ManifestError) {
    guard bytes.count <= ManifestLimit.manifestBytes else {
      throw .tooLarge(.manifest, digest, size: Int64(bytes.count))
    }
    let said = MediaType.essence(contentType)
    let object = JSONObject(bytes)
    if object == nil, said.map({ MediaType.kind($0) }) != .other {
      throw .malformed(.manifest, digest)
    }
    let stated = MediaType.essence(object?.text("mediaType"))
    if let said, let stated, said != stated {
      throw .contradictory(digest, "\(stated), but is delivered as \(said)")
    }
    self.digest = digest
    mediaType = stated ?? said
    kind = mediaType.map { MediaType.kind($0) } ?? object.map { Self.kind(byShape: $0) } ?? .other
    if let object, let cause = Self.contradiction(in: object, kind) {
      throw .contradictory(digest, cause)
    }
    let parts = ManifestParts(object, kind, digest)
    config = parts.config
    layers = parts.layers
    children = parts.children
    childSizes = parts.childSizes
    annotations = parts.annotations
    subject = parts.subject
    artifactType = parts.artifactType
    problems = parts.problems
  }

  private static func kind(byShape object: JSONObject) -> Kind {
    if object.integer("schemaVersion") == 1 { return .schema1 }
    if object.has("manifests") { return .index }
    return object.has("config") || object.has("layers") ? .image : .other
  }

  /// Returns why a manifest may be read as two different things (CVE-2021-41190), or null.
  private static func contradiction(in object: JSONObject, _ kind: Kind) -> String? {
    let foreign: [String] =
      switch kind {
      case .index: ["config", "layers", "fsLayers"]
      case .image: ["manifests", "fsLayers"]
      case .schema1, .other: []
      }
    guard let name = foreign.first(where: { object.has($0) }) else { return nil }
    return kind == .index
      ? "an index, but has \(name)" : "the manifest of an image, but has \(name)"
  }

  /// The bytes of the config and the layers as the manifest states them; null if one is not stated.
  private var statedSize: Int64? {
    guard kind == .image, let config else { return nil }
    var sum: Int64 = 0
    for part in [config] + layers {
      guard let size = part.size else { return nil }
      let (next, isTooLarge) = sum.addingReportingOverflow(size)
      if isTooLarge { return nil }
      sum = next
    }
    return sum
  }

  /// Returns the value that sources yield, with what its config and attestations about it add.
  ///
  /// - Parameter config: of an index, null.
  public func manifest(config: ImageConfig?, origins: [BuildOrigin]) -> ImageManifest {
    ImageManifest(
      digest: digest, mediaType: mediaType, size: statedSize, labels: config?.labels ?? [:],
      annotations: annotations, createdAt: config?.createdAt, children: children,
      subject: subject, artifactType: artifactType, origins: origins)
  }
}
