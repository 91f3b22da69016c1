internal import QueryLanguage

/// The commands of the shell, which are no queries.
enum ShellMeta: String, CaseIterable {
  case help, schema, functions, queries, run, format, explain, sql, repo
  case asOf = "as-of"
  case timing, quit

  var usage: String {
    switch self {
    case .help, .functions, .queries, .quit: "." + rawValue
    case .schema: ".schema [RELATION]"
    case .run: ".run NAME [VALUE]…"
    case .format: ".format [FORMAT]"
    case .explain, .sql, .timing: ".\(rawValue) [on|off]"
    case .repo: ".repo [NAME|off]"
    case .asOf: ".as-of [TIME|off]"
    }
  }

  var documentation: String {
    switch self {
    case .help: "list the commands of the shell"
    case .schema: "list the relations, or describe one"
    case .functions: "list the functions of the language"
    case .queries: "list the saved queries"
    case .run: "run a saved query; values by position or as NAME=VALUE"
    case .format: "choose the form of answers, such as json or markdown"
    case .explain: "show how queries were understood instead of running them"
    case .sql: "show the SQL of queries instead of running them"
    case .repo: "look up names in this repository"
    case .asOf: "ask as of a time, such as 2025-03-01 or 7d ago"
    case .timing: "show how long answers take"
    case .quit: "leave the shell; so does Ctrl-D"
    }
  }

  /// What `psql` and other shells call them.
  private static let aliases: [String: ShellMeta] = [
    "?": .help, "d": .schema, "q": .quit, "exit": .quit, "tables": .schema, "h": .help,
    "df": .functions, "dt": .schema, "mode": .format,
  ]

  /// Returns the command of a line such as `.schema tags` or `\d tags`, and its words.
  static func parse(_ line: String) throws -> (command: ShellMeta, words: [String]) {
    let words = words(of: String(line.dropFirst()))
    let name = words.first ?? ""
    if let command = ShellMeta(rawValue: name) ?? aliases[name] {
      return (command, Array(words.dropFirst()))
    }
    let near = NearNames.label(name, among: allCases.map(\.rawValue))
    throw UserError(
      "there is no shell command \"\(name)\"\(near.map { ": \($0)" } ?? "")",
      hints: ["commands: \(allCases.map { "." + $0.rawValue }.joined(separator: ", "))"],
      status: .usage)
  }

  /// Splits at spaces outside quotes.
  private static func words(of text: String) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in text {
      if let open = quote {
        if character == open { quote = nil } else { word?.append(character) }
      } else if character == "\"" || character == "'" {
        quote = character
        word = word ?? ""
      } else if character.isWhitespace {
        if let done = word { words.append(done) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    return words + (word.map { [$0] } ?? [])
  }

  static var helpText: String {
    let width = allCases.map(\.usage.count).max() ?? 0
    let lines = allCases.map { command in
      command.usage + String(repeating: " ", count: width - command.usage.count + 2)
        + command.documentation
    }
    return
      (lines + [
        "",
        "Anything else is a query. It ends with its line, unless that ends with |, a comma or the ;",
        "of a header, or a parenthesis is open; an empty line or another ; ends it, too.",
        "As in psql and sqlite3: \\?, \\d, \\dt, \\df, \\q, .tables, .mode, .exit.",
      ]).joined(separator: "\n")
  }
}
