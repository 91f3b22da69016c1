/// A set of versions in the range grammar of npm's node-semver.
///
///     range      = set {"||" set}
///     set        = [partial " - " partial | comparator {blank comparator}]
///     comparator = ["<" | "<=" | ">" | ">=" | "=" | "~" | "~>" | "^"] partial
///     partial    = {"v" | "="} ("x" | "X" | "*" | number ["." … ["." … ["-" pre] ["+" build]]])
///
/// Blanks may stand after an operator. An empty set holds any version. Numbers have no leading zeros
/// and any length. A prerelease is in a set only if a comparator of the set has a prerelease of the
/// same three numbers, unless prereleases are asked for. A set of any version stands for the whole
/// range, so that `*||1.0.0-rc.1` contains no prerelease. The `v` and `=` are as loose as there.
///
/// The range is compiled to ranges of keys: a release is inside if its key is in one of
/// `releaseRanges`, a prerelease if its key is in one of `prereleaseRanges`. In SQL each is a range
/// of an index; the first ones need the condition that the version is no prerelease, the second ones
/// hold nothing else unless prereleases are asked for.
///
///     try NpmRange("^1.2.3 || ~2.0").expansion   // >=1.2.3 <2.0.0-0||>=2.0.0 <2.1.0-0
public struct NpmRange: Hashable, Sendable {
  /// The range as written.
  public let text: String
  /// Whether prereleases are inside like any version between the bounds.
  public let includesPrereleases: Bool
  /// The range as plain comparators, sets with `||` between them; empty for any version.
  public let expansion: String
  /// The ranges that releases are in: sorted, without overlaps and gaps of nothing.
  public let releaseRanges: [VersionKeyRange]
  /// The ranges that prereleases are in: sorted, without overlaps and gaps of nothing.
  public let prereleaseRanges: [VersionKeyRange]

  /// Reads a range, or throws why the text is none.
  public init(_ text: String, includePrerelease: Bool = false) throws(VersionError) {
    let parsed: Result<[NpmComparatorSet], VersionError> = VersionScheme.withBytes(text) { bytes in
      do throws(VersionFault) {
        var parser = NpmRangeParser(bytes, includePrerelease: includePrerelease)
        return .success(try parser.sets())
      } catch { return .failure(VersionError(error, in: bytes)) }
    }
    let sets = try parsed.get()
    self.text = text
    includesPrereleases = includePrerelease
    expansion = sets.map(\.description).joined(separator: "||")
    releaseRanges = Self.union(sets.map(\.range))
    prereleaseRanges =
      includePrerelease ? releaseRanges : Self.union(sets.flatMap(\.prereleaseRanges))
  }

  /// Returns whether the range contains the version of a key of the semantic family.
  public func contains(_ key: VersionKey) -> Bool {
    let ranges = key.isPrerelease ? prereleaseRanges : releaseRanges
    return ranges.contains { $0.contains(key) }
  }

  /// Returns whether the range contains a version.
  public func contains(_ version: Version) -> Bool { contains(version.key) }

  private static func union(_ ranges: [VersionKeyRange]) -> [VersionKeyRange] {
    var result: [VersionKeyRange] = []
    for range in ranges.filter({ !$0.isEmpty }).sorted(by: { $0.lower < $1.lower }) {
      if let last = result.last, range.lower <= last.upper {
        result[result.count - 1] = VersionKeyRange(
          lower: last.lower, upper: max(last.upper, range.upper))
      } else {
        result.append(range)
      }
    }
    return result
  }
}

/// One bound: an operator and a version of three numbers.
struct NpmComparator: Hashable {
  enum Sign: String {
    case lower = "<"
    case lowerOrEqual = "<="
    case higher = ">"
    case higherOrEqual = ">="
    case equal = ""
  }
  let sign: Sign
  let numbers: [ArraySlice<UInt8>]
  /// The prerelease without its hyphen; empty for a release.
  let prerelease: ArraySlice<UInt8>

  /// The comparator that no version keeps to.
  static let none = NpmComparator(
    sign: .lower, numbers: Array(repeating: [ASCII.zero], count: 3), prerelease: [ASCII.zero])

  var description: String {
    sign.rawValue + numbers.map(\.asciiText).joined(separator: ".")
      + (prerelease.isEmpty ? "" : "-" + prerelease.asciiText)
  }

  /// The keys that the bound leaves.
  var range: VersionKeyRange {
    switch sign {
    case .lower: VersionKeyRange(lower: Self.lowest, upper: key)
    case .lowerOrEqual: VersionKeyRange(lower: Self.lowest, upper: next)
    case .higher: VersionKeyRange(lower: next, upper: Self.highest)
    case .higherOrEqual: VersionKeyRange(lower: key, upper: Self.highest)
    case .equal: VersionKeyRange(lower: key, upper: next)
    }
  }

  private var key: VersionKey {
    let identifiers = prerelease.split(separator: ASCII.dot)
    return VersionKey(
      numbers: numbers, tail: identifiers.isEmpty ? .release : .prerelease(identifiers))
  }

  /// The lowest bytes above the key: no key is a proper prefix of another.
  private var next: VersionKey { VersionKey(bytes: key.bytes + [0]) }

  /// All prereleases of the three numbers, from the lowest, `-0`.
  var prereleases: VersionKeyRange {
    VersionKeyRange(
      lower: VersionKey(numbers: numbers, tail: .prerelease([[ASCII.zero]])),
      upper: VersionKey(numbers: numbers, tail: .release))
  }

  static let lowest = VersionKey(bytes: [VersionKey.Mark.semanticFamily])
  static let highest = VersionKey(bytes: [VersionKey.Mark.semanticFamily, 0xFF])
}

/// Comparators that hold together; none for any version.
struct NpmComparatorSet {
  var comparators: [NpmComparator] = []

  var description: String { comparators.map(\.description).joined(separator: " ") }

  var range: VersionKeyRange {
    comparators.reduce(VersionKeyRange(lower: NpmComparator.lowest, upper: NpmComparator.highest)) {
      $0.intersection($1.range)
    }
  }

  /// The prereleases of the numbers that a comparator with a prerelease names, between the bounds.
  var prereleaseRanges: [VersionKeyRange] {
    comparators.filter { !$0.prerelease.isEmpty }.map { $0.prereleases.intersection(range) }
  }
}
