internal import Indexing
internal import StrictJSON

/// What descriptors say of a manifest.
enum ManifestDescription {
  private static let attestationType = "vnd.docker.reference.type"
  private static let attestationSubject = "vnd.docker.reference.digest"

  /// Returns the texts of an object by their keys; other values are left out.
  static func texts(_ object: JSONValue) -> [String: String] {
    var texts: [String: String] = [:]
    for member in object.members {
      if let key = member.key.string, let text = member.value.string { texts[key] = text }
    }
    return texts
  }

  /// Returns the sum of the sizes of descriptors, or null unless each has one.
  static func size(of descriptors: some Sequence<JSONValue>) -> Int64? {
    var sum: Int64?
    for descriptor in descriptors {
      guard let size = descriptor["size"].integer, size >= 0 else { return nil }
      let (total, isTooLarge) = (sum ?? 0).addingReportingOverflow(size)
      if isTooLarge { return nil }
      sum = total
    }
    return sum
  }

  /// Returns what an index lists; nothing if one of its entries cannot be read, since a part of the
  /// entries would pass for all of them.
  static func children(_ descriptors: JSONValue) -> [ImageChild] {
    var children: [ImageChild] = []
    children.reserveCapacity(descriptors.count)
    for descriptor in descriptors.elements {
      guard let text = descriptor["digest"].text, let digest = Digest(text) else { return [] }
      children.append(
        ImageChild(
          digest: digest, platform: platform(descriptor["platform"]),
          mediaType: MediaType.name(descriptor["mediaType"]) ?? "", role: role(of: descriptor)))
    }
    return children
  }

  private static func role(of descriptor: JSONValue) -> ImageChild.Role {
    let annotations = texts(descriptor["annotations"])
    if annotations[attestationType] == "attestation-manifest" {
      return annotations[attestationSubject].flatMap { Digest($0) }.map { .attestation(of: $0) }
        ?? .other
    }
    return MediaType.isManifest(descriptor["mediaType"]) ? .image : .other
  }

  /// Returns a platform such as `linux/arm64/v8`, or an empty text if it is not said.
  private static func platform(_ value: JSONValue) -> String {
    let system = value["os"].nonEmptyString
    let architecture = value["architecture"].nonEmptyString
    guard let system, let architecture else { return "" }
    let variant = value["variant"].nonEmptyString.map { "/\($0)" } ?? ""
    return "\(system)/\(architecture)\(variant)"
  }
}
