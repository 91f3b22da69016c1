internal import GRDB
internal import GRDBSQLite

/// Appends to the table of observations on behalf of one source.
struct ObservationLog {
  /// What was seen.
  enum Kind: String {
    /// The refs of a source were listed.
    case look
    /// A ref was created, moved or deleted.
    case ref
    /// A commit that is malformed, damaged or absent.
    case commit
    /// A line of versions was found, or declared, to follow a scheme.
    case scheme
    /// A registry announced a change.
    case event
    /// The digest of a tag could not be had, or an announcement does not name it.
    case hint
  }

  /// How far a fact can be trusted.
  enum Grade: String {
    /// A git object whose id was recomputed from its bytes.
    case selfVerifying = "A"
    /// What the source itself answered over an authenticated channel.
    case authenticated = "B"
    /// What an operator's own copy said.
    case imported = "C"
    /// What follows from other observations.
    case derived = "D"
  }

  let db: Database
  let source: Int64
  /// When this run looked: always after every earlier look, so that no span is empty.
  let observedAt: Int64
  private let header: ObservationBody
  private let insert: ObservationInsert

  /// - Parameter lookedAt: The time of the clock; one that is not after the last observation, since
  ///   the clock was set back, is moved behind it.
  init(db: Database, source: Int64, repository: String, location: [UInt8], lookedAt: Int64) throws {
    self.db = db
    self.source = source
    let last = try Int64.fetchOne(
      db, sql: "SELECT observed_at FROM observation ORDER BY seq DESC LIMIT 1")
    observedAt = max(lookedAt, last.map { $0 + 1 } ?? lookedAt)
    var header = ObservationBody()
    header.set(.log, try Self.logID(db, now: lookedAt))
    header.set(.repository, repository)
    header.set(.source, location)
    self.header = header
    guard let connection = db.sqliteConnection else {
      throw StoreError(.environment, "the connection is closed")
    }
    insert = try ObservationInsert(connection)
  }

  /// Appends one observation and returns its number.
  func append(
    _ kind: Kind, subject: [UInt8], claimedAt: Int64? = nil, grade: Grade,
    _ fill: (inout ObservationBody) -> Void
  ) throws -> Int64 {
    var body = header
    body.set(.kind, kind.rawValue)
    body.set(.subject, subject)
    body.set(.claimedAt, claimedAt)
    body.set(.observedAt, observedAt)
    body.set(.grade, grade.rawValue)
    fill(&body)
    return try insert.run(
      source: source, kind: kind.rawValue, subject: subject, claimedAt: claimedAt,
      observedAt: observedAt, grade: grade.rawValue, body: body.bytes)
  }

  private static func logID(_ db: Database, now: Int64) throws -> [UInt8] {
    if let id = try [UInt8].fetchOne(db, sql: "SELECT id FROM log") { return id }
    var random = SystemRandomNumberGenerator()
    let id = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    try db.execute(
      sql: "INSERT INTO log (id, created_at) VALUES (?, ?)", arguments: [id.data, now])
    return id
  }
}

/// The statement that appends an observation.
private final class ObservationInsert {
  private let statement: RawStatement
  private let connection: OpaquePointer

  init(_ connection: OpaquePointer) throws(StoreError) {
    self.connection = connection
    statement = try RawStatement(
      """
      INSERT INTO observation (source, kind, subject, claimed_at, observed_at, grade, body)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
      """, on: connection)
  }

  func run(
    source: Int64, kind: String, subject: [UInt8], claimedAt: Int64?, observedAt: Int64,
    grade: String, body: [UInt8]
  ) throws(StoreError) -> Int64 {
    statement.bind(source, 1)
    statement.bindText(Array(kind.utf8), 2)
    statement.bindText(subject, 3)
    statement.bind(claimedAt, 4)
    statement.bind(observedAt, 5)
    statement.bindText(Array(grade.utf8), 6)
    statement.bindBlob(body, 7)
    try statement.run()
    return sqlite3_last_insert_rowid(connection)
  }
}
