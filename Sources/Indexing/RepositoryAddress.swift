/// Addresses of git repositories.
public enum RepositoryAddress {
  /// Returns `github.com/acme/shop` for `https://github.com/acme/shop.git`,
  /// `ssh://git@github.com:22/acme/shop` and `git@github.com:acme/shop`; nil for a path.
  public static func name(_ url: String) -> String? {
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
