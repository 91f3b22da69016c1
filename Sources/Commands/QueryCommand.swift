internal import ArgumentParser
internal import QueryLanguage

/// Asks in the query language.
struct QueryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query", _superCommandName: "stemma",
    abstract: "Ask a question in the query language.",
    discussion: """
      A query is a relation and stages that its rows flow through:

        stemma query 'tags | where class = "release" | sort since desc | take 5'
        stemma query 'commits in v1.27.3..v1.28.0 | summarize count() as n by author'

      `stemma schema` lists the relations. The text may also come from a file (-f FILE) or from \
      the standard input (-).
      """)

  @Argument(help: "The query; - reads it from the standard input.")
  var text: String?

  @Option(name: .shortAndLong, help: ArgumentHelp("Read the query from a file.", valueName: "path"))
  var file: String?

  @OptionGroup var database: DatabaseOptions
  @OptionGroup var question: QuestionOptions

  func validate() throws {
    if (text == nil) == (file == nil) {
      throw ValidationError("Give either the text of a query or a file with -f.")
    }
  }

  func run() throws {
    try question.reportingErrors(ask)
  }

  private func ask() throws {
    let bytes: [UInt8]
    if let file {
      bytes = try Console.readFile(file)
    } else if let text, text != "-" {
      bytes = Array(text.utf8)
    } else {
      bytes = try Console.readInput()
    }
    try Question(bytes: bytes, name: file, options: question).ask(database)
  }
}
