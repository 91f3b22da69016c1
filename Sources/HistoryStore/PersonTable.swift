internal import GRDB

/// The people of commits and tags, each stored once, found by the bytes `Name <email>`.
///
/// Open addressing over an arena of bytes: a repository has a few thousand people and hundreds of
/// thousands of commits, so a look-up must not allocate.
struct PersonTable {
  private var slots: [Int32]
  private var ends: [Int32] = [0]
  private var ids: [Int64] = []
  private var arena: [UInt8] = []

  init() {
    slots = [Int32](repeating: -1, count: 4_096)
  }

  /// Returns the row id of a person, adding a row for a new one.
  ///
  /// - Parameter ident: `Name <email>`; without brackets it is all name.
  mutating func id(
    of ident: UnsafeRawBufferPointer, insert: (_ name: [UInt8], _ email: [UInt8]) throws -> Int64
  ) rethrows -> Int64 {
    var slot = Int(truncatingIfNeeded: Self.hash(ident) & UInt64(slots.count - 1))
    while slots[slot] >= 0 {
      let index = Int(slots[slot])
      if matches(index, ident) { return ids[index] }
      slot = (slot + 1) & (slots.count - 1)
    }
    let (name, email) = Self.split(ident)
    let id = try insert(name, email)
    slots[slot] = Int32(ids.count)
    ids.append(id)
    arena.append(contentsOf: ident)
    ends.append(Int32(arena.count))
    if ids.count * 2 > slots.count { grow() }
    return id
  }

  private func matches(_ index: Int, _ ident: UnsafeRawBufferPointer) -> Bool {
    let start = Int(ends[index])
    guard Int(ends[index + 1]) - start == ident.count else { return false }
    for offset in 0..<ident.count where arena[start + offset] != ident[offset] { return false }
    return true
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for index in ids.indices {
      let range = Int(ends[index])..<Int(ends[index + 1])
      let hash = arena[range].withUnsafeBytes { Self.hash($0) }
      var slot = Int(truncatingIfNeeded: hash & UInt64(slots.count - 1))
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(index)
    }
  }

  /// Multiplies and mixes eight bytes at a time.
  private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(bytes.count)
    var index = 0
    while index + 8 <= bytes.count {
      let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      hash = (hash ^ word) &* 0xBF58_476D_1CE4_E5B9
      hash ^= hash >> 29
      index += 8
    }
    while index < bytes.count {
      hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01B3
      index += 1
    }
    return hash ^ hash >> 32
  }

  /// Splits `Name <email>` at the last `<`.
  static func split(_ ident: UnsafeRawBufferPointer) -> (name: [UInt8], email: [UInt8]) {
    guard let open = ident.lastIndex(of: UInt8(ascii: "<")) else { return (Array(ident), []) }
    var name = ident[..<open]
    while name.last == UInt8(ascii: " ") { name.removeLast() }
    let rest = ident[(open + 1)...]
    let close = rest.lastIndex(of: UInt8(ascii: ">")) ?? rest.endIndex
    return (Array(name), Array(rest[..<close]))
  }
}

extension PersonTable {
  /// Returns the row id for a name and an email, adding a row for a new person.
  static func row(
    name: [UInt8], email: [UInt8], find: borrowing RawStatement, insert: borrowing RawStatement
  ) throws(StoreError) -> Int64 {
    find.bindText(email, 1)
    find.bindText(name, 2)
    defer { find.reset() }
    if try find.step() { return find.integer(0) }
    insert.bindText(name, 1)
    insert.bindText(email, 2)
    guard try insert.step() else { return 0 }
    let id = insert.integer(0)
    insert.reset()
    return id
  }
}
