internal import GRDB
internal import Versions

/// Gives the folders of Go modules lines of versions, where no tag has made one.
///
/// A tag that is a version takes the line over later.
struct ModuleLines {
  let db: Database
  let repo: Int64

  func update() throws {
    let versions = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT iif(a.folder = '', '', a.folder || '/') AS prefix, v.version
          FROM module_place AS a JOIN module_version AS v ON v.repo = a.module
          WHERE a.repo = ?1 AND v.kind != 'pseudo' AND NOT EXISTS (
            SELECT 1 FROM line WHERE repo = ?1 AND key = prefix)
          """), arguments: [repo])
    for (prefix, rows) in Dictionary(grouping: versions, by: { $0[0] as String }) {
      let names = rows.map { Array((prefix + GoVersion.withoutIncompatible($0[1])).utf8) }
      guard let line = TagList(names).lines.first(where: { $0.key == Array(prefix.utf8) }) else {
        continue
      }
      try db.execute(
        sql: """
          INSERT INTO line (repo, key, name, scheme, is_main)
          VALUES (?, ?, CAST(? AS TEXT), ?, 0) ON CONFLICT DO NOTHING
          """, arguments: [repo, prefix, line.name.data, line.scheme.rawValue])
    }
  }
}
