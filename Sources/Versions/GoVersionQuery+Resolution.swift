/// The versions of one module that a query chooses from.
public struct GoVersionCandidates: Sendable {
  /// The tagged versions, as ``GoModuleLocation/versions(ofTags:hasGoMod:)`` gives them, in any
  /// order.
  public var versions: [String]
  /// The major suffix of the module's path.
  public var suffix: GoMajorSuffix
  /// The version in use; nil if there is none or it does not matter.
  public var current: String?
  /// The version of the default branch's tip, most often a pseudo-version; nil if unknown.
  public var tip: String?
  /// Says whether a version is retracted or excluded; the current one stays eligible.
  public var isRetracted: @Sendable (String) -> Bool
  /// Says whether a version has a go.mod file; asked only if some are `+incompatible`.
  public var hasGoMod: @Sendable (String) -> Bool
  /// Says when a version's commit was made; asked only if the current one is a pseudo-version.
  public var time: @Sendable (String) -> GoTimestamp?

  /// Creates the candidates.
  public init(
    versions: [String], suffix: GoMajorSuffix = .none, current: String? = nil, tip: String? = nil,
    isRetracted: @escaping @Sendable (String) -> Bool = { _ in false },
    hasGoMod: @escaping @Sendable (String) -> Bool = { _ in true },
    time: @escaping @Sendable (String) -> GoTimestamp? = { GoPseudoVersion($0)?.time }
  ) {
    self.versions = versions
    self.suffix = suffix
    self.current = current
    self.tip = tip
    self.isRetracted = isRetracted
    self.hasGoMod = hasGoMod
    self.time = time
  }
}

extension GoVersionQuery {
  /// Returns the version that the query chooses.
  ///
  /// A release is preferred to a prerelease, also if it is lower, and the version nearest to the
  /// query's bound to others: the lowest for `>` and `>=`, else the highest. Retracted versions
  /// take no part, except for a query for one version. Versions that are `+incompatible` are passed
  /// over if the highest fitting other one has a go.mod file, unless the query or the current
  /// version asks for them.
  ///
  /// `latest` without any version gives the tip of the default branch; `upgrade` and `patch` do so
  /// from a pseudo-version. From a pseudo-version neither goes to a commit with an earlier time.
  ///
  /// It throws if no version fits, and for `patch` without a current version.
  public func resolve(in candidates: GoVersionCandidates) throws(GoModuleError) -> String {
    let current = candidates.current
    if kind == .patch, current == nil { throw .patchWithoutCurrent }
    if let current, !GoVersion.isValid(current) { throw .notAVersion(current) }
    let (releases, prereleases) = eligible(candidates)
    let preferred = releases.isEmpty ? prereleases : releases
    if let found = prefersLower ? preferred.first : preferred.last {
      return notBefore(current, found, candidates)
    }
    if mayUseTip(current), let tip = candidates.tip, allows(tip, candidates) {
      return notBefore(current, tip, candidates)
    }
    if staysOnCurrent, let current { return current }
    throw .noMatchingVersion(text, current: staysOnCurrent ? current : nil)
  }

  private var staysOnCurrent: Bool { kind == .upgrade || kind == .patch }

  private func mayUseTip(_ current: String?) -> Bool {
    guard kind != .latest else { return true }
    return staysOnCurrent && current.map(GoPseudoVersion.matches) ?? true
  }

  /// Returns the current version instead if it is a pseudo-version with a later time.
  private func notBefore(
    _ current: String?, _ found: String, _ candidates: GoVersionCandidates
  ) -> String {
    guard staysOnCurrent, let current, let pseudo = GoPseudoVersion(current)?.time,
      let time = candidates.time(found), time.unixSeconds < pseudo.unixSeconds
    else { return found }
    return current
  }

  private func allows(_ version: String, _ candidates: GoVersionCandidates) -> Bool {
    guard fits(version, current: candidates.current) else { return false }
    if case .version = kind { return true }
    return version == candidates.current || !candidates.isRetracted(version)
  }

  /// The fitting versions in rising order.
  private func eligible(
    _ candidates: GoVersionCandidates
  ) -> (releases: [String], prereleases: [String]) {
    var fitting = candidates.versions.filter { allows($0, candidates) }
      .sorted(by: GoVersion.precedes)
    if !wantsIncompatible(candidates),
      let highest = fitting.last(where: { !GoVersion.isIncompatible($0) }),
      fitting.contains(where: GoVersion.isIncompatible), candidates.hasGoMod(highest)
    {
      fitting.removeAll(where: GoVersion.isIncompatible)
    }
    let isRelease = { GoVersion.prerelease($0).isEmpty }
    return (fitting.filter(isRelease), fitting.filter { !isRelease($0) })
  }

  private func wantsIncompatible(_ candidates: GoVersionCandidates) -> Bool {
    if let current = candidates.current, GoVersion.isIncompatible(current) { return true }
    return namedVersion.map { !candidates.suffix.admits($0) } ?? false
  }
}
