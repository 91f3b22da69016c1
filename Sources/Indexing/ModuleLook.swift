/// What one look at a Go module showed: on a module proxy, or in files that are laid out as on one.
public struct ModuleLook: Sendable {
  /// Where a look was taken.
  public enum Kind: String, Sendable {
    /// A module proxy, through the GOPROXY protocol.
    case proxy = "module-proxy"
    /// A folder of files: a module cache, or the storage of a proxy.
    case folder = "module-folder"
  }

  /// The path of the module.
  public var path: String
  public var kind: Kind
  /// The address of the proxy, or a canonical path.
  public var location: [UInt8]
  /// The time of the clock, in microseconds since 1970 UTC.
  public var lookedAt: Int64
  /// The versions that were read, or that are listed only, each once.
  public var versions: [ModuleVersion]
  /// The number of versions that are listed or were found.
  public var listedCount: Int
  /// What could not be read or is not believed.
  public var problems: [SourceProblem]

  public init(
    path: String, kind: Kind, location: [UInt8], lookedAt: Int64, versions: [ModuleVersion] = [],
    listedCount: Int = 0, problems: [SourceProblem] = []
  ) {
    self.path = path
    self.kind = kind
    self.location = location
    self.lookedAt = lookedAt
    self.versions = versions
    self.listedCount = listedCount
    self.problems = problems
  }
}

/// One version of a Go module.
///
/// All that is said of it never changes, once it is known.
public struct ModuleVersion: Hashable, Sendable {
  /// The version in the canonical form of Go.
  public var version: String
  /// The time of its commit, in microseconds since 1970 UTC; null if it is only listed.
  public var time: Int64?
  /// Where it was taken from; null if the source does not say.
  public var origin: ModuleOrigin?
  /// The checksum of its files, `h1:…`; null if it is not known.
  public var sum: String?
  /// The checksum of its go.mod file, `h1:…`; null if that was not read.
  public var modSum: String?
  /// What its go.mod file says of the module as a whole; null if it was not read.
  public var statement: ModuleStatement?

  public init(
    version: String, time: Int64? = nil, origin: ModuleOrigin? = nil, sum: String? = nil,
    modSum: String? = nil, statement: ModuleStatement? = nil
  ) {
    self.version = version
    self.time = time
    self.origin = origin
    self.sum = sum
    self.modSum = modSum
    self.statement = statement
  }
}

/// Where a version of a module was taken from, as the Go command writes it down since 1.20.
public struct ModuleOrigin: Hashable, Sendable {
  /// The address of the repository.
  public var url: String?
  /// The full name of the ref, such as `refs/tags/v1.2.3`.
  public var ref: String?
  /// The folder of the module in the repository; null at its root.
  public var folder: String?
  public var commit: ObjectID?

  public init(
    url: String? = nil, ref: String? = nil, folder: String? = nil, commit: ObjectID? = nil
  ) {
    self.url = url
    self.ref = ref
    self.folder = folder
    self.commit = commit
  }
}

/// What the go.mod file of one version says of the module as a whole.
public struct ModuleStatement: Hashable, Sendable {
  /// An interval of versions that the file withdraws, both ends included.
  public struct Retraction: Hashable, Sendable {
    public var low: String
    public var high: String
    /// Why; empty if the file does not say.
    public var rationale: String

    public init(low: String, high: String, rationale: String) {
      self.low = low
      self.high = high
      self.rationale = rationale
    }
  }

  public var retractions: [Retraction]
  /// Why the module is deprecated, which may be empty; null if it is not.
  public var deprecation: String?

  public init(retractions: [Retraction] = [], deprecation: String? = nil) {
    self.retractions = retractions
    self.deprecation = deprecation
  }
}
