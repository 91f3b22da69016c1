internal import GRDB
internal import Indexing

/// Puts the entries of logs into the history of their refs.
///
/// The log of a clone counts for what that clone showed. Its entries for remote-tracking branches
/// tell when it fetched, and so bound the time of a change; those for its own tags and branches, and
/// all entries of a server, are exact.
struct RefLogRecorder {
  /// Which refs of a log are looked at, and how far their present state is known.
  struct Scope {
    /// The refs that changed in this look.
    var changed: Set<Int64> = []
    /// Entries that are older than this were looked at before; null: none was.
    var since: Int64?
    /// When complete looks saw the tags and branches, in ascending order.
    var looks: [Int64] = []
    /// Whether entries make refs that were never seen, and change the present state.
    var mayExtend = false
  }

  private let db: Database
  private let repo: Int64
  private let log: RefLog
  private var store: RefTimelineStore
  private var refs: RefTable
  /// Refs whose log states what was not seen, or does not go on from itself.
  private(set) var contradicted: [[UInt8]] = []
  /// How many refs have a better known history now.
  private(set) var improved = 0

  init(_ log: RefLog, repo: Int64, store: RefTimelineStore) {
    self.log = log
    self.repo = repo
    self.store = store
    db = store.db
    refs = RefTable(db: store.db, repo: repo)
  }

  /// How many entries were recorded as observations.
  var recorded: Int { store.recorded }
  /// The lowest number of an observation whose rows changed; null: none did.
  var firstSeq: Int64? { store.firstSeq }

  /// Returns when complete looks were taken, in ascending order.
  ///
  /// - Parameter source: Whose looks count; null: those of all clones.
  static func looks(_ db: Database, _ repo: Int64, source: Int64? = nil) throws -> [Int64] {
    try Int64.fetchAll(
      db,
      sql: """
        SELECT o.observed_at FROM source AS s
        JOIN observation AS o ON o.source = s.id AND o.kind = 'look'
        WHERE s.repo = ?1 AND s.kind = 'git' AND (?2 IS NULL OR s.id = ?2)
          AND instr(o.body, CAST('incomplete' AS BLOB)) = 0
          AND instr(o.body, CAST('unreachable: ' AS BLOB)) = 0
        ORDER BY o.observed_at
        """, arguments: [repo, source])
  }

  mutating func record(_ scope: Scope) throws {
    let groups = Dictionary(grouping: log.entries, by: \.ref)
    let find = try db.cachedStatement(
      sql: "SELECT id FROM ref WHERE repo = ? AND full_name = CAST(? AS TEXT)")
    for (name, entries) in groups.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      let known = try Int64.fetchOne(find, arguments: [repo, name.data])
      guard known != nil || scope.mayExtend else { continue }
      if let known, let since = scope.since, !scope.changed.contains(known),
        entries.last.map({ $0.at + 1_000_000 < since }) ?? true
      {
        continue
      }
      try record(entries, of: name, known, scope)
    }
  }

  private mutating func record(
    _ entries: [RefLogEntry], of name: [UInt8], _ known: Int64?, _ scope: Scope
  ) throws {
    let kind = RefObservation.classify(name).kind
    let seenAt = store.log.observedAt
    let steps = RefLogStep.steps(entries, of: kind, origin: log.origin, now: seenAt)
    guard !steps.isEmpty else { return }
    let rows =
      try known.map { try store.read($0, isShared: log.origin == .pushLog) }
      ?? RefTimelineStore.Rows()
    // Looks at other refs are not complete.
    var timeline = RefTimeline(
      rows.transitions, looks: kind == .other ? [] : scope.looks, seenAt: seenAt)
    timeline.apply(steps, mayExtend: scope.mayExtend)
    if timeline.unused > 0, known.map(scope.changed.contains) ?? true || scope.since == nil {
      contradicted.append(name)
    }
    guard timeline.isChanged else { return }
    improved += 1
    try store.write(
      timeline.transitions, of: known ?? refs.insert(name), named: name, over: rows,
      origin: log.origin)
  }

  /// Gives the commits that came later to spans and moves that named them before.
  ///
  /// - Returns: The lowest number of an observation whose rows changed.
  static func fillCommits(_ db: Database, _ repo: Int64) throws -> Int64? {
    try db.execute(
      sql: """
        UPDATE ref_span SET peeled =
          (SELECT t.target FROM tag_object AS t WHERE t.oid = ref_span.target AND t.repo = ?1)
        WHERE commit_id IS NULL AND target = peeled AND ref IN (SELECT id FROM ref WHERE repo = ?1)
          AND EXISTS (SELECT 1 FROM tag_object AS t
            WHERE t.oid = ref_span.target AND t.repo = ?1 AND t.target_kind = 'commit')
        """, arguments: [repo])
    let seqs = try Int64.fetchAll(
      db,
      sql: """
        UPDATE ref_span SET commit_id =
          (SELECT c.id FROM commit_object AS c WHERE c.oid = ref_span.peeled AND c.repo = ?1)
        WHERE commit_id IS NULL AND ref IN (SELECT id FROM ref WHERE repo = ?1)
          AND EXISTS (SELECT 1 FROM commit_object AS c
            WHERE c.oid = ref_span.peeled AND c.repo = ?1)
        RETURNING seq
        """, arguments: [repo])
    guard let first = seqs.min() else { return nil }
    for (column, object) in [("old_commit_id", "old"), ("new_commit_id", "new")] {
      try db.execute(
        sql: """
          UPDATE ref_move SET \(column) =
            (SELECT s.commit_id FROM ref_span AS s
             WHERE s.ref = ref_move.ref AND s.target = ref_move.\(object) LIMIT 1)
          WHERE \(column) IS NULL AND \(object) IS NOT NULL
            AND ref IN (SELECT id FROM ref WHERE repo = ?)
          """, arguments: [repo])
    }
    return first
  }
}
