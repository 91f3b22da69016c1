internal import CommitGraph
internal import GRDB
internal import GRDBSQLite

/// Keeps the groups of commits that bring the same change up to date.
///
/// New commits are joined to what is there: the commits that they name, that name them, or that share a
/// signature or a request with them, and the groups of all of these, are put into groups anew. So the
/// result is the same in however many looks the commits came.
struct EquivalenceProjection {
  /// More commits with one signature tell nothing: a program writes them, or a test.
  static let largestBucket = 64

  let db: Database
  let connection: OpaquePointer
  private let origins: OriginTable
  /// The repositories of the project, those by name first that are looked through first.
  private let repositories: [Int64]
  private var contents: [Int64: RepositoryCopies] = [:]

  init(db: Database, connection: OpaquePointer, repo: Int64) throws {
    self.db = db
    self.connection = connection
    origins = OriginTable(db: db, connection: connection)
    repositories = try Int64.fetchAll(
      db,
      sql: """
        SELECT id FROM repo WHERE kind = 'git'
          AND project = (SELECT project FROM repo WHERE id = ?) ORDER BY name
        """, arguments: [repo])
  }

  /// Forgets what was derived from the commits of a repository, whose numbers or edges changed.
  static func reset(repo: Int64, in db: Database) throws {
    let ids = StoredGraph.ids(of: repo)
    let chunks = CommitSignatures.chunks(of: repo)
    try db.execute(
      sql: "DELETE FROM commit_signature WHERE id >= ? AND id < ?",
      arguments: [chunks.lowerBound, chunks.upperBound])
    for sql in [
      "DELETE FROM commit_origin WHERE commit_id >= ?1 AND commit_id < ?2",
      "UPDATE commit_origin SET origin_id = NULL WHERE origin_id >= ?1 AND origin_id < ?2",
      "DELETE FROM equivalence WHERE commit_id >= ?1 AND commit_id < ?2",
    ] {
      try db.execute(sql: sql, arguments: [ids.lowerBound, ids.upperBound])
    }
  }

  /// Adds the commits of a repository that have no signature yet.
  mutating func update(_ graph: StoredGraph) throws {
    var copies = try RepositoryCopies(graph, on: connection)
    let known = copies.signatures.count
    guard known < graph.graph.count else { return }
    let url = try String.fetchOne(
      db, sql: "SELECT url FROM repo WHERE id = ?", arguments: [graph.repo])
    var reader = try SignatureReader(url: url, on: connection)
    try reader.read(
      graph.id(of: Int32(known))..<graph.id(of: Int32(graph.graph.count)),
      into: &copies.signatures)
    try copies.signatures.save(from: known, base: graph.base, on: connection)
    try origins.insert(reader.statements)
    contents[graph.repo] = copies
    var touched = try origins.resolve(repositories: repositories)
    touched.formUnion(copies.alike(toAnyFrom: known))
    touched.formUnion(try sharingRequests(with: copies, from: known))
    touched.formUnion(try PatchTable(connection).alike(toAnyFrom: known, of: graph))
    try regroup(touched)
  }

  /// Puts the commits that share a patch with some commits, now that their patch ids are known, into
  /// groups anew.
  ///
  /// - Parameter commits: Row ids of the repository of `graph`.
  mutating func update(_ graph: StoredGraph, comparing commits: Set<Int64>) throws {
    contents[graph.repo] = try RepositoryCopies(graph, on: connection)
    let shared = try PatchTable(connection).shared(in: graph.repo)
    try regroup(Set(shared.filter { $0.contains(where: commits.contains) }.joined()))
  }

  private mutating func regroup(_ touched: Set<Int64>) throws {
    let commits = try closed(touched)
    guard !commits.isEmpty else { return }
    try replace(commits, with: EquivalenceGroups(commits, try links(of: commits)).memberships)
  }

  // MARK: What is touched

  /// Returns the commits that a request joins with a new one.
  private func sharingRequests(
    with copies: RepositoryCopies, from known: Int
  ) throws -> Set<Int64> {
    let asked = try backports(in: copies.graph.repo)
    guard !asked.isEmpty else { return [] }
    var numbers: Set<UInt32> = []
    for ordinal in known..<copies.signatures.count {
      let number = copies.signatures.requests[ordinal]
      if asked[number] != nil { numbers.insert(number) }
    }
    let firstNew = copies.graph.id(of: Int32(known))
    for (number, commits) in asked where commits.contains(where: { $0 >= firstNew }) {
      numbers.insert(number)
    }
    return parties(of: numbers, asked, copies)
  }

  private func parties(
    of numbers: Set<UInt32>, _ asked: [UInt32: [Int64]], _ copies: RepositoryCopies
  ) -> Set<Int64> {
    guard !numbers.isEmpty else { return [] }
    var found = Set(numbers.flatMap { asked[$0] ?? [] })
    for (ordinal, number) in copies.signatures.requests.enumerated() where numbers.contains(number)
    {
      found.insert(copies.graph.id(of: Int32(ordinal)))
    }
    return found
  }

  /// Returns the commits that name a request of the repository as their origin, by its number.
  private func backports(in repo: Int64) throws -> [UInt32: [Int64]] {
    let ids = StoredGraph.ids(of: repo)
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT request, commit_id FROM commit_origin
        WHERE commit_id >= ? AND commit_id < ? AND request IS NOT NULL
        """, arguments: [ids.lowerBound, ids.upperBound])
    return Dictionary(grouping: rows) { UInt32($0[0] as Int64) }.mapValues { $0.map { $0[1] } }
  }

  /// Returns commits, all that are in a group with them, and what shares a request with these.
  private mutating func closed(_ start: Set<Int64>) throws -> Set<Int64> {
    let mates = try RawStatement(
      """
      SELECT p.commit_id FROM equivalence AS m
      JOIN equivalence AS p ON p.level = m.level AND p.group_id = m.group_id
      WHERE m.commit_id = ?1
      """, on: connection)
    let isEmpty = try Bool.fetchOne(db, sql: "SELECT NOT EXISTS (SELECT 1 FROM equivalence)")
    var all = start
    var queue = Array(start)
    while !queue.isEmpty {
      var found: Set<Int64> = []
      if isEmpty != true {
        for commit in queue {
          mates.bind(commit, 1)
          while try mates.step() { found.insert(mates.integer(0)) }
          mates.reset()
        }
      }
      for (repo, commits) in Dictionary(grouping: queue, by: { $0 >> 40 }) {
        let copies = try copies(of: repo)
        let asked = try backports(in: repo)
        let numbers = Set(commits.map { copies.request(of: $0) }).filter { asked[$0] != nil }
        found.formUnion(parties(of: numbers, asked, copies))
      }
      queue = found.filter { all.insert($0).inserted }
    }
    return all
  }

  private mutating func copies(of repo: Int64) throws -> RepositoryCopies {
    if let known = contents[repo] { return known }
    let copies = try RepositoryCopies(StoredGraph(repo: repo, on: connection), on: connection)
    contents[repo] = copies
    return copies
  }

  // MARK: Links

  /// Returns all that joins commits of a set that is closed.
  private mutating func links(of commits: Set<Int64>) throws -> EquivalenceGroups.Links {
    var links = EquivalenceGroups.Links()
    let named = try RawStatement(
      """
      SELECT origin_id FROM commit_origin WHERE commit_id = ?1 AND origin_id IS NOT NULL
      """, on: connection)
    for commit in commits {
      named.bind(commit, 1)
      while try named.step() { links.origins[commit, default: []].insert(named.integer(0)) }
      named.reset()
    }
    for (repo, members) in Dictionary(grouping: commits, by: { $0 >> 40 }) {
      var copies = try copies(of: repo)
      links.patches += copies.groups(
        ofPatches: try PatchTable(connection).shared(in: repo), with: commits)
      links.copies += copies.groups(\.identities, of: members)
      links.requests += copies.groups(\.subjects, of: members)
      addRequestOrigins(try backports(in: repo), of: &copies, among: commits, to: &links)
      contents[repo] = copies
    }
    return links
  }

  /// Adds the commits that came in by the requests that messages name, but for those that name the
  /// same request themselves, and for ancestors: a commit that brings to another part of the tree what
  /// an ancestor brought to one is no copy of it.
  private func addRequestOrigins(
    _ asked: [UInt32: [Int64]], of copies: inout RepositoryCopies, among commits: Set<Int64>,
    to links: inout EquivalenceGroups.Links
  ) {
    let asked = asked.filter { $0.value.contains(where: commits.contains) }
    guard !asked.isEmpty else { return }
    var landed: [UInt32: [Int64]] = [:]
    for (ordinal, number) in copies.signatures.requests.enumerated() where asked[number] != nil {
      landed[number, default: []].append(copies.graph.id(of: Int32(ordinal)))
    }
    copies.prepare(for: asked.count)
    for (number, copying) in asked {
      let originals = Set(landed[number] ?? []).subtracting(copying)
      guard originals.count <= Self.largestBucket else { continue }
      for commit in copying {
        let others = originals.filter { !copies.isAncestor(id: $0, of: commit) }
        links.requestOrigins[commit, default: []].formUnion(others)
      }
    }
  }

  // MARK: Writing

  private func replace(
    _ commits: Set<Int64>, with memberships: [EquivalenceGroups.Membership]
  ) throws {
    let delete = try RawStatement("DELETE FROM equivalence WHERE commit_id = ?1", on: connection)
    for commit in commits.sorted() {
      delete.bind(commit, 1)
      try delete.run()
    }
    let insert = try RawStatement(
      "INSERT OR IGNORE INTO equivalence (commit_id, level, group_id) VALUES (?1, ?2, ?3)",
      on: connection)
    for row in memberships.sorted(by: { ($0.commit, $0.level) < ($1.commit, $1.level) }) {
      insert.bind(row.commit, 1)
      insert.bind(row.level, 2)
      insert.bind(row.group, 3)
      try insert.run()
    }
  }
}
