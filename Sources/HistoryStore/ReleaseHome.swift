internal import GRDB

/// The repositories of a project whose releases its image tags may be.
struct ReleaseHome {
  let db: Database

  /// Returns the git repositories of a project; without one, the first of its modules, else the first
  /// of its image repositories.
  func repositories(ofProject project: Int64) throws -> [Int64] {
    let rows = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT id, kind FROM repo WHERE project = ? AND kind IN ('git', 'module', 'image')
          ORDER BY id
          """), arguments: [project]
    ).map { (id: $0[0] as Int64, kind: $0[1] as String) }
    let git = rows.filter { $0.kind == "git" }.map(\.id)
    guard git.isEmpty else { return git }
    let home = rows.first { $0.kind == "module" } ?? rows.first
    return home.map { [$0.id] } ?? []
  }

  /// Returns whether the image tags of a repository's project are releases of this repository alone.
  func isOnly(_ repo: Int64) throws -> Bool {
    let project = try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT project FROM repo WHERE id = ?"), arguments: [repo])
    return try project.map { try repositories(ofProject: $0) } == [repo]
  }

  /// Returns the repositories of a project whose releases may be others than before: its homes, and
  /// those that were its home.
  func concerned(inProject project: Int64) throws -> [Int64] {
    let homes = try repositories(ofProject: project)
    let former = try Int64.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT p.id FROM repo AS p WHERE p.project = ? AND p.kind IN ('image', 'module')
            AND EXISTS (SELECT 1 FROM release AS e WHERE e.repo = p.id)
          """), arguments: [project])
    return homes + former.filter { !homes.contains($0) }
  }
}
