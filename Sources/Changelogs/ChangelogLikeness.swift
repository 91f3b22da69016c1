/// How alike two files are whose markup may differ.
package enum ChangelogLikeness {
  /// Returns the share of the words of the shorter text that stand in the other one with the two
  /// words that follow them, from 0 to 1.
  ///
  /// Markup, line ends and capitals do not count. Linear in the bytes.
  package static func share(_ a: [UInt8], _ b: [UInt8]) -> Double {
    let (a, b) = (triples(of: a), triples(of: b))
    let (small, large) = a.count <= b.count ? (a, b) : (b, a)
    guard !small.isEmpty else { return 0 }
    return Double(small.count { large.contains($0) }) / Double(small.count)
  }

  private static func triples(of bytes: [UInt8]) -> Set<UInt64> {
    let words = WordHashes.of(bytes)
    guard words.count >= 3 else { return Set(words) }
    var result: Set<UInt64> = []
    result.reserveCapacity(words.count)
    for place in 2..<words.count {
      var hash = words[place - 2] &* 0x9E37_79B9_7F4A_7C15
      hash = (hash ^ words[place - 1]) &* 0xBF58_476D_1CE4_E5B9
      result.insert((hash ^ words[place]) &* 0x94D0_49BB_1331_11EB)
    }
    return result
  }
}

/// The words of a text as numbers, which are faster to compare.
enum WordHashes {
  /// Returns the FNV-1a hashes of runs of letters and digits, capitals of ASCII as small letters.
  static func of(_ bytes: [UInt8]) -> [UInt64] {
    let start: UInt64 = 0xCBF2_9CE4_8422_2325
    var result: [UInt64] = []
    var hash = start
    for byte in bytes {
      if byte.isLetterOrDigit || byte.isBeyondASCII {
        hash = (hash ^ UInt64(byte.lowercased)) &* 0x0000_0100_0000_01B3
      } else if hash != start {
        result.append(hash)
        hash = start
      }
    }
    if hash != start { result.append(hash) }
    return result
  }
}
