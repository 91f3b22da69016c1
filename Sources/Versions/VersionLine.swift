/// A line of versions: the tags of one repository that share a prefix, a `v` at its end aside.
public struct VersionLine: Hashable, Sendable {
  /// The prefix without a `v` at its end; the line's identity inside the repository.
  public let key: [UInt8]
  /// The commonest spelling of the prefix: `v`, `client/v`, `i`, empty when bare.
  public let name: [UInt8]
  /// The rules by which the line's versions are read: the declared ones, else the first that fit.
  ///
  /// In this order: `debian` under a vendor's folder (`debian/`, `ubuntu/`); `go` if every version
  /// is canonical with its `v`; `calver` if they begin with a year; `semver`, an optional `v`
  /// aside; `pep440` if it reads names that the loose form cannot; `semver-loose`; else `natural`.
  /// All but `go` have to read 95 in 100.
  public let scheme: VersionScheme
  /// Whether the scheme was declared.
  public let isDeclared: Bool
  /// How many names look like full versions.
  public let nameCount: Int
  /// How many of these the scheme reads.
  public let fittingCount: Int
  /// How many tags are full versions and no prereleases.
  public let releaseCount: Int
  /// Whether it is the repository's main line: the one with the most releases.
  public let isMain: Bool
}

/// Counts of one line's tags.
struct LineTally {
  private let key: [UInt8]
  private let declared: VersionScheme?
  private var readings: [TagReading] = []
  private var scheme = VersionScheme.semverLoose
  private var nameCount = 0
  private var fitting = 0
  private(set) var isLine = false
  private(set) var versions = 0
  private(set) var releases = 0
  private var prefixes: [[UInt8]: (versions: Int, tags: Int)] = [:]

  init(key: [UInt8], declared: VersionScheme?) {
    self.key = key
    self.declared = declared
  }

  mutating func add(_ reading: TagReading) {
    readings.append(reading)
  }

  // MARK: The scheme

  /// A name that looks like a full version, to one scheme at least.
  private struct Candidate {
    /// Without the line's key.
    let whole: [UInt8]
    /// Without an edition or a revision at its end, which is no part of the version.
    let version: [UInt8]
  }

  private var candidates: [Candidate] {
    let hasShortYears = hasShortYears
    return readings.compactMap { reading in
      guard let core = reading.core else { return nil }
      let candidate = Candidate(
        whole: core.versionText(),
        version: core.versionText(without: reading.tag.suffix.count))
      if reading.isVersion || hasShortYears && core.beginsWithShortYear { return candidate }
      return reading.tag.class == .other && Self.fits(.pep440, candidate) ? candidate : nil
    }
  }

  /// Finds the scheme, by which the tags are to be read.
  mutating func decide() -> VersionScheme {
    let names = candidates
    scheme = declared ?? found(in: names)
    nameCount = names.count
    fitting = names.count { Self.fits(scheme, $0) }
    return scheme
  }

  private func found(in names: [Candidate]) -> VersionScheme {
    guard !names.isEmpty else { return .semverLoose }
    let hasShortYears = hasShortYears
    func fitting(_ scheme: VersionScheme) -> Int { names.count { Self.fits(scheme, $0) } }
    func isMet(_ count: Int) -> Bool { count * 100 >= names.count * 95 }
    if isVendorFolder, isMet(fitting(.debian)) { return .debian }
    if names.allSatisfy({ Self.fits(.go, $0) }) { return .go }
    let years = readings.count { reading in
      guard let core = reading.core else { return false }
      return reading.isVersion && core.beginsWithYear || hasShortYears && core.beginsWithShortYear
    }
    if isMet(years), isMet(fitting(.calver)) { return .calver }
    if isMet(fitting(.semver)) { return .semver }
    let loose = fitting(.semverLoose)
    let python = fitting(.pep440)
    if python > loose, isMet(python) { return .pep440 }
    return isMet(loose) ? .semverLoose : .natural
  }

  /// Whether two numbers of two digits are a year and a month: one month with a zero shows it.
  private var hasShortYears: Bool { readings.contains { $0.core?.hasZeroMonth == true } }

  /// DEP-14: the folder of a distribution's own versions.
  private var isVendorFolder: Bool {
    ["debian/", "ubuntu/", "kali/"].contains { key.elementsEqual($0.utf8) }
  }

  private static func fits(_ scheme: VersionScheme, _ name: Candidate) -> Bool {
    let isBare = name.whole.count == name.version.count
    switch scheme {
    case .go:
      return isBare && GoVersion.canonical(name.whole[...].asciiText).utf8.elementsEqual(name.whole)
    case .semver:
      let core = name.whole.first == ASCII.lowerV ? name.whole[1...] : name.whole[...]
      return isBare && SemanticVersion(core) != nil
    case .semverLoose: return Version(ascii: name.version[...], minimumNumbers: 1) != nil
    case .calver, .natural: return scheme.isValid(name.version[...].asciiText)
    case .pep440: return scheme.isValid(name.whole[...].asciiText)
    case .debian: return scheme.isValid(TagCore.unmangled(name.whole)[...].asciiText)
    }
  }

  // MARK: The line

  /// Counts the tags as the scheme has read them.
  mutating func count(_ tags: [TagClassification]) {
    for tag in tags where tag.lineKey != nil {
      isLine = true
      prefixes[tag.prefix, default: (0, 0)].tags += 1
      guard tag.version != nil else { continue }
      prefixes[tag.prefix, default: (0, 0)].versions += 1
      versions += 1
      if tag.isRelease { releases += 1 }
    }
  }

  func line(isMain: Bool) -> VersionLine {
    VersionLine(
      key: key, name: commonestPrefix, scheme: scheme, isDeclared: declared != nil,
      nameCount: nameCount, fittingCount: fitting, releaseCount: releases, isMain: isMain)
  }

  /// The prefix of most versions, then of most tags, then the longer one.
  private var commonestPrefix: [UInt8] {
    let commonest = prefixes.max { a, b in
      if a.value.versions != b.value.versions { return a.value.versions < b.value.versions }
      if a.value.tags != b.value.tags { return a.value.tags < b.value.tags }
      if a.key.count != b.key.count { return a.key.count < b.key.count }
      return b.key.lexicographicallyPrecedes(a.key)
    }
    return commonest?.key ?? []
  }
}
