internal import CommitMessages
internal import Configuration
internal import GitSource
internal import HistoryStore
internal import Indexing
internal import Reports
internal import Versions

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The configuration beside a history, read once for a run.
struct HistoryConfiguration {
  private let configuration: TrustedConfiguration

  /// Reads the file that was named, else `config.yaml` in the `.stemma` folder of the database; an
  /// absent one says nothing.
  init(named path: String?, database: String) throws {
    guard let path = path ?? Self.besideDatabase(database) else {
      configuration = TrustedConfiguration()
      return
    }
    do {
      configuration = try TrustedConfiguration(yaml: try Console.readFile(path), path: path)
    } catch let error as ConfigurationError {
      throw UserError(configuration: error)
    }
  }

  private static func besideDatabase(_ database: String) -> String? {
    let suffix = "\(DatabaseLocation.folder)/\(DatabaseLocation.file)"
    guard database == suffix || database.hasSuffix("/" + suffix) else { return nil }
    let path = String(database.dropLast(DatabaseLocation.file.count)) + "config.yaml"
    return access(path, F_OK) == 0 ? path : nil
  }

  func settings(of repository: String) -> RepositoryConfiguration {
    configuration.repositories[repository] ?? RepositoryConfiguration()
  }

  /// What is declared of an image repository, by its full name.
  func imageSettings(of repository: String) -> RepositoryConfiguration {
    configuration.images[repository] ?? RepositoryConfiguration()
  }

  /// The image repositories that are declared, in the order of their names.
  var images: [String] { configuration.images.keys.sorted() }

  /// What is declared of registries, by their hosts.
  var registries: [String: RegistryConfiguration] { configuration.registries }

  /// The repositories that are fetched from a URL, in the order of their names.
  func remotes() throws -> [(name: String, url: RemoteURL)] {
    try configuration.repositories.sorted { $0.key < $1.key }.compactMap { name, repository in
      try repository.url.map { (name, try RemoteURL($0)) }
    }
  }
}

/// What is declared about the tags of one repository: by the owner of the history, and by the
/// repository itself, whose word counts where the owner says nothing.
struct RepositorySettings {
  let rules: RepositoryRules
  /// What of the repository's own file cannot be used, for the user.
  let warnings: [String]

  init(_ configured: RepositoryConfiguration, declared file: [UInt8]?, repository: String) {
    var lines = configured.lines
    var warnings: [String] = []
    if let file {
      do {
        let own = try RepositoryDeclaration(
          yaml: file, path: "\(repository):\(RepositoryDeclaration.fileName)")
        let hasMain = lines.contains { $0.isMain == true }
        lines += own.lines.filter { line in !lines.contains { $0.key == line.key } }
          .map { line in
            var line = line
            if hasMain, line.isMain == true { line.isMain = nil }
            return line
          }
      } catch {
        warnings = [error.description]
      }
    }
    self.warnings = warnings
    let ignored = configured.ignored.map(\.pattern)
    rules = RepositoryRules(
      tagRules: TagRules(
        lines: lines.map {
          TagRules.Line(prefix: Array($0.prefix.utf8), scheme: $0.scheme, isMain: $0.isMain)
        },
        isIgnored: { name in ignored.contains { $0.matches(name) } }),
      eras: Dictionary(
        lines.filter { !$0.eras.isEmpty }.map { line in
          (line.key, line.eras.map { .init(from: Array($0.from.utf8), epoch: $0.epoch) })
        }, uniquingKeysWith: { first, _ in first }),
      fingerprint: Self.fingerprint(lines, ignored))
  }

  /// All that is declared, as text.
  private static func fingerprint(_ lines: [LineDeclaration], _ ignored: [TagGlob]) -> String {
    let declared = lines.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { line in
      let eras = line.eras.map { " era \($0.epoch) \($0.from)" }.joined()
      let main = line.isMain.map { " main \($0)" } ?? ""
      return "line \(line.prefix) \(line.scheme?.rawValue ?? "-")\(main)\(eras)"
    }
    return (declared + ignored.map { "ignore \($0.pattern)" }).joined(separator: "\n")
  }
}

extension HistoryConfiguration {
  /// Returns what is declared about the tags of a repository that was indexed before.
  func settings(of repository: String, in writer: HistoryWriter) throws -> RepositorySettings {
    RepositorySettings(
      settings(of: repository), declared: try writer.declaration(of: repository)?.content,
      repository: repository)
  }
}

extension UserError {
  /// The form for the user: all problems with their places.
  init(configuration error: ConfigurationError) {
    self.init(
      "the configuration cannot be used", cause: error.description,
      hints: ["docs/configuration.md describes every key"], status: .usage)
  }
}

extension IndexGitCommand {
  /// Returns what the tip of the default branch says in its `stemma.yaml`.
  ///
  /// A tip that was read before is not read again.
  func declaration(
    _ repository: GitRepository, _ listing: RefListing, name: String, _ writer: HistoryWriter
  ) async throws -> RepositoryDeclarationFile? {
    guard let branch = repository.facts.defaultBranch,
      let tip = listing.refs.first(where: { $0.fullName == branch })?.commit
    else { return nil }
    let known = try writer.declaration(of: name)
    if let known, known.tip == tip.bytes { return known }
    return RepositoryDeclarationFile(
      tip: tip.bytes,
      content: try await repository.file(RepositoryDeclaration.fileName, at: tip),
      mailmap: try await repository.file(".mailmap", at: tip, limit: Mailmap.maximumSize))
  }
}
