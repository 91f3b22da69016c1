import Testing

@testable import Reports

@Suite("Web addresses of repositories")
struct WebAddressTests {
  @Test(
    "A remote's URL leads to the repository's page",
    arguments: [
      ("https://github.com/acme/shop.git", "github", "https://github.com/acme/shop"),
      ("https://github.com/acme/shop/", "github", "https://github.com/acme/shop"),
      ("https://github.com/acme/shop.git///", "github", "https://github.com/acme/shop"),
      ("https://engineer:secret@github.com/acme/shop", "github", "https://github.com/acme/shop"),
      ("https://token@GitHub.com:443/acme/shop", "github", "https://github.com/acme/shop"),
      ("git@github.com:acme/shop.git", "github", "https://github.com/acme/shop"),
      ("github.com:acme/shop", "github", "https://github.com/acme/shop"),
      ("git@github.com:/acme/shop.git", "github", "https://github.com/acme/shop"),
      ("ssh://git@github.com/acme/shop.git", "github", "https://github.com/acme/shop"),
      ("ssh://git@ssh.github.com:443/acme/shop", "github", "https://github.com/acme/shop"),
      ("git+ssh://git@github.com/acme/shop", "github", "https://github.com/acme/shop"),
      ("git://github.com/acme/shop", "github", "https://github.com/acme/shop"),
      ("http://www.github.com/acme/shop", "github", "http://github.com/acme/shop"),
      ("git@gitlab.com:group/sub/shop.git", "gitlab", "https://gitlab.com/group/sub/shop"),
      ("ssh://git@gitlab.example.org:2222/a/b.git", "gitlab", "https://gitlab.example.org/a/b"),
      ("https://gitlab.example.org:8443/a/b", "gitlab", "https://gitlab.example.org:8443/a/b"),
      ("https://codeberg.org/acme/shop", "gitea", "https://codeberg.org/acme/shop"),
      ("http://forgejo.example.org:3000/a/b", "gitea", "http://forgejo.example.org:3000/a/b"),
      ("git@bitbucket.org:acme/shop.git", "bitbucket", "https://bitbucket.org/acme/shop"),
      ("https://github.com/ac me/shop(1)", nil, nil),
      ("https://github.com/acme/shop(1)", "github", "https://github.com/acme/shop%281%29"),
    ] as [(String, String?, String?)])
  func bases(remote: String, forge: String?, base: String?) {
    let address = WebAddress(remote: Array(remote.utf8))
    #expect(address?.forge.rawValue == forge)
    #expect(address?.base == base)
  }

  @Test(
    "What is no repository on a known host has no page",
    arguments: [
      "/srv/git/shop.git", "../shop", "C:\\git\\shop", "C:/git/shop", "file:///srv/git/shop.git",
      "https://example.com/acme/shop", "git@example.com:acme/shop", "https://github.com/acme",
      "https://github.com/acme/shop/tree", "https://github.com/", "https://github.com",
      "https://github.com/acme/../shop", "https://github.com/acme/%2e%2e", "",
      "https://github.com/acme/shop?x=1", "https://github.com/acme/shop#x", "./a:b", "::",
      "https://[::1]/acme/shop", "https://github.com:99999999/acme/shop", "javascript:alert(1)//x",
      "https://gitlab.com/~engineer/shop", "https://evil\"onclick.com/acme/shop",
      "ext::sh -c x", "https://github/acme/shop", "https://github.com:x/acme/shop",
      "https://github.com/acme/shop\n", "git@github.com:22:acme/shop",
    ])
  func none(remote: String) {
    #expect(WebAddress(remote: Array(remote.utf8)) == nil)
  }

  @Test("A host that is not known has links when its forge is told")
  func told() {
    let remote = Array("git@git.example.com:acme/shop.git".utf8)
    #expect(
      WebAddress(remote: remote, forge: .gitea)?.commit([0xAB])
        == "https://git.example.com/acme/shop/commit/ab")
    let plain = WebAddress(remote: remote, forge: .plain)
    #expect(plain?.base == "https://git.example.com/acme/shop")
    #expect(plain?.commit([0xAB]) == nil)
    #expect(plain?.comparison(from: [0x61], to: [0x62]) == nil)
  }

  @Test(
    "Each forge has addresses of its own",
    arguments: [
      (
        "https://github.com/a/b",
        [
          "/commit/ab01", "/pull/3", "/issues/4", "/releases/tag/c/v1%2B1",
          "/compare/v1...v2",
        ]
      ),
      (
        "https://gitlab.com/a/b",
        [
          "/-/commit/ab01", "/-/merge_requests/3", "/-/issues/4", "/-/tags/c/v1%2B1",
          "/-/compare/v1...v2",
        ]
      ),
      (
        "https://codeberg.org/a/b",
        ["/commit/ab01", "/pulls/3", "/issues/4", "/src/tag/c/v1%2B1", "/compare/v1...v2"]
      ),
      (
        "https://bitbucket.org/a/b",
        [
          "/commits/ab01", "/pull-requests/3", "/issues/4", "/commits/tag/c/v1%2B1",
          "/branches/compare/v2%0Dv1",
        ]
      ),
    ])
  func pages(remote: String, paths: [String]) throws {
    let web = try #require(WebAddress(remote: Array(remote.utf8)))
    let found = [
      web.commit([0xAB, 0x01]), web.pullRequest(3), web.issue(Array("4".utf8)),
      web.tag(Array("c/v1+1".utf8)),
      web.comparison(from: Array("v1".utf8), to: Array("v2".utf8)),
    ]
    #expect(found == paths.map { remote + $0 })
  }

  @Test("Names of tags cannot leave their place in an address")
  func hostileTags() throws {
    let web = try #require(WebAddress(remote: Array("https://github.com/a/b".utf8)))
    #expect(
      web.tag(Array(#"x) "><b>?#[\ "#.utf8) + [0xFF])
        == "https://github.com/a/b/releases/tag/x%29%20%22%3E%3Cb%3E%3F%23%5B%5C%20%FF")
    #expect(web.issue(Array("PAY-3".utf8)) == nil)
    #expect(web.issue(Array("4/../../x".utf8)) == nil)
  }
}
