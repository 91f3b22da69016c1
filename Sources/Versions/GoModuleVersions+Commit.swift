extension GoModuleLocation {
  /// Returns the version that a commit is of the module.
  ///
  /// It is the highest canonical version among the commit's tags that fits the path and is not
  /// retracted; without one, a pseudo-version. A requested version, whose tag is on the commit,
  /// keeps its name, also if it is retracted: `v1.2.3+meta` gives the pseudo-version that follows
  /// `v1.2.3`. A requested pseudo-version is checked by ``check(_:of:)``.
  ///
  /// It throws if the commit does not hold the module, and if the requested version is not the
  /// commit's.
  public func version(
    of commit: GoCommitFacts, requested: String? = nil,
    isRetracted: (String) -> Bool = { _ in false }
  ) throws(GoModuleError) -> String {
    if let requested, let pseudo = GoPseudoVersion(requested) {
      let version = try named(requested, commit, requested: requested)
      try check(pseudo, of: commit)
      return version
    }
    var base: String?
    if let requested, GoVersion.isValid(requested) {
      for tag in commit.tags {
        guard let version = version(near: tag), GoVersion.compare(version, requested) == .equal
        else {
          continue
        }
        if isTag(tag, of: version) { return try named(version, commit, requested: requested) }
        base = version
      }
    }
    let fitting = commit.tags.compactMap(version(of:)).filter { version in
      !isRetracted(version) && admits(version, commit, requested: requested)
    }
    if let highest = fitting.max(by: GoVersion.precedes) {
      return try named(highest, commit, requested: requested)
    }
    base = base ?? pseudoVersionBase(of: commit, isRetracted: isRetracted)
    let pseudo = try GoPseudoVersion(
      major: suffix.major ?? "v0", base: base, time: commit.time, revision: commit.revision)
    return try named(pseudo.text, commit, requested: requested)
  }

  /// Returns the version that a commit's pseudo-version follows, without `+incompatible`; nil for
  /// none.
  ///
  /// It is the highest version, not the nearest, among the tags of the commit and its ancestors
  /// that fits the path and is not retracted. A tag with build metadata counts as the version
  /// without.
  public func pseudoVersionBase(
    of commit: GoCommitFacts, isRetracted: (String) -> Bool = { _ in false }
  ) -> String? {
    (commit.ancestorTags + commit.tags).compactMap(version(near:))
      .filter { !isRetracted($0) && admits($0, commit, requested: nil) }
      .max(by: GoVersion.precedes)
  }

  /// Whether a version's major number fits the path, or may do so as `+incompatible`.
  private func admits(_ version: String, _ commit: GoCommitFacts, requested: String?) -> Bool {
    suffix.admits(version) || allowsIncompatible(version, commit, requested: requested)
  }

  /// Whether a commit may have a version as `+incompatible`: it has no go.mod file at its root, nor
  /// in the folder named after the major number, unless the version was asked for by that name.
  private func allowsIncompatible(
    _ version: String, _ commit: GoCommitFacts, requested: String?
  ) -> Bool {
    guard mayBeIncompatible, commit.declared[""] == nil else { return false }
    if let requested, GoVersion.isIncompatible(requested) { return true }
    return commit.declared[GoVersion.major(version)] == nil
  }

  /// Returns a version of a commit with `+incompatible` where it belongs, and refuses it where it
  /// does not.
  private func named(
    _ version: String, _ commit: GoCommitFacts, requested: String?
  ) throws(GoModuleError) -> String {
    _ = try folder(declared: commit.declared)
    let base = GoVersion.withoutIncompatible(version)
    let asked = requested.map(GoVersion.withoutIncompatible)
    if let requested, requested == GoVersion.moduleCanonical(requested), asked != base {
      throw .resolvesElsewhere(requested, base)
    }
    guard !suffix.admits(base) else {
      let isMarked = version != base || asked == base && requested != base
      if isMarked { throw .compatibleVersion(requested ?? version) }
      return base
    }
    guard allowsIncompatible(base, commit, requested: requested) else {
      if mayBeIncompatible { throw .incompatibleWithGoMod(base, path) }
      throw .majorMismatch(base, expected: suffix.major ?? "v0 or v1")
    }
    return base + GoVersion.incompatible
  }
}
