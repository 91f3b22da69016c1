internal import ArgumentParser
internal import QueryLanguage
internal import Reports

/// Finds what the last word of a command line can be, for the completion scripts of shells.
///
/// It only reads, and what it cannot read it does not offer.
enum CommandLineCompletion {
  /// Completes an option or argument whose values depend on the rest of the command line.
  static let kind = CompletionKind.custom { words, index, prefix in
    guard words.indices.contains(index), index > 0 else { return [] }
    return candidates(Array(words[1..<index]) + [prefix]).filter(isPlain)
  }

  /// Whether a candidate means itself in a shell, and shows what it is.
  ///
  /// The script of bash expands every candidate as if it stood in a command, so that the name of a
  /// ref, which others chose, could run one.
  private static func isPlain(_ word: String) -> Bool {
    guard displayText(word) == word else { return false }
    return word.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
        true
      default: "-._/:@+=,%".utf8.contains(byte)
      }
    }
  }

  /// Returns the words that the last one can be.
  ///
  /// - Parameter words: The command line without the program's name, up to the cursor.
  static func candidates(_ words: [String]) -> [String] {
    guard let written = words.last, let command = words.first, words.count > 1 else { return [] }
    let before = Array(words.dropLast())
    let names = HistoryNames(
      database: database(of: before), repository: value(of: "--repo", in: before))
    let found: [String]
    switch before.last {
    case "--format"? where ["log", "notes"].contains(command):
      found = ReleaseLog.Format.allCases.map(\.rawValue)
    case "--format"?: found = AnswerFormat.allCases.map(\.rawValue)
    case "--show"?, "--hide"?: found = LogPart.allCases.map(\.rawValue)
    case "--repo"?: found = names.repositories()
    case "--param"?: found = assignments(command, before, written, names)
    case let option? where optionsWithValue.contains(option): found = []
    default: found = written.hasPrefix("-") ? [] : arguments(command, before, written, names)
    }
    return found.filter { $0.hasPrefix(written) }
  }

  /// The options whose next word is no argument.
  private static let optionsWithValue: Set<String> = [
    "--db", "--format", "--param", "--as-of", "--repo", "--expect", "--max-rows", "--timeout",
    "--error-format", "--file", "-f", "--line", "--path", "--config", "--output", "--range",
    "--since",
    "--until", "--limit", "--template",
  ]

  /// Returns the words after the command that are neither options nor their values.
  private static func positional(_ words: [String]) -> [String] {
    var found: [String] = []
    var isValue = false
    for word in words.dropFirst() {
      if !isValue, !word.hasPrefix("-") { found.append(word) }
      isValue = !isValue && optionsWithValue.contains(word)
    }
    return found
  }

  private static func value(of option: String, in words: [String]) -> String? {
    for (word, next) in zip(words, words.dropFirst()) where word == option { return next }
    return words.first { $0.hasPrefix(option + "=") }.map { String($0.dropFirst(option.count + 1)) }
  }

  private static func database(of words: [String]) -> DatabaseOptions {
    let given = value(of: "--db", in: words).map { ["--db", $0] } ?? []
    return (try? DatabaseOptions.parse(given)) ?? DatabaseOptions()
  }

  private static func arguments(
    _ command: String, _ before: [String], _ written: String, _ names: HistoryNames
  ) -> [String] {
    let given = positional(before)
    switch command {
    case "run":
      guard let name = given.first else { return SavedQuery.all.map(\.name) }
      guard let query = try? SavedQuery.named(name) else { return [] }
      let parameters = query.parameters
      guard given.count <= parameters.count else { return [] }
      return ParameterCompletion(names: names)
        .values(of: parameters[given.count - 1], written).map(\.text)
    case "notes" where given.isEmpty:
      return names.values(
        of: "version", in: "releases", prefix: written, limit: QueryCompletion.limit
      ).map(\.text)
    default: return []
    }
  }

  /// Returns what `--param` can be followed by: the parameters of the query that is asked.
  private static func assignments(
    _ command: String, _ before: [String], _ written: String, _ names: HistoryNames
  ) -> [String] {
    guard let first = positional(before).first else { return [] }
    let declared: [ParameterDeclaration]
    if command == "run" {
      declared = (try? SavedQuery.named(first))?.parameters ?? []
    } else {
      declared = SavedQuery(name: "", text: SavedQueryText(first)).parameters
    }
    return ParameterCompletion(names: names).assignments(of: declared, written).map(\.text)
  }
}
