/// The media types of manifests and of what they list.
public enum MediaType {
  static let indexes: Set<String> = [
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
  ]
  static let images: Set<String> = [
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
  ]
  static let schema1: Set<String> = [
    "application/vnd.docker.distribution.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v1+prettyjws",
  ]
  static let configs: Set<String> = [
    "application/vnd.oci.image.config.v1+json",
    "application/vnd.docker.container.image.v1+json",
  ]
  /// A statement about a build, bare or in an envelope with signatures.
  static let statements: Set<String> = [
    "application/vnd.in-toto+json", "application/vnd.dsse.envelope.v1+json",
  ]
  /// What servers say that know no better.
  private static let unspecific: Set<String> = [
    "", "application/json", "application/octet-stream", "text/plain",
  ]

  /// The media types that a request for a manifest accepts, indexes first.
  public static let accepted: [String] = indexes.sorted() + images.sorted()

  /// Returns the media type without its parameters, in lower case; null if it says nothing, as
  /// `application/json` does not.
  public static func essence(_ contentType: String?) -> String? {
    let bare = contentType?.prefix { $0 != ";" }.filter { !$0.isWhitespace }.lowercased()
    return bare.flatMap { unspecific.contains($0) ? nil : $0 }
  }

  static func kind(_ mediaType: String) -> ManifestDocument.Kind {
    if indexes.contains(mediaType) { return .index }
    if images.contains(mediaType) { return .image }
    return schema1.contains(mediaType) ? .schema1 : .other
  }
}
