/// A random version whose order is known from its parts, by the text of its standard and not by the
/// code under test.
protocol ReferenceVersion: Sendable {
  /// The version in one of its spellings.
  var text: String { get }
  init(_ random: inout SplitMix64)
  /// Negative, zero or positive.
  static func compare(_ a: Self, _ b: Self) -> Int
}

/// Comparisons of decimal digits of any length.
enum Reference {
  static func compareNumbers(_ a: String, _ b: String) -> Int {
    let (x, y) = (significant(a), significant(b))
    if x.utf8.count != y.utf8.count { return x.utf8.count < y.utf8.count ? -1 : 1 }
    return compareBytes(x, y)
  }

  static func compareBytes(_ a: String, _ b: String) -> Int {
    if a == b { return 0 }
    return a.utf8.lexicographicallyPrecedes(b.utf8) ? -1 : 1
  }

  static func significant(_ digits: String) -> String { String(digits.drop { $0 == "0" }) }

  static func compare<Element>(
    _ a: [Element], _ b: [Element], by order: (Element, Element) -> Int
  ) -> Int {
    for (x, y) in zip(a, b) {
      let result = order(x, y)
      if result != 0 { return result }
    }
    return a.count == b.count ? 0 : a.count < b.count ? -1 : 1
  }

  static func isNumber(_ text: String) -> Bool { text.utf8.allSatisfy { (48...57).contains($0) } }
}

extension SplitMix64 {
  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &self)]
  }

  mutating func chance(_ inverse: Int) -> Bool { Int.random(in: 0..<inverse, using: &self) == 0 }

  mutating func digits(leadingZeros: Bool) -> String {
    (leadingZeros && chance(5) ? "0" : "") + number()
  }
}

/// A version of Go: a semantic version with its `v`.
struct ReferenceGo: ReferenceVersion {
  private let version: ReferenceSemantic

  var text: String { version.text }

  init(_ random: inout SplitMix64) {
    version = ReferenceSemantic(&random, isLoose: false, prefix: "v")
  }

  static func compare(_ a: Self, _ b: Self) -> Int {
    ReferenceSemantic.compare(a.version, b.version)
  }
}

/// Strict semantic versions; with `isLoose` also leading zeros, two to five numbers and stages.
struct ReferenceSemantic: ReferenceVersion {
  let text: String
  private let numbers: [String]
  /// Empty for a release.
  private let prerelease: [String]

  init(_ random: inout SplitMix64) { self.init(&random, isLoose: false) }

  init(_ random: inout SplitMix64, isLoose: Bool, prefix: String? = nil) {
    let count = isLoose ? random.pick([2, 3, 3, 3, 4, 5]) : 3
    numbers = (0..<count).map { _ in random.digits(leadingZeros: isLoose) }
    let core = (prefix ?? random.pick(["", "v"])) + numbers.joined(separator: ".")
    let build = random.chance(8) ? "+b.007" : ""
    if isLoose, random.chance(3) {
      let (word, number) = (random.pick(["rc", "beta", "alpha", "RC"]), random.number())
      prerelease = [word.lowercased(), number]
      text = core + random.pick(["", "."]) + word + number + build
    } else {
      let words = ["alpha", "rc1", "rc10", "rc2", "-", "0a", "A", "Z-"]
      let parts = random.chance(2) ? Int.random(in: 1...3, using: &random) : 0
      prerelease = (0..<parts).map { _ in random.chance(2) ? random.number() : random.pick(words) }
      text = core + (prerelease.isEmpty ? "" : "-" + prerelease.joined(separator: ".")) + build
    }
  }

  static func compare(_ a: Self, _ b: Self) -> Int {
    let count = max(a.numbers.count, b.numbers.count, 3)
    for i in 0..<count {
      let order = Reference.compareNumbers(
        i < a.numbers.count ? a.numbers[i] : "0", i < b.numbers.count ? b.numbers[i] : "0")
      if order != 0 { return order }
    }
    if a.prerelease.isEmpty || b.prerelease.isEmpty {
      return (a.prerelease.isEmpty ? 1 : 0) - (b.prerelease.isEmpty ? 1 : 0)
    }
    return Reference.compare(a.prerelease, b.prerelease) { x, y in
      switch (Reference.isNumber(x), Reference.isNumber(y)) {
      case (true, true): Reference.compareNumbers(x, y)
      case (true, false): -1
      case (false, true): 1
      case (false, false): Reference.compareBytes(x, y)
      }
    }
  }
}

/// Loose versions without a prerelease of more than three numbers, whose place is our own rule.
struct ReferenceLoose: ReferenceVersion {
  private let version: ReferenceSemantic
  var text: String { version.text }
  init(_ random: inout SplitMix64) { version = ReferenceSemantic(&random, isLoose: true) }
  static func compare(_ a: Self, _ b: Self) -> Int {
    ReferenceSemantic.compare(a.version, b.version)
  }
}

/// Calendar versions: segments as numbers.
struct ReferenceCalendar: ReferenceVersion {
  let text: String
  private let segments: [String]

  init(_ random: inout SplitMix64) {
    let year = random.pick(["2024", "2025", "24", "6", "106"])
    let month = random.pick(["1", "2", "02", "10", "12"])
    let day = random.pick(["1", "01", "9", "28"])
    switch Int.random(in: 0..<6, using: &random) {
    case 0:
      segments = ["2024", "02", "09"]
      text = random.pick(["20240209", "2024-02-09", "v2024.2.9"])
    case 1:
      segments = [year]
      text = year
    case 2:
      segments = [year, month]
      text = "\(year).\(month)"
    case 3:
      segments = [year, month, day, random.digits(leadingZeros: true)]
      text = segments.joined(separator: ".")
    default:
      segments = [year, month, day]
      text = random.pick(["", "v"]) + segments.joined(separator: ".")
    }
  }

  static func compare(_ a: Self, _ b: Self) -> Int {
    for i in 0..<4 {
      let order = Reference.compareNumbers(
        i < a.segments.count ? a.segments[i] : "0", i < b.segments.count ? b.segments[i] : "0")
      if order != 0 { return order }
    }
    return 0
  }
}
