import RegistrySource
import Testing

@Suite("Names of image repositories")
struct NameTests {
  @Test(
    "A name is read as docker reads it",
    arguments: [
      ("redis", "docker.io", "library/redis", "registry-1.docker.io"),
      ("acme/shop", "docker.io", "acme/shop", "registry-1.docker.io"),
      ("docker.io/redis", "docker.io", "library/redis", "registry-1.docker.io"),
      ("index.docker.io/acme/shop", "docker.io", "acme/shop", "registry-1.docker.io"),
      ("ghcr.io/acme/shop", "ghcr.io", "acme/shop", "ghcr.io"),
      ("GHCR.io/acme/shop", "ghcr.io", "acme/shop", "ghcr.io"),
      ("localhost/app", "localhost", "app", "localhost"),
      ("localhost:5000/acme/app", "localhost:5000", "acme/app", "localhost:5000"),
      ("[::1]:5000/app", "[::1]:5000", "app", "[::1]:5000"),
      ("10.1.2.3/a/b/c/d", "10.1.2.3", "a/b/c/d", "10.1.2.3"),
      ("quay.io/a__b/c-d---e.f_g", "quay.io", "a__b/c-d---e.f_g", "quay.io"),
    ])
  func reads(text: String, host: String, path: String, apiHost: String) throws {
    let reference = try RepositoryReference(text)
    #expect(reference.host == host)
    #expect(reference.path == path)
    #expect(reference.apiHost == apiHost)
    #expect(reference.name == "\(host)/\(path)")
  }

  @Test(
    "What is no name is refused",
    arguments: [
      "", "/", "redis/", "/redis", "a//b", "Acme", "acme/Shop", "ghcr.io/acme/Shop", "a b", "a\nb",
      "ghcr.io/", "ghcr.io/-a", "ghcr.io/a-", "ghcr.io/a..b", "ghcr.io/a___b", "ghcr.io/a._b",
      "ghcr.io/../x", "-x.io/a", "x..io/a", "x.io:/a", "x.io:0/a", "x.io:65536/a", "x.io:1x/a",
      "[::1/a", "[]/a", "user@ghcr.io/a", "ghcr.io/ä", "ghcr.io/a%2fb", "ghcr.io/a?b",
      "ghcr.io/a#b",
      String(repeating: "a", count: 256),
    ])
  func refuses(text: String) {
    #expect { try RepositoryReference(text) } throws: {
      ($0 as? RegistryError)?.code == .invalidReference
    }
  }

  @Test(
    "Whoever names a tag, a digest or a scheme, too, is told the name without it",
    arguments: [
      ("redis:7", "all tags are read: redis is enough"),
      ("localhost:5000/app:1.0", "all tags are read: localhost:5000/app is enough"),
      ("ghcr.io/a/b@sha256:00", "all tags are read: ghcr.io/a/b is enough"),
      ("docker://ghcr.io/a/b", "without the scheme it is ghcr.io/a/b"),
      ("https://ghcr.io/a/b", "without the scheme it is ghcr.io/a/b"),
    ])
  func hints(text: String, hint: String) {
    #expect { try RepositoryReference(text) } throws: { ($0 as? RegistryError)?.hints == [hint] }
  }
}
