internal import CommitGraph
internal import GRDBSQLite

/// The commit graph of one repository, with the row ids that its ordinals stand for.
struct StoredGraph {
  let repo: Int64
  /// The row id of ordinal 0.
  var base: Int64
  var graph: CommitGraph

  /// The row ids that a repository's commits may have.
  static func ids(of repo: Int64) -> Range<Int64> {
    repo << 40..<(repo + 1) << 40
  }

  /// Returns the row ids that a repository's commits do have, which are dense; nil if there are none.
  ///
  /// Two look-ups at the ends: `min` and `max` together would read every row.
  static func rows(
    of repo: Int64, on connection: OpaquePointer
  ) throws(StoreError) -> ClosedRange<Int64>? {
    let ids = ids(of: repo)
    let ends = try RawStatement(
      """
      SELECT (SELECT id FROM commit_object WHERE id >= ?1 AND id < ?2 ORDER BY id LIMIT 1),
        (SELECT id FROM commit_object WHERE id >= ?1 AND id < ?2 ORDER BY id DESC LIMIT 1)
      """, on: connection)
    ends.bind(ids.lowerBound, 1)
    ends.bind(ids.upperBound, 2)
    guard try ends.step(), !ends.isNull(0) else { return nil }
    return ends.integer(0)...ends.integer(1)
  }

  /// Reads the graph of a repository: O(commits), about 1 ms for 200,000.
  ///
  /// - Parameter newCommits: How many of the highest rows have no edges stored.
  init(repo: Int64, on connection: OpaquePointer, newCommits: Int = 0) throws {
    self.repo = repo
    let ids = Self.ids(of: repo)
    let rows = try Self.rows(of: repo, on: connection)
    base = rows?.lowerBound ?? ids.lowerBound | CommitNumbering.middle
    let count = (rows?.count ?? 0) - newCommits
    var decoder = CommitGraph.Decoder(base: base, expectedCount: count)
    let chunks = try RawStatement(
      "SELECT id, data FROM commit_graph WHERE id >= ?1 AND id < ?2 ORDER BY id", on: connection)
    chunks.bind(ids.lowerBound >> Int64(CommitGraph.chunkBits), 1)
    chunks.bind(ids.upperBound >> Int64(CommitGraph.chunkBits), 2)
    while try chunks.step() {
      let data = chunks.bytes(1)
      do {
        try decoder.append(id: chunks.integer(0), data: data)
      } catch {
        throw StoreError(.corrupt, "the commit graph is damaged", cause: error.description)
      }
    }
    graph = decoder.finish()
    guard graph.count == count else {
      throw StoreError(
        .corrupt, "the commit graph has \(graph.count) commits, and the table \(count)",
        hints: ["index the repository again into a new file"])
    }
  }

  /// Returns the ordinal of a row id of this repository's commits.
  func ordinal(of id: Int64) -> Int32? {
    let ordinal = id - base
    return ordinal >= 0 && ordinal < Int64(graph.count) ? Int32(ordinal) : nil
  }

  func id(of ordinal: Int32) -> Int64 {
    base + Int64(ordinal)
  }

  /// Returns the row ids of a set of ordinals.
  func idSet(_ set: CommitSet) -> IDSet {
    IDSet(base: base, words: set.words)
  }

  /// Writes the blocks from the one of `ordinal` on.
  func save(from ordinal: Int32, on connection: OpaquePointer) throws {
    let insert = try RawStatement(
      "INSERT OR REPLACE INTO commit_graph (id, data) VALUES (?1, ?2)", on: connection)
    for chunk in graph.encodeChunks(base: base, from: ordinal) {
      insert.bind(chunk.id, 1)
      insert.bindBlob(chunk.data, 2)
      try insert.run()
    }
  }
}
