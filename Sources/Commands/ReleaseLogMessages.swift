internal import QueryLanguage

/// What `log`, `notes` and `report` say when they cannot do as they are asked.
extension UserError {
  static func noRepository(_ name: String, _ names: [String]) -> UserError {
    let near = NearNames.label(name, among: names).map { ": \($0)" } ?? ""
    return UserError(
      "the history has no git repository named \"\(name)\"\(near)",
      hints: names.isEmpty
        ? ["`stemma index` records one"] : ["repositories: \(NearNames.list(names))"],
      status: .usage)
  }

  static func noGitRepository() -> UserError {
    UserError(
      "the history has no git repository", hints: ["`stemma index` records one"], status: .usage)
  }

  static func severalRepositories(_ names: [String]) -> UserError {
    UserError(
      "the history has \(names.count) git repositories, and the log is of one",
      hints: ["--repo NAME chooses: \(NearNames.list(names))"], status: .usage)
  }

  static func repositoryAmbiguous(_ name: String, _ names: [String]) -> UserError {
    UserError(
      "\"\(name)\" is the end of several names", hints: ["repositories: \(NearNames.list(names))"],
      status: .usage)
  }

  static func noLine(_ name: String, _ names: [String]) -> UserError {
    let near = NearNames.label(name, among: names).map { ": \($0)" } ?? ""
    let lines = names.map { $0.isEmpty ? "\"\"" : $0 }
    return UserError(
      "there is no line of versions \"\(name)\"\(near)",
      hints: lines.isEmpty
        ? ["the repository has no tags that are versions"] : ["lines: \(NearNames.list(lines))"],
      status: .wrongQuery)
  }

  /// - Parameter tagClass: The class of the tag of that name, if there is one.
  static func noRelease(
    _ name: String, tagClass: String?, _ suggestions: VersionSuggestions
  ) -> UserError {
    let names = NearNames.list(suggestions.names)
    var question = ""
    let hint: String
    switch suggestions.kind {
    case .series: hint = "versions that begin so: \(names)"
    case .near:
      question = NearNames.label(name, among: suggestions.names).map { ": \($0)" } ?? ""
      hint = "nearest: \(names)"
    case .highest where suggestions.names.isEmpty:
      hint = "no tag is a version, and no changelog, release page or image knows one"
    case .highest: hint = "the highest: \(names)"
    }
    let message =
      switch tagClass {
      case nil: "there is no release \"\(name)\"\(question)"
      case "float", "channel": "\"\(name)\" is a moving tag, not a release"
      default: "\"\(name)\" is a tag, but not a release"
      }
    return UserError(message, hints: [hint], status: .wrongQuery)
  }

  static func releaseAmbiguous(_ name: String, _ tags: [String]) -> UserError {
    UserError(
      "\"\(name)\" is a version of several lines",
      hints: ["tags: \(NearNames.list(tags))"], status: .wrongQuery)
  }

  static func noCommit(_ name: String, _ nearest: [String]) -> UserError {
    UserError(
      "nothing is named \"\(name)\"",
      hints: nearest.isEmpty
        ? ["`stemma query refs` lists the tags and branches"]
        : ["near: \(NearNames.list(nearest))"], status: .wrongQuery)
  }

  static func deletedRef(_ display: String) -> UserError {
    let spelling = display.split(separator: " ", maxSplits: 1).joined(separator: ":")
    return UserError(
      "\(display) was deleted",
      hints: ["`stemma query 'history of \(spelling)'` tells where it pointed"],
      status: .wrongQuery)
  }

  static func refAmbiguous(_ name: String, _ matches: [String]) -> UserError {
    UserError(
      "\"\(name)\" is ambiguous", hints: ["it may be \(NearNames.list(matches, last: "or"))"],
      status: .wrongQuery)
  }

  static func notACommit(_ display: String) -> UserError {
    UserError("\(display) leads to no commit", status: .wrongQuery)
  }

  static func wrongRange(_ text: String) -> UserError {
    UserError(
      "--range needs A..B, not \"\(text)\"",
      hints: [
        "both are tags, branches or commits, as in v1.2.0..v1.3.0; A.. goes to the default branch"
      ],
      status: .usage)
  }

  static func noDefaultBranch(_ repository: String) -> UserError {
    UserError(
      "the default branch of \(repository) is not known", hints: ["--range A..B names an end"],
      status: .wrongQuery)
  }

  static func noRepositoryForPaths(_ repository: String, _ locations: [String]) -> UserError {
    UserError(
      "--path needs the repository itself, and \(repository) is not where it was read from",
      hints: locations.isEmpty ? [] : ["it was read from \(NearNames.list(locations))"],
      status: .environment)
  }

  static func noCommitChanges(_ paths: [String], of repository: String) -> UserError {
    UserError(
      "no commit of \(repository) changes \(NearNames.list(paths.map { "\"\($0)\"" }, last: "or"))",
      hints: ["a path begins at the root of the repository"], status: .wrongQuery)
  }
}
