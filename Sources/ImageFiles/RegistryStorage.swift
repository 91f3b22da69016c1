internal import ImageManifests
public import Indexing
internal import LocalFiles

/// Reads the storage of a registry as files, without the registry: the filesystem driver of CNCF
/// Distribution (`registry/storage/paths.go`), which Docker's and Harbor's registries use.
///
/// The storage keeps every digest that a tag ever pointed at. When it was pushed there last is the
/// time of a file, which copying may have lost.
public struct RegistryStorage: Sendable {
  /// The repositories of a storage.
  public struct Listing: Sendable {
    /// The paths in the registry, such as `acme/shop`, in their order.
    public var names: [String]
    public var problems: [SourceProblem]
  }

  /// The absolute path of the folder that holds `repositories` and `blobs`.
  public var location: [UInt8] { place.base }

  private let place: StoragePlace
  private let root: OpenFolder

  /// Finds the storage.
  ///
  /// - Parameter path: its root, which the registry's setting `rootdirectory` names; the folder
  ///   `repositories` in it; or one below, which then is all that is looked at.
  /// - Throws: `ImageFileError` if there is none.
  public init(path: [UInt8]) throws(ImageFileError) {
    place = try StoragePlace.find(path)
    do {
      root = try OpenFolder(path: place.base)
    } catch {
      throw .unreadable(place.base, error)
    }
  }

  /// Lists the repositories.
  ///
  /// - Throws: `ImageFileError` if the folder of repositories cannot be read.
  public func repositories() throws(ImageFileError) -> Listing {
    var listing = Listing(names: [], problems: [])
    var waiting = [place.scope]
    while let path = waiting.popLast() {
      do {
        guard let folder = try folder(path) else { continue }
        for name in try folder.names() {
          if name == Array("_manifests".utf8) { listing.names.append(Self.text(path)) }
          let inner = path + [name]
          if name.first == UInt8(ascii: "_") { continue }
          guard ImageName.isPathPart(name), Self.text(inner).utf8.count <= 255 else {
            listing.problems.append(.invalidPart(Array(Self.text(inner).utf8), "repository"))
            continue
          }
          waiting.append(inner)
        }
      } catch {
        if path == place.scope { throw .unreadable(place.base, error) }
        listing.problems.append(.unreadableFile(Self.text(path), cause: error.cause))
      }
    }
    listing.names.sort()
    return listing
  }

  /// Looks at one repository.
  ///
  /// - Parameters:
  ///   - path: in the registry, as ``repositories()`` lists it.
  ///   - registry: the host that the registry is known by, such as `registry.example.com:5000`.
  ///   - known: manifests that are recorded with all that they list.
  ///   - clock: the time now, in microseconds since 1970 UTC.
  ///   - progress: is told how many tags were read, after each.
  /// - Throws: `ImageFileError` if the repository cannot be read; `CancellationError`.
  public func look(
    at path: String, registry: String, known: Set<Digest> = [], clock: @Sendable () -> Int64,
    progress: @Sendable (Int) -> Void = { _ in }
  ) async throws -> ImageLook {
    let startedAt = clock()
    guard ImageName.isHost(registry) else { throw ImageFileError.invalidHost(registry) }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map { Array($0.utf8) }
    guard parts.allSatisfy({ ImageName.isPathPart($0) }) else {
      throw ImageFileError.invalidRepository(path)
    }
    let location = place.base + Array("/repositories/\(path)".utf8)
    let tags: StorageTags
    let revisions: [Digest]
    do {
      guard let manifests = try folder(parts)?.folder(at: ["_manifests"]) else {
        throw ImageFileError.noRepository(place.base, path)
      }
      tags = try Self.tags(manifests, clock: clock, progress: progress)
      revisions = try Self.revisions(manifests)
    } catch let failure as FileFailure {
      throw ImageFileError.unreadable(location, failure)
    }
    let reader = StorageReader(root: root)
    let (gone, kept) = tags.pastDigests(reader)
    let digests = Set(tags.tags.values).sorted() + kept + revisions
    let collection = try await ImageCollector(reader: reader, known: known).collect(digests)
    return ImageLook(
      repository: "\(registry.lowercased())/\(path)", kind: .storage,
      location: location, startedAt: startedAt, endedAt: clock(), tags: tags.tags,
      unresolved: tags.unresolved, past: tags.past, manifests: collection.manifests,
      problems: tags.problems + gone + collection.problems)
  }

  private func folder(_ path: [[UInt8]]) throws(FileFailure) -> OpenFolder? {
    var folder = try root.folder(Array("repositories".utf8))
    for name in path { folder = try folder?.folder(name) }
    return folder
  }

  private static func text(_ path: [[UInt8]]) -> String {
    String(decoding: Array(path.joined(separator: "/".utf8)), as: UTF8.self)
  }

  private static func tags(
    _ manifests: OpenFolder, clock: () -> Int64, progress: (Int) -> Void
  ) throws -> StorageTags {
    var tags = StorageTags()
    guard let folder = try manifests.folder(at: ["tags"]) else { return tags }
    for (count, name) in try folder.names().enumerated() {
      try Task.checkCancellation()
      if !ImageName.isTag(name) {
        tags.add(.invalidPart(name, "tag"))
      } else {
        do {
          if let inner = try folder.folder(name) { tags.add(name, inner, clock: clock) }
        } catch {
          let text = String(decoding: name, as: UTF8.self)
          tags.add(.unreadableFile(text, tag: name, cause: error.cause), unresolved: name)
        }
      }
      progress(count + 1)
    }
    tags.finish()
    return tags
  }

  /// Returns the manifests of the repository, with a tag or without, that were not deleted.
  private static func revisions(_ manifests: OpenFolder) throws(FileFailure) -> [Digest] {
    guard let folder = try manifests.folder(at: ["revisions", "sha256"]) else { return [] }
    var digests: [Digest] = []
    for hex in try folder.names() {
      guard let digest = Digest(Array("sha256:".utf8) + hex) else { continue }
      if try folder.folder(hex)?.file("link") != nil { digests.append(digest) }
    }
    return digests
  }
}
