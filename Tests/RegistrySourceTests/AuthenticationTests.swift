import Foundation
import HTTPTestSupport
import Indexing
import NIOHTTP1
import RegistrySource
import TestSupport
import Testing

/// What no text may hold.
let marker = "s3cr3t-marker"

@Suite("Authentication")
struct AuthenticationTests {
  private static let basic = "Basic " + Data("ann:\(marker)".utf8).base64EncodedString()

  /// Writes docker's file with credentials for a host.
  private static func store(
    _ host: String, in folder: String, entry: String? = nil
  ) throws -> CredentialStore {
    let auth = Data("ann:\(marker)".utf8).base64EncodedString()
    try writeFile(
      "\(folder)/config.json", "{\"auths\":{\"\(host)\":{\(entry ?? "\"auth\":\"\(auth)\"")}}}")
    return CredentialStore.ofUser(environment: ["DOCKER_CONFIG": folder])
  }

  private static func challenge(_ realm: String, service: String = "shop service") -> FakeReply {
    .json(
      "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"\(marker)\"}]}", status: 401,
      [
        (
          "WWW-Authenticate",
          "Bearer realm=\"\(realm)\",service=\"\(service)\",scope=\"repository:acme/shop:pull\""
        )
      ])
  }

  /// Returns a handler of a registry that takes one token, got on the same host.
  private static func registry(
    _ repository: FakeRepository, token: String = "t.0-k", asked: Counter = Counter(),
    tokenReply: FakeReply? = nil
  ) -> FakeServer.Handler {
    { request in
      if request.path == "/token" {
        _ = asked.next()
        return tokenReply ?? .json("{\"token\":\"\(token)\",\"expires_in\":60}")
      }
      let host = request.fields.first { $0.name == "host" }?.value ?? ""
      return request.authorization == "Bearer \(token)"
        ? repository.reply(request) : challenge("http://\(host)/token?x=1")
    }
  }

  @Test("A public image is read with a token that nobody has to sign in for")
  func anonymous() async throws {
    let repository = FakeRepository("1.0", "1.1")
    try await FakeServer.with(Self.registry(repository)) { server in
      let look = try await server.look()
      #expect(look.isComplete && look.problems.isEmpty && look.tags.count == 2)
      let tokens = server.requests.filter { $0.path == "/token" }
      #expect(tokens.count == 1)
      #expect(tokens[0].query == "x=1&service=shop%20service&scope=repository%3Aacme%2Fshop%3Apull")
      #expect(tokens[0].authorization == nil)
    }
  }

  @Test("A token may be called access_token")
  func accessToken() async throws {
    let reply = FakeReply.json("{\"access_token\":\"t.0-k\"}")
    let handler = Self.registry(FakeRepository("1.0"), tokenReply: reply)
    let look = try await FakeServer.with(handler) { try await $0.look() }
    #expect(look.tags.count == 1)
  }

  @Test("Credentials go to the realm as Basic, with the name of the account")
  func credentials() async throws {
    try await withTemporaryFolder { folder in
      try await FakeServer.with(Self.registry(FakeRepository("1.0"))) { server in
        let store = try Self.store(server.host, in: folder)
        let look = try await server.look { $0.credentials = store }
        #expect(look.tags.count == 1)
        let token = try #require(server.requests.first { $0.path == "/token" })
        #expect(token.authorization == Self.basic)
        #expect(token.query?.hasSuffix("&account=ann") == true)
        #expect(server.requests.filter { $0.authorization == Self.basic }.count == 1)
      }
    }
  }

  @Test("An identity token is changed for one of the registry")
  func identityToken() async throws {
    try await withTemporaryFolder { folder in
      try await FakeServer.with(Self.registry(FakeRepository("1.0"))) { server in
        let store = try Self.store(
          server.host, in: folder, entry: "\"identitytoken\":\"\(marker)/+\"")
        let look = try await server.look { $0.credentials = store }
        #expect(look.tags.count == 1)
        let token = try #require(server.requests.first { $0.path == "/token" })
        #expect(token.method == "POST")
        #expect(
          token.body == "service=shop%20service&scope=repository%3Aacme%2Fshop%3Apull&"
            + "grant_type=refresh_token&refresh_token=\(marker)%2F%2B&client_id=stemma")
      }
    }
  }

  @Test("A registry with Basic gets the credentials itself")
  func basicRegistry() async throws {
    let repository = FakeRepository("1.0")
    try await withTemporaryFolder { folder in
      try await FakeServer.with({ request in
        request.authorization == Self.basic
          ? repository.reply(request)
          : .status(401, [("WWW-Authenticate", "Basic realm=\"x\"")])
      }) { server in
        let store = try Self.store(server.host, in: folder)
        let look = try await server.look { $0.credentials = store }
        #expect(look.isComplete && look.tags.count == 1)
        #expect(server.requests.filter { $0.authorization == nil }.count == 1)
        await #expect(throws: RegistryError.self) { try await server.look() }
      }
    }
  }

  @Test("Nobody gets credentials who does not ask for them")
  func unasked() async throws {
    let repository = FakeRepository("1.0")
    try await withTemporaryFolder { folder in
      try await FakeServer.with(repository.reply) { server in
        let store = try Self.store(server.host, in: folder)
        _ = try await server.look { $0.credentials = store }
        #expect(server.requests.allSatisfy { $0.authorization == nil })
      }
    }
  }

  @Test(
    "The scope is to pull from this repository, whatever else is asked for",
    arguments: [
      ("repository:acme/shop:pull", "repository:acme/shop:pull"),
      ("repository:acme/shop:metadata_read", "repository:acme/shop:metadata_read"),
      ("repository:acme/shop:pull,push", "repository:acme/shop:pull"),
      ("repository:acme/shop:*", "repository:acme/shop:pull"),
      ("repository:acme/secret:pull", "repository:acme/shop:pull"),
      ("registry:catalog:*", "repository:acme/shop:pull"), ("", "repository:acme/shop:pull"),
    ])
  func scope(asked: String, expected: String) async throws {
    let repository = FakeRepository("1.0")
    try await FakeServer.with({ request in
      if request.path == "/token" { return .json("{\"token\":\"t\"}") }
      let host = request.fields.first { $0.name == "host" }?.value ?? ""
      return request.authorization == "Bearer t"
        ? repository.reply(request)
        : .status(
          401,
          [("WWW-Authenticate", "Bearer realm=\"http://\(host)/token\",scope=\"\(asked)\"")])
    }) { server in
      _ = try await server.look()
      let token = try #require(server.requests.first { $0.path == "/token" })
      #expect(
        token.query == "scope=\(expected.replacing(":", with: "%3A").replacing("/", with: "%2F"))")
    }
  }

  @Test("A token that ends halfway is renewed once for all requests")
  func renewal() async throws {
    var repository = FakeRepository()
    for number in 0..<40 { repository.add("t\(number)") }
    let (tokens, requests) = (Counter(), Counter())
    let known = repository.known
    try await FakeServer.with({ [repository] request in
      let host = request.fields.first { $0.name == "host" }?.value ?? ""
      if request.path == "/token" { return .json("{\"token\":\"t\(tokens.next())\"}") }
      let current = requests.next() > 20 ? "Bearer t2" : "Bearer t1"
      return request.authorization == current
        ? repository.reply(request) : Self.challenge("http://\(host)/token")
    }) { server in
      let look = try await server.look(known: known)
      #expect(look.isComplete && look.problems.isEmpty && look.tags.count == 40)
      #expect(server.requests.filter { $0.path == "/token" }.count == 2)
    }
  }

  @Test("A registry that refuses fresh tokens halfway is asked for nothing more")
  func refusedHalfway() async throws {
    var repository = FakeRepository()
    for number in 0..<40 { repository.add("t\(number)") }
    let (tokens, known) = (Counter(), repository.known)
    try await FakeServer.with({ [repository] request in
      let host = request.fields.first { $0.name == "host" }?.value ?? ""
      if request.path == "/token" { return .json("{\"token\":\"t\(tokens.next())\"}") }
      return request.path.hasSuffix("/tags/list") && request.authorization == "Bearer t1"
        ? repository.reply(request) : Self.challenge("http://\(host)/token")
    }) { server in
      let look = try await server.look(known: known)
      #expect(!look.isComplete)
      #expect(look.absent.isEmpty && look.unresolved.count == 40)
      #expect(server.requests.filter { $0.path == "/token" }.count == 2)
      #expect(server.requests.count < 20)
      #expect(look.messages.contains { $0.contains("refused a request for acme/shop halfway") })
    }
  }

  @Test("A realm that fails halfway ends the look")
  func realmFailsHalfway() async throws {
    var repository = FakeRepository()
    for number in 0..<40 { repository.add("t\(number)") }
    let (tokens, known) = (Counter(), repository.known)
    try await FakeServer.with({ [repository] request in
      let host = request.fields.first { $0.name == "host" }?.value ?? ""
      if request.path == "/token" {
        return tokens.next() == 1 ? .json("{\"token\":\"t1\"}") : .status(418)
      }
      return request.path.hasSuffix("/tags/list") && request.authorization == "Bearer t1"
        ? repository.reply(request) : Self.challenge("http://\(host)/token")
    }) { server in
      let look = try await server.look(known: known)
      #expect(!look.isComplete)
      #expect(look.absent.isEmpty && look.unresolved.count == 40)
      #expect(server.requests.count < 20)
      #expect(look.messages[0].hasSuffix("http://\(server.host) gave no token: it answered 418"))
    }
  }

  @Test("A registry that takes no token is an error after one renewal")
  func neverEnough() async throws {
    let asked = Counter()
    try await FakeServer.with({ request in
      if request.path == "/token" { return .json("{\"token\":\"t\(asked.next())\"}") }
      let host = request.fields.first { $0.name == "host" }?.value ?? ""
      return Self.challenge("http://\(host)/token")
    }) { server in
      let error = await #expect(throws: RegistryError.self) { try await server.look() }
      #expect(error?.code == .repositoryNotFound)
      #expect(server.requests.count == 3)
    }
  }

  @Test(
    "An answer that is no token is refused",
    arguments: [
      "{}", "[]", "x", "{\"token\":\"\"}", "{\"token\":1}", "{\"token\":\"a b\"}",
      "{\"token\":\"a\\r\\nX-Evil: 1\"}", "{\"token\":\"é\"}",
    ])
  func malformedToken(body: String) async throws {
    let handler = Self.registry(FakeRepository("1.0"), tokenReply: .json(body))
    try await FakeServer.with(handler) { server in
      let error = await #expect(throws: RegistryError.self) { try await server.look() }
      #expect(error?.code == .unexpectedResponse)
      #expect(server.requests.count == 2)
    }
  }

  @Test("A token beyond the limit of bytes is refused")
  func largeToken() async throws {
    let body = "{\"token\":\"\(String(repeating: "a", count: 70_000))\"}"
    let handler = Self.registry(FakeRepository("1.0"), tokenReply: .json(body))
    let error = await #expect(throws: RegistryError.self) {
      try await FakeServer.with(handler) { try await $0.look() }
    }
    #expect(error?.code == .unexpectedResponse)
    #expect(error?.message.hasSuffix("holds no token") == true)
  }

  @Test("A redirect of a request for a token is not followed")
  func redirectedToken() async throws {
    try await FakeServer.with({ _ in .json("{\"token\":\"t\"}") }) { stranger in
      let reply = FakeReply.status(307, [("Location", "http://\(stranger.host)/token")])
      let handler = Self.registry(FakeRepository("1.0"), tokenReply: reply)
      let error = await #expect(throws: RegistryError.self) {
        try await FakeServer.with(handler) { try await $0.look() }
      }
      #expect(error?.code == .refusedAddress)
      #expect(stranger.requests.isEmpty)
    }
  }

  @Test(
    "A realm elsewhere gets neither a request nor credentials",
    arguments: [
      "http://HOST/token", "https://HOST/token", "http://169.254.169.254/latest/meta-data",
      "http://10.0.0.1/token", "http://0x7f000001/token", "file:///etc/passwd", "x",
      "http://ann@HOST/token", "",
    ])
  func foreignRealm(realm: String) async throws {
    try await withTemporaryFolder { folder in
      try await FakeServer.with({ _ in .json("{\"token\":\"t\"}") }) { stranger in
        let host = "localhost:\(stranger.port)"
        let realm = realm.replacing("HOST", with: host)
        try await FakeServer.with({ _ in Self.challenge(realm) }) { server in
          let store = try Self.store(server.host, in: folder)
          let error = await #expect(throws: RegistryError.self) {
            try await server.look { $0.credentials = store }
          }
          #expect([.refusedAddress, .unexpectedResponse].contains(try #require(error?.code)))
          #expect(server.requests.allSatisfy { $0.authorization == nil })
          #expect(server.requests.count == 1)
        }
        #expect(stranger.requests.isEmpty)
      }
    }
  }

  @Test("Refused credentials are an error that names the host, and no secret")
  func refusedCredentials() async throws {
    let body = "{\"details\":\"\(marker) \(Self.basic)\"}"
    for status in [401, 403] {
      try await withTemporaryFolder { folder in
        let handler = Self.registry(
          FakeRepository("1.0"), tokenReply: .json(body, status: status))
        try await FakeServer.with(handler) { server in
          let store = try Self.store(server.host, in: folder)
          let error = await #expect(throws: RegistryError.self) {
            try await server.look { $0.credentials = store }
          }
          #expect(error?.code == .credentials)
          let shown = String(reflecting: error) + "\(String(describing: error))"
          #expect(shown.contains(server.host))
          #expect(!shown.contains(marker) && !shown.contains(Self.basic.dropFirst(6)))
        }
      }
    }
  }

  @Test("No text of a look holds what the registry was sent, though the registry repeats it")
  func noSecrets() async throws {
    var repository = FakeRepository("1.0", "2.0")
    repository.add("3.0")
    try await withTemporaryFolder { folder in
      for status in [400, 403, 404, 418, 500] {
        try await FakeServer.with({ [repository] request in
          let echo = request.authorization ?? ""
          guard echo == Self.basic else {
            return .status(401, [("WWW-Authenticate", "Basic realm=\"\(marker)\"")])
          }
          let body = "{\"errors\":[{\"code\":\"\(echo)\",\"message\":\"\(echo) \(marker)\"}]}"
          return request.path.hasSuffix("/tags/list")
            ? repository.reply(request)
            : .json(body, status: status, [("Location", "http://x/\(marker)"), ("X", echo)])
        }) { server in
          let store = try Self.store(server.host, in: folder)
          let look = try await server.look(known: repository.known) { $0.credentials = store }
          let text = String(reflecting: look)
          #expect(look.unresolved.count == 3)
          #expect(!text.contains(marker) && !text.contains(Self.basic.dropFirst(6)))
        }
      }
    }
  }
}
