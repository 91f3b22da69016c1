/// A line of versions: the tags of one repository that share a prefix, a `v` at its end aside.
public struct VersionLine: Hashable, Sendable {
  /// The prefix without a `v` at its end; the line's identity inside the repository.
  public let key: [UInt8]
  /// The commonest spelling of the prefix: `v`, `client/v`, `i`, empty when bare.
  public let name: [UInt8]
  /// The rules that fit the line's versions.
  public let scheme: VersionScheme
  /// How many tags are full versions and no prereleases.
  public let releaseCount: Int
  /// Whether it is the repository's main line: the one with the most releases.
  public let isMain: Bool

  /// Returns the lines of one repository's whole list of tags, by the bytes of their keys.
  ///
  /// Every key of a classification has its line, also if it holds no version. The scheme is `go` if
  /// every version is canonical with its `v`, `semver` if at least 95 in 100 are strict semantic
  /// versions, an optional `v` aside, else `semver-loose`. The main line has the most releases; of
  /// equals the one without a prefix, then the shortest, then the first by bytes. A list without
  /// any version has none.
  public static func lines(of tags: [TagClassification]) -> [VersionLine] {
    var tallies: [[UInt8]: Tally] = [:]
    for tag in tags {
      guard let key = tag.lineKey else { continue }
      tallies[key, default: Tally()].add(tag)
    }
    let ordered = tallies.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    // Keys come in byte order, so that the first of equals is kept.
    let main = ordered.filter { $0.value.versions > 0 }.min { a, b in
      if a.value.releases != b.value.releases { return a.value.releases > b.value.releases }
      return a.key.count < b.key.count
    }
    return ordered.map { key, tally in
      VersionLine(
        key: key, name: tally.commonestPrefix, scheme: tally.scheme,
        releaseCount: tally.releases, isMain: key == main?.key)
    }
  }
}

/// Counts of one line's tags.
private struct Tally {
  var versions = 0
  var releases = 0
  private var goVersions = 0
  private var strictVersions = 0
  private var prefixes: [[UInt8]: (versions: Int, tags: Int)] = [:]

  mutating func add(_ tag: TagClassification) {
    prefixes[tag.prefix, default: (0, 0)].tags += 1
    guard let version = tag.version else { return }
    prefixes[tag.prefix, default: (0, 0)].versions += 1
    versions += 1
    if tag.isRelease { releases += 1 }
    guard tag.suffix.isEmpty else { return }
    if Version(version.text, scheme: .semver) != nil { strictVersions += 1 }
    if GoVersion.canonical(version.text) == version.text { goVersions += 1 }
  }

  var scheme: VersionScheme {
    if versions > 0, goVersions == versions { return .go }
    return versions > 0 && strictVersions * 100 >= versions * 95 ? .semver : .semverLoose
  }

  /// The prefix of most versions, then of most tags, then the longer one.
  var commonestPrefix: [UInt8] {
    let commonest = prefixes.max { a, b in
      if a.value.versions != b.value.versions { return a.value.versions < b.value.versions }
      if a.value.tags != b.value.tags { return a.value.tags < b.value.tags }
      if a.key.count != b.key.count { return a.key.count < b.key.count }
      return b.key.lexicographicallyPrecedes(a.key)
    }
    return commonest?.key ?? []
  }
}
