public import Indexing

/// What a manifest says of something that it refers to (OCI image specification, `descriptor.md`).
public struct ContentDescriptor: Hashable, Sendable {
  /// The digest, or null if it is no SHA-256.
  public var digest: Digest?
  /// The digest as it is written, of whatever algorithm.
  public var digestText: String
  /// Empty if there is none.
  public var mediaType: String
  /// In bytes; null if it is absent or negative.
  public var size: Int64?
  /// What kind of artifact the descriptor leads to, if it is no image.
  public var artifactType: String?
  public var annotations: [String: String]
  /// Such as `linux/arm64/v8`; empty if it is absent or unknown.
  public var platform: String

  public init(
    digest: Digest, mediaType: String, size: Int64? = nil, artifactType: String? = nil,
    annotations: [String: String] = [:], platform: String = ""
  ) {
    self.digest = digest
    digestText = digest.description
    self.mediaType = mediaType
    self.size = size
    self.artifactType = artifactType
    self.annotations = annotations
    self.platform = platform
  }
}

extension ContentDescriptor {
  package init(_ object: JSONObject) {
    digestText = object.text("digest") ?? ""
    digest = Digest(digestText)
    mediaType = object.text("mediaType") ?? ""
    size = object.integer("size").flatMap { $0 < 0 ? nil : $0 }
    artifactType = object.text("artifactType")
    annotations = object.object("annotations")?.textMembers ?? [:]
    platform = object.object("platform").map { platformText($0) } ?? ""
  }

  /// The digest of the manifest that this one attests, as BuildKit marks it.
  var attested: Digest? {
    guard annotations["vnd.docker.reference.type"] == "attestation-manifest" else { return nil }
    return annotations["vnd.docker.reference.digest"].flatMap { Digest($0) }
  }

  /// The entry of an index, or null if its digest cannot be used.
  var child: ImageChild? {
    guard let digest else { return nil }
    let isArtifact = artifactType.map { !$0.isEmpty && !MediaType.configs.contains($0) } ?? false
    let role: ImageChild.Role =
      if let attested {
        .attestation(of: attested)
      } else {
        MediaType.kind(mediaType) == .other || isArtifact ? .other : .image
      }
    return ImageChild(digest: digest, platform: platform, mediaType: mediaType, role: role)
  }
}

/// Returns `os/architecture` or `os/architecture/variant`; empty if one of the first two is absent
/// or unknown.
func platformText(_ object: JSONObject) -> String {
  guard let system = object.text("os"), let architecture = object.text("architecture"),
    !["", "unknown"].contains(system), !["", "unknown"].contains(architecture)
  else { return "" }
  let variant = object.text("variant") ?? ""
  return "\(system)/\(architecture)" + (variant.isEmpty ? "" : "/\(variant)")
}
