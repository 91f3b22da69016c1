internal import Foundation
internal import GRDB
internal import Indexing

/// Reads the timeline of a ref from `ref_move` and `ref_span`, and writes it back.
struct RefTimelineStore {
  let db: Database
  let repo: Int64
  let source: Int64
  let log: ObservationLog
  /// What is known of objects that are not stored.
  let past: [ObjectID: PeeledObject]
  /// The lowest number of an observation whose rows changed.
  private(set) var firstSeq: Int64?
  /// How many entries of logs were recorded.
  private(set) var recorded = 0

  /// The columns that follow from a transition's neighbours.
  fileprivate struct Neighbours: Equatable {
    var old: [UInt8]?
    var until: Int64?
  }

  /// The rows of one ref as they were read.
  struct Rows {
    fileprivate(set) var transitions: [RefTransition] = []
    fileprivate var neighbours: [Int64: Neighbours] = [:]
    fileprivate var bySeq: [Int64: RefTransition] = [:]
  }

  init(
    db: Database, repo: Int64, source: Int64, log: ObservationLog,
    past: [ObjectID: PeeledObject] = [:]
  ) {
    self.db = db
    self.repo = repo
    self.source = source
    self.log = log
    self.past = past
  }

  // MARK: Reading

  /// Reads the changes of a ref in the order of time.
  ///
  /// - Parameter isShared: Whether the changes that other clones showed are open to this log, too.
  func read(_ ref: Int64, isShared: Bool) throws -> Rows {
    let statement = try db.cachedStatement(
      sql: """
        SELECT m.seq, m.at, m.at_earliest, m.precision, m.new, m.seen_at, s.is_first, m.old, s.until,
          m.source != ?2 AND c.kind = 'git'
        FROM ref_move AS m JOIN source AS c ON c.id = m.source
        LEFT JOIN ref_span AS s ON s.seq = m.seq
        WHERE m.ref = ?1
        """)
    var rows = Rows()
    for row in try Row.fetchAll(statement, arguments: [ref, source]) {
      let transition = RefTransition(
        seq: row[0], at: row[1], atEarliest: row[2],
        precision: Precision(rawValue: row[3]) ?? .unknown,
        new: row.bytes(4).flatMap { ObjectID(bytes: $0) }, seenAt: row[5],
        isFirst: row[6] ?? false, isSettled: !isShared && row[9])
      rows.transitions.append(transition)
      rows.neighbours[row[0]] = Neighbours(old: row.bytes(7), until: row[8])
      rows.bySeq[row[0]] = transition
    }
    rows.transitions.sort { ($0.upper, $0.seq ?? 0) < ($1.upper, $1.seq ?? 0) }
    return rows
  }

  // MARK: Writing

  /// Writes what changed in the timeline of a ref: observations of the entries that it rests on, and
  /// rows.
  ///
  /// - Parameter origin: Who wrote the log, for the observations.
  mutating func write(
    _ transitions: [RefTransition], of ref: Int64, named name: [UInt8], over rows: Rows,
    origin: RefLog.Origin
  ) throws {
    var previous: ObjectID?
    var lastTarget: ObjectID?
    for (index, transition) in transitions.enumerated() {
      let next = index + 1 < transitions.count ? transitions[index + 1].at : nil
      // One that was made again after its deletion is compared with its last object.
      let old = previous ?? lastTarget
      let neighbours = Neighbours(
        old: old?.bytes, until: transition.new == nil ? nil : next)
      if let seq = transition.seq {
        if rows.bySeq[seq] != transition || rows.neighbours[seq] != neighbours {
          if transition.entry != nil {
            _ = try observe(transition, from: previous, of: name, origin)
          }
          try update(seq, transition, old, neighbours, change(previous, transition.new))
        }
      } else {
        let seq = try observe(transition, from: previous, of: name, origin)
        try insert(seq, transition, ref, old, neighbours, change(previous, transition.new))
      }
      previous = transition.new
      lastTarget = transition.new ?? lastTarget
    }
  }

  private func change(_ old: ObjectID?, _ new: ObjectID?) throws -> RefMove.Change {
    guard let old else { return .create }
    guard let new else { return .delete }
    return try object(old).peeled == object(new).peeled ? .retag : .move
  }

  /// Appends an observation of what a transition rests on, and returns its number.
  private mutating func observe(
    _ transition: RefTransition, from old: ObjectID?, of name: [UInt8], _ origin: RefLog.Origin
  ) throws -> Int64 {
    if transition.entry != nil { recorded += 1 }
    let peeled = try transition.new.map { try object($0).peeled }
    return try log.append(
      .ref, subject: name, claimedAt: transition.entry?.at, grade: .imported
    ) { body in
      body.set(.target, transition.new?.bytes)
      body.set(.peeled, peeled)
      body.set(.previousTarget, (transition.entry.map(\.old) ?? old)?.bytes)
      let entry = transition.entry
      let message = entry.map(\.message) ?? Array("the state before the next entry".utf8)
      body.set(.detail, Array("\(origin.rawValue): ".utf8) + message)
      if let who = entry?.who, !who.isEmpty { body.set(.actor, who) }
    }
  }

  private mutating func update(
    _ seq: Int64, _ transition: RefTransition, _ old: ObjectID?, _ neighbours: Neighbours,
    _ change: RefMove.Change
  ) throws {
    firstSeq = min(firstSeq ?? seq, seq)
    try db.cachedStatement(
      sql: """
        UPDATE ref_move SET at = ?, at_earliest = ?, precision = ?, change = ?, old = ?,
          old_commit_id = ?, actor = coalesce(CAST(? AS TEXT), actor) WHERE seq = ?
        """
    ).execute(arguments: [
      transition.at, transition.atEarliest, transition.precision.rawValue, change.rawValue,
      neighbours.old?.data, try old.flatMap { try object($0).commit },
      transition.entry?.actor?.data, seq,
    ])
    try db.cachedStatement(
      sql: "UPDATE ref_span SET since = ?, until = ?, precision = ?, is_first = ? WHERE seq = ?"
    ).execute(arguments: [
      transition.at, neighbours.until, transition.precision.rawValue, transition.isFirst, seq,
    ])
  }

  private mutating func insert(
    _ seq: Int64, _ transition: RefTransition, _ ref: Int64, _ old: ObjectID?,
    _ neighbours: Neighbours, _ change: RefMove.Change
  ) throws {
    firstSeq = min(firstSeq ?? seq, seq)
    var move = RefMove(seq: seq, ref: ref, source: source, seenAt: log.observedAt)
    move.at = transition.at
    move.atEarliest = transition.atEarliest
    move.precision = transition.precision
    move.change = change
    move.old = neighbours.old
    move.oldCommit = try old.flatMap { try object($0).commit }
    move.new = transition.new?.bytes
    move.actor = transition.entry?.actor
    if let new = transition.new {
      let object = try object(new)
      move.newCommit = object.commit
      try db.cachedStatement(
        sql: """
          INSERT INTO ref_span
            (seq, ref, since, until, seen_at, is_first, target, peeled, commit_id, precision)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """
      ).execute(arguments: [
        seq, ref, transition.at, neighbours.until, log.observedAt, transition.isFirst,
        new.bytes.data, object.peeled.data, object.commit, transition.precision.rawValue,
      ])
    }
    try move.insert(db)
  }

  // MARK: Objects

  /// Returns what an object leads to: itself and no row if nothing more is known.
  private func object(_ id: ObjectID) throws -> (peeled: [UInt8], commit: Int64?) {
    if let commit = try commit(id) { return (id.bytes, commit) }
    if let known = past[id] { return (known.peeled.bytes, try commit(known.peeled)) }
    let statement = try db.cachedStatement(
      sql: """
        WITH RECURSIVE chain (oid, depth) AS (
          SELECT target, 1 FROM tag_object WHERE repo = ?1 AND oid = ?2
          UNION ALL
          SELECT t.target, c.depth + 1 FROM tag_object AS t JOIN chain AS c
          WHERE t.repo = ?1 AND t.oid = c.oid AND c.depth < 1000)
        SELECT oid FROM chain ORDER BY depth DESC LIMIT 1
        """)
    let row = try Row.fetchOne(statement, arguments: [repo, id.bytes.data])
    guard let peeled = row?.bytes(0) else { return (id.bytes, nil) }
    return (peeled, try ObjectID(bytes: peeled).flatMap { try commit($0) })
  }

  private func commit(_ id: ObjectID) throws -> Int64? {
    try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT id FROM commit_object WHERE oid = ? AND repo = ?"),
      arguments: [blob(id), repo])
  }
}
