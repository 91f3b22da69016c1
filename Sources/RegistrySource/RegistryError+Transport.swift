/// The texts of the errors about servers, connections and limits.
extension RegistryError {
  static func unreachable(_ address: WebAddress, cause: String) -> RegistryError {
    RegistryError(
      .connectionFailed, "\(address.origin) cannot be reached", cause: cause,
      hints: plainHint(address))
  }

  /// A connection that broke; such a request may be sent again.
  static func dropped(_ address: WebAddress, cause: String?) -> RegistryError {
    var error = RegistryError(
      .connectionFailed, "the connection to \(address.origin) broke before the answer's end",
      cause: cause)
    error.isDropped = true
    return error
  }

  static func untrusted(_ address: WebAddress, cause: String) -> RegistryError {
    RegistryError(
      .untrustedServer, "no trusted connection to \(address.origin) can be made", cause: cause,
      hints: [
        "a registry with a certificate authority of its own needs the authority's certificate"
      ] + plainHint(address))
  }

  private static func plainHint(_ address: WebAddress) -> [String] {
    address.scheme == .https
      ? ["if the registry has no TLS, name it: --insecure-http \(address.authority)"] : []
  }

  static func late(_ address: WebAddress) -> RegistryError {
    RegistryError(.timedOut, "\(address.origin) did not answer in time")
  }

  static func malformedAnswer(_ address: WebAddress) -> RegistryError {
    RegistryError(.unexpectedResponse, "the answer of \(address.origin) is malformed")
  }

  static func encoded(_ address: WebAddress) -> RegistryError {
    RegistryError(
      .unexpectedResponse,
      "\(address.origin) sent a compressed answer, which it was asked not to")
  }

  static func tooLarge(_ address: WebAddress, limit: Int) -> RegistryError {
    RegistryError(
      .tooLarge, "an answer of \(address.origin) has more than \(limit) bytes, the limit")
  }

  static func refusedAddress(_ host: String, _ found: AddressClass) -> RegistryError {
    let place =
      switch found {
      case .loopback: "on this machine"
      case .private: "in a private network"
      case .linkLocal: "on the local link"
      case .public, .special: "at no address of a host"
      }
    return RegistryError(
      .refusedAddress, "\(host) is \(place), where a registry may not send a request")
  }

  static func plainRealm(_ realm: WebAddress, registry: WebAddress) -> RegistryError {
    RegistryError(
      .refusedAddress,
      "\(registry.authority) names \(realm.origin) for tokens, which is without TLS")
  }

  static func foreignRealm(_ realm: WebAddress, registry: WebAddress) -> RegistryError {
    RegistryError(
      .refusedAddress,
      "\(registry.authority) names \(realm.origin) for tokens, which is another host",
      hints: ["a host that may hand out tokens for the registry can be named in the options"])
  }

  static func redirectedToken(_ realm: WebAddress) -> RegistryError {
    RegistryError(
      .refusedAddress, "\(realm.origin) redirects a request for a token; that is not followed")
  }

  static func downgrade(from old: WebAddress, to new: WebAddress) -> RegistryError {
    RegistryError(
      .refusedAddress, "\(old.origin) redirects to \(new.origin), which is without TLS")
  }

  static func malformedRedirect(_ address: WebAddress) -> RegistryError {
    RegistryError(
      .unexpectedResponse, "\(address.origin) redirects to no address that can be used")
  }

  static func tooManyRedirects(_ address: WebAddress, _ limit: Int) -> RegistryError {
    RegistryError(
      .unexpectedResponse, "a request to \(address.origin) was redirected more than \(limit) times")
  }

  static func rateLimited(_ address: WebAddress, delay: Duration) -> RegistryError {
    RegistryError(
      .rateLimited,
      "\(address.origin) takes no more requests, and asks to wait for \(seconds(delay))")
  }

  static func noRequestsLeft(_ address: WebAddress) -> RegistryError {
    RegistryError(
      .rateLimited, "\(address.origin) says that no requests are left for now",
      hints: ["signed in, some registries take more"])
  }

  static func lookTooLong(_ time: Duration) -> RegistryError {
    RegistryError(.timedOut, "the look took \(seconds(time)), its limit")
  }

  static func manyFailures(_ host: String, _ count: Int) -> RegistryError {
    RegistryError(.timedOut, "\(count) requests to \(host) failed")
  }

  static func circularList(_ reference: RepositoryReference) -> RegistryError {
    RegistryError(
      .unexpectedResponse, "a page of the list of \(reference)'s tags leads to one before it")
  }

  static func foreignLink(_ reference: RepositoryReference) -> RegistryError {
    RegistryError(
      .refusedAddress, "a page of the list of \(reference)'s tags leads to another place")
  }

  static func longList(_ reference: RepositoryReference, pages: Int) -> RegistryError {
    RegistryError(
      .tooLarge, "the list of \(reference)'s tags has more than \(pages) pages, the limit")
  }

  static func manyTags(_ reference: RepositoryReference, _ limit: Int) -> RegistryError {
    RegistryError(.tooLarge, "\(reference) has more than \(limit) tags, the limit")
  }
}
