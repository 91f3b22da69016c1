internal import ArgumentParser
internal import Reports

extension ReleaseLog.Format: ExpressibleByArgument {}

/// A part of a release's document that can be shown or hidden.
enum LogPart: String, ExpressibleByArgument, CaseIterable {
  case title, headings, facts, summary, hashes, authors, contributors, images, skipped
  case compareLine = "compare-line"

  var parts: LogParts {
    switch self {
    case .title: .title
    case .headings: .headings
    case .facts: .facts
    case .summary: .summary
    case .hashes: .hashes
    case .authors: .authors
    case .contributors: .contributors
    case .images: .images
    case .skipped: .skipped
    case .compareLine: .compareLine
    }
  }
}

/// Which repository a log is about, and where it goes; the same for `log`, `notes` and `report`.
struct LogSourceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The repository (default: the only one, or that of the working directory).",
      valueName: "name"), completion: CommandLineCompletion.kind)
  var repo: String?

  @Option(
    help: ArgumentHelp("Only the line of versions with this prefix.", valueName: "prefix"))
  var line: String?

  @Option(
    help: ArgumentHelp(
      "Only commits that change this path of the repository (can be repeated).",
      valueName: "path"))
  var path: [String] = []

  @Option(
    help: ArgumentHelp("Read this configuration instead of .stemma/config.yaml.", valueName: "path")
  )
  var config: String?

  @Option(
    help: ArgumentHelp("Write to a file instead of the standard output.", valueName: "path"),
    completion: .file())
  var output: String?

  func validate() throws {
    for path in path where path.isEmpty || path.contains("\n") {
      throw ValidationError("--path needs the path of a file or folder.")
    }
  }
}

/// How the document of a log looks; the same for `log` and `notes`.
struct LogFormatOptions: ParsableArguments {
  @Option(help: "The form of the document.")
  var format: ReleaseLog.Format = .markdown

  @Option(help: ArgumentHelp("Show this part, too (can be repeated).", valueName: "part"))
  var show: [LogPart] = []

  @Option(help: ArgumentHelp("Leave this part out (can be repeated).", valueName: "part"))
  var hide: [LogPart] = []

  @Flag(help: "List the commits that make no entry, with the reasons.")
  var explain = false

  /// Returns the choice of parts, starting from those that a document has by itself.
  func options(_ defaults: LogParts) -> LogOptions {
    var parts = defaults
    for part in show { parts.formUnion(part.parts) }
    if explain { parts.formUnion(.skipped) }
    for part in hide { parts.subtract(part.parts) }
    return LogOptions(parts: parts)
  }
}
