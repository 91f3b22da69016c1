internal import CommitGraph
internal import GRDB
internal import GRDBSQLite

/// What copies of a commit have in common with it, for each commit of a repository by its ordinal.
///
/// Flat arrays, since all of them are looked through whenever commits come in: 20 bytes a commit, some
/// ms for a million. Two commits with equal hashes of 64 bits are taken for equal: whoever wants to
/// forge a copy can write its author, time and subject just as well.
struct CommitSignatures {
  /// Hashes of the author's address and time and of the subject; 0: time or subject is missing.
  private(set) var identities: [UInt64] = []
  /// Hashes of subjects that end with the number of a request, up to the first such number; 0: others.
  private(set) var subjects: [UInt64] = []
  /// The numbers of the requests that brought commits; 0: none is named.
  private(set) var requests: [UInt32] = []

  var count: Int { identities.count }

  mutating func append(identity: UInt64, subject: UInt64, request: UInt32) {
    identities.append(identity)
    subjects.append(subject)
    requests.append(request)
  }

  // MARK: Storage

  private static let size = 20
  private static let bits = Int64(CommitGraph.chunkBits)

  /// The ids of the blocks of a repository.
  static func chunks(of repo: Int64) -> Range<Int64> {
    let ids = StoredGraph.ids(of: repo)
    return ids.lowerBound >> bits..<ids.upperBound >> bits
  }

  /// Creates signatures of no commits.
  init() {}

  /// Reads what is stored of a repository.
  ///
  /// - Parameter base: The row id of its first commit.
  init(repo: Int64, base: Int64, on connection: OpaquePointer) throws {
    let chunks = Self.chunks(of: repo)
    let statement = try RawStatement(
      "SELECT id, data FROM commit_signature WHERE id >= ?1 AND id < ?2 ORDER BY id",
      on: connection)
    statement.bind(chunks.lowerBound, 1)
    statement.bind(chunks.upperBound, 2)
    while try statement.step() {
      let bytes = statement.bytes(1)
      let first = statement.integer(0) << Self.bits
      guard first + Int64(bytes.count / Self.size) > base, first <= base + Int64(count) else {
        throw StoreError(.corrupt, "the signatures of commits have a gap")
      }
      for index in Int(max(base - first, 0))..<(bytes.count / Self.size) {
        let start = index * Self.size
        append(
          identity: UInt64(
            littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self)),
          subject: UInt64(
            littleEndian: bytes.loadUnaligned(fromByteOffset: start + 8, as: UInt64.self)),
          request: UInt32(
            littleEndian: bytes.loadUnaligned(fromByteOffset: start + 16, as: UInt32.self)))
      }
    }
  }

  /// Writes the blocks from the one of an ordinal on.
  func save(from ordinal: Int, base: Int64, on connection: OpaquePointer) throws {
    let insert = try RawStatement(
      "INSERT OR REPLACE INTO commit_signature (id, data) VALUES (?1, ?2)", on: connection)
    let end = base + Int64(count)
    var chunk = (base + Int64(ordinal)) >> Self.bits
    while chunk << Self.bits < end {
      let first = chunk << Self.bits
      let last = min(first + 1 << Self.bits, end)
      // Ids below the first commit have nothing.
      var bytes = [UInt8](repeating: 0, count: Int(max(base - first, 0)) * Self.size)
      bytes.reserveCapacity(Int(last - first) * Self.size)
      for id in max(first, base)..<last {
        let index = Int(id - base)
        withUnsafeBytes(of: identities[index].littleEndian) { bytes.append(contentsOf: $0) }
        withUnsafeBytes(of: subjects[index].littleEndian) { bytes.append(contentsOf: $0) }
        withUnsafeBytes(of: requests[index].littleEndian) { bytes.append(contentsOf: $0) }
      }
      insert.bind(chunk, 1)
      insert.bindBlob(bytes, 2)
      try insert.run()
      chunk += 1
    }
  }

  /// Whether fewer commits of a repository have a signature than there are.
  static func areBehind(repo: Int64, on connection: OpaquePointer) throws -> Bool {
    guard let rows = try StoredGraph.rows(of: repo, on: connection) else { return false }
    let last = try RawStatement(
      """
      SELECT id, length(data) FROM commit_signature WHERE id >= ?1 AND id < ?2
      ORDER BY id DESC LIMIT 1
      """, on: connection)
    let chunks = chunks(of: repo)
    last.bind(chunks.lowerBound, 1)
    last.bind(chunks.upperBound, 2)
    guard try last.step() else { return true }
    return last.integer(0) << bits + last.integer(1) / Int64(size) <= rows.upperBound
  }
}

/// Commits with one value in common.
struct SignatureBuckets {
  /// Two commits at least in each, by ascending ordinals.
  private(set) var all: [[Int32]] = []

  /// Finds the commits that share a value that is not 0 with others.
  ///
  /// One sort of the values that are asked for.
  ///
  /// - Parameter wanted: The values that are asked for; null: all.
  init(_ values: [UInt64], wanted: HashFilter?) {
    var found: [(value: UInt64, ordinal: Int32)] = []
    for (ordinal, value) in values.enumerated()
    where value != 0 && wanted?.contains(value) ?? true {
      found.append((value, Int32(ordinal)))
    }
    found.sort { $0.value != $1.value ? $0.value < $1.value : $0.ordinal < $1.ordinal }
    var start = 0
    for index in 1..<max(found.count + 1, 1) {
      guard index == found.count || found[index].value != found[start].value else { continue }
      if index - start > 1 { all.append(found[start..<index].map(\.ordinal)) }
      start = index
    }
  }
}

/// A set of hashes that answers for most values that are not in it from a bitmap of 128 KB.
struct HashFilter {
  private var bits = [UInt64](repeating: 0, count: 1 << 14)
  private var values: Set<UInt64> = []

  init(_ values: some Sequence<UInt64>) {
    for value in values where self.values.insert(value).inserted {
      bits[Int(value & 0xFFFFF) >> 6] |= 1 << (value & 63)
    }
  }

  func contains(_ value: UInt64) -> Bool {
    bits[Int(value & 0xFFFFF) >> 6] >> (value & 63) & 1 != 0 && values.contains(value)
  }
}

/// FNV-1a with 64 bits: the same in each run, as stored hashes must be.
struct StableHash {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  init() {}

  init(continuing value: UInt64) {
    self.value = value
  }

  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
  }

  mutating func add(_ number: Int64) {
    withUnsafeBytes(of: number.littleEndian) { add($0) }
  }

  /// The hash, never 0.
  var nonZero: UInt64 { value == 0 ? 1 : value }
}
