/// A line of versions: the tags of one repository that share a prefix, a `v` at its end aside.
public struct VersionLine: Hashable, Sendable {
  /// The prefix without a `v` at its end; the line's identity inside the repository.
  public let key: [UInt8]
  /// The commonest spelling of the prefix: `v`, `client/v`, `i`, empty when bare.
  public let name: [UInt8]
  /// The rules that fit the line's versions, with the counts that they were found by.
  public let verdict: SchemeVerdict
  /// How many tags are full versions and no prereleases.
  public let releaseCount: Int
  /// Whether it is the repository's main line: the one with the most releases.
  public let isMain: Bool

  /// The rules that fit the line's versions.
  public var scheme: VersionScheme { verdict.scheme }

  /// Returns the lines of one repository's whole list of tags, by the bytes of their keys.
  ///
  /// Every key of a classification has its line, also if it holds no version. How a line's scheme is
  /// found is described at `SchemeVerdict`. The main line has the most releases; of equals the one
  /// without a prefix, then the shortest, then the first by bytes. A list without any version has
  /// none.
  ///
  /// - Parameters:
  ///   - declared: Schemes by the keys of lines, which take the place of what the list would say.
  ///   - years: The year of each tag where it is known. With them a line is `calver` also if its
  ///     names begin with two digits of the year (`24.10`).
  public static func lines(
    of tags: [TagClassification], declared: [[UInt8]: VersionScheme] = [:], years: [Int?] = []
  ) -> [VersionLine] {
    var tallies: [[UInt8]: Tally] = [:]
    for (index, tag) in tags.enumerated() {
      let isCandidate = tag.class == .calver || tag.isPep440Evidence || tag.isDebianEvidence
      guard let key = tag.lineKey ?? (isCandidate ? tag.candidateLineKey : nil) else { continue }
      tallies[key, default: Tally()].add(tag, year: index < years.count ? years[index] : nil)
    }
    let ordered = tallies.sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .map { key, tally in (key, tally, tally.counts(declared: declared[key])) }
    // Keys come in byte order, so that the first of equals is kept.
    let main = ordered.filter { $0.2.versions > 0 }.min { a, b in
      if a.2.releases != b.2.releases { return a.2.releases > b.2.releases }
      return a.0.count < b.0.count
    }
    return ordered.map { key, tally, counts in
      VersionLine(
        key: key, name: tally.commonestPrefix, verdict: counts.verdict,
        releaseCount: counts.releases, isMain: key == main?.0)
    }
  }
}

/// The tags of one line.
private struct Tally {
  private var tags: [TagClassification] = []
  private var years: [Int?] = []

  mutating func add(_ tag: TagClassification, year: Int?) {
    tags.append(tag)
    years.append(year)
  }

  func counts(
    declared: VersionScheme?
  ) -> (verdict: SchemeVerdict, versions: Int, releases: Int) {
    let verdict = SchemeVerdict(of: tags, years: years, declared: declared)
    let versions = tags.compactMap { $0.read(as: verdict.scheme).version }
    return (verdict, versions.count, versions.count { !$0.isPrerelease })
  }

  /// The prefix of most versions, then of most tags, then the longer one.
  var commonestPrefix: [UInt8] {
    var prefixes: [[UInt8]: (versions: Int, tags: Int)] = [:]
    for tag in tags {
      prefixes[tag.prefix, default: (0, 0)].tags += 1
      if tag.version != nil { prefixes[tag.prefix, default: (0, 0)].versions += 1 }
    }
    let commonest = prefixes.max { a, b in
      if a.value.versions != b.value.versions { return a.value.versions < b.value.versions }
      if a.value.tags != b.value.tags { return a.value.tags < b.value.tags }
      if a.key.count != b.key.count { return a.key.count < b.key.count }
      return b.key.lexicographicallyPrecedes(a.key)
    }
    return commonest?.key ?? []
  }
}
