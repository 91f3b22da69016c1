internal import GRDB
internal import GRDBSQLite
internal import Indexing

/// Writes the states and changes of the touched image tags anew, from all facts about them.
struct ImageSpanProjection {
  let db: Database
  let connection: OpaquePointer

  /// What is known of an image, for the rows of its tags.
  private struct Image {
    var version: [UInt8]?
    var key: [UInt8]?
    var line: Int64?
    var source: [UInt8]?
    var commit: Int64?
  }

  /// Rewrites the rows.
  ///
  /// - Parameter firstSeq: The number of the run's first observation.
  /// - Returns: How many changes the run's observations brought.
  func update(from firstSeq: Int64) throws -> RefChanges {
    try db.execute(
      sql: """
        DELETE FROM ref_span WHERE ref IN (SELECT ref FROM temp.touched_tag);
        DELETE FROM ref_move WHERE ref IN (SELECT ref FROM temp.touched_tag);
        """)
    let count = try Int.fetchOne(
      db,
      sql: """
        SELECT count(*) FROM temp.touched_tag AS t JOIN image_fact AS f ON f.ref = t.ref
        """)
    let indexes =
      try DeferredIndex.all(db, of: "ref_span", before: count ?? 0)
      + DeferredIndex.all(db, of: "ref_move", before: count ?? 0)
    let changes = try write(from: firstSeq)
    for index in indexes { try index.restore(db) }
    return changes
  }

  private func write(from firstSeq: Int64) throws -> RefChanges {
    let writer = try RowWriter(connection)
    let images = try ImageFinder(connection)
    let names = try db.cachedStatement(
      sql: "SELECT repo, version_key IS NOT NULL FROM ref WHERE id = ?")
    var changes = RefChanges()
    let reader = ImageFactReader(db: db, connection: connection)
    try reader.forEachTouched { ref, facts in
      guard let row = try Row.fetchOne(names, arguments: [ref]) else { return }
      let repo: Int64 = row[0]
      let isVersion: Bool = row[1]
      let history = ImageTagHistory(facts)
      var known: [Digest: Image] = [:]
      func image(_ digest: Digest) throws -> Image {
        if let image = known[digest] { return image }
        let image = try images.image(digest, in: repo)
        known[digest] = image
        return image
      }
      for state in history.states { try writer.write(state, of: ref, image(state.digest)) }
      for change in history.changes {
        let old = try change.old.map { try image($0) }
        let new = try change.new.map { try image($0) }
        try writer.write(
          change, of: ref, old, new,
          direction: Self.direction(change, old, new, isVersionTag: isVersion))
        if change.fact.seq >= firstSeq { changes.count(change.change) }
      }
    }
    return changes
  }

  /// A full version that moves stays the version that it names; other tags go from the version of
  /// one image to that of another, if both are of one line.
  private static func direction(
    _ change: ImageTagHistory.Change, _ old: Image?, _ new: Image?, isVersionTag: Bool
  ) -> StaticString {
    guard let old, let new else { return "unknown" }
    if isVersionTag { return "same" }
    guard let oldKey = old.key, let newKey = new.key, oldKey.first == newKey.first,
      old.line == nil || new.line == nil || old.line == new.line
    else { return "unknown" }
    if oldKey == newKey { return "same" }
    return oldKey.lexicographicallyPrecedes(newKey) ? "up" : "down"
  }

  // MARK: Rows

  /// Looks images up by digest.
  private struct ImageFinder: ~Copyable {
    private let find: RawStatement

    init(_ connection: OpaquePointer) throws(StoreError) {
      find = try RawStatement(
        """
        SELECT version, version_key, version_line, version_source, commit_id FROM image
        WHERE digest = ?1 AND repo = ?2
        """, on: connection)
    }

    func image(_ digest: Digest, in repo: Int64) throws(StoreError) -> Image {
      find.bindBlob(digest.bytes, 1)
      find.bind(repo, 2)
      defer { find.reset() }
      guard try find.step() else { return Image() }
      return Image(
        version: bytes(0), key: bytes(1), line: integer(2), source: bytes(3), commit: integer(4))
    }

    private func bytes(_ column: Int32) -> [UInt8]? {
      find.isNull(column) ? nil : Array(find.bytes(column))
    }

    private func integer(_ column: Int32) -> Int64? {
      find.isNull(column) ? nil : find.integer(column)
    }
  }

  private struct RowWriter: ~Copyable {
    private let span: RawStatement
    private let move: RawStatement

    init(_ connection: OpaquePointer) throws(StoreError) {
      let span = try RawStatement(
        """
        INSERT INTO ref_span (seq, ref, since, until, seen_at, is_first, target, peeled, commit_id,
          version, version_key, version_source, precision)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8, ?9, ?10, ?11, ?12)
        """, on: connection)
      let move = try RawStatement(
        """
        INSERT INTO ref_move (seq, ref, source, at, at_earliest, seen_at, precision, change, old,
          new, old_commit_id, new_commit_id, old_version, old_version_key, new_version,
          new_version_key, direction, actor)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
        """, on: connection)
      self.span = span
      self.move = move
    }

    func write(
      _ state: ImageTagHistory.State, of ref: Int64, _ image: Image
    ) throws(StoreError) {
      span.bind(state.fact.seq, 1)
      span.bind(ref, 2)
      span.bind(state.since, 3)
      span.bind(state.until, 4)
      span.bind(state.fact.seenAt, 5)
      span.bind(state.isFirst ? 1 : 0 as Int64, 6)
      span.bindBlob(state.digest.bytes, 7)
      span.bind(image.commit, 8)
      span.bindText(orNull: image.version, 9)
      span.bindBlob(orNull: image.key, 10)
      span.bindText(orNull: image.source, 11)
      span.bindText(Array(state.precision.rawValue.utf8), 12)
      try span.run()
    }

    func write(
      _ change: ImageTagHistory.Change, of ref: Int64, _ old: Image?, _ new: Image?,
      direction: StaticString
    ) throws(StoreError) {
      move.bind(change.fact.seq, 1)
      move.bind(ref, 2)
      move.bind(change.fact.source, 3)
      move.bind(change.at, 4)
      move.bind(change.earliest, 5)
      move.bind(change.fact.seenAt, 6)
      move.bindText(Array(change.precision.rawValue.utf8), 7)
      move.bindText(Array(change.change.rawValue.utf8), 8)
      move.bindBlob(orNull: change.old?.bytes, 9)
      move.bindBlob(orNull: change.new?.bytes, 10)
      move.bind(old?.commit, 11)
      move.bind(new?.commit, 12)
      move.bindText(orNull: old?.version, 13)
      move.bindBlob(orNull: old?.key, 14)
      move.bindText(orNull: new?.version, 15)
      move.bindBlob(orNull: new?.key, 16)
      move.bindText(Array("\(direction)".utf8), 17)
      move.bindText(orNull: change.fact.actor, 18)
      try move.run()
    }
  }
}

extension RawStatement {
  borrowing func bindText(orNull bytes: [UInt8]?, _ index: Int32) {
    if let bytes { bindText(bytes, index) } else { bindNull(index) }
  }

  borrowing func bindBlob(orNull bytes: [UInt8]?, _ index: Int32) {
    if let bytes { bindBlob(bytes, index) } else { bindNull(index) }
  }
}
