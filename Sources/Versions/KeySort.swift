/// Sorts entries by keys that lie one after the other in a buffer.
///
/// Entries are ordered by eight bytes of their keys at a time, large groups by a radix sort of
/// these bytes, small ones by comparison; groups that tie go on with the next eight bytes. Since no
/// key is a proper prefix of another, a group in which a key ends has equal keys throughout.
struct KeySort {
  let keys: UnsafeRawBufferPointer
  /// Where each line's key begins, and the end of the last one.
  let starts: [Int]
  let ties: LineComparison

  func sort(_ entries: inout [SortEntry]) {
    let count = entries.count
    var scratch = entries
    entries.withUnsafeMutableBufferPointer { entries in
      scratch.withUnsafeMutableBufferPointer { scratch in
        // All keys of a scheme share the first byte.
        sort(entries, scratch, 0..<count, from: 1)
      }
    }
  }

  private func sort(
    _ entries: UnsafeMutableBufferPointer<SortEntry>,
    _ scratch: UnsafeMutableBufferPointer<SortEntry>, _ range: Range<Int>, from depth: Int
  ) {
    guard range.count > 1 else { return }
    for i in range { entries[i].prefix = prefix(entries[i].index, from: depth) }
    if range.count > 2_048 {
      radixSort(entries, scratch, range)
    } else {
      var group = UnsafeMutableBufferPointer(rebasing: entries[range])
      group.sort { $0.prefix < $1.prefix }
    }
    var start = range.lowerBound
    while start < range.upperBound {
      var end = start + 1
      while end < range.upperBound, entries[end].prefix == entries[start].prefix { end += 1 }
      if end - start > 1 {
        let index = entries[start].index
        if starts[index + 1] - starts[index] <= depth + 8 {
          var group = UnsafeMutableBufferPointer(rebasing: entries[start..<end])
          group.sort { ties.precedes($0.index, $1.index) }
        } else {
          sort(entries, scratch, start..<end, from: depth + 8)
        }
      }
      start = end
    }
  }

  /// Eight bytes of a key, zeros beyond its end.
  private func prefix(_ index: Int, from depth: Int) -> UInt64 {
    let (start, end) = (starts[index] + depth, starts[index + 1])
    if start + 8 <= keys.count {
      let word = UInt64(bigEndian: keys.loadUnaligned(fromByteOffset: start, as: UInt64.self))
      let surplus = start + 8 - end
      return surplus <= 0 ? word : surplus >= 8 ? 0 : (word >> (8 * surplus)) << (8 * surplus)
    }
    var word: UInt64 = 0
    for i in start..<start + 8 { word = word << 8 | UInt64(i < end ? keys[i] : 0) }
    return word
  }

  /// Sorts by the eight bytes, the least significant first; bytes that are all alike are skipped.
  private func radixSort(
    _ entries: UnsafeMutableBufferPointer<SortEntry>,
    _ scratch: UnsafeMutableBufferPointer<SortEntry>, _ range: Range<Int>
  ) {
    var counts = [Int](repeating: 0, count: 8 * 256)
    for i in range {
      let word = entries[i].prefix
      for byte in 0..<8 { counts[byte << 8 | Self.byte(byte, of: word)] += 1 }
    }
    var (source, target) = (entries, scratch)
    for byte in 0..<8 {
      let first = Self.byte(byte, of: entries[range.lowerBound].prefix)
      if counts[byte << 8 | first] == range.count { continue }
      var next = range.lowerBound
      for value in (byte << 8)..<((byte + 1) << 8) {
        let count = counts[value]
        counts[value] = next
        next += count
      }
      for i in range {
        let slot = byte << 8 | Self.byte(byte, of: source[i].prefix)
        target[counts[slot]] = source[i]
        counts[slot] += 1
      }
      swap(&source, &target)
    }
    if source.baseAddress != entries.baseAddress {
      for i in range { entries[i] = source[i] }
    }
  }

  @inline(__always)
  private static func byte(_ index: Int, of word: UInt64) -> Int {
    Int(truncatingIfNeeded: (word >> (8 * index)) & 0xFF)
  }
}
