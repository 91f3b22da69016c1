internal import GRDB
internal import Indexing
internal import Versions

/// Finds the git repository and the folder that the versions of Go modules are of.
///
/// The evidence, from the best on: the commits that the source says they were taken from; the place
/// that was found before, since tags may move or go; the path of the module, which begins as the name
/// or address of the repository; tags of the same versions whose commits have the same times.
struct ModulePlacement {
  /// A folder of a repository, without the major suffix of the module.
  struct Place: Hashable {
    let repo: Int64
    let folder: String
  }

  private struct Repository {
    let id: Int64
    /// Its name, and that of its address.
    let names: [String]
  }

  /// What is known of one version of a module.
  private struct Version {
    let text: String
    let time: Int64?
    let originURL: String?
    let originRef: String?
    let originFolder: String?
    let originCommit: [UInt8]?
  }

  /// The version and the time of a tag.
  private struct Moment: Hashable {
    let version: String
    let time: Int64
  }

  private let db: Database
  private let repositories: [Repository]
  private var tags: [Moment: Set<Place>]?

  /// - Parameter project: Whose git repositories are looked through; null: all of them.
  init(db: Database, project: Int64?) throws {
    self.db = db
    repositories = try Row.fetchAll(
      db,
      sql: """
        SELECT id, name, url FROM repo
        WHERE kind = 'git' AND (?1 IS NULL OR project = ?1) ORDER BY id
        """, arguments: [project]
    ).map { row in
      Repository(
        id: row[0],
        names: [row[1]] + [(row[2] as String?).flatMap(RepositoryAddress.name)].compactMap(\.self))
    }
  }

  /// Returns the place of a module; null if nothing tells it.
  ///
  /// - Parameter known: The place that was found before.
  mutating func place(of module: Int64, path: String, known: Place?) throws -> Place? {
    guard !repositories.isEmpty else { return nil }
    let versions = try versions(of: module)
    if let place = try origin(versions, path, known) { return place }
    if let known, repositories.contains(where: { $0.id == known.repo }) { return known }
    return try named(path) ?? tagged(versions, path)
  }

  private func versions(of module: Int64) throws -> [Version] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT version, time, origin_url, origin_ref, origin_folder, origin_commit
          FROM module_version
          WHERE repo = ? AND (kind != 'pseudo' OR origin_commit IS NOT NULL)
          """), arguments: [module]
    ).map { row in
      Version(
        text: row[0], time: row[1], originURL: row[2], originRef: row[3], originFolder: row[4],
        originCommit: row.bytes(5))
    }
  }

  // MARK: Commits

  /// The repository that has the commits of most versions.
  ///
  /// Forks have them, too: one whose name or address is the one that the source gives goes first, then
  /// the one that was found before.
  private func origin(_ versions: [Version], _ path: String, _ known: Place?) throws -> Place? {
    var folders: [Int64: [String: Int]] = [:]
    var named: Set<Int64> = []
    for version in versions {
      guard let commit = version.originCommit else { continue }
      let name = version.originURL.flatMap(RepositoryAddress.name)
      for repository in try holders(of: commit) {
        folders[repository.id, default: [:]][Self.folder(of: path, version), default: 0] += 1
        if name.map(repository.names.contains) == true { named.insert(repository.id) }
      }
    }
    let ranked = folders.map { id, folders in
      (
        rank: [named.contains(id) ? 1 : 0, id == known?.repo ? 1 : 0, folders.values.reduce(0, +)],
        id: id, folders: folders
      )
    }
    let best = ranked.max { first, second in
      first.rank == second.rank
        ? first.id > second.id : first.rank.lexicographicallyPrecedes(second.rank)
    }
    return best.flatMap { best in
      best.folders.max { ($0.value, $1.key) < ($1.value, $0.key) }
        .map { Place(repo: best.id, folder: $0.key) }
    }
  }

  private func holders(of commit: [UInt8]) throws -> [Repository] {
    let ids = try Int64.fetchSet(
      db.cachedStatement(sql: "SELECT repo FROM commit_object WHERE oid = ?"),
      arguments: [commit.data])
    return repositories.filter { ids.contains($0.id) }
  }

  /// The folder that the origin of a version tells: by the prefix of its tag, else by the module's own
  /// folder, which may end in the major number.
  private static func folder(of path: String, _ version: Version) -> String {
    let ending = GoVersion.withoutIncompatible(version.text)
    if let ref = version.originRef, ref.hasPrefix("refs/tags/"), ref.hasSuffix(ending) {
      let prefix = ref.dropFirst("refs/tags/".count).dropLast(ending.count)
      if prefix.isEmpty || prefix.hasSuffix("/") { return String(prefix.dropLast()) }
    }
    let folder = version.originFolder ?? ""
    guard let suffix = GoModulePath.split(path)?.suffix, !suffix.isGopkgIn,
      let major = suffix.major
    else { return folder }
    if folder == major { return "" }
    return folder.hasSuffix("/\(major)") ? String(folder.dropLast(major.utf8.count + 1)) : folder
  }

  // MARK: Paths

  /// The repository with the longest name that the path begins with.
  private func named(_ path: String) -> Place? {
    let gopkgIn = GopkgInPath(path)?.repository
    let found = repositories.flatMap { repository in
      repository.names.compactMap { name -> (length: Int, place: Place)? in
        if name == gopkgIn {
          return (name.utf8.count, Place(repo: repository.id, folder: ""))
        }
        guard path.hasPrefix(name) else { return nil }
        return (try? GoModuleLocation(path: path, repository: name)).map {
          (name.utf8.count, Place(repo: repository.id, folder: $0.folder))
        }
      }
    }
    return found.max { ($0.length, $1.place.repo) < ($1.length, $0.place.repo) }?.place
  }

  // MARK: Tags

  /// The place whose tags name at least half of the versions with their times.
  ///
  /// It is a folder that the path ends in, or the root; null if two repositories fit alike.
  private mutating func tagged(_ versions: [Version], _ path: String) throws -> Place? {
    let moments = versions.compactMap { version in
      version.time.map {
        Moment(version: GoVersion.withoutIncompatible(version.text), time: $0)
      }
    }
    guard !moments.isEmpty, let prefix = GoModulePath.split(path)?.prefix else { return nil }
    let tags = try taggedPlaces()
    var votes: [Place: Int] = [:]
    for moment in moments {
      for place in tags[moment] ?? []
      where place.folder.isEmpty || prefix.hasSuffix("/" + place.folder) {
        votes[place, default: 0] += 1
      }
    }
    let fitting = votes.filter { $0.value * 2 >= moments.count }
    func rank(_ vote: (key: Place, value: Int)) -> (Int, Int) {
      (vote.value, vote.key.folder.utf8.count)
    }
    guard let best = fitting.max(by: { rank($0) < rank($1) }) else { return nil }
    let isOnly = fitting.allSatisfy { $0.key.repo == best.key.repo || rank($0) < rank(best) }
    return isOnly ? best.key : nil
  }

  /// The places whose tags name or named a version, by that and the time of their commits.
  private mutating func taggedPlaces() throws -> [Moment: Set<Place>] {
    if let tags { return tags }
    var found: [Moment: Set<Place>] = [:]
    for repository in repositories {
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT DISTINCT r.name, c.committer_time FROM ref AS r
          JOIN ref_span AS s ON s.ref = r.id
          JOIN commit_object AS c ON c.id = s.commit_id
          WHERE r.repo = ? AND r.kind = 'tag' AND r.version_key IS NOT NULL
            AND c.committer_time IS NOT NULL
          """, arguments: [repository.id])
      while let row = try rows.next() {
        let name: String = row[0]
        let slash = name.lastIndex(of: "/")
        let version = slash.map { String(name[name.index(after: $0)...]) } ?? name
        let folder = slash.map { String(name[..<$0]) } ?? ""
        found[Moment(version: version, time: row[1]), default: []]
          .insert(Place(repo: repository.id, folder: folder))
      }
    }
    tags = found
    return found
  }
}
