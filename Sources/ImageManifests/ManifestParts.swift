internal import Indexing

/// What a manifest lists, within the limits.
struct ManifestParts {
  private(set) var config: ContentDescriptor?
  private(set) var layers: [ContentDescriptor] = []
  private(set) var children: [ImageChild] = []
  private(set) var childSizes: [Int64?] = []
  private(set) var annotations: [String: String] = [:]
  private(set) var subject: Digest?
  private(set) var artifactType: String?
  private(set) var problems: [SourceProblem] = []

  /// - Parameter object: null if the bytes are no JSON, of a form that is not known.
  init(_ object: JSONObject?, _ kind: ManifestDocument.Kind, _ digest: Digest) {
    guard let object, kind != .schema1 else { return }
    let bounded = BoundedLabels(object.object("annotations")?.textMembers ?? [:])
    annotations = bounded.labels
    if bounded.isCut { problems.append(.cut("annotations", of: digest, bounded)) }
    if let descriptor = object.object("subject").map({ ContentDescriptor($0) }) {
      subject = descriptor.digest
      if subject == nil {
        problems.append(.unsupported(descriptor.digestText, "the subject", of: digest))
      }
    }
    if kind == .image {
      config = object.object("config").map { ContentDescriptor($0) }
      layers = object.objects("layers")?.map { ContentDescriptor($0) } ?? []
    }
    artifactType = object.text("artifactType").flatMap { $0.isEmpty ? nil : $0 } ?? configType
    if kind == .index { readChildren(object.objects("manifests") ?? [], digest) }
  }

  /// The media type of a config that is not that of an image: it names the artifact (OCI image
  /// specification, `manifest.md`, on `artifactType`).
  private var configType: String? {
    guard let type = config?.mediaType, !type.isEmpty, !MediaType.configs.contains(type) else {
      return nil
    }
    return type
  }

  private mutating func readChildren(_ entries: [JSONObject], _ digest: Digest) {
    if entries.count > ManifestLimit.children {
      problems.append(.tooManyChildren(digest, count: entries.count))
    }
    for entry in entries.prefix(ManifestLimit.children) {
      let descriptor = ContentDescriptor(entry)
      guard let child = descriptor.child else {
        problems.append(.unsupported(descriptor.digestText, "an entry", of: digest))
        continue
      }
      children.append(child)
      childSizes.append(descriptor.size)
    }
  }
}
