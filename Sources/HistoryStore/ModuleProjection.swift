internal import GRDB
internal import Versions

/// Brings up to date what follows from what is said of Go modules: what is withdrawn, whose versions
/// they are, the commits that they were made of, and the releases.
struct ModuleProjection {
  let db: Database
  let connection: OpaquePointer

  /// A module of which something new was recorded.
  struct Changed {
    let id: Int64
    /// The project that it belonged to before.
    let oldProject: Int64?
  }

  private struct Module {
    let id: Int64
    let path: String
    let project: Int64
    /// Whether somebody said which project it belongs to.
    let isProjectGiven: Bool
    let place: ModulePlacement.Place?
  }

  /// What has to be made anew, once for all modules of a run.
  private struct Concerned {
    var repos: Set<Int64> = []
    var projects: Set<Int64> = []
  }

  /// Updates modules after looks at them.
  func update(_ changed: [Changed]) throws {
    guard !changed.isEmpty else { return }
    var all = try ModulePlacement(db: db, project: nil)
    var ofProjects: [Int64: ModulePlacement] = [:]
    var concerned = Concerned()
    for change in changed {
      guard let module = try modules("m.id = ?", [change.id]).first else { continue }
      try ModuleRetractions(db: db).update(module.path)
      concerned.projects.formUnion([change.oldProject, module.project].compactMap(\.self))
      if module.isProjectGiven {
        if ofProjects[module.project] == nil {
          ofProjects[module.project] = try ModulePlacement(db: db, project: module.project)
        }
        try ofProjects[module.project].map { placement in
          var placement = placement
          try place(module, &placement, &concerned)
          ofProjects[module.project] = placement
        }
      } else {
        try place(module, &all, &concerned)
      }
    }
    try finish(concerned)
  }

  /// Updates the modules whose versions are, or may be, of a git repository that changed; its own
  /// releases are left to the caller.
  static func updateLinks(_ db: Database, _ connection: OpaquePointer, repo: Int64) throws {
    let projection = ModuleProjection(db: db, connection: connection)
    let project = try Int64.fetchOne(
      db, sql: "SELECT project FROM repo WHERE id = ?", arguments: [repo])
    let modules = try projection.modules(
      "(m.project = ?1 OR a.repo = m.id AND NOT a.is_project_given)", [project])
    guard !modules.isEmpty else { return }
    var placement = try ModulePlacement(db: db, project: project)
    var concerned = Concerned()
    for module in modules {
      let isStranger = module.project != project
      if isStranger,
        try placement.place(of: module.id, path: module.path, known: nil) == nil
      {
        continue
      }
      try projection.place(module, &placement, &concerned)
    }
    concerned.repos.remove(repo)
    try projection.finish(concerned)
  }

  private func modules(_ condition: String, _ arguments: StatementArguments) throws -> [Module] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT m.id, substr(m.name, 4), m.project, coalesce(a.is_project_given, 0), a.repo, a.folder
        FROM repo AS m LEFT JOIN module_place AS a ON a.module = m.id
        WHERE m.kind = 'module' AND \(condition) ORDER BY m.id
        """, arguments: arguments
    ).map { row in
      Module(
        id: row[0], path: row[1], project: row[2], isProjectGiven: row[3],
        place: (row[4] as Int64?).map { ModulePlacement.Place(repo: $0, folder: row[5]) })
    }
  }

  // MARK: Places and commits

  /// Finds and saves the place of a module and the commits of its versions.
  private func place(
    _ module: Module, _ placement: inout ModulePlacement, _ concerned: inout Concerned
  ) throws {
    let place =
      try placement.place(of: module.id, path: module.path, known: module.place)
      ?? ModulePlacement.Place(repo: module.id, folder: "")
    concerned.repos.formUnion([module.place?.repo, place.repo].compactMap(\.self))
    if place != module.place {
      try db.cachedStatement(
        sql: """
          INSERT INTO module_place (module, repo, folder, is_project_given) VALUES (?1, ?2, ?3, 0)
          ON CONFLICT DO UPDATE SET repo = ?2, folder = ?3
          """
      ).execute(arguments: [module.id, place.repo, place.folder])
      // What it said of the releases of another repository counts there no longer.
      try db.cachedStatement(sql: "UPDATE module_version SET release = NULL WHERE repo = ?")
        .execute(arguments: [module.id])
      if place.repo != module.id {
        let project = try Int64.fetchOne(
          db, sql: "SELECT project FROM repo WHERE id = ?", arguments: [place.repo])
        if let project,
          let old = try RepositoryRow.move(db, module.id, toProject: project)
        {
          concerned.projects.formUnion([old, project])
        }
      }
    }
    try ModuleCommits(db: db).update(module.id, place)
  }

  // MARK: Releases

  /// Makes the releases of the repositories anew, and joins them with the images of their projects.
  private func finish(_ concerned: Concerned) throws {
    for repo in concerned.repos.sorted() {
      let isGit = try Bool.fetchOne(
        db.cachedStatement(sql: "SELECT kind = 'git' FROM repo WHERE id = ?"), arguments: [repo])
      if isGit == true {
        try ChangelogProjection(db: db, connection: connection, repo: repo).update()
      } else {
        _ = try UntaggedReleases(db: db, repo: repo).update()
        try ModuleReleases(db: db, repo: repo).update()
      }
    }
    for project in concerned.projects.sorted() {
      let hasImages = try Bool.fetchOne(
        db.cachedStatement(
          sql: "SELECT EXISTS (SELECT 1 FROM repo WHERE project = ? AND kind = 'image')"),
        arguments: [project])
      if hasImages == true {
        try ImageProjection.updateReleases(db, connection, project: project)
      }
    }
  }
}
