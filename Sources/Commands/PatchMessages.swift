internal import QueryLanguage
internal import Reports

/// What the comparison of patches says.
enum PatchMessages {
  static func compared(_ commit: String, with count: Int, path: String, same: Int) -> String {
    "note: the patch of \(commit) was compared with \(counted(count, "commit", "commits")) on other "
      + "sides of forks that change \(path): \(same == 1 ? "1 is" : "\(same) are") the same"
  }

  static func leftOut(_ count: Int) -> String {
    "note: \(counted(count, "commit", "commits")) further away in time were not compared"
  }

  static func unreadable(_ count: Int, cause: String) -> String {
    "warning: \(counted(count, "commit", "commits")) could not be compared, as the repository does not "
      + "hold what the patches are made of\n  cause: \(displayText(cause))"
  }
}

extension UserError {
  static func noRepositoryForPatches(_ repository: String, _ locations: [String]) -> UserError {
    UserError(
      "--patch-id needs the repository itself, and \(repository) is not where it was read from",
      hints: locations.isEmpty ? [] : ["it was read from \(NearNames.list(locations))"],
      status: .environment)
  }

  static func noPatch(_ commit: String) -> UserError {
    UserError(
      "commit \(commit) has no patch: it is a merge, or changes no file", status: .wrongQuery)
  }

  static func unreadablePatch(_ commit: String, cause: String?) -> UserError {
    UserError(
      "the patch of commit \(commit) cannot be made", cause: cause,
      hints: ["a clone with --filter lacks the contents of files; a full clone has them"],
      status: .environment)
  }
}
