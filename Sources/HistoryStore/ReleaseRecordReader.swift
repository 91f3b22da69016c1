internal import CommitGraph

/// Reads the releases of a repository with their tags, if they have any.
struct ReleaseRecordReader {
  let session: QuerySession
  let repo: Int64
  let graph: StoredGraph
  let lines: [ReleaseLine]

  /// Returns the releases in the order of line and version.
  func read() throws -> [ReleaseRecord] {
    let places = Dictionary(uniqueKeysWithValues: lines.indices.map { (lines[$0].id, $0) })
    var releases = try published(places)
    var index: [Int32: [Int]] = [:]
    for (place, release) in releases.enumerated() {
      if let commit = release.commit { index[commit, default: []].append(place) }
    }
    for (tag, isVersion) in try otherTags(places) {
      let onCommit = tag.commit.flatMap { index[$0] } ?? []
      // A version in a second spelling is another release only if it is of another commit.
      let isRelease =
        isVersion
        && !onCommit.contains {
          releases[$0].line == tag.line && releases[$0].key == tag.key
        }
      if isRelease {
        releases.append(tag)
      } else {
        for place in onCommit { releases[place].otherTags += [tag.tag].compactMap(\.self) }
      }
    }
    return releases.sorted { first, second in
      if first.line != second.line { return first.line < second.line }
      if first.key != second.key { return first.key.lexicographicallyPrecedes(second.key) }
      // Versions of equal precedence follow each other as their commits do.
      if first.commit != second.commit { return first.commit ?? .max < second.commit ?? .max }
      if first.version != second.version {
        return first.version.lexicographicallyPrecedes(second.version)
      }
      return first.id < second.id
    }
  }

  private func published(_ places: [Int64: Int]) throws -> [ReleaseRecord] {
    let rows = try RawStatement(
      """
      SELECT e.id, e.line, e.version, e.version_key, r.name, e.prerelease, e.released_at,
        e.released_source, e.commit_id, c.oid, e.yanked, e.notes, e.image, e.tagged
      FROM release AS e LEFT JOIN ref AS r ON r.id = e.tag
      LEFT JOIN commit_object AS c ON c.id = e.commit_id
      WHERE e.repo = ?1
      """, on: session.pointer)
    rows.bind(repo, 1)
    var releases: [ReleaseRecord] = []
    while try rows.step() {
      guard let line = places[rows.integer(1)] else { continue }
      var release = ReleaseRecord(
        id: rows.integer(0), line: line, version: Array(rows.bytes(2)), key: Array(rows.bytes(3)),
        tag: rows.bytes(orNull: 4), isPrerelease: rows.integer(5) != 0)
      release.date = rows.integer(orNull: 6)
      release.dateSource = rows.bytes(orNull: 7).flatMap {
        ReleaseRecord.DateSource(rawValue: String(decoding: $0, as: UTF8.self))
      }
      place(&release, rows, 8)
      release.isYanked = rows.integer(10) != 0
      release.notes = rows.bytes(orNull: 11)
      release.image = rows.integer(orNull: 12)
      release.isTagged = rows.integer(13) != 0
      releases.append(release)
    }
    return releases
  }

  /// Returns the tags that are no releases, and whether they are versions in a second spelling.
  private func otherTags(
    _ places: [Int64: Int]
  ) throws -> [(tag: ReleaseRecord, isVersion: Bool)] {
    let rows = try RawStatement(
      """
      SELECT r.id, r.line, r.version, r.version_key, r.name, r.class = 'prerelease',
        coalesce(t.tagged_at, c.committer_time), t.tagged_at IS NOT NULL, s.commit_id, s.peeled,
        r.class IN ('release', 'prerelease', 'calver')
      FROM ref AS r JOIN ref_span AS s ON s.ref = r.id AND s.until IS NULL
      LEFT JOIN tag_object AS t ON t.repo = r.repo AND t.oid = s.target
      LEFT JOIN commit_object AS c ON c.id = s.commit_id
      WHERE r.repo = ?1 AND r.kind = 'tag' AND NOT EXISTS (SELECT 1 FROM release WHERE tag = r.id)
      ORDER BY r.name
      """, on: session.pointer)
    rows.bind(repo, 1)
    var tags: [(ReleaseRecord, Bool)] = []
    while try rows.step() {
      let line = rows.integer(orNull: 1).flatMap { places[$0] }
      var tag = ReleaseRecord(
        id: rows.integer(0), line: line ?? 0, version: Array(rows.bytes(2)),
        key: Array(rows.bytes(3)), tag: Array(rows.bytes(4)), isPrerelease: rows.integer(5) != 0)
      tag.date = rows.integer(orNull: 6)
      tag.dateSource = tag.date == nil ? nil : rows.integer(7) != 0 ? .tagger : .commit
      place(&tag, rows, 8)
      tags.append((tag, rows.integer(10) != 0 && line != nil && !rows.isNull(3)))
    }
    return tags
  }

  private func place(
    _ release: inout ReleaseRecord, _ rows: borrowing RawStatement, _ column: Int32
  ) {
    guard let id = rows.integer(orNull: column), let commit = graph.ordinal(of: id) else { return }
    release.commit = commit
    release.sha = rows.bytes(orNull: column + 1)
  }
}
