import Foundation
import ImageManifests
public import Indexing

/// Makes images, indexes and attestations, the same each time, and keeps their bytes.
///
/// ```swift
/// var images = ImageBuilder()
/// let arm = images.image(labels: ["org.opencontainers.image.version": "1.2.0"])
/// let index = images.index([arm])
/// ```
public struct ImageBuilder: Sendable {
  /// A manifest as an index lists it.
  public struct Entry: Sendable {
    public var digest: Digest
    public var mediaType: String
    public var size: Int
    /// `os/architecture` or `os/architecture/variant`; empty for none.
    public var platform: String
    public var annotations: [String: String]

    public init(
      digest: Digest, mediaType: String, size: Int, platform: String,
      annotations: [String: String] = [:]
    ) {
      self.digest = digest
      self.mediaType = mediaType
      self.size = size
      self.platform = platform
      self.annotations = annotations
    }

    /// The descriptor as JSON.
    public var descriptor: [String: Any] {
      var result: [String: Any] = [
        "digest": digest.description, "mediaType": mediaType, "size": size,
      ]
      let parts = platform.split(separator: "/").map(String.init)
      if parts.count >= 2 { result["platform"] = platformMembers(parts) }
      if !annotations.isEmpty { result["annotations"] = annotations }
      return result
    }
  }

  public static let ociIndex = "application/vnd.oci.image.index.v1+json"
  public static let ociImage = "application/vnd.oci.image.manifest.v1+json"
  public static let dockerList = "application/vnd.docker.distribution.manifest.list.v2+json"
  public static let dockerImage = "application/vnd.docker.distribution.manifest.v2+json"
  static let ociConfig = "application/vnd.oci.image.config.v1+json"

  /// The bytes of all that was made.
  public private(set) var blobs: [Digest: [UInt8]] = [:]

  public init() {}

  /// Keeps bytes and returns their digest.
  public mutating func blob(_ bytes: [UInt8]) -> Digest {
    let digest = Digest(sha256: bytes)
    blobs[digest] = bytes
    return digest
  }

  /// Keeps a JSON object, its members in the order of their names.
  public mutating func json(_ object: [String: Any]) -> (digest: Digest, size: Int) {
    let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? JSONSerialization.data(withJSONObject: object, options: options) else {
      preconditionFailure("not JSON: \(object)")
    }
    return (blob(Array(data)), data.count)
  }

  /// Makes an image with one layer.
  ///
  /// - Parameters:
  ///   - created: an RFC 3339 time, or null for none.
  ///   - content: what the layer holds, so that images may differ in it alone.
  ///   - extra: members of the manifest that replace those made here.
  public mutating func image(
    labels: [String: String] = [:], created: String? = "2024-01-01T00:00:00Z",
    platform: String = "linux/amd64", content: String = "layer",
    annotations: [String: String] = [:], extra: [String: Any] = [:]
  ) -> Entry {
    let parts = platform.split(separator: "/").map(String.init)
    var members: [String: Any] = platformMembers(parts)
    members["config"] = ["Labels": labels]
    members["rootfs"] = ["type": "layers", "diff_ids": [String]()]
    if let created { members["created"] = created }
    let config = json(members)
    let layer = blob(Array(content.utf8))
    var manifest: [String: Any] = [
      "schemaVersion": 2, "mediaType": Self.ociImage,
      "config": [
        "mediaType": Self.ociConfig, "digest": config.digest.description, "size": config.size,
      ],
      "layers": [
        [
          "mediaType": "application/vnd.oci.image.layer.v1.tar", "digest": layer.description,
          "size": content.utf8.count,
        ]
      ],
    ]
    if !annotations.isEmpty { manifest["annotations"] = annotations }
    manifest.merge(extra) { $1 }
    let made = json(manifest)
    return Entry(
      digest: made.digest, mediaType: manifest["mediaType"] as? String ?? Self.ociImage,
      size: made.size, platform: platform)
  }

  /// Makes an index.
  public mutating func index(
    _ entries: [Entry], annotations: [String: String] = [:], mediaType: String = Self.ociIndex
  ) -> Entry {
    var members: [String: Any] = [
      "schemaVersion": 2, "mediaType": mediaType, "manifests": entries.map(\.descriptor),
    ]
    if !annotations.isEmpty { members["annotations"] = annotations }
    let made = json(members)
    return Entry(digest: made.digest, mediaType: mediaType, size: made.size, platform: "")
  }

  /// Makes a manifest that holds statements about another one, as BuildKit does.
  public mutating func attestation(
    of entry: Entry, statements: [[String: Any]],
    predicateType: String? = "https://slsa.dev/provenance/v0.2"
  ) -> Entry {
    let layers: [[String: Any]] = statements.map { statement in
      let made = json(statement)
      var layer: [String: Any] = [
        "mediaType": "application/vnd.in-toto+json", "digest": made.digest.description,
        "size": made.size,
      ]
      if let predicateType { layer["annotations"] = ["in-toto.io/predicate-type": predicateType] }
      return layer
    }
    var made = image(platform: "unknown/unknown", extra: ["layers": layers])
    made.annotations = [
      "vnd.docker.reference.type": "attestation-manifest",
      "vnd.docker.reference.digest": entry.digest.description,
    ]
    return made
  }

  /// Replaces the bytes kept under a digest, or removes them, as damage and forgery do.
  public mutating func replace(_ digest: Digest, with bytes: [UInt8]?) {
    blobs[digest] = bytes
  }
}

private func platformMembers(_ parts: [String]) -> [String: Any] {
  var members: [String: Any] = [:]
  for (name, value) in zip(["os", "architecture", "variant"], parts) { members[name] = value }
  return members
}
