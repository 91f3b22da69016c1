internal import QueryLanguage
internal import Reports

/// Finds what a line of the shell can be completed with: a query, or a command and its words.
struct ShellCompletion {
  let names: HistoryNames

  /// - Parameter draft: The lines of the query before this one.
  func complete(_ line: String, at offset: Int, after draft: String) -> EditedCompletion {
    let start = line.drop(while: \.isWhitespace)
    if draft.isEmpty, start.hasPrefix(".") || start.hasPrefix("\\") {
      return command(Array(line.utf8.prefix(offset)))
    }
    let before = draft.isEmpty ? "" : draft + "\n"
    let shift = before.utf8.count
    let found = QueryCompletion.complete(before + line, at: shift + offset, names: names)
    return EditedCompletion(lower: found.range.lower - shift, candidates: found.candidates)
  }

  private func command(_ bytes: [UInt8]) -> EditedCompletion {
    let lower = (bytes.lastIndex(of: 0x20) ?? -1) + 1
    let written = String(decoding: bytes[lower...], as: UTF8.self)
    let words = String(decoding: bytes[..<lower], as: UTF8.self)
    let all: [CompletionCandidate]
    if words.allSatisfy(\.isWhitespace) {
      all = ShellMeta.allCases.map {
        CompletionCandidate("." + $0.rawValue, .keyword, $0.documentation)
      }
    } else if let (command, given) = try? ShellMeta.parse(words.drop(while: \.isWhitespace) + "") {
      all = arguments(of: command, given, written)
    } else {
      all = []
    }
    return EditedCompletion(
      lower: lower, candidates: all.filter { $0.text.hasPrefix(written) })
  }

  private func arguments(
    of command: ShellMeta, _ given: [String], _ written: String
  ) -> [CompletionCandidate] {
    switch command {
    case .schema where given.isEmpty:
      Catalog.relations.map { CompletionCandidate($0.name, .relation, $0.documentation) }
    case .run where given.isEmpty:
      SavedQuery.all.map { CompletionCandidate($0.name, .value, $0.text.title ?? "") }
    case .run: values(for: given, written)
    case .format where given.isEmpty:
      AnswerFormat.allCases.map { CompletionCandidate($0.rawValue, .value) }
    case .explain where given.isEmpty, .sql where given.isEmpty, .timing where given.isEmpty:
      [CompletionCandidate("on", .value), CompletionCandidate("off", .value)]
    case .repo where given.isEmpty:
      (names.repositories() + ["off"]).map { CompletionCandidate($0, .repository) }
    case .asOf where given.isEmpty:
      ["today", "yesterday", "off"].map { CompletionCandidate($0, .time) }
    default: []
    }
  }

  /// Offers the parameters of a saved query, and values for the next one.
  private func values(for given: [String], _ written: String) -> [CompletionCandidate] {
    guard let query = try? SavedQuery.named(given[0]) else { return [] }
    let values = ParameterCompletion(names: names)
    if written.contains("=") { return values.assignments(of: query.parameters, written) }
    let position = given.count - 1
    let parameters = query.parameters
    let next =
      position < parameters.count ? values.values(of: parameters[position], written) : []
    return next + values.assignments(of: query.parameters, written)
  }
}
