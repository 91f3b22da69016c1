internal import NIOCore
internal import NIOHTTP1

/// Asks the registry of one repository, with whatever authorization and redirects that takes.
struct RegistrySession: Sendable {
  let reference: RepositoryReference
  let rules: ServerRules
  let budget: RequestBudget
  let limits: RegistryLimits
  let authenticator: Authenticator
  private let transport: Transport
  private let wire: Wire

  init(
    _ reference: RepositoryReference, _ options: RegistryOptions, _ surroundings: LookSurroundings,
    classify: @escaping @Sendable (SocketAddress) -> AddressClass
  ) throws(RegistryError) {
    self.reference = reference
    limits = options.limits
    rules = ServerRules(reference, options)
    budget = RequestBudget(options.limits, now: surroundings.instant)
    transport = try Transport(rules, options, classify: classify)
    wire = Wire(
      transport: transport, budget: budget, limits: limits, surroundings: surroundings)
    authenticator = Authenticator(reference, wire: wire, rules: rules, options: options)
  }

  /// Closes all connections.
  func shutDown() async {
    await transport.shutDown()
  }

  /// The address of the repository in the API.
  var base: WebAddress {
    var address = rules.registry
    address.path += reference.path
    return address
  }

  /// Asks for something below the repository.
  ///
  /// - Parameters:
  ///   - path: such as `/tags/list`.
  ///   - accept: the media types that are read; none means any.
  ///   - limit: the bytes of the answer.
  /// - Returns: the answer behind all redirects, whatever its status.
  func ask(
    _ method: HTTPMethod = .GET, _ path: String, query: String? = nil, accept: [String] = [],
    limit: Int
  ) async throws -> Answer {
    var address = base
    address.path += path
    address.query = query
    var exchange = Exchange(method: method, address: address, limit: limit)
    if !accept.isEmpty { exchange.fields = [("Accept", accept.joined(separator: ", "))] }
    return try await follow(exchange)
  }

  /// Sends a request and follows redirects.
  ///
  /// The authorization goes to the registry alone; once a request has left it, it stays without.
  private func follow(_ exchange: Exchange) async throws -> Answer {
    var next = exchange
    var isAtHome = true
    var hops = 0
    while true {
      let answer = try await isAtHome ? authorized(next) : wire.send(next)
      guard [301, 302, 303, 307, 308].contains(answer.status) else { return answer }
      guard let location = answer.field("Location"), let target = next.address.resolving(location)
      else { throw RegistryError.malformedRedirect(next.address) }
      hops += 1
      guard hops <= limits.redirects else {
        throw RegistryError.tooManyRedirects(exchange.address, limits.redirects)
      }
      try rules.checkRedirect(from: next.address, to: target)
      isAtHome = isAtHome && target.isSameOrigin(as: base)
      next.address = target
    }
  }

  /// Sends a request with the authorization, which is renewed once if it is refused.
  private func authorized(_ exchange: Exchange) async throws -> Answer {
    let used = await authenticator.authorization
    let answer = try await wire.send(exchange.authorized(used))
    guard answer.status == 401 else { return answer }
    let challenges = answer.fields["WWW-Authenticate"]
    guard let fresh = try await renewed(used, challenges) else { return answer }
    let second = try await wire.send(exchange.authorized(fresh))
    if second.status == 401 { await authenticator.refuse() }
    return second
  }

  /// Returns a fresh authorization; if there is none to be had, nothing more is asked for.
  private func renewed(_ used: String?, _ challenges: [String]) async throws -> String? {
    do {
      return try await authenticator.authorization(insteadOf: used, fields: challenges)
    } catch let error as RegistryError {
      budget.stop(error)
      throw error
    }
  }
}

extension Exchange {
  /// The same request with an `Authorization` field.
  fileprivate func authorized(_ authorization: String?) -> Exchange {
    guard let authorization else { return self }
    var copy = self
    copy.fields.append(("Authorization", authorization))
    return copy
  }
}
