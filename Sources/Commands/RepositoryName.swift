internal import GitSource
internal import Indexing

/// The name of a repository in the history when nobody gave one.
enum RepositoryName {
  /// Returns `host/path` of the origin's URL, the same for all of its spellings, or else the
  /// canonical path.
  static func of(_ facts: RepositoryFacts) -> String {
    let location = String(decoding: facts.location, as: UTF8.self)
    let url = RemoteURL.isRemote(location) ? try? RemoteURL(location) : nil
    return facts.originURL.flatMap(RepositoryAddress.name) ?? url.map { of($0) } ?? location
  }

  /// Returns `host/path` of a remote repository, and for a `file://` address the path.
  static func of(_ url: RemoteURL) -> String {
    RepositoryAddress.name(url.location) ?? url.localPath ?? url.location
  }
}
