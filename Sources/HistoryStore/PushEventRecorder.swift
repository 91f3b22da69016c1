internal import GRDB
internal import Indexing

/// Records announcements of registries, inside the writer's transaction.
///
/// Every announcement becomes an observation once, however often it was delivered; the history of
/// the tags follows from all of them at the end.
struct PushEventRecorder: ~Copyable {
  private let db: Database
  private let connection: OpaquePointer
  private let projection: ImageProjection
  private let facts: ImageFactTable
  private let observations: ObservationInsert
  private let firstSeq: Int64
  private let recordedAt: Int64
  private let place: (PushEvent) -> ImagePlace?
  private var targets: [Origin: Target] = [:]
  private var targetsByName: [String: Target] = [:]
  private var known: KnownEvents
  /// The indexes of facts, while the table was empty before.
  private let indexes: [DeferredIndex]
  private var summary = ImageSummary()

  /// What an announcement says of its place.
  private struct Origin: Hashable {
    let registry: String?
    let repository: String
  }

  /// A repository that announcements are about.
  private final class Target {
    let place: ImagePlace
    let row: RepositoryRow
    let log: ObservationLog
    let tags: ImageRefTable
    /// The times of the first and the last announcement of the run.
    var times: ClosedRange<Int64>?

    init(
      _ db: Database, _ place: ImagePlace, recordedAt: Int64, _ observations: ObservationInsert
    ) throws {
      self.place = place
      let location = Array("events of \(place.repository)".utf8)
      row = try RepositoryRow(
        db, .image, name: place.repository, project: place.project, sourceKind: "events",
        location: location)
      log = try ObservationLog(
        db: db, source: row.source, repository: place.repository, location: location,
        lookedAt: recordedAt, insert: observations)
      tags = try ImageRefTable(db: db, repo: row.repo)
    }
  }

  /// - Parameters:
  ///   - recordedAt: The time of the clock, in microseconds since 1970 UTC.
  ///   - place: Returns where an announcement belongs, null if that is not known.
  init(
    db: Database, connection: OpaquePointer, recordedAt: Int64,
    place: @escaping (PushEvent) -> ImagePlace?
  ) throws {
    // All that may fail before the first field, since a half-made value cannot be taken apart.
    let firstSeq = try db.nextObservation()
    let projection = try ImageProjection(db: db, connection: connection)
    let known = try KnownEvents(db)
    let names: [StaticString] = ["image_fact_ref", "image_fact_digest"]
    let indexes = try names.compactMap { try DeferredIndex(db, $0, of: "image_fact") }
    // Into indexes that are there already digests come in no order, and so do their pages.
    if indexes.isEmpty { try db.execute(sql: "PRAGMA cache_size = -131072") }
    let facts = try ImageFactTable(on: connection, grouping: true)
    let observations = try ObservationInsert(db, grouping: true)
    self.db = db
    self.connection = connection
    self.recordedAt = recordedAt
    self.place = place
    self.firstSeq = firstSeq
    self.projection = projection
    self.known = known
    self.indexes = indexes
    self.facts = facts
    self.observations = observations
  }

  /// How far the clock of a sender may be ahead: a day, in microseconds.
  private static let clockSkew: Int64 = 86_400_000_000

  /// How many announcements were recorded so far.
  var count: Int { summary.events }

  mutating func record(_ events: [KeyedPushEvent]) throws {
    for event in events { try record(event.event, event.key) }
  }

  private mutating func record(_ event: PushEvent, _ key: [UInt8]) throws {
    guard let target = try target(of: event) else {
      summary.unplaced[event.repository, default: 0] += 1
      return
    }
    guard try known.insert(key, repo: target.row.repo) else {
      summary.duplicates += 1
      return
    }
    summary.events += 1
    // Of a time that is yet to come only the clock of the sender tells.
    let isFuture = event.at.map { $0 > recordedAt + Self.clockSkew } ?? false
    if isFuture { summary.future += 1 }
    let at = isFuture ? nil : event.at
    if let at {
      target.times =
        min(target.times?.lowerBound ?? at, at)...max(target.times?.upperBound ?? at, at)
    }
    let isHint = event.action == .push && event.digest == nil
    let subject = event.tag.map(ImageRefTable.fullName) ?? Array("image".utf8)
    let seq = try target.log.append(
      isHint ? .hint : .event, subject: subject, claimedAt: event.at, grade: .imported
    ) { body in
      body.set(event.action == .push ? .target : .previousTarget, event.digest?.bytes)
      body.set(.detail, event.action == .push ? event.format : "\(event.format)\nremoved")
      body.set(.actor, event.actor.map { Array($0.utf8) })
      body.set(.event, event.id)
    }
    // A bare digest becomes a row with all others, at the end.
    if let manifest = event.manifest, manifest.saysMore {
      try ImageTable(db: db, repo: target.row.repo, seenAt: recordedAt).save(announced: manifest)
      try projection.touch(image: manifest.digest, repo: target.row.repo)
    }
    if isHint { summary.hints[target.place.repository, default: 0] += 1 }
    if event.at == nil { summary.timeless += 1 }
    try facts.insert(
      ImageFactTable.Row(
        seq: seq, repo: target.row.repo, source: target.row.source,
        ref: try event.tag.map { try target.tags.row(of: $0) }, way: .event,
        at: isHint ? nil : at,
        digest: event.action == .delete && event.tag != nil ? nil : event.digest,
        isRemoved: event.action == .delete, actor: event.actor.map { Array($0.utf8) }, key: key,
        seenAt: target.log.observedAt))
  }

  private mutating func target(of event: PushEvent) throws -> Target? {
    let origin = Origin(registry: event.registry, repository: event.repository)
    if let target = targets[origin] { return target }
    guard let place = place(event) else { return nil }
    let target =
      try targetsByName[place.repository]
      ?? Target(db, place, recordedAt: recordedAt, observations)
    targetsByName[place.repository] = target
    targets[origin] = target
    return target
  }

  /// Derives what follows, and returns what the run did.
  consuming func finish() throws -> ImageSummary {
    try observations.endGrouping()
    try facts.flush()
    try known.finish()
    for index in indexes { try index.restore(db) }
    let all = targetsByName.values.sorted { $0.row.repo < $1.row.repo }
    let updates = try all.map { target in
      ImageRepositoryUpdate(
        repo: target.row.repo,
        project: try Int64.fetchOne(
          db.cachedStatement(sql: "SELECT project FROM repo WHERE id = ?"),
          arguments: [target.row.repo]) ?? 0,
        oldProject: target.row.oldProject, rules: target.place.rules, log: target.log)
    }
    let (lines, changes) = try projection.update(updates, from: firstSeq)
    for line in lines { summary.add(line) }
    summary.changes = changes
    for target in all {
      summary.repositories.insert(target.place.repository)
      summary.tags += try ImageRefTable.openCount(db, repo: target.row.repo)
      try SourceState(db: db, source: target.row.source).update(announced: target.times)
    }
    try db.execute(sql: "PRAGMA cache_size = -8192")
    return summary
  }
}

/// Tells announcements that were recorded before from new ones.
private struct KnownEvents {
  private let db: Database
  /// The keys of this run, whose rows may still wait to be written.
  private var seen: Set<Entry> = []
  /// The index of the keys, while the table was empty before and has nothing to find.
  private let index: DeferredIndex?

  private struct Entry: Hashable {
    let repo: Int64
    let high: UInt64
    let low: UInt64

    func hash(into hasher: inout Hasher) {
      // The key is a part of a cryptographic hash already.
      hasher.combine(low)
    }
  }

  init(_ db: Database) throws {
    self.db = db
    index = try DeferredIndex(db, "image_fact_key", of: "image_fact")
  }

  /// Returns whether the announcement is new.
  mutating func insert(_ key: [UInt8], repo: Int64) throws -> Bool {
    let words = key.withUnsafeBytes {
      ($0.loadUnaligned(as: UInt64.self), $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }
    guard seen.insert(Entry(repo: repo, high: words.0, low: words.1)).inserted else { return false }
    return try index != nil || !EventKey.isKnown(db, repo: repo, key)
  }

  mutating func finish() throws {
    seen = []
    try index?.restore(db)
  }
}

extension ImageManifest {
  /// Whether it says more than its digest.
  fileprivate var saysMore: Bool {
    mediaType != nil || size != nil || createdAt != nil || subject != nil || artifactType != nil
      || !labels.isEmpty || !annotations.isEmpty || !children.isEmpty || !origins.isEmpty
  }
}
