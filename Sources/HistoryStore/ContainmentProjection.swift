internal import CommitGraph
internal import GRDB
internal import GRDBSQLite

/// Keeps the classes of commits, "which tags contain it", up to date with the graph and the tags.
///
/// The classes are computed anew in memory, which takes milliseconds, and only what differs from
/// the stored rows is written: numbers are kept where they can be, so that a new tag changes the
/// sets of classes and the labels of few commits.
struct ContainmentProjection {
  /// A tag of the repository that points at a commit now.
  struct Tag {
    let ref: Int64
    let slot: Int
    let commit: Int64
  }

  let db: Database
  let connection: OpaquePointer
  let graph: StoredGraph
  let tags: [Tag]
  /// Null when the history is too tangled for classes: then questions are answered by sweeps.
  let classes: ContainmentClasses?

  private static let bits = Int64(CommitGraph.chunkBits)
  private var labelIDs: Range<Int64> {
    let ids = StoredGraph.ids(of: graph.repo)
    return ids.lowerBound >> Self.bits..<ids.upperBound >> Self.bits
  }

  init(db: Database, connection: OpaquePointer, graph: StoredGraph) throws {
    self.db = db
    self.connection = connection
    self.graph = graph
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT r.id, r.slot, s.commit_id FROM ref AS r
        JOIN ref_span AS s ON s.ref = r.id AND s.until IS NULL
        WHERE r.repo = ? AND r.kind = 'tag' AND s.commit_id IS NOT NULL
        """, arguments: [graph.repo])
    tags = rows.map { Tag(ref: $0[0], slot: $0[1], commit: $0[2]) }
    let slots = tags.compactMap { tag in
      graph.ordinal(of: tag.commit).map { ContainmentClasses.Tag(slot: tag.slot, ordinal: $0) }
    }
    let fresh = ContainmentClasses(graph: graph.graph, tags: slots)
    classes = try fresh?.renumbered(
      keeping: Self.storedLabels(connection, graph, in: StoredGraph.ids(of: graph.repo)))
  }

  /// Returns the labels of the stored commits by ordinal; -1 for a commit without one.
  private static func storedLabels(
    _ connection: OpaquePointer, _ graph: StoredGraph, in ids: Range<Int64>
  ) throws -> [Int32] {
    let statement = try RawStatement(
      "SELECT id, labels FROM containment_label WHERE id >= ?1 AND id < ?2 ORDER BY id",
      on: connection)
    statement.bind(ids.lowerBound >> bits, 1)
    statement.bind(ids.upperBound >> bits, 2)
    var labels: [Int32] = []
    while try statement.step() {
      let first = statement.integer(0) << bits
      let bytes = statement.bytes(1)
      for index in 0..<(bytes.count / 4) where first + Int64(index) >= graph.base {
        let word = bytes.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)
        labels.append(Int32(bitPattern: UInt32(littleEndian: word)))
      }
    }
    return Array(labels.prefix(graph.graph.count))
  }

  /// Writes the labels and sets that changed.
  ///
  /// - Parameter firstReleases: For each class the row id of its first release.
  func save(firstReleases: [Int64?]) throws {
    guard let classes else {
      try db.execute(
        sql: "DELETE FROM containment_label WHERE id >= ? AND id < ?",
        arguments: [labelIDs.lowerBound, labelIDs.upperBound])
      try db.execute(
        sql: "DELETE FROM containment_class WHERE repo = ?", arguments: [graph.repo])
      return
    }
    try saveLabels(classes.labels)
    try saveSets(classes, firstReleases)
  }

  private func saveLabels(_ labels: [Int32]) throws {
    let find = try RawStatement(
      "SELECT labels FROM containment_label WHERE id = ?1", on: connection)
    let insert = try RawStatement(
      "INSERT OR REPLACE INTO containment_label (id, labels) VALUES (?1, ?2)", on: connection)
    var ordinal = 0
    while ordinal < labels.count {
      let id = graph.id(of: Int32(ordinal))
      let chunk = id >> Self.bits
      let offset = Int(id - chunk << Self.bits)
      let count = min(labels.count - ordinal, 1 << Self.bits - offset)
      // Ids below the first commit have no label.
      var bytes = [UInt8](repeating: 0xFF, count: offset * 4)
      bytes.reserveCapacity((offset + count) * 4)
      for label in labels[ordinal..<(ordinal + count)] {
        withUnsafeBytes(of: UInt32(bitPattern: label).littleEndian) { bytes.append(contentsOf: $0) }
      }
      ordinal += count
      find.bind(chunk, 1)
      let isSame = try find.step() && find.bytes(0).elementsEqual(bytes)
      find.reset()
      if isSame { continue }
      insert.bind(chunk, 1)
      insert.bindBlob(bytes, 2)
      try insert.run()
    }
  }

  private func saveSets(_ classes: ContainmentClasses, _ firstReleases: [Int64?]) throws {
    var stored: [Int64: ([UInt8], Int64?)] = [:]
    let rows = try Row.fetchCursor(
      db, sql: "SELECT class, tags, first_release FROM containment_class WHERE repo = ?",
      arguments: [graph.repo])
    while let row = try rows.next() { stored[row[0]] = (row.bytes(1) ?? [], row[2]) }
    let insert = try RawStatement(
      """
      INSERT OR REPLACE INTO containment_class (repo, class, tags, first_release)
      VALUES (?1, ?2, ?3, ?4)
      """, on: connection)
    for number in classes.usedClasses {
      let words = classes.set(ofClass: number)
      let bytes = words.flatMap { word in withUnsafeBytes(of: word.littleEndian) { Array($0) } }
      let release = firstReleases[Int(number)]
      let old = stored.removeValue(forKey: Int64(number))
      if let old, old.0 == bytes, old.1 == release { continue }
      insert.bind(graph.repo, 1)
      insert.bind(Int64(number), 2)
      insert.bindBlob(bytes, 3)
      insert.bind(release, 4)
      try insert.run()
    }
    for number in stored.keys {
      try db.execute(
        sql: "DELETE FROM containment_class WHERE repo = ? AND class = ?",
        arguments: [graph.repo, number])
    }
  }
}
