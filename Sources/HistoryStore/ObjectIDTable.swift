/// The ids of a load's commits in the order of arrival, found by their bytes.
///
/// Flat arrays: 20 (or 32) bytes and one slot of 4 bytes, at most half full, for each. Ids are
/// hashes already, so their first bytes serve as the hash.
struct ObjectIDTable {
  /// 20 for SHA-1, 32 for SHA-256.
  let width: Int
  private(set) var count = 0
  private var bytes: [UInt8] = []
  private var slots: [Int32] = [Int32](repeating: -1, count: 1_024)

  init(width: Int) {
    self.width = width
  }

  /// Adds an id and returns its position.
  mutating func append(_ id: UnsafeRawBufferPointer) -> Int32 {
    let position = Int32(count)
    bytes.append(contentsOf: id)
    count += 1
    if count * 2 > slots.count { grow() } else { insert(position) }
    return position
  }

  /// Returns the position of an id.
  func position(of id: UnsafeRawBufferPointer) -> Int32? {
    var slot = Self.hash(id) & (slots.count - 1)
    while slots[slot] >= 0 {
      let start = Int(slots[slot]) * width
      var isEqual = true
      for offset in 0..<width where bytes[start + offset] != id[offset] {
        isEqual = false
        break
      }
      if isEqual { return slots[slot] }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Calls `body` with the bytes of the id at a position.
  func withID<Result>(
    at position: Int, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    try bytes.withUnsafeBytes { buffer in
      try body(
        UnsafeRawBufferPointer(rebasing: buffer[(position * width)..<((position + 1) * width)]))
    }
  }

  private mutating func insert(_ position: Int32) {
    var slot = withID(at: Int(position)) { Self.hash($0) } & (slots.count - 1)
    while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = position
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for position in 0..<Int32(count) { insert(position) }
  }

  private static func hash(_ id: UnsafeRawBufferPointer) -> Int {
    Int(truncatingIfNeeded: id.loadUnaligned(as: UInt64.self) & 0x7FFF_FFFF_FFFF_FFFF)
  }
}
