internal import QueryLanguage

/// Offers the parameters of a query and their values by type.
struct ParameterCompletion {
  let names: HistoryNames

  /// Returns what `NAME=VALUE` can go on with: the names that are declared, then values.
  func assignments(
    of parameters: [ParameterDeclaration], _ written: String
  ) -> [CompletionCandidate] {
    guard let equals = written.firstIndex(of: "=") else {
      return parameters.map {
        CompletionCandidate($0.name.text + "=", .parameter, $0.type.rawValue)
      }
    }
    let name = String(written[..<equals])
    guard let parameter = parameters.first(where: { $0.name.text == name }) else { return [] }
    let value = String(written[written.index(after: equals)...])
    return values(of: parameter, value).map {
      CompletionCandidate("\(name)=\($0.text)", $0.kind, $0.documentation)
    }
  }

  /// Returns values that a parameter may have, those that begin with what is written.
  func values(of parameter: ParameterDeclaration, _ written: String) -> [CompletionCandidate] {
    let choices = parameter.choices.compactMap { choice -> String? in
      guard case .literal(.string(let bytes), _) = choice else { return nil }
      return String(decoding: bytes, as: UTF8.self)
    }
    let found: [CompletionCandidate]
    switch parameter.type {
    case _ where !choices.isEmpty: found = choices.map { CompletionCandidate($0, .value) }
    case .bool: found = ["true", "false"].map { CompletionCandidate($0, .value) }
    case .time:
      found = ["now", "today", "yesterday", "7d ago"].map { CompletionCandidate($0, .time) }
    case .ref, .commit:
      found = names.refs(
        of: [.tag, .branch], repository: nil, prefix: written, limit: QueryCompletion.limit
      ).map { CompletionCandidate($0.text, .ref, $0.documentation) }
    case .version:
      found = names.values(
        of: "version", in: "releases", prefix: written, limit: QueryCompletion.limit
      ).map { CompletionCandidate($0.text, .value) }
    default: found = []
    }
    return found.filter { $0.text.hasPrefix(written) }
  }
}
