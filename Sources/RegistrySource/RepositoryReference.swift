/// The name of an image repository: a registry's host and a path in it.
///
/// A text is read as docker reads it: the first part is a host if it has a `.` or a `:` in it, or is
/// `localhost`; without a host it is Docker Hub's, where a single name lies in `library/`.
///
/// | text | name |
/// |---|---|
/// | `redis` | `docker.io/library/redis` |
/// | `acme/shop` | `docker.io/acme/shop` |
/// | `ghcr.io/acme/shop` | `ghcr.io/acme/shop` |
/// | `localhost:5000/app` | `localhost:5000/app` |
public struct RepositoryReference: Hashable, Sendable, CustomStringConvertible {
  /// The host in lower case, with a port if the text has one: `docker.io`, `localhost:5000`.
  public let host: String
  /// The path in the registry, such as `library/redis`.
  public let path: String

  /// Host and path: `docker.io/library/redis`.
  public var name: String { "\(host)/\(path)" }

  /// The host that answers for the registry: of `docker.io`, `registry-1.docker.io`.
  public var apiHost: String { host == Self.hub ? "registry-1.docker.io" : host }

  public var description: String { name }

  static let hub = "docker.io"
  private static let hubNames: Set<String> = [
    "docker.io", "index.docker.io", "registry-1.docker.io",
  ]

  /// Reads a name.
  ///
  /// - Throws: ``RegistryError`` with the code `invalidReference` if the text is no name, or names a
  ///   tag, a digest or a scheme, too.
  public init(_ text: String) throws(RegistryError) {
    try Self.checkForm(text)
    var path = text
    var host = Self.hub
    if let slash = text.firstIndex(of: "/"), Self.isHost(text[..<slash]) {
      host = text[..<slash].lowercased()
      path = String(text[text.index(after: slash)...])
      guard HostPort(host) != nil else { throw .invalidHost(host, in: text) }
    }
    if Self.hubNames.contains(host) {
      host = Self.hub
      if !path.contains("/") { path = "library/\(path)" }
    }
    guard host.utf8.count + 1 + path.utf8.count <= 255 else { throw .longReference(text) }
    guard Self.isPath(path) else { throw .invalidPath(path, in: text) }
    self.host = host
    self.path = path
  }

  /// Refuses what people write beside a name.
  private static func checkForm(_ text: String) throws(RegistryError) {
    if text.isEmpty { throw .emptyReference() }
    if let scheme = text.firstRange(of: "://") {
      throw .schemeInReference(text, rest: String(text[scheme.upperBound...]))
    }
    if let at = text.firstIndex(of: "@") {
      throw .partInReference(text, part: String(text[at...]), rest: String(text[..<at]))
    }
    let lastSlash = text.lastIndex(of: "/") ?? text.startIndex
    if let colon = text[lastSlash...].firstIndex(of: ":") {
      throw .partInReference(text, part: String(text[colon...]), rest: String(text[..<colon]))
    }
  }

  private static func isHost(_ part: Substring) -> Bool {
    part.contains(".") || part.contains(":") || part == "localhost"
      || part.contains { $0.isUppercase }
  }

  /// Whether each part is lower-case letters and digits with `.`, `_`, `__` or hyphens between.
  private static func isPath(_ path: String) -> Bool {
    path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
      var separator: [UInt8] = []
      var isAfterName = false
      for byte in part.utf8 {
        if (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")) || isDigit(byte) {
          guard separator.isEmpty || (isAfterName && isSeparator(separator)) else { return false }
          separator = []
          isAfterName = true
        } else {
          separator.append(byte)
        }
      }
      return isAfterName && separator.isEmpty
    }
  }

  private static func isSeparator(_ bytes: [UInt8]) -> Bool {
    bytes == Array(".".utf8) || bytes == Array("_".utf8) || bytes == Array("__".utf8)
      || bytes.allSatisfy { $0 == UInt8(ascii: "-") }
  }
}
