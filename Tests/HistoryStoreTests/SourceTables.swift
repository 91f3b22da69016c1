import Foundation
import GRDB
import Versions

/// Fills the tables of the sources beside git, as their indexers do.
struct SourceTables {
  let db: Database
  /// When everything was recorded.
  let seenAt = instant("2024-05-31T22:00:00Z")

  /// What an image tag or a place pointed at from a time on.
  struct State {
    let since: String
    let digest: String
    var version: String?
    var versionSource: String?
    /// `commit_object.id` of the commit that it was built from.
    var commit: Int64?
    /// The complete look before the change; null: the source states the time.
    var earliest: String?
    var actor: String?
  }

  // MARK: Repositories

  func repository(
    _ name: String, _ kind: String, source: String, project: String = "shop", gaps: Int = 0,
    lastSeen: String = "2024-05-31T22:00:00Z"
  ) throws -> (repo: Int64, source: Int64) {
    try db.execute(sql: "INSERT OR IGNORE INTO project (name) VALUES (?)", arguments: [project])
    try db.execute(
      sql: """
        INSERT INTO repo (project, name, kind)
        VALUES ((SELECT id FROM project WHERE name = ?), ?, ?)
        """, arguments: [project, name, kind])
    let repo = db.lastInsertedRowID
    try db.execute(
      sql: """
        INSERT INTO source (repo, kind, location, first_seen, last_seen, gaps, status)
        VALUES (?, ?, ?, ?, ?, ?, 'complete')
        """,
      arguments: [
        repo, kind, source, instant("2024-03-01T00:00:00Z"), instant(lastSeen), gaps,
      ])
    return (repo, db.lastInsertedRowID)
  }

  /// Returns the id of the commit that a tag of git points at.
  func commit(ofTag name: String) throws -> Int64? {
    try Int64.fetchOne(
      db,
      sql: """
        SELECT s.commit_id FROM ref AS r JOIN ref_span AS s ON s.ref = r.id
        WHERE r.name = ? AND r.kind = 'tag' ORDER BY s.seq DESC LIMIT 1
        """, arguments: [name])
  }

  func release(_ version: String) throws -> Int64? {
    try Int64.fetchOne(db, sql: "SELECT id FROM release WHERE version = ?", arguments: [version])
  }

  // MARK: Refs

  /// Writes a ref with all its states and changes; versions decide the directions.
  @discardableResult
  func ref(
    _ kind: String, _ name: String, in place: (repo: Int64, source: Int64), class: String? = nil,
    _ states: [State]
  ) throws -> Int64 {
    let named = Version(name)
    try db.execute(
      sql: """
        INSERT INTO ref (repo, kind, name, full_name, class, version, version_key)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        place.repo, kind, name, "\(kind)/\(name)", `class`, named?.text, named.map(Self.key),
      ])
    let ref = db.lastInsertedRowID
    for index in states.indices {
      try write(states[index], after: index > 0 ? states[index - 1] : nil, of: ref, place.source)
    }
    return ref
  }

  private func write(
    _ state: State, after last: State?, of ref: Int64, _ source: Int64
  ) throws {
    let since = instant(state.since)
    let seq = try observation(source, "ref", at: since)
    if last != nil {
      try db.execute(
        sql: "UPDATE ref_span SET until = ? WHERE ref = ? AND until IS NULL",
        arguments: [since, ref])
    }
    let precision = state.earliest == nil ? "exact" : "bounded"
    let digest = Self.digest(state.digest)
    let version = state.version.flatMap { Version($0) }
    try db.execute(
      sql: """
        INSERT INTO ref_span (seq, ref, since, seen_at, is_first, target, peeled, commit_id,
          version, version_key, version_source, precision)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8, ?9, ?10, ?11)
        """,
      arguments: [
        seq, ref, since, seenAt, last == nil ? 1 : 0, digest, state.commit, version?.text,
        version.map(Self.key), state.versionSource, precision,
      ])
    let old = last?.version.flatMap { Version($0) }
    let direction =
      if let old, let version {
        version.key == old.key ? "same" : version.key < old.key ? "down" : "up"
      } else {
        "unknown"
      }
    try db.execute(
      sql: """
        INSERT INTO ref_move (seq, ref, source, at, at_earliest, seen_at, precision, change, old,
          new, old_commit_id, new_commit_id, old_version, old_version_key, new_version,
          new_version_key, direction, actor)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        seq, ref, source, since, state.earliest.map(instant) ?? since, seenAt, precision,
        last == nil ? "create" : "move", last.map { Self.digest($0.digest) }, digest, last?.commit,
        state.commit, old?.text, old.map(Self.key), version?.text, version.map(Self.key),
        direction, state.actor,
      ])
  }

  private func observation(_ source: Int64, _ kind: String, at time: Int64) throws -> Int64 {
    try db.execute(
      sql: """
        INSERT INTO observation (source, kind, subject, claimed_at, observed_at, grade, body)
        VALUES (?, ?, 'fixture', ?, ?, 'A', x'')
        """, arguments: [source, kind, time, seenAt])
    return db.lastInsertedRowID
  }

  // MARK: Rows

  /// Inserts a row and returns its id; a version gets its key.
  @discardableResult
  func insert(
    _ table: String, _ values: [String: (any DatabaseValueConvertible)?]
  ) throws -> Int64 {
    var values = values
    if let text = values["version"] as? String, let version = Version(text) {
      values["version_key"] = Self.key(version)
    }
    let names = values.keys.sorted()
    let marks = names.map { _ in "?" }.joined(separator: ", ")
    try db.execute(
      sql: "INSERT INTO \(table) (\(names.joined(separator: ", "))) VALUES (\(marks))",
      arguments: StatementArguments(names.map { values[$0] ?? nil }))
    return db.lastInsertedRowID
  }

  /// Returns 32 bytes that begin with these digits.
  static func digest(_ prefix: String) -> Data {
    var digits = Array(prefix)
    digits += Array(repeating: "0", count: 64 - digits.count)
    return Data(
      stride(from: 0, to: 64, by: 2).map { UInt8(String(digits[$0...($0 + 1)]), radix: 16) ?? 0 })
  }

  static func key(_ version: Version) -> Data { Data(version.key.bytes) }
}
