internal import GRDB
internal import Versions

/// Gives tags their line, class and version, from their names alone.
struct LineProjection {
  let db: Database
  let repo: Int64

  /// Classifies the tags that have no class yet, and updates the lines of the repository.
  ///
  /// Lines come from every tag that was ever seen, so that a deletion does not move the others.
  func update() throws {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT id, CAST(name AS BLOB), class IS NOT NULL FROM ref
        WHERE repo = ? AND kind = 'tag' ORDER BY id
        """, arguments: [repo])
    let tags = rows.map { row in
      (id: row[0] as Int64, isNew: !(row[2] as Bool), name: classifyTag(row.bytes(1) ?? []))
    }
    let lines = try save(VersionLine.lines(of: tags.map(\.name)))
    for tag in tags where tag.isNew {
      let version = tag.name.version
      try db.cachedStatement(
        sql: "UPDATE ref SET line = ?, class = ?, version = ?, version_key = ? WHERE id = ?"
      ).execute(arguments: [
        tag.name.lineKey.flatMap { lines[$0] }, tag.name.class.rawValue, version?.text,
        version?.key.bytes.data, tag.id,
      ])
    }
  }

  /// Writes the lines and returns their row ids by key.
  private func save(_ lines: [VersionLine]) throws -> [[UInt8]: Int64] {
    var ids: [[UInt8]: Int64] = [:]
    for line in lines {
      ids[line.key] = try Int64.fetchOne(
        db,
        sql: """
          INSERT INTO line (repo, key, name, scheme, is_main)
          VALUES (?, CAST(? AS TEXT), CAST(? AS TEXT), ?, ?)
          ON CONFLICT (repo, key) DO UPDATE
            SET name = excluded.name, scheme = excluded.scheme, is_main = excluded.is_main
          RETURNING id
          """,
        arguments: [
          repo, line.key.data, line.name.data, line.scheme.rawValue, line.isMain ? 1 : 0,
        ])
    }
    return ids
  }
}
