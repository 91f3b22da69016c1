internal import CommitGraph
internal import GRDB
public import Indexing

/// A log of the pushes that a server received, for one repository.
public struct PushLogLook: Sendable {
  /// The name of the repository in the history.
  public var repository: String
  /// Where the log is: a canonical path, or what stands for the standard input.
  public var location: [UInt8]
  public var log: RefLog
  /// What is declared about the tags.
  public var rules: RepositoryRules
  /// The time of the clock, in microseconds since 1970 UTC.
  public var lookedAt: Int64

  public init(
    repository: String, location: [UInt8], log: RefLog, rules: RepositoryRules, lookedAt: Int64
  ) {
    self.repository = repository
    self.location = location
    self.log = log
    self.rules = rules
    self.lookedAt = lookedAt
  }
}

/// What recording a log of pushes did.
public struct PushLogSummary: Sendable {
  /// Entries that told something new.
  public var recorded = 0
  /// Refs whose history is better known now.
  public var refs = 0
  /// The full names of refs of which the log states what was not seen.
  public var contradicted: [[UInt8]] = []
  /// Entries whose ids are not of the repository's length.
  public var foreign = 0
}

extension HistoryWriter {
  /// Records a log of pushes: exact times of changes that looks saw, and the changes between looks.
  ///
  /// What looks saw stays; an entry that was recorded before adds nothing.
  ///
  /// - Throws: ``StoreError`` if the history has no such git repository.
  public func record(_ look: PushLogLook) throws -> PushLogSummary {
    try transaction { db in
      guard let connection = db.sqliteConnection else {
        throw StoreError(.environment, "the connection is closed")
      }
      var recorder = try PushLogRecorder(db: db, connection: connection, look: look)
      return try recorder.record()
    }
  }
}

/// Records one log of pushes, inside the writer's transaction.
private struct PushLogRecorder {
  let db: Database
  let connection: OpaquePointer
  let look: PushLogLook
  let repo: Int64
  let source: Int64
  let log: ObservationLog
  private let idLength: Int?
  private let isShallow: Bool
  private var summary = PushLogSummary()

  init(db: Database, connection: OpaquePointer, look: PushLogLook) throws {
    let row = try Row.fetchOne(
      db, sql: "SELECT id, object_format, shallow FROM repo WHERE name = ? AND kind = 'git'",
      arguments: [look.repository])
    guard let row else {
      let names = try String.fetchAll(
        db, sql: "SELECT name FROM repo WHERE kind = 'git' ORDER BY name")
      throw StoreError.noRepository(look.repository, names: names)
    }
    repo = row[0]
    idLength = (row[1] as String?).flatMap { ObjectFormat(rawValue: $0)?.idLength }
    isShallow = row[2]
    try db.execute(
      sql: """
        INSERT INTO source (repo, kind, location) VALUES (?, 'push-log', CAST(? AS TEXT))
        ON CONFLICT DO NOTHING
        """, arguments: [repo, look.location.data])
    let id = try Int64.fetchOne(
      db, sql: "SELECT id FROM source WHERE repo = ? AND location = CAST(? AS TEXT)",
      arguments: [repo, look.location.data])
    guard let id else { throw StoreError(.corrupt, "a source cannot be read back") }
    source = id
    log = try ObservationLog(
      db: db, source: source, repository: look.repository, location: look.location,
      lookedAt: look.lookedAt)
    self.db = db
    self.connection = connection
    self.look = look
  }

  mutating func record() throws -> PushLogSummary {
    var refLog = look.log
    if let idLength {
      refLog.entries.removeAll { ($0.new ?? $0.old)?.count != idLength }
      summary.foreign = look.log.entries.count - refLog.entries.count
    }
    _ = try log.append(.look, subject: look.location, grade: .imported) { body in
      body.set(.detail, "push log: entries \(refLog.entries.count), skipped \(skipped)")
    }
    let looks = try RefLogRecorder.looks(db, repo)
    var recorder = RefLogRecorder(
      refLog, repo: repo,
      store: RefTimelineStore(db: db, repo: repo, source: source, log: log))
    try recorder.record(RefLogRecorder.Scope(looks: looks, mayExtend: true))
    summary.recorded = recorder.recorded
    summary.refs = recorder.improved
    summary.contradicted = recorder.contradicted
    if let firstSeq = recorder.firstSeq {
      _ = try GitProjection(
        db: db, connection: connection, repo: repo, rules: look.rules, log: log,
        isIncomplete: isShallow
      ).update(StoredGraph(repo: repo, on: connection), from: firstSeq)
      try ModuleProjection.updateLinks(db, connection, repo: repo)
      try ChangelogProjection(db: db, connection: connection, repo: repo).update()
      let project = try Int64.fetchOne(
        db, sql: "SELECT project FROM repo WHERE id = ?", arguments: [repo])
      if let project { try ImageProjection.updateLinks(db, connection, project: project) }
    }
    try updateSource()
    return summary
  }

  private var skipped: Int { look.log.skipped + summary.foreign }

  private func updateSource() throws {
    try db.execute(
      sql: """
        UPDATE source SET first_seen = coalesce(first_seen, ?1), last_seen = ?1,
          gaps = gaps + ?2, status = ?3
        WHERE id = ?4
        """,
      arguments: [
        log.observedAt, skipped > 0 ? 1 : 0,
        skipped > 0 ? "incomplete: lines left out: \(skipped)" : "complete", source,
      ])
  }
}
