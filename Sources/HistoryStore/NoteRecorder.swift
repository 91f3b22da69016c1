internal import GRDB
public import Indexing

/// The notes of a repository as a look saw them.
public struct NotesLook: Sendable {
  /// The commit of the notes' ref; null: there is no such ref.
  public var tip: ObjectID?
  /// When that commit was made, in microseconds since 1970 UTC; null if it does not say.
  public var time: Int64?
  public var notes: [ObjectNote]
  /// Objects that have a note that was not read: what was read of them before stays.
  public var unread: [ObjectID]

  public init(
    tip: ObjectID?, time: Int64? = nil, notes: [ObjectNote] = [], unread: [ObjectID] = []
  ) {
    self.tip = tip
    self.time = time
    self.notes = notes
    self.unread = unread
  }
}

/// Records which notes are there, and keeps those that were.
///
/// Of several clones the one counts whose notes were written last: one that has none, since nobody fetched
/// them there, or older ones, takes away none that another clone has shown.
struct NoteRecorder {
  let db: Database
  let repo: Int64
  let source: Int64
  let log: ObservationLog

  func record(_ look: NotesLook) throws {
    let last = try [UInt8].fetchOne(
      db, sql: "SELECT notes_tip FROM source WHERE id = ?", arguments: [source])
    guard last != look.tip?.bytes else { return }
    try db.execute(
      sql: "UPDATE source SET notes_tip = ?, notes_at = ? WHERE id = ?",
      arguments: [look.tip?.bytes.data, look.time, source])
    let isOutdated = try Bool.fetchOne(
      db,
      sql: """
        SELECT EXISTS (SELECT 1 FROM source
          WHERE repo = ?1 AND id <> ?2 AND notes_tip IS NOT NULL AND (?3 IS NULL OR notes_at > ?3))
        """, arguments: [repo, source, look.time])
    if isOutdated == true { return }
    let rows = try Row.fetchAll(
      db, sql: "SELECT object, blob FROM git_note WHERE repo = ? AND until IS NULL",
      arguments: [repo])
    var gone: [[UInt8]: [UInt8]] = [:]
    for row in rows { gone[row.bytes(0) ?? []] = row.bytes(1) ?? [] }
    for object in look.unread { gone[object.bytes] = nil }
    for note in look.notes {
      let before = gone.removeValue(forKey: note.object.bytes)
      guard before != note.blob.bytes else { continue }
      try end(note.object.bytes)
      try begin(note, before: before)
    }
    for (object, blob) in gone.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      try end(object)
      _ = try log.append(.note, subject: Self.digits(object), grade: .imported) { body in
        body.set(.previousTarget, blob)
      }
    }
  }

  private func begin(_ note: ObjectNote, before: [UInt8]?) throws {
    let seq = try log.append(.note, subject: Self.digits(note.object.bytes), grade: .imported) {
      body in
      body.set(.target, note.blob.bytes)
      body.set(.previousTarget, before)
    }
    try db.execute(
      sql: """
        INSERT INTO git_note (repo, object, since, blob, text, seq) VALUES (?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        repo, note.object.bytes.data, log.observedAt, note.blob.bytes.data, note.text.data, seq,
      ])
  }

  private func end(_ object: [UInt8]) throws {
    try db.execute(
      sql: "UPDATE git_note SET until = ? WHERE repo = ? AND object = ? AND until IS NULL",
      arguments: [log.observedAt, repo, object.data])
  }

  private static func digits(_ object: [UInt8]) -> [UInt8] {
    guard let id = ObjectID(bytes: object) else { return [] }
    return Array("\(id)".utf8)
  }
}

extension HistoryWriter {
  /// Returns the commit of the notes' ref that a source showed when it was looked at last.
  public func knownNotes(of repository: String, location: [UInt8]) throws -> ObjectID? {
    try read(ifNew: nil) { db in
      try [UInt8].fetchOne(
        db,
        sql: """
          SELECT s.notes_tip FROM source AS s JOIN repo AS r ON r.id = s.repo
          WHERE r.name = ?1 AND s.location = CAST(?2 AS TEXT) AND s.notes_tip IS NOT NULL
          """, arguments: [repository, location.data]
      ).flatMap { ObjectID(bytes: $0) }
    }
  }
}
