public import Indexing

/// Where the bytes of manifests and blobs come from: a registry, a layout.
///
/// Nobody relies on what a reader yields: digests and sizes are checked by those who ask.
public protocol ImageContentReader: Sendable {
  /// Returns the raw bytes of a manifest, and what the source says that they are, or null.
  ///
  /// - Throws: `ManifestError`, such as ``ManifestError/missing(_:_:)``, or any other error; both cost
  ///   only this manifest. `CancellationError` ends the whole look.
  func manifest(_ digest: Digest) async throws -> (bytes: [UInt8], contentType: String?)

  /// Returns the raw bytes of a blob that is no manifest.
  ///
  /// - Parameter limit: the bytes that are wanted at most; for more, the reader throws
  ///   ``ManifestError/tooLarge(_:_:size:)``.
  func blob(_ descriptor: ContentDescriptor, limit: Int) async throws -> [UInt8]
}
