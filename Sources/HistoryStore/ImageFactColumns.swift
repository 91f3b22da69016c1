internal import GRDB
internal import Indexing

/// The facts about the touched image tags, in flat arrays and in the order of their observations.
///
/// A first load has a million of them: 45 MB here, and five times that as values of their own.
struct ImageFactColumns {
  private var seqs: [Int64] = []
  private var sources: [Int64] = []
  private var times: [Int64] = []
  private var seenAts: [Int64] = []
  private var refs: [UInt32] = []
  private var ways: [ImageFact.Way] = []
  private var removals: [Bool] = []
  /// Numbers in `digests`; negative without a digest.
  private var digestNumbers: [Int32] = []
  private var actorNumbers: [Int32] = []
  private var actors: [[UInt8]] = []
  private var knownActors: [[UInt8]: Int32] = [:]
  /// When looks began, and the looks before them; only looks have them.
  private var looks: [Int32: (began: Int64?, earliest: Int64?)] = [:]
  private(set) var digests = NumberedDigests()

  var count: Int { seqs.count }

  func seq(_ fact: Int) -> Int64 { seqs[fact] }
  func ref(_ fact: Int) -> Int64 { Int64(refs[fact]) }
  func source(_ fact: Int) -> Int64 { sources[fact] }
  func seenAt(_ fact: Int) -> Int64 { seenAts[fact] }

  func actor(_ fact: Int) -> [UInt8]? {
    actorNumbers[fact] < 0 ? nil : actors[Int(actorNumbers[fact])]
  }

  /// Reads the facts with a time about the tags in `temp.touched_tag`.
  ///
  /// Those of many tags are read as they lie in the table, those of few by tag.
  init(_ db: Database, _ connection: OpaquePointer, isMany: Bool) throws {
    let order =
      isMany
      ? "FROM image_fact AS f NOT INDEXED CROSS JOIN temp.touched_tag AS t"
      : "FROM temp.touched_tag AS t CROSS JOIN image_fact AS f"
    let statement = try RawStatement(
      """
      SELECT f.seq, f.source, f.way, f.at, f.began, f.earliest, f.digest, f.removed, f.actor,
        f.seen_at, f.ref, f.repo
      \(order) ON t.ref = f.ref AND t.repo = f.repo
      WHERE f.at IS NOT NULL AND f.ref IS NOT NULL ORDER BY f.seq
      """, on: connection)
    while try statement.step() { try append(statement) }
  }

  private mutating func append(_ row: borrowing RawStatement) throws(StoreError) {
    guard let ref = UInt32(exactly: row.integer(10)) else {
      throw StoreError(.corrupt, "the number of a tag is out of range")
    }
    let way = row.bytes(2).first.flatMap(ImageFact.Way.init(initial:)) ?? .claim
    if !row.isNull(4) || !row.isNull(5) {
      looks[Int32(count)] = (
        row.isNull(4) ? nil : row.integer(4), row.isNull(5) ? nil : row.integer(5)
      )
    }
    seqs.append(row.integer(0))
    sources.append(row.integer(1))
    ways.append(way)
    times.append(row.integer(3))
    let digest = row.isNull(6) ? nil : Digest(bytes: row.bytes(6))
    digestNumbers.append(digest.map { digests.number(of: $0, in: row.integer(11)) } ?? -1)
    removals.append(row.integer(7) != 0)
    actorNumbers.append(row.isNull(8) ? -1 : actorNumber(row.bytes(8)))
    seenAts.append(row.integer(9))
    refs.append(ref)
  }

  private mutating func actorNumber(_ bytes: UnsafeRawBufferPointer) -> Int32 {
    // Nearly always the one before.
    if let last = actorNumbers.last, last >= 0, actors[Int(last)].elementsEqual(bytes) {
      return last
    }
    let actor = Array(bytes)
    if let number = knownActors[actor] { return number }
    let number = Int32(actors.count)
    knownActors[actor] = number
    actors.append(actor)
    return number
  }

  /// Calls `body` with each tag and its facts, which are in the order of their observations.
  func forEachTag(_ body: (Int64, [ImageFact]) throws -> Void) rethrows {
    // By tag, then by observation: both fit into a word.
    let order = refs.indices.map { UInt64(refs[$0]) << 32 | UInt64($0) }.sorted()
    var facts: [ImageFact] = []
    for (place, entry) in order.enumerated() {
      facts.append(fact(Int(entry & 0xFFFF_FFFF)))
      let ref = entry >> 32
      if place + 1 == order.count || order[place + 1] >> 32 != ref {
        try body(Int64(ref), facts)
        facts.removeAll(keepingCapacity: true)
      }
    }
  }

  private func fact(_ index: Int) -> ImageFact {
    let look = ways[index] == .look ? looks[Int32(index)] : nil
    let digest = digestNumbers[index] < 0 ? nil : digests[digestNumbers[index]]
    return ImageFact(
      seq: seqs[index], index: Int32(index), source: sources[index], way: ways[index],
      at: times[index], began: look?.began, earliest: look?.earliest, digest: digest,
      removesDigest: removals[index] && digest != nil, seenAt: seenAts[index])
  }
}

/// The digests of image repositories, numbered from 0 in the order of their first mention.
struct NumberedDigests {
  private struct Key: Hashable {
    let digest: Digest
    let repo: Int64
  }

  private var numbers: [Key: Int32] = [:]
  private var digests: [Digest] = []
  private(set) var repos: [Int64] = []

  var count: Int { digests.count }

  subscript(number: Int32) -> Digest { digests[Int(number)] }

  /// Returns the number of a digest, a new one if it has none.
  mutating func number(of digest: Digest, in repo: Int64) -> Int32 {
    let next = Int32(digests.count)
    let number = numbers[Key(digest: digest, repo: repo), default: next]
    if number == next {
      numbers[Key(digest: digest, repo: repo)] = next
      digests.append(digest)
      repos.append(repo)
    }
    return number
  }

  /// Returns the number of a digest, or null if it has none.
  func known(_ digest: Digest, in repo: Int64) -> Int32? {
    numbers[Key(digest: digest, repo: repo)]
  }
}
