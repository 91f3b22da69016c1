internal import ArgumentParser
internal import ReleaseLogs
internal import Reports

/// Writes all that is known of a project.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", _superCommandName: "stemma",
    abstract: "Write a complete report: the release log, moves of names, and what they rest on.",
    discussion: """
      It is one JSON object; docs/schemas/release-log.schema.json describes it.

        stemma report > report.json
        stemma report --ndjson | jq -r 'select(.type == "release") | .version'
        stemma report --html --output report.html
      """)

  @Flag(help: "Write one JSON object, as without any option.")
  var json = false

  @Flag(help: "Write one page that needs no other file and no network.")
  var html = false

  @Flag(
    help: "Write one JSON object a line: the report, each release, contributor, move and source.")
  var ndjson = false

  @Option(
    help: ArgumentHelp(
      "Only what is between two commits; A.. goes to the default branch.", valueName: "a..b"))
  var range: String?

  @OptionGroup var source: LogSourceOptions
  @OptionGroup var database: DatabaseOptions

  func validate() throws {
    if [json, html, ndjson].count(where: { $0 }) > 1 {
      throw ValidationError("Give one of --json, --html and --ndjson.")
    }
  }

  func run() async throws {
    let now = Console.now()
    let document = LogDocument(source: source, database: database)
    var report = try await document.report(madeAt: now) { request, history, session in
      guard let range else { return }
      request.scope = .range(
        try LogNames(history: history, session: session, line: request.line).range(range))
    }
    report.selection = HistoryReport.Selection(
      range: range.map { Array($0.utf8) }, line: source.line.map { Array($0.utf8) },
      paths: source.path.map { Array($0.utf8) })
    try document.write { output in
      if html {
        try report.writePage(to: output)
      } else if ndjson {
        try report.writeLines(to: output)
      } else {
        try report.writeJSON(to: output)
      }
    }
    try LogDocument.check(report.log, showsNotes: true)
  }
}
