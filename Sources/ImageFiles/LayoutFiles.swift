internal import ImageManifests
internal import Indexing
internal import LocalFiles

/// The files of an image layout, in a folder or in an archive.
enum LayoutFiles: Sendable {
  case folder(OpenFolder)
  case archive(TarArchive)

  /// Opens what is at a path.
  static func open(_ path: [UInt8]) throws(ImageFileError) -> LayoutFiles {
    do {
      if isFolder(path) { return .folder(try OpenFolder(path: path)) }
    } catch {
      throw .unreadable(path, error)
    }
    let file: OpenFile
    do {
      file = try OpenFile(path: path)
    } catch {
      throw .unreadable(path, error)
    }
    return .archive(try TarArchive(file, path: path))
  }

  /// Returns the contents of a file, or null if there is none.
  func contents(_ path: [String], limit: Int) throws(FileFailure) -> [UInt8]? {
    switch self {
    case .folder(let root):
      guard let name = path.last, let folder = try root.folder(at: path.dropLast()) else {
        return nil
      }
      return try folder.file(name)?.read(limit: limit)
    case .archive(let archive):
      return try archive.contents(path.joined(separator: "/"), limit: limit)
    }
  }
}

/// Reads the blobs of a layout.
struct LayoutReader: ImageContentReader {
  let files: LayoutFiles
  /// What `index.json` says of the manifests that it lists.
  let listed: [Digest: ContentDescriptor]

  func manifest(_ digest: Digest) async throws -> (bytes: [UInt8], contentType: String?) {
    let limit = ManifestLimit.manifestBytes
    let bytes = try contents(.manifest, digest, limit: limit)
    let descriptor = listed[digest]
    if let stated = descriptor?.size, stated != bytes.count {
      throw ManifestError.wrongSize(
        .manifest, digest, size: bytes.count, stated: stated, by: "index.json")
    }
    return (bytes, descriptor?.mediaType)
  }

  func blob(_ descriptor: ContentDescriptor, limit: Int) async throws -> [UInt8] {
    guard let digest = descriptor.digest else { return [] }
    let isConfig = limit == ManifestLimit.configBytes
    return try contents(isConfig ? .config : .statement, digest, limit: limit)
  }

  private func contents(
    _ subject: ManifestError.Subject, _ digest: Digest, limit: Int
  ) throws(ManifestError) -> [UInt8] {
    let hex = String("\(digest)".dropFirst("sha256:".count))
    do {
      if let bytes = try files.contents(["blobs", "sha256", hex], limit: limit) { return bytes }
    } catch {
      throw .init(error, subject, digest)
    }
    throw .missing(subject, digest)
  }
}
