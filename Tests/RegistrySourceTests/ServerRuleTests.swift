import Testing

@testable import RegistrySource

@Suite("Which servers a registry may name")
struct ServerRuleTests {
  private func rules(
    _ name: String, realmHosts: [String: Set<String>] = [:], insecure: Set<String> = []
  ) throws -> ServerRules {
    let options = RegistryOptions(insecureHosts: insecure, realmHosts: realmHosts)
    return ServerRules(try RepositoryReference(name), options)
  }

  private func address(_ text: String) throws -> WebAddress {
    try #require(WebAddress(text))
  }

  @Test(
    "Tokens are got from the registry's own host and from well-known ones",
    arguments: [
      ("redis", "https://auth.docker.io/token"), ("ghcr.io/a/b", "https://ghcr.io/token"),
      ("quay.io/a/b", "https://quay.io/v2/auth"), ("gcr.io/a/b", "https://gcr.io/v2/token"),
      ("registry.gitlab.com/a/b", "https://gitlab.com/jwt/auth"),
      ("acme.azurecr.io/a", "https://acme.azurecr.io/oauth2/token"),
      ("harbor.acme.io/a/b", "https://harbor.acme.io/service/token"),
      ("harbor.acme.io:8443/a/b", "https://harbor.acme.io/service/token"),
    ])
  func allowedRealms(name: String, realm: String) throws {
    let (rules, realm) = (try rules(name), try address(realm))
    #expect(throws: Never.self) { try rules.checkRealm(realm) }
  }

  @Test(
    "Any other host gets no credentials",
    arguments: [
      ("ghcr.io/a/b", "https://evil.io/token"), ("ghcr.io/a/b", "https://auth.docker.io/token"),
      ("redis", "https://auth.docker.io.evil.io/token"), ("redis", "https://docker.io/token"),
      ("a.acme.io/x", "https://b.acme.io/token"), ("a.acme.io/x", "https://acme.io/token"),
      ("acme.io/x", "https://a.acme.io/token"), ("ghcr.io/a/b", "http://ghcr.io/token"),
      ("ghcr.io/a/b", "https://169.254.169.254/token"), ("ghcr.io/a/b", "https://127.0.0.1/token"),
      ("ghcr.io/a/b", "https://[::1]/token"),
    ])
  func refusedRealms(name: String, realm: String) throws {
    let (rules, realm) = (try rules(name), try address(realm))
    #expect { try rules.checkRealm(realm) } throws: {
      ($0 as? RegistryError)?.code == .refusedAddress
    }
  }

  @Test(
    "A host that the options name may hand out tokens, if it speaks TLS and is no address inside")
  func namedRealms() throws {
    let hosts: Set<String> = ["Login.acme.io", "10.0.0.1", "auth.acme.io:8443"]
    let rules = try rules("r.acme.io/x", realmHosts: ["r.acme.io": hosts])
    try rules.checkRealm(try address("https://login.acme.io/token"))
    try rules.checkRealm(try address("https://auth.acme.io:8443/token"))
    for refused in [
      "http://login.acme.io/token", "https://10.0.0.1/token", "https://auth.acme.io/token",
    ] {
      let realm = try address(refused)
      #expect(throws: RegistryError.self, "\(refused)") { try rules.checkRealm(realm) }
    }
  }

  @Test("A registry without TLS may have a realm without TLS on its own host alone")
  func plainRealms() throws {
    let rules = try rules("localhost:5000/x", insecure: ["localhost:5000"])
    #expect(rules.registry.scheme == .http)
    try rules.checkRealm(try address("http://localhost:5001/token"))
    let other = try address("http://other:5001/token")
    #expect(throws: RegistryError.self) { try rules.checkRealm(other) }
  }

  @Test("Only the host that was named is spoken to without TLS")
  func schemes() throws {
    #expect(try rules("localhost:5000/x").registry.scheme == .https)
    #expect(try rules("localhost:5000/x", insecure: ["localhost"]).registry.scheme == .https)
    #expect(try rules("Localhost:5000/x", insecure: ["LOCALHOST:5000"]).registry.scheme == .http)
  }

  @Test(
    "A redirect never leaves TLS, and leads to no address inside",
    arguments: [
      ("https://r.io/x", "http://r.io/x", false), ("https://r.io/x", "http://blobs.io/x", false),
      ("https://r.io/x", "https://blobs.io/x", true),
      ("https://r.io/x", "https://r.io:8443/x", true),
      ("https://r.io/x", "https://169.254.169.254/x", false),
      ("https://r.io/x", "https://10.1.1.1/x", false),
      ("https://r.io/x", "https://[fe80::1]/x", false),
      ("https://r.io/x", "https://[::ffff:7f00:1]/x", false),
      ("https://blobs.io/x", "https://8.8.8.8/x", true),
    ])
  func redirects(old: String, new: String, isAllowed: Bool) throws {
    let (rules, old, new) = (try rules("r.io/a"), try address(old), try address(new))
    #expect(((try? rules.checkRedirect(from: old, to: new)) != nil) == isAllowed)
  }

  @Test(
    "Where a foreign server may be depends on where the registry is",
    arguments: [
      (AddressClass.public, [AddressClass.public]), (.private, [.public, .private]),
      (.loopback, [.public, .loopback]), (.linkLocal, [.public]), (.special, [.public]),
    ])
  func foreignClasses(own: AddressClass, allowed: [AddressClass]) throws {
    let rules = try rules("r.io/a")
    rules.noteOwn(own)
    // What is seen later, such as another answer of a name server, widens nothing.
    rules.noteOwn(.loopback)
    let all: [AddressClass] = [.public, .private, .loopback, .linkLocal, .special]
    #expect(Set(all.filter { rules.allows($0) }) == Set(allowed))
  }
}
