internal import ArgumentParser
internal import Reports

extension ReleaseLog.Format: ExpressibleByArgument {}

extension ReleaseLog {
  /// Writes the log by a template, or else as the options say.
  func write(
    _ form: LogFormatOptions, _ options: LogOptions, by template: ReleaseTemplate?,
    to output: ByteWriter
  ) throws {
    if let template {
      try template.write(self, to: output, groups: options.groups)
    } else {
      try write(as: form.format, to: output, options: options)
    }
  }
}

/// A part of a release's document that can be shown or hidden.
enum LogPart: String, ExpressibleByArgument, CaseIterable {
  case title, headings, facts, summary, hashes, copies, authors, contributors, images, skipped
  case compareLine = "compare-line"

  var parts: LogParts {
    switch self {
    case .title: .title
    case .headings: .headings
    case .facts: .facts
    case .summary: .summary
    case .hashes: .hashes
    case .copies: .copies
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

  @Flag(help: "The same as --format json.")
  var json = false

  @Option(help: ArgumentHelp("Show this part, too (can be repeated).", valueName: "part"))
  var show: [LogPart] = []

  @Option(help: ArgumentHelp("Leave this part out (can be repeated).", valueName: "part"))
  var hide: [LogPart] = []

  @Flag(help: "List the commits that make no entry, with the reasons.")
  var explain = false

  @Option(
    help: ArgumentHelp(
      "Write the document by a Mustache template; --format tells what it makes.", valueName: "path"),
    completion: .file())
  var template: String?

  mutating func validate() throws {
    if json { format = .json }
    if template != nil, format == .json {
      throw ValidationError("--template makes markdown, text or html, not json.")
    }
  }

  /// Whether entries or templates name people.
  func needsContributors(_ options: LogOptions) -> Bool {
    format == .json || template != nil || options.parts.contains(.contributors)
  }

  /// Reads the template that was named.
  func readTemplate() throws -> ReleaseTemplate? {
    guard let template else { return nil }
    let kind = ReleaseTemplate.Kind(rawValue: format.rawValue) ?? .markdown
    do {
      return try ReleaseTemplate(
        try Console.readFile(template), name: template, kind: kind)
    } catch let error as TemplateError {
      throw UserError("\(error)", hints: error.hints, status: .usage)
    }
  }

  /// Returns the choice of parts, starting from those that a document has by itself.
  func options(_ defaults: LogParts) -> LogOptions {
    var parts = defaults
    for part in show { parts.formUnion(part.parts) }
    if explain { parts.formUnion(.skipped) }
    for part in hide { parts.subtract(part.parts) }
    return LogOptions(parts: parts)
  }
}
