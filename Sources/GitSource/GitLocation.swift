// Finding the git directory that a path means. Git itself checks what is found here.

import SystemPackage

/// A folder that looks like a repository.
struct GitLocation: Sendable {
  /// The working tree's root, or the git directory if the path led to it directly.
  var folder: [UInt8]
  /// The git directory, which may lie elsewhere.
  var gitDirectory: [UInt8]

  /// Returns the repository at `path` or in the nearest folder above it.
  static func find(_ path: [UInt8]) throws(GitError) -> GitLocation {
    var folder: [UInt8]
    switch realPath(path) {
    case .success(let resolved): folder = resolved
    case .failure(let error):
      throw .pathNotFound(path, cause: errorText(error.rawValue))
    }
    if fileKind(folder) == .file { folder = parentFolder(folder) }
    while true {
      if let found = try at(folder) { return found }
      if folder == [slash] { throw .notARepository(path) }
      folder = parentFolder(folder)
    }
  }

  private static func at(_ folder: [UInt8]) throws(GitError) -> GitLocation? {
    let inner = joined(folder, ".git")
    switch fileKind(inner) {
    case .directory where looksLikeGitDirectory(inner):
      return GitLocation(folder: folder, gitDirectory: inner)
    case .file:
      return GitLocation(folder: folder, gitDirectory: try followGitFile(inner, in: folder))
    default:
      return looksLikeGitDirectory(folder)
        ? GitLocation(folder: folder, gitDirectory: folder) : nil
    }
  }

  /// Returns the directory that a `.git` file names, as linked working trees and submodules have.
  private static func followGitFile(
    _ file: [UInt8], in folder: [UInt8]
  ) throws(GitError) -> [UInt8] {
    let name = String(decoding: file, as: UTF8.self)
    let prefix = Array("gitdir: ".utf8)
    guard let contents = readSmallFile(file, limit: 1 << 16), contents.starts(with: prefix) else {
      throw .notARepository(folder, cause: "\(name) does not say where the git directory is")
    }
    let target = joined(folder, trimmed(Array(contents.dropFirst(prefix.count))))
    let shown = String(decoding: target, as: UTF8.self)
    guard case .success(let resolved) = realPath(target), looksLikeGitDirectory(resolved) else {
      throw .notARepository(folder, cause: "\(name) names \(shown), which is no git directory")
    }
    return resolved
  }

  /// Returns whether a folder has what every git directory has.
  static func looksLikeGitDirectory(_ folder: [UInt8]) -> Bool {
    guard fileKind(joined(folder, "HEAD")) != nil else { return false }
    if fileKind(joined(folder, "commondir")) == .file { return true }
    return fileKind(joined(folder, "objects")) == .directory
      && fileKind(joined(folder, "refs")) != nil
  }
}

private let slash = UInt8(ascii: "/")

/// Returns `name` itself if it is absolute, else the path of it inside `folder`.
func joined(_ folder: [UInt8], _ name: [UInt8]) -> [UInt8] {
  if name.first == slash { return name }
  return folder.last == slash ? folder + name : folder + [slash] + name
}

func joined(_ folder: [UInt8], _ name: String) -> [UInt8] {
  joined(folder, Array(name.utf8))
}

/// Returns the folder that holds an absolute path; of the root, the root.
func parentFolder(_ path: [UInt8]) -> [UInt8] {
  guard let last = path.lastIndex(of: slash), last > 0 else { return [slash] }
  return Array(path[..<last])
}

/// Returns the bytes without the line ends behind them.
func trimmed(_ bytes: [UInt8]) -> [UInt8] {
  var end = bytes.count
  while end > 0, bytes[end - 1] == UInt8(ascii: "\n") || bytes[end - 1] == UInt8(ascii: "\r") {
    end -= 1
  }
  return Array(bytes[..<end])
}

/// Returns the lines that are not empty.
func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
  bytes.split(separator: UInt8(ascii: "\n"))
}
