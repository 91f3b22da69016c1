/// The names of image repositories and tags (OCI distribution specification, `spec.md`).
enum ImageName {
  /// Returns whether bytes are the name of a tag: `[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}`.
  static func isTag(_ name: some Collection<UInt8>) -> Bool {
    guard let first = name.first, name.count <= 128 else { return false }
    return isWord(first) && name.allSatisfy { isWord($0) || isAny($0, of: ".-") }
  }

  /// Returns whether bytes are one part of a repository's path: small letters and digits with `.`,
  /// `_`, `__` or hyphens between them.
  static func isPathPart(_ name: some Collection<UInt8>) -> Bool {
    var separator: [UInt8] = []
    var isBehindName = false
    for byte in name {
      if !isSmallOrDigit(byte) {
        separator.append(byte)
        continue
      }
      guard separator.isEmpty || isBehindName && isSeparator(separator) else { return false }
      separator = []
      isBehindName = true
    }
    return isBehindName && separator.isEmpty
  }

  /// Returns the full name of a repository, or null if the text is no name.
  ///
  /// As docker reads it: without a host, a name is Docker Hub's, a single one in `library/`.
  static func repository(_ text: String) -> String? {
    var parts = text.split(separator: "/", omittingEmptySubsequences: false).map { String($0) }
    guard let first = parts.first, !first.isEmpty, text.utf8.count <= 255 else { return nil }
    if parts.count > 1, isHost(first) {
      parts[0] = first.lowercased()
    } else {
      parts.insert("docker.io", at: 0)
    }
    if ["docker.io", "index.docker.io", "registry-1.docker.io"].contains(parts[0]) {
      parts[0] = "docker.io"
      if parts.count == 2 { parts.insert("library", at: 1) }
    }
    guard parts.dropFirst().allSatisfy({ isPathPart($0.utf8) }) else { return nil }
    return parts.joined(separator: "/")
  }

  /// Takes `REPOSITORY:TAG` or `REPOSITORY` apart, either perhaps with `@DIGEST` behind it.
  static func parts(_ text: String) -> (repository: Substring, tag: Substring?, digest: Substring?)
  {
    let at = text.firstIndex(of: "@")
    let name = text[..<(at ?? text.endIndex)]
    let digest = at.map { text[text.index(after: $0)...] }
    // In `host:5000/path` the colon before the last slash belongs to the host.
    let lastPart = name.lastIndex(of: "/") ?? name.startIndex
    guard let colon = name[lastPart...].firstIndex(of: ":") else { return (name, nil, digest) }
    return (name[..<colon], name[name.index(after: colon)...], digest)
  }

  /// Returns whether the first part of a name is a host rather than a folder of Docker Hub.
  static func isHost(_ part: String) -> Bool {
    let isNamed = part == "localhost" || part.contains { $0 == "." || $0 == ":" }
    guard isNamed, let first = part.utf8.first, isWord(first) || first == UInt8(ascii: "[") else {
      return false
    }
    return !part.contains("..") && part.utf8.allSatisfy { isWord($0) || isAny($0, of: ".:-[]") }
  }

  private static func isSeparator(_ bytes: [UInt8]) -> Bool {
    [Array(".".utf8), Array("_".utf8), Array("__".utf8)].contains(bytes)
      || bytes.allSatisfy { $0 == UInt8(ascii: "-") }
  }

  private static func isSmallOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: false
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    isSmallOrDigit(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      || byte == UInt8(ascii: "_")
  }

  private static func isAny(_ byte: UInt8, of characters: String) -> Bool {
    characters.utf8.contains(byte)
  }
}
