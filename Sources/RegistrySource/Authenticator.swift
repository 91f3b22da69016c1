internal import ImageManifests
internal import NIOHTTP1

/// Answers the challenges of one registry for one repository.
///
/// The realm is the registry's choice; so it is checked before it gets anything. A token is asked
/// for the repository alone, and to pull alone.
actor Authenticator {
  private let wire: Wire
  private let rules: ServerRules
  private let reference: RepositoryReference
  private let store: CredentialStore
  private let limits: RegistryLimits
  /// The value of the `Authorization` field that requests carry, or null.
  private(set) var authorization: String?
  /// Why configured credentials could not be had.
  private(set) var credentialFailure: RegistryError?
  /// Whether credentials went into the authorization.
  private(set) var usesCredentials = false
  private var known: Credentials??
  private var renewal: Task<String?, any Error>?
  private var isRefused = false

  init(
    _ reference: RepositoryReference, wire: Wire, rules: ServerRules, options: RegistryOptions
  ) {
    self.reference = reference
    self.wire = wire
    self.rules = rules
    store = options.credentials
    limits = options.limits
  }

  /// Returns an authorization to try instead of one that was refused, or null if there is none.
  ///
  /// Requests that were refused together share one renewal.
  ///
  /// - Parameters:
  ///   - used: what the refused request carried.
  ///   - fields: the `WWW-Authenticate` fields of the answer.
  func authorization(insteadOf used: String?, fields: [String]) async throws -> String? {
    if isRefused { return nil }
    if authorization != used { return authorization }
    let task =
      renewal
      ?? Task { [challenges = Challenge.read(fields)] in try await self.answer(challenges) }
    renewal = task
    defer { renewal = nil }
    // The requests that wait for it end together, if the look does.
    let fresh = try await withTaskCancellationHandler {
      try await task.value
    } onCancel: {
      task.cancel()
    }
    authorization = fresh ?? authorization
    return fresh == used ? nil : fresh
  }

  /// Notes that a fresh authorization was refused, too: there will be no other.
  func refuse() {
    isRefused = true
  }

  private func answer(_ challenges: [Challenge]) async throws -> String? {
    let credentials = try await credentials()
    if let challenge = challenges.first(where: { $0.scheme == "bearer" }) {
      let token = try await token(challenge, credentials)
      usesCredentials = credentials != nil
      return "Bearer \(token)"
    }
    guard challenges.contains(where: { $0.scheme == "basic" }), let basic = credentials?.basic
    else { return nil }
    usesCredentials = true
    return basic
  }

  /// Returns the configured credentials; where they cannot be had, the look goes on without.
  private func credentials() async throws -> Credentials? {
    if let known { return known }
    var found: Credentials?
    do {
      found = try await store.credentials(for: reference)
    } catch let error as RegistryError {
      credentialFailure = error
    }
    known = .some(found)
    return found
  }

  /// Gets a token from the realm that a challenge names.
  ///
  /// Distribution, `docs/content/spec/auth/token.md` and `oauth.md`.
  private func token(_ challenge: Challenge, _ credentials: Credentials?) async throws -> String {
    guard let text = challenge.parameters["realm"], let realm = WebAddress(text) else {
      throw RegistryError.malformedRealm(rules.registry)
    }
    try rules.checkRealm(realm)
    let answer: Answer
    do {
      answer = try await wire.send(request(realm, challenge, credentials))
    } catch let error as RegistryError where error.code == .tooLarge {
      throw RegistryError.malformedToken(realm)
    }
    switch answer.status {
    case 200: break
    case 401 where credentials != nil, 403 where credentials != nil:
      throw RegistryError.refusedCredentials(reference, realm)
    case 300..<400: throw RegistryError.redirectedToken(realm)
    default: throw RegistryError.tokenStatus(realm, answer)
    }
    guard let object = JSONObject(answer.body),
      let token = [object.text("token"), object.text("access_token")].compactMap({ $0 })
        .first(where: { !$0.isEmpty }),
      token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { throw RegistryError.malformedToken(realm) }
    return token
  }

  private func request(
    _ realm: WebAddress, _ challenge: Challenge, _ credentials: Credentials?
  ) -> Exchange {
    var parameters: [(String, String)] = []
    if let service = challenge.parameters["service"] { parameters.append(("service", service)) }
    parameters.append(("scope", scope(challenge)))
    var exchange = Exchange(method: .GET, address: realm, limit: limits.tokenBytes)
    if case .identityToken(let token) = credentials {
      parameters += [
        ("grant_type", "refresh_token"), ("refresh_token", token), ("client_id", "stemma"),
      ]
      exchange.method = .POST
      exchange.fields = [("Content-Type", "application/x-www-form-urlencoded")]
      exchange.body = Self.form(parameters)
      return exchange
    }
    if case .password(let user, _) = credentials, let basic = credentials?.basic {
      parameters.append(("account", user))
      exchange.fields = [("Authorization", basic)]
    }
    exchange.address.query = [realm.query, Self.form(parameters)].compactMap { $0 }
      .filter { !$0.isEmpty }.joined(separator: "&")
    return exchange
  }

  /// Returns the scope that the registry asks for, if it is to read this repository, else that.
  private func scope(_ challenge: Challenge) -> String {
    let usual = "repository:\(reference.path):pull"
    let prefix = "repository:\(reference.path):"
    guard let asked = challenge.parameters["scope"], asked.hasPrefix(prefix) else { return usual }
    let actions = asked.dropFirst(prefix.count).split(separator: ",")
    let isReading = actions.allSatisfy { $0 == "pull" || $0 == "metadata_read" }
    return isReading && !actions.isEmpty ? asked : usual
  }

  private static func form(_ parameters: [(String, String)]) -> String {
    parameters.map { "\($0)=\(percentEncoded($1))" }.joined(separator: "&")
  }
}
