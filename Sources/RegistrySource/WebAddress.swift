/// A host with a port, if it has one.
struct HostPort: Hashable, Sendable {
  /// In lower case; an IPv6 address without its brackets.
  var host: String
  var port: Int?

  /// Reads `ghcr.io`, `localhost:5000` or `[::1]:5000`; null for anything else.
  init?(_ text: String) {
    var host = text[...]
    var port: Int?
    if text.first == "[" {
      guard let end = text.firstIndex(of: "]") else { return nil }
      host = text[text.index(after: text.startIndex)..<end]
      guard !host.isEmpty, host.utf8.allSatisfy({ isHexDigit($0) || $0 == colon || $0 == dot })
      else { return nil }
      let rest = text[text.index(after: end)...]
      guard rest.isEmpty || rest.first == ":" else { return nil }
      if !rest.isEmpty {
        guard let number = Self.port(rest.dropFirst()) else { return nil }
        port = number
      }
    } else {
      if let mark = text.firstIndex(of: ":") {
        guard let number = Self.port(text[text.index(after: mark)...]) else { return nil }
        port = number
        host = text[..<mark]
      }
      guard Self.isName(host) else { return nil }
    }
    self.host = host.lowercased()
    self.port = port
  }

  /// Whether the text is labels of letters, digits, `-` and `_` with single dots between.
  private static func isName(_ text: Substring) -> Bool {
    guard !text.isEmpty, text.utf8.count <= 253 else { return false }
    return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
      guard let first = label.utf8.first, first != hyphen, label.last != "-" else {
        return false
      }
      return label.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == hyphen || $0 == 0x5F }
    }
  }

  private static func port(_ text: Substring) -> Int? {
    guard (1...5).contains(text.utf8.count), text.utf8.allSatisfy(isDigit), let port = Int(text),
      (1...65_535).contains(port)
    else { return nil }
    return port
  }
}

/// An absolute `http` or `https` address.
///
/// Only what every reader of URLs understands alike is taken: no user names, no backslashes, no
/// control characters, no raw characters beyond ASCII. So what is checked here is what is connected
/// to.
struct WebAddress: Hashable, Sendable {
  enum Scheme: String, Sendable {
    case http, https
  }

  var scheme: Scheme
  /// In lower case; an IPv6 address without its brackets.
  var host: String
  /// The port, also where it is the scheme's own.
  var port: Int
  /// The path, with its leading slash.
  var path: String
  /// What stands behind `?`, or null.
  var query: String?

  init(scheme: Scheme, host: String, port: Int, path: String, query: String? = nil) {
    self.scheme = scheme
    self.host = host
    self.port = port
    self.path = path
    self.query = query
  }

  /// Reads an absolute address; a fragment is dropped.
  init?(_ text: String) {
    guard text.utf8.count <= 8_192, let mark = text.firstRange(of: "://"),
      let scheme = Scheme(rawValue: text[..<mark.lowerBound].lowercased())
    else { return nil }
    let rest = text[mark.upperBound...]
    let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
    guard let authority = HostPort(String(rest[..<end])) else { return nil }
    self.init(
      scheme: scheme, host: authority.host,
      port: authority.port ?? (scheme == .https ? 443 : 80), path: "/")
    guard apply(pathAndQuery: rest[end...]) else { return nil }
  }

  /// Returns the address that a reference in an answer from this one names, or null for one that is
  /// malformed or climbs through `..`.
  func resolving(_ reference: String) -> WebAddress? {
    guard (1...8_192).contains(reference.utf8.count) else { return nil }
    if reference.hasPrefix("//") { return WebAddress("\(scheme.rawValue):\(reference)") }
    let colon = reference.firstIndex(of: ":") ?? reference.endIndex
    let slash = reference.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? reference.endIndex
    if colon < slash { return WebAddress(reference) }
    var result = self
    result.query = nil
    if reference.first == "?" { return result.apply(query: reference[...]) ? result : nil }
    let folder = path[...(path.lastIndex(of: "/") ?? path.startIndex)]
    let whole = reference.first == "/" ? reference : folder + reference
    let isClimbing = whole.prefix { $0 != "?" }.split(separator: "/").contains { $0 == ".." }
    return !isClimbing && result.apply(pathAndQuery: whole[...]) ? result : nil
  }

  /// Whether both addresses have the same scheme, host and port.
  func isSameOrigin(as other: WebAddress) -> Bool {
    scheme == other.scheme && host == other.host && port == other.port
  }

  /// The host, in brackets if it is an IPv6 address, with the port unless it is the scheme's own.
  var authority: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return port == (scheme == .https ? 443 : 80) ? name : "\(name):\(port)"
  }

  /// Scheme, host and port, as messages name the server.
  var origin: String { "\(scheme.rawValue)://\(authority)" }

  /// The whole address.
  var text: String { origin + path + (query.map { "?\($0)" } ?? "") }

  private mutating func apply(pathAndQuery text: Substring) -> Bool {
    let text = text.prefix { $0 != "#" }
    let mark = text.firstIndex(of: "?") ?? text.endIndex
    guard Self.isSound(text[..<mark]) else { return false }
    path = mark == text.startIndex ? "/" : String(text[..<mark])
    return apply(query: text[mark...])
  }

  /// Takes a query with its question mark; no text means none.
  private mutating func apply(query text: Substring) -> Bool {
    let text = text.prefix { $0 != "#" }
    guard !text.isEmpty else { return true }
    query = String(text.dropFirst())
    return Self.isSound(text.dropFirst())
  }

  /// Whether all characters may stand in a path or a query (RFC 3986), each `%` before two digits.
  private static func isSound(_ text: Substring) -> Bool {
    var digitsDue = 0
    for byte in text.utf8 {
      if digitsDue > 0 {
        guard isHexDigit(byte) else { return false }
        digitsDue -= 1
      } else if byte == UInt8(ascii: "%") {
        digitsDue = 2
      } else {
        guard isLetter(byte) || isDigit(byte) || marks.contains(byte) else { return false }
      }
    }
    return digitsDue == 0
  }

  private static let marks = Set("-._~!$&'()*+,;=:@/?".utf8)
}

/// Returns the text with all but letters, digits and `-._~` as `%` and two digits.
func percentEncoded(_ text: String) -> String {
  var bytes: [UInt8] = []
  for byte in text.utf8 {
    if isLetter(byte) || isDigit(byte) || "-._~".utf8.contains(byte) {
      bytes.append(byte)
    } else {
      let digits = Array("0123456789ABCDEF".utf8)
      bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}

private let colon = UInt8(ascii: ":")
private let dot = UInt8(ascii: ".")
private let hyphen = UInt8(ascii: "-")

func isDigit(_ byte: UInt8) -> Bool {
  byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
}

func isLetter(_ byte: UInt8) -> Bool {
  let lower = byte | 0x20
  return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")
}

private func isHexDigit(_ byte: UInt8) -> Bool {
  let lower = byte | 0x20
  return isDigit(byte) || (lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "f"))
}
