/// How one version stands to another in precedence.
public enum Precedence: Int, Hashable, Sendable {
  /// The first is lower.
  case lower = -1
  /// Neither is lower; the two may still differ in build metadata.
  case equal = 0
  /// The first is higher.
  case higher = 1
}

/// A version by the strict grammar of Semantic Versioning 2.0.0 (https://semver.org).
///
/// It has no `v`: `v1.2.3` is the name of a tag. Numbers are digits of any length.
public struct SemanticVersion: Hashable, Sendable {
  /// The digits of the major, minor and patch numbers.
  public let numbers: [[UInt8]]
  /// The identifiers of the prerelease; none for a release.
  public let prerelease: [[UInt8]]
  /// The identifiers of the build metadata, which take no part in precedence.
  public let build: [[UInt8]]

  /// Reads a strict semantic version; nil for any other text.
  public init?(_ text: String) {
    self.init(Array(text.utf8)[...])
  }

  init?(_ text: ArraySlice<UInt8>) {
    var rest = text
    if let plus = rest.firstIndex(of: ASCII.plus) {
      guard let build = LooseVersion.identifiers(rest[(plus + 1)...]) else { return nil }
      self.build = build.map(Array.init)
      rest = rest[..<plus]
    } else {
      build = []
    }
    if let minus = rest.firstIndex(of: ASCII.minus) {
      guard let identifiers = LooseVersion.identifiers(rest[(minus + 1)...]),
        identifiers.allSatisfy({ !$0.isAllDigits || Self.isNumber($0) })
      else { return nil }
      prerelease = identifiers.map(Array.init)
      rest = rest[..<minus]
    } else {
      prerelease = []
    }
    let numbers = rest.split(separator: ASCII.dot, omittingEmptySubsequences: false)
    guard numbers.count == 3, numbers.allSatisfy(Self.isNumber) else { return nil }
    self.numbers = numbers.map(Array.init)
  }

  /// Whether the text is digits without a leading zero, or `0`.
  static func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
    text.isAllDigits && (text.count == 1 || text.first != ASCII.zero)
  }

  /// Returns how this version stands to another by item 11 of the specification.
  public func precedence(comparedTo other: SemanticVersion) -> Precedence {
    for (a, b) in zip(numbers, other.numbers) {
      let order = Self.compareNumbers(a, b)
      if order != .equal { return order }
    }
    switch (prerelease.isEmpty, other.prerelease.isEmpty) {
    case (true, true): return .equal
    case (true, false): return .higher
    case (false, true): return .lower
    case (false, false): break
    }
    for (a, b) in zip(prerelease, other.prerelease) {
      let order = Self.compareIdentifiers(a, b)
      if order != .equal { return order }
    }
    return Self.order(prerelease.count, other.prerelease.count)
  }

  private static func compareIdentifiers(_ a: [UInt8], _ b: [UInt8]) -> Precedence {
    switch (a.isAllDigits, b.isAllDigits) {
    case (true, true): return compareNumbers(a, b)
    case (true, false): return .lower
    case (false, true): return .higher
    case (false, false): return compareBytes(a, b)
    }
  }

  private static func compareNumbers(_ a: [UInt8], _ b: [UInt8]) -> Precedence {
    let length = order(a.count, b.count)
    return length == .equal ? compareBytes(a, b) : length
  }

  private static func compareBytes(_ a: [UInt8], _ b: [UInt8]) -> Precedence {
    if a == b { return .equal }
    return a.lexicographicallyPrecedes(b) ? .lower : .higher
  }

  private static func order(_ a: Int, _ b: Int) -> Precedence {
    a == b ? .equal : a < b ? .lower : .higher
  }
}
