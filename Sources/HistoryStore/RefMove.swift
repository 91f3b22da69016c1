internal import GRDB

/// How exactly the time of a change is known.
enum Precision: String {
  /// An event from the source states it.
  case exact
  /// Between two complete looks.
  case bounded
  /// A date that somebody wrote.
  case claimed
  case unknown
}

/// One change of a ref, a row of `ref_move`.
///
/// Versions and the direction are filled in later, when the releases of the run are known.
struct RefMove {
  enum Change: String {
    case create, move, delete
    /// Only the tag object changed, not the commit.
    case retag
  }

  let seq: Int64
  let ref: Int64
  let source: Int64
  let seenAt: Int64
  var at: Int64?
  var atEarliest: Int64?
  var precision = Precision.unknown
  var change = Change.create
  var old: [UInt8]?
  var new: [UInt8]?
  var oldCommit: Int64?
  var newCommit: Int64?
  var actor: [UInt8]?

  init(seq: Int64, ref: Int64, source: Int64, seenAt: Int64) {
    self.seq = seq
    self.ref = ref
    self.source = source
    self.seenAt = seenAt
  }

  func insert(_ db: Database) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO ref_move (seq, ref, source, at, at_earliest, seen_at, precision, change, old,
          new, old_commit_id, new_commit_id, direction, actor)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'unknown', CAST(? AS TEXT))
        """
    ).execute(arguments: [
      seq, ref, source, at, atEarliest, seenAt, precision.rawValue, change.rawValue, old?.data,
      new?.data, oldCommit, newCommit, actor?.data,
    ])
  }
}
