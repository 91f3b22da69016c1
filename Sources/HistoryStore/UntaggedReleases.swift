internal import GRDB
internal import Versions

/// Makes releases of the versions that no tag publishes, but a changelog, a release page, an image or
/// a Go module knows: one row per version of a line, with a negative id that it keeps.
///
/// They are claims: nothing is compared with them, and no other release is judged by them.
struct UntaggedReleases {
  /// A release as it is stored, but for its image and the version that it is compared with.
  struct Release: Hashable {
    let line: Int64
    let key: [UInt8]
    let version: String
    /// A tag of that name which is no version by itself, such as `v1.0`.
    var tag: Int64?
    var commit: Int64?
    var releasedAt: Int64?
    var source: String?
    var isYanked = false
    var notes: String?
  }

  let db: Database
  let repo: Int64

  /// Brings the rows up to date with the headings, images and modules that are stored.
  ///
  /// - Returns: Whether the entries of a changelog may have other commits to be judged by.
  func update() throws -> Bool {
    try UntaggedMainLine(db: db, repo: repo).update()
    try ModuleLines(db: db, repo: repo).update()
    let claims = try UntaggedClaims(db: db, repo: repo)
    let stored = try stored()
    if claims.all.isEmpty, stored.isEmpty { return false }
    var ids: [UntaggedClaims.Place: Int64] = [:]
    var isOtherCommit = false
    var next =
      (try Int64.fetchOne(
        db.cachedStatement(sql: "SELECT min(id) FROM release")) ?? 0)
    for claim in claims.all {
      let release = claim.release
      let known = stored[claim.place]
      if known == nil { next = min(next, 0) - 1 }
      let id = known?.id ?? next
      ids[claim.place] = id
      if !claim.headings.isEmpty, release.commit != known?.release.commit { isOtherCommit = true }
      if release != known?.release { try write(release, id) }
      for heading in claim.headings where heading.release != id {
        try link(heading.id, to: id)
      }
    }
    for (place, row) in stored where ids[place] == nil {
      try db.execute(sql: "DELETE FROM release WHERE id = ?", arguments: [row.id])
    }
    try unlinkOthers(than: claims.all.flatMap { $0.headings.map(\.id) })
    return isOtherCommit
  }

  private func stored() throws -> [UntaggedClaims.Place: (id: Int64, release: Release)] {
    var result: [UntaggedClaims.Place: (id: Int64, release: Release)] = [:]
    let rows = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT id, line, version_key, version, tag, commit_id, released_at, released_source, yanked,
            notes
          FROM release WHERE repo = ? AND NOT tagged
          """), arguments: [repo])
    while let row = try rows.next() {
      let release = Release(
        line: row[1], key: row.bytes(2) ?? [], version: row[3], tag: row[4], commit: row[5],
        releasedAt: row[6], source: row[7], isYanked: row[8], notes: row[9])
      let place = UntaggedClaims.Place(release.line, release.key, release.version)
      result[place] = (row[0], release)
    }
    return result
  }

  private func write(_ release: Release, _ id: Int64) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO release (id, repo, line, tagged, tag, version, version_key, commit_id,
          prerelease, released_at, released_source, verdict, yanked, notes)
        VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 'unknown', ?11, ?12)
        ON CONFLICT (id) DO UPDATE SET tag = ?4, version = ?5, commit_id = ?7, released_at = ?9,
          released_source = ?10, yanked = ?11, notes = ?12
        """
    ).execute(arguments: [
      id, repo, release.line, release.tag, release.version, release.key.data, release.commit,
      VersionKey(bytes: release.key).isPrerelease ? 1 : 0, release.releasedAt, release.source,
      release.isYanked ? 1 : 0, release.notes,
    ])
  }

  private func link(_ heading: Int64, to release: Int64) throws {
    try db.cachedStatement(sql: "UPDATE changelog_release SET release = ? WHERE id = ?")
      .execute(arguments: [release, heading])
  }

  /// Headings that were changed or removed since speak of none of these releases any more.
  private func unlinkOthers(than headings: [Int64]) throws {
    let kept = headings.map(\.description).joined(separator: ",")
    try db.execute(
      sql: """
        UPDATE changelog_release SET release = NULL
        WHERE repo = ? AND release < 0 AND id NOT IN (SELECT value FROM json_each(?))
        """, arguments: [repo, "[\(kept)]"])
  }
}
