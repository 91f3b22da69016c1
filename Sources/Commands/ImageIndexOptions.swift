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

  /// How looks are recorded by these options.
  var recording: ImageRecording { ImageRecording(project: project, quiet: quiet) }

  /// Opens the history for writing, with its configuration.
  func open() throws -> (writer: HistoryWriter, configuration: HistoryConfiguration) {
    let path = try database.pathToWrite()
    let configuration = try HistoryConfiguration(named: configurationPath, database: path)
    return (try HistoryWriter(path: path), configuration)
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
      try recording.record(look, writer, configuration, since: look.startedAt)
    }
    try show(reports, database: writer.path)
  }
}
