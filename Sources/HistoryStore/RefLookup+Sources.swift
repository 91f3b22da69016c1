internal import GRDB
internal import QueryLanguage

/// Refs of image repositories, environments and Go modules, and digests.
extension RefLookup {
  /// The repositories to look in as a JSON array.
  var scopeList: String? { Self.list(scope) }

  private static func list(_ repositories: [Int64]?) -> String? {
    repositories.map { "[\($0.map(\.description).joined(separator: ","))]" }
  }

  /// Returns the repositories of a kind that belong to the product of another one.
  static func related(
    to repository: Int64, _ repositories: [ResolvedRepository], _ kind: ResolvedRepository.Kind
  ) -> [Int64] {
    let project = repositories.first { $0.id == repository }?.project
    if repositories.contains(where: { $0.id == repository && $0.kind == kind }) {
      return [repository]
    }
    return repositories.filter { $0.kind == kind && $0.project == project }.map(\.id)
  }

  /// Returns the repositories that an image ref can mean, none if they are unclear, and its tag.
  static func splitImage(
    _ request: RefRequest, _ repositories: [ResolvedRepository]
  ) -> ([Int64]?, [UInt8]) {
    let reference = ImageReference(request.name)
    if let prefix = reference.repository {
      let matches = repositories.named(prefix, of: .image)
      return (matches.count == 1 ? [matches[0].id] : [], reference.tag)
    }
    let scope = request.repository.map { related(to: $0, repositories, .image) }
    return (scope, reference.tag)
  }

  // MARK: Matches

  func images() throws -> [Match] {
    let reference = ImageReference(request.name)
    if let digest = reference.digest { return try digests(digest, in: scope) }
    if name.isEmpty { return [] }
    // The tags of one repository are found by their full names, however many have this name.
    return scope == nil
      ? try refs(.image) : try rows(.image, where: "r.full_name = 'image/' || CAST(?1 AS TEXT)")
  }

  /// The place of a service, or of the only service of an environment.
  func places() throws -> [Match] {
    let exact = try refs(.env)
    guard exact.isEmpty else { return exact }
    return try rows(
      .env, where: "substr(r.name, 1, length(CAST(?1 AS TEXT)) + 1) = CAST(?1 AS TEXT) || '/'")
  }

  func modules() throws -> [Match] {
    let parts = moduleParts
    let rows = try Row.fetchAll(
      session.db,
      sql: """
        SELECT id, repo, commit_id, path || '@' || version FROM module_version
        WHERE path = ?1 AND version = ?2
        """, arguments: [parts.path, parts.version])
    return rows.map { row in
      Match(
        kind: .module, repository: row[1], ref: row[0], commit: row[2], oid: nil, name: row[3],
        title: "", span: nil)
    }
  }

  private var moduleParts: (path: String, version: String) {
    let text = String(decoding: name, as: UTF8.self)
    guard let at = text.lastIndex(of: "@") else { return (text, "") }
    return (String(text[..<at]), String(text[text.index(after: at)...]))
  }

  func digests() throws -> [Match] { try digests(name, in: nil) }

  /// The images whose digest begins with these digits, wherever it was seen.
  ///
  /// Of one digest that was built from several commits, each repository is a match.
  private func digests(_ digits: [UInt8], in scope: [Int64]?) throws -> [Match] {
    guard let bounds = Self.prefixBounds(digits) else { return [] }
    let rows = try Row.fetchAll(
      session.db,
      sql: """
        SELECT digest, repo, commit_id FROM image
        WHERE digest >= ?1 AND digest < ?2
          AND (?3 IS NULL OR repo IN (SELECT value FROM json_each(?3)))
        UNION ALL
        SELECT s.target, r.repo, s.commit_id FROM ref_span AS s JOIN ref AS r ON r.id = s.ref
        WHERE s.target >= ?1 AND s.target < ?2 AND r.kind IN ('image', 'env')
          AND (?3 IS NULL OR r.repo IN (SELECT value FROM json_each(?3)))
        UNION ALL
        SELECT digest, repo, commit_id FROM deployment
        WHERE digest >= ?1 AND digest < ?2
          AND (?3 IS NULL OR repo IN (SELECT value FROM json_each(?3)))
        LIMIT 10000
        """, arguments: [bounds.lower.data, bounds.upper.data, Self.list(scope)])
    let byDigest = Dictionary(grouping: rows) { $0.bytes(0) ?? [] }
    var matches: [Match] = []
    for (digest, rows) in byDigest.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      let commits = Set(rows.compactMap { $0[2] as Int64? })
      // Only where a commit is asked for does it matter which one.
      let isUnclear = commits.count > 1 && request.accepts.contains(.commit)
      for commit in isUnclear ? commits.sorted().map(Optional.some) : [commits.min()] {
        let row = rows.first { commit == nil || $0[2] == commit } ?? rows[0]
        let owner: Int64 = row[1]
        matches.append(
          Match(
            kind: .digest, repository: owner, ref: nil, commit: commit, oid: digest,
            name: isUnclear ? repositories.first { $0.id == owner }?.name ?? "" : "", title: "",
            span: nil))
      }
    }
    return matches
  }

  // MARK: Near names

  /// Returns tags with a similar name, or some tags if only a repository is named.
  func nearestImages() throws -> [String] {
    let names = try tags()
    let wanted = String(decoding: name, as: UTF8.self)
    let near = NearNames.matches(wanted, among: names.map(\.tag))
    let isRepository =
      near.isEmpty && repositories.contains { $0.kind == .image && $0.name.hasSuffix(wanted) }
    let chosen = near.flatMap { tag in names.filter { $0.tag == tag } }
    return (name.isEmpty || isRepository ? names : chosen).prefix(NearNames.shown)
      .map { "image:\($0.repository):\($0.tag)" }
  }

  /// The tags of the repositories to look in, the highest versions first.
  private func tags() throws -> [(repository: String, tag: String)] {
    let rows = try Row.fetchAll(
      session.db,
      sql: """
        SELECT p.name, r.name FROM ref AS r JOIN repo AS p ON p.id = r.repo
        JOIN ref_span AS s ON s.ref = r.id AND s.until IS NULL
        WHERE r.kind = 'image' AND (?1 IS NULL OR r.repo IN (SELECT value FROM json_each(?1)))
        ORDER BY r.version_key DESC NULLS LAST, r.name, p.name
        """, arguments: [scopeList])
    return rows.map { (repository: $0[0], tag: $0[1]) }
  }

  func nearestPlaces() throws -> [String] {
    let names = try String.fetchAll(
      session.db,
      sql: """
        SELECT DISTINCT r.name FROM ref AS r
        JOIN ref_span AS s ON s.ref = r.id AND s.until IS NULL
        WHERE r.kind = 'env' AND (?1 IS NULL OR r.repo IN (SELECT value FROM json_each(?1)))
        ORDER BY r.name
        """, arguments: [scopeList])
    let wanted = String(decoding: name, as: UTF8.self)
    let near = NearNames.matches(wanted, among: names)
    let environments = Set(names.map { String($0.prefix { $0 != "/" }) }).sorted()
    let chosen = near.isEmpty ? NearNames.matches(wanted, among: environments) : near
    return Array(chosen.prefix(NearNames.shown)).map { "env:\($0)" }
  }

  /// Returns versions of the module, else modules with a similar path.
  func nearestModules() throws -> [String] {
    let parts = moduleParts
    let versions = try String.fetchAll(
      session.db,
      sql: """
        SELECT version FROM module_version WHERE path = ? ORDER BY version_key DESC NULLS LAST
        """, arguments: [parts.path])
    if !versions.isEmpty {
      let near = NearNames.matches(parts.version, among: versions)
      return (near.isEmpty ? versions : near).prefix(NearNames.shown)
        .map { "go:\(parts.path)@\($0)" }
    }
    let paths = try String.fetchAll(
      session.db, sql: "SELECT DISTINCT path FROM module_version ORDER BY path")
    return NearNames.matches(parts.path, among: paths).prefix(NearNames.shown)
      .map { "go:\($0)" + (parts.version.isEmpty ? "" : "@\(parts.version)") }
  }
}
