internal import ImageManifests
public import Indexing

/// Reads what other programs print of registries.
///
/// Read are, in any mixture: the JSON of `skopeo inspect` and of `skopeo list-tags`, and lines such as
/// `REPOSITORY:TAG@sha256:…`, `REPOSITORY@sha256:…` or `REPOSITORY:TAG` and `sha256:…` with a space
/// between them. `skopeo inspect` does not print the tag that it was asked for: it tells of the
/// digest, and of names of tags. Empty lines and lines that start with `#` are left out.
public enum ImageListing {
  /// Returns a look at each repository that is listed, in the order of their names.
  ///
  /// A look is complete if the output of `skopeo list-tags` for its repository is among what was
  /// printed. Labels that `skopeo inspect` prints for an index are those of one platform.
  ///
  /// - Parameters:
  ///   - location: where the listing comes from, such as a canonical path.
  ///   - startedAt: when the first of it may have been printed, in microseconds since 1970 UTC.
  ///   - endedAt: when the last of it was printed at the latest.
  /// - Throws: `ImageFileError` with the number of the first line that cannot be read.
  public static func looks(
    _ bytes: [UInt8], location: [UInt8], startedAt: Int64, endedAt: Int64
  ) throws(ImageFileError) -> [ImageLook] {
    var scanner = try ListingScanner(bytes)
    var repositories: [String: ListedRepository] = [:]
    while let item = try scanner.next() {
      let line = scanner.line
      let (name, addition) =
        switch item {
        case .object(let bytes): try ListedRepository.read(object: bytes, line: line)
        case .line(let text): try ListedRepository.read(line: text, number: line)
        }
      repositories[name, default: ListedRepository()].add(addition)
    }
    return repositories.sorted { $0.key < $1.key }.map { name, listed in
      ImageLook(
        repository: name, kind: .listing, location: location, startedAt: startedAt,
        endedAt: endedAt, tags: listed.tags, unresolved: listed.unresolved,
        isComplete: listed.isComplete, manifests: listed.orderedManifests,
        problems: listed.problems)
    }
  }
}

/// What is listed of one repository.
struct ListedRepository {
  var tags: [[UInt8]: Digest] = [:]
  /// Tags of which only the names are listed.
  var names: Set<[UInt8]> = []
  var isComplete = false
  var manifests: [Digest: ImageManifest] = [:]
  var problems: [SourceProblem] = []

  var unresolved: Set<[UInt8]> { names.subtracting(tags.keys) }
  var orderedManifests: [ImageManifest] {
    manifests.sorted { $0.key < $1.key }.map(\.value)
  }

  /// Adds what another line says; of two statements about a tag, the later counts.
  mutating func add(_ other: ListedRepository) {
    for (tag, digest) in other.tags {
      if let before = tags.updateValue(digest, forKey: tag), before != digest {
        problems.append(.repeatedName(tag, "the listing", last: digest))
      }
    }
    names.formUnion(other.names)
    isComplete = isComplete || other.isComplete
    problems += other.problems
    // What `skopeo inspect` prints says more than a digest alone.
    manifests.merge(other.manifests) { $1.mayAdd(to: $0) ? $1 : $0 }
  }
}

extension ImageManifest {
  fileprivate func mayAdd(to other: ImageManifest) -> Bool {
    !labels.isEmpty || createdAt != nil || other.labels.isEmpty && other.createdAt == nil
  }
}
