extension Version {
  /// The digits of the major number without leading zeros; of the first segment or release number
  /// in other schemes, nil where the version begins with none.
  public var major: String? { key.number(0)?.asciiText }
  /// The digits of the minor number without leading zeros.
  public var minor: String? { key.number(1)?.asciiText }
  /// The digits of the patch number without leading zeros.
  public var patch: String? { key.number(2)?.asciiText }

  /// The identifiers of the prerelease, such as `rc.1`; nil for others.
  ///
  /// Their form in each family is described at `VersionKey.prerelease`.
  public var prerelease: String? { key.prerelease }

  /// Whether the version comes before its release: `1.0.0-rc.1`.
  public var isPrerelease: Bool { key.isPrerelease }

  /// Whether the version is no prerelease and its major number, if it has one, is not 0.
  public var isStable: Bool { !isPrerelease && key.number(0) != [ASCII.zero] }

  /// The build metadata, what follows the `+`; in PEP 440 the local version; nil without any.
  ///
  /// Debian and natural versions have none: a `+` in them takes part in the order.
  public var build: String? {
    switch key.family {
    case .semantic, .pep440:
      text.utf8.firstIndex(of: ASCII.plus).map { String(text[text.utf8.index(after: $0)...]) }
    case .debian, .natural, nil: nil
    }
  }
}
