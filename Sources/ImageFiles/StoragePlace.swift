internal import LocalFiles

/// Where a registry's storage lies, and which part of it is meant.
struct StoragePlace: Sendable {
  /// The folder that holds `repositories` and `blobs`.
  var base: [UInt8]
  /// The folders below `repositories` that the path leads to; empty for all.
  var scope: [[UInt8]]

  private static let slash = UInt8(ascii: "/")
  private static let repositories = Array("repositories".utf8)

  /// Finds the storage that a path is the root of, or lies in.
  static func find(_ path: [UInt8]) throws(ImageFileError) -> StoragePlace {
    let path = try canonicalPath(path)
    for inner in ["docker/registry/v2", "registry/v2", "v2", "."] {
      let base = joined(path, Array(inner.utf8))
      if isFolder(joined(base, repositories)) {
        return StoragePlace(base: try canonicalPath(base), scope: [])
      }
    }
    let parts = path.split(separator: slash).map { Array($0) }
    let places = parts.indices.reversed().filter { parts[$0] == repositories }.map { index in
      StoragePlace(
        base: [slash] + Array(parts[..<index].joined(separator: [slash])),
        scope: Array(parts[(index + 1)...].prefix { $0.first != UInt8(ascii: "_") }))
    }
    // A repository may be called `repositories`, too.
    let sure = places.first { isFolder(joined($0.base, Array("blobs".utf8))) }
    guard let place = sure ?? places.first, isFolder(path) else { throw .notAStorage(path) }
    return place
  }

  static func joined(_ folder: [UInt8], _ name: [UInt8]) -> [UInt8] {
    folder.last == slash ? folder + name : folder + [slash] + name
  }
}
