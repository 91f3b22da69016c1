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
    /// A changelog was read up to a version of it.
    case changelog
    /// A note on a commit or tag object came, changed or went.
    case note
    /// A version of a module was seen, or something new of it.
    case module
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

  /// - Parameters:
  ///   - lookedAt: The time of the clock; one that is not after the last observation, since the clock
  ///     was set back, is moved behind it.
  ///   - insert: What several logs append with; null: one of its own.
  init(
    db: Database, source: Int64, repository: String, location: [UInt8], lookedAt: Int64,
    insert: ObservationInsert? = nil
  ) throws {
    self.db = db
    self.source = source
    let last = try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT observed_at FROM observation ORDER BY seq DESC LIMIT 1"))
    observedAt = max(lookedAt, last.map { $0 + 1 } ?? lookedAt)
    var header = ObservationBody()
    header.set(.log, try Self.logID(db, now: lookedAt))
    header.set(.repository, repository)
    header.set(.source, location)
    self.header = header
    self.insert = try insert ?? ObservationInsert(db, grouping: false)
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
      source: source, kind: kind, subject: subject, claimedAt: claimedAt, observedAt: observedAt,
      grade: grade, body: body.bytes)
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

/// The statement that appends observations.
final class ObservationInsert {
  private let inserter: RowInserter
  private let connection: OpaquePointer
  /// The number of the next observation, while rows wait for others.
  private var next: Int64

  /// - Parameter grouping: Whether rows may wait for others until `endGrouping`; nothing else appends
  ///   to the table meanwhile.
  init(_ db: Database, grouping: Bool) throws {
    guard let connection = db.sqliteConnection else {
      throw StoreError(.environment, "the connection is closed")
    }
    self.connection = connection
    next = grouping ? try db.nextObservation() : 0
    inserter = try RowInserter(
      into: """
        observation (seq, source, kind, subject, claimed_at, observed_at, grade, body)
        """, columnCount: 8, grouping: grouping, on: connection)
  }

  func run(
    source: Int64, kind: ObservationLog.Kind, subject: [UInt8], claimedAt: Int64?,
    observedAt: Int64, grade: ObservationLog.Grade, body: [UInt8]
  ) throws -> Int64 {
    let number = inserter.isGrouping ? next : nil
    inserter.add(number)
    inserter.add(source)
    inserter.add(kind.name)
    inserter.add(text: subject)
    inserter.add(claimedAt)
    inserter.add(observedAt)
    inserter.add(grade.name)
    inserter.add(blob: body)
    try inserter.endRow()
    next += 1
    return number ?? sqlite3_last_insert_rowid(connection)
  }

  /// Writes the rows that wait, and from now on each at once.
  func endGrouping() throws { try inserter.endGrouping() }
}

extension ObservationLog.Kind {
  fileprivate var name: StaticString {
    switch self {
    case .look: "look"
    case .ref: "ref"
    case .commit: "commit"
    case .scheme: "scheme"
    case .event: "event"
    case .hint: "hint"
    case .changelog: "changelog"
    case .note: "note"
    case .module: "module"
    }
  }
}

extension ObservationLog.Grade {
  fileprivate var name: StaticString {
    switch self {
    case .selfVerifying: "A"
    case .authenticated: "B"
    case .imported: "C"
    case .derived: "D"
    }
  }
}
