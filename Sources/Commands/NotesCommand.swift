internal import ArgumentParser
internal import ReleaseLogs
internal import Reports

/// Writes the notes of one release.
struct NotesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notes", _superCommandName: "stemma",
    abstract: "Write the notes of one release, without a heading, for a release page.",
    discussion: """
      The version is one of the main line, or a tag.

        stemma notes v1.4.0
        stemma notes client/v2.0.0 --show authors
        stemma notes --unreleased
      """)

  @Argument(help: "The version or tag.", completion: CommandLineCompletion.kind)
  var version: String?

  @Flag(help: "What no release has yet instead of a release.")
  var unreleased = false

  @OptionGroup var source: LogSourceOptions
  @OptionGroup var form: LogFormatOptions
  @OptionGroup var database: DatabaseOptions

  func validate() throws {
    if (version == nil) != unreleased {
      throw ValidationError("Give either a version or --unreleased.")
    }
  }

  func run() async throws {
    let options = form.options(.notes)
    let template = try form.readTemplate()
    let document = LogDocument(source: source, database: database)
    let log = try await document.log(
      needsContributors: form.needsContributors(options)
    ) { request, history, session in
      request.scope = .unreleased
      if let version {
        let names = LogNames(history: history, session: session, line: request.line)
        request.scope = .release(try names.release(version))
      }
    }
    try document.write { try log.write(form, options, by: template, to: $0) }
    try LogDocument.check(
      log, showsNotes: template == nil && (form.format == .json || options.parts.contains(.title)))
  }
}
