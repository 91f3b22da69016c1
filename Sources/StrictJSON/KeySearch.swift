/// Finds keys that stand twice in one object.
enum KeySearch {
  /// How many keys are compared one by one; objects with more are sorted at their end, so that no
  /// document costs quadratic time.
  static let maximumLinear = 32

  /// Returns a number that equal texts share, from their length and the bytes at their ends.
  @inline(__always)
  static func hash(_ text: UnsafePointer<UInt8>, _ length: Int) -> UInt32 {
    let raw = UnsafeRawPointer(text)
    var first: UInt64 = 0
    var last: UInt64 = 0
    if length >= 8 {
      first = raw.loadUnaligned(as: UInt64.self)
      last = raw.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self)
    } else if length >= 4 {
      first = UInt64(raw.loadUnaligned(as: UInt32.self))
      last = UInt64(raw.loadUnaligned(fromByteOffset: length &- 4, as: UInt32.self))
    } else if length > 0 {
      first = UInt64(text[0])
      last = UInt64(text[length &- 1]) &<< 8 | UInt64(text[length &>> 1])
    }
    let mixed =
      (first ^ (last &* 0x9E37_79B9_7F4A_7C15) &+ UInt64(truncatingIfNeeded: length))
      &* 0xBF58_476D_1CE4_E5B9
    return UInt32(truncatingIfNeeded: mixed &>> 32)
  }

  /// Returns whether one of the keys in `range` spells the text of `node`.
  static func contains(
    _ node: Node, _ hash: UInt32, _ keys: UnsafeMutablePointer<Workspace.Key>,
    _ range: Range<Int>, _ nodes: UnsafeMutablePointer<Node>
  ) -> Bool {
    for index in range where keys[index].hash == hash {
      if nodes[Int(keys[index].node)].bytes.elementsEqual(node.bytes) { return true }
    }
    return false
  }

  /// Refuses an object of many keys of which two are the same.
  ///
  /// O(n log n) comparisons.
  static func checkMany(
    _ workspace: Workspace, _ range: Range<Int>, _ nodes: UnsafeMutablePointer<Node>
  ) throws(Fault) {
    func bytes(_ key: Workspace.Key) -> UnsafeRawBufferPointer { nodes[Int(key.node)].bytes }
    var keys = UnsafeMutableBufferPointer(
      rebasing: UnsafeMutableBufferPointer(
        start: workspace.keys, count: range.upperBound)[range])
    keys.sort { left, right in
      if left.hash != right.hash { return left.hash < right.hash }
      let (first, second) = (bytes(left), bytes(right))
      if first.lexicographicallyPrecedes(second) { return true }
      if second.lexicographicallyPrecedes(first) { return false }
      return left.start < right.start
    }
    var repeated: UInt32?
    for (key, next) in zip(keys, keys.dropFirst())
    where key.hash == next.hash && bytes(key).elementsEqual(bytes(next)) {
      repeated = min(repeated ?? next.start, next.start)
    }
    if let repeated { throw Fault(.duplicateKey, Int(repeated)) }
  }
}
