internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// One request, and how much of its answer is wanted.
struct Exchange: Sendable {
  var method: HTTPMethod
  var address: WebAddress
  var fields: [(name: String, value: String)] = []
  var body: String?
  /// The bytes of a successful answer.
  var limit: Int
}

/// What a server answered.
struct Answer: Sendable {
  var status: Int
  var fields: HTTPHeaders
  /// Of a failure, no more than the first bytes.
  var body: [UInt8]
  /// The address that answered.
  var address: WebAddress

  /// The first value of a field, or null.
  func field(_ name: String) -> String? { fields.first(name: name) }
}

/// Sends requests, each within its time and its size, to servers that the rules allow.
///
/// Where a name leads is looked at when a connection stands and before anything is sent on it: so no
/// answer of a name server can lead a request elsewhere. The servers that the user named have a pool
/// of connections of their own, since they may be anywhere.
final class Transport: Sendable {
  private let named: HTTPClient
  private let foreign: HTTPClient
  private let rules: ServerRules
  private let limits: RegistryLimits
  private let userAgent: String

  /// - Parameter classify: where an address lies.
  init(
    _ rules: ServerRules, _ options: RegistryOptions,
    classify: @escaping @Sendable (SocketAddress) -> AddressClass
  ) throws(RegistryError) {
    self.rules = rules
    limits = options.limits
    userAgent = options.userAgent
    let common = try Self.configuration(options)
    var configuration = common
    configuration.http1_1ConnectionDebugInitializer = { channel in
      if let address = channel.remoteAddress { rules.noteOwn(classify(address)) }
      return channel.eventLoop.makeSucceededVoidFuture()
    }
    named = HTTPClient(configuration: configuration)
    configuration = common
    configuration.http1_1ConnectionDebugInitializer = { channel in
      let found = channel.remoteAddress.map(classify) ?? .special
      if rules.allows(found) { return channel.eventLoop.makeSucceededVoidFuture() }
      // The pool forgets a connection that fails here, and closes none.
      channel.eventLoop.execute { channel.close(promise: nil) }
      return channel.eventLoop.makeFailedFuture(RefusedPeer(found: found))
    }
    foreign = HTTPClient(configuration: configuration)
  }

  private static func configuration(
    _ options: RegistryOptions
  ) throws(RegistryError) -> HTTPClient.Configuration {
    var security = TLSConfiguration.makeClientConfiguration()
    security.minimumTLSVersion = .tlsv12
    if let path = options.trustRoots {
      guard let roots = try? NIOSSLCertificate.fromPEMFile(path), !roots.isEmpty else {
        throw .unreadableRoots(path)
      }
      security.additionalTrustRoots = [.certificates(roots)]
    }
    var configuration = HTTPClient.Configuration(
      tlsConfiguration: security, redirectConfiguration: .disallow,
      timeout: .init(
        connect: TimeAmount(options.limits.connectTime),
        read: TimeAmount(options.limits.idleTime)),
      decompression: .disabled)
    configuration.httpVersion = .http1Only
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = options.concurrency
    return configuration
  }

  /// Closes all connections; nothing may be sent afterwards.
  func shutDown() async {
    try? await named.shutdown()
    try? await foreign.shutdown()
  }

  /// Sends a request and reads the answer.
  ///
  /// - Throws: `RegistryError`, or `CancellationError`.
  func send(_ exchange: Exchange, within time: Duration) async throws -> Answer {
    var request = HTTPClientRequest(url: exchange.address.text)
    request.method = exchange.method
    request.headers = ["User-Agent": userAgent, "Accept-Encoding": "identity"]
    for (name, value) in exchange.fields { request.headers.add(name: name, value: value) }
    if let body = exchange.body { request.body = .bytes(ByteBuffer(string: body)) }
    let client = rules.isNamed(exchange.address) ? named : foreign
    do {
      let end = ContinuousClock.now + time
      let response = try await client.execute(request, timeout: TimeAmount(time))
      let body = try await read(response, exchange, until: end)
      try Task.checkCancellation()
      return Answer(
        status: Int(response.status.code), fields: response.headers, body: body,
        address: exchange.address)
    } catch {
      throw Self.translated(error, exchange.address)
    }
  }

  private func read(
    _ response: HTTPClientResponse, _ exchange: Exchange, until end: ContinuousClock.Instant
  ) async throws -> [UInt8] {
    // Such an answer has no body, and ends with its head.
    if exchange.method == .HEAD { return [] }
    let coding = response.headers.first(name: "Content-Encoding") ?? "identity"
    guard coding.lowercased() == "identity" else { throw RegistryError.encoded(exchange.address) }
    let isFailure = response.status.code >= 300
    let limit = isFailure ? limits.failureBytes : exchange.limit
    return try await withThrowingTaskGroup(of: [UInt8].self) { group in
      group.addTask {
        var bytes: [UInt8] = []
        for try await part in response.body {
          bytes.append(contentsOf: part.readableBytesView)
          guard bytes.count > limit else { continue }
          if isFailure { return Array(bytes[..<limit]) }
          throw RegistryError.tooLarge(exchange.address, limit: limit)
        }
        return bytes
      }
      group.addTask {
        try await Task.sleep(until: end)
        throw HTTPClientError.deadlineExceeded
      }
      defer { group.cancelAll() }
      return try await group.next() ?? []
    }
  }
}

/// The place that a connection led to, which no server may name.
private struct RefusedPeer: Error {
  var found: AddressClass
}

extension Transport {
  /// Returns what users are told of a library's error.
  private static func translated(_ error: any Error, _ address: WebAddress) -> any Error {
    switch error {
    case is RegistryError, is CancellationError: return error
    case let error as RefusedPeer:
      return RegistryError.refusedAddress(address.host, error.found)
    case let error as HTTPClientError: return translated(error, address)
    case let error as NIOConnectionError:
      let cause = error.connectionErrors.first.map { "\($0.error)" }
      return RegistryError.unreachable(address, cause: cause ?? "the name has no address")
    case let error as IOError where unreachable.contains(error.errnoCode):
      return RegistryError.unreachable(address, cause: "\(error)")
    case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
      return RegistryError.untrusted(address, cause: tlsCause(error))
    case is HTTPParserError: return RegistryError.malformedAnswer(address)
    default: return RegistryError.dropped(address, cause: "\(type(of: error))")
    }
  }

  private static let unreachable: Set<Int32> = [
    ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL, EACCES, EPERM,
  ]

  private static func translated(_ error: HTTPClientError, _ address: WebAddress) -> any Error {
    switch error {
    case .cancelled: CancellationError()
    case .connectTimeout, .readTimeout, .deadlineExceeded, .tlsHandshakeTimeout,
      .getConnectionFromPoolTimeout:
      RegistryError.late(address)
    case .remoteConnectionClosed: RegistryError.dropped(address, cause: nil)
    default: RegistryError.dropped(address, cause: error.shortDescription)
    }
  }

  /// The part of a TLS library's words that names the fault, such as `CERTIFICATE_VERIFY_FAILED`.
  private static func tlsCause(_ error: any Error) -> String {
    let text = "\(error)"
    let codes = text.split { !($0.isUppercase || $0.isNumber || $0 == "_") }
    let longest = codes.filter { $0.contains("_") }.max { $0.count < $1.count }
    return longest.map(String.init) ?? String(text.prefix(200))
  }
}

extension TimeAmount {
  init(_ duration: Duration) {
    // More than a year is an age: so the nanoseconds stay in range.
    let (seconds, attoseconds) = min(duration, .seconds(366 * 86_400)).components
    self = .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }
}
