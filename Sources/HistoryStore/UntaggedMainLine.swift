internal import GRDB
internal import Versions

/// Gives a repository without tagged versions a main line, read from the versions that changelogs,
/// Go modules and images speak of.
///
/// A tag that is a version makes a line of its own later, or takes this one over.
struct UntaggedMainLine {
  let db: Database
  let repo: Int64

  func update() throws {
    let isTagged = try Bool.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT EXISTS (SELECT 1 FROM line AS l WHERE l.repo = ? AND l.is_main
            AND EXISTS (SELECT 1 FROM ref AS r WHERE r.line = l.id))
          """), arguments: [repo])
    if isTagged == true { return }
    // Of what they speak of, they are read as tags of that name would be.
    let lines = TagList(try versions()).lines
    guard let line = lines.first(where: { $0.isMain && $0.key.isEmpty }) else { return }
    try db.execute(
      sql: """
        INSERT INTO line (repo, key, name, scheme, is_main) VALUES (?1, '', CAST(?2 AS TEXT), ?3, 1)
        ON CONFLICT (repo, key) DO UPDATE SET name = CAST(?2 AS TEXT), scheme = ?3, is_main = 1
        WHERE NOT is_main OR name != CAST(?2 AS TEXT) OR scheme != ?3
        """, arguments: [repo, line.name.data, line.scheme.rawValue])
  }

  private func versions() throws -> [[UInt8]] {
    let told = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT DISTINCT CAST(h.version AS BLOB) FROM changelog_release AS h
          JOIN changelog AS c ON c.id = h.changelog
          WHERE h.repo = ? AND h.until IS NULL AND h.version IS NOT NULL AND NOT h.unreleased
            AND NOT h.draft AND h.package IS NULL AND c.component IS NULL
          """), arguments: [repo]
    ).compactMap { $0.bytes(0) }
    if !told.isEmpty { return told }
    let modules = try String.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT DISTINCT v.version FROM module_place AS a
          JOIN module_version AS v ON v.repo = a.module
          WHERE a.repo = ? AND a.folder = '' AND v.kind != 'pseudo'
          """), arguments: [repo]
    ).map { Array(GoVersion.withoutIncompatible($0).utf8) }
    if !modules.isEmpty { return modules }
    return try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT DISTINCT CAST(r.version AS BLOB) FROM repo AS g
          JOIN repo AS p ON p.project = g.project AND p.kind = 'image'
          JOIN line AS m ON m.repo = p.id AND m.is_main
          JOIN ref AS r ON r.line = m.id AND r.kind = 'image'
          JOIN ref_span AS s ON s.ref = r.id AND s.until IS NULL
          WHERE g.id = ? AND r.version_key IS NOT NULL
            AND r.class IN ('release', 'prerelease', 'calver')
          """), arguments: [repo]
    ).compactMap { $0.bytes(0) }
  }
}
