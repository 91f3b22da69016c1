internal import CommitGraph
internal import GRDB
internal import GRDBSQLite
internal import Indexing

/// Writes the commits of a stream, and gathers their edges on the way.
///
/// One row is one `step` of a prepared statement with bytes bound in place: nothing is allocated
/// for a commit, and a reader that delivers 150,000 commits a second is kept up with on the same
/// core.
struct CommitLoader: ~Copyable {
  /// Ids of this load in order of arrival.
  private(set) var ids: ObjectIDTable
  /// The numbers of parents and their ids, in order of arrival.
  private(set) var parentCounts: [Int32] = []
  private(set) var parentIDs: [UInt8] = []
  /// Commits that are stored but malformed.
  private(set) var malformed: [(oid: [UInt8], reason: String)] = []
  /// Bytes of raw objects that were read.
  private(set) var rawBytes: Int64 = 0

  private let repo: Int64
  private let numbering: CommitNumbering
  private var people = PersonTable()
  private let insertCommit: RawStatement
  private let insertRaw: RawStatement
  private let findPerson: RawStatement
  private let insertPerson: RawStatement
  private let findCommit: CommitFinder
  /// Whether commits of the stream may be there already.
  private let mayRepeat: Bool
  /// Batches that were taken down and not written yet, with the positions of their commits.
  private var pending: [(batch: CommitBatch, positions: [Int32])] = []
  private var pendingBytes = 0
  // Where ids count down, the fewer stretches of rising ids there are, the fuller are the pages.
  private static let pendingLimit = 4 << 20

  init(
    db connection: OpaquePointer, repo: Int64, numbering: CommitNumbering, idLength: Int,
    mayRepeat: Bool
  ) throws(StoreError) {
    // All statements before the first field, since a half-made value cannot be taken apart.
    let insertCommit = try RawStatement(
      """
      INSERT INTO commit_object (id, repo, oid, tree, parents, author, author_time, author_zone,
        committer, committer_time, committer_zone, subject, body)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
      """, on: connection)
    let insertRaw = try RawStatement(
      "INSERT OR IGNORE INTO commit_raw (repo, oid, object, reason) VALUES (?1, ?2, ?3, ?4)",
      on: connection)
    let findPerson = try RawStatement(
      "SELECT id FROM person WHERE email = ?1 AND name = ?2", on: connection)
    let insertPerson = try RawStatement(
      "INSERT INTO person (name, email) VALUES (?1, ?2) RETURNING id", on: connection)
    let findCommit = try CommitFinder(repo: repo, on: connection)
    self.repo = repo
    self.numbering = numbering
    self.mayRepeat = mayRepeat
    self.insertCommit = insertCommit
    self.insertRaw = insertRaw
    self.findPerson = findPerson
    self.insertPerson = insertPerson
    self.findCommit = findCommit
    ids = ObjectIDTable(width: idLength)
  }

  /// How many commits were written.
  var count: Int { ids.count }

  /// Takes down the commits of a batch, and writes them at once or with batches to come.
  ///
  /// Rows are written in ascending order of their ids within some MiB, even when the load counts
  /// down: SQLite leaves pages half empty when keys only ever arrive at their left end.
  mutating func load(_ batch: CommitBatch) throws {
    var positions = [Int32](repeating: -1, count: batch.records.count)
    try batch.ids.withUnsafeBytes { batchIDs in
      for (index, record) in batch.records.enumerated() {
        positions[index] = try note(record, batch, batchIDs)
      }
    }
    pending.append((batch, positions))
    pendingBytes += batch.bytes.count
    if !numbering.isDescending || pendingBytes >= Self.pendingLimit { try finish() }
  }

  /// Writes what was not written yet.
  mutating func finish() throws {
    for (batch, positions) in pending.reversed() { try write(batch, positions) }
    pending = []
    pendingBytes = 0
  }

  private mutating func write(_ batch: CommitBatch, _ positions: [Int32]) throws {
    try batch.bytes.withUnsafeBytes { bytes in
      try batch.ids.withUnsafeBytes { batchIDs in
        for step in batch.records.indices {
          let index = numbering.isDescending ? batch.records.count - 1 - step : step
          guard positions[index] >= 0 else { continue }
          try write(batch.records[index], batch, bytes, batchIDs, at: positions[index])
        }
      }
    }
  }

  /// Takes down the id and the parents of a commit; returns its position, or -1 if it is known.
  private mutating func note(
    _ record: CommitRecord, _ batch: CommitBatch, _ batchIDs: UnsafeRawBufferPointer
  ) throws -> Int32 {
    let oid = UnsafeRawBufferPointer(rebasing: batchIDs[batch.idRange(record)])
    if try isKnown(oid) { return -1 }
    parentCounts.append(Int32(record.parentCount))
    if record.parentCount > 0 {
      let first = batch.parentRange(record, 0).lowerBound
      let end = first + Int(record.parentCount) * batch.idLength
      parentIDs.append(contentsOf: batchIDs[first..<end])
    }
    return ids.append(oid)
  }

  private mutating func write(
    _ record: CommitRecord, _ batch: CommitBatch, _ bytes: UnsafeRawBufferPointer,
    _ batchIDs: UnsafeRawBufferPointer, at position: Int32
  ) throws {
    let oid = UnsafeRawBufferPointer(rebasing: batchIDs[batch.idRange(record)])
    rawBytes += Int64(record.object.count)

    let encoding = Array(bytes[record.encoding.indices])
    let author = try person(bytes, record.author, encoding)
    let committer =
      Self.isEqual(bytes, record.author, record.committer)
      ? author : try person(bytes, record.committer, encoding)
    insertCommit.bind(numbering.id(at: Int64(position)), 1)
    insertCommit.bind(repo, 2)
    insertCommit.bindBlob(static: oid, 3)
    insertCommit.bindBlob(
      static: UnsafeRawBufferPointer(rebasing: batchIDs[batch.treeRange(record)]), 4)
    insertCommit.bind(Int64(record.parentCount), 5)
    insertCommit.bind(author, 6)
    insertCommit.bind(Self.microseconds(record.authorTime), 7)
    insertCommit.bind(record.authorZone.map(Int64.init), 8)
    insertCommit.bind(committer, 9)
    insertCommit.bind(Self.microseconds(record.committerTime), 10)
    insertCommit.bind(record.committerZone.map(Int64.init), 11)
    try bindMessage(bytes, record, encoding)
    if !encoding.isEmpty || !record.flaws.isEmpty { try keepRaw(bytes, record, oid) }
  }

  /// Binds subject and body, and writes the row while they are in place.
  private func bindMessage(
    _ bytes: UnsafeRawBufferPointer, _ record: CommitRecord, _ encoding: [UInt8]
  ) throws {
    let raw = UnsafeRawBufferPointer(rebasing: bytes[record.message.indices])
    if !encoding.isEmpty, let decoded = DeclaredEncoding.decode(raw, from: encoding) {
      try decoded.withUnsafeBytes { try write(message: $0) }
    } else {
      try write(message: raw)
    }
  }

  private func write(message: UnsafeRawBufferPointer) throws {
    let text = CommitText(message: message)
    if let joined = text.joinedSubject {
      insertCommit.bindText(joined, 12)
    } else {
      insertCommit.bindText(static: UnsafeRawBufferPointer(rebasing: message[text.subject]), 12)
    }
    insertCommit.bindText(static: UnsafeRawBufferPointer(rebasing: message[text.body]), 13)
    try insertCommit.run()
  }

  private mutating func keepRaw(
    _ bytes: UnsafeRawBufferPointer, _ record: CommitRecord, _ oid: UnsafeRawBufferPointer
  ) throws {
    insertRaw.bind(repo, 1)
    insertRaw.bindBlob(static: oid, 2)
    insertRaw.bindBlob(static: UnsafeRawBufferPointer(rebasing: bytes[record.object.indices]), 3)
    let reason = record.flaws.description
    if record.flaws.isEmpty {
      insertRaw.bindNull(4)
    } else {
      insertRaw.bindText(Array(reason.utf8), 4)
    }
    try insertRaw.run()
    if !record.flaws.isEmpty { malformed.append((Array(oid), reason)) }
  }

  private func isKnown(_ oid: UnsafeRawBufferPointer) throws -> Bool {
    guard mayRepeat else { return false }
    return try findCommit.id(of: oid) != nil
  }

  private mutating func person(
    _ bytes: UnsafeRawBufferPointer, _ range: ByteRange, _ encoding: [UInt8]
  ) throws -> Int64 {
    let ident = UnsafeRawBufferPointer(rebasing: bytes[range.indices])
    if !encoding.isEmpty, let decoded = DeclaredEncoding.decode(ident, from: encoding) {
      return try decoded.withUnsafeBytes { try person($0) }
    }
    return try person(ident)
  }

  private mutating func person(_ ident: UnsafeRawBufferPointer) throws -> Int64 {
    try people.id(of: ident) { name, email in
      try PersonTable.row(name: name, email: email, find: findPerson, insert: insertPerson)
    }
  }

  /// Returns the row id of a tagger.
  mutating func person(name: [UInt8], email: [UInt8]) throws -> Int64 {
    try PersonTable.row(name: name, email: email, find: findPerson, insert: insertPerson)
  }

  private static func isEqual(
    _ bytes: UnsafeRawBufferPointer, _ first: ByteRange, _ second: ByteRange
  ) -> Bool {
    guard first.count == second.count else { return false }
    for offset in 0..<first.count
    where bytes[Int(first.start) + offset] != bytes[Int(second.start) + offset] {
      return false
    }
    return true
  }

  private static func microseconds(_ seconds: Int64?) -> Int64? {
    guard let seconds else { return nil }
    let (result, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
    return overflow ? nil : result
  }
}
