import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A small HTTP server that keeps the bodies of what is posted to it.
actor EventSink {
  nonisolated let port: Int
  private(set) var bodies: [String] = []
  private var waiting: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []

  /// How many bodies arrived.
  var count: Int { bodies.count }

  private init(port: Int) {
    self.port = port
  }

  /// Calls `body` with a server on a free port of the loopback interface.
  static func with<Value: Sendable>(
    _ body: (EventSink) async throws -> Value
  ) async throws -> Value {
    let stream = AsyncStream.makeStream(of: String.self)
    let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .childChannelInitializer { channel in
        channel.pipeline.configureHTTPServerPipeline().flatMap {
          channel.pipeline.addHandler(Handler(received: stream.continuation))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let sink = EventSink(port: channel.localAddress?.port ?? 0)
    let reader = Task { for await text in stream.stream { await sink.keep(text) } }
    defer { reader.cancel() }
    do {
      let value = try await body(sink)
      try await channel.close()
      return value
    } catch {
      try? await channel.close()
      throw error
    }
  }

  private func keep(_ body: String) {
    bodies.append(body)
    for waiter in waiting where waiter.count <= bodies.count { waiter.continuation.resume() }
    waiting.removeAll { $0.count <= bodies.count }
  }

  /// Waits until so many bodies arrived.
  func wait(for count: Int) async {
    guard bodies.count < count else { return }
    await withCheckedContinuation { waiting.append((count, $0)) }
  }

  private final class Handler: ChannelInboundHandler, Sendable {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let received: AsyncStream<String>.Continuation
    private let text = Mutex("")

    init(received: AsyncStream<String>.Continuation) {
      self.received = received
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head: text.withLock { $0 = "" }
      case .body(let buffer): text.withLock { $0 += String(buffer: buffer) }
      case .end:
        received.yield(text.withLock { $0 })
        let head = HTTPResponseHead(
          version: .http1_1, status: .ok, headers: ["Content-Length": "0"])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
      }
    }
  }
}
