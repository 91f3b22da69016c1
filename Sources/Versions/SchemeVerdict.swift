/// What the names of a line say of its scheme, with the counts, so that it can be kept as a fact of
/// its day.
///
/// The schemes are tried in this order, and the first that fits is taken:
///
/// - `go`: every version is canonical with its `v`.
/// - `semver`: at least 95 in 100 are strict semantic versions, an optional `v` aside.
/// - `semver-loose`: at least 95 in 100 are versions of the loose form, and have no part that only
///   PEP 440 or Debian gives a meaning.
/// - `pep440`: at least 95 in 100 are such versions, and one shows that they are meant so: by an
///   epoch (`1!2.0`), `.post1`, `.dev1`, or two numbers with a stage right behind them (`1.0rc1`).
///   With the last, names of two numbers count as versions.
/// - `debian`: at least 95 in 100 are such versions, and one shows it: by a revision under
///   `debian/` or an epoch, written `%` in the names of git.
/// - `calver`: at least 95 in 100 begin with a year; of the tag's own date where it is known.
/// - `natural`: any other line of which names look like versions.
///
/// Counted are names with a version, names of the class `calver`, and those that show one of the
/// schemes above; in a line without any of them, numbers that count something (`1234567`). A line
/// without such names is `semver-loose`.
public struct SchemeVerdict: Hashable, Sendable {
  /// The scheme.
  public let scheme: VersionScheme
  /// How many names look like versions.
  public let nameCount: Int
  /// How many of them are versions of the scheme.
  public let parsedCount: Int
  /// Whether the scheme was declared, and not found.
  public let isDeclared: Bool

  init(of tags: [TagClassification], years: [Int?], declared: VersionScheme?) {
    let evidence = SchemeEvidence(tags: tags, years: years)
    scheme = declared ?? evidence.scheme
    nameCount = evidence.names.count
    parsedCount = evidence.parsedCount(scheme)
    isDeclared = declared != nil
  }
}

/// The names of a line that look like versions.
private struct SchemeEvidence {
  struct Name {
    let tag: TagClassification
    let year: Int?
    let isPep440: Bool
    let isDebian: Bool
  }

  private(set) var names: [Name] = []
  private let isPep440: Bool
  private let isDebian: Bool

  init(tags: [TagClassification], years: [Int?]) {
    let all = zip(tags, years).map { tag, year in
      Name(
        tag: tag, year: year, isPep440: tag.isPep440Evidence, isDebian: tag.isDebianEvidence)
    }
    let hasAttachedStage = tags.contains(where: \.hasAttachedStage)
    isPep440 = hasAttachedStage || all.contains(where: \.isPep440)
    isDebian = all.contains(where: \.isDebian)
    names = all.filter { name in
      if name.tag.version != nil || name.tag.class == .calver { return true }
      if name.isPep440 || name.isDebian { return true }
      guard name.tag.class == .float else { return false }
      let isYear = name.year.map(name.tag.beginsWithYear) ?? false
      return (hasAttachedStage || isYear) && name.tag.body.contains(ASCII.dot)
    }
    if names.isEmpty { names = all.filter { $0.tag.class == .release } }
  }

  var scheme: VersionScheme {
    if names.isEmpty { return .semverLoose }
    if fits(.go, share: 100) { return .go }
    for scheme in [VersionScheme.semver, .semverLoose] where fits(scheme) { return scheme }
    if isPep440, fits(.pep440) { return .pep440 }
    if isDebian, fits(.debian) { return .debian }
    return fits(.calver) ? .calver : .natural
  }

  private func fits(_ scheme: VersionScheme, share: Int = 95) -> Bool {
    parsedCount(scheme) * 100 >= names.count * share
  }

  func parsedCount(_ scheme: VersionScheme) -> Int { names.count { parses($0, scheme) } }

  private func parses(_ name: Name, _ scheme: VersionScheme) -> Bool {
    guard let version = name.tag.version(in: scheme) else { return false }
    switch scheme {
    case .go: return GoVersion.canonical(version.text) == version.text
    case .semverLoose: return !name.isPep440 && !name.isDebian
    case .calver:
      return name.year.map(name.tag.beginsWithYear) ?? (name.tag.class == .calver)
        || name.tag.class == .calver
    default: return true
    }
  }
}
