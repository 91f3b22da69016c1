import Testing

@testable import RegistrySource

@Suite("Rules of the protocol")
struct RuleTests {
  @Test(
    "Challenges are told apart, whatever is in their quotes",
    arguments: [
      (
        #"Bearer realm="https://a.io/token",service="a.io",scope="repository:x:pull,push""#,
        [
          Challenge(
            scheme: "bearer",
            parameters: [
              "realm": "https://a.io/token", "service": "a.io", "scope": "repository:x:pull,push",
            ])
        ]
      ),
      (
        #"Basic realm="x, Bearer realm=y", BEARER Realm = "z" , error=invalid_token"#,
        [
          Challenge(scheme: "basic", parameters: ["realm": "x, Bearer realm=y"]),
          Challenge(scheme: "bearer", parameters: ["realm": "z", "error": "invalid_token"]),
        ]
      ),
      (
        #"Negotiate, Basic"#,
        [
          Challenge(scheme: "negotiate", parameters: [:]),
          Challenge(scheme: "basic", parameters: [:]),
        ]
      ),
      (
        #"Negotiate oRQwEqADCgEAoQsGCSqG==, Basic realm="r""#,
        [
          Challenge(scheme: "negotiate", parameters: [:]),
          Challenge(scheme: "basic", parameters: ["realm": "r"]),
        ]
      ),
      (
        #"Basic realm="a\"b\\c", realm="second""#,
        [Challenge(scheme: "basic", parameters: ["realm": #"a"b\c"#])]
      ),
      (#"Basic realm="open"#, [Challenge(scheme: "basic", parameters: [:])]),
      ("", []), (",,,", []), ("\u{0}", []), (#""x""#, []), ("=", []),
    ])
  func challenges(field: String, expected: [Challenge]) {
    #expect(Challenge.read([field]) == expected)
  }

  @Test("Endless challenges are read only so far")
  func endlessChallenges() {
    let field = String(repeating: "Basic realm=\"x\", ", count: 100_000)
    #expect(Challenge.read(Array(repeating: field, count: 50)).count <= 8 * 16)
  }

  @Test(
    "A retry waits for as long as the server asks, else for a time that grows",
    arguments: [
      (1, nil, 1), (2, nil, 2), (3, nil, 4), (1, "7", 7), (1, "-5", 1), (2, "soon", 2), (1, "", 1),
      (1, "0", 0), (1, "99999999999999999999999", Int64(Int32.max)),
      (1, "Tue, 14 Nov 2023 22:13:25 GMT", 5), (1, "Tue, 14 Nov 2023 22:13:15 GMT", 1),
      (1, "Thu, 01 Jan 9999 00:00:00 GMT", 251_670_764_800), (1, "Tue, 14 Nov 2023", 1),
    ])
  func delays(attempt: Int, field: String?, seconds: Int64) {
    let delay = RetryDelay.delay(attempt: attempt, retryAfter: field, now: lookTime)
    #expect(delay == .seconds(seconds))
  }

  @Test("A date of HTTP is counted from 1970")
  func dates() {
    #expect(HTTPDate.seconds("Sun, 06 Nov 1994 08:49:37 GMT") == 784_111_777)
    #expect(HTTPDate.seconds("Thu, 29 Feb 2024 00:00:00 GMT") == 1_709_164_800)
    #expect(HTTPDate.seconds("Thu, 01 Jan 1970 00:00:00 GMT") == 0)
    #expect(HTTPDate.seconds("Sun, 06 Foo 1994 08:49:37 GMT") == nil)
    #expect(HTTPDate.seconds("Sun, 06 Nov 1994 8h GMT") == nil)
  }

  @Test(
    "The next page is found among other links",
    arguments: [
      ("</v2/a/tags/list?n=2&last=b>; rel=\"next\"", "/v2/a/tags/list?n=2&last=b"),
      ("</x>; rel=prev, </y?a,b>; title=\"t\"; REL=\"Next last\"", "/y?a,b"),
      ("</x>; rel=nextish", nil), ("</x>", nil), ("x; rel=next", nil), ("<", nil), ("", nil),
    ])
  func links(field: String, expected: String?) {
    #expect(LinkField.next([field]) == expected)
  }

  @Test(
    "An address says what every reader of it understands",
    arguments: [
      ("https://a.io", "https://a.io/"), ("HTTPS://A.io:443/x#y", "https://a.io/x"),
      ("http://a:5000/x?y=%2F#z", "http://a:5000/x?y=%2F"),
      ("http://[::1]:80?q", "http://[::1]/?q"),
      ("https://u@a.io/", nil), ("https://u:p@a.io/", nil), ("https://a.io\\@b.io/", nil),
      ("https://a.io /", nil), ("https://a.io/\r\nx", nil), ("https://a.io/%2", nil),
      ("https://a.io/ä", nil), ("https:///x", nil), ("ftp://a.io/", nil), ("file:///etc", nil),
      ("https://a.io:99999/", nil), ("https://a%2eio/", nil), ("https://[::1%25lo]/", nil),
      ("", nil),
    ])
  func addresses(text: String, expected: String?) {
    #expect(WebAddress(text)?.text == expected)
  }

  @Test(
    "A reference is resolved from the address that names it",
    arguments: [
      ("/z?q=1", "https://a.io/z?q=1"), ("?q=1", "https://a.io/x/y?q=1"), ("z", "https://a.io/x/z"),
      ("//b.io/z", "https://b.io/z"), ("http://b.io:81/", "http://b.io:81/"), ("../z", nil),
      ("/../z", nil), ("mailto:x", nil), ("javascript:x", nil), ("/ ", nil), ("", nil),
    ])
  func resolution(reference: String, expected: String?) throws {
    let base = try #require(WebAddress("https://a.io/x/y?old=1"))
    #expect(base.resolving(reference)?.text == expected)
  }

  @Test(
    "Each address lies where it can be reached from",
    arguments: [
      ("8.8.8.8", AddressClass.public), ("2606:4700::1111", .public), ("127.0.0.1", .loopback),
      ("127.255.0.1", .loopback), ("::1", .loopback), ("::ffff:127.0.0.1", .loopback),
      ("::7f00:1", .loopback), ("64:ff9b::7f00:1", .loopback), ("2002:7f00:1::", .loopback),
      ("10.0.0.1", .private), ("172.16.0.1", .private), ("172.31.255.255", .private),
      ("172.32.0.1", .public), ("192.168.1.1", .private), ("100.64.0.1", .private),
      ("100.128.0.1", .public), ("198.18.0.1", .private), ("fd00:ec2::254", .private),
      ("fec0::1", .private), ("::ffff:10.0.0.1", .private), ("169.254.169.254", .linkLocal),
      ("::ffff:169.254.169.254", .linkLocal), ("64:ff9b::a9fe:a9fe", .linkLocal),
      ("fe80::1", .linkLocal), ("0.0.0.0", .special), ("::", .special), ("0.1.2.3", .special),
      ("224.0.0.1", .special), ("255.255.255.255", .special), ("240.0.0.1", .special),
      ("192.0.0.1", .special), ("ff02::1", .special), ("2001::1", .special), ("4000::1", .special),
    ])
  func classes(text: String, expected: AddressClass) {
    #expect(AddressClass(literal: text) == expected)
  }

  @Test("A name is no address")
  func names() {
    #expect(AddressClass(literal: "a.io") == nil)
    #expect(AddressClass(literal: "localhost") == nil)
  }
}
