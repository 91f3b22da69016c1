internal import Indexing

/// Puts together what manifests, configs and attestations say.
struct ImageAssembly {
  /// What the images of an index have in common.
  private struct Summary {
    /// Null as long as no image is known.
    var labels: [String: String]?
    var createdAt: Int64?

    mutating func add(_ labels: [String: String]?, createdAt: Int64?) {
      guard let labels else { return }
      self.labels =
        self.labels.map { shared in
          shared.isEmpty ? shared : shared.filter { labels[$0.key] == $0.value }
        } ?? labels
      self.createdAt = max(self.createdAt, createdAt)
    }

    private func max(_ left: Int64?, _ right: Int64?) -> Int64? {
      guard let left, let right else { return left ?? right }
      return Swift.max(left, right)
    }
  }

  let documents: [Digest: ManifestDocument]
  let blobs: ReferencedBlobs

  func manifests(_ digests: [Digest]) -> [ImageManifest] {
    let indexes = documents.filter { $0.value.kind == .index }
    let direct = indexes.mapValues { summary(of: $0) }
    return digests.compactMap { digest in
      guard let document = documents[digest] else { return nil }
      let origins = blobs.origins[digest] ?? []
      guard document.kind == .index else {
        var manifest = document.manifest(config: blobs.configs[digest], origins: unique(origins))
        manifest.isPartial = lacksConfig(digest)
        return manifest
      }
      var all = direct[digest] ?? Summary()
      for child in images(of: document) {
        if let inner = direct[child] { all.add(inner.labels, createdAt: inner.createdAt) }
      }
      var manifest = document.manifest(
        config: nil, origins: unique(origins + attestedOrigins(of: document)))
      manifest.labels = all.labels ?? [:]
      manifest.createdAt = all.createdAt
      manifest.isPartial = images(of: document).contains { child in
        lacksConfig(child)
          || documents[child].map { images(of: $0).contains(where: lacksConfig) } ?? false
      }
      return manifest
    }
  }

  /// Whether an image has a config of the kind that is read, and it could not be.
  private func lacksConfig(_ digest: Digest) -> Bool {
    guard let config = documents[digest]?.config else { return false }
    return MediaType.configs.contains(config.mediaType) && blobs.configs[digest] == nil
  }

  /// Returns the images and indexes that an index lists, each once.
  private func images(of document: ManifestDocument) -> [Digest] {
    var seen: Set<Digest> = []
    return document.children.compactMap { child in
      child.role == .image && seen.insert(child.digest).inserted ? child.digest : nil
    }
  }

  /// Returns what the images have in common that an index lists itself.
  private func summary(of document: ManifestDocument) -> Summary {
    var summary = Summary()
    for child in images(of: document) {
      if let config = blobs.configs[child] {
        summary.add(config.labels, createdAt: config.createdAt)
      }
    }
    return summary
  }

  private func attestedOrigins(of document: ManifestDocument) -> [BuildOrigin] {
    document.children.flatMap { child -> [BuildOrigin] in
      guard case .attestation = child.role else { return [] }
      return blobs.attestedOrigins[child.digest] ?? []
    }
  }

  private func unique(_ origins: [BuildOrigin]) -> [BuildOrigin] {
    var seen: Set<BuildOrigin> = []
    return origins.filter { seen.insert($0).inserted }
  }
}
