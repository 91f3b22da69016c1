/// Places by the ids of their commits, which may be abbreviated.
struct CommitNames {
  /// The ids in ascending order, each with its first eight bytes: most comparisons need no more.
  private let ids: [(key: UInt64, sha: [UInt8], place: Int)]

  /// Indexes commits by their places.
  init(_ commits: [ReadCommit], _ members: [Int]) {
    self.init(members.lazy.map { (sha: commits[$0].sha, place: $0) })
  }

  /// - Parameter ids: Several places may have one id.
  init(_ ids: some Sequence<(sha: [UInt8], place: Int)>) {
    self.ids = ids.map { (Self.key($0.sha), $0.sha, $0.place) }.sorted { first, second in
      if first.key != second.key { return first.key < second.key }
      if first.sha != second.sha { return first.sha.lexicographicallyPrecedes(second.sha) }
      return first.place < second.place
    }
  }

  /// Returns the place of the one commit whose id begins with digits; nil for none or several.
  func commit(named name: String) -> Int? {
    guard name.utf8.count >= 4 else { return nil }
    let found = matches(name.utf8)
    return found.count == 1 ? ids[found.lowerBound].place : nil
  }

  /// Returns all places whose ids begin with digits, at least six of them, in ascending order.
  func places(named name: [UInt8]) -> [Int] {
    name.count < 6 ? [] : matches(name).map { ids[$0].place }.sorted()
  }

  private func matches(_ name: some Sequence<UInt8>) -> Range<Int> {
    guard let (whole, half) = HexDigits.bytes(name) else { return 0..<0 }
    let prefix = whole + (half.map { [$0 << 4] } ?? [])
    let lowest = Self.key(prefix)
    var low = 0
    var high = ids.count
    while low < high {
      let middle = (low + high) / 2
      let isLower =
        ids[middle].key < lowest
        || ids[middle].key == lowest && ids[middle].sha.lexicographicallyPrecedes(prefix)
      if isLower { low = middle + 1 } else { high = middle }
    }
    var end = low
    while end < ids.count {
      let sha = ids[end].sha
      guard sha.starts(with: whole),
        half == nil || sha.count > whole.count && sha[whole.count] >> 4 == half
      else { break }
      end += 1
    }
    return low..<end
  }

  private static func key(_ bytes: [UInt8]) -> UInt64 {
    var key: UInt64 = 0
    for index in 0..<8 { key = key << 8 | UInt64(index < bytes.count ? bytes[index] : 0) }
    return key
  }
}
