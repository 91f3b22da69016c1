internal import EmbeddedFiles
internal import QueryLanguage

/// A question that was written down: one of the program's own, or a file of the user.
struct SavedQuery {
  let name: String
  let text: SavedQueryText

  /// The saved questions of the program, sorted by name.
  static let all: [SavedQuery] = EmbeddedFiles.queries.compactMap { file in
    guard file.name.hasSuffix(".stq") else { return nil }
    return SavedQuery(
      name: String(file.name.dropLast(4)), text: SavedQueryText(file.contents))
  }

  static func named(_ name: String) throws -> SavedQuery {
    if let query = all.first(where: { $0.name == name }) { return query }
    let names = all.map(\.name)
    let near = NearNames.label(name, among: names)
    throw UserError(
      "there is no saved query \"\(name)\"\(near.map { ": \($0)" } ?? "")",
      hints: ["saved queries: \(names.joined(separator: ", "))"], status: .wrongQuery)
  }

  /// The declarations of the parameters.
  var parameters: [ParameterDeclaration] {
    let syntax = try? QueryParser.parse(text.body)
    return (syntax?.headers ?? []).compactMap { header in
      if case .parameter(let declaration) = header { declaration } else { nil }
    }
  }
}
