import HTTPTestSupport
import Indexing
import Synchronization
import TestSupport
import Testing

@testable import GoModuleSource

@Suite("Module proxies")
struct ModuleProxyTests {
  /// Answers with the files of ``Sample`` below `/go`, after `first` had its say.
  @discardableResult
  private static func with<Value>(
    files: [String: String] = Sample.files,
    first: @escaping @Sendable (FakeRequest) -> FakeReply? = { _ in nil },
    requestTime: Duration = .seconds(3_600),
    _ body: (FakeServer, ModuleProxy) async throws -> Value
  ) async throws -> Value {
    try await FakeServer.with({ request in
      if let reply = first(request) { return reply }
      guard let text = files[String(request.path.dropFirst("/go/".count))] else {
        return .status(404, body: Array("not found".utf8))
      }
      return .status(200, body: Array(text.utf8))
    }) { server in
      var options = ProxyOptions()
      options.firstDelay = .milliseconds(1)
      options.requestTime = requestTime
      let address = try ProxyAddress("http://\(server.host)/go/")
      return try await body(server, ModuleProxy(address, options: options))
    }
  }

  private static func look(
    _ proxy: ModuleProxy, _ module: String = Sample.module, known: Set<String> = []
  ) async throws -> ModuleLook {
    try await proxy.look(at: module, known: known, lookedAt: 5)
  }

  @Test("a look reads the list, and what is said of the versions that are new")
  func look() async throws {
    try await Self.with { server, proxy in
      let look = try await Self.look(proxy)
      #expect(look.versions == Sample.expect(look))
      #expect(look.problems.isEmpty)
      #expect(look.listedCount == 2)
      #expect(look.location == Array("http://\(server.host)/go".utf8))
      #expect(
        server.lines.sorted() == [
          "GET /go/github.com/!acme/shop/@v/list",
          "GET /go/github.com/!acme/shop/@v/v1.0.0.info",
          "GET /go/github.com/!acme/shop/@v/v1.0.0.mod",
          "GET /go/github.com/!acme/shop/@v/v1.1.0.info",
          "GET /go/github.com/!acme/shop/@v/v1.1.0.mod",
        ])
      let second = try await Self.look(proxy, known: ["v1.0.0", "v1.1.0"])
      #expect(second.versions.isEmpty && second.listedCount == 2)
      #expect(server.lines.count == 6)
    }
  }

  @Test("a module without tags has the version of its newest commit")
  func untagged() async throws {
    let version = "v0.0.0-20260707084146-397d85be7f21"
    let files = [
      "example.com/a/@v/list": "",
      "example.com/a/@latest": #"{"Version":"\#(version)","Time":"2026-07-07T08:41:46Z"}"#,
      "example.com/a/@v/\(version).info":
        #"{"Version":"\#(version)","Time":"2026-07-07T08:41:46Z"}"#,
      "example.com/a/@v/\(version).mod": "module example.com/a\n",
    ]
    try await Self.with(files: files) { _, proxy in
      let look = try await Self.look(proxy, "example.com/a")
      #expect(look.versions.map(\.version) == [version])
      #expect(look.versions.first?.time != nil)
    }
  }

  @Test("a version that is listed, but of which nothing is said, is known and told")
  func listedOnly() async throws {
    try await Self.with(files: ["example.com/a/@v/list": "v1.0.0\nmaster\n"]) { _, proxy in
      let look = try await Self.look(proxy, "example.com/a")
      #expect(look.versions == [ModuleVersion(version: "v1.0.0")])
      #expect(
        look.problems.map(\.message) == [
          #"no versions in the list: "master""#,
          "v1.0.0 is listed, but nothing is said of it",
        ])
    }
  }

  @Test("a module that the proxy does not show is an error", arguments: [404, 410])
  func unknown(_ status: Int) async throws {
    try await Self.with(first: { _ in .status(status) }) { server, proxy in
      await #expect {
        try await Self.look(proxy, "example.com/none")
      } throws: { error in
        (error as? ModuleSourceError)?.message
          == "http://\(server.host)/go shows no module example.com/none"
      }
    }
  }

  @Test("what passes is asked for again, three times in all", arguments: [429, 500, 503])
  func retries(_ status: Int) async throws {
    let failures = Mutex(2)
    let isFailing: @Sendable (FakeRequest) -> FakeReply? = { request in
      guard request.path.hasSuffix("/list") else { return nil }
      return failures.withLock { left in
        left -= 1
        return left >= 0 ? .status(status) : nil
      }
    }
    try await Self.with(first: isFailing) { _, proxy in
      let look = try await Self.look(proxy)
      #expect(look.versions.count == 2)
    }
    try await Self.with(first: { _ in .status(status) }) { server, proxy in
      await #expect(throws: ModuleSourceError.self) { try await Self.look(proxy) }
      #expect(server.lines.count == 3)
    }
  }

  @Test("a proxy that asks for a long wait is not waited for")
  func longDelay() async throws {
    try await Self.with(first: { _ in .status(429, [("Retry-After", "3600")]) }) { server, proxy in
      await #expect {
        try await Self.look(proxy)
      } throws: {
        ($0 as? ModuleSourceError)?.code == .refused
      }
      #expect(server.lines.count == 1)
    }
  }

  @Test("a user and a password of the address go to the proxy, and into no message")
  func credentials() async throws {
    try await Self.with(first: { request in
      request.authorization == "Basic YW5uOnNlY3JldA==" ? nil : .status(401)
    }) { server, proxy in
      await #expect {
        try await Self.look(proxy)
      } throws: {
        ($0 as? ModuleSourceError)?.code == .refused
      }
      let address = try ProxyAddress("http://ann:secret@\(server.host)/go")
      #expect(address.text == "http://\(server.host)/go")
      let allowed = ModuleProxy(address)
      let look = try await Self.look(allowed)
      #expect(look.versions.count == 2)
      #expect(look.location == Array("http://\(server.host)/go".utf8))
    }
  }

  @Test("redirects are followed on the same server, and nowhere else")
  func redirects() async throws {
    try await Self.with(first: { request in
      request.path.hasPrefix("/old/")
        ? .status(302, [("Location", "/go/" + request.path.dropFirst("/old/".count))]) : nil
    }) { server, proxy in
      let old = try ModuleProxy(ProxyAddress("http://\(server.host)/old"))
      let look = try await Self.look(old)
      #expect(look.versions.count == 2)
    }
    try await Self.with(first: { request in
      .status(302, [("Location", "http://127.0.0.2:9/\(request.path)?signature=secret")])
    }) { _, proxy in
      await #expect {
        try await Self.look(proxy)
      } throws: {
        let error = $0 as? ModuleSourceError
        return error?.message.hasSuffix("leads elsewhere, to http://127.0.0.2:9") == true
      }
    }
    try await Self.with(first: { .status(302, [("Location", $0.path)]) }) { server, proxy in
      await #expect(throws: ModuleSourceError.self) { try await Self.look(proxy) }
      #expect(server.lines.count == 6)
    }
  }

  @Test("what a redirect adds to an address is in no message")
  func redirectSecrets() async throws {
    try await Self.with(first: { request in
      request.query == nil
        ? .status(302, [("Location", "\(request.path)?token=secret")]) : .status(403)
    }) { server, proxy in
      await #expect {
        try await Self.look(proxy)
      } throws: { error in
        let text = (error as? ModuleSourceError)?.description ?? "secret"
        return text.contains("@v/list was refused (403)") && !text.contains("secret")
      }
    }
  }

  @Test("the address of an origin is kept without a password")
  func originSecrets() async throws {
    let info = """
      {"Version":"v1.0.0","Time":"2024-01-01T00:00:00Z","Origin":{"VCS":"git",\
      "URL":"https://user:secret@git.example.com/a.git?x=y"}}
      """
    let files = [
      "example.com/a/@v/list": "v1.0.0\n", "example.com/a/@v/v1.0.0.info": info,
      "example.com/a/@v/v1.0.0.mod": "module example.com/a\n",
    ]
    try await Self.with(files: files) { _, proxy in
      let look = try await Self.look(proxy, "example.com/a")
      #expect(look.versions.first?.origin?.url == "https://git.example.com/a.git")
    }
  }

  @Test("a version that a proxy cannot serve costs no other one; where all fail, the look does")
  func failingVersions() async throws {
    try await Self.with(first: { request in
      request.path.hasSuffix("v1.0.0.info") ? .status(500) : nil
    }) { server, proxy in
      let look = try await Self.look(proxy)
      #expect(look.versions.map { $0.time != nil } == [false, true])
      #expect(
        look.problems.first?.message
          == "http://\(server.host)/go/github.com/!acme/shop/@v/v1.0.0.info was answered with "
          + "status 500")
    }
    let list = (0..<50).map { "v1.\($0).0\n" }.joined()
    try await Self.with(
      files: ["example.com/a/@v/list": list],
      first: { request in
        request.path.hasSuffix("/list") ? nil : .status(403)
      }
    ) { _, proxy in
      await #expect {
        try await Self.look(proxy, "example.com/a")
      } throws: {
        ($0 as? ModuleSourceError)?.code == .refused
      }
    }
  }

  @Test("a proxy that falls silent is given up on")
  func silent() async throws {
    try await Self.with(first: { _ in .silence }, requestTime: .milliseconds(50)) { server, proxy in
      await #expect {
        try await Self.look(proxy)
      } throws: { error in
        let error = error as? ModuleSourceError
        return error?.code == .timedOut
          && error?.message.hasSuffix("@v/list: no answer came in time") == true
      }
    }
  }

  @Test("an answer without end is cut off at its limit")
  func endless() async throws {
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    let chunk = Array("10000\r\n".utf8) + [UInt8](repeating: 0x41, count: 0x10000) + [13, 10]
    try await Self.with(first: { request in
      guard request.path.hasSuffix("v1.0.0.info") else { return nil }
      return FakeReply(bytes: Array(head.utf8) + chunk, end: .repeating(chunk))
    }) { _, proxy in
      let look = try await Self.look(proxy)
      // One file that is too large costs nothing else.
      #expect(look.versions.map(\.version) == ["v1.0.0", "v1.1.0"])
      #expect(look.problems.first?.message.contains("has more than 1048576 bytes") == true)
    }
  }

  @Test("a server that is not there is an error")
  func unreachable() async throws {
    let port = try await Self.with { server, _ in server.port }
    var options = ProxyOptions()
    options.firstDelay = .milliseconds(1)
    let proxy = try ModuleProxy(ProxyAddress("http://127.0.0.1:\(port)"), options: options)
    await #expect {
      try await Self.look(proxy)
    } throws: {
      ($0 as? ModuleSourceError)?.message == "http://127.0.0.1:\(port) cannot be reached"
    }
  }

  @Test(
    "what is no address of one proxy is refused, without its password",
    arguments: [
      "https://", "ftp://proxy.example.com", "https://a.example,direct",
      "https://ann:secret@a.example|https://b.example", "https://a.example/?x=1",
    ])
  func addresses(_ text: String) {
    #expect {
      try ProxyAddress(text)
    } throws: { error in
      let error = error as? ModuleSourceError
      return error?.code == .invalidPlace && error?.description.contains("secret") == false
    }
  }
}
