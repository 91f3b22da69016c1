/// The texts of the errors about version queries.
extension GoModuleError {
  static func revisionQuery(_ text: String) -> GoModuleError {
    GoModuleError(
      .invalidQuery, "the query \"\(text)\" names a branch, a tag or a commit, not a version")
  }

  static func invalidBound(_ version: String, _ query: String) -> GoModuleError {
    GoModuleError(
      .invalidQuery, "\"\(version)\" in the query \"\(query)\" is not a version such as v1.2.3")
  }

  static func ambiguousBound(_ version: String, _ query: String) -> GoModuleError {
    GoModuleError(
      .invalidQuery,
      "\"\(version)\" in the query \"\(query)\" is ambiguous: it does not say whether "
        + "\(version)'s later patches are meant")
  }

  static let patchWithoutCurrent = GoModuleError(
    .invalidQuery, "the query \"patch\" needs a current version")

  static func noMatchingVersion(_ query: String, current: String?) -> GoModuleError {
    let state = current.map { " (the current version is \"\($0)\")" } ?? ""
    return GoModuleError(.noMatchingVersion, "no version fits the query \"\(query)\"\(state)")
  }
}
