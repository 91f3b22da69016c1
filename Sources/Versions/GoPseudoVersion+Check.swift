extension GoModuleLocation {
  /// Checks that a pseudo-version is one of a commit.
  ///
  /// It throws unless the revision is the first twelve digits of the object id, the time that of
  /// the committer, and the version that it follows a tag on an ancestor but not on the commit
  /// itself. Without such a version, a module without a major suffix has v0, not v1. Which
  /// ancestor's tag it is does not matter, since tags are added later: a commit may have several
  /// pseudo-versions. Whether the major number fits the path is not checked here.
  public func check(_ version: GoPseudoVersion, of commit: GoCommitFacts) throws(GoModuleError) {
    guard version.revision == commit.revision else {
      throw .revisionMismatch(version, commit.revision)
    }
    guard version.timestamp == commit.time.text else {
      throw .timeMismatch(version, commit.time.text)
    }
    guard let base = try version.base().map(GoVersion.withoutIncompatible) else {
      if suffix == .none, GoVersion.major(version.text) == "v1" { throw .untaggedV1(version) }
      return
    }
    if commit.tags.contains(where: { isTag($0, of: base) }) {
      throw .ownTagAsBase(version, tagPrefix + base)
    }
    let isAncestor = (commit.ancestorTags + commit.tags).contains { tag in
      guard let found = self.version(near: tag) else { return false }
      return GoVersion.compare(found, base) == .equal
    }
    guard isAncestor else { throw .baseNotAncestor(version, tagPrefix + base) }
  }
}
