import Foundation
import HTTPTestSupport
import Indexing
import NIOHTTP1
import RegistrySource
import TestSupport
import Testing

@Suite("Redirects")
struct RedirectTests {
  private static let basic = "Basic " + Data("ann:\(marker)".utf8).base64EncodedString()

  private static func store(_ host: String, in folder: String) throws -> CredentialStore {
    let auth = Data("ann:\(marker)".utf8).base64EncodedString()
    try writeFile("\(folder)/config.json", "{\"auths\":{\"\(host)\":{\"auth\":\"\(auth)\"}}}")
    return CredentialStore.ofUser(environment: ["DOCKER_CONFIG": folder])
  }

  /// Demands Basic, and sends requests for blobs to another address.
  private static func registry(
    _ repository: FakeRepository, blobs: @escaping @Sendable (FakeRequest) -> String
  ) -> FakeServer.Handler {
    { request in
      guard request.authorization == basic else {
        return .status(401, [("WWW-Authenticate", "Basic realm=\"x\"")])
      }
      return request.path.contains("/blobs/")
        ? .status(307, [("Location", blobs(request))]) : repository.reply(request)
    }
  }

  @Test("Blobs may lie on another server, which gets no credentials")
  func foreignBlobs() async throws {
    let repository = FakeRepository("1.0")
    try await withTemporaryFolder { folder in
      try await FakeServer.with(repository.reply) { storage in
        let target = "http://localhost:\(storage.port)"
        let handler = Self.registry(repository) { "\(target)\($0.path)?X-Sig=%2Fa" }
        try await FakeServer.with(handler) { server in
          let store = try Self.store(server.host, in: folder)
          let look = try await server.look { $0.credentials = store }
          #expect(look.problems.isEmpty)
          #expect(look.manifests.map { $0.labels["version"] } == ["1.0"])
        }
        #expect(storage.requests.count == 1)
        #expect(storage.requests[0].query == "X-Sig=%2Fa")
        #expect(storage.requests.allSatisfy { $0.authorization == nil })
      }
    }
  }

  @Test("Another port of the same host is another server")
  func otherPort() async throws {
    let repository = FakeRepository("1.0")
    try await withTemporaryFolder { folder in
      try await FakeServer.with(repository.reply) { storage in
        let target = "http://\(storage.host)"
        let handler = Self.registry(repository) { "\(target)\($0.path)" }
        try await FakeServer.with(handler) { server in
          let store = try Self.store(server.host, in: folder)
          let look = try await server.look { $0.credentials = store }
          #expect(look.problems.isEmpty)
        }
        #expect(storage.requests.count == 1)
        #expect(storage.requests.allSatisfy { $0.authorization == nil })
      }
    }
  }

  @Test("A request that comes back to the registry by a stranger's word has no credentials")
  func backAgain() async throws {
    let repository = FakeRepository("1.0")
    try await withTemporaryFolder { folder in
      let home = Counter()
      try await FakeServer.with({ request in
        .status(307, [("Location", request.query?.removingPercentEncoding ?? "")])
      }) { stranger in
        let target = "http://localhost:\(stranger.port)"
        try await FakeServer.with({ request in
          if request.path.hasSuffix("/back") {
            _ = home.next()
            return request.authorization == nil ? .status(404) : .status(200)
          }
          let host = request.fields.first { $0.name == "host" }?.value ?? ""
          return Self.registry(repository) { _ in
            "\(target)/?http://\(host)/v2/acme/shop/back"
          }(request)
        }) { server in
          let store = try Self.store(server.host, in: folder)
          let look = try await server.look { $0.credentials = store }
          #expect(look.problems.map(\.code) == [.missing])
          #expect(home.next() == 2)
        }
      }
    }
  }

  @Test("A redirect within the registry keeps the authorization")
  func within() async throws {
    let repository = FakeRepository("1.0")
    try await withTemporaryFolder { folder in
      let handler: FakeServer.Handler = { request in
        guard request.path.hasPrefix("/v3") else {
          return Self.registry(repository) { "/v3\($0.path.dropFirst(3))" }(request)
        }
        var inner = request
        inner.path = "/v2\(request.path.dropFirst(3))"
        return request.authorization == Self.basic ? repository.reply(inner) : .status(401)
      }
      try await FakeServer.with(handler) { server in
        let store = try Self.store(server.host, in: folder)
        let look = try await server.look { $0.credentials = store }
        #expect(look.problems.isEmpty && look.manifests.count == 1)
      }
    }
  }

  @Test("Redirects in a circle end after five")
  func circle() async throws {
    let repository = FakeRepository("1.0")
    try await FakeServer.with({ request in
      request.path.contains("/blobs/")
        ? .status(302, [("Location", request.path)]) : repository.reply(request)
    }) { server in
      let look = try await server.look()
      #expect(look.messages.count == 1)
      #expect(look.messages[0].hasSuffix("was redirected more than 5 times"))
      #expect(server.requests.filter { $0.path.contains("/blobs/") }.count == 6)
    }
  }

  @Test(
    "A redirect to nowhere, or to an address inside, is not followed",
    arguments: [
      nil, "", "http://169.254.169.254/latest", "http://10.0.0.1/", "http://[::ffff:a9fe:a9fe]/",
      "ftp://x/", "http://user@x/", "http://x/\u{1}", "//[fe80::1]/",
    ])
  func refused(location: String?) async throws {
    let repository = FakeRepository("1.0")
    try await FakeServer.with({ request in
      request.path.contains("/blobs/")
        ? .status(307, location.map { [("Location", $0)] } ?? []) : repository.reply(request)
    }) { server in
      let look = try await server.look()
      #expect(look.digests.count == 1)
      #expect(look.problems.map(\.code) == [.unreadable])
      #expect(server.requests.filter { $0.path.contains("/blobs/") }.count == 1)
    }
  }

  @Test("A name that leads to this machine is not asked, if the registry is elsewhere")
  func nameInside() async throws {
    let repository = FakeRepository("1.0")
    try await FakeServer.with(repository.reply) { storage in
      let target = "http://localhost:\(storage.port)"
      try await FakeServer.with({ request in
        request.path.contains("/blobs/")
          ? .status(307, [("Location", "\(target)\(request.path)")]) : repository.reply(request)
      }) { server in
        let port = server.port
        let look = try await server.look(outside: [port])
        #expect(
          look.messages.count == 1
            && look.messages[0].hasSuffix(
              "localhost is on this machine, where a registry may not send a request")
        )
      }
      #expect(storage.requests.isEmpty)
    }
  }

  @Test("A server that the user named may be anywhere")
  func namedInside() async throws {
    let repository = FakeRepository("1.0")
    try await FakeServer.with(repository.reply) { storage in
      let host = "localhost:\(storage.port)"
      try await FakeServer.with({ request in
        request.path.contains("/blobs/")
          ? .status(307, [("Location", "http://\(host)\(request.path)")])
          : repository.reply(request)
      }) { server in
        let port = server.port
        let look = try await server.look(outside: [port]) {
          $0.insecureHosts.insert(host)
        }
        #expect(look.problems.isEmpty)
      }
      #expect(storage.requests.count == 1)
    }
  }

  @Test("A list of tags may be redirected with its query")
  func redirectedList() async throws {
    let repository = FakeRepository("1.0")
    try await FakeServer.with({ request in
      guard request.path.hasSuffix("/tags/list") else { return repository.reply(request) }
      return request.path.hasPrefix("/v2/acme/")
        ? .status(307, [("Location", "/v2/mirror/tags/list?\(request.query ?? "")")])
        : request.query == "n=1000"
          ? .json(
            "{\"tags\":[\"1.0\"]}", [("Link", "</v2/mirror/tags/list?last=1.0>; rel=\"next\"")])
          : .json("{\"tags\":[]}")
    }) { server in
      let look = try await server.look()
      #expect(look.isComplete && look.tags.count == 1)
      #expect(
        server.lines.filter { $0.contains("/tags/") } == [
          "GET /v2/acme/shop/tags/list?n=1000", "GET /v2/mirror/tags/list?n=1000",
          "GET /v2/acme/shop/tags/list?last=1.0", "GET /v2/mirror/tags/list?last=1.0",
        ])
    }
  }
}
