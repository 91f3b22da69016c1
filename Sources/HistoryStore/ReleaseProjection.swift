internal import CommitGraph
internal import GRDB

/// Derives the releases of a repository from its tags: one row per version of a line.
struct ReleaseProjection {
  /// A release as it is stored.
  struct Release: Equatable {
    /// The row id of the tag, which is that of the release.
    let tag: Int64
    let slot: Int
    let line: Int64
    let isMain: Bool
    let version: String
    let key: [UInt8]
    let commit: Int64?
    let isPrerelease: Bool
    let releasedAt: Int64?
    let source: String?
    var highestBefore: (version: String, key: [UInt8])?
    var verdict = ReleaseVerdict.forward

    static func == (first: Release, second: Release) -> Bool {
      first.tag == second.tag && first.commit == second.commit
        && first.releasedAt == second.releasedAt && first.verdict == second.verdict
        && first.version == second.version
        && first.highestBefore?.version == second.highestBefore?.version
    }
  }

  let db: Database
  let repo: Int64

  /// Reads the versions that the tags publish now, in the order of line and version.
  ///
  /// Of several tags with one version in one line (`v1.2.3` and `1.2.3`), the one in the line's
  /// own spelling counts, then the older row.
  func read() throws -> [Release] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT r.id, r.slot, r.line, l.is_main, r.version, r.version_key, s.commit_id,
          r.class = 'prerelease', t.tagged_at, c.committer_time, t.oid IS NOT NULL,
          CAST(r.name AS BLOB), CAST(l.name AS BLOB)
        FROM ref AS r
        JOIN ref_span AS s ON s.ref = r.id AND s.until IS NULL
        JOIN line AS l ON l.id = r.line
        LEFT JOIN tag_object AS t ON t.repo = r.repo AND t.oid = s.target
        LEFT JOIN commit_object AS c ON c.id = s.commit_id
        WHERE r.repo = ? AND r.kind = 'tag' AND r.class IN ('release', 'prerelease', 'calver')
          AND r.version_key IS NOT NULL
        ORDER BY r.line, r.version_key, r.version, r.id
        """, arguments: [repo])
    var releases: [Release] = []
    var isSpelledAsLine = false
    for row in rows {
      let isAnnotated: Bool = row[10]
      let release = Release(
        tag: row[0], slot: row[1], line: row[2], isMain: row[3], version: row[4],
        key: row.bytes(5) ?? [], commit: row[6], isPrerelease: row[7],
        releasedAt: row[8] ?? row[9],
        source: row[8] != nil ? "tagger" : row[9] != nil ? "commit" : isAnnotated ? "tagger" : nil)
      let isSpelled = (row.bytes(11) ?? []).starts(with: row.bytes(12) ?? [])
      if let last = releases.last, last.line == release.line, last.key == release.key,
        Self.build(last.version) == Self.build(release.version)
      {
        guard isSpelled, !isSpelledAsLine else { continue }
        releases.removeLast()
      }
      releases.append(release)
      isSpelledAsLine = isSpelled
    }
    return releases
  }

  /// Returns the bytes of the build metadata, which tells versions of equal precedence apart.
  private static func build(_ version: String) -> [UInt8] {
    Array(version.utf8.drop { $0 != UInt8(ascii: "+") })
  }

  /// Fills in, for each release, the highest full release of its line that was published before
  /// it, and the verdict on its place.
  static func judge(_ releases: inout [Release], with judge: ReleaseJudge) {
    let byTime = releases.indices.sorted { first, second in
      let a = releases[first]
      let b = releases[second]
      if a.line != b.line { return a.line < b.line }
      if a.releasedAt != b.releasedAt {
        return (a.releasedAt ?? .max) < (b.releasedAt ?? .max)
      }
      return a.key.lexicographicallyPrecedes(b.key)
    }
    var highest: Int?
    for index in byTime {
      if let found = highest, releases[found].line != releases[index].line { highest = nil }
      guard releases[index].releasedAt != nil else {
        releases[index].verdict = .unknown
        continue
      }
      if let found = highest {
        releases[index].highestBefore = (releases[found].version, releases[found].key)
        if releases[index].key.lexicographicallyPrecedes(releases[found].key) {
          releases[index].verdict = judge.verdict(on: releases[index], after: releases[found])
          continue
        }
      }
      if !releases[index].isPrerelease { highest = index }
    }
  }

  /// Writes what differs from the stored rows.
  func save(_ releases: [Release]) throws {
    let kept = releases.map { $0.tag.description }.joined(separator: ",")
    try db.execute(
      sql: """
        DELETE FROM release
        WHERE repo = ? AND tagged AND id NOT IN (SELECT value FROM json_each(?))
        """, arguments: [repo, "[\(kept)]"])
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO release (id, repo, line, tag, version, version_key, commit_id, prerelease,
          released_at, released_source, tagged_at, tagged_source, highest_before,
          highest_before_key, verdict)
        VALUES (?1, ?2, ?3, ?1, ?4, ?5, ?6, ?7, ?8, ?9, ?8, ?9, ?10, ?11, ?12)
        ON CONFLICT (id) DO UPDATE SET commit_id = ?6, released_at = ?8, released_source = ?9,
          tagged_at = ?8, tagged_source = ?9,
          highest_before = ?10, highest_before_key = ?11, verdict = ?12, line = ?3, version = ?4,
          version_key = ?5, prerelease = ?7
        WHERE commit_id IS NOT ?6 OR tagged_at IS NOT ?8 OR tagged_source IS NOT ?9
          OR highest_before IS NOT ?10
          OR highest_before_key IS NOT ?11 OR verdict IS NOT ?12 OR line IS NOT ?3
          OR version_key IS NOT ?5 OR version IS NOT ?4 OR prerelease IS NOT ?7
        """)
    for release in releases {
      try statement.execute(arguments: [
        release.tag, repo, release.line, release.version, release.key.data, release.commit,
        release.isPrerelease ? 1 : 0, release.releasedAt, release.source,
        release.highestBefore?.version, release.highestBefore?.key.data, release.verdict.rawValue,
      ])
    }
  }

  /// Writes with which release each is compared.
  func savePrevious(of releases: [Release], in graph: StoredGraph) throws {
    let ids = Dictionary(grouping: releases, by: \.line).keys.sorted()
    let places = Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($1, $0) })
    let lines = ids.map { id in
      ReleaseLine(
        id: id, key: [], name: [], isMain: releases.contains { $0.line == id && $0.isMain })
    }
    let records = releases.map { release in
      var record = ReleaseRecord(
        id: release.tag, line: places[release.line] ?? 0, version: Array(release.version.utf8),
        key: release.key, tag: [], isPrerelease: release.isPrerelease)
      record.commit = release.commit.flatMap { graph.ordinal(of: $0) }
      record.date = release.releasedAt
      return record
    }
    let previous = ReleaseSuccession(records, lines: lines, graph: graph.graph).previous()
    let update = try db.cachedStatement(
      sql: "UPDATE release SET previous = ?1 WHERE id = ?2 AND previous IS NOT ?1")
    for (record, place) in zip(records, previous) {
      try update.execute(arguments: [place.map { records[$0].id }, record.id])
    }
  }

  /// Returns for each class the row id of the first release that contains its commits.
  ///
  /// Full releases of the main line count; where none contains the commit, its prereleases do.
  static func firstReleases(
    _ releases: [Release], in classes: ContainmentClasses
  ) -> [Int64?] {
    let main = releases.enumerated().filter { $1.isMain && $1.commit != nil }
    let rows = Dictionary(uniqueKeysWithValues: main.map { ($1.slot, $1.tag) })
    func find(_ isIncluded: (Release) -> Bool) -> [Int64?] {
      let chosen = main.filter { isIncluded($1) }
        .map { ContainmentClasses.Release(slot: $1.slot, rank: $0) }
      return classes.firstReleases(among: chosen).map { $0.flatMap { rows[$0] } }
    }
    return zip(find { !$0.isPrerelease }, find { $0.isPrerelease }).map { $0 ?? $1 }
  }
}
