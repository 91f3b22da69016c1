internal import GRDB
internal import Versions

/// Brings up to date what follows from what is said of Go modules: what is withdrawn, whose versions
/// they are, the commits that they were made of, and the releases.
struct ModuleProjection {
  let db: Database
  let connection: OpaquePointer

  private struct Module {
    let id: Int64
    let path: String
    let project: Int64
    /// Whether nobody said which project it belongs to.
    let hasOwnProject: Bool
    let place: ModulePlacement.Place?
  }

  /// Updates a module after a look at it.
  ///
  /// - Parameter oldProject: The project that it belonged to before the look.
  func update(_ id: Int64, oldProject: Int64?) throws {
    guard let module = try modules("m.id = ?", [id]).first else { return }
    try judgeRetractions(module.path)
    // Without a git repository in its project a module joins that of one which its versions are of.
    let own = try ModulePlacement(db: db, project: module.project)
    var placement =
      own.isEmpty && module.hasOwnProject ? try ModulePlacement(db: db, project: nil) : own
    let place = try self.place(module, &placement)
    for repo in Set([module.place?.repo, place.repo].compactMap(\.self)) {
      try updateReleases(of: repo)
    }
    try updateImages(of: Set([oldProject, try self.project(of: id)].compactMap(\.self)))
  }

  private func project(of repo: Int64) throws -> Int64? {
    try Int64.fetchOne(db, sql: "SELECT project FROM repo WHERE id = ?", arguments: [repo])
  }

  /// Joins the images of projects with their releases, which may be those of another repository now.
  private func updateImages(of projects: Set<Int64>) throws {
    for project in projects {
      let hasImages = try Bool.fetchOne(
        db, sql: "SELECT EXISTS (SELECT 1 FROM repo WHERE project = ? AND kind = 'image')",
        arguments: [project])
      if hasImages == true {
        try ImageProjection.updateReleases(db, connection, project: project)
      }
    }
  }

  /// Updates the modules whose versions are, or may be, of a git repository that changed; its own
  /// releases are left to the caller.
  static func updateLinks(_ db: Database, _ connection: OpaquePointer, repo: Int64) throws {
    let projection = ModuleProjection(db: db, connection: connection)
    let project = try projection.project(of: repo)
    let ofProject = try projection.modules("m.project = ?", [project])
    let strangers = try projection.modules("m.project != ? AND a.repo = m.id", [project])
      .filter(\.hasOwnProject)
    var own = try ModulePlacement(db: db, project: project)
    for module in ofProject {
      let place = try projection.place(module, &own)
      if let old = module.place?.repo, old != place.repo, old != repo {
        try projection.updateReleases(of: old)
      }
    }
    for module in strangers {
      let hasGit = try !ModulePlacement(db: db, project: module.project).isEmpty
      guard !hasGit, let place = try own.place(of: module.id, path: module.path) else { continue }
      try projection.save(place, of: module)
      try projection.updateReleases(of: module.id)
    }
  }

  private func modules(_ condition: String, _ arguments: StatementArguments) throws -> [Module] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT m.id, substr(m.name, 4), m.project, p.name = substr(m.name, 4), a.repo, a.folder
        FROM repo AS m JOIN project AS p ON p.id = m.project
        LEFT JOIN module_place AS a ON a.module = m.id
        WHERE m.kind = 'module' AND \(condition) ORDER BY m.id
        """, arguments: arguments
    ).map { row in
      Module(
        id: row[0], path: row[1], project: row[2], hasOwnProject: row[3],
        place: (row[4] as Int64?).map { ModulePlacement.Place(repo: $0, folder: row[5]) })
    }
  }

  // MARK: Withdrawn versions

  /// Finds out what the go.mod file of the highest version withdraws, and whether the module is
  /// deprecated.
  private func judgeRetractions(_ path: String) throws {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT id, version, withdraws, deprecates, retracted, rationale, deprecated, kind
        FROM module_version WHERE path = ?
        """, arguments: [path])
    let files = rows.filter { ($0[2] as String?) != nil && $0[7] != "pseudo" }
    let highest = GoModuleLocation.authority(of: files.map { $0[1] as String })
    // Without tags the newest commit is the one that is asked.
    let authority =
      files.first { $0[1] == highest }
      ?? rows.filter { ($0[2] as String?) != nil }.max { GoVersion.precedes($0[1], $1[1]) }
    let withdrawn = (authority?[2] as String?).map(ModuleFacts.retractions) ?? []
    let deprecation: String? = authority?[3]
    let update = try db.cachedStatement(
      sql: "UPDATE module_version SET retracted = ?, rationale = ?, deprecated = ? WHERE id = ?")
    for row in rows {
      let retraction = withdrawn.first { $0.contains(row[1]) }
      let rationale = retraction.flatMap { $0.rationale.isEmpty ? nil : $0.rationale }
      let isSame =
        row[4] == (retraction != nil) && row[5] == rationale && row[6] == deprecation
      if isSame { continue }
      try update.execute(arguments: [retraction != nil, rationale, deprecation, row[0] as Int64])
    }
  }

  // MARK: Places and commits

  /// Finds and saves the place of a module and the commits of its versions.
  private func place(
    _ module: Module, _ placement: inout ModulePlacement
  ) throws -> ModulePlacement.Place {
    let place =
      try placement.place(of: module.id, path: module.path)
      ?? ModulePlacement.Place(repo: module.id, folder: "")
    try save(place, of: module)
    return place
  }

  private func save(_ place: ModulePlacement.Place, of module: Module) throws {
    try db.execute(
      sql: """
        INSERT INTO module_place (module, repo, folder) VALUES (?1, ?2, ?3)
        ON CONFLICT DO UPDATE SET repo = ?2, folder = ?3
        """, arguments: [module.id, place.repo, place.folder])
    if let project = try project(of: place.repo) {
      _ = try RepositoryRow.move(db, module.id, toProject: project)
    }
    try saveCommits(of: module.id, place)
  }

  private func saveCommits(of module: Int64, _ place: ModulePlacement.Place) throws {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT id, version, kind, time, origin_commit, commit_id FROM module_version
        WHERE repo = ?
        """, arguments: [module])
    let update = try db.cachedStatement(
      sql: "UPDATE module_version SET commit_id = ? WHERE id = ?")
    for row in rows {
      let commit: Int64?
      if let origin = row.bytes(4) {
        commit = try Int64.fetchOne(
          db.cachedStatement(sql: "SELECT id FROM commit_object WHERE oid = ? AND repo = ?"),
          arguments: [origin.data, place.repo])
      } else if row[2] == "pseudo" {
        commit = try self.commit(ofPseudoVersion: row[1], in: place.repo)
      } else {
        commit = try self.commit(ofTag: row[1], time: row[3], at: place)
      }
      if commit != row[5] { try update.execute(arguments: [commit, row[0] as Int64]) }
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

  /// The commit of the tag that names the version: one with another time is not the one that the
  /// version was made of.
  private func commit(
    ofTag version: String, time: Int64?, at place: ModulePlacement.Place
  ) throws -> Int64? {
    let prefix = place.folder.isEmpty ? "" : place.folder + "/"
    return try Int64.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT c.id FROM ref AS r
          JOIN ref_span AS s ON s.ref = r.id AND s.until IS NULL
          JOIN commit_object AS c ON c.id = s.commit_id
          WHERE r.repo = ? AND r.full_name = 'refs/tags/' || ?
            AND (?3 IS NULL OR c.committer_time = ?3)
          """), arguments: [place.repo, prefix + GoVersion.withoutIncompatible(version), time])
  }

  // MARK: Releases

  /// Updates the releases of a git repository, or of a module that is of none.
  private func updateReleases(of repo: Int64) throws {
    try ChangelogProjection(db: db, connection: connection, repo: repo).update()
  }
}
