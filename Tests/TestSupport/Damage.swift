/// Bytes that are damaged in ways that depend on a number alone, so that a failure can be repeated.
///
/// A few bytes are replaced, some are cut out, or a part is repeated.
public func damagedCopy(of bytes: [UInt8], seed: UInt64) -> [UInt8] {
  var random = SplitMix(state: seed)
  var result = bytes
  for _ in 0...random.next(below: 3) where !result.isEmpty {
    let start = random.next(below: result.count)
    let end = min(result.count, start + random.next(below: 40))
    switch random.next(below: 4) {
    case 0: result.removeSubrange(start..<end)
    case 1: result.insert(contentsOf: result[start..<end], at: start)
    case 2: result[start] = UInt8(random.next(below: 256))
    default: result[start] = Array("{}[]\",:\\0-e\0 /".utf8)[random.next(below: 14)]
    }
  }
  return result
}

/// The generator SplitMix64 by Sebastiano Vigna.
private struct SplitMix {
  var state: UInt64

  mutating func next(below limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(limit))
  }
}
