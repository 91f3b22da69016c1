public import Versions

/// What is declared about one line of versions.
public struct LineDeclaration: Hashable, Sendable {
  /// Where the numbers begin anew.
  public struct Era: Hashable, Sendable {
    /// The name of the first tag of the era.
    public let from: String
    /// 1, 2, and so on.
    public let epoch: Int
  }

  /// What the line's tags begin with; a `v` at its end is spelling.
  public var prefix: String
  public var scheme: VersionScheme?
  public var isMain: Bool?
  /// In ascending order of their epochs.
  public var eras: [Era]

  /// The identity of the line: the prefix without a `v` at its end.
  public var key: [UInt8] { TagRules.lineKey(ofPrefix: Array(prefix.utf8)) }
}

/// What a repository declares about itself in `stemma.yaml`.
///
/// It is untrusted input: it can say how its lines count, and nothing else.
public struct RepositoryDeclaration: Hashable, Sendable {
  /// The name of the file at the root of the repository.
  public static let fileName = "stemma.yaml"

  public var lines: [LineDeclaration]

  /// Reads the document.
  ///
  /// - Parameter path: What messages call it.
  public init(yaml bytes: [UInt8], path: String) throws(ConfigurationError) {
    lines = try YAMLDocument.read(bytes, path: path) { document, root in
      guard let fields = document.mapping(root, allowed: ["lines"]) else { return [] }
      return document.lines(fields["lines"])
    }
  }
}

/// A tag that is no version, whatever its name looks like.
public struct IgnoredTag: Hashable, Sendable {
  public let pattern: TagGlob
  public let reason: String?
}

/// What the owner of a history says of one repository.
public struct RepositoryConfiguration: Hashable, Sendable {
  /// The software of a forge.
  public enum Forge: String, CaseIterable, Sendable {
    case github, gitlab, gitea, bitbucket
  }

  public var project: String?
  /// Where it is fetched from, as written; null if it is named by a path.
  public var url: String?
  /// Its page in a browser, `https://` or `http://`; null: the one that its remote's URL leads to.
  public var web: String?
  /// Whose addresses that page has; null: those of the forge that the host's name tells.
  public var forge: Forge?
  /// Patterns of further refs to index.
  public var refs: [String] = []
  public var lines: [LineDeclaration] = []
  public var ignored: [IgnoredTag] = []
  /// What is to be said of whole releases, in Markdown, by their tags or versions.
  public var notes: [String: String] = [:]
  /// The ids of commits that release logs leave out: lower-case digits, perhaps abbreviated.
  public var hidden: [String] = []

  public init() {}
}

/// The configuration beside a history: `.stemma/config.yaml`, or what `--config` names.
public struct TrustedConfiguration: Hashable, Sendable {
  /// By the names of git repositories in the history.
  public var repositories: [String: RepositoryConfiguration] = [:]
  /// By the full names of image repositories, such as `ghcr.io/acme/shop`.
  public var images: [String: RepositoryConfiguration] = [:]
  /// By the hosts of registries, with a port if they have one.
  public var registries: [String: RegistryConfiguration] = [:]

  public init() {}

  /// Reads the document.
  ///
  /// - Parameter path: What messages call it.
  public init(yaml bytes: [UInt8], path: String) throws(ConfigurationError) {
    self = try YAMLDocument.read(bytes, path: path) { document, root in
      document.configuration(root)
    }
  }
}

/// What the owner of a history says of one registry.
public struct RegistryConfiguration: Hashable, Sendable {
  /// Whether it is asked over plain HTTP.
  public var isInsecure = false
  /// Further hosts that it may send to for tokens.
  public var realmHosts: [String] = []

  public init() {}
}

extension TrustedConfiguration: ExpressibleByEmpty {
  static var empty: Self { TrustedConfiguration() }
}
