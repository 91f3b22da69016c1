import HTTPTestSupport
import Indexing
import RegistrySource
import Testing

@Suite("Registries that ask to wait")
struct RateTests {
  private func look(
    _ fields: [(String, String)], failures: Int, status: Int = 429, tags: Int = 20
  ) async throws -> (look: ImageLook, waits: [Duration], requests: Int) {
    var repository = FakeRepository()
    for number in 0..<tags { repository.add("t\(number)") }
    let known = repository.known
    let waits = Waits()
    let counter = Counter()
    return try await FakeServer.with({ [repository] request in
      if request.path.hasSuffix("/t0"), counter.next() <= failures {
        return .status(status, fields)
      }
      return repository.reply(request)
    }) { server in
      let look = try await server.look(known: known, waits: waits) { $0.concurrency = 1 }
      return (look, waits.all, server.requests.count)
    }
  }

  @Test("A request is sent again after the time that the registry names", arguments: [429, 503])
  func retryAfter(status: Int) async throws {
    let (look, waits, _) = try await look([("Retry-After", "7")], failures: 2, status: status)
    #expect(look.isComplete && look.problems.isEmpty)
    #expect(look.tags.count == 20)
    #expect(waits == [.seconds(7), .seconds(7)])
  }

  @Test(
    "A time in the past, or none, counts as not named",
    arguments: [
      [], [("Retry-After", "-10")], [("Retry-After", "Thu, 01 Jan 1970 00:00:00 GMT")],
    ])
  func noTime(fields: [(String, String)]) async throws {
    let (look, waits, _) = try await look(fields, failures: 2)
    #expect(look.isComplete && look.problems.isEmpty)
    #expect(waits == [.seconds(1), .seconds(2)])
  }

  @Test("A registry that goes on refusing is asked three times, and for nothing more")
  func refusing() async throws {
    let (look, waits, requests) = try await look([("Retry-After", "1")], failures: 99)
    #expect(!look.isComplete)
    #expect(look.tags.isEmpty && look.absent.isEmpty)
    #expect(look.unresolved.count == 20)
    #expect(waits == [.seconds(1), .seconds(1)])
    #expect(requests == 4)
    #expect(look.messages.count == 1)
    #expect(look.messages[0].hasSuffix("takes no more requests, and asks to wait for 1 s"))
  }

  @Test(
    "Nobody waits for longer than a minute",
    arguments: [
      "61", "3600", "99999999999999999999", "Fri, 31 Dec 2100 23:59:59 GMT",
    ])
  func longWait(field: String) async throws {
    let (look, waits, requests) = try await look([("Retry-After", field)], failures: 1)
    #expect(!look.isComplete && look.unresolved.count == 20)
    #expect(waits.isEmpty)
    #expect(requests == 2)
  }

  @Test("The waits of one request add up")
  func sumOfWaits() async throws {
    let (look, waits, _) = try await look([("Retry-After", "40")], failures: 2)
    #expect(!look.isComplete)
    #expect(waits == [.seconds(40)])
  }

  @Test("A registry that says that no requests are left is asked for no more")
  func noneLeft() async throws {
    let repository = FakeRepository("a", "b", "c")
    try await FakeServer.with({ request in
      guard request.method == "HEAD" else { return repository.reply(request) }
      return .status(
        200,
        [
          ("Docker-Content-Digest", repository.tags[0].digest.description),
          ("ratelimit-limit", "100;w=21600"), ("ratelimit-remaining", "0;w=21600"),
        ])
    }) { server in
      let look = try await server.look { $0.concurrency = 1 }
      #expect(!look.isComplete)
      #expect(look.digests.keys.sorted() == ["a"])
      #expect(look.unresolvedNames == ["b", "c"])
      #expect(look.manifests.isEmpty)
      #expect(
        look.messages == [
          "2 of 3 tags were not resolved: http://\(server.host) says that no requests are left for "
            + "now",
          "1 of 1 new digests were not read: http://\(server.host) says that no requests are left "
            + "for now",
        ])
      #expect(server.requests.count == 2)
    }
  }

  @Test("A registry that refuses the list for its rate yields nothing, and takes nothing away")
  func refusedList() async throws {
    let known = FakeRepository("a").known
    let look = try await FakeServer.with({ _ in .status(429) }) { try await $0.look(known: known) }
    #expect(!look.isComplete)
    #expect(look.tags.isEmpty && look.absent.isEmpty)
    #expect(look.problems.map(\.code) == [.incomplete])
  }
}
