import HTTPTestSupport
import ImageManifests
import Indexing
import NIOHTTP1
import RegistrySource
import TestSupport
import Testing

@Suite("Registries that break or lie")
struct HostileServerTests {
  /// Looks at a repository of which something else is answered for one path.
  private func look(
    _ repository: FakeRepository, at suffix: String, known: KnownImages = KnownImages(),
    waits: Waits = Waits(), configure: (inout RegistryOptions) -> Void = { _ in },
    _ reply: @escaping @Sendable (FakeRequest) -> FakeReply
  ) async throws -> (look: ImageLook, requests: [FakeRequest]) {
    try await FakeServer.with({ request in
      request.path.hasSuffix(suffix) ? reply(request) : repository.reply(request)
    }) { server in
      let look = try await server.look(known: known, waits: waits, configure: configure)
      return (look, server.requests)
    }
  }

  @Test(
    "A digest that is not named, or is none, is computed from the bytes",
    arguments: [
      nil, "", "sha256:12", "sha512:\(String(repeating: "0", count: 128))", "x",
    ])
  func missingDigest(field: String?) async throws {
    let repository = FakeRepository("1.0")
    let digest = repository.tags[0].digest
    let bytes = try #require(repository.images.blobs[digest])
    let (look, requests) = try await look(repository, at: "/manifests/1.0") { request in
      .status(
        200, field.map { [("Docker-Content-Digest", $0)] } ?? [], body: bytes)
    }
    #expect(look.digests == ["1.0": digest])
    #expect(look.problems.isEmpty)
    let asked = requests.filter { $0.path.hasSuffix("/manifests/1.0") }.map(\.method)
    #expect(asked == ["HEAD", "GET"])
  }

  @Test("A registry that knows no HEAD is asked with GET", arguments: [405, 501])
  func noHead(status: Int) async throws {
    let repository = FakeRepository("1.0")
    let (look, _) = try await look(repository, at: "/manifests/1.0") { request in
      request.method == "HEAD" ? .status(status) : repository.reply(request)
    }
    #expect(look.digests == ["1.0": repository.tags[0].digest])
    #expect(look.problems.isEmpty)
  }

  @Test("A digest whose bytes have another one is not believed")
  func lyingDigest() async throws {
    let repository = FakeRepository("1.0", "2.0")
    let (first, second) = (repository.tags[0].digest, repository.tags[1].digest)
    let (look, _) = try await look(repository, at: "/manifests/\(first)") { _ in
      .status(
        200, [("Content-Type", ImageBuilder.ociImage)],
        body: repository.images.blobs[second] ?? [])
    }
    #expect(look.digests == ["2.0": second])
    #expect(look.unresolvedNames == ["1.0"])
    #expect(look.manifests.map(\.digest) == [second])
    #expect(look.problems.map(\.code) == [.mismatched])
  }

  @Test("A digest that contradicts the bytes beside it is not believed")
  func contradiction() async throws {
    let repository = FakeRepository("1.0")
    let other = Digest(sha256: [1])
    let bytes = repository.images.blobs[repository.tags[0].digest] ?? []
    let (look, _) = try await look(repository, at: "/manifests/1.0") { request in
      request.method == "HEAD"
        ? .status(200)
        : .status(200, [("Docker-Content-Digest", other.description)], body: bytes)
    }
    #expect(look.tags.isEmpty && look.unresolvedNames == ["1.0"])
    #expect(look.messages[0].contains("but its bytes have"))
  }

  @Test("A forged config leaves the image without labels, and says so")
  func forgedConfig() async throws {
    let repository = FakeRepository("1.0")
    let (look, _) = try await look(repository, at: "") { request in
      request.path.contains("/blobs/")
        ? .status(200, body: Array("{\"config\":{\"Labels\":{\"version\":\"9\"}}}".utf8))
        : repository.reply(request)
    }
    #expect(look.manifests.count == 1 && look.manifests[0].labels.isEmpty)
    #expect(look.problems.map(\.code) == [.mismatched])
  }

  @Test(
    "A manifest, a config or a failure without end is cut off",
    arguments: [
      ("/manifests/", 200), ("/blobs/", 200), ("/blobs/", 500),
    ])
  func endlessBody(part: String, status: Int) async throws {
    let repository = FakeRepository("1.0")
    let digest = repository.tags[0].digest.description
    let head = "HTTP/1.1 \(status) OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    let chunk = Array("10000\r\n\(String(repeating: " ", count: 65_536))\r\n".utf8)
    let (look, _) = try await look(repository, at: "") { request in
      request.path.contains(part) && request.method == "GET"
        && (part != "/manifests/" || request.path.hasSuffix(digest))
        ? .raw(head, .repeating(chunk)) : repository.reply(request)
    }
    #expect(look.digests.keys.sorted() == ["1.0"])
    #expect(look.problems.map(\.code) == [status == 200 ? .tooLarge : .unreadable])
    // What failed for now is left for the next look, which reads only what is not recorded.
    #expect(look.manifests.count == (part == "/blobs/" && status == 200 ? 1 : 0))
  }

  @Test("A compressed body, which nobody asked for, is not unpacked")
  func compressed() async throws {
    let repository = FakeRepository("1.0")
    await #expect(throws: RegistryError.self) {
      try await look(repository, at: "/tags/list") { _ in
        .status(200, [("Content-Encoding", "gzip")], body: [0x1F, 0x8B])
      }
    }
  }

  /// Replies that do not end; each runs into the limit that is named.
  static let slowReplies: [(String, FakeReply)] = [
    ("no answer", .silence),
    ("half a head", .raw("HTTP/1.1 200 OK\r\nX-A: 1\r\n")),
    ("half a body", .raw("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{")),
  ]

  @Test("A server that falls silent is given up on", arguments: slowReplies)
  func silent(name: String, reply: FakeReply) async throws {
    let repository = FakeRepository("1.0")
    let error = await #expect(throws: RegistryError.self, "\(name)") {
      try await look(
        repository, at: "/tags/list", configure: { $0.limits.idleTime = .milliseconds(50) }
      ) { _ in reply }
    }
    #expect(error?.code == .timedOut)
  }

  @Test(
    "A server that sends a byte now and then is given up on, too",
    arguments: [
      "HTTP/1.1 200 OK\r\nX-A: ", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    ])
  func trickle(head: String) async throws {
    let repository = FakeRepository("1.0")
    let isBody = head.hasSuffix("\r\n\r\n")
    let error = await #expect(throws: RegistryError.self) {
      try await look(
        repository, at: "/tags/list",
        configure: {
          $0.limits.requestTime = .milliseconds(200)
          $0.limits.pageBytes = 1 << 40
        }
      ) { _ in .raw(head, .repeating(isBody ? Array("1\r\na\r\n".utf8) : Array("a".utf8))) }
    }
    // A head without end runs into the limit of the parser, if that is reached first.
    let codes: [RegistryError.Code] = [.timedOut] + (isBody ? [] : [.unexpectedResponse])
    #expect(codes.contains(try #require(error?.code)))
  }

  @Test("A look that exceeds its time keeps what it has")
  func lookTime() async throws {
    let repository = FakeRepository("1.0", "2.0", "3.0")
    let lateness = Lateness()
    try await FakeServer.with({ request in
      if request.path.hasSuffix("/manifests/1.0") { lateness.set(seconds: 601) }
      return repository.reply(request)
    }) { server in
      let look = try await server.look(lateness: lateness) { $0.concurrency = 1 }
      #expect(!look.isComplete)
      #expect(look.digests == ["1.0": repository.tags[0].digest])
      #expect(look.unresolvedNames == ["2.0", "3.0"])
      #expect(look.manifests.isEmpty && look.absent.isEmpty)
      #expect(
        look.messages == [
          "2 of 3 tags were not resolved: the look took 600 s, its limit",
          "1 of 1 new digests were not read: the look took 600 s, its limit",
        ])
    }
  }

  @Test(
    "A look that is cancelled ends, whatever it waits for",
    arguments: ["/tags/list", "/token", "/manifests/1.0", "/blobs/"])
  func cancelled(part: String) async throws {
    let repository = FakeRepository("1.0")
    let (reached, continuation) = AsyncStream<Void>.makeStream()
    try await FakeServer.with({ request in
      if request.path.contains(part) {
        continuation.finish()
        return .silence
      }
      guard part == "/token" else { return repository.reply(request) }
      let host = request.fields.first(name: "Host") ?? ""
      return .status(401, [("WWW-Authenticate", "Bearer realm=\"http://\(host)/token\"")])
    }) { server in
      let look = Task { try await server.look() }
      for await _ in reached {}
      look.cancel()
      await #expect(throws: CancellationError.self) { try await look.value }
    }
  }

  @Test("A connection that breaks before an answer is asked again, and no more than twice")
  func broken() async throws {
    let repository = FakeRepository("1.0")
    let (look, requests) = try await look(repository, at: "/manifests/1.0") { _ in
      FakeReply(bytes: [], end: .close)
    }
    #expect(look.unresolvedNames == ["1.0"])
    #expect(requests.filter { $0.path.hasSuffix("/manifests/1.0") }.count == 3)
  }

  @Test("A registry that fails again and again is left alone")
  func manyFailures() async throws {
    var repository = FakeRepository()
    for number in 0..<100 { repository.add("t\(number)") }
    let waits = Waits()
    let (look, requests) = try await look(
      repository, at: "", waits: waits
    ) { [repository] request in
      request.method == "HEAD" ? .status(503) : repository.reply(request)
    }
    #expect(!look.isComplete)
    #expect(look.unresolved.count == 100)
    #expect(requests.count < 60)
    #expect(look.problems.count < 20)
    #expect(look.messages.contains { $0.hasSuffix("10 requests to 127.0.0.1 failed") })
    #expect(Set(waits.all) == [.seconds(1), .seconds(2)])
  }

  @Test("Answers that are no HTTP are an error")
  func noHTTP() async throws {
    await #expect(throws: RegistryError.self) {
      try await FakeServer.with({ _ in .raw("SSH-2.0-x\r\n\r\n") }) { try await $0.look() }
    }
  }

  @Test("Problems are told one by one up to a limit")
  func manyProblems() async throws {
    var repository = FakeRepository()
    for number in 0..<80 { repository.add("t\(number)") }
    let (look, _) = try await look(repository, at: "") { [repository] request in
      request.method == "HEAD" ? .status(404) : repository.reply(request)
    }
    #expect(look.problems.count == 51)
    #expect(look.messages.last == "and 30 more problems")
  }

  @Test("An index of very many entries is read up to a limit")
  func manyChildren() async throws {
    var repository = FakeRepository()
    let child = repository.images.image(labels: ["version": "1"])
    let entries = (0..<10_000).map { number in
      var entry = child
      if number > 0 { entry.digest = Digest(sha256: Array("\(number)".utf8)) }
      return entry
    }
    let index = repository.images.index(entries)
    repository.tags = [("1.0", index.digest)]
    let (look, requests) = try await look(repository, at: "unused") { _ in .silence }
    #expect(look.digests == ["1.0": index.digest])
    #expect(look.manifests.first?.children.count == 1_000)
    #expect(look.problems.count == 51)
    #expect(requests.count < 1_100)
  }

  @Test("Indexes in indexes are read up to a depth")
  func nested() async throws {
    var repository = FakeRepository()
    var entry = repository.images.image()
    for _ in 0..<20 { entry = repository.images.index([entry]) }
    repository.tags = [("1.0", entry.digest)]
    let (look, _) = try await look(repository, at: "unused") { _ in .silence }
    #expect(look.manifests.count == 2)
    #expect(look.problems.map(\.code) == [.tooLarge])
  }

  @Test("A manifest of an unknown type is recorded by its digest")
  func unknownType() async throws {
    var repository = FakeRepository()
    let made = repository.images.json(["mediaType": "application/x-new+json", "x": 1])
    repository.tags = [("1.0", made.digest)]
    let (look, _) = try await look(repository, at: "") { [repository] request in
      var request = request
      request.fields.replaceOrAdd(name: "Accept", value: "application/x-new+json")
      return repository.reply(request)
    }
    #expect(look.digests == ["1.0": made.digest])
    #expect(look.manifests.map(\.mediaType) == ["application/x-new+json"])
  }

  @Test("Labels with control characters arrive as they are")
  func controlCharacters() async throws {
    var repository = FakeRepository()
    let label = "\u{1B}]0;x\u{7}\u{0}\r\n"
    repository.tags = [("1.0", repository.images.image(labels: ["version": label]).digest)]
    let (look, _) = try await look(repository, at: "unused") { _ in .silence }
    #expect(look.manifests.map { $0.labels["version"] } == [label])
  }

  @Test("Addresses in a manifest are never asked")
  func foreignAddresses() async throws {
    let asked = try await FakeServer.with({ _ in .status(200) }) { stranger in
      var repository = FakeRepository()
      let image = repository.images.image(extra: [
        "urls": ["http://\(stranger.host)/a"],
        "layers": [
          [
            "mediaType": "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
            "digest": Digest(sha256: [1]).description, "size": 1,
            "urls": ["http://\(stranger.host)/b"],
          ]
        ],
      ])
      repository.tags = [("1.0", image.digest)]
      let (look, _) = try await look(repository, at: "unused") { _ in .silence }
      #expect(look.problems.isEmpty)
      return stranger.lines
    }
    #expect(asked.isEmpty)
  }
}
