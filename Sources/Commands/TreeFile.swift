internal import GitSource
internal import Indexing

/// A file in the tree of a commit.
struct TreeFile {
  let path: [UInt8]
  let blob: ObjectID
  /// In bytes.
  let size: Int

  /// Returns what follows the last slash of a path.
  static func name(of path: [UInt8]) -> ArraySlice<UInt8> {
    path[(path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0)...]
  }
}

extension GitRepository {
  /// Returns the files of commits in the order of their names; null where there is no such file.
  func files(_ names: [(commit: ObjectID, path: [UInt8])]) async throws -> [TreeFile?] {
    zip(names, try await blobs(of: names)).map { name, blob in
      blob.map { TreeFile(path: name.path, blob: $0.id, size: $0.size) }
    }
  }
}
