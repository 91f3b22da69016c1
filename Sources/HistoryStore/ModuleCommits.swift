internal import GRDB
internal import Versions

/// Finds the commit and the tag of each version of a Go module.
struct ModuleCommits {
  let db: Database

  func update(_ module: Int64, _ place: ModulePlacement.Place) throws {
    let rows = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT id, version, kind, time, origin_commit, commit_id, tag FROM module_version
          WHERE repo = ?
          """), arguments: [module])
    let update = try db.cachedStatement(
      sql: "UPDATE module_version SET commit_id = ?, tag = ? WHERE id = ?")
    for row in rows {
      var (commit, tag): (Int64?, Int64?) = (nil, nil)
      if place.repo != module {
        if row[2] == "pseudo" {
          commit = try self.commit(ofPseudoVersion: row[1], in: place.repo)
        } else if let found = try self.tag(of: row[1], at: place) {
          tag = found.id
          // A tag with another time is not the one that the version was made of.
          let time: Int64? = row[3]
          if time == nil || time == found.time { commit = found.commit }
        }
        if let origin = row.bytes(4) {
          commit = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT id FROM commit_object WHERE oid = ? AND repo = ?"),
            arguments: [origin.data, place.repo])
        }
      }
      if commit != row[5] || tag != row[6] {
        try update.execute(arguments: [commit, tag, row[0] as Int64])
      }
    }
  }

  /// The commit whose id begins as the version says, and that has its time.
  private func commit(ofPseudoVersion version: String, in repo: Int64) throws -> Int64? {
    guard let pseudo = GoPseudoVersion(version),
      let bounds = RefLookup.prefixBounds(Array(pseudo.revision.utf8))
    else { return nil }
    let found = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT id, strftime('%Y%m%d%H%M%S', committer_time / 1000000, 'unixepoch')
          FROM commit_object WHERE oid >= ? AND oid < ? AND repo = ?
          """), arguments: [bounds.lower.data, bounds.upper.data, repo]
    ).filter { $0[1] == pseudo.timestamp }
    return found.count == 1 ? found[0][0] : nil
  }

  /// The tag that names a version, as it is now.
  private func tag(
    of version: String, at place: ModulePlacement.Place
  ) throws -> (id: Int64, commit: Int64?, time: Int64?)? {
    let prefix = place.folder.isEmpty ? "" : place.folder + "/"
    return try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT r.id, s.commit_id, c.committer_time FROM ref AS r
          JOIN ref_span AS s ON s.ref = r.id AND s.until IS NULL
          LEFT JOIN commit_object AS c ON c.id = s.commit_id
          WHERE r.repo = ? AND r.full_name = 'refs/tags/' || ?
          """), arguments: [place.repo, prefix + GoVersion.withoutIncompatible(version)]
    ).map { (id: $0[0], commit: $0[1], time: $0[2]) }
  }
}
