internal import GRDB
internal import Versions

/// Finds the release that each version of the Go modules of a repository is: that of its tag, else that
/// of its version in the line of the module's folder.
struct ModuleReleases {
  let db: Database
  let repo: Int64

  private struct Place: Hashable {
    let line: Int64
    let key: [UInt8]
  }

  func update() throws {
    let versions = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT v.id, v.version, v.kind, v.release, l.id, l.scheme, e.id
          FROM module_place AS a JOIN module_version AS v ON v.repo = a.module
          LEFT JOIN line AS l ON l.repo = a.repo
            AND l.key = iif(a.folder = '', '', a.folder || '/')
          LEFT JOIN release AS e ON e.id = v.tag
          WHERE a.repo = ?
          """), arguments: [repo])
    guard !versions.isEmpty else { return }
    let releases = try releases()
    let update = try db.cachedStatement(
      sql: "UPDATE module_version SET release = ? WHERE id = ?")
    for row in versions {
      var release: Int64? = row[6]
      if release == nil, let line: Int64 = row[4], row[2] != "pseudo" {
        let scheme = ChangelogLines.scheme(VersionScheme(rawValue: row[5]) ?? .semverLoose)
        let key = Version(GoVersion.withoutIncompatible(row[1]), scheme: scheme)?.key.bytes
        release = key.flatMap { releases[Place(line: line, key: $0)] }
      }
      if release != row[3] { try update.execute(arguments: [release, row[0] as Int64]) }
    }
  }

  /// The releases by their places; one with build metadata is no version of a Go module.
  private func releases() throws -> [Place: Int64] {
    var releases: [Place: Int64] = [:]
    let rows = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT line, version_key, id FROM release
          WHERE repo = ? AND version NOT GLOB '*+*' ORDER BY id
          """), arguments: [repo])
    while let row = try rows.next() {
      releases[Place(line: row[0], key: row.bytes(1) ?? [])] = row[2]
    }
    return releases
  }
}
