internal import NIOCore
package import NIOHTTP1
internal import NIOPosix
package import NIOSSL
internal import Synchronization
internal import TestSupport

/// What a client asked a ``FakeServer`` for.
package struct FakeRequest: Sendable {
  package var method: String
  /// The path as it was sent.
  package var path: String
  /// What stands behind `?`, or null.
  package var query: String?
  package var fields: HTTPHeaders
  package var body: String

  /// The method, the path and the query on one line.
  package var line: String { "\(method) \(path)\(query.map { "?\($0)" } ?? "")" }
  package var authorization: String? { fields.first(name: "Authorization") }
}

/// What a ``FakeServer`` sends back: exactly these bytes.
package struct FakeReply: Sendable {
  /// What happens behind the bytes.
  package enum End: Sendable {
    case keepOpen
    case close
    /// The last bytes again and again, until the client goes.
    case repeating([UInt8])
  }

  package var bytes: [UInt8]
  /// Left out in an answer to `HEAD`.
  package var body: [UInt8] = []
  package var end = End.keepOpen

  package init(bytes: [UInt8], body: [UInt8] = [], end: End = .keepOpen) {
    self.bytes = bytes
    self.body = body
    self.end = end
  }

  /// A whole answer.
  package static func status(
    _ status: Int, _ fields: [(String, String)] = [], body: [UInt8] = []
  ) -> FakeReply {
    var text = "HTTP/1.1 \(status) Status\r\nContent-Length: \(body.count)\r\n"
    for (name, value) in fields { text += "\(name): \(value)\r\n" }
    return FakeReply(bytes: Array("\(text)\r\n".utf8), body: body)
  }

  /// A JSON answer.
  package static func json(
    _ body: String, status: Int = 200, _ fields: [(String, String)] = []
  ) -> FakeReply {
    .status(status, [("Content-Type", "application/json")] + fields, body: Array(body.utf8))
  }

  /// Bytes as they are.
  package static func raw(_ text: String, _ end: End = .keepOpen) -> FakeReply {
    FakeReply(bytes: Array(text.utf8), end: end)
  }

  /// No answer at all.
  package static var silence: FakeReply { FakeReply(bytes: []) }
}

/// A server on this machine that answers as a test says, and keeps what it was asked.
package final class FakeServer: Sendable {
  package typealias Handler = @Sendable (FakeRequest) -> FakeReply

  package let port: Int
  private let log = Mutex<[FakeRequest]>([])

  /// What was asked so far.
  package var requests: [FakeRequest] { log.withLock { $0 } }
  /// The lines of ``requests``.
  package var lines: [String] { requests.map(\.line) }
  /// `127.0.0.1` with the port.
  package var host: String { "127.0.0.1:\(port)" }

  private init(port: Int) {
    self.port = port
  }

  /// Calls `body` with a server, which ends when it returns.
  ///
  /// Few tests have servers at a time, as with folders.
  ///
  /// - Parameter security: what the server speaks TLS with, or null.
  package static func with<Value>(
    security: NIOSSLContext? = nil, _ handler: @escaping Handler,
    _ body: (FakeServer) async throws -> Value
  ) async throws -> Value {
    try await withTemporaryFolder { _ in
      let shared = SharedServer()
      let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
        .childChannelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            if let security { try pipeline.addHandler(NIOSSLServerHandler(context: security)) }
            try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder()))
            try pipeline.addHandler(FakeHandler { shared.answer($0, handler) })
          }
        }
        .bind(host: "127.0.0.1", port: 0).get()
      let server = FakeServer(port: channel.localAddress?.port ?? 0)
      shared.set(server)
      do {
        let value = try await body(server)
        try await channel.close()
        return value
      } catch {
        try? await channel.close()
        throw error
      }
    }
  }

  fileprivate func note(_ request: FakeRequest) {
    log.withLock { $0.append(request) }
  }
}

/// The server, once its port is known.
private final class SharedServer: Sendable {
  private let server = Mutex<FakeServer?>(nil)

  func set(_ server: FakeServer) {
    self.server.withLock { $0 = server }
  }

  func answer(_ request: FakeRequest, _ handler: FakeServer.Handler) -> FakeReply {
    server.withLock { $0 }?.note(request)
    return handler(request)
  }
}

/// Collects a request and writes the reply.
private final class FakeHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = ByteBuffer

  private let answer: (FakeRequest) -> FakeReply
  private var request: FakeRequest?

  init(_ answer: @escaping (FakeRequest) -> FakeReply) {
    self.answer = answer
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      let parts = head.uri.split(separator: "?", maxSplits: 1).map(String.init)
      request = FakeRequest(
        method: head.method.rawValue, path: parts.first ?? "",
        query: parts.count > 1 ? parts[1] : nil, fields: head.headers, body: "")
    case .body(let buffer): request?.body += String(buffer: buffer)
    case .end:
      guard let request else { return }
      write(answer(request), isHead: request.method == "HEAD", context)
    }
  }

  private func write(_ reply: FakeReply, isHead: Bool, _ context: ChannelHandlerContext) {
    let channel = context.channel
    let first = channel.writeAndFlush(ByteBuffer(bytes: reply.bytes + (isHead ? [] : reply.body)))
    switch reply.end {
    case .keepOpen: break
    case .close: first.whenComplete { _ in channel.close(promise: nil) }
    case .repeating(let bytes): Self.write(bytes, channel)
    }
  }

  /// Writes for as long as the client takes it.
  private static func write(_ bytes: [UInt8], _ channel: any Channel) {
    channel.writeAndFlush(ByteBuffer(bytes: bytes)).whenSuccess {
      // A write may end at once, and a loop that always has work would serve nobody else.
      channel.eventLoop.scheduleTask(in: .microseconds(50)) { write(bytes, channel) }
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}
