import Indexing

/// The address of a remote repository, checked and taken apart.
///
/// Three transports are allowed: `https://`, `ssh://` (also written `user@host:path`) and `file://`.
/// The others are neither encrypted nor proof against a false server, or they start programs.
public struct RemoteURL: Sendable, Hashable {
  /// How the repository is reached; the raw values are git's names of the protocols.
  public enum Transport: String, Sendable, Hashable {
    case https, ssh, file
  }

  /// Who asks, as the address says.
  struct Credentials: Sendable, Hashable {
    var user: String
    var password: String?
  }

  public let transport: Transport
  /// Where the repository is: the address in one spelling, without user name and password.
  public let location: String
  /// What git is given: with the user name of ssh, never with a password.
  let address: String
  /// The user name and the password of an `https://` address, or null.
  let credentials: Credentials?

  /// Returns whether an argument means a remote repository, of whatever transport: it has a scheme,
  /// names a helper of git (`ext::…`), or has the form `user@host:path`.
  ///
  /// A local path of such a form is written with `./` before it.
  public static func isRemote(_ text: String) -> Bool {
    if text.firstRange(of: "://") != nil { return true }
    if let colons = text.firstRange(of: "::"), colons.lowerBound != text.startIndex,
      text[..<colons.lowerBound].utf8.allSatisfy(isNameByte)
    {
      return true
    }
    return scpParts(text) != nil
  }

  /// Reads an address.
  ///
  /// - Throws: `GitError` with the code `refusedURL`; its message shows no password.
  public init(_ text: String) throws(GitError) {
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
      throw .refusedURL(text, "it has a space or a control character in it")
    }
    if let scheme = text.firstRange(of: "://") {
      let name = text[..<scheme.lowerBound].lowercased()
      guard let transport = Transport(rawValue: name) else { throw .refusedTransport(text, name) }
      try self.init(transport, after: text[scheme.upperBound...], of: text)
    } else if let parts = Self.scpParts(text) {
      try self.init(user: parts.user, host: parts.host, path: parts.path, of: text)
    } else {
      let helper = text.firstRange(of: "::").map { String(text[..<$0.lowerBound]) }
      throw .refusedTransport(text, helper ?? "none")
    }
  }

  /// Reads what follows `scheme://`.
  private init(_ transport: Transport, after rest: Substring, of text: String) throws(GitError) {
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    var authority = rest[..<slash]
    let path = Self.withoutFinalSlashes(rest[slash...])
    guard !path.isEmpty else { throw .refusedURL(text, "it names no repository") }
    guard !rest.contains("?"), !rest.contains("#") else {
      throw .refusedURL(text, "an address of git has no query and no fragment")
    }
    var credentials: Credentials?
    if let at = authority.lastIndex(of: "@") {
      credentials = try Self.credentials(authority[..<at], of: text)
      authority = authority[authority.index(after: at)...]
    }
    self.transport = transport
    switch transport {
    case .file:
      guard credentials == nil, authority.isEmpty || authority.lowercased() == "localhost" else {
        throw .refusedURL(text, "a file has no user name and no host: file:///PATH")
      }
      location = "file://\(path)"
      address = location
      self.credentials = nil
    case .https, .ssh:
      let host = try Self.host(authority, defaultPort: transport == .https ? "443" : "22", of: text)
      location = "\(transport.rawValue)://\(host)\(path)"
      guard transport == .ssh else {
        address = location
        self.credentials = credentials
        return
      }
      guard credentials?.password == nil else {
        throw .refusedURL(text, "ssh takes no password from an address; it asks the user's agent")
      }
      let user = credentials?.user ?? ""
      guard !user.hasPrefix("-") else { throw .refusedURL(text, "the user name begins with -") }
      address = "ssh://\(user.isEmpty ? "" : user + "@")\(host)\(path)"
      self.credentials = nil
    }
  }

  /// Takes apart `user@host:path`, whose path may be relative to the user's home.
  private init(user: Substring, host: Substring, path: Substring, of text: String) throws(GitError)
  {
    let path = Self.withoutFinalSlashes(path)
    guard !path.isEmpty else { throw .refusedURL(text, "it names no repository") }
    guard !user.hasPrefix("-"), !path.hasPrefix("-") else {
      throw .refusedURL(text, "a part of it begins with -")
    }
    let host = try Self.host(host, defaultPort: nil, of: text)
    transport = .ssh
    location = "\(host):\(path)"
    address = "\(user)@\(host):\(path)"
    credentials = nil
  }

  /// Returns the path of the repository on this machine; null unless the transport is `file`.
  public var localPath: String? {
    transport == .file ? Self.percentDecoded(location.dropFirst("file://".count)) : nil
  }

  // MARK: Parts

  private static func scpParts(
    _ text: String
  ) -> (user: Substring, host: Substring, path: Substring)? {
    guard let at = text.firstIndex(of: "@"), at != text.startIndex else { return nil }
    let user = text[..<at]
    let rest = text[text.index(after: at)...]
    // The colons of an IPv6 address are in brackets.
    let start = rest.hasPrefix("[") ? rest.firstIndex(of: "]") ?? rest.startIndex : rest.startIndex
    guard let colon = rest[start...].firstIndex(of: ":"), colon != rest.startIndex else {
      return nil
    }
    guard !user.contains("/"), !user.contains(":"), !rest[..<colon].contains("/") else {
      return nil
    }
    return (user, rest[..<colon], rest[rest.index(after: colon)...])
  }

  private static func credentials(
    _ info: Substring, of text: String
  ) throws(GitError) -> Credentials? {
    let parts = info.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let user = percentDecoded(parts[0]),
      let password = parts.count > 1 ? percentDecoded(parts[1]) : "",
      (user + password).utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
    else { throw .refusedURL(text, "its user name or password is wrongly encoded") }
    if user.isEmpty, password.isEmpty { return nil }
    return Credentials(user: user, password: password.isEmpty ? nil : password)
  }

  /// Returns the host in lower case, with its port unless that is the default.
  private static func host(
    _ authority: Substring, defaultPort: String?, of text: String
  ) throws(GitError) -> String {
    var name = authority
    var port: Substring = ""
    let close = authority.hasPrefix("[") ? authority.firstIndex(of: "]") : nil
    if let colon = authority[(close ?? authority.startIndex)...].firstIndex(of: ":"),
      defaultPort != nil
    {
      name = authority[..<colon]
      port = authority[authority.index(after: colon)...]
      guard port.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }), port.count < 6
      else { throw .refusedURL(text, "its port is no number") }
    }
    let isBracketed = name.hasPrefix("[") && name.hasSuffix("]") && name.count > 2
    let inner = isBracketed ? name.dropFirst().dropLast() : name
    guard !inner.isEmpty, !inner.hasPrefix("-"),
      inner.utf8.allSatisfy({
        isNameByte($0) || $0 > 0x7F || (isBracketed && $0 == UInt8(ascii: ":"))
      })
    else { throw .refusedURL(text, "its host is no name of a machine") }
    return name.lowercased() + (port.isEmpty || port == defaultPort ?? "" ? "" : ":\(port)")
  }

  /// Whether a byte may stand in the name of a machine or of a transport.
  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private static func withoutFinalSlashes(_ path: Substring) -> String {
    var path = path
    while path.hasSuffix("/") { path.removeLast() }
    return String(path)
  }

  /// Returns the text with each `%XX` replaced by its byte; null if that is no UTF-8.
  private static func percentDecoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let high = rest.first.flatMap({ hexValue($0) }),
        let low = rest.dropFirst().first.flatMap({ hexValue($0) })
      {
        bytes.append(high << 4 | low)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }
}

private func hexValue(_ digit: UInt8) -> UInt8? {
  ObjectID.value(ofHexDigit: digit)
}

/// Returns an address as it may be shown: what stands before an `@` of its host is left out.
func withoutUserInfo(_ text: String) -> String {
  guard let scheme = text.firstRange(of: "://") else { return text }
  let rest = text[scheme.upperBound...]
  guard let at = rest.lastIndex(of: "@") else { return text }
  return String(text[..<scheme.upperBound] + rest[rest.index(after: at)...])
}
