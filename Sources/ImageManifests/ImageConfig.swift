public import Indexing

/// The config of an image (OCI image specification, `config.md`), as far as it describes versions.
public struct ImageConfig: Sendable {
  /// The SHA-256 of the raw bytes.
  public let digest: Digest
  /// At most ``ManifestLimit/labels``.
  public let labels: [String: String]
  /// When the image was made, in microseconds since 1970 UTC; null if the config does not say, or
  /// says the year 1, which programs write that know no time.
  public let createdAt: Int64?
  /// Such as `linux/arm64/v8`; empty if it is absent or unknown.
  public let platform: String
  /// What was left out of the config.
  public let problems: [SourceProblem]

  /// - Throws: `ManifestError` if the bytes are too many or no JSON object.
  public init(bytes: [UInt8]) throws(ManifestError) {
    try self.init(bytes, digest: Digest(sha256: bytes))
  }

  /// - Parameter digest: that of the bytes.
  init(_ bytes: [UInt8], digest: Digest) throws(ManifestError) {
    guard bytes.count <= ManifestLimit.configBytes else {
      throw .tooLarge(.config, digest, size: Int64(bytes.count))
    }
    guard let object = JSONObject(bytes) else { throw .malformed(.config, digest) }
    self.digest = digest
    (labels, problems) = Self.bounded(
      object.object("config")?.object("Labels")?.textMembers ?? [:], of: digest)
    createdAt = Self.time(object.text("created"))
    platform = platformText(object)
  }

  /// Returns the labels that are kept, and a problem if they are not all.
  package static func bounded(
    _ labels: [String: String], of digest: Digest
  ) -> (labels: [String: String], problems: [SourceProblem]) {
    let bounded = BoundedLabels(labels)
    return (bounded.labels, bounded.isCut ? [.cut("labels", of: digest, bounded)] : [])
  }

  /// Returns the microseconds since 1970 UTC of a time of creation, or null for none.
  package static func time(_ text: String?) -> Int64? {
    let yearTwo: Int64 = -62_104_060_800_000_000
    return text.flatMap { Timestamp.microseconds(rfc3339: $0) }.flatMap { $0 < yearTwo ? nil : $0 }
  }
}
