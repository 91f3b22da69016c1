internal import GRDB
internal import GRDBSQLite
public import Indexing

extension HistoryWriter {
  /// Returns what is recorded of an image repository, so that a look asks only for what is new.
  public func knownImages(of repository: String) throws -> KnownImages {
    try read { db in
      var known = KnownImages()
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT CAST(r.name AS BLOB), s.target, i.has_manifest FROM repo AS p
          JOIN ref AS r ON r.repo = p.id AND r.kind = 'image'
          JOIN ref_span AS s ON s.ref = r.id AND s.until IS NULL
          LEFT JOIN image AS i ON i.digest = s.target AND i.repo = p.id
          WHERE p.name = ?
          """, arguments: [repository])
      while let row = try rows.next() {
        guard let name = row.bytes(0), let digest = row.bytes(1).flatMap({ Digest(bytes: $0) })
        else { continue }
        known.tags[name] = digest
        if row[2] as Bool? == true { known.manifests.insert(digest) }
      }
      return known
    }
  }

  /// Returns the name of the project of a repository; null if it is not known.
  public func projectName(of repository: String) throws -> String? {
    try read { db in
      try String.fetchOne(
        db,
        sql: "SELECT p.name FROM project AS p JOIN repo AS r ON r.project = p.id WHERE r.name = ?",
        arguments: [repository])
    }
  }

  /// Records a look at an image repository and all that follows from it, in one transaction.
  ///
  /// - Parameters:
  ///   - project: The project that the repository shall belong to; null leaves it where it is, and
  ///     gives a new one a project of its own name.
  ///   - rules: What is declared about its tags.
  public func record(
    _ look: ImageLook, project: String? = nil, rules: RepositoryRules = RepositoryRules()
  ) throws -> ImageSummary {
    try transaction { db in
      guard let pointer = db.sqliteConnection else {
        throw StoreError(.environment, "the connection is closed")
      }
      var recorder = try ImageLookRecorder(
        db: db, connection: pointer, look: look, project: project)
      return try recorder.record(rules: rules)
    }
  }

  /// Records that a registry could not be looked at: a gap of its source, if it was looked at before.
  ///
  /// - Parameters:
  ///   - repository: The full name of the image repository.
  ///   - reason: One sentence that says why.
  ///   - lookedAt: The time of the clock, in microseconds since 1970 UTC.
  public func recordFailedLook(at repository: String, reason: String, lookedAt: Int64) throws {
    let location = try read { db in
      try [UInt8].fetchOne(
        db,
        sql: """
          SELECT CAST(s.location AS BLOB) FROM source AS s JOIN repo AS p ON p.id = s.repo
          WHERE p.name = ? AND s.kind = 'registry'
          """, arguments: [repository])
    }
    guard let location else { return }
    try recordFailedLook(at: repository, location: location, reason: reason, lookedAt: lookedAt)
  }

  /// Records that a place could not be looked at, if it was looked at before.
  func recordFailedLook(
    at repository: String, location: [UInt8], reason: String, lookedAt: Int64
  ) throws {
    let source = try read { db in
      try Int64.fetchOne(
        db,
        sql: """
          SELECT s.id FROM source AS s JOIN repo AS p ON p.id = s.repo
          WHERE p.name = ? AND s.location = CAST(? AS TEXT)
          """, arguments: [repository, location.data])
    }
    guard let source else { return }
    try transaction { db in
      let log = try ObservationLog(
        db: db, source: source, repository: repository, location: location, lookedAt: lookedAt)
      let status = "unreachable: \(reason)"
      _ = try log.append(.look, subject: location, grade: .imported) { body in
        body.set(.detail, status)
      }
      try SourceState(db: db, source: source).update(
        isComplete: false, isWhole: false, at: log.observedAt, status: status)
    }
  }

  /// Records announcements of registries and all that follows from them, in one transaction.
  ///
  /// - Parameters:
  ///   - recordedAt: The time of the clock, in microseconds since 1970 UTC.
  ///   - place: Returns where an announcement belongs, null if that is not known. It is called
  ///     inside the transaction.
  ///   - progress: Called after each batch with the number of announcements so far.
  public func record(
    _ events: inout some PushEventStream & ~Copyable, recordedAt: Int64,
    place: @escaping (PushEvent) -> ImagePlace?, progress: (Int) -> Void = { _ in }
  ) throws -> ImageSummary {
    try transaction { db in
      guard let pointer = db.sqliteConnection else {
        throw StoreError(.environment, "the connection is closed")
      }
      var recorder = try PushEventRecorder(
        db: db, connection: pointer, recordedAt: recordedAt, place: place)
      while let batch = try events.next() {
        try recorder.record(batch)
        progress(recorder.count)
      }
      return try recorder.finish()
    }
  }
}
