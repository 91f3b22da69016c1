import ImageManifests
import Indexing
import Synchronization
import TestSupport

/// Bytes by digest, and how often each was asked for.
final class MemoryReader: ImageContentReader {
  private let blobs: [Digest: [UInt8]]
  private let contentTypes: [Digest: String]
  private let counts = Mutex<[Digest: Int]>([:])

  init(_ images: ImageBuilder, contentTypes: [Digest: String] = [:]) {
    blobs = images.blobs
    self.contentTypes = contentTypes
  }

  /// How often each digest was asked for.
  var asked: [Digest: Int] { counts.withLock { $0 } }

  func manifest(_ digest: Digest) async throws -> (bytes: [UInt8], contentType: String?) {
    counts.withLock { $0[digest, default: 0] += 1 }
    guard let bytes = blobs[digest] else { throw ManifestError.missing(.manifest, digest) }
    return (bytes, contentTypes[digest])
  }

  func blob(_ descriptor: ContentDescriptor, limit: Int) async throws -> [UInt8] {
    guard let digest = descriptor.digest else { throw NoSuchBlob() }
    counts.withLock { $0[digest, default: 0] += 1 }
    guard let bytes = blobs[digest] else { throw NoSuchBlob() }
    return bytes
  }
}

/// An error that is none of the module's.
struct NoSuchBlob: Error, CustomStringConvertible {
  let description = "the disk is gone"
}

extension ImageBuilder {
  /// Reads digests from memory.
  func collect(_ entries: Entry..., known: Set<Digest> = []) async throws -> ImageCollection {
    let collector = ImageCollector(reader: MemoryReader(self), known: known)
    return try await collector.collect(entries.map(\.digest), concurrency: 3)
  }
}

extension ImageCollection {
  /// Returns what was read of a digest, or null.
  subscript(_ entry: ImageBuilder.Entry) -> ImageManifest? {
    manifests.first { $0.digest == entry.digest }
  }
}
