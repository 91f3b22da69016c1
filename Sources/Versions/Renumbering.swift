/// A sign that a project began its numbers anew.
public struct Renumbering: Hashable, Sendable {
  /// The index of the last version of the major number that never returned.
  public let before: Int
  /// The index of the first later version that began a new series of minor versions below it.
  public let after: Int

  /// Returns where, in the order of time, a major number drops and the old one never returns.
  ///
  /// Releases of old series are no such sign: a later version counts only if its major and minor
  /// numbers together are above all of its major number before. `1.9.0, 2.0.0, 1.9.1` shows
  /// nothing, `6.0.1, 1.6.2` does. The list may be that of a line that is still at work on an old
  /// major number, so that this is a suspicion to be shown, never a fact to order by.
  ///
  /// - Parameter versions: Versions of one line in the order of time, of any family but compared
  ///   by their first two numbers. Versions without such are passed over.
  /// - Complexity: O(*n* log *n*).
  public static func suspected(in versions: [Version]) -> [Renumbering] {
    let known = versions.enumerated().compactMap { index, version -> Numbered? in
      guard let major = version.key.number(0) else { return nil }
      return Numbered(
        index: index, major: Digits(major), minor: Digits(version.key.number(1) ?? []))
    }
    var latest: [Digits: Int] = [:]
    for (place, version) in known.enumerated() { latest[version.major] = place }
    // From the highest major number down: each ends where it was last used.
    var found: [Renumbering] = []
    var start = 0
    for (_, last) in latest.sorted(by: { $0.key > $1.key }) where last >= start {
      start = last + 1
      if let after = firstOfNewSeries(known, from: start) {
        found.append(Renumbering(before: known[last].index, after: known[after].index))
      }
    }
    return found
  }

  private struct Numbered {
    let index: Int
    let major: Digits
    let minor: Digits
  }

  /// A number as decimal digits without leading zeros.
  private struct Digits: Hashable, Comparable {
    let digits: [UInt8]

    init(_ digits: [UInt8]) { self.digits = digits }

    static func < (a: Self, b: Self) -> Bool {
      a.digits.count == b.digits.count
        ? a.digits.lexicographicallyPrecedes(b.digits) : a.digits.count < b.digits.count
    }
  }

  private static func firstOfNewSeries(_ versions: [Numbered], from start: Int) -> Int? {
    var highest: [Digits: Digits] = [:]
    for version in versions[..<start] {
      highest[version.major] = max(highest[version.major] ?? version.minor, version.minor)
    }
    return versions[start...].firstIndex { version in
      highest[version.major].map { $0 < version.minor } ?? true
    }
  }
}
