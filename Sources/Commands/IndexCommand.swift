internal import ArgumentParser
internal import Configuration
internal import GitSource
internal import HistoryStore
internal import Indexing
internal import Reports

/// Indexes git repositories.
struct IndexCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "index",
    abstract: "Index git repositories: tags, branches and all their commits.",
    discussion: """
      A second run reads only what is new, and records tags and branches that moved or vanished \
      since. Nothing in the repository is executed or changed.

        stemma index                 the repository of the working directory
        stemma index ~/src/a ~/src/b several, into one history
        stemma index --search        and their messages, for search("…")
      """,
    subcommands: [])

  @Argument(
    help: ArgumentHelp("The repositories (default: the working directory).", valueName: "path"),
    completion: .directory)
  var paths: [String] = ["."]

  @OptionGroup var database: DatabaseOptions

  @Option(
    help: ArgumentHelp(
      "The repository's name in the history (default: from the URL of origin, else the path).",
      valueName: "name"))
  var name: String?

  @Option(
    help: ArgumentHelp(
      "The project that the repository belongs to (default: its own name).", valueName: "name"))
  var project: String?

  @Option(
    name: .customLong("refs"),
    help: ArgumentHelp(
      "Index these refs, too, such as 'refs/pull/*/head' (can be repeated).",
      valueName: "pattern"))
  var patterns: [String] = []

  @Option(
    name: .customLong("config"),
    help: ArgumentHelp(
      "The configuration (default: config.yaml in the .stemma folder of the database).",
      valueName: "file"))
  var configurationPath: String?

  @Flag(help: "Index the texts of commits, too, for search(…); later runs keep that up to date.")
  var search = false

  @Flag(help: "Read a repository that belongs to another user.")
  var trustOwner = false

  @Flag(name: .shortAndLong, help: "Print nothing but problems.")
  var quiet = false

  @Flag(help: "Print the summary as JSON.")
  var json = false

  func validate() throws {
    if name != nil, paths.count > 1 {
      throw ValidationError("--name goes with one repository, not \(paths.count).")
    }
  }

  func run() async throws {
    // Made when the first repository is open, so that a wrong path leaves nothing behind.
    var writer: HistoryWriter?
    defer { writer?.close() }
    var configuration: HistoryConfiguration?
    var reports: [IndexReport] = []
    var failures: [UserError] = []
    for repository in paths {
      do {
        let opened = try await open(repository)
        let path = try writer?.path ?? database.pathToWrite()
        let configured =
          try configuration ?? HistoryConfiguration(named: configurationPath, database: path)
        configuration = configured
        let current = try writer ?? HistoryWriter(path: path)
        writer = current
        reports.append(try await index(opened, current, configured))
      } catch {
        guard paths.count > 1, !(error is CancellationError), let shown = UserError(error) else {
          throw error
        }
        Console.warn(shown.text)
        failures.append(shown)
      }
    }
    if search, let writer, !reports.isEmpty { try indexTexts(writer) }
    if json {
      try Console.print(IndexReport.json(reports, database: writer?.path))
    } else if !quiet {
      try Console.print(reports.map(\.text).joined(separator: "\n"))
    }
    for report in reports { report.warn(quiet: quiet) }
    if reports.isEmpty, let failure = failures.first { throw failure.status }
    if !failures.isEmpty || reports.contains(where: \.isIncomplete) {
      throw ExitStatus.incomplete
    }
  }

  private func indexTexts(_ writer: HistoryWriter) throws {
    let progress = ProgressLine(isShown: !quiet && Console.errorIsTerminal)
    defer { progress.finish() }
    progress.show("indexing texts")
    try writer.indexTexts()
  }

  private func open(_ path: String) async throws -> GitRepository {
    try Self.refuseURL(path)
    return try await GitRepository.open(
      path, options: GitRepository.Options(trustOwner: trustOwner))
  }

  private func index(
    _ repository: GitRepository, _ writer: HistoryWriter, _ configuration: HistoryConfiguration
  ) async throws -> IndexReport {
    let progress = ProgressLine(isShown: !quiet && Console.errorIsTerminal)
    defer { progress.finish() }
    let lookedAt = Console.now()
    progress.show("listing refs")
    let facts = repository.facts
    let known = try writer.repositoryName(location: facts.location, url: facts.originURL)
    let name = self.name ?? known ?? RepositoryName.of(facts)
    let configured = configuration.settings(of: name)
    let patterns = patterns + configured.refs
    let listing = try await repository.refs(patterns, known: writer.knownTargets(of: name))
    let file = try await declaration(repository, listing, name: name, writer)
    let settings = RepositorySettings(configured, declared: file?.content, repository: name)
    var look = GitLook(
      repository: name, project: project ?? configured.project ?? name, facts: facts,
      listing: listing, lookedAt: lookedAt)
    look.rules = settings.rules
    look.declaration = file
    let plan = try writer.plan(look)
    let tags = try await repository.tagObjects(plan.tagObjects, besides: listing)
    let summary = try await record(look, plan, tags, repository, writer, progress)
    return IndexReport(
      repository: name, facts: facts, summary: summary,
      microseconds: Console.now() - lookedAt, isFirst: plan.isFirst,
      unmatched: patterns.filter { RefPattern($0).matchesNone(of: listing.refs) },
      declarationWarnings: settings.warnings)
  }

  private func record(
    _ look: GitLook, _ plan: ReadingPlan, _ tags: TagListing, _ repository: GitRepository,
    _ writer: HistoryWriter, _ progress: ProgressLine
  ) async throws -> RecordingSummary {
    var look = look
    look.listing.problems += tags.problems
    guard !plan.roots.isEmpty else {
      var stream = EmptyCommitStream()
      return try writer.record(look, tags: tags.tags, commits: &stream)
    }
    // The writer is used by nobody else until the stream has ended.
    nonisolated(unsafe) let writer = writer
    let finalLook = look
    let start = Console.now()
    return try await repository.withCommits(roots: plan.roots, excluding: plan.known) { stream in
      var total: Int?
      if case .parentsFirst(let count) = stream.order { total = count }
      return try writer.record(finalLook, tags: tags.tags, commits: &stream) { count in
        progress.show(commits: count, of: total, since: start)
      }
    }
  }

  private static func refuseURL(_ path: String) throws {
    guard path.contains("://") || path.hasPrefix("git@") else { return }
    throw UserError(
      "indexing a URL is not built yet: \(path)",
      hints: ["clone it and index the clone: git clone --mirror URL DIR; stemma index DIR"],
      status: .usage)
  }
}
