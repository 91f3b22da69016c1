internal import Indexing

/// Writes facts about image tags.
struct ImageFactTable {
  private let inserter: RowInserter

  /// - Parameter grouping: Whether rows may wait for others until `flush`.
  init(on connection: OpaquePointer, grouping: Bool = false) throws(StoreError) {
    inserter = try RowInserter(
      into: """
        image_fact (seq, repo, source, ref, way, at, began, earliest, digest, removed, actor, key,
          seen_at)
        """, columnCount: 13, grouping: grouping, on: connection)
  }

  /// A fact before it is sorted in: its time, tag and digest may be unknown.
  struct Row {
    var seq: Int64
    var repo: Int64
    var source: Int64
    var ref: Int64?
    var way: ImageFact.Way
    var at: Int64?
    var began: Int64?
    var earliest: Int64?
    var digest: Digest?
    var isRemoved = false
    var actor: [UInt8]?
    var key: [UInt8]?
    var seenAt: Int64
  }

  func insert(_ row: Row) throws {
    inserter.add(row.seq)
    inserter.add(row.repo)
    inserter.add(row.source)
    inserter.add(row.ref)
    inserter.add(row.way.name)
    inserter.add(row.at)
    inserter.add(row.began)
    inserter.add(row.earliest)
    inserter.add(blob: row.digest)
    inserter.add(row.isRemoved)
    inserter.add(text: row.actor)
    inserter.add(blob: row.key)
    inserter.add(row.seenAt)
    try inserter.endRow()
  }

  /// Writes the rows that wait.
  func flush() throws { try inserter.flush() }
}

extension ImageFact.Way {
  fileprivate var name: StaticString {
    switch self {
    case .event: "event"
    case .look: "look"
    case .claim: "claim"
    }
  }
}
