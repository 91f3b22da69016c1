/// A generator of pseudo-random numbers with a fixed start (SplitMix64), so that runs repeat.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension SplitMix64 {
  /// A strict semantic version, of few distinct parts so that near versions are common.
  mutating func version() -> String {
    var text = "\(number()).\(number()).\(number())"
    if Int.random(in: 0..<3, using: &self) > 0 {
      let count = Int.random(in: 1...3, using: &self)
      text += "-" + (0..<count).map { _ in identifier() }.joined(separator: ".")
    }
    if Int.random(in: 0..<8, using: &self) == 0 { text += "+build.007" }
    return text
  }

  mutating func number() -> String {
    switch Int.random(in: 0..<40, using: &self) {
    case 0: longNumber(Int.random(in: 1...300, using: &self))
    case 1: longNumber(Int.random(in: 252...257, using: &self))
    case 2:
      ["255", "256", "65535", "65536", "18446744073709551615"].randomElement(using: &self) ?? ""
    case 3..<8: "\(Int.random(in: 9...11, using: &self))"
    default: "\(Int.random(in: 0...2, using: &self))"
    }
  }

  private mutating func longNumber(_ length: Int) -> String {
    (0..<length).map { "\(Int.random(in: ($0 == 0 ? 1 : 0)...9, using: &self))" }.joined()
  }

  private mutating func identifier() -> String {
    let words = [
      "alpha", "beta", "rc", "rc1", "rc10", "rc2", "-", "--", "0a", "00a", "-1", "A", "a", "Z-",
    ]
    return Bool.random(using: &self) ? number() : words.randomElement(using: &self) ?? ""
  }
}
