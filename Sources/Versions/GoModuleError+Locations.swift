/// The texts of the errors about pseudo-versions and about modules in repositories.
extension GoModuleError {
  static func pseudoVersionBuildWithoutBase(_ text: String, _ build: String) -> GoModuleError {
    GoModuleError(
      .invalidPseudoVersion,
      "the pseudo-version \"\(text)\" follows no version, and yet has the build metadata "
        + "\"\(build)\"")
  }

  static func pseudoVersionBeforeZero(_ text: String) -> GoModuleError {
    GoModuleError(
      .invalidPseudoVersion,
      "the pseudo-version \"\(text)\" would follow a version with a patch number below 0")
  }

  static func pseudoVersionParts(_ text: String) -> GoModuleError {
    GoModuleError(.invalidPseudoVersion, "the parts do not make a pseudo-version, but \"\(text)\"")
  }

  static func revisionMismatch(_ version: GoPseudoVersion, _ expected: String) -> GoModuleError {
    let found = version.revision
    let relation =
      found.hasPrefix(expected)
      ? "longer than" : expected.hasPrefix(found) ? "shorter than" : "not"
    return mismatch(version, "its revision \"\(found)\" is \(relation) \"\(expected)\"")
  }

  static func timeMismatch(_ version: GoPseudoVersion, _ expected: String) -> GoModuleError {
    mismatch(version, "its time \(version.timestamp) is not the committer's, \(expected)")
  }

  static func untaggedV1(_ version: GoPseudoVersion) -> GoModuleError {
    mismatch(version, "without a version that it follows it has to be v0, not v1")
  }

  static func ownTagAsBase(_ version: GoPseudoVersion, _ tag: String) -> GoModuleError {
    mismatch(version, "the tag \"\(tag)\" that it follows is on the commit itself")
  }

  static func baseNotAncestor(_ version: GoPseudoVersion, _ tag: String) -> GoModuleError {
    mismatch(version, "no ancestor of the commit has the tag \"\(tag)\" that it follows")
  }

  static func outsideRepository(_ path: String, _ repository: String) -> GoModuleError {
    GoModuleError(
      .outsideRepository,
      "the module \"\(path)\" does not lie in the repository \"\(repository)\"")
  }

  static func noGoMod(_ path: String, _ folders: [String]) -> GoModuleError {
    let files = folders.map { "\"\(file($0))\"" }.joined(separator: " or ")
    return GoModuleError(.noGoMod, "the commit has no \(files), which the module \"\(path)\" needs")
  }

  static func otherModule(_ path: String, _ folder: String, _ found: String) -> GoModuleError {
    let declared = found.isEmpty ? "no module" : "the module \"\(found)\""
    return GoModuleError(
      .misplacedGoMod, "\"\(file(folder))\" declares \(declared), which does not fit \"\(path)\"")
  }

  static func declaredTwice(_ path: String, _ first: String, _ second: String) -> GoModuleError {
    GoModuleError(
      .misplacedGoMod,
      "both \"\(file(first))\" and \"\(file(second))\" declare the major version of \"\(path)\"")
  }

  static func resolvesElsewhere(_ requested: String, _ found: String) -> GoModuleError {
    GoModuleError(
      .invalidVersion, "\"\(requested)\" is not a tag of the commit, whose version is \"\(found)\"")
  }

  static func compatibleVersion(_ version: String) -> GoModuleError {
    GoModuleError(
      .invalidVersion,
      "\"\(version)\" must not end in +incompatible: its module path admits its major version")
  }

  static func incompatibleWithGoMod(_ version: String, _ path: String) -> GoModuleError {
    GoModuleError(
      .majorMismatch,
      "the version \"\(version)\" has a go.mod file, so that its module path has to be "
        + "\"\(path)/\(GoVersion.major(version))\"")
  }

  private static func mismatch(_ version: GoPseudoVersion, _ reason: String) -> GoModuleError {
    GoModuleError(
      .pseudoVersionMismatch,
      "the pseudo-version \"\(version.text)\" is not the commit's: \(reason)")
  }

  private static func file(_ folder: String) -> String {
    folder.isEmpty ? "go.mod" : folder + "/go.mod"
  }
}
