/// The keys from a lower one up to, but without, an upper one: a range of an index.
public struct VersionKeyRange: Hashable, Sendable {
  /// The lowest key inside.
  public let lower: VersionKey
  /// The lowest key beyond; also bytes that are no key of a version.
  public let upper: VersionKey

  /// Creates the range of keys from a lower one up to, but without, an upper one.
  public init(lower: VersionKey, upper: VersionKey) {
    self.lower = lower
    self.upper = upper
  }

  /// Whether no key is inside.
  public var isEmpty: Bool { !(lower < upper) }

  /// Returns whether a key is inside.
  public func contains(_ key: VersionKey) -> Bool { lower <= key && key < upper }

  /// Returns the keys that are in both ranges.
  public func intersection(_ other: VersionKeyRange) -> VersionKeyRange {
    VersionKeyRange(lower: max(lower, other.lower), upper: min(upper, other.upper))
  }
}

extension VersionScheme {
  /// Returns the keys of all versions that begin with some numbers: `1.2` of `1.2.3` and `1.2-rc1`.
  ///
  /// In `go`, `semver`, `semver-loose`, `calver` and `pep440` numbers compare by value and missing
  /// ones are zero; in `debian` the upstream version of epoch 0 begins with them, in `natural` the
  /// name, a `v` aside. The semantic family has such ranges for at most three numbers.
  ///
  /// - Parameter numbers: One number and more, as decimal digits with dots between them.
  public func prefixRange(_ numbers: String) -> VersionKeyRange? {
    Self.withBytes(numbers) { text -> VersionKeyRange? in
      guard let parts = Self.numbers(text), family != .semantic || parts.count <= 3 else {
        return nil
      }
      var key = KeyBuffer()
      key.append(family.rawValue)
      switch family {
      case .pep440, .debian: key.append(0)
      case .semantic, .natural: break
      }
      var lower: [UInt8] = []
      for (index, part) in parts.enumerated() {
        appendSeparator(before: index, to: &key)
        key.append(number: part, of: text)
        // In PEP 440 the keys of 1.0 are those of 1, which has no zeros at its end.
        if lower.isEmpty || family != .pep440 || !text.isZero(part) { lower = Array(key.bytes) }
      }
      return VersionKeyRange(
        lower: VersionKey(bytes: lower), upper: VersionKey(bytes: Array(key.bytes) + [0xFF]))
    }
  }

  private func appendSeparator(before index: Int, to key: inout KeyBuffer) {
    switch family {
    case .semantic: break
    case .pep440: if index > 0 { key.append(VersionKey.Mark.component) }
    case .debian:
      if index > 0 { key.append(VersionKey.DebianMark.code(of: ASCII.dot)) }
      key.append(VersionKey.DebianMark.endOfRun)
    case .natural:
      if index > 0 {
        key.append(VersionKey.NaturalMark.lowByte)
        key.append(ASCII.dot)
      }
      key.append(VersionKey.NaturalMark.number)
    }
  }

  private static func numbers(_ text: VersionBytes) -> [Range<Int>]? {
    var parts: [Range<Int>] = []
    var i = 0
    while true {
      let end = text.endOfDigits(i)
      if end == i { return nil }
      parts.append(i..<end)
      if end == text.count { return parts }
      guard text[end] == ASCII.dot else { return nil }
      i = end + 1
    }
  }
}
