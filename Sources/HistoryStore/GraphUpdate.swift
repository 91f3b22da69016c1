internal import CommitGraph
internal import GRDB
internal import GRDBSQLite

/// Joins the commits of a load to the stored graph of their repository.
///
/// Parents that are absent (a shallow clone, a damaged object) are left out of the graph and kept
/// as `incomplete_commit` rows; when a later load brings them, the edges are added.
struct GraphUpdate {
  private let repo: Int64
  private let db: Database
  private let connection: OpaquePointer
  private let idLength: Int
  /// The ids of all parents of the commits that lack some.
  private var incomplete: [Int64: [UInt8]] = [:]

  init(db: Database, connection: OpaquePointer, repo: Int64, idLength: Int) {
    self.db = db
    self.connection = connection
    self.repo = repo
    self.idLength = idLength
  }

  /// Adds the load's commits to the graph, numbers rows anew where the order demands it, and
  /// writes what changed.
  ///
  /// - Parameter numbering: The row ids under which the load wrote its commits.
  /// - Returns: The graph as it is stored now.
  mutating func apply(
    _ load: borrowing CommitLoader, numbering: CommitNumbering
  ) throws -> StoredGraph {
    var stored = try StoredGraph(repo: repo, on: connection, newCommits: load.count)
    let oldCount = stored.graph.count
    var rows = EdgeRows(stored.graph)
    try append(
      load, isDescending: numbering.isDescending, oldCount: oldCount, base: stored.base, to: &rows)
    let mended = try mendOldCommits(&rows, stored: stored, oldCount: oldCount)
    try saveIncomplete(base: stored.base)
    // Commits that were on different sides of a fork may be on one line now.
    if mended { try EquivalenceProjection.reset(repo: repo, in: db) }
    if let ordinals = try TopologicalOrder.repaired(
      parentStart: rows.parentStart, parents: rows.parents)
    {
      stored.graph = CommitGraph(
        parentStart: rows.parentStart, parents: rows.parents, ordinals: ordinals)
      try renumber(ordinals, base: stored.base)
      try stored.save(from: 0, on: connection)
    } else {
      stored.graph = CommitGraph(parentStart: rows.parentStart, parents: rows.parents)
      try stored.save(from: mended ? 0 : Int32(oldCount), on: connection)
    }
    return stored
  }

  /// Adds the rows of the load in the order of their ids.
  private mutating func append(
    _ load: borrowing CommitLoader, isDescending: Bool, oldCount: Int, base: Int64,
    to rows: inout EdgeRows
  ) throws {
    let count = load.count
    let ids = load.ids
    let parentCounts = load.parentCounts
    let parentIDs = load.parentIDs
    var starts = [Int](repeating: 0, count: count + 1)
    for position in 0..<count {
      starts[position + 1] = starts[position] + Int(parentCounts[position]) * idLength
    }
    let finder = try CommitFinder(repo: repo, on: connection)
    try parentIDs.withUnsafeBytes { parentBytes in
      for index in 0..<count {
        let position = isDescending ? count - 1 - index : index
        var offset = starts[position]
        let end = starts[position + 1]
        var isWhole = true
        while offset < end {
          let id = UnsafeRawBufferPointer(rebasing: parentBytes[offset..<(offset + idLength)])
          if let found = ids.position(of: id) {
            let local = isDescending ? count - 1 - Int(found) : Int(found)
            rows.parents.append(Int32(oldCount + local))
          } else if oldCount > 0, let row = try finder.id(of: id) {
            rows.parents.append(Int32(row - base))
          } else {
            isWhole = false
          }
          offset += idLength
        }
        rows.parentStart.append(Int32(rows.parents.count))
        if !isWhole {
          incomplete[base + Int64(oldCount + index)] =
            Array(parentBytes[starts[position]..<end])
        }
      }
    }
  }

  /// Gives earlier commits the parents that this load brought; returns whether there were any.
  private func mendOldCommits(
    _ rows: inout EdgeRows, stored: StoredGraph, oldCount: Int
  ) throws -> Bool {
    guard oldCount > 0 else { return false }
    let known = try Row.fetchAll(
      db, sql: "SELECT oid, parents FROM incomplete_commit WHERE repo = ?", arguments: [repo])
    guard !known.isEmpty else { return false }
    let finder = try CommitFinder(repo: repo, on: connection)
    var replacements: [Int32: [Int32]] = [:]
    for row in known {
      guard let oid = row.bytes(0), let parents = row.bytes(1),
        let id = try oid.withUnsafeBytes({ try finder.id(of: $0) }),
        let ordinal = stored.ordinal(of: id)
      else { continue }
      let found = try stride(from: 0, to: parents.count, by: idLength).compactMap { start in
        try parents[start..<(start + idLength)].withUnsafeBytes { try finder.id(of: $0) }
      }
      let old = rows.parentStart[Int(ordinal) + 1] - rows.parentStart[Int(ordinal)]
      guard found.count > Int(old) else { continue }
      replacements[ordinal] = found.map { Int32($0 - stored.base) }
      if found.count == parents.count / idLength {
        try db.execute(
          sql: "DELETE FROM incomplete_commit WHERE repo = ? AND oid = ?",
          arguments: [repo, oid.data])
      }
    }
    rows.replace(replacements)
    return !replacements.isEmpty
  }

  private func saveIncomplete(base: Int64) throws {
    for (id, parents) in incomplete {
      try db.execute(
        sql: """
          INSERT OR REPLACE INTO incomplete_commit (repo, oid, parents)
          SELECT repo, oid, ? FROM commit_object WHERE id = ?
          """, arguments: [parents.data, id])
    }
  }

  /// Moves the commits whose number changed, and all that refers to their row ids.
  private func renumber(_ ordinals: [Int32], base: Int64) throws {
    try db.execute(sql: "CREATE TEMP TABLE renumbering (old INTEGER PRIMARY KEY, new INTEGER)")
    let insert = try RawStatement(
      "INSERT INTO temp.renumbering (old, new) VALUES (?1, ?2)", on: connection)
    for (old, new) in ordinals.enumerated() where old != Int(new) {
      insert.bind(base + Int64(old), 1)
      insert.bind(base + Int64(new), 2)
      try insert.run()
    }
    // Through negative ids, since every number in between is taken.
    try db.execute(
      sql: """
        UPDATE commit_object SET id = -renumbering.new
          FROM temp.renumbering WHERE commit_object.id = renumbering.old;
        UPDATE commit_object SET id = -id WHERE id < 0;
        """)
    for (table, column) in [
      ("ref_span", "commit_id"), ("ref_move", "old_commit_id"), ("ref_move", "new_commit_id"),
      ("image", "commit_id"), ("module_version", "commit_id"), ("deployment", "commit_id"),
      ("finding", "commit_id"), ("changelog", "commit_id"), ("changelog", "since_commit"),
      ("changelog_release", "since_commit"), ("changelog_release", "until_commit"),
      ("changelog_entry", "since_commit"), ("changelog_entry", "until_commit"),
      ("changelog_entry", "first_commit"), ("changelog_entry", "compared_with"),
    ] {
      try db.execute(
        sql: """
          UPDATE \(table) SET \(column) = renumbering.new
            FROM temp.renumbering WHERE \(table).\(column) = renumbering.old
          """)
    }
    try db.execute(sql: "DROP TABLE temp.renumbering")
    try EquivalenceProjection.reset(repo: repo, in: db)
    for index in TextIndex.all
    where try index.table == "commit_object" && index.exists(in: db) {
      try index.rebuild(in: db)
    }
  }
}

/// The parents of commits as rows of ordinals, in which a parent may still have any number.
private struct EdgeRows {
  var parentStart: [Int32]
  var parents: [Int32]

  init(_ graph: CommitGraph) {
    parentStart = graph.parentStart
    parents = graph.parents
  }

  /// Sets the parents of some commits.
  mutating func replace(_ replacements: [Int32: [Int32]]) {
    guard !replacements.isEmpty else { return }
    var newStart: [Int32] = [0]
    var newParents: [Int32] = []
    for commit in 0..<(parentStart.count - 1) {
      if let replacement = replacements[Int32(commit)] {
        newParents += replacement
      } else {
        newParents += parents[Int(parentStart[commit])..<Int(parentStart[commit + 1])]
      }
      newStart.append(Int32(newParents.count))
    }
    parentStart = newStart
    parents = newParents
  }
}

/// Finds the row id of a commit by its object id.
struct CommitFinder: ~Copyable {
  private let repo: Int64
  private let statement: RawStatement

  init(repo: Int64, on connection: OpaquePointer) throws(StoreError) {
    self.repo = repo
    statement = try RawStatement(
      "SELECT id FROM commit_object WHERE oid = ?1 AND repo = ?2", on: connection)
  }

  func id(of oid: UnsafeRawBufferPointer) throws(StoreError) -> Int64? {
    statement.bindBlob(static: oid, 1)
    statement.bind(repo, 2)
    defer { statement.reset() }
    return try statement.step() ? statement.integer(0) : nil
  }

  func id(of oid: [UInt8]) throws -> Int64? {
    try oid.withUnsafeBytes { try id(of: $0) }
  }
}
