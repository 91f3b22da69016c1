internal import GRDB
internal import GRDBSQLite
internal import Indexing

/// Keeps what messages say their commits were copied from, and finds the commits that they name.
struct OriginTable {
  let db: Database
  let connection: OpaquePointer

  /// Writes statements, without the commits that they name.
  func insert(_ statements: [SignatureReader.Statement]) throws {
    let insert = try RawStatement(
      """
      INSERT OR REPLACE INTO commit_origin (commit_id, position, kind, name, request)
      VALUES (?1, ?2, ?3, ?4, ?5)
      """, on: connection)
    for statement in statements {
      insert.bind(statement.commit, 1)
      insert.bind(Int64(statement.position), 2)
      insert.bindText(statement.kind, 3)
      insert.bindText(statement.name, 4)
      insert.bind(statement.request, 5)
      try insert.run()
    }
  }

  /// A statement whose commit was found, or may have become another one.
  private struct Open {
    let commit: Int64
    let position: Int64
    let name: String
    let origin: Int64?
  }

  /// Finds the commits that statements of a project's repositories name by full or abbreviated ids.
  ///
  /// One of the own repository comes first, then of the others by name. Only what can have changed
  /// is looked up: what was not found, what is abbreviated, and what was found elsewhere.
  ///
  /// - Returns: The commits with a statement that is read in another way now, and what it names and
  ///   named.
  func resolve(repositories: [Int64]) throws -> Set<Int64> {
    let update = try RawStatement(
      "UPDATE commit_origin SET origin_id = ?3 WHERE commit_id = ?1 AND position = ?2",
      on: connection)
    var finder = try NamedCommitFinder(repositories, on: connection)
    var changed: Set<Int64> = []
    for repo in repositories {
      for open in try openStatements(of: repo) {
        let found = try finder.commit(open.name, in: repo, excluding: open.commit)
        guard found != open.origin else { continue }
        update.bind(open.commit, 1)
        update.bind(open.position, 2)
        update.bind(found, 3)
        try update.run()
        changed.formUnion([open.commit, open.origin, found].compactMap { $0 })
      }
    }
    return changed
  }

  private func openStatements(of repo: Int64) throws -> [Open] {
    let ids = StoredGraph.ids(of: repo)
    return try Row.fetchAll(
      db,
      sql: """
        SELECT commit_id, position, name, origin_id FROM commit_origin
        WHERE commit_id >= ?1 AND commit_id < ?2 AND kind != 'request'
          AND (origin_id IS NULL OR length(name) NOT IN (40, 64) OR origin_id >> 40 != ?3)
          AND length(name) BETWEEN 7 AND 64 AND name NOT GLOB '*[^0-9a-f]*'
        """, arguments: [ids.lowerBound, ids.upperBound, repo]
    ).map { Open(commit: $0[0], position: $0[1], name: $0[2], origin: $0[3]) }
  }
}

/// Finds commits of a project by the names that messages give them.
private struct NamedCommitFinder: ~Copyable {
  private let repositories: [Int64]
  private let find: RawStatement

  init(_ repositories: [Int64], on connection: OpaquePointer) throws {
    let find = try RawStatement(
      """
      SELECT id FROM commit_object WHERE oid >= ?1 AND oid < ?2 AND repo = ?3 AND id != ?4 LIMIT 2
      """, on: connection)
    self.repositories = repositories
    self.find = find
  }

  /// Returns the commit of a name; null if a repository has several, or none has one.
  mutating func commit(_ name: String, in repo: Int64, excluding own: Int64) throws -> Int64? {
    guard let lower = Self.bytes(name, filledWith: "0"),
      var upper = Self.bytes(name, filledWith: "f")
    else { return nil }
    // Above all ids that begin like this.
    upper += [UInt8](repeating: 0xFF, count: 33 - upper.count)
    for place in [repo] + repositories.filter({ $0 != repo }) {
      find.bindBlob(lower, 1)
      find.bindBlob(upper, 2)
      find.bind(place, 3)
      find.bind(own, 4)
      defer { find.reset() }
      guard try find.step() else { continue }
      let found = find.integer(0)
      return try find.step() ? nil : found
    }
    return nil
  }

  /// Returns the bytes of hexadecimal digits; a digit that is missing at the end is filled in.
  private static func bytes(_ digits: String, filledWith last: Character) -> [UInt8]? {
    let text = digits.utf8.count.isMultiple(of: 2) ? digits : digits + String(last)
    var bytes: [UInt8] = []
    var rest = text[...]
    while !rest.isEmpty {
      guard let byte = UInt8(rest.prefix(2), radix: 16) else { return nil }
      bytes.append(byte)
      rest = rest.dropFirst(2)
    }
    return bytes
  }
}
