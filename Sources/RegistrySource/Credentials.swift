/// What a registry or its realm gets to know who asks.
///
/// It shows itself without its secret, so that no text can hold one by accident.
enum Credentials: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  case password(user: String, secret: String)
  /// A token that the realm changes for one that the registry takes (OAuth2).
  case identityToken(String)

  /// The value of an `Authorization` field (RFC 7617), or null for an identity token.
  var basic: String? {
    guard case .password(let user, let secret) = self else { return nil }
    return "Basic " + base64("\(user):\(secret)")
  }

  var description: String {
    switch self {
    case .password: "a user name and a password"
    case .identityToken: "an identity token"
    }
  }

  var debugDescription: String { description }
  var customMirror: Mirror { Mirror(self, children: []) }
}
