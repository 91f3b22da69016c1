internal import GRDB
internal import Indexing
internal import Versions

/// How many refs changed in a look, by kind of change.
public struct RefChanges: Equatable, Sendable {
  public var created = 0
  public var moved = 0
  public var deleted = 0
  public var retagged = 0

  /// Whether there was none.
  public var isEmpty: Bool { self == RefChanges() }

  mutating func count(_ change: RefMove.Change) {
    switch change {
    case .create: created += 1
    case .move: moved += 1
    case .delete: deleted += 1
    case .retag: retagged += 1
    }
  }
}

/// Compares what a source shows with what it showed before, and records each difference: the
/// observation, the change (`ref_move`), and the time that the ref pointed there (`ref_span`).
///
/// A source is compared with its own last look, so that two clones of one repository, of which one
/// is behind, do not undo each other's changes.
struct RefRecorder {
  /// What the repository and the source are, and what is known of their looks.
  struct Look {
    let repo: Int64
    let source: Int64
    /// The last complete look of this source, or of any source of the repository.
    let previous: Int64?
    /// Whether this source had a complete look before.
    let isFirstOfSource: Bool
    /// Whether a ref that is not listed is deleted.
    let mayDelete: Bool
  }

  let db: Database
  let log: ObservationLog
  let look: Look
  let finder: RefFacts
  private(set) var changes = RefChanges()
  private var refs: RefTable

  private struct Known {
    let id: Int64
    let spanSeq: Int64?
    let target: [UInt8]?
    let peeled: [UInt8]?
    let commit: Int64?
  }

  init(db: Database, log: ObservationLog, look: Look, finder: RefFacts) {
    self.db = db
    self.log = log
    self.look = look
    self.finder = finder
    refs = RefTable(db: db, repo: look.repo)
  }

  /// Records the differences.
  ///
  /// - Returns: The rows of `ref` that changed.
  mutating func record(_ listing: RefListing) throws -> [Int64] {
    var known = try knownRefs()
    let view = try lastView()
    var changed: [Int64] = []
    var shown = Set<Int64>()
    for ref in listing.refs {
      let target = ref.target.bytes
      let state = known[ref.fullName]
      if let state {
        shown.insert(state.id)
        if view[state.id] == target { continue }
      }
      let id = try state?.id ?? refs.insert(ref.fullName)
      shown.insert(id)
      if state == nil {
        known[ref.fullName] = Known(id: id, spanSeq: nil, target: nil, peeled: nil, commit: nil)
      }
      if state?.target != target, try !isCatchingUp(id, from: view[id], to: target) {
        try change(ref, id: id, from: state)
        changed.append(id)
      }
      try remember(id, target)
    }
    if look.mayDelete { changed += try deleteMissing(known, view: view, shown: shown, listing) }
    return changed
  }

  // MARK: What is known

  private func knownRefs() throws -> [[UInt8]: Known] {
    var known: [[UInt8]: Known] = [:]
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT CAST(r.full_name AS BLOB), r.id, s.seq, s.target, s.peeled, s.commit_id
        FROM ref AS r LEFT JOIN ref_span AS s ON s.ref = r.id AND s.until IS NULL
        WHERE r.repo = ?
        """, arguments: [look.repo])
    while let row = try rows.next() {
      known[row.bytes(0) ?? []] = Known(
        id: row[1], spanSeq: row[2], target: row.bytes(3), peeled: row.bytes(4), commit: row[5])
    }
    return known
  }

  private func lastView() throws -> [Int64: [UInt8]] {
    var view: [Int64: [UInt8]] = [:]
    let rows = try Row.fetchCursor(
      db, sql: "SELECT ref, target FROM ref_view WHERE source = ?", arguments: [look.source])
    while let row = try rows.next() { view[row[0]] = row.bytes(1) ?? [] }
    return view
  }

  /// Whether a source that was behind shows a later state now, which another source had shown and
  /// which is past. (A source that shows the present state is behind nothing.)
  private func isCatchingUp(_ ref: Int64, from shown: [UInt8]?, to target: [UInt8]) throws -> Bool {
    guard let shown else { return false }
    let statement = try db.cachedStatement(
      sql: """
        SELECT EXISTS (
          SELECT 1 FROM ref_span WHERE ref = ?1 AND target = ?2 AND until >
            (SELECT max(coalesce(until, 9223372036854775807)) FROM ref_span
             WHERE ref = ?1 AND target = ?3))
        """)
    return try Bool.fetchOne(statement, arguments: [ref, target.data, shown.data]) ?? false
  }

  private func remember(_ ref: Int64, _ target: [UInt8]) throws {
    try db.cachedStatement(
      sql: "INSERT OR REPLACE INTO ref_view (source, ref, target) VALUES (?, ?, ?)"
    ).execute(arguments: [look.source, ref, target.data])
  }

  // MARK: Changes

  private mutating func change(_ ref: RefObservation, id: Int64, from old: Known?) throws {
    let oldTarget = old?.target
    let isBaseline = old == nil && look.isFirstOfSource
    let claim = isBaseline ? try finder.claimedTime(of: ref) : nil
    let seq = try log.append(
      .ref, subject: ref.fullName, claimedAt: claim, grade: .imported
    ) { body in
      body.set(.target, ref.target.bytes)
      body.set(.peeled, ref.peeled.bytes)
      body.set(.previousTarget, oldTarget)
    }
    let commit = try finder.commitRow(of: ref)
    var move = RefMove(seq: seq, ref: id, source: look.source, seenAt: log.observedAt)
    move.new = ref.target.bytes
    move.newCommit = commit
    move.actor = try finder.tagger(of: ref)
    if isBaseline {
      move.at = claim.map { min($0, log.observedAt) }
      move.precision = move.at == nil ? .unknown : .claimed
    } else {
      move.at = log.observedAt
      move.atEarliest = look.previous
      move.precision = .bounded
    }
    if oldTarget != nil {
      move.old = oldTarget
      move.oldCommit = old?.commit
      move.change = old?.peeled == ref.peeled.bytes ? .retag : .move
    } else if let last = try lastTarget(of: id) {
      (move.old, move.oldCommit) = last
    }
    try close(old?.spanSeq, at: log.observedAt)
    try open(ref, move, isFirst: isBaseline)
    try move.insert(db)
    changes.count(move.change)
  }

  private mutating func deleteMissing(
    _ known: [[UInt8]: Known], view: [Int64: [UInt8]], shown: Set<Int64>, _ listing: RefListing
  ) throws -> [Int64] {
    var deleted: [Int64] = []
    for (name, state) in known.sorted(by: { $0.value.id < $1.value.id })
    where view[state.id] != nil && !shown.contains(state.id) && Self.covers(listing, name) {
      try db.execute(
        sql: "DELETE FROM ref_view WHERE source = ? AND ref = ?",
        arguments: [look.source, state.id])
      guard let target = state.target else { continue }
      let seq = try log.append(.ref, subject: name, grade: .imported) { body in
        body.set(.previousTarget, target)
      }
      var move = RefMove(seq: seq, ref: state.id, source: look.source, seenAt: log.observedAt)
      move.at = log.observedAt
      move.atEarliest = look.previous
      move.precision = .bounded
      move.change = .delete
      move.old = target
      move.oldCommit = state.commit
      try close(state.spanSeq, at: log.observedAt)
      try move.insert(db)
      changes.count(.delete)
      deleted.append(state.id)
    }
    return deleted
  }

  private static func covers(_ listing: RefListing, _ name: [UInt8]) -> Bool {
    listing.patterns.contains { pattern in
      name.starts(with: pattern)
        && (name.count == pattern.count || pattern.last == UInt8(ascii: "/")
          || name[pattern.count] == UInt8(ascii: "/"))
    }
  }

  // MARK: Rows

  private func close(_ seq: Int64?, at time: Int64) throws {
    guard let seq else { return }
    try db.cachedStatement(sql: "UPDATE ref_span SET until = ? WHERE seq = ?")
      .execute(arguments: [time, seq])
  }

  private func open(_ ref: RefObservation, _ move: RefMove, isFirst: Bool) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO ref_span
          (seq, ref, since, seen_at, is_first, target, peeled, commit_id, precision)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      move.seq, move.ref, move.at, log.observedAt, isFirst ? 1 : 0, ref.target.bytes.data,
      ref.peeled.bytes.data, move.newCommit, move.precision.rawValue,
    ])
  }

  /// What a deleted ref pointed at last.
  private func lastTarget(of ref: Int64) throws -> ([UInt8], Int64?)? {
    let statement = try db.cachedStatement(
      sql: "SELECT target, commit_id FROM ref_span WHERE ref = ? ORDER BY until DESC LIMIT 1")
    let row = try Row.fetchOne(statement, arguments: [ref])
    return row.flatMap { row in row.bytes(0).map { ($0, row[1]) } }
  }
}
