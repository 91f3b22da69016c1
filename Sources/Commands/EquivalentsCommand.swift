internal import ArgumentParser
internal import HistoryStore
internal import QueryLanguage

/// Lists the copies of a commit, and looks for more by patches.
struct EquivalentsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "equivalents", _superCommandName: "stemma",
    abstract:
      "List the copies of a commit: its picks and backports, and what they were picked from.",
    discussion: """
      What messages, authors, times and requests tell is known already. --patch-id also asks git for \
      the patches of the commits on other sides of forks that change the same file, and keeps what \
      is the same: `releases containing X or equivalent`, `fix-in` and release logs know it from then \
      on. It takes the repository, or its mirror, with the contents of files.

        stemma equivalents 9f31c2d
        stemma equivalents v1.2.3 --patch-id
      """)

  @Argument(
    help: ArgumentHelp("The commit: an id, a tag or a branch.", valueName: "commit"),
    completion: CommandLineCompletion.kind)
  var commit: String

  @Flag(name: .customLong("patch-id"), help: "Compare patches first, and keep what is the same.")
  var comparesPatches = false

  @OptionGroup var database: DatabaseOptions
  @OptionGroup var question: QuestionOptions

  func run() async throws {
    var isComplete = true
    if comparesPatches {
      isComplete = try await PatchComparison(
        commit: commit, repository: question.repo, database: database.pathToRead()
      ).run()
    }
    try question.reportingErrors {
      let query = try SavedQuery.named("equivalents-of")
      var options = question
      options.parameters.append("commit=\(commit)")
      try Question(text: query.text.body, name: query.name, options: options).ask(database)
    }
    if !isComplete { throw ExitStatus.incomplete }
  }
}
