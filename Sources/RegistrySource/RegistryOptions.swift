/// How registries are spoken to.
public struct RegistryOptions: Sendable {
  /// Hosts, with their ports if they have any, that are spoken to without TLS: `localhost:5000`.
  ///
  /// Any other host is spoken to through TLS alone, whatever comes of it.
  public var insecureHosts: Set<String>
  /// Where user names and passwords come from.
  public var credentials: CredentialStore
  /// Further hosts that may hand out tokens, and so get credentials, by the host of the registry.
  public var realmHosts: [String: Set<String>]
  /// The path of a file of certificates in PEM form that are trusted beside the system's, or null.
  public var trustRoots: String?
  /// The requests that are under way at a time, at least one.
  public var concurrency: Int
  public var limits: RegistryLimits
  /// The name and the version that requests state, such as `stemma/1.0.0`.
  public var userAgent: String

  public init(
    insecureHosts: Set<String> = [], credentials: CredentialStore = CredentialStore(),
    realmHosts: [String: Set<String>] = [:], trustRoots: String? = nil, concurrency: Int = 8,
    limits: RegistryLimits = RegistryLimits(), userAgent: String = "stemma"
  ) {
    self.insecureHosts = insecureHosts
    self.credentials = credentials
    self.realmHosts = realmHosts
    self.trustRoots = trustRoots
    self.concurrency = max(1, concurrency)
    self.limits = limits
    self.userAgent = userAgent
  }
}

/// How much is read of a registry, and how long it is waited for.
public struct RegistryLimits: Sendable {
  /// The pages of a list of tags.
  public var pages = 1_000
  /// The tags of a repository.
  public var tags = 200_000
  /// The bytes of one page of a list of tags.
  public var pageBytes = 8 << 20
  /// The bytes of an answer with a token.
  public var tokenBytes = 64 << 10
  /// The bytes that are read of an answer that reports a failure.
  public var failureBytes = 64 << 10
  /// The redirects that one request follows.
  public var redirects = 5
  /// The problems that a look tells one by one.
  public var problems = 50
  /// The time until a connection stands.
  public var connectTime: Duration = .seconds(10)
  /// The time without a byte from the server.
  public var idleTime: Duration = .seconds(30)
  /// The time of one request with its answer.
  public var requestTime: Duration = .seconds(60)
  /// The time that one request spends on waiting before it is sent again.
  public var waitingTime: Duration = .seconds(60)
  /// The time of a whole look; what was not asked for by then is left out.
  public var lookTime: Duration = .seconds(600)

  public init() {}
}

/// How far a look at an image repository has come.
public struct LookProgress: Hashable, Sendable {
  /// What the look is doing.
  public enum Step: Hashable, Sendable {
    /// It reads the list of tags; `done` counts those read so far.
    case listing
    /// It asks for the digest of each tag.
    case resolving
    /// It reads the manifests that are new.
    case reading
  }

  public var step: Step
  public var done: Int
  /// How many there are, or null while that is not known.
  public var total: Int?

  public init(step: Step, done: Int, total: Int?) {
    self.step = step
    self.done = done
    self.total = total
  }
}
