internal import QueryLanguage

/// Finds a misspelt subcommand, which the argument parser would only call unexpected.
enum Subcommands {
  static func misspelling(in arguments: [String], among names: [String]) -> UserError? {
    guard let first = arguments.first, !first.hasPrefix("-"), !names.contains(first) else {
      return nil
    }
    let near = NearNames.label(first, among: names)
    return UserError(
      "there is no command \"\(first)\"\(near.map { ": \($0)" } ?? "")",
      hints: ["commands: \(names.joined(separator: ", "))"], status: .usage)
  }
}
