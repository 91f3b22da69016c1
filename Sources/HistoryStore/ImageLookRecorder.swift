internal import GRDB
internal import Indexing

/// Records one look at an image repository, inside the writer's transaction.
struct ImageLookRecorder {
  private let db: Database
  private let connection: OpaquePointer
  private let look: ImageLook
  private let place: RepositoryRow
  private let log: ObservationLog
  private let table: ImageRefTable
  /// The begin of the look of this source before this one.
  private let previous: Int64?
  /// What the source showed at its last look, by tag.
  private let view: [Int64: [UInt8]]
  private var summary = ImageSummary()

  init(
    db: Database, connection: OpaquePointer, look: ImageLook, project: String?
  ) throws {
    self.db = db
    self.connection = connection
    self.look = look
    place = try RepositoryRow(
      db, .image, name: look.repository, project: project, sourceKind: look.kind.rawValue,
      location: look.location)
    log = try ObservationLog(
      db: db, source: place.source, repository: look.repository, location: look.location,
      lookedAt: look.endedAt)
    table = try ImageRefTable(db: db, repo: place.repo)
    previous = try Int64.fetchOne(
      db, sql: "SELECT max(started_at) FROM image_look WHERE source = ?", arguments: [place.source])
    view = Dictionary(
      uniqueKeysWithValues: try Row.fetchAll(
        db, sql: "SELECT ref, target FROM ref_view WHERE source = ?", arguments: [place.source]
      ).map { ($0[0], $0.bytes(1) ?? []) })
  }

  /// A registry is the truth of its repository; a copy tells only of its own changes.
  private var isAuthority: Bool { look.kind == .registry }

  mutating func record(rules: RepositoryRules) throws -> ImageSummary {
    let firstSeq = try db.nextObservation()
    let projection = try ImageProjection(db: db, connection: connection)
    let images = ImageTable(db: db, repo: place.repo, seenAt: log.observedAt)
    if look.kind == .listing {
      // What another program prints of a manifest is less than the manifest.
      for manifest in look.manifests { try images.save(announced: manifest) }
    } else {
      try images.save(look.manifests)
    }
    for manifest in look.manifests {
      try projection.touch(image: manifest.digest, repo: place.repo)
    }
    try recordLook()
    let facts = try ImageFactTable(on: connection)
    try recordPast(facts)
    try recordTags(facts)
    try recordAbsences(facts)
    let project = try Int64.fetchOne(
      db, sql: "SELECT project FROM repo WHERE id = ?", arguments: [place.repo])
    let update = ImageRepositoryUpdate(
      repo: place.repo, project: project ?? 0, oldProject: place.oldProject, rules: rules,
      log: log)
    let (lines, changes) = try projection.update([update], from: firstSeq)
    for line in lines { summary.add(line) }
    summary.changes = changes
    summary.repositories = [look.repository]
    summary.tags = try ImageRefTable.openCount(db, repo: place.repo)
    summary.problems = look.problems
    try updateSource()
    return summary
  }

  private func recordLook() throws {
    var details = ["tags \(look.tags.count)"]
    if !look.isComplete { details.append("incomplete") }
    if !look.unresolved.isEmpty { details.append("without a digest \(look.unresolved.count)") }
    details += look.problems.map(\.message)
    let seq = try log.append(
      .look, subject: look.location, claimedAt: look.startedAt, grade: grade
    ) { body in
      body.set(.detail, details.joined(separator: "\n"))
    }
    guard look.isComplete, look.unresolved.isEmpty else { return }
    try db.execute(
      sql: """
        INSERT INTO image_look (seq, repo, source, started_at, ended_at) VALUES (?, ?, ?, ?, ?)
        """, arguments: [seq, place.repo, place.source, look.startedAt, log.observedAt])
  }

  /// Over plain HTTP anybody on the way may have answered.
  private var grade: ObservationLog.Grade {
    isAuthority && look.location.starts(with: "https://".utf8) ? .authenticated : .imported
  }

  // MARK: Tags

  /// What tags pointed at before, as files say.
  private func recordPast(_ facts: ImageFactTable) throws {
    for state in look.past {
      let key = EventKey.of(
        "claim", [state.tag, state.digest.bytes, Array("\(state.since ?? 0)".utf8)])
      guard try !EventKey.isKnown(db, repo: place.repo, key) else { continue }
      let ref = try table.row(of: state.tag)
      try append(
        facts, ref, state.tag, way: .claim, at: state.since, digest: state.digest, key: key)
    }
  }

  private func recordTags(_ facts: ImageFactTable) throws {
    for (tag, digest) in look.tags.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      let ref = try table.row(of: tag)
      let shown = view[ref]
      // What a copy shows again is nothing new, whatever others say by now.
      let isKnown =
        !isAuthority && shown == digest.bytes ? true : try table.target(of: ref) == digest.bytes
      if !isKnown, isAuthority || shown != nil {
        try append(
          facts, ref, tag, way: .look, at: log.observedAt, earliest: previous, digest: digest)
      } else if !isKnown {
        // A copy that is looked at for the first time may be older than what is known of the tag.
        let isNews = try !table.hasState(ref)
        try append(
          facts, ref, tag, way: isNews ? .look : .claim, at: isNews ? log.observedAt : nil,
          digest: digest)
      }
      if shown != digest.bytes {
        try db.cachedStatement(
          sql: "INSERT OR REPLACE INTO ref_view (source, ref, target) VALUES (?, ?, ?)"
        ).execute(arguments: [place.source, ref, digest.bytes.data])
      }
    }
    try db.execute(
      sql: """
        DELETE FROM image_absence WHERE source = ?1
          AND ref IN (SELECT id FROM ref WHERE repo = ?2 AND CAST(name AS BLOB) IN (
            SELECT CAST(value AS BLOB) FROM json_each(?3)))
        """,
      arguments: [place.source, place.repo, Self.json(Array(look.tags.keys) + look.unresolved)])
  }

  private static func json(_ names: [[UInt8]]) -> String {
    // Names of tags are ASCII without quotes and backslashes.
    "[" + names.map { "\"\(String(decoding: $0, as: UTF8.self))\"" }.joined(separator: ",") + "]"
  }

  // MARK: Tags that are gone

  /// A tag is gone if the registry says so, or if two complete lists in a row lack it.
  private mutating func recordAbsences(_ facts: ImageFactTable) throws {
    guard look.isComplete || !look.absent.isEmpty else { return }
    for (ref, name) in try table.openTags()
    where look.tags[name] == nil && !look.unresolved.contains(name) {
      guard isAuthority || view[ref] != nil else { continue }
      if look.absent.contains(name) || look.isComplete && !isAuthority {
        try remove(facts, ref, name, earliest: previous)
      } else if look.isComplete, let since = try absence(of: ref) {
        try remove(facts, ref, name, earliest: since)
      } else if look.isComplete {
        try db.execute(
          sql: """
            INSERT OR REPLACE INTO image_absence (source, ref, since, missed_at)
            VALUES (?, ?, ?, ?)
            """,
          arguments: [place.source, ref, previous ?? look.startedAt, look.startedAt])
        summary.missing.append(String(decoding: name, as: UTF8.self))
      }
    }
  }

  /// Returns since when a tag that the last complete list lacked may be gone; null if none did, or if
  /// the tag was announced again since.
  private func absence(of ref: Int64) throws -> Int64? {
    try Int64.fetchOne(
      db,
      sql: """
        SELECT a.since FROM image_absence AS a
        JOIN ref_span AS s ON s.ref = a.ref AND s.until IS NULL
        WHERE a.source = ? AND a.ref = ? AND coalesce(s.since, a.missed_at) <= a.missed_at
        """, arguments: [place.source, ref])
  }

  private func remove(
    _ facts: ImageFactTable, _ ref: Int64, _ name: [UInt8], earliest: Int64?
  ) throws {
    try append(facts, ref, name, way: .look, at: log.observedAt, earliest: earliest, digest: nil)
    for table in ["ref_view", "image_absence"] {
      try db.execute(
        sql: "DELETE FROM \(table) WHERE source = ? AND ref = ?", arguments: [place.source, ref])
    }
  }

  /// Appends a fact and its observation; without a digest, the tag is gone.
  private func append(
    _ facts: ImageFactTable, _ ref: Int64, _ tag: [UInt8], way: ImageFact.Way,
    at: Int64?, earliest: Int64? = nil, digest: Digest?, key: [UInt8]? = nil
  ) throws {
    let seq = try log.append(
      .ref, subject: ImageRefTable.fullName(tag), claimedAt: way == .claim ? at : nil, grade: grade
    ) { body in
      body.set(.target, digest?.bytes)
    }
    try facts.insert(
      ImageFactTable.Row(
        seq: seq, repo: place.repo, source: place.source, ref: ref, way: way, at: at,
        began: way == .look ? look.startedAt : nil, earliest: earliest, digest: digest,
        isRemoved: digest == nil, key: key, seenAt: log.observedAt))
  }

  private func updateSource() throws {
    if look.kind == .listing {
      return try SourceState(db: db, source: place.source).update(
        isComplete: true, isWhole: look.problems.isEmpty, at: log.observedAt,
        status: look.problems.first?.message ?? "listed: what was not listed is not known")
    }
    let isWhole = look.isComplete && look.unresolved.isEmpty && look.problems.isEmpty
    let status =
      look.isComplete && look.unresolved.isEmpty
      ? look.problems.first.map { "complete; \($0.message)" } ?? "complete"
      : "incomplete: \(look.problems.first?.message ?? "not every tag could be read")"
    try SourceState(db: db, source: place.source).update(
      isComplete: look.isComplete, isWhole: isWhole, at: log.observedAt, status: status)
  }
}
