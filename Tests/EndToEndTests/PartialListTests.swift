import Indexing
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization
import TestSupport
import Testing

/// A registry whose list of tags breaks off, as one does that is short of memory.
@Suite("Lists of tags that break off")
struct PartialListTests {
  @Test("a list that breaks off is a gap and deletes nothing, however often it comes")
  func partialList() async throws {
    try await withTemporaryFolder { folder in
      try await BreakingRegistry.with { registry in
        func index() async throws -> ProgramResult {
          try await stemma(
            ["index", "image", "\(registry.host)/acme/app", "--insecure-http", registry.host],
            in: folder)
        }
        let first = try await index()
        #expect(first.exitCode == 0, "\(first.errorText)")
        registry.isBroken.withLock { $0 = true }
        for _ in 0..<3 {
          let partial = try await index()
          #expect(partial.exitCode == 3, "\(partial.outputText)\(partial.errorText)")
        }
        let tags = try await stemma(
          ["query", "image_tags | select name", "--format", "tsv"], in: folder)
        #expect(tags.outputText == "name\n1.0.0\n1.1.0\nlatest\n")
        let moves = try await stemma(
          ["query", "moves | where change != \"create\" | count", "--format", "tsv"], in: folder)
        #expect(moves.outputText == "count\n0\n")
        let coverage = try await stemma(
          ["query", "coverage | select gaps", "--format", "tsv"], in: folder)
        #expect(coverage.outputText == "gaps\n3\n")
      }
    }
  }
}

/// Three tags on two pages, of which the second can be had only while all is well.
private final class BreakingRegistry: Sendable {
  let isBroken = Mutex(false)
  private let port = Mutex(0)
  private let images: ImageBuilder
  private let digests: [String: Digest]

  var host: String { "127.0.0.1:\(port.withLock { $0 })" }

  private init() {
    var images = ImageBuilder()
    var digests: [String: Digest] = [:]
    for tag in ["1.0.0", "1.1.0"] {
      digests[tag] = images.image(labels: ["org.opencontainers.image.version": tag]).digest
    }
    digests["latest"] = digests["1.1.0"]
    self.images = images
    self.digests = digests
  }

  static func with(_ body: (BreakingRegistry) async throws -> Void) async throws {
    let registry = BreakingRegistry()
    let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .childChannelInitializer { channel in
        channel.pipeline.configureHTTPServerPipeline().flatMap {
          channel.pipeline.addHandler(Handler(registry: registry))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    registry.port.withLock { $0 = channel.localAddress?.port ?? 0 }
    do {
      try await body(registry)
      try await channel.close()
    } catch {
      try? await channel.close()
      throw error
    }
  }

  private struct Answer {
    var status = HTTPResponseStatus.ok
    var headers: HTTPHeaders = [:]
    var body: [UInt8] = []
  }

  private func answer(_ path: String) -> Answer {
    let list = "/v2/acme/app/tags/list"
    if path.hasPrefix(list), path.contains("last=") {
      if isBroken.withLock({ $0 }) { return Answer(status: .internalServerError) }
      return Answer(body: Array(#"{"name":"acme/app","tags":["latest"]}"#.utf8))
    }
    if path.hasPrefix(list) {
      return Answer(
        headers: ["Link": "<\(list)?last=1.1.0>; rel=\"next\""],
        body: Array(#"{"name":"acme/app","tags":["1.0.0","1.1.0"]}"#.utf8))
    }
    let name = String(path.split(separator: "/").last ?? "")
    guard path.hasPrefix("/v2/acme/app/"), let digest = digests[name] ?? Digest(name),
      let bytes = images.blobs[digest]
    else { return Answer(status: .notFound) }
    return Answer(
      headers: [
        "Docker-Content-Digest": digest.description, "Content-Type": ImageBuilder.ociImage,
      ], body: bytes)
  }

  private final class Handler: ChannelInboundHandler, Sendable {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let registry: BreakingRegistry

    init(registry: BreakingRegistry) {
      self.registry = registry
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      guard case .head(let request) = unwrapInboundIn(data) else { return }
      let answer = registry.answer(request.uri)
      var headers = answer.headers
      headers.add(name: "Content-Length", value: "\(answer.body.count)")
      context.write(
        wrapOutboundOut(
          .head(HTTPResponseHead(version: .http1_1, status: answer.status, headers: headers))),
        promise: nil)
      if request.method != .HEAD {
        context.write(
          wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.body)))), promise: nil)
      }
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
  }
}
