import HTTPTestSupport
import Indexing
import NIOHTTP1
import RegistrySource
import Testing

@Suite("Lists of tags in pages")
struct PagingTests {
  /// The pages by their queries; the tags are all on one image.
  private func look(
    known: [String] = [], limits: RegistryLimits = .patient,
    _ page: @escaping @Sendable (_ query: String, _ host: String) -> FakeReply
  ) async throws -> (look: ImageLook, lists: [String]) {
    let repository = FakeRepository("any")
    let digest = repository.tags[0].digest
    var recorded = KnownImages(manifests: [digest])
    for tag in known { recorded.tags[Array(tag.utf8)] = digest }
    return try await FakeServer.with({ request in
      if request.path.hasSuffix("/tags/list") {
        return page(request.query ?? "", request.fields.first { $0.name == "host" }?.value ?? "")
      }
      return .status(
        200, [("Docker-Content-Digest", digest.description)])
    }) { [recorded] server in
      let look = try await server.look(known: recorded) { $0.limits = limits }
      let lists = server.requests.filter { $0.path.hasSuffix("/tags/list") }
      return (look, lists.map { $0.query ?? "" })
    }
  }

  private static func page(_ tags: [String], next: String? = nil) -> FakeReply {
    let names = tags.map { "\"\($0)\"" }.joined(separator: ",")
    return .json("{\"tags\":[\(names)]}", next.map { [("Link", "<\($0)>; rel=\"next\"")] } ?? [])
  }

  @Test(
    "The next page is that of a relative or an absolute link on the same host",
    arguments: [
      "/v2/acme/shop/tags/list?last=b&n=2", "?last=b&n=2",
      "http://HOST/v2/acme/shop/tags/list?last=b&n=2",
    ])
  func links(link: String) async throws {
    let (look, lists) = try await look { query, host in
      query == "last=b&n=2"
        ? Self.page(["c"])
        : Self.page(["b", "a"], next: link.replacing("HOST", with: host))
    }
    #expect(look.isComplete && look.problems.isEmpty)
    #expect(look.digests.keys.sorted() == ["a", "b", "c"])
    #expect(lists == ["n=1000", "last=b&n=2"])
  }

  @Test("A short page, and one without any tag, are not the last if they have a link")
  func shortPages() async throws {
    let (look, _) = try await look { query, _ in
      switch query {
      case "p=2": Self.page([], next: "?p=3")
      case "p=3": Self.page(["b"])
      default: Self.page(["a"], next: "?p=2")
      }
    }
    #expect(look.isComplete && look.problems.isEmpty)
    #expect(look.digests.keys.sorted() == ["a", "b"])
  }

  @Test("A full page without a link is asked for what follows its last tag")
  func fullPage() async throws {
    let tags = (0..<1_000).map { "t\($0)" }
    let (look, lists) = try await look { query, _ in
      query == "n=1000&last=t999" ? Self.page(["u"]) : Self.page(tags)
    }
    #expect(look.isComplete && look.problems.isEmpty)
    #expect(look.tags.count == 1_001)
    #expect(lists == ["n=1000", "n=1000&last=t999"])
  }

  @Test("A registry that gives a thousand tags, whatever it is asked for, has no more")
  func ignoredPaging() async throws {
    let tags = (0..<1_000).map { "t\($0)" }
    let (look, lists) = try await look { _, _ in Self.page(tags) }
    #expect(look.isComplete && look.problems.isEmpty)
    #expect(look.tags.count == 1_000)
    #expect(lists.count == 2)
  }

  @Test("A registry that refuses the size of a page is asked without one")
  func refusedSize() async throws {
    let (look, lists) = try await look { query, _ in
      query.isEmpty
        ? Self.page(["a"])
        : .json("{\"errors\":[{\"code\":\"PAGINATION_NUMBER_INVALID\"}]}", status: 400)
    }
    #expect(look.isComplete && look.digests.keys.sorted() == ["a"])
    #expect(lists == ["n=1000", ""])
  }

  /// A list that goes wrong behind its first page.
  struct Broken: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var second: FakeReply
    var link = "?p=2"
    var message: String
  }

  @Test(
    "A list that breaks off proves no tag absent",
    arguments: [
      Broken(
        testDescription: "the same page again", second: page(["a"], next: "?p=3"),
        message: "a page of the list of HOST/acme/shop's tags leads to one before it"),
      Broken(
        testDescription: "a circle", second: page(["b"], next: "?n=1000"),
        message: "a page of the list of HOST/acme/shop's tags leads to one before it"),
      Broken(
        testDescription: "a link to another host", second: .silence, link: "https://evil.io/?p=2",
        message: "a page of the list of HOST/acme/shop's tags leads to another place"),
      Broken(
        testDescription: "a link to another host's list", second: .silence,
        link: "https://evil.io/v2/acme/shop/tags/list?p=2",
        message: "a page of the list of HOST/acme/shop's tags leads to another place"),
      Broken(
        testDescription: "a link to another repository", second: .silence,
        link: "/v2/other/tags/list?p=2",
        message: "a page of the list of HOST/acme/shop's tags leads to another place"),
      Broken(
        testDescription: "a malformed link", second: .silence, link: "http://[",
        message: "a page of the list of HOST/acme/shop's tags leads to another place"),
      Broken(
        testDescription: "not found", second: .status(404),
        message: "http://HOST answered 404 to a request for the list of tags"),
      Broken(
        testDescription: "refused", second: .status(403),
        message: "http://HOST answered 403 to a request for the list of tags"),
      Broken(
        testDescription: "an error for long", second: .status(500),
        message: "http://HOST answered 500 to a request for the list of tags"),
      Broken(
        testDescription: "no JSON", second: .status(200, body: Array("{\"tags\":[\"b\"".utf8)),
        message: "the answer of http://HOST is malformed"),
      Broken(
        testDescription: "no list", second: .json("{\"tags\":{\"b\":1}}"),
        message: "the answer of http://HOST is malformed"),
      Broken(
        testDescription: "not UTF-8", second: .status(200, body: [0x7B, 0xFF, 0x7D]),
        message: "the answer of http://HOST is malformed"),
      Broken(
        testDescription: "a deep answer",
        second: .status(200, body: Array(String(repeating: "[", count: 100_000).utf8)),
        message: "the answer of http://HOST is malformed"),
      Broken(
        testDescription: "a closed connection", second: FakeReply(bytes: [], end: .close),
        message: "the connection to http://HOST broke before the answer's end"),
    ])
  func broken(list: Broken) async throws {
    let repository = FakeRepository("any")
    let digest = repository.tags[0].digest
    let known = KnownImages(tags: [Array("z".utf8): digest], manifests: [digest])
    try await FakeServer.with({ request in
      guard request.path.hasSuffix("/tags/list") else {
        return request.path.hasSuffix("/z")
          ? .status(404)
          : .status(200, [("Docker-Content-Digest", digest.description)])
      }
      return request.query == "p=2" || request.query == "p=3"
        ? list.second : Self.page(["a"], next: list.link)
    }) { server in
      let look = try await server.look(known: known)
      #expect(!look.isComplete)
      #expect(look.absent.isEmpty)
      #expect(look.digests["a"] == digest)
      let count = look.tags.count
      let reason = list.message.replacing("HOST", with: server.host)
      #expect(
        look.messages == [
          "the list of \(server.host)/acme/shop's tags was read only up to \(count): \(reason)"
        ])
      #expect(!server.lines.contains { $0.hasSuffix("/manifests/z") })
    }
  }

  @Test("A list that fails from its start yields nothing, and takes nothing away")
  func failedList() async throws {
    let (look, lists) = try await look(known: ["a"]) { _, _ in .status(502) }
    #expect(!look.isComplete)
    #expect(look.tags.isEmpty && look.absent.isEmpty && look.unresolved.isEmpty)
    #expect(look.problems.map(\.code) == [.incomplete])
    #expect(lists.count == 3)
  }

  @Test("An endless list ends at the limit of pages, and at that of tags")
  func endless() async throws {
    var limits = RegistryLimits.patient
    limits.pages = 5
    let endless: @Sendable (String, String) -> FakeReply = { query, _ in
      let page = Int(query.dropFirst(2)) ?? 0
      return Self.page(["a\(page)", "b\(page)"], next: "?p=\(page == 1_000 ? 1 : page + 1)")
    }
    var (look, lists) = try await look(limits: limits, endless)
    #expect(!look.isComplete && look.tags.count == 10 && lists.count == 5)
    limits.tags = 3
    (look, lists) = try await self.look(limits: limits, endless)
    #expect(!look.isComplete && look.tags.count == 3 && lists.count == 2)
    #expect(look.messages[0].hasSuffix("has more than 3 tags, the limit"))
  }

  @Test("A page beyond the limit of bytes is a gap, whether it states its size or not")
  func largePages() async throws {
    var limits = RegistryLimits.patient
    limits.pageBytes = 1_000
    let large = Array("{\"tags\":[\"\(String(repeating: "a", count: 2_000))\"]}".utf8)
    for reply in [
      FakeReply.status(200, body: large),
      .raw(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        .repeating(Array("1\r\na\r\n".utf8))),
    ] {
      let (look, _) = try await look(known: ["z"], limits: limits) { _, _ in reply }
      #expect(!look.isComplete && look.absent.isEmpty)
      #expect(look.messages[0].hasSuffix("has more than 1000 bytes, the limit"))
    }
  }

  @Test("Entries that can be the name of no tag are counted, and never asked for")
  func unusableNames() async throws {
    let names = [
      "ok", "../x", "a/b", "", "-a", ".a", "a b", "é", "a?b", "\\n",
      String(repeating: "a", count: 129),
    ]
    let (look, _) = try await look { _, _ in Self.page(names) }
    #expect(look.digests.keys.sorted() == ["ok"])
    #expect(look.messages.count == 1)
    #expect(look.messages[0].hasPrefix("10 entries of the list"))
  }
}
