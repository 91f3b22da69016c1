internal import GitSource
internal import Indexing

/// The name of a repository in the history when nobody gave one.
enum RepositoryName {
  /// Returns `host/path` of the origin's URL, the same for all of its spellings, or else the
  /// canonical path.
  static func of(_ facts: RepositoryFacts) -> String {
    let location = String(decoding: facts.location, as: UTF8.self)
    let url = RemoteURL.isRemote(location) ? try? RemoteURL(location) : nil
    return facts.originURL.flatMap(normalized) ?? url.map { of($0) } ?? location
  }

  /// Returns `host/path` of a remote repository, and for a `file://` address the path.
  static func of(_ url: RemoteURL) -> String {
    normalized(url.location) ?? url.localPath ?? url.location
  }

  /// Returns `github.com/acme/shop` for `https://github.com/acme/shop.git`,
  /// `ssh://git@github.com:22/acme/shop` and `git@github.com:acme/shop`; nil for a path.
  static func normalized(_ url: String) -> String? {
    var rest = Substring(url)
    let hasScheme: Bool
    if let scheme = rest.range(ofScheme: "://") {
      guard rest[..<scheme].lowercased() != "file" else { return nil }
      rest = rest[rest.index(scheme, offsetBy: 3)...]
      hasScheme = true
    } else {
      hasScheme = false
      // `host:path`, but not `/path` or `./path`.
      guard let colon = rest.firstIndex(of: ":"), !rest[..<colon].contains("/") else { return nil }
    }
    if let at = rest.firstIndex(of: "@"), !rest[..<at].contains("/") {
      rest = rest[rest.index(after: at)...]
    }
    let separators: Set<Character> = hasScheme ? ["/"] : [":"]
    guard let end = rest.firstIndex(where: separators.contains) else { return nil }
    var host = rest[..<end].lowercased()
    if hasScheme, let port = host.firstIndex(of: ":") { host = String(host[..<port]) }
    var path = rest[rest.index(after: end)...].drop { $0 == "/" }
    while path.hasSuffix("/") { path.removeLast() }
    if path.hasSuffix(".git") { path.removeLast(4) }
    return host.isEmpty || path.isEmpty ? nil : "\(host)/\(path)"
  }
}

extension Substring {
  /// Returns where a marker of three characters begins.
  fileprivate func range(ofScheme marker: String) -> Index? {
    indices.first { self[$0...].hasPrefix(marker) }
  }
}
