internal import ArgumentParser
internal import Configuration
internal import HistoryStore
internal import Indexing

/// What every command takes that indexes images.
struct ImageIndexOptions: ParsableArguments {
  @OptionGroup var database: DatabaseOptions

  @Option(
    help: ArgumentHelp(
      "The project that the image repositories belong to, which joins them with a git repository.",
      valueName: "name"))
  var project: String?

  @Option(
    name: .customLong("config"),
    help: ArgumentHelp(
      "The configuration (default: config.yaml in the .stemma folder of the database).",
      valueName: "file"))
  var configurationPath: String?

  @Flag(name: .shortAndLong, help: "Print nothing but problems.")
  var quiet = false

  @Flag(help: "Print the summary as JSON.")
  var json = false

  /// Returns a line on stderr for what is being done.
  func progress() -> ProgressLine { ProgressLine(isShown: !quiet && Console.errorIsTerminal) }

  /// Opens the history for writing, with its configuration.
  func open() throws -> (writer: HistoryWriter, configuration: HistoryConfiguration) {
    let path = try database.pathToWrite()
    let configuration = try HistoryConfiguration(named: configurationPath, database: path)
    return (try HistoryWriter(path: path), configuration)
  }

  /// Returns where the images of a repository belong, as declared here or in the configuration.
  func place(of repository: String, _ configuration: HistoryConfiguration) -> ImagePlace {
    let configured = configuration.imageSettings(of: repository)
    return ImagePlace(
      repository: repository, project: project ?? configured.project,
      rules: RepositorySettings(configured, declared: nil, repository: repository).rules)
  }

  /// Prints what was recorded, and ends with status 3 if it is incomplete.
  func show(_ reports: [ImageReport], database: String?) throws {
    if json {
      try Console.print(ImageReport.json(reports, database: database))
    } else if !quiet, !reports.isEmpty {
      try Console.print(reports.map(\.text).joined(separator: "\n"))
    }
    for report in reports { report.warn(quiet: quiet) }
    if reports.contains(where: \.isIncomplete) { throw ExitStatus.incomplete }
  }

  /// Records looks and shows what they brought.
  func record(_ looks: [ImageLook]) throws {
    let (writer, configuration) = try open()
    defer { writer.close() }
    let reports = try looks.map { look in
      try record(look, writer, configuration, since: look.startedAt)
    }
    try show(reports, database: writer.path)
  }

  func record(
    _ look: ImageLook, _ writer: HistoryWriter, _ configuration: HistoryConfiguration,
    since start: Int64
  ) throws -> ImageReport {
    var place = place(of: look.repository, configuration)
    if place.project == nil, try writer.projectName(of: look.repository) == nil {
      // A new repository joins the git repository that all its images name as their source.
      let named = Set(look.statedSources.compactMap(RepositoryName.normalized))
      if named.count == 1, let name = named.first {
        place.project = try writer.projectName(of: name)
      }
    }
    let summary = try writer.record(look, project: place.project, rules: place.rules)
    return ImageReport(
      title: look.repository, summary: summary,
      isComplete: look.isComplete && look.unresolved.isEmpty,
      microseconds: Console.now() - start)
  }
}

extension ImageLook {
  /// The URLs that the images name as the repository of their source.
  fileprivate var statedSources: [String] {
    let keys = ["org.opencontainers.image.source", "org.label-schema.vcs-url"]
    return manifests.compactMap { manifest in
      keys.lazy.compactMap { manifest.annotations[$0] ?? manifest.labels[$0] }.first
    }
  }
}
