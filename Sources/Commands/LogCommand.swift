internal import ArgumentParser
internal import QueryLanguage
internal import ReleaseLogs
internal import Reports

/// Writes the release log of a repository.
struct LogCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", _superCommandName: "stemma",
    abstract: "Write the release log: what each release brought, newest first.",
    discussion: """
      Every release of every line of versions is in it, also those on branches of their own, and what \
      no release has yet. A release is compared with the highest lower version of its line that it \
      contains; a final release with the final one before.

        stemma log > CHANGELOG.md
        stemma log --range v1.2.0..v1.4.0 --explain
        stemma log --unreleased --format text
        stemma log --line client/v --path client --limit 3
      """)

  @Option(
    help: ArgumentHelp(
      "Only what is between two commits; A.. goes to the default branch.", valueName: "a..b"))
  var range: String?

  @Flag(help: "Only what no release has yet.")
  var unreleased = false

  @Option(help: ArgumentHelp("Only releases from this time on.", valueName: "time"))
  var since: String?

  @Option(help: ArgumentHelp("Only releases before this time.", valueName: "time"))
  var until: String?

  @Option(
    help: ArgumentHelp(
      "Only so many of the newest releases, and what no release has yet.", valueName: "n"))
  var limit: Int?

  @OptionGroup var source: LogSourceOptions
  @OptionGroup var form: LogFormatOptions
  @OptionGroup var database: DatabaseOptions

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit needs a number above 0.") }
    if unreleased, range != nil || since != nil || until != nil {
      throw ValidationError("--unreleased goes with neither --range, --since nor --until.")
    }
  }

  func run() async throws {
    let options = form.options(.log)
    let now = Console.now()
    let since = try since.map { try instant($0, "--since", now) }
    let until = try until.map { try instant($0, "--until", now) }
    let template = try form.readTemplate()
    let document = LogDocument(source: source, database: database)
    let log = try await document.log(
      needsContributors: form.needsContributors(options)
    ) { request, history, session in
      if unreleased { request.scope = .unreleased }
      if let range {
        request.scope = .range(
          try LogNames(history: history, session: session, line: request.line).range(range))
      }
      request.since = since
      request.until = until
      request.limit = limit
    }
    try document.write { try log.write(form, options, by: template, to: $0) }
    try LogDocument.check(
      log, showsNotes: template == nil && (form.format == .json || options.parts.contains(.title)))
  }

  private func instant(_ text: String, _ option: String, _ now: Int64) throws -> Int64 {
    do {
      return try QueryParser.parseInstant(text, now: now)
    } catch {
      throw UserError(
        "\(option) needs a time, not \"\(text)\"",
        hints: ["such as 2025-03-01, 2025-03-01T12:00Z or '30d ago'"], status: .usage)
    }
  }
}
