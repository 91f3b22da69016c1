internal import ArgumentParser
internal import Changelogs
internal import HistoryStore
internal import Indexing
internal import Reports

/// Indexes a changelog that is no file of an indexed repository, or the release pages of a forge.
struct IndexChangelogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "changelog", _superCommandName: "stemma index",
    abstract: "Index a changelog, or the release pages that a forge exports.",
    discussion: """
      The changelogs of a repository's default branch are read by `stemma index` itself. This reads \
      one that lies elsewhere, and release pages as JSON. Read again, what came, changed or went \
      since is recorded with the time of the reading.

        stemma index changelog ~/site/CHANGES.rst --repo shop
        gh api --paginate repos/acme/shop/releases | stemma index changelog - --repo shop
      """)

  @Argument(help: "The file; - for standard input.", completion: .file())
  var file: String

  @Option(
    help: ArgumentHelp(
      "The repository that it speaks of (default: the only one of the history).",
      valueName: "name"),
    completion: CommandLineCompletion.kind)
  var repo: String?

  @Option(
    help: ArgumentHelp(
      "Its format, such as keep-a-changelog or github-releases (default: found from the file).",
      valueName: "name"))
  var format: String?

  @OptionGroup var database: DatabaseOptions

  @Flag(name: .shortAndLong, help: "Print nothing but problems.")
  var quiet = false

  @Flag(help: "Print the summary as JSON.")
  var json = false

  func run() throws {
    let format = try format.map(Self.format)
    let limit = ChangelogReader.standardMaximumSize
    let bytes =
      try file == "-"
      ? Console.readInput(limit: limit) : Console.readFile(file, limit: limit)
    let changelog = ChangelogReader().read(bytes, path: file == "-" ? "" : file, format: format)
    guard !changelog.releases.isEmpty else {
      let problem = changelog.problems.first
      throw UserError(
        "\(file == "-" ? "the standard input" : file) holds no changelog"
          + (problem.map { ": \($0.message)" } ?? ""),
        hints: problem?.hints ?? [], status: .corrupt)
    }
    let writer = try HistoryWriter(path: try database.pathToRead(), mustExist: true)
    defer { writer.close() }
    let name = try repository(writer)
    let summary = try record(changelog, bytes, of: name, writer)
    try show(summary, changelog, of: name)
  }

  private static func format(_ name: String) throws -> ChangelogFormat {
    if let format = ChangelogFormat(rawValue: name) { return format }
    let names = ChangelogFormat.allCases.map(\.rawValue)
    throw UserError(
      "--format needs the name of a format: \"\(name)\" is none",
      hints: ["formats: \(names.joined(separator: ", "))"], status: .usage)
  }

  private func repository(_ writer: HistoryWriter) throws -> String {
    let names = try writer.gitRepositoryNames()
    guard !names.isEmpty else { throw UserError.noGitRepository() }
    guard let repo else {
      guard names.count == 1 else {
        throw UserError(
          "there are \(names.count) git repositories: which one the changelog speaks of is not clear",
          hints: ["name it with --repo: \(names.joined(separator: ", "))"], status: .usage)
      }
      return names[0]
    }
    if names.contains(repo) { return repo }
    let ending = names.filter { $0.hasSuffix("/" + repo) }
    if ending.count > 1 { throw UserError.repositoryAmbiguous(repo, ending) }
    guard let found = ending.first else { throw UserError.noRepository(repo, names) }
    return found
  }

  private func record(
    _ changelog: Changelog, _ bytes: [UInt8], of name: String, _ writer: HistoryWriter
  ) throws -> ChangelogSummary {
    let path = file == "-" ? "standard input" : Console.canonicalPath(file)
    let known = try writer.knownChangelogs(of: name).files[Array(path.utf8)]
    let now = Console.now()
    var timeline = known?.timeline ?? ChangelogTimeline<ChangelogReading.Moment>()
    // Since when the entries of the first reading were there nobody knows.
    timeline.add(changelog, at: .time(now), followsGap: known == nil)
    let file = ChangelogReading.File(
      path: Array(path.utf8), timeline: timeline, isWhole: known == nil,
      content: ChangelogReading.content(of: bytes), versionCount: 1)
    return try writer.record(
      ChangelogReading(
        repository: name, location: Array(path.utf8), sourceKind: .changelog, files: [file],
        readAt: now))
  }

  private func show(
    _ summary: ChangelogSummary, _ changelog: Changelog, of name: String
  ) throws {
    if json {
      try Console.print(
        """
        {"schema":1,"repo":\(jsonText(name)),"format":\(jsonText(changelog.format.rawValue)),\
        "headings":\(summary.headings),"entries":\(summary.entries),"new":\(summary.newEntries),\
        "ended":\(summary.endedEntries),"unread":\(changelog.unread.count),\
        "problems":[\(changelog.problems.map { jsonText($0.description) }.joined(separator: ","))]}
        """)
    } else if !quiet {
      try Console.print(
        """
        \(displayText(name)): \(counted(summary.headings, "section", "sections")), \
        \(counted(summary.entries, "entry", "entries")) (\(changelog.format.rawValue))
          \(counted(summary.newEntries, "new entry", "new entries"))
        """)
    }
    for problem in changelog.problems.prefix(5) {
      Console.warn("warning: \(displayText(file)): \(displayText(problem.description))")
    }
    let more = changelog.problems.count - 5 + changelog.furtherProblems
    if more > 0 { Console.warn("warning: and \(counted(more, "more problem", "more problems"))") }
    // The problems are told above.
    if !quiet, let unread = summary.unclear.first.flatMap(ChangelogNotes.unread) {
      Console.warn("note: \(displayText(file)): \(unread)")
    }
  }
}
