/// Two prereleases whose order by Semantic Versioning is not that of the numbers in them.
///
/// `rc10` is one identifier, compared by its bytes, and so lower than `rc2`; with a dot, `rc.10` is
/// higher than `rc.2`. The order is kept, and this says that it is likely not what was meant.
public struct IdentifierOrder: Hashable, Sendable {
  /// The index of the version that comes first by Semantic Versioning: `1.0.0-rc10`.
  public let first: Int
  /// The index of the version that comes second, with the smaller number: `1.0.0-rc2`.
  public let second: Int
  /// The identifiers of the two: `rc10`, `rc2`.
  public let identifiers: [String]

  /// The finding in one sentence.
  public var message: String {
    "\(identifiers[0]) comes before \(identifiers[1]), since identifiers with letters compare by "
      + "bytes; a dot before the number, as in \(dotted), would compare it by value"
  }

  private var dotted: String {
    let digits = identifiers[0].utf8.reversed().prefix { $0.isDigit }.count
    return identifiers[0].dropLast(digits) + "." + identifiers[0].suffix(digits)
  }

  /// Returns the pairs of versions with the same numbers and the same identifiers before, of which
  /// the next identifiers are the same word with numbers in the other order.
  ///
  /// Of each word the pairs are those next to each other by number. Versions of other families than
  /// that of Semantic Versioning have none.
  public static func findings(in versions: [Version]) -> [IdentifierOrder] {
    var words: [[String]: [(number: [UInt8], index: Int, identifier: String)]] = [:]
    for (index, version) in versions.enumerated() where version.key.family == .semantic {
      guard let prerelease = version.prerelease else { continue }
      var before = [version.key.semanticText(minimumNumbers: 3).prefix { $0 != "-" }.description]
      for identifier in prerelease.split(separator: ".").map(String.init) {
        let bytes = Array(identifier.utf8)
        let count = bytes.reversed().prefix { $0.isDigit }.count
        if count > 0, count < bytes.count {
          let word = before + [bytes.dropLast(count).asciiText]
          let number = Array(bytes.suffix(count).significantDigits)
          words[word, default: []].append((number, index, identifier))
        }
        before.append(identifier)
      }
    }
    return words.values.flatMap(findings).sorted { ($0.first, $0.second) < ($1.first, $1.second) }
  }

  private static func findings(
    _ uses: [(number: [UInt8], index: Int, identifier: String)]
  ) -> [IdentifierOrder] {
    let sorted = uses.sorted { a, b in
      if a.number.count != b.number.count { return a.number.count < b.number.count }
      if a.number != b.number { return a.number.lexicographicallyPrecedes(b.number) }
      return a.index < b.index
    }
    return zip(sorted, sorted.dropFirst()).compactMap { low, high in
      guard low.number != high.number,
        high.identifier.utf8.lexicographicallyPrecedes(low.identifier.utf8)
      else { return nil }
      return IdentifierOrder(
        first: high.index, second: low.index, identifiers: [high.identifier, low.identifier])
    }
  }
}
