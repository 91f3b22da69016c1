internal import ImageManifests
public import Indexing
internal import LocalFiles

/// Reads OCI image layouts (OCI image specification, `image-layout.md`): folders, and tar archives as
/// `skopeo copy … oci-archive:FILE` and `docker save` of Docker 25 or later write them.
public enum ImageLayout {
  /// How many entries of `index.json` are read.
  static let entryLimit = 20_000
  /// The bytes of `index.json`.
  private static let indexBytes = 16 << 20

  /// Looks at the layout of one repository.
  ///
  /// A blob that is absent or does not have its digest is a problem, not an error. Links in the
  /// layout, and names that lead out of it, are not followed.
  ///
  /// - Parameters:
  ///   - path: a folder or a tar archive.
  ///   - repository: the full name of the repository, such as `ghcr.io/acme/shop`.
  ///   - known: manifests that are recorded with all that they list.
  ///   - clock: the time now, in microseconds since 1970 UTC.
  /// - Throws: `ImageFileError` if there is no layout that can be read; `CancellationError`.
  public static func look(
    path: [UInt8], repository: String, known: Set<Digest> = [], clock: @Sendable () -> Int64
  ) async throws -> ImageLook {
    let startedAt = clock()
    guard let name = ImageName.repository(repository) else {
      throw ImageFileError.invalidRepository(repository)
    }
    let location = try canonicalPath(path)
    let files = try LayoutFiles.open(location)
    try checkVersion(files, location)
    let (entries, count) = try entries(files, location)
    let names = LayoutNames(entries, repository: name)
    var listed: [Digest: ContentDescriptor] = [:]
    for entry in entries { if let digest = entry.digest { listed[digest] = entry } }
    let collector = ImageCollector(
      reader: LayoutReader(files: files, listed: listed), known: known)
    let collection = try await collector.collect(entries.compactMap(\.digest))
    let cut: [SourceProblem] =
      count > entries.count ? [.manyDescriptors(count, limit: entries.count)] : []
    return ImageLook(
      repository: name, kind: .layout, location: location, startedAt: startedAt, endedAt: clock(),
      tags: names.tags, unresolved: names.unresolved, isComplete: cut.isEmpty,
      manifests: collection.manifests, problems: cut + names.problems + collection.problems)
  }

  private static func checkVersion(
    _ files: LayoutFiles, _ path: [UInt8]
  ) throws(ImageFileError) {
    let contents: [UInt8]?
    do {
      contents = try files.contents(["oci-layout"], limit: 1 << 16)
    } catch {
      throw .unreadable(path, error)
    }
    guard let contents else {
      throw .notALayout(path, isDockerArchive: files.has("manifest.json"))
    }
    let version = JSONObject(contents)?.text("imageLayoutVersion")
    guard let version, version.hasPrefix("1.") else { throw .layoutVersion(path, version) }
  }

  /// Returns the entries of `index.json`, as many as are read, and how many there are.
  private static func entries(
    _ files: LayoutFiles, _ path: [UInt8]
  ) throws(ImageFileError) -> (entries: [ContentDescriptor], count: Int) {
    let contents: [UInt8]?
    do {
      contents = try files.contents(["index.json"], limit: indexBytes)
    } catch {
      throw .noIndex(path, cause: error.cause)
    }
    guard let contents else { throw .noIndex(path, cause: "there is no such file") }
    guard let index = JSONObject(contents) else {
      throw .noIndex(path, cause: "it is no JSON object")
    }
    let all = index.objects("manifests") ?? []
    return (all.prefix(entryLimit).map { ContentDescriptor($0) }, all.count)
  }
}

/// Returns the absolute path without symbolic links.
func canonicalPath(_ path: [UInt8]) throws(ImageFileError) -> [UInt8] {
  do {
    return try realPath(path)
  } catch {
    throw .notFound(path, error)
  }
}

extension LayoutFiles {
  /// Returns whether a file is there and can be read.
  fileprivate func has(_ name: String) -> Bool {
    switch self {
    case .folder(let folder): (try? folder.file(name)) != nil
    case .archive(let archive): archive.has(name)
    }
  }
}
