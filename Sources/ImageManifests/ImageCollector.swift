public import Indexing

/// What was read of digests and of all that they list.
public struct ImageCollection: Sendable {
  /// Each once, those that were asked for first, then what they list, level by level.
  public var manifests: [ImageManifest]
  public var problems: [SourceProblem]
}

/// Reads digests with all that they list: entries of indexes, configs, attestations.
///
/// Each digest is read once, and believed only if it is the SHA-256 of the raw bytes. What cannot be
/// had costs only itself and is a problem. Foreign addresses in a manifest are never followed.
public struct ImageCollector: Sendable {
  private let reader: any ImageContentReader
  private let known: Set<Digest>

  /// - Parameter known: digests that are recorded with all that they list; they are not yielded, and
  ///   read only where a new index lists them, which shares their labels.
  public init(reader: any ImageContentReader, known: Set<Digest> = []) {
    self.reader = reader
    self.known = known
  }

  /// Reads the digests, with at most `concurrency` requests at a time.
  ///
  /// The labels of an index are those pairs that all its images have in common, as far as their
  /// configs could be read; it was made when the latest of them was. Its origins are those that its
  /// attestations name; an attested entry has its own.
  public func collect(
    _ digests: [Digest], concurrency: Int = 4
  ) async throws(CancellationError) -> ImageCollection {
    do {
      var walk = ManifestWalk(reader: reader, known: known, concurrency: concurrency)
      try await walk.read(digests)
      var blobs = ReferencedBlobs(walk)
      try await blobs.read(reader, concurrency: concurrency)
      let manifests = ImageAssembly(documents: walk.documents, blobs: blobs).manifests(
        walk.order.filter { !known.contains($0) })
      return ImageCollection(manifests: manifests, problems: walk.problems + blobs.problems)
    } catch {
      // The stages make problems of all other errors.
      throw CancellationError()
    }
  }
}
