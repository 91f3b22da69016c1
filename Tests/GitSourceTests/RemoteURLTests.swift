import GitSource
import Testing

@Suite("Addresses of remote repositories")
struct RemoteURLTests {
  @Test(
    "An address has one spelling, without user name and password",
    arguments: [
      ("https://Example.COM:443/acme/shop.git/", "https://example.com/acme/shop.git"),
      ("HTTPS://me:s3cret@example.com:8443/acme/shop", "https://example.com:8443/acme/shop"),
      ("https://token@example.com/acme/shop", "https://example.com/acme/shop"),
      ("ssh://git@Example.com:22/acme/shop.git", "ssh://example.com/acme/shop.git"),
      ("ssh://example.com:2222/~me/shop", "ssh://example.com:2222/~me/shop"),
      ("ssh://git@[2001:DB8::1]:2222/shop", "ssh://[2001:db8::1]:2222/shop"),
      ("git@Example.com:acme/shop.git", "example.com:acme/shop.git"),
      ("git@[2001:db8::1]:acme/shop", "[2001:db8::1]:acme/shop"),
      ("file:///srv/git/shop.git/", "file:///srv/git/shop.git"),
      ("file://localhost/srv/git/shop.git", "file:///srv/git/shop.git"),
    ])
  func location(text: String, location: String) throws {
    #expect(RemoteURL.isRemote(text))
    #expect(try RemoteURL(text).location == location)
  }

  @Test(
    "What is a path stays a path",
    arguments: [
      ".", "/srv/git/shop", "~/src/a", "./git@example.com:shop", "a/b::c", "shop", "C:shop",
      "../user@host:x", "::x", "a@b/c:d",
    ])
  func path(text: String) {
    #expect(!RemoteURL.isRemote(text))
  }

  @Test(
    "Another transport, or a malformed address, is refused with the way out",
    arguments: [
      ("http://example.com/shop", "http is not encrypted"),
      ("git://example.com/shop", "git is not encrypted"),
      ("ftp://example.com/shop", "ftp is not encrypted"),
      ("ext::sh -c 'touch x'", "a space"),
      ("ext::sh", "the transport ext is not one of https, ssh and file"),
      ("fd::17", "the transport fd"),
      ("ssh+git://example.com/shop", "the transport ssh+git"),
      ("https://example.com", "names no repository"),
      ("https://example.com/", "names no repository"),
      ("https:///shop", "host"),
      ("https://exa$mple.com/shop", "host"),
      ("https://example.com:x/shop", "port"),
      ("https://example.com/shop?token=x", "no query"),
      ("https://example.com/shop#v1", "no fragment"),
      ("https://me:%zz%ff@example.com/shop", "wrongly encoded"),
      ("https://me:a%0Ahost=evil@example.com/shop", "wrongly encoded"),
      ("https://example.com/a\nb", "control character"),
      ("ssh://-oProxyCommand=x/shop", "host"),
      ("ssh://-oProxyCommand=x@example.com/shop", "begins with -"),
      ("ssh://git:s3cret@example.com/shop", "no password"),
      ("git@-oProxyCommand=x:shop", "host"),
      ("git@example.com:-x", "begins with -"),
      ("git@example.com:", "names no repository"),
      ("file://example.com/shop", "no host"),
      ("file://", "names no repository"),
    ])
  func refused(text: String, reason: String) throws {
    #expect(RemoteURL.isRemote(text))
    let error = try #require(throws: GitError.self) { try RemoteURL(text) }
    #expect(error.code == .refusedURL)
    #expect(error.message.contains(reason), "\(error)")
    #expect(!error.hints.isEmpty)
    #expect(!error.description.contains("s3cret"))
  }

  @Test("The path of a file is decoded")
  func localPath() throws {
    #expect(try RemoteURL("file:///srv/my%20shop").localPath == "/srv/my shop")
    #expect(try RemoteURL("https://example.com/shop").localPath == nil)
  }
}
