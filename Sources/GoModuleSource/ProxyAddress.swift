internal import Foundation

/// The address of a module proxy, and what it takes to be let in.
public struct ProxyAddress: Hashable, Sendable {
  /// The address without a user and without a slash at its end, such as `https://proxy.example.com`.
  public let text: String
  /// The value of the `Authorization` field; null without a user in the address.
  let authorization: String?

  /// Returns whether a text is meant as an address and not as a path.
  public static func isAddress(_ text: String) -> Bool {
    ["http://", "https://"].contains { text.lowercased().hasPrefix($0) }
  }

  /// Reads an address as `GOPROXY` has it, of one proxy: `https://USER:PASSWORD@HOST:PORT/PATH`.
  public init(_ text: String) throws(ModuleSourceError) {
    // What is shown of it must not hold the password.
    let shown = text.contains("@") ? "the given text" : text
    guard !text.contains(where: { $0 == "," || $0 == "|" }) else {
      throw .notAProxy(shown, hints: ["of a list, give one proxy at a time"])
    }
    guard var parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
      ["http", "https"].contains(scheme), let host = parts.host, !host.isEmpty
    else { throw .notAProxy(shown) }
    guard parts.query == nil, parts.fragment == nil else {
      throw .notAProxy(shown, hints: ["an address ends with its path"])
    }
    if let user = parts.user {
      let words = "\(user):\(parts.password ?? "")"
      authorization = "Basic " + Data(words.utf8).base64EncodedString()
    } else {
      authorization = nil
    }
    (parts.user, parts.password, parts.scheme) = (nil, nil, scheme)
    while parts.path.hasSuffix("/") { parts.path.removeLast() }
    guard let address = parts.string else { throw .notAProxy(shown) }
    self.text = address
  }

  /// Whether an address names a user.
  static func hasUser(_ address: String) -> Bool {
    URLComponents(string: address)?.user != nil
  }

  /// Returns an address without a user, a password and a query; null for what is no address.
  static func withoutSecrets(_ address: String) -> String? {
    guard var parts = URLComponents(string: address) else { return nil }
    (parts.user, parts.password, parts.query, parts.fragment) = (nil, nil, nil, nil)
    return parts.string
  }

  /// The scheme, host and port of an address.
  static func origin(_ address: String) -> String? {
    guard let parts = URLComponents(string: address), let scheme = parts.scheme?.lowercased(),
      let host = parts.host?.lowercased()
    else { return nil }
    return "\(scheme)://\(host):\(parts.port ?? (scheme == "https" ? 443 : 80))"
  }
}
