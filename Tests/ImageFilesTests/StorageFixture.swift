import Foundation
import ImageFiles
import Indexing
import TestSupport

/// The storage of a registry that a test makes, as its filesystem driver lays it out.
struct StorageFixture {
  /// A digest that a tag had, and when.
  typealias State = (digest: Digest, at: String)

  /// The temporary folder that is the root.
  let root: String

  /// Calls `body` with an empty storage.
  static func with(_ body: (StorageFixture) async throws -> Void) async throws {
    try await withTemporaryFolder { try await body(StorageFixture(root: $0)) }
  }

  var base: String { "\(root)/docker/registry/v2" }

  /// Keeps blobs, each under its digest.
  func add(_ images: ImageBuilder) throws {
    for (digest, bytes) in images.blobs { try writeFile(blob(digest), bytes) }
  }

  func blob(_ digest: Digest) -> String {
    "\(base)/blobs/sha256/\(hex(digest).prefix(2))/\(hex(digest))/data"
  }

  /// Records that a digest was pushed to a repository.
  func addRevision(_ repository: String, _ digest: Digest) throws {
    try writeFile(
      "\(manifests(repository))/revisions/sha256/\(hex(digest))/link", "\(digest)")
  }

  /// Records what a tag pointed at.
  ///
  /// - Parameter current: what it points at now; null if it was removed.
  func addTag(
    _ repository: String, _ tag: String, current: Digest?, past: [State]
  ) throws {
    let folder = "\(manifests(repository))/tags/\(tag)"
    if let current { try writeFile("\(folder)/current/link", "\(current)") }
    for (digest, time) in past {
      let link = "\(folder)/index/sha256/\(hex(digest))/link"
      try writeFile(link, "\(digest)")
      try setTime(link, time)
    }
  }

  func manifests(_ repository: String) -> String {
    "\(base)/repositories/\(repository)/_manifests"
  }

  private func setTime(_ path: String, _ time: String) throws {
    let seconds = Double(Timestamp.microseconds(rfc3339: time) ?? 0) / 1_000_000
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: seconds)], ofItemAtPath: path)
  }

  private func hex(_ digest: Digest) -> String {
    String("\(digest)".dropFirst("sha256:".count))
  }

  /// Looks at a repository on 2025-01-01.
  func look(
    _ repository: String = "acme/shop", at path: String? = nil, known: Set<Digest> = [],
    progress: @Sendable (Int) -> Void = { _ in }
  ) async throws -> ImageLook {
    let storage = try RegistryStorage(path: Array((path ?? root).utf8))
    return try await storage.look(
      at: repository, registry: "registry.example.com:5000", known: known,
      clock: { 1_735_689_600_000_000 }, progress: progress)
  }
}
