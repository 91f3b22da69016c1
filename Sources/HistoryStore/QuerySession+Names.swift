internal import GRDB
public import QueryLanguage

/// A ref that exists now.
public struct RefName: Hashable, Sendable {
  public var kind: ResolvedKind
  public var name: String
  public var repository: String
  /// Whether a tag of the repository has the same name.
  public var isHidden: Bool
}

extension QuerySession {
  /// Returns the names of the repositories.
  public func repositoryNames() throws -> [String] {
    try String.fetchAll(db, sql: "SELECT name FROM repo ORDER BY name")
  }

  /// Returns the refs of a kind whose names begin with `prefix`: tags by version, those of main
  /// lines and the newest first; branches by name, the default one first.
  ///
  /// Names that are not UTF-8 are left out.
  ///
  /// - Parameter repository: The full name of a repository, or a trailing part of it; nil: all.
  public func refNames(
    of kind: ResolvedKind, repository: String?, prefix: String, limit: Int
  ) throws -> [RefName] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT CAST(r.name AS BLOB), repo.name, r.kind = 'branch' AND EXISTS (
            SELECT 1 FROM ref AS t JOIN ref_span AS u ON u.ref = t.id AND u.until IS NULL
            WHERE t.repo = r.repo AND t.kind = 'tag' AND t.name = r.name)
        FROM ref AS r
        JOIN ref_span AS s ON s.ref = r.id AND s.until IS NULL
        JOIN repo ON repo.id = r.repo
        LEFT JOIN line AS l ON l.id = r.line
        WHERE r.kind = ?1 AND substr(r.name, 1, length(?2)) = ?2
          AND (?3 IS NULL OR repo.name = ?3 OR repo.name GLOB '*/' || ?3)
        ORDER BY coalesce(l.is_main, 0) DESC, r.version_key IS NULL, r.version_key DESC,
          r.full_name IS NOT repo.default_branch, r.name
        LIMIT ?4
        """, arguments: [kind.rawValue, prefix, repository, limit])
    return rows.compactMap { row in
      guard let name = String(validating: row.bytes(0) ?? [], as: UTF8.self) else { return nil }
      return RefName(kind: kind, name: name, repository: row[1], isHidden: row[2])
    }
  }
}
