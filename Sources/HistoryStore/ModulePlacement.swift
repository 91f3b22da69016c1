internal import GRDB
internal import Versions

/// Finds the git repository and the folder that the versions of Go modules are of.
///
/// The evidence, from the best on: the commits that the source says they were taken from; tags of their
/// names whose commits have their times; the path of the module, which begins as the name of the
/// repository.
struct ModulePlacement {
  /// A folder of a repository, without the major suffix of the module.
  struct Place: Hashable {
    let repo: Int64
    let folder: String
  }

  /// The version and the time of a tag.
  private struct Moment: Hashable {
    let version: String
    let time: Int64
  }

  private let db: Database
  private let repositories: [(id: Int64, name: String)]
  private var tags: [Moment: [Place]]?

  /// - Parameter project: Whose git repositories are looked through; null: all of them.
  init(db: Database, project: Int64?) throws {
    self.db = db
    repositories = try Row.fetchAll(
      db,
      sql: """
        SELECT id, name FROM repo WHERE kind = 'git' AND (?1 IS NULL OR project = ?1) ORDER BY id
        """, arguments: [project]
    ).map { ($0[0], $0[1]) }
  }

  /// Whether there are repositories to look through.
  var isEmpty: Bool { repositories.isEmpty }

  /// Returns the place of a module; null if nothing tells it.
  mutating func place(of module: Int64, path: String) throws -> Place? {
    guard !repositories.isEmpty else { return nil }
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT version, time, origin_ref, origin_folder, origin_commit FROM module_version
        WHERE repo = ? AND kind != 'pseudo' OR repo = ? AND origin_commit IS NOT NULL
        ORDER BY version_key
        """, arguments: [module, module])
    var votes: [Place: Int] = [:]
    for row in rows {
      guard let commit = row.bytes(4), let repo = try repository(of: commit) else { continue }
      let folder = Self.folder(
        of: path, version: row[0], ref: row[2], originFolder: row[3])
      votes[Place(repo: repo, folder: folder), default: 0] += 1
    }
    if let place = Self.most(votes) { return place }
    for row in rows {
      guard let time: Int64 = row[1] else { continue }
      let moment = Moment(version: GoVersion.withoutIncompatible(row[0]), time: time)
      for place in try taggedPlaces()[moment] ?? [] { votes[place, default: 0] += 1 }
    }
    return Self.most(votes) ?? named(path)
  }

  private static func most(_ votes: [Place: Int]) -> Place? {
    votes.max { ($0.value, $1.key.repo, $1.key.folder) < ($1.value, $0.key.repo, $0.key.folder) }?
      .key
  }

  private func repository(of commit: [UInt8]) throws -> Int64? {
    let ids = try Int64.fetchAll(
      db.cachedStatement(sql: "SELECT repo FROM commit_object WHERE oid = ? ORDER BY repo"),
      arguments: [commit.data])
    return ids.first { id in repositories.contains { $0.id == id } }
  }

  /// The folder that the origin of a version tells: by the prefix of its tag, else by the module's own
  /// folder, which may end in the major number.
  private static func folder(
    of path: String, version: String, ref: String?, originFolder: String?
  ) -> String {
    let ending = GoVersion.withoutIncompatible(version)
    if let ref, ref.hasPrefix("refs/tags/"), ref.hasSuffix(ending) {
      let prefix = ref.dropFirst("refs/tags/".count).dropLast(ending.count)
      if prefix.isEmpty || prefix.hasSuffix("/") { return String(prefix.dropLast()) }
    }
    let folder = originFolder ?? ""
    guard let major = GoModulePath.split(path)?.suffix.major, !path.hasPrefix("gopkg.in/") else {
      return folder
    }
    if folder == major { return "" }
    return folder.hasSuffix("/\(major)") ? String(folder.dropLast(major.utf8.count + 1)) : folder
  }

  /// The places whose tags name a version, by that and the time of their commits.
  private mutating func taggedPlaces() throws -> [Moment: [Place]] {
    if let tags { return tags }
    var found: [Moment: [Place]] = [:]
    for repository in repositories {
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT r.name, c.committer_time FROM ref AS r
          JOIN ref_span AS s ON s.ref = r.id AND s.until IS NULL
          JOIN commit_object AS c ON c.id = s.commit_id
          WHERE r.repo = ? AND r.kind = 'tag' AND r.version_key IS NOT NULL
          """, arguments: [repository.id])
      while let row = try rows.next() {
        guard let time: Int64 = row[1] else { continue }
        let name: String = row[0]
        let slash = name.lastIndex(of: "/")
        let version = slash.map { String(name[name.index(after: $0)...]) } ?? name
        let folder = slash.map { String(name[..<$0]) } ?? ""
        found[Moment(version: version, time: time), default: []]
          .append(Place(repo: repository.id, folder: folder))
      }
    }
    tags = found
    return found
  }

  /// The repository with the longest name that the path begins with.
  private func named(_ path: String) -> Place? {
    let found = repositories.compactMap { repository in
      (try? GoModuleLocation(path: path, repository: repository.name)).map { (repository, $0) }
    }
    return found.max { $0.0.name.utf8.count < $1.0.name.utf8.count }
      .map { Place(repo: $0.0.id, folder: $0.1.folder) }
  }
}
