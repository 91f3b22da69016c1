/// The versions that a repository's tags give a module.
extension GoModuleLocation {
  /// Returns the versions that the tags name, in rising order, each once.
  ///
  /// A tag counts if it is the module's prefix and a canonical version of a fitting major number,
  /// and is not shaped like a pseudo-version. Retracted versions are among them; paths at gopkg.in
  /// that end in `-unstable` have none.
  ///
  /// A module that ``mayBeIncompatible`` also has the tags from v2 on, as `+incompatible`, unless
  /// its highest v0 or v1 version has a go.mod file at the root. Of each major number either all or
  /// none are listed: none if its highest has a go.mod file at the root.
  ///
  /// - Parameter hasGoMod: Says of a version without `+incompatible` whether its tag has a go.mod
  ///   file at the repository's root. It is asked about few versions.
  public func versions<Failure>(
    ofTags tags: some Sequence<String>, hasGoMod: (String) throws(Failure) -> Bool
  ) throws(Failure) -> [String] {
    guard !suffix.isUnstable else { return [] }
    let named = Set(tags.compactMap(version(of:))).sorted(by: GoVersion.precedes)
    let compatible = named.filter(suffix.admits)
    guard mayBeIncompatible, compatible.count < named.count else { return compatible }
    if let highest = compatible.last, try hasGoMod(highest) { return compatible }
    var versions = compatible
    var rest = named[compatible.count...]
    while let first = rest.first {
      let major = GoVersion.major(first)
      let ofMajor = rest.prefix { GoVersion.major($0) == major }
      if let highest = ofMajor.last, try !hasGoMod(highest) {
        versions += ofMajor.map { $0 + GoVersion.incompatible }
      }
      rest = rest[ofMajor.endIndex...]
    }
    return versions
  }

  /// Returns the version whose go.mod file says what is retracted and whether the module is
  /// deprecated.
  ///
  /// It is the highest release, else the highest prerelease, of those that are not `+incompatible`;
  /// retracted versions count. It is nil if there is none.
  public static func authority(of versions: some Sequence<String>) -> String? {
    let compatible = versions.filter { !GoVersion.isIncompatible($0) }
      .sorted(by: GoVersion.precedes)
    return compatible.last { GoVersion.prerelease($0).isEmpty } ?? compatible.last
  }
}
