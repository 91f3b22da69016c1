import Foundation

/// Values that Foundation can write, from a generator whose cases depend on its seed alone.
struct RandomDocument {
  var numbers: SplitMix64

  init(seed: UInt64) {
    numbers = SplitMix64(state: seed)
  }

  private static let pieces = [
    "a", "tag", "sha256:", "\"", "\\", "/", "\n", "\u{0}", "\u{1F}", "\u{7F}", "é", "e\u{301}",
    "日本",
    "😀", "\u{2028}", "\u{FFFF}", "0123456789abcdef", " ", "{", "]", ",", ":",
  ]

  /// Pieces that mean something to a reader.
  private static let tokens: [[UInt8]] =
    [
      "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "0", "-", ".", "e9", "E+",
      "true", "null", "NaN", "//", " ", "\n", "\u{0}", "\"a\":", "1e999", "99999999999999999999",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF]]

  mutating func text() -> String {
    (0..<numbers.below(7)).map { _ in Self.pieces[numbers.below(Self.pieces.count)] }.joined()
  }

  mutating func value(depth: Int) -> Any {
    switch numbers.below(depth < 5 ? 9 : 6) {
    case 0: return NSNull()
    case 1: return numbers.below(2) == 0
    case 2: return Int64(bitPattern: numbers.next())
    case 3: return Int64(numbers.below(1_000)) - 500
    case 4: return Double(numbers.below(1_000_000)) / 64 - 5_000
    case 5: return text()
    case 6: return (0..<numbers.below(6)).map { _ in value(depth: depth + 1) }
    default:
      var object: [String: Any] = [:]
      for _ in 0..<numbers.below(depth == 0 ? 60 : 6) { object[text()] = value(depth: depth + 1) }
      return object
    }
  }

  mutating func mutate(_ bytes: inout [UInt8]) {
    let place = numbers.below(bytes.count + 1)
    switch numbers.below(5) {
    case 0: bytes.removeSubrange(place..<min(bytes.count, place + numbers.below(6)))
    case 1, 2: bytes.insert(contentsOf: Self.tokens[numbers.below(Self.tokens.count)], at: place)
    case 3: if place < bytes.count { bytes[place] = UInt8(numbers.below(256)) }
    default:
      let end = min(bytes.count, place + numbers.below(20))
      bytes.insert(contentsOf: Array(bytes[place..<end]), at: numbers.below(bytes.count + 1))
    }
  }
}
