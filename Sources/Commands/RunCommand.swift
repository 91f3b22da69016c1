internal import ArgumentParser
internal import QueryLanguage

/// Asks a saved question.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", _superCommandName: "stemma",
    abstract: "Run a saved query.",
    discussion: """
      `stemma queries` lists them with their parameters.

        stemma run contains 51f400ac
        stemma run shipped v1.27.3 v1.28.0 --format markdown
        stemma run version-regressions --param prereleases=true
      """)

  @Argument(
    help: "The name of the query.",
    completion: .custom { _, _, _ in SavedQuery.all.map(\.name) })
  var name: String

  @Argument(
    help: ArgumentHelp(
      "Values of its parameters, in the order in which `stemma queries` names them.",
      valueName: "value"), completion: CommandLineCompletion.kind)
  var values: [String] = []

  @OptionGroup var database: DatabaseOptions
  @OptionGroup var question: QuestionOptions

  func run() throws {
    try question.reportingErrors(ask)
  }

  private func ask() throws {
    let query = try SavedQuery.named(name)
    var options = question
    options.parameters += try parameters(of: query)
    try Question(text: query.text.body, name: name, options: options).ask(database)
  }

  /// Returns the values by position as `NAME=VALUE`.
  private func parameters(of query: SavedQuery) throws -> [String] {
    let names = query.parameters.map(\.name.text)
    guard values.count <= names.count else {
      throw UserError(
        "\(name) takes \(names.count) values, not \(values.count)",
        hints: [
          names.isEmpty ? "it has no parameters" : "parameters: \(names.joined(separator: ", "))"
        ], status: .usage)
    }
    return zip(names, values).map { "\($0)=\($1)" }
  }
}
