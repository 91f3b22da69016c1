/// What is declared about the tags of a repository, beside what their names say.
public struct TagRules: Sendable {
  /// What is declared about one line.
  public struct Line: Hashable, Sendable {
    /// The prefix without a `v` at its end.
    public let key: [UInt8]
    /// The scheme, instead of the one that fits.
    public var scheme: VersionScheme?
    /// Whether it is the main line, or is not; nil leaves it to the counts.
    public var isMain: Bool?

    /// - Parameter prefix: What the tags begin with; a `v` at its end is spelling.
    public init(prefix: [UInt8], scheme: VersionScheme? = nil, isMain: Bool? = nil) {
      key = TagRules.lineKey(ofPrefix: prefix)
      self.scheme = scheme
      self.isMain = isMain
    }
  }

  public var lines: [Line]
  /// Whether a tag is no version, whatever its name looks like.
  public var isIgnored: @Sendable ([UInt8]) -> Bool

  public init(lines: [Line] = [], isIgnored: @escaping @Sendable ([UInt8]) -> Bool = { _ in false })
  {
    self.lines = lines
    self.isIgnored = isIgnored
  }

  /// Returns the key of the line whose tags begin with a prefix: `docker-v` gives `docker-`.
  public static func lineKey(ofPrefix prefix: [UInt8]) -> [UInt8] {
    guard prefix.last?.isVersionV == true else { return prefix }
    let rest = prefix.dropLast()
    return rest.last.map { $0.isLetter || $0.isDigit } ?? false ? prefix : Array(rest)
  }

  func line(_ key: [UInt8]) -> Line? { lines.first { $0.key == key } }
}

/// All tags of one repository, read together: which line each belongs to, by which scheme the lines
/// count, and which version each name is.
///
/// A name alone does not tell whether `v6.1` is a release or a series that moves along, or whether
/// `1.0a1` follows PEP 440. The list does:
///
/// - Names of one or two numbers are releases where the line counts so: at least three of them, and
///   for at least four in five no longer version that begins with the same numbers and zeros.
/// - The scheme of a line is the first that reads at least 95 in 100 of its versions; see
///   ``VersionLine/scheme``. The versions are then read by it.
public struct TagList: Sendable {
  /// The lines by the bytes of their keys.
  public let lines: [VersionLine]
  /// What each name says, in the order of the names.
  public let tags: [TagClassification]

  /// Reads the names of git tags, without `refs/tags/`.
  public init(_ names: [[UInt8]], rules: TagRules = TagRules()) {
    var readings = names.map { name in
      rules.isIgnored(name) ? TagReading(.init(.other)) : TagReading(name)
    }
    var members: [[UInt8]: [Int]] = [:]
    for (index, reading) in readings.enumerated() {
      if let key = reading.candidateKey { members[key, default: []].append(index) }
    }
    var tallies: [(key: [UInt8], tally: LineTally)] = []
    for (key, indices) in members.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      ShortReleases.promote(&readings, indices)
      var tally = LineTally(key: key, declared: rules.line(key)?.scheme)
      for index in indices { tally.add(readings[index]) }
      let scheme = tally.decide()
      for index in indices { readings[index].reread(as: scheme) }
      tally.count(indices.map { readings[$0].tag })
      if tally.isLine { tallies.append((key, tally)) }
    }
    let main = Self.mainLine(tallies, rules)
    lines = tallies.map { $0.tally.line(isMain: $0.key == main) }
    tags = readings.map(\.tag)
  }

  init(lines: [VersionLine], tags: [TagClassification]) {
    self.lines = lines
    self.tags = tags
  }

  /// Returns whether names of a class are full versions.
  public static func isVersion(_ class: RefClass) -> Bool {
    switch `class` {
    case .release, .prerelease, .calver: true
    default: false
    }
  }

  /// The declared one, else the one with the most releases; of equals the shortest key, then the
  /// first by bytes.
  private static func mainLine(
    _ tallies: [(key: [UInt8], tally: LineTally)], _ rules: TagRules
  ) -> [UInt8]? {
    if let declared = tallies.first(where: { rules.line($0.key)?.isMain == true }) {
      return declared.key
    }
    // Keys come in byte order, so that the first of equals is kept.
    return tallies.filter { $0.tally.versions > 0 && rules.line($0.key)?.isMain != false }
      .min { a, b in
        if a.tally.releases != b.tally.releases { return a.tally.releases > b.tally.releases }
        return a.key.count < b.key.count
      }?.key
  }
}

/// One name on its way to a classification.
struct TagReading {
  private(set) var tag: TagClassification
  let core: TagCore?

  init(_ tag: TagClassification) {
    self.tag = tag
    core = nil
  }

  init(_ name: [UInt8]) {
    (tag, core) = readTag(name)
  }

  /// The key of the line that the name belongs to, or might, if a scheme can read it.
  var candidateKey: [UInt8]? {
    if let key = tag.lineKey { return key }
    guard let core else { return nil }
    let isCandidate =
      tag.class == .calver || tag.class == .other && (core.numbers.count >= 2 || core.hasEpoch)
    return isCandidate ? core.lineKey : nil
  }

  /// Whether the name is meant as a full version as far as the name tells.
  var isVersion: Bool { TagList.isVersion(tag.class) }

  mutating func promoteToRelease() {
    if let core { tag = core.release }
  }

  /// Reads the version by the line's scheme; a name that it cannot read keeps its class and loses
  /// its version.
  mutating func reread(as scheme: VersionScheme) {
    guard let core else { return }
    switch scheme {
    // They share the loose form, by which the name was classified; a long number alone was not read.
    case .go, .semver, .semverLoose:
      if tag.class == .release, tag.version == nil { tag = core.release }
    case .calver, .natural:
      let isMonth = scheme == .calver && tag.class == .float && core.beginsWithShortYear
      guard isVersion || isMonth else { return }
      tag = core.with(
        tag, class: isMonth ? .calver : nil,
        version: core.version(scheme, without: tag.suffix.count))
    case .pep440, .debian:
      guard tag.class == .other || isVersion || tag.class == .variant || tag.class == .float
      else { return }
      if let version = core.version(scheme) {
        tag = core.with(tag, class: version.isPrerelease ? .prerelease : .release, version: version)
      } else if tag.version != nil {
        // The key that it has by its name is of another family.
        tag = core.with(tag, version: nil)
      }
    }
  }
}
