internal import ArgumentParser
internal import GitSource
internal import HistoryStore
internal import Indexing
internal import Reports

/// Records what a server's hook wrote of the pushes that it received.
struct IndexPushLogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "push-log", _superCommandName: "stemma index",
    abstract: "Read when refs changed from a log that a server's hook writes.",
    discussion: """
      A line is TIME OLD NEW REF [ACTOR], or a JSON object with the members at, old, new, ref and \
      actor. The repository has to be indexed already. This post-receive hook writes such a log:

        while read old new ref; do
          printf '%s %s %s %s %s\\n' "$(date -u +%FT%TZ)" "$old" "$new" "$ref" "$USER"
        done >> pushes.log
      """)

  @Argument(
    help: ArgumentHelp("The log; - is the standard input.", valueName: "file"), completion: .file())
  var file: String

  @Option(
    help: ArgumentHelp("The repository's name in the history.", valueName: "name"),
    completion: CommandLineCompletion.kind)
  var repo: String

  @OptionGroup var database: DatabaseOptions

  @Option(
    name: .customLong("config"),
    help: ArgumentHelp(
      "The configuration (default: config.yaml in the .stemma folder of the database).",
      valueName: "file"))
  var configurationPath: String?

  @Flag(name: .shortAndLong, help: "Print nothing but problems.")
  var quiet = false

  func run() throws {
    let path = try database.pathToRead()
    let configuration = try HistoryConfiguration(named: configurationPath, database: path)
    let limit = PushLog.maximumSize
    let bytes =
      try file == "-" ? Console.readInput(limit: limit) : Console.readFile(file, limit: limit)
    guard bytes.count <= limit else {
      throw UserError(
        "\(file) has more than \(limit) bytes",
        hints: ["give it in parts, the oldest first: entries that are known add nothing"],
        status: .environment)
    }
    let log = PushLog.parse(bytes)
    let writer = try HistoryWriter(path: path, mustExist: true)
    defer { writer.close() }
    let location = file == "-" ? "standard input" : Console.canonicalPath(file)
    let summary = try writer.record(
      PushLogLook(
        repository: repo, location: Array(location.utf8), log: log,
        rules: try configuration.settings(of: repo, in: writer).rules, lookedAt: Console.now()))
    if !quiet {
      let entries = counted(log.entries.count, "entry", "entries")
      let news =
        summary.recorded == 0
        ? "nothing new"
        : "\(counted(summary.recorded, "new entry", "new entries")) "
          + "of \(counted(summary.refs, "ref", "refs"))"
      try Console.print("\(displayText(repo)): \(entries)\n  \(news)")
    }
    try warn(log, summary)
  }

  /// Says what of the log was not used.
  private func warn(_ log: RefLog, _ summary: PushLogSummary) throws {
    for ref in summary.contradicted.prefix(5) {
      Console.warn(
        "note: \(displayText(repo)): the log of \(displayText(String(decoding: ref, as: UTF8.self))) "
          + "differs from what was seen; it was used as far as it agrees")
    }
    if summary.foreign > 0 {
      Console.warn(
        "warning: \(counted(summary.foreign, "entry has ids", "entries have ids")) of another "
          + "length than those of \(displayText(repo))")
    }
    if log.skipped > 0 {
      Console.warn(
        "warning: \(displayText(file)): \(counted(log.skipped, "malformed line was", "malformed lines were")) "
          + "left out\n  hint: a line is TIME OLD NEW REF [ACTOR]")
    }
    if log.skipped + summary.foreign > 0 { throw ExitStatus.incomplete }
  }
}
