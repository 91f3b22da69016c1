import Crypto
import Foundation

/// The folder of a mirror: a bare repository that belongs to this program alone.
struct MirrorFolder: Sendable {
  let path: String

  /// - Parameter folder: the folder of all mirrors of a history.
  init(of url: RemoteURL, in folder: String) {
    // Git is started in other folders than this process.
    let base = folder.hasPrefix("/") ? "" : FileManager.default.currentDirectoryPath + "/"
    path = "\(base)\(folder)/\(Self.name(of: url)).git"
  }

  /// Returns a name that is safe in a file system and different for each address: the last part
  /// of the path, for people, and a part of the address's hash.
  private static func name(of url: RemoteURL) -> String {
    let last = url.location.split(whereSeparator: { $0 == "/" || $0 == ":" }).last ?? ""
    let stem = last.hasSuffix(".git") ? last.dropLast(4) : last
    let safe = stem.unicodeScalars.map { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
        || scalar == "-" || scalar == "_" ? Character(scalar) : "_"
    }
    let hash = SHA256.hash(data: Array(url.location.utf8)).prefix(8)
      .map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    return "\(String(safe.prefix(40)))-\(hash)"
  }

  var bytes: [UInt8] { Array(path.utf8) }

  /// The bytes of all packs, also of one that is being written.
  var size: Int64 {
    let packs = "\(path)/objects/pack"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: packs)) ?? []
    return names.reduce(0) { sum, name in
      let attributes = try? FileManager.default.attributesOfItem(atPath: "\(packs)/\(name)")
      return sum + ((attributes?[.size] as? NSNumber)?.int64Value ?? 0)
    }
  }

  /// Makes the folder that holds the mirror, open to the user alone.
  func makeParent() throws(GitError) {
    let parent = String(decoding: parentFolder(bytes), as: UTF8.self)
    do {
      try FileManager.default.createDirectory(
        atPath: parent, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    } catch {
      throw .mirror("make", parent, cause: error.localizedDescription)
    }
  }

  /// Removes the mirror, if there is one.
  func remove() throws(GitError) {
    guard fileKind(bytes) != nil else { return }
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      throw .mirror("remove", path, cause: error.localizedDescription)
    }
  }

  /// Removes what a git that was killed left: partial packs, and locks that would refuse the next
  /// fetch.
  ///
  /// Nobody else writes here: the caller holds the writer's lock of the history.
  func removeLeftovers() throws(GitError) {
    let files = FileManager.default
    guard let walk = files.enumerator(atPath: path) else { return }
    var leftovers: [String] = []
    for case let name as String in walk {
      let last = name.split(separator: "/").last ?? ""
      if last.hasSuffix(".lock") || last.hasPrefix("tmp_") { leftovers.append(name) }
    }
    for name in leftovers {
      do {
        try files.removeItem(atPath: "\(path)/\(name)")
      } catch {
        throw .mirror("remove", "\(path)/\(name)", cause: error.localizedDescription)
      }
    }
  }
}
