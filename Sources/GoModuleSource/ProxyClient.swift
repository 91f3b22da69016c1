internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL

/// Gets files from one proxy, each within its time and its size.
///
/// No request leaves the server that the user named.
final class ProxyClient: Sendable {
  private let client: HTTPClient
  private let address: ProxyAddress
  private let options: ProxyOptions

  /// How often a request is sent at most.
  private static let tries = 3
  /// The redirects that one request follows.
  private static let redirects = 5
  /// What a server may ask to be waited for.
  private static let longestDelay: Int64 = 30

  init(_ address: ProxyAddress, _ options: ProxyOptions) throws(ModuleSourceError) {
    self.address = address
    self.options = options
    client = HTTPClient(configuration: try Self.configuration(options))
  }

  static func configuration(
    _ options: ProxyOptions
  ) throws(ModuleSourceError) -> HTTPClient.Configuration {
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
      timeout: .init(connect: .seconds(10), read: .seconds(30)), decompression: .disabled)
    configuration.httpVersion = .http1Only
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = options.concurrency
    return configuration
  }

  /// Closes all connections; nothing may be asked for afterwards.
  func shutDown() async {
    try? await client.shutdown()
  }

  /// Reads a file; null if the proxy says that there is none (404 or 410).
  ///
  /// - Throws: `ModuleSourceError` or `CancellationError`.
  func read(_ file: String, limit: Int) async throws -> [UInt8]? {
    var target = file
    for _ in 0...Self.redirects {
      let (head, body) = try await answer(target, named: file, limit: limit)
      switch head.status.code {
      case 200: return body
      case 404, 410: return nil
      case 301, 302, 303, 307, 308:
        let next = head.headers.first(name: "Location")
          .map { $0.hasPrefix("/") ? (origin(target) ?? "") + $0 : $0 }
        // What else stands in it may be a secret, such as a signature.
        guard let next, origin(next) == origin(target), !ProxyAddress.hasUser(next) else {
          throw ModuleSourceError.redirected(file, next.flatMap(origin))
        }
        target = next
      default: throw ModuleSourceError.status(Int(head.status.code), file)
      }
    }
    throw ModuleSourceError.redirected(file, origin(target))
  }

  private func origin(_ address: String) -> String? { ProxyAddress.origin(address) }

  /// Sends a request, again if the server is overcharged for a moment or the connection broke.
  ///
  /// - Parameter file: The address that was asked for, which messages name.
  private func answer(
    _ target: String, named file: String, limit: Int
  ) async throws -> (head: HTTPClientResponse, body: [UInt8]) {
    var delay = options.firstDelay
    for attempt in 1... {
      do {
        let answer = try await send(target, named: file, limit: limit)
        let isBusy = [429, 500, 502, 503, 504].contains(answer.head.status.code)
        guard isBusy, attempt < Self.tries else { return answer }
        if let seconds = answer.head.headers.first(name: "Retry-After").flatMap({ Int64($0) }) {
          guard (0...Self.longestDelay).contains(seconds) else { return answer }
          delay = max(delay, .seconds(seconds))
        }
      } catch let error as ModuleSourceError {
        guard error.code == .connectionFailed, attempt < Self.tries else { throw error }
      }
      try await Task.sleep(for: delay)
      delay *= 2
    }
    throw CancellationError()
  }

  private func send(
    _ target: String, named file: String, limit: Int
  ) async throws -> (head: HTTPClientResponse, body: [UInt8]) {
    var request = HTTPClientRequest(url: target)
    request.headers = ["User-Agent": options.userAgent, "Accept-Encoding": "identity"]
    if let authorization = address.authorization {
      request.headers.add(name: "Authorization", value: authorization)
    }
    do {
      return try await withThrowingTaskGroup(
        of: (HTTPClientResponse, [UInt8]).self
      ) { [client, request, options] group in
        group.addTask {
          let response = try await client.execute(
            request, timeout: TimeAmount(options.requestTime))
          return (response, try await Self.body(of: response, file, limit: limit))
        }
        group.addTask {
          try await Task.sleep(for: options.requestTime)
          throw HTTPClientError.deadlineExceeded
        }
        defer { group.cancelAll() }
        guard let answer = try await group.next() else { throw CancellationError() }
        return answer
      }
    } catch {
      throw Self.translated(error, file)
    }
  }

  private static func body(
    of response: HTTPClientResponse, _ target: String, limit: Int
  ) async throws -> [UInt8] {
    // What a failure says is not shown to anybody.
    guard response.status == .ok else { return [] }
    var bytes: [UInt8] = []
    for try await part in response.body {
      bytes.append(contentsOf: part.readableBytesView)
      if bytes.count > limit { throw ModuleSourceError.tooLarge(target, limit: limit) }
    }
    return bytes
  }

  private static func translated(_ error: any Error, _ target: String) -> any Error {
    switch error {
    case is ModuleSourceError, is CancellationError: return error
    case let error as HTTPClientError:
      switch error {
      case .cancelled: return CancellationError()
      case .connectTimeout, .readTimeout, .deadlineExceeded, .tlsHandshakeTimeout,
        .getConnectionFromPoolTimeout:
        return ModuleSourceError(.timedOut, "\(target): no answer came in time")
      default:
        return ModuleSourceError(
          .connectionFailed, "the connection to \(origin(of: target)) broke",
          cause: error.shortDescription)
      }
    case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
      return ModuleSourceError(
        .untrustedServer, "\(origin(of: target)) is not trusted, or does not speak TLS",
        cause: "\(error)", hints: ["--ca-file FILE names certificates to trust"])
    case is HTTPParserError:
      return ModuleSourceError(.unexpectedResponse, "\(target): the answer is not HTTP")
    default:
      return ModuleSourceError(
        .connectionFailed, "\(origin(of: target)) cannot be reached", cause: "\(error)")
    }
  }

  private static func origin(of target: String) -> String {
    ProxyAddress.origin(target) ?? target
  }
}
