internal import ArgumentParser
internal import QueryLanguage
internal import Reports

/// Lists or shows the saved queries.
struct QueriesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "queries",
    abstract: "List the saved queries, or show one.",
    subcommands: [List.self, Show.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the saved queries.")

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      if json { return try Console.print(Self.json(SavedQuery.all)) }
      let heads = SavedQuery.all.map { query in
        let parameters = query.parameters.map { parameter in
          parameter.defaultValue == nil ? " \(parameter.name.text)" : " [\(parameter.name.text)]"
        }
        return query.name + parameters.joined()
      }
      let width = heads.map(\.count).max() ?? 0
      let lines = zip(heads, SavedQuery.all).map { head, query in
        head + String(repeating: " ", count: width - head.count) + "  " + (query.text.title ?? "")
      }
      try Console.print(lines.joined(separator: "\n"))
    }

    private static func json(_ queries: [SavedQuery]) -> String {
      let objects = queries.map { query in
        let parameters = query.parameters.map { parameter in
          "{\"name\":\(jsonText(parameter.name.text)),"
            + "\"type\":\(jsonText(parameter.type.rawValue)),"
            + "\"required\":\(parameter.defaultValue == nil)}"
        }
        return "{\"name\":\(jsonText(query.name)),\"title\":\(jsonText(query.text.title ?? "")),"
          + "\"description\":\(jsonText(query.text.description ?? "")),"
          + "\"parameters\":[\(parameters.joined(separator: ","))]}"
      }
      return "[\(objects.joined(separator: ",\n "))]"
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print the text of a saved query.")

    @Argument(
      help: "The name of the query.",
      completion: .custom { _, _, _ in SavedQuery.all.map(\.name) })
    var name: String

    func run() throws {
      let text = try SavedQuery.named(name).text.body
      try Console.print(text.hasSuffix("\n") ? String(text.dropLast()) : text)
    }
  }
}
