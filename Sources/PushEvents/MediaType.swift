internal import StrictJSON

/// The media types of manifests and indexes.
enum MediaType {
  private static let indexes: [StaticString] = [
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
  ]

  private static let manifests: [StaticString] = [
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
    "application/vnd.docker.distribution.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v1+prettyjws",
    "application/vnd.oci.artifact.manifest.v1+json",
  ]

  /// Returns whether a value is the media type of an index, whatever its parameters.
  static func isIndex(_ value: JSONValue) -> Bool {
    known(value, among: indexes) != nil
  }

  /// Returns whether a value is the media type of a manifest or an index, whatever its parameters.
  static func isManifest(_ value: JSONValue) -> Bool {
    known(value, among: manifests) != nil || isIndex(value)
  }

  /// Returns a media type without its parameters, or null for an empty text or another value.
  static func name(_ value: JSONValue) -> String? {
    guard let text = value.nonEmptyText else { return nil }
    // The texts of the program's own need no memory for each event.
    if let known = known(value, among: manifests) ?? known(value, among: indexes) {
      return known.description
    }
    return String(decoding: withoutParameters(text), as: UTF8.self)
  }

  private static func known(_ value: JSONValue, among types: [StaticString]) -> StaticString? {
    guard let text = value.text else { return nil }
    let name = withoutParameters(text)
    return types.first { type in
      type.utf8CodeUnitCount == name.count
        && name.elementsEqual(
          UnsafeRawBufferPointer(start: type.utf8Start, count: type.utf8CodeUnitCount))
    }
  }

  private static func withoutParameters(
    _ text: UnsafeRawBufferPointer
  ) -> UnsafeRawBufferPointer {
    guard var end = text.firstIndex(of: UInt8(ascii: ";")) else { return text }
    while end > 0, text[end - 1] == UInt8(ascii: " ") { end -= 1 }
    return UnsafeRawBufferPointer(rebasing: text[..<end])
  }
}
