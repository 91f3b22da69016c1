/// A pattern over whole names: `*` any bytes, `?` one byte, `[a-z]` and `[!a-z]` one byte of a set, and
/// `\` before a byte that stands for itself.
public struct TagGlob: Hashable, Sendable {
  /// The pattern as written.
  public let pattern: String
  private let bytes: [UInt8]

  public init(_ pattern: String) {
    self.pattern = pattern
    bytes = Array(pattern.utf8)
  }

  /// Returns whether a name matches.
  ///
  /// Only the last `*` is ever gone back to, so that the work is at most the product of both
  /// lengths.
  public func matches(_ name: [UInt8]) -> Bool {
    var p = 0
    var n = 0
    var star: (pattern: Int, name: Int)?
    while n < name.count {
      if p < bytes.count, bytes[p] == UInt8(ascii: "*") {
        star = (p + 1, n)
        p += 1
      } else if let next = step(p, name[n]) {
        p = next
        n += 1
      } else if let back = star {
        star = (back.pattern, back.name + 1)
        p = back.pattern
        n = back.name + 1
      } else {
        return false
      }
    }
    return bytes[p...].allSatisfy { $0 == UInt8(ascii: "*") }
  }

  /// Returns where the pattern goes on after one byte; null if the byte does not match.
  private func step(_ p: Int, _ byte: UInt8) -> Int? {
    guard p < bytes.count else { return nil }
    switch bytes[p] {
    case UInt8(ascii: "?"): return p + 1
    case UInt8(ascii: "["):
      guard let end = endOfSet(p) else { return byte == bytes[p] ? p + 1 : nil }
      return contains(p + 1..<end, byte) ? end + 1 : nil
    case UInt8(ascii: "\\") where p + 1 < bytes.count:
      return byte == bytes[p + 1] ? p + 2 : nil
    default: return byte == bytes[p] ? p + 1 : nil
    }
  }

  private func endOfSet(_ start: Int) -> Int? {
    var i = start + 1
    if i < bytes.count, bytes[i] == UInt8(ascii: "!") { i += 1 }
    // A bracket right at the start is a member.
    return bytes[min(i + 1, bytes.count)...].firstIndex(of: UInt8(ascii: "]"))
  }

  private func contains(_ set: Range<Int>, _ byte: UInt8) -> Bool {
    var i = set.lowerBound
    let isNegated = bytes[i] == UInt8(ascii: "!")
    if isNegated { i += 1 }
    var isFound = false
    while i < set.upperBound {
      if i + 2 < set.upperBound, bytes[i + 1] == UInt8(ascii: "-") {
        isFound = isFound || bytes[i] <= byte && byte <= bytes[i + 2]
        i += 3
      } else {
        isFound = isFound || bytes[i] == byte
        i += 1
      }
    }
    return isFound != isNegated
  }
}
