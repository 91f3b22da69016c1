internal import ArgumentParser
internal import QueryLanguage
internal import Reports

extension AnswerFormat: ExpressibleByArgument {}

/// How a question is asked and answered; the same for `query` and `run`.
struct QuestionOptions: ParsableArguments {
  enum Expectation: String, ExpressibleByArgument, CaseIterable {
    case none, some, one
  }

  enum SQLForm: String, ExpressibleByArgument, CaseIterable {
    case statement, shell
  }

  enum ErrorFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Option(help: "The form of the answer.")
  var format: AnswerFormat = .table

  @Option(
    name: .customLong("param"),
    help: ArgumentHelp("Give a parameter a value (can be repeated).", valueName: "name=value"),
    completion: CommandLineCompletion.kind)
  var parameters: [String] = []

  @Option(
    help: ArgumentHelp("Ask as of a time, such as 2025-03-01 or '7d ago'.", valueName: "time"))
  var asOf: String?

  @Option(
    help: ArgumentHelp("Look up names in this repository.", valueName: "name"),
    completion: CommandLineCompletion.kind)
  var repo: String?

  @Option(help: "Fail with exit code 1 unless there are no, some, or one row.")
  var expect: Expectation?

  @Option(
    defaultAsFlag: SQLForm.statement,
    help: "Print the SQL instead of running it; --sql=shell for the sqlite3 program.")
  var sql: SQLForm?

  @Flag(help: "Print how the query was understood, and the plan, instead of running it.")
  var explain = false

  @Option(
    help: ArgumentHelp(
      "Cut the answer after this many rows (default: 10000 for table, json, markdown and html).",
      valueName: "n"))
  var maxRows: Int?

  @Option(help: ArgumentHelp("Stop after this many seconds.", valueName: "seconds"))
  var timeout: Double = 10

  @Flag(help: "Keep every byte in CSV: no quote before what a spreadsheet takes for a formula.")
  var csvRaw = false

  @Option(help: "The form of errors in the query.")
  var errorFormat: ErrorFormat = .text

  func validate() throws {
    if let maxRows, maxRows < 1 { throw ValidationError("--max-rows needs a number above 0.") }
    guard timeout > 0, timeout < 1e9 else {
      throw ValidationError("--timeout needs a number of seconds above 0.")
    }
    for parameter in parameters where !parameter.dropFirst().contains("=") {
      throw ValidationError("--param needs NAME=VALUE, not '\(displayText(parameter))'.")
    }
  }

  /// The values given by name.
  func values() throws -> [String: String] {
    var values: [String: String] = [:]
    for parameter in parameters {
      guard let equals = parameter.firstIndex(of: "=") else { continue }
      let name = String(parameter[..<equals])
      guard
        values.updateValue(String(parameter[parameter.index(after: equals)...]), forKey: name)
          == nil
      else { throw UserError("parameter \(name) was given twice", status: .usage) }
    }
    return values
  }

  /// The most rows of an answer: formats that are read as a whole are cut, streams are not.
  var rowLimit: Int? {
    if let maxRows { return maxRows }
    switch format {
    case .table, .json, .markdown, .html: return 10_000
    case .jsonl, .csv, .tsv: return nil
    }
  }
}
