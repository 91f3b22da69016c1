import HTTPTestSupport
import Indexing
import NIOHTTP1
import RegistrySource
import Synchronization
import TestSupport
import Testing

@Suite("Looks at a registry")
struct LookTests {
  @Test("A first look tells each tag with its digest, and what its image says")
  func first() async throws {
    let repository = FakeRepository("1.0", "1.1", "latest")
    let look = try await FakeServer.with(repository.reply) { server in
      let look = try await server.look()
      #expect(look.repository == "\(server.host)/acme/shop")
      #expect(look.location == Array("http://\(server.host)/v2/acme/shop".utf8))
      return look
    }
    #expect(look.kind == .registry)
    #expect(look.isComplete)
    #expect(look.problems.isEmpty)
    #expect(look.startedAt == lookTime)
    #expect(look.digests == Dictionary(uniqueKeysWithValues: repository.tags.map { ($0, $1) }))
    #expect(look.unresolved.isEmpty && look.absent.isEmpty)
    #expect(look.manifests.map(\.digest) == repository.tags.map(\.digest))
    #expect(look.manifests.map { $0.labels["version"] } == ["1.0", "1.1", "latest"])
  }

  @Test("An unchanged repository costs one list, and one HEAD for each tag")
  func unchanged() async throws {
    let repository = FakeRepository("1.0", "1.1", "latest")
    try await FakeServer.with(repository.reply) { server in
      let look = try await server.look(known: repository.known)
      #expect(look.isComplete && look.problems.isEmpty && look.manifests.isEmpty)
      #expect(look.digests.count == 3)
      #expect(server.requests.count == 4)
      #expect(server.requests.filter { $0.method == "HEAD" }.count == 3)
    }
  }

  @Test("Requests say who asks, take all types of manifests, and no compressed answers")
  func fields() async throws {
    let repository = FakeRepository("1.0")
    try await FakeServer.with(repository.reply) { server in
      _ = try await server.look { $0.userAgent = "stemma/1.2.3" }
      for request in server.requests {
        #expect(request.fields["User-Agent"] == ["stemma/1.2.3"])
        #expect(request.fields["Accept-Encoding"] == ["identity"])
        #expect(request.authorization == nil)
      }
      let head = try #require(server.requests.first { $0.method == "HEAD" })
      let accept = head.fields["Accept"].joined()
      for type in [
        ImageBuilder.ociIndex, ImageBuilder.ociImage, ImageBuilder.dockerList,
        ImageBuilder.dockerImage,
      ] {
        #expect(accept.contains(type))
      }
    }
  }

  @Test("A tag that moved is read anew, the others are not")
  func moved() async throws {
    var repository = FakeRepository("1.0", "latest")
    let known = repository.known
    let entry = repository.images.image(labels: ["version": "new"], content: "new")
    repository.tags[1].digest = entry.digest
    try await FakeServer.with(repository.reply) { [repository] server in
      let look = try await server.look(known: known)
      #expect(look.digests == ["1.0": repository.tags[0].digest, "latest": entry.digest])
      #expect(look.manifests.map(\.digest) == [entry.digest])
    }
  }

  @Test("Tags that share a digest cost one reading of it")
  func shared() async throws {
    var repository = FakeRepository("1.0")
    repository.tags.append(("latest", repository.tags[0].digest))
    try await FakeServer.with(repository.reply) { [repository] server in
      let look = try await server.look()
      #expect(look.manifests.count == 1)
      let path = "/v2/acme/shop/manifests/\(repository.tags[0].digest)"
      #expect(server.lines.filter { $0 == "GET \(path)" }.count == 1)
    }
  }

  @Test("An index comes with its images and the statements in it")
  func index() async throws {
    var repository = FakeRepository()
    let amd = repository.images.image(labels: ["version": "1.0"])
    let commit = String(repeating: "1a", count: 20)
    let statement = repository.images.attestation(of: amd, statements: [provenance(commit)])
    let index = repository.images.index([amd, statement])
    repository.tags = [("1.0", index.digest)]
    let look = try await FakeServer.with(repository.reply) { try await $0.look() }
    #expect(look.problems.isEmpty)
    #expect(look.manifests.map(\.digest) == [index, amd, statement].map(\.digest))
    #expect(look.manifests[0].labels == ["version": "1.0"])
    #expect(look.manifests[1].origins.map(\.commit) == [commit])
  }

  @Test("A recorded tag that the list lacks is absent once the registry says so")
  func absent() async throws {
    let repository = FakeRepository("1.0")
    var known = repository.known
    known.tags[Array("gone".utf8)] = repository.tags[0].digest
    try await FakeServer.with(repository.reply) { server in
      let look = try await server.look(known: known)
      #expect(look.isComplete && look.problems.isEmpty)
      #expect(look.absentNames == ["gone"])
      #expect(server.lines.contains("HEAD /v2/acme/shop/manifests/gone"))
    }
  }

  @Test("A recorded tag that the list lacks and that is there makes the list doubtful")
  func unlisted() async throws {
    let repository = FakeRepository("1.0", "hidden")
    let look = try await FakeServer.with({ request in
      request.path.hasSuffix("/tags/list")
        ? .json("{\"tags\":[\"1.0\"]}") : repository.reply(request)
    }) { try await $0.look(known: repository.known) }
    #expect(!look.isComplete)
    #expect(look.absent.isEmpty)
    #expect(look.digests["hidden"] == repository["hidden"])
    #expect(look.messages.contains { $0.hasPrefix("tag hidden is not listed, but is there") })
  }

  @Test(
    "A recorded tag is not absent for any other reason",
    arguments: [400, 401, 403, 410, 429, 500, 503])
  func notAbsent(status: Int) async throws {
    let repository = FakeRepository("1.0")
    var known = repository.known
    known.tags[Array("gone".utf8)] = repository.tags[0].digest
    let look = try await FakeServer.with({ request in
      request.path.hasSuffix("/gone") ? .status(status) : repository.reply(request)
    }) { try await $0.look(known: known) }
    #expect(look.absent.isEmpty)
    #expect(look.unresolvedNames == ["gone"])
    #expect(!look.problems.isEmpty)
  }

  @Test("An emptied repository has no tags, and lost those that it had")
  func emptied() async throws {
    let repository = FakeRepository()
    let known = FakeRepository("1.0").known
    let look = try await FakeServer.with({ request in
      request.path.hasSuffix("/tags/list")
        ? .json("{\"name\":\"acme/shop\",\"tags\":null}") : repository.reply(request)
    }) { try await $0.look(known: known) }
    #expect(look.isComplete && look.tags.isEmpty && look.problems.isEmpty)
    #expect(look.absentNames == ["1.0"])
  }

  @Test("A listed tag that is gone by the time it is asked for is left open")
  func vanished() async throws {
    let repository = FakeRepository("1.0", "2.0")
    let look = try await FakeServer.with({ request in
      request.path.hasSuffix("/manifests/2.0")
        ? FakeRepository.unknown("MANIFEST_UNKNOWN") : repository.reply(request)
    }) { try await $0.look(known: repository.known) }
    #expect(look.isComplete)
    #expect(look.digests.keys.sorted() == ["1.0"])
    #expect(look.unresolvedNames == ["2.0"])
    #expect(look.absent.isEmpty)
    #expect(look.problems.map(\.code) == [.missing])
  }

  @Test("Progress goes through the steps of a look")
  func progress() async throws {
    let repository = FakeRepository("1.0", "1.1")
    let seen = Mutex<[LookProgress]>([])
    try await FakeServer.with(repository.reply) { server in
      let client = RegistryClient(
        options: RegistryOptions(insecureHosts: [server.host], limits: .patient))
      _ = try await client.look(
        server.reference, progress: { step in seen.withLock { $0.append(step) } },
        now: { lookTime })
    }
    #expect(
      seen.withLock { $0 } == [
        LookProgress(step: .listing, done: 2, total: nil),
        LookProgress(step: .resolving, done: 1, total: 2),
        LookProgress(step: .resolving, done: 2, total: 2),
        LookProgress(step: .reading, done: 1, total: 2),
        LookProgress(step: .reading, done: 2, total: 2),
      ])
  }

  @Test(
    "A repository that is not shown is an error that says what may be wrong",
    arguments: [(404, "NAME_UNKNOWN"), (401, "UNAUTHORIZED"), (403, "DENIED"), (404, "<b>")])
  func notFound(status: Int, code: String) async throws {
    try await FakeServer.with({ _ in
      .json("{\"errors\":[{\"code\":\"\(code)\"}]}", status: status)
    }) { server in
      let error = await #expect(throws: RegistryError.self) { try await server.look() }
      #expect(error?.code == .repositoryNotFound)
      let shown = code == "<b>" ? "\(status)" : "\(status) (\(code))"
      let host = server.host
      #expect(error?.message == "\(host) shows no repository acme/shop: it answered \(shown)")
      #expect(
        error?.hints == [
          "registries answer alike for a repository that does not exist",
          "a private repository needs credentials: `docker login \(host)` stores them",
        ])
    }
  }

  @Test("A host that is no registry is told so")
  func noRegistry() async throws {
    try await FakeServer.with({ _ in .status(200, body: Array("<html>".utf8)) }) { server in
      let error = await #expect(throws: RegistryError.self) { try await server.look() }
      #expect(error?.code == .unexpectedResponse)
      #expect(error?.message == "http://\(server.host) does not answer as a registry does")
    }
  }

  @Test("A server that nobody runs is an error that names it")
  func unreachable() async throws {
    let host = try await FakeServer.with({ _ in .silence }) { $0.host }
    let client = RegistryClient(options: RegistryOptions(insecureHosts: [host], limits: .patient))
    let reference = try RepositoryReference("\(host)/acme/shop")
    let error = await #expect(throws: RegistryError.self) {
      try await client.look(reference, now: { lookTime })
    }
    #expect(error?.code == .connectionFailed)
    #expect(error?.message == "http://\(host) cannot be reached")
  }
}

/// A statement as BuildKit makes it of a build from git.
func provenance(_ commit: String) -> [String: Any] {
  [
    "predicateType": "https://slsa.dev/provenance/v0.2",
    "predicate": [
      "materials": [
        ["uri": "https://github.com/acme/shop.git#main", "digest": ["sha1": commit]]
      ]
    ],
  ]
}
