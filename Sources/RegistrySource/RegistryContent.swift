internal import ImageManifests
internal import Indexing
internal import NIOHTTP1
internal import Synchronization

/// Reads the manifests and blobs of a repository, and keeps whether one of them failed for now.
///
/// What failed for now has to be read again another time; what is not there, or not what it should
/// be, has not.
final class RegistryContent: ImageContentReader {
  private let session: RegistrySession
  private let mayPass = Mutex(false)

  init(_ session: RegistrySession) {
    self.session = session
  }

  /// Whether something could not be had that may be had another time.
  var isPartial: Bool { mayPass.withLock { $0 } }

  func manifest(
    _ digest: Digest
  ) async throws -> (bytes: [UInt8], contentType: String?) {
    let answer = try await answer(
      "/manifests/\(digest)", .manifest, digest, accept: MediaType.accepted,
      limit: ManifestLimit.manifestBytes)
    return (answer.body, answer.field("Content-Type"))
  }

  func blob(_ descriptor: ContentDescriptor, limit: Int) async throws -> [UInt8] {
    let isConfig = descriptor.mediaType.contains("config") || descriptor.mediaType.contains("image")
    let subject: ManifestError.Subject = isConfig ? .config : .statement
    guard let digest = descriptor.digest else {
      throw RegistryError.unusableDigest(descriptor.digestText)
    }
    return try await answer("/blobs/\(digest)", subject, digest, accept: [], limit: limit).body
  }

  private func answer(
    _ path: String, _ subject: ManifestError.Subject, _ digest: Digest, accept: [String],
    limit: Int
  ) async throws -> Answer {
    do {
      let answer = try await session.ask(.GET, path, accept: accept, limit: limit)
      switch answer.status {
      case 200: return answer
      case 404: throw ManifestError.missing(subject, digest)
      default: throw RegistryError.status(answer, "\(subject.rawValue) \(digest)")
      }
    } catch let error as RegistryError {
      if error.code == .tooLarge { throw ManifestError.tooLarge(subject, digest, size: nil) }
      mayPass.withLock { $0 = true }
      throw ManifestError.unreadable(subject, digest, cause: error.message)
    }
  }
}
