internal import ImageManifests
internal import Indexing
internal import LocalFiles

/// Reads the blobs of a registry's storage.
struct StorageReader: ImageContentReader {
  /// The folder that holds `blobs`.
  let root: OpenFolder

  func manifest(_ digest: Digest) async throws -> (bytes: [UInt8], contentType: String?) {
    (try contents(.manifest, digest, limit: ManifestLimit.manifestBytes), nil)
  }

  func blob(_ descriptor: ContentDescriptor, limit: Int) async throws -> [UInt8] {
    guard let digest = descriptor.digest else { return [] }
    let isConfig = limit == ManifestLimit.configBytes
    return try contents(isConfig ? .config : .statement, digest, limit: limit)
  }

  /// Returns whether there are bytes under a digest.
  func has(_ digest: Digest) -> Bool {
    (try? file(digest)) != nil
  }

  private func contents(
    _ subject: ManifestError.Subject, _ digest: Digest, limit: Int
  ) throws(ManifestError) -> [UInt8] {
    do {
      if let bytes = try file(digest)?.read(limit: limit) { return bytes }
    } catch {
      throw .init(error, subject, digest)
    }
    throw .missing(subject, digest)
  }

  private func file(_ digest: Digest) throws(FileFailure) -> OpenFile? {
    let hex = String("\(digest)".dropFirst("sha256:".count))
    return try root.folder(at: ["blobs", "sha256", String(hex.prefix(2)), hex])?.file("data")
  }
}

extension StorageTags {
  /// Returns the digests that tags pointed at before and that are still there, and a problem that
  /// counts those that are not: collecting garbage removes them.
  func pastDigests(_ reader: StorageReader) -> (gone: [SourceProblem], kept: [Digest]) {
    let current = Set(tags.values)
    let before = Set(past.lazy.map(\.digest)).subtracting(current).sorted()
    let kept = before.filter { reader.has($0) }
    let present = Set(kept)
    let absent = before.filter { !present.contains($0) }
    let gone = absent.first.map { [SourceProblem.goneManifests(absent.count, example: $0)] } ?? []
    return (gone, kept)
  }
}
