internal import ArgumentParser
internal import QueryLanguage
internal import Reports

/// Describes the relations and functions of the language.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", _superCommandName: "stemma",
    abstract: "List the relations, or describe one.",
    discussion: """
      Each relation NAME is also the view v_NAME of `stemma sql`.
      """)

  @Argument(
    help: "The relation to describe, or `functions`.",
    completion: .custom { _, _, _ in Catalog.relations.map(\.name) + ["functions"] })
  var relation: String?

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    switch relation {
    case nil: try Console.print(json ? Self.json(Catalog.relations) : Self.list)
    case "functions"?: try Console.print(Self.functions)
    case let name?:
      if let view = Catalog.sqlViews.first(where: { $0.name == name || $0.name == "v_" + name }) {
        return try Console.print(json ? "[\(Self.json(view))]" : Self.text(view))
      }
      let description = try find(name.hasPrefix("v_") ? String(name.dropFirst(2)) : name)
      try Console.print(json ? Self.json([description]) : Self.text(description))
    }
  }

  private func find(_ name: String) throws -> RelationDescription {
    if let found = Catalog.relations.first(where: { $0.name == name }) { return found }
    let names = Catalog.relations.map(\.name)
    let near = NearNames.label(name, among: names).map { ": \($0)" } ?? ""
    throw UserError(
      "there is no relation \"\(name)\"\(near)",
      hints: ["relations: \(names.joined(separator: ", "))"], status: .wrongQuery)
  }

  private static var list: String {
    let views = Catalog.sqlViews
    let width = (Catalog.relations.map(\.name.count) + views.map(\.name.count)).max() ?? 0
    let lines = Catalog.relations.map { relation in
      padded(relation.name, width) + "  " + relation.documentation
    }
    return
      (lines + ["", "only in SQL"]
      + views.map { padded($0.name, width) + "  " + $0.documentation } + [
        "",
        "`stemma schema RELATION` lists its columns, `stemma schema functions` "
          + "the functions.",
      ]).joined(separator: "\n")
  }

  private static func text(_ relation: RelationDescription) -> String {
    let names =
      relation.columns.map(\.name.count) + relation.links.map(\.name.count)
      + relation.sqlColumns.map(\.name.count)
    let width = names.max() ?? 0
    var lines = ["\(relation.name): \(relation.documentation)", "", "columns"]
    lines += relation.columns.map { column in
      "  \(padded(column.name, width))  \(padded(column.type.rawValue, 8))  \(column.documentation)"
    }
    if !relation.links.isEmpty {
      lines += ["", "links"]
      lines += relation.links.map { "  \(padded($0.name, width))  \($0.target)" }
    }
    if !relation.manyLinks.isEmpty {
      lines += ["", "links to many rows, for expand"]
      lines += relation.manyLinks.map { "  \(padded($0.name, width))  \($0.target)" }
    }
    if !relation.sqlColumns.isEmpty {
      lines += ["", "only in SQL, in v_\(relation.name)"]
      lines += relation.sqlColumns.map { "  \(padded($0.name, width))  \($0.documentation)" }
    }
    lines += [
      "",
      "order  "
        + (relation.defaultOrder.isEmpty
          ? "repository by repository, descendants before their ancestors"
          : relation.defaultOrder.joined(separator: ", ")),
      "as of  \(relation.supportsAsOf ? "yes" : "no")",
    ]
    return lines.joined(separator: "\n")
  }

  private static func text(_ view: ViewDescription) -> String {
    let width = view.columns.map(\.name.count).max() ?? 0
    let columns = view.columns.map { "  \(padded($0.name, width))  \($0.documentation)" }
    return (["\(view.name): \(view.documentation)", "", "columns, only in SQL"] + columns)
      .joined(separator: "\n")
  }

  private static var functions: String {
    let width = Catalog.functions.map(\.signature.count).max() ?? 0
    return Catalog.functions.map { function in
      padded(function.signature, width) + "  " + function.documentation
    }.joined(separator: "\n")
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private static func json(_ links: [LinkDescription]) -> String {
    links.map { "{\"name\":\(jsonText($0.name)),\"target\":\(jsonText($0.target))}" }
      .joined(separator: ",")
  }

  private static func json(_ relations: [RelationDescription]) -> String {
    let objects = relations.map { relation in
      let columns = relation.columns.map { column in
        "{\"name\":\(jsonText(column.name)),\"type\":\(jsonText(column.type.rawValue)),"
          + "\"nullable\":\(column.isNullable),"
          + "\"description\":\(jsonText(column.documentation))}"
      }
      let links = json(relation.links)
      let manyLinks = json(relation.manyLinks)
      return "{\"name\":\(jsonText(relation.name)),"
        + "\"description\":\(jsonText(relation.documentation)),"
        + "\"view\":\(jsonText("v_" + relation.name)),\"as_of\":\(relation.supportsAsOf),"
        + "\"columns\":[\(columns.joined(separator: ","))],"
        + "\"sql_columns\":[\(json(relation.sqlColumns))],"
        + "\"links\":[\(links)],\"many_links\":[\(manyLinks)]}"
    }
    let views = relations.count > 1 ? Catalog.sqlViews.map { json($0) } : []
    return "[\((objects + views).joined(separator: ",\n "))]"
  }

  private static func json(_ columns: [SQLColumnDescription]) -> String {
    columns.map { column in
      "{\"name\":\(jsonText(column.name)),\"description\":\(jsonText(column.documentation))}"
    }.joined(separator: ",")
  }

  private static func json(_ view: ViewDescription) -> String {
    "{\"name\":null,\"description\":\(jsonText(view.documentation)),"
      + "\"view\":\(jsonText(view.name)),\"as_of\":false,\"columns\":[],"
      + "\"sql_columns\":[\(json(view.columns))],\"links\":[],\"many_links\":[]}"
  }
}
