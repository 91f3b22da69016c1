internal import Synchronization

/// Which servers a look may speak to, and which get credentials.
///
/// A registry names further servers: the realm that hands out tokens, and where blobs lie. It must
/// not reach through a look into the network of whoever looks, nor collect a password there.
final class ServerRules: Sendable {
  /// The registry itself.
  let registry: WebAddress
  private let insecureHosts: Set<String>
  private let realmHosts: Set<String>
  private let ownClass = Mutex<AddressClass?>(nil)

  /// Realms on other hosts than their registries' that are common knowledge.
  private static let knownRealms: [String: Set<String>] = [
    "registry-1.docker.io": ["auth.docker.io"],
    "registry.gitlab.com": ["gitlab.com"],
    "lscr.io": ["ghcr.io"],
  ]

  init(_ reference: RepositoryReference, _ options: RegistryOptions) {
    let insecure = Set(options.insecureHosts.map { $0.lowercased() })
    let scheme: WebAddress.Scheme = insecure.contains(reference.host) ? .http : .https
    // A reference holds a sound host; the other would reach nothing.
    let authority = HostPort(reference.apiHost)
    registry = WebAddress(
      scheme: scheme, host: authority?.host ?? reference.apiHost,
      port: authority?.port ?? (scheme == .https ? 443 : 80), path: "/v2/")
    insecureHosts = insecure
    realmHosts = Self.knownRealms[reference.apiHost, default: []]
      .union(options.realmHosts[reference.host]?.map { $0.lowercased() } ?? [])
  }

  /// Whether the user named the host, so that it may be anywhere.
  func isNamed(_ address: WebAddress) -> Bool {
    isOwn(address) || insecureHosts.contains(address.authority)
  }

  /// Whether the address is on the host of the registry.
  private func isOwn(_ address: WebAddress) -> Bool {
    address.host == registry.host
  }

  /// Whether the user named the address as one without TLS, or the registry is the same server.
  private func mayBePlain(_ address: WebAddress) -> Bool {
    address.isSameOrigin(as: registry) || registry.scheme == .http && isOwn(address)
      || insecureHosts.contains(address.authority)
  }

  /// Refuses a realm that must not see a name and a password.
  func checkRealm(_ realm: WebAddress) throws(RegistryError) {
    guard realm.scheme == .https || mayBePlain(realm) else {
      throw .plainRealm(realm, registry: registry)
    }
    guard isOwn(realm) || realmHosts.contains(realm.host) || realmHosts.contains(realm.authority)
    else { throw .foreignRealm(realm, registry: registry) }
    try checkLiteral(realm)
  }

  /// Refuses to go from one address to another that a redirect names.
  func checkRedirect(from old: WebAddress, to new: WebAddress) throws(RegistryError) {
    if old.scheme == .https, new.scheme == .http { throw .downgrade(from: old, to: new) }
    try checkLiteral(new)
  }

  /// Refuses an address in digits that no registry may name.
  private func checkLiteral(_ address: WebAddress) throws(RegistryError) {
    guard !isNamed(address), let found = AddressClass(literal: address.host) else { return }
    guard allows(found) else { throw .refusedAddress(address.host, found) }
  }

  /// Keeps where the registry itself was found to be.
  func noteOwn(_ found: AddressClass) {
    ownClass.withLock { $0 = $0 ?? found }
  }

  /// Whether a server that the registry named may be in such a place.
  ///
  /// A registry in a private network may have its blobs there, too.
  func allows(_ found: AddressClass) -> Bool {
    switch found {
    case .public: true
    case .loopback, .private: ownClass.withLock { $0 == found }
    case .linkLocal, .special: false
    }
  }
}
