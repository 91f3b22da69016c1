internal import ArgumentParser
internal import Configuration
internal import GitSource
internal import HistoryStore
internal import Indexing
internal import RegistrySource
internal import Reports

/// Indexes git repositories.
struct IndexGitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "git", _superCommandName: "stemma index",
    abstract: "Index git repositories: tags, branches and all their commits.",
    discussion: """
      A second run reads only what is new, and records tags and branches that moved or vanished \
      since. Nothing in the repository is executed or changed. Of a URL (https, ssh or file) a \
      bare mirror is kept beside the database.

        stemma index                 the repository of the working directory, and configured URLs
        stemma index ~/src/a ~/src/b several, into one history
        stemma index https://example.com/acme/shop.git
        stemma index --search        and their messages, for search("…")
      """)

  @Argument(
    help: ArgumentHelp(
      "Paths or URLs (default: the working directory, and the configured URLs).",
      valueName: "repository"),
    completion: .directory)
  var repositories: [String] = []

  @OptionGroup var database: DatabaseOptions

  @OptionGroup var remote: RemoteOptions

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

  @Option(
    help: ArgumentHelp(
      """
      How much of the past of changelogs is read: recent is what takes little time, all is every \
      version on the default branch.
      """, valueName: "none|recent|all"))
  var changelogs = ChangelogDepth.recent

  @Flag(help: "Index the texts of commits, too, for search(…); later runs keep that up to date.")
  var search = false

  @Flag(help: "Read a repository that belongs to another user.")
  var trustOwner = false

  @Flag(name: .shortAndLong, help: "Print nothing but problems.")
  var quiet = false

  @Flag(help: "Print the summary as JSON.")
  var json = false

  func run() async throws {
    // Made when the first repository is open, so that a wrong path leaves nothing behind.
    var writer: HistoryWriter?
    defer { writer?.close() }
    let configuration = try HistoryConfiguration(
      named: configurationPath, database: database.plannedPath())
    let targets = try IndexTarget.all(repositories, configuration)
    guard name == nil || targets.count == 1 else {
      throw ValidationError("--name goes with one repository, not \(targets.count).")
    }
    var reports: [IndexReport] = []
    var failures: [UserError] = []
    for target in targets {
      do {
        let repository: GitRepository
        switch target.place {
        case .path(let path):
          repository = try await GitRepository.open(
            path, options: GitRepository.Options(trustOwner: trustOwner))
          writer = try writer ?? HistoryWriter(path: database.pathToWrite())
        case .remote(let url):
          let current = try writer ?? HistoryWriter(path: database.pathToWrite())
          writer = current
          repository = try await fetch(url, named: target.name, current, configuration)
        }
        guard let writer else { continue }
        reports.append(try await index(repository, named: target.name, writer, configuration))
      } catch let error as GitError where target.isOptional && error.code == .notARepository {
        continue
      } catch {
        guard targets.count > 1, !(error is CancellationError), let shown = UserError(error) else {
          throw error
        }
        Console.warn(shown.text)
        failures.append(shown)
      }
    }
    if search, let writer, !reports.isEmpty { try indexTexts(writer) }
    var images: [ImageReport] = []
    if repositories.isEmpty, !configuration.images.isEmpty {
      let current = try writer ?? HistoryWriter(path: database.pathToWrite())
      writer = current
      let looks = RegistryLooks(
        recording: ImageRecording(project: project, quiet: quiet),
        client: RegistryClient(
          options: RegistryOptions(configuration, insecureHosts: [], certificates: nil)))
      let found = try await looks.take(
        configuration.images.map { try RepositoryReference($0) }, current, configuration,
        isOnly: false)
      images = found.reports
      failures += found.failures
    }
    try show(reports, images, failures, database: writer?.path)
  }

  private func show(
    _ reports: [IndexReport], _ images: [ImageReport], _ failures: [UserError], database: String?
  ) throws {
    if json {
      try Console.print(IndexReport.json(reports, images, database: database))
    } else if !quiet {
      try Console.print((reports.map(\.text) + images.map(\.text)).joined(separator: "\n"))
    }
    for report in reports { report.warn(quiet: quiet) }
    for report in images { report.warn(quiet: quiet) }
    if reports.isEmpty, images.isEmpty, let failure = failures.first { throw failure.status }
    if !failures.isEmpty || reports.contains(where: \.isIncomplete)
      || images.contains(where: \.isIncomplete)
    {
      throw ExitStatus.incomplete
    }
  }

  private func indexTexts(_ writer: HistoryWriter) throws {
    let progress = ProgressLine(isShown: !quiet && Console.errorIsTerminal)
    defer { progress.finish() }
    progress.show("indexing texts")
    try writer.indexTexts()
  }

  private func index(
    _ repository: GitRepository, named configuredName: String?, _ writer: HistoryWriter,
    _ configuration: HistoryConfiguration
  ) async throws -> IndexReport {
    let progress = ProgressLine(isShown: !quiet && Console.errorIsTerminal)
    defer { progress.finish() }
    let lookedAt = Console.now()
    progress.show("listing refs")
    let facts = repository.facts
    let known = try writer.repositoryName(location: facts.location, url: facts.originURL)
    let name = self.name ?? configuredName ?? known ?? RepositoryName.of(facts)
    let configured = configuration.settings(of: name)
    let patterns = patterns + configured.refs
    let listing = try await repository.refs(patterns, known: writer.knownTargets(of: name))
    let files = ChangelogFiles(repository: repository, depth: self.changelogs)
    let first = try firstChangelogs(files, listing, name: name, writer)
    async let firstReading = first?.read()
    let file = try await declaration(repository, listing, name: name, writer)
    let settings = RepositorySettings(configured, declared: file?.content, repository: name)
    var look = GitLook(
      repository: name, project: project ?? configured.project ?? name, facts: facts,
      listing: listing, lookedAt: lookedAt)
    look.rules = settings.rules
    look.declaration = file
    try await readLogs(of: repository, &look, writer)
    let noteWarnings = try await readNotes(of: repository, &look, writer)
    let plan = try writer.plan(look)
    let tags = try await repository.tagObjects(plan.tagObjects, besides: listing)
    let summary = try await record(look, plan, tags, repository, writer, progress)
    let changelogs = try await indexChangelogs(
      files, listing, name: name, first: await firstReading, writer, progress)
    return IndexReport(
      repository: name, facts: facts, summary: summary, changelogs: changelogs,
      microseconds: Console.now() - lookedAt, isFirst: plan.isFirst,
      unmatched: patterns.filter { RefPattern($0).matchesNone(of: listing.refs) },
      readsNotes: look.notes != nil,
      logNotes: plan.isFirst ? look.refLog?.remarks ?? [] : [],
      declarationWarnings: settings.warnings + noteWarnings)
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
}
